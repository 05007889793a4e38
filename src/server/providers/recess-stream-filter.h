/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * RecessStreamFilter:
 *
 * Watches the bytes of a streamed chat completion on their way from the provider to the client.
 * Bytes pass as they are; an event is held until it is whole, which is when a client can use it.
 * Taken out are events with an empty `choices`, where the client did not ask for usage. "[DONE]"
 * and what follows it is not passed: it is for the caller to send. An error event ends the stream
 * and is for the caller as well. JSON is parsed only where the text makes it likely to matter.
 */
typedef struct _RecessStreamFilter RecessStreamFilter;

RecessStreamFilter *recess_stream_filter_new              (gboolean             with_usage);
void                recess_stream_filter_free             (RecessStreamFilter  *self);

/* Returns: (transfer full): what may go to the client now; may be empty */
GBytes             *recess_stream_filter_push             (RecessStreamFilter  *self,
                                                           GBytes              *bytes);
gboolean            recess_stream_filter_is_done          (RecessStreamFilter  *self);
/* Whether a finish_reason was seen. */
gboolean            recess_stream_filter_is_finished      (RecessStreamFilter  *self);
/* Whether an event was left unfinished of which the client has a part. */
gboolean            recess_stream_filter_is_inside        (RecessStreamFilter  *self);
/* Returns: (nullable): the last usage object as it came */
const char         *recess_stream_filter_get_usage        (RecessStreamFilter  *self);
/* Returns: (nullable): the data of the error event */
const char         *recess_stream_filter_get_error        (RecessStreamFilter  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RecessStreamFilter, recess_stream_filter_free)

G_END_DECLS
