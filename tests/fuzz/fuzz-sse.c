/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "common/recess-sse-parser.h"
#include "fuzz.h"

static void
append_event_cb (const RecessSseEvent *event,
                 gpointer              user_data)
{
  GString *seen = user_data;

  g_assert_nonnull (event->data);
  g_assert_cmpuint (strnlen (event->data, event->length), <=, event->length);

  g_string_append_printf (seen, "<%s|", event->event ? event->event : "");
  g_string_append_len (seen, event->data, event->length);
  g_string_append_printf (seen, "|%s>", event->id ? event->id : "");
}

static char *
parse (const guint8 *data,
       gsize         size,
       gsize         step)
{
  GString *seen = g_string_new (NULL);
  g_autoptr(RecessSseParser) parser = recess_sse_parser_new (append_event_cb, seen);

  for (gsize at = 0; at < size; at += step)
    {
      gsize length = MIN (step, size - at);
      g_autofree char *piece = g_memdup2 (data + at, length);

      if (!recess_sse_parser_push (parser, piece, length, NULL))
        break;
    }

  return g_string_free (seen, FALSE);
}

/* However the bytes are cut, the events are the same. */
void
fuzz_target (const guint8 *data,
             gsize         size)
{
  g_autofree char *whole = parse (data, size, MAX (size, 1));

  for (gsize step = 1; step <= 7; step += 3)
    {
      g_autofree char *pieces = parse (data, size, step);

      g_assert_cmpstr (pieces, ==, whole);
    }
}
