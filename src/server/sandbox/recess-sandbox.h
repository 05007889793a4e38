/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "recess-sandbox-result.h"
#include "recess-sandbox-spec.h"

G_BEGIN_DECLS

typedef enum
{
  RECESS_SANDBOX_STDOUT,
  RECESS_SANDBOX_STDERR,
  RECESS_SANDBOX_REPLY,
} RecessSandboxStream;

/**
 * RecessSandboxOutputFunc:
 * @text: UTF-8, terminated; bytes that are none, and NUL, became U+FFFD
 *
 * Called on the thread that began the run, in the order in which the program wrote within a stream,
 * never after the run has ended.
 */
typedef void (*RecessSandboxOutputFunc) (RecessSandboxStream  stream,
                                         const char          *text,
                                         gsize                length,
                                         gpointer             user_data);

#define RECESS_TYPE_SANDBOX (recess_sandbox_get_type ())

/**
 * RecessSandbox:
 *
 * Runs foreign programs where they can do no harm, a few at a time; the others wait for their turn.
 * All of it is called on the main thread: the kernel ends a program when the thread that started it
 * ends.
 */
G_DECLARE_FINAL_TYPE (RecessSandbox, recess_sandbox, RECESS, SANDBOX, GObject)

RecessSandbox       *recess_sandbox_new           (void);

/**
 * recess_sandbox_probe_async:
 *
 * Finds out, by running something, whether there is a sandbox on this machine. A good answer is
 * remembered, a bad one is tried anew after some seconds.
 */
void                 recess_sandbox_probe_async   (RecessSandbox            *self,
                                                   GCancellable             *cancellable,
                                                   GAsyncReadyCallback       callback,
                                                   gpointer                  user_data);
/* Returns: FALSE with a message that says why not and what to do about it
 *   (%G_IO_ERROR_NOT_SUPPORTED) */
gboolean             recess_sandbox_probe_finish  (RecessSandbox            *self,
                                                   GAsyncResult             *result,
                                                   GError                  **error);

/**
 * recess_sandbox_run_async:
 * @spec: a reference is taken; not to be changed any more
 * @output: (nullable): called with what the program writes, as it comes
 * @cancellable: (nullable): ends the program with everything that it started; the result comes when
 *   all of it is gone
 *
 * Runs the program. Where there is no sandbox it does not run; never runs it bare.
 */
void                 recess_sandbox_run_async     (RecessSandbox            *self,
                                                   RecessSandboxSpec        *spec,
                                                   RecessSandboxOutputFunc   output,
                                                   gpointer                  output_data,
                                                   GCancellable             *cancellable,
                                                   GAsyncReadyCallback       callback,
                                                   gpointer                  user_data);
/* Returns: (transfer full): never NULL: whatever happened is in its status */
RecessSandboxResult *recess_sandbox_run_finish    (RecessSandbox            *self,
                                                   GAsyncResult             *result);

/* Programs that have not ended, waiting ones included. */
guint                recess_sandbox_get_n_runs    (RecessSandbox            *self);

G_END_DECLS
