/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "sandbox/recess-sandbox.h"
#include "store/recess-function-rows.h"

G_BEGIN_DECLS

/* Milliseconds that Python code may take where its handler does not say. */
#define RECESS_HANDLER_TIME_LIMIT_MS 30000

/* What a handler printed, as it prints. Valid UTF-8. */
typedef void (*RecessHandlerLogFunc) (const char *text,
                                      gpointer    user_data);

/**
 * recess_handler_check:
 * @arguments: text as a model wrote it
 *
 * Whether the arguments are JSON and fit the schema of the function. May take a while.
 *
 * Returns: FALSE with a %RECESS_TOOL_ERROR that names the place
 */
gboolean  recess_handler_check      (const RecessFunction  *function,
                                     const char            *arguments,
                                     GError               **error);

/**
 * recess_handler_run_async:
 * @function: is copied
 * @arguments: text as a model wrote it
 * @log: (nullable): never called after the end
 * @cancellable: (nullable): ends what runs; the call fails with %G_IO_ERROR_CANCELLED when it has
 *
 * Checks the arguments, then has the handler of @function compute the output.
 */
void      recess_handler_run_async  (RecessSandbox         *sandbox,
                                     const RecessFunction  *function,
                                     const char            *arguments,
                                     RecessHandlerLogFunc   log,
                                     gpointer               log_data,
                                     GCancellable          *cancellable,
                                     GAsyncReadyCallback    callback,
                                     gpointer               user_data);
/* Returns: (transfer full): the output; an error has words for the user and the model */
char     *recess_handler_run_finish (GAsyncResult          *result,
                                     GError               **error);

G_END_DECLS
