/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "recess-sandbox-text.h"

#define MAX_CHARACTER 4
#define REPLACEMENT "\357\277\275"

/* Whether more bytes may make a character of these; GLib would wait for up to six. */
static gboolean
is_begun (const char *bytes,
          gssize      length)
{
  return *bytes != '\0' && (guchar) *bytes < 0xf8 && length < MAX_CHARACTER &&
         g_utf8_get_char_validated (bytes, length) == (gunichar) -2;
}

/* Appends what can be told of the bytes. Returns: how many at the end wait for more */
static gsize
append (const char *bytes,
        gsize       length,
        GString    *text)
{
  const char *end = bytes + length;

  while (bytes < end)
    {
      const char *good = bytes;

      g_utf8_validate_len (bytes, (gsize) (end - bytes), &good);
      g_string_append_len (text, bytes, good - bytes);
      bytes = good;
      if (bytes == end)
        break;

      if (is_begun (bytes, end - bytes))
        return (gsize) (end - bytes);

      g_string_append (text, REPLACEMENT);
      bytes++;
    }

  return 0;
}

/* Takes bytes one at a time until what was cut is whole, or broken. */
static gsize
finish_tail (RecessSandboxText *self,
             const guint8      *bytes,
             gsize              length,
             GString           *text)
{
  gsize taken = 0;

  while (self->n_tail > 0 && taken < length)
    {
      gsize rest;

      self->tail[self->n_tail++] = bytes[taken++];
      rest = append ((const char *) self->tail, self->n_tail, text);
      memmove (self->tail, self->tail + self->n_tail - rest, rest);
      self->n_tail = (guint) rest;
    }

  return taken;
}

void
recess_sandbox_text_push (RecessSandboxText *self,
                          const guint8      *bytes,
                          gsize              length,
                          GString           *text)
{
  gsize taken;
  gsize rest;

  g_return_if_fail (self != NULL && text != NULL);

  taken = finish_tail (self, bytes, length, text);
  if (taken == length)
    return;

  rest = append ((const char *) bytes + taken, length - taken, text);
  memcpy (self->tail, bytes + length - rest, rest);
  self->n_tail = (guint) rest;
}

void
recess_sandbox_text_end (RecessSandboxText *self,
                         GString           *text)
{
  g_return_if_fail (self != NULL && text != NULL);

  for (guint i = 0; i < self->n_tail; i++)
    g_string_append (text, REPLACEMENT);
  self->n_tail = 0;
}
