/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define RECESS_TYPE_EVENT_STREAM (recess_event_stream_get_type ())

/**
 * RecessEventStream:
 *
 * An answer that is written as it comes to be. What is written in one iteration of the main loop
 * leaves in one write; a stream quiet for 15 s sends a comment. #RecessEventStream::closed is
 * emitted once, when the client has left or everything is sent.
 */
G_DECLARE_FINAL_TYPE (RecessEventStream, recess_event_stream, RECESS, EVENT_STREAM, GObject)

/* What is written after the end, or when the client has left, is dropped. */
void     recess_event_stream_write       (RecessEventStream *self,
                                          GBytes            *bytes);
/* Writes "event: NAME", "id: ID" and the data lines; @event and @id may be %NULL. */
void     recess_event_stream_send        (RecessEventStream *self,
                                          const char        *event,
                                          const char        *id,
                                          const char        *data);
void     recess_event_stream_end         (RecessEventStream *self);
gboolean recess_event_stream_is_closed   (RecessEventStream *self);
/* Bytes written here that the client has not taken. */
gsize    recess_event_stream_get_pending (RecessEventStream *self);
/* Completes when fewer than 64 KiB are pending: back-pressure for who passes bytes on. */
void     recess_event_stream_drain_async (RecessEventStream   *self,
                                          GCancellable        *cancellable,
                                          GAsyncReadyCallback  callback,
                                          gpointer             user_data);
gboolean recess_event_stream_drain_finish (RecessEventStream  *self,
                                          GAsyncResult        *result,
                                          GError             **error);

G_END_DECLS
