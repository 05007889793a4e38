/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <libsoup/soup.h>

#include "recess-event-stream.h"

G_BEGIN_DECLS

/* For an answer whose headers are set; @message stays paused wherever nothing is to be written. */
RecessEventStream *recess_event_stream_new               (SoupServerMessage *message,
                                                          gboolean           is_events);
gboolean           recess_event_stream_is_ended          (RecessEventStream *self);
gboolean           recess_event_stream_is_between_events (RecessEventStream *self);
/* The connection has ended: nothing more can be written. */
void               recess_event_stream_close             (RecessEventStream *self);
void               recess_event_stream_set_ping_interval (RecessEventStream *self,
                                                          guint              milliseconds);

G_END_DECLS
