/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "client/recess-client.h"

G_BEGIN_DECLS

/* The asynchronous calls, waited for. */
GBytes             *wait_request (RecessClient        *client,
                                  const char          *method,
                                  const char          *path,
                                  const char          *body,
                                  GCancellable        *cancellable,
                                  GError             **error);
RecessClientStream *wait_stream  (RecessClient        *client,
                                  const char          *method,
                                  const char          *path,
                                  const char          *body,
                                  GHashTable          *headers,
                                  GCancellable        *cancellable,
                                  GError             **error);
GBytes             *wait_read    (RecessClientStream  *stream,
                                  GCancellable        *cancellable,
                                  GError             **error);
gboolean            wait_follow  (RecessClientStream  *stream,
                                  RecessSseFunc        func,
                                  gpointer             func_data,
                                  GCancellable        *cancellable,
                                  GError             **error);

G_END_DECLS
