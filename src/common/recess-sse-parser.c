/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "recess-api-error.h"
#include "recess-sse-parser.h"

#define KEPT_BUFFER (1024 * 1024)

struct _RecessSseParser
{
  RecessSseFunc  func;
  gpointer       user_data;

  GString       *line;
  GString       *data;
  GString       *event;
  GString       *id;

  guint          bom;
  gboolean       after_cr;
  gboolean       failed;
};

static const char bom[] = "\xef\xbb\xbf";

/* Bytes of the longest beginning of a sequence that could have become a character; all of them
 * together are replaced by one U+FFFD, as the encoding standard has it. */
static gsize
broken_length (const guchar *text,
               gsize         length)
{
  gsize whole = text[0] >= 0xf0 ? 4 : text[0] >= 0xe0 ? 3 : 2;
  gsize n = 1;

  if (text[0] < 0xc2 || text[0] > 0xf4)
    return 1;

  while (n < whole && n < length)
    {
      guchar low = 0x80, high = 0xbf;

      if (n == 1 && text[0] == 0xe0)
        low = 0xa0;
      else if (n == 1 && text[0] == 0xed)
        high = 0x9f;
      else if (n == 1 && text[0] == 0xf0)
        low = 0x90;
      else if (n == 1 && text[0] == 0xf4)
        high = 0x8f;

      if (text[n] < low || text[n] > high)
        break;
      n++;
    }

  return n;
}

static void
append_decoded (GString    *string,
                const char *text,
                gsize       length)
{
  const char *end = text + length;

  while (text < end)
    {
      const char *valid_end = text;

      g_utf8_validate_len (text, end - text, &valid_end);
      g_string_append_len (string, text, valid_end - text);
      text = valid_end;
      if (text == end)
        break;

      if (*text == '\0')
        {
          g_string_append_c (string, '\0');
          text++;
        }
      else
        {
          g_string_append (string, "\xef\xbf\xbd");
          text += broken_length ((const guchar *) text, end - text);
        }
    }
}

/* One huge event must not keep its memory for the life of the stream. */
static void
empty_buffer (GString **buffer)
{
  if ((*buffer)->allocated_len > KEPT_BUFFER)
    {
      g_string_free (*buffer, TRUE);
      *buffer = g_string_new (NULL);
    }
  else
    {
      g_string_truncate (*buffer, 0);
    }
}

static void
dispatch (RecessSseParser *self)
{
  if (self->data->len > 0)
    {
      RecessSseEvent event;

      g_string_truncate (self->data, self->data->len - 1);
      event.event = self->event->len > 0 ? self->event->str : "message";
      event.data = self->data->str;
      event.length = self->data->len;
      event.id = self->id->len > 0 ? self->id->str : NULL;
      self->func (&event, self->user_data);
    }

  empty_buffer (&self->data);
  empty_buffer (&self->event);
}

static gboolean
is_field (const char *line,
          gsize       length,
          const char *name)
{
  return strlen (name) == length && memcmp (line, name, length) == 0;
}

static void
take_line (RecessSseParser *self,
           const char      *line,
           gsize            length)
{
  const char *colon, *value;
  gsize name_length, value_length;

  if (length == 0)
    {
      dispatch (self);
      return;
    }

  colon = memchr (line, ':', length);
  name_length = colon != NULL ? (gsize) (colon - line) : length;
  value = colon != NULL ? colon + 1 : line + length;
  value_length = line + length - value;
  if (value_length > 0 && *value == ' ')
    {
      value++;
      value_length--;
    }

  if (is_field (line, name_length, "data"))
    {
      append_decoded (self->data, value, value_length);
      g_string_append_c (self->data, '\n');
    }
  else if (is_field (line, name_length, "event"))
    {
      g_string_truncate (self->event, 0);
      append_decoded (self->event, value, value_length);
    }
  else if (is_field (line, name_length, "id") && memchr (value, '\0', value_length) == NULL)
    {
      g_string_truncate (self->id, 0);
      append_decoded (self->id, value, value_length);
    }
}

static gboolean
fail (RecessSseParser  *self,
      GError          **error)
{
  self->failed = TRUE;
  recess_set_api_error (error, 0, NULL, NULL,
                        "The server sent an event of more than %u MiB.",
                        RECESS_SSE_MAX_EVENT / 1024 / 1024);
  return FALSE;
}

static gboolean
end_line (RecessSseParser  *self,
          const char       *rest,
          gsize             length,
          GError          **error)
{
  if (self->line->len + length + self->data->len > RECESS_SSE_MAX_EVENT)
    return fail (self, error);

  if (self->line->len == 0)
    {
      take_line (self, rest, length);
    }
  else
    {
      g_string_append_len (self->line, rest, length);
      take_line (self, self->line->str, self->line->len);
      empty_buffer (&self->line);
    }

  return TRUE;
}

static const char *
find_byte (const char *from,
           const char *end,
           char        byte,
           const char *known)
{
  const char *found;

  if (known != NULL && known >= from)
    return known;

  found = memchr (from, byte, end - from);
  return found != NULL ? found : end;
}

static gboolean
push_bytes (RecessSseParser  *self,
            const char       *bytes,
            gsize             length,
            GError          **error)
{
  const char *end = bytes + length;
  const char *cr = NULL, *lf = NULL;

  while (bytes < end)
    {
      const char *line_end;

      if (self->after_cr)
        {
          self->after_cr = FALSE;
          if (*bytes == '\n')
            {
              bytes++;
              continue;
            }
        }

      cr = find_byte (bytes, end, '\r', cr);
      lf = find_byte (bytes, end, '\n', lf);
      line_end = MIN (cr, lf);
      if (line_end == end)
        break;

      if (!end_line (self, bytes, line_end - bytes, error))
        return FALSE;
      self->after_cr = *line_end == '\r';
      bytes = line_end + 1;
    }

  g_string_append_len (self->line, bytes, end - bytes);
  return self->line->len + self->data->len <= RECESS_SSE_MAX_EVENT || fail (self, error);
}

/* Returns: the bytes of @bytes that belong to a byte order mark. */
static gsize
skip_bom (RecessSseParser *self,
          const char      *bytes,
          gsize            length)
{
  gsize n = 0;

  while (self->bom < 3 && n < length && bytes[n] == bom[self->bom])
    {
      self->bom++;
      n++;
    }

  if (self->bom < 3 && n < length)
    {
      g_string_append_len (self->line, bom, self->bom);
      self->bom = 3;
    }

  return n;
}

/**
 * recess_sse_parser_new:
 * @func: called within recess_sse_parser_push() for every event; must not free the parser
 *
 * Returns: (transfer full): a parser at the beginning of a stream
 */
RecessSseParser *
recess_sse_parser_new (RecessSseFunc func,
                       gpointer      user_data)
{
  RecessSseParser *self;

  g_return_val_if_fail (func != NULL, NULL);

  self = g_new0 (RecessSseParser, 1);
  self->func = func;
  self->user_data = user_data;
  self->line = g_string_new (NULL);
  self->data = g_string_new (NULL);
  self->event = g_string_new (NULL);
  self->id = g_string_new (NULL);
  return self;
}

/**
 * recess_sse_parser_push:
 *
 * Returns: %FALSE with a %RECESS_API_ERROR of status 0 where a line or an event exceeds
 *   %RECESS_SSE_MAX_EVENT; every later call fails likewise
 */
gboolean
recess_sse_parser_push (RecessSseParser  *self,
                        const char       *bytes,
                        gsize             length,
                        GError          **error)
{
  gsize skipped;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (bytes != NULL || length == 0, FALSE);

  if (self->failed)
    return fail (self, error);
  if (length == 0)
    return TRUE;

  skipped = skip_bom (self, bytes, length);
  return push_bytes (self, bytes + skipped, length - skipped, error);
}

void
recess_sse_parser_free (RecessSseParser *self)
{
  if (self == NULL)
    return;

  g_string_free (self->line, TRUE);
  g_string_free (self->data, TRUE);
  g_string_free (self->event, TRUE);
  g_string_free (self->id, TRUE);
  g_free (self);
}
