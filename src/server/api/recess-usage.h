/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* An answer longer than this is not counted. */
#define RECESS_USAGE_MOST (8 * 1024 * 1024)

/**
 * recess_usage_count_async:
 * @model: the name it was asked by, which says how to count; models whose encoding is not known are
 *   counted in o200k_base
 * @request: the body of the chat completion
 * @answer: its answer: the events of a stream, complete or not, or the whole
 * @stream: which it is
 *
 * Counts what a provider did not, off the main loop.
 */
void  recess_usage_count_async  (const char           *model,
                                 GBytes               *request,
                                 GBytes               *answer,
                                 gboolean              stream,
                                 GAsyncReadyCallback   callback,
                                 gpointer              user_data);
/**
 * recess_usage_count_finish:
 * @chunk: (out) (transfer full): the usage as the last event of a stream, as a client gets it
 *
 * Returns: (transfer full) (nullable): the usage object, with `estimated`; %NULL where nothing can
 *   be counted
 */
char *recess_usage_count_finish (GAsyncResult         *result,
                                 char                **chunk);

G_END_DECLS
