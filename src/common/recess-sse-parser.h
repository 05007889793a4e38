/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define RECESS_SSE_MAX_EVENT (64u * 1024 * 1024)

/**
 * RecessSseEvent:
 * @event: name of the event, "message" where none was given
 * @data: the data lines, joined by newlines, as UTF-8 (broken bytes became U+FFFD)
 * @length: bytes of @data
 * @id: the last event id, or %NULL
 *
 * Borrowed from the parser for the time of the callback.
 */
typedef struct
{
  const char *event;
  const char *data;
  gsize       length;
  const char *id;
} RecessSseEvent;

typedef void (*RecessSseFunc) (const RecessSseEvent *event,
                               gpointer              user_data);

/**
 * RecessSseParser:
 *
 * A push parser of server-sent events as the HTML standard has them (9.2.6): bytes go in as they
 * come, events come out when they are complete, whatever the split. An event that the end of the
 * stream cuts off is dropped.
 */
typedef struct _RecessSseParser RecessSseParser;

RecessSseParser *recess_sse_parser_new  (RecessSseFunc     func,
                                         gpointer          user_data);
gboolean         recess_sse_parser_push (RecessSseParser  *self,
                                         const char       *bytes,
                                         gsize             length,
                                         GError          **error);
void             recess_sse_parser_free (RecessSseParser  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RecessSseParser, recess_sse_parser_free)

G_END_DECLS
