/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "common/recess-json.h"
#include "widgets/recess-message.h"

G_BEGIN_DECLS

/* What streams do to a message. Pure: no network, no time. */

#define RECESS_STREAM_TEXT_LIMIT (16 * 1024)

typedef enum
{
  RECESS_STREAM_GOES_ON,
  RECESS_STREAM_ENDED,
} RecessStreamStep;

/* One event of a streaming chat completion: a chunk, an error, or "[DONE]". */
RecessStreamStep recess_stream_reduce_chunk  (RecessMessage  *message,
                                              const char     *data,
                                              gsize           length,
                                              GError        **error);
/* One event of GET …/messages/{mid}/events: snapshot, delta or end. */
RecessStreamStep recess_stream_reduce_event  (RecessMessage  *message,
                                              const char     *event,
                                              const char     *data,
                                              gsize           length,
                                              GError        **error);
/* A row of the server. */
void             recess_stream_reduce_row    (RecessMessage  *message,
                                              JsonObject     *row);
/* The text of a content for showing: the string, or the text parts; long texts and other parts
 * become attachments. */
void             recess_stream_reduce_content (RecessMessage *message,
                                              JsonNode       *content);
/* A text part that is shown as a chip. */
gboolean         recess_stream_is_attachment (const char      *text);

G_END_DECLS
