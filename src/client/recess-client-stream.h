/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "common/recess-sse-parser.h"

G_BEGIN_DECLS

#define RECESS_TYPE_CLIENT_STREAM (recess_client_stream_get_type ())

/**
 * RecessClientStream:
 *
 * The body of an answer as it comes: read it as bytes, or follow it as server-sent events.
 */
G_DECLARE_FINAL_TYPE (RecessClientStream, recess_client_stream, RECESS, CLIENT_STREAM, GObject)

guint       recess_client_stream_get_status       (RecessClientStream   *self);
const char *recess_client_stream_get_content_type (RecessClientStream   *self);
/* Returns: (nullable): an answer header */
const char *recess_client_stream_get_header       (RecessClientStream   *self,
                                                   const char           *name);

/* The next bytes as soon as there are any; an empty #GBytes is the end. One read at a time. */
void        recess_client_stream_read_async       (RecessClientStream   *self,
                                                   GCancellable         *cancellable,
                                                   GAsyncReadyCallback   callback,
                                                   gpointer              user_data);
GBytes     *recess_client_stream_read_finish      (RecessClientStream   *self,
                                                   GAsyncResult         *result,
                                                   GError              **error);

/**
 * recess_client_stream_follow_async:
 * @func: called for every event, "[DONE]" included
 *
 * Reads to the end. A connection that is lost or silent for too long is an error; @func was
 * called for all complete events before it.
 *
 * A body without a length, and a chunked one that is cut between two chunks, look the same when
 * they are cut off as when they are whole. A stream that has to end with "[DONE]" is whole only
 * where that was seen.
 */
void        recess_client_stream_follow_async     (RecessClientStream   *self,
                                                   RecessSseFunc         func,
                                                   gpointer              func_data,
                                                   GCancellable         *cancellable,
                                                   GAsyncReadyCallback   callback,
                                                   gpointer              user_data);
gboolean    recess_client_stream_follow_finish    (RecessClientStream   *self,
                                                   GAsyncResult         *result,
                                                   GError              **error);

G_END_DECLS
