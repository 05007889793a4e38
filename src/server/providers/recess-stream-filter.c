/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "common/recess-json.h"

#include "recess-stream-filter.h"

/* An event longer than this is none of those that are looked for; it passes as it comes. */
#define MAX_HELD (64 * 1024)

struct _RecessStreamFilter
{
  GString  *held;
  GString  *out;
  char     *usage;
  char     *error;

  guint     with_usage : 1;
  guint     passing : 1;
  guint     passed : 1;
  guint     line_empty : 1;
  guint     after_cr : 1;
  guint     done : 1;
  guint     finished : 1;
};

RecessStreamFilter *
recess_stream_filter_new (gboolean with_usage)
{
  RecessStreamFilter *self = g_new0 (RecessStreamFilter, 1);

  self->held = g_string_new (NULL);
  self->out = g_string_new (NULL);
  self->with_usage = !!with_usage;
  self->line_empty = TRUE;
  return self;
}

void
recess_stream_filter_free (RecessStreamFilter *self)
{
  g_return_if_fail (self != NULL);

  g_string_free (self->held, TRUE);
  g_string_free (self->out, TRUE);
  g_free (self->usage);
  g_free (self->error);
  g_free (self);
}

static const char *
skip_space (const char *text,
            const char *end)
{
  while (text < end && (*text == ' ' || *text == '\t' || *text == '\n' || *text == '\r'))
    text++;

  return text;
}

/* Finds `"name" : FIRST` in the text, and where its value begins. It may stand inside a string or
 * deeper than the top; it is a hint. */
static const char *
find_hint (const char *data,
           gsize       length,
           const char *name,
           const char *firsts)
{
  const char *end = data + length;
  gsize size = strlen (name);
  const char *at = data;

  while ((at = memmem (at, end - at, name, size)) != NULL)
    {
      at = skip_space (at + size, end);
      if (at < end && *at == ':')
        {
          at = skip_space (at + 1, end);
          if (at < end && strchr (firsts, *at) != NULL)
            return at;
        }
    }

  return NULL;
}

static gboolean
is_empty_array (const char *value,
                const char *end)
{
  value = skip_space (value + 1, end);
  return value < end && *value == ']';
}

static gboolean
has_no_choices (const char *data,
                gsize       length)
{
  const char *value = find_hint (data, length, "\"choices\"", "[");
  RecessJsonSpan span;

  return value != NULL && is_empty_array (value, data + length) &&
         recess_json_check (data, length, NULL) &&
         recess_json_find_member (data, length, "choices", &span) &&
         data[span.start] == '[' &&
         is_empty_array (data + span.start, data + span.start + span.length);
}

static void
look_for_usage (RecessStreamFilter *self,
                const char         *data,
                gsize               length)
{
  RecessJsonSpan span;

  if (find_hint (data, length, "\"usage\"", "{") == NULL ||
      !recess_json_check (data, length, NULL) ||
      !recess_json_find_member (data, length, "usage", &span) ||
      data[span.start] != '{')
    return;

  g_free (self->usage);
  self->usage = g_strndup (data + span.start, span.length);
}

static gboolean
is_error (const char *data,
          gsize       length)
{
  RecessJsonSpan span;

  return find_hint (data, length, "\"error\"", "{\"") != NULL &&
         recess_json_check (data, length, NULL) &&
         recess_json_find_member (data, length, "error", &span) &&
         (data[span.start] == '{' || data[span.start] == '"');
}

/* Returns: whether the client gets the event */
static gboolean
judge_data (RecessStreamFilter *self,
            const char         *data,
            gsize               length)
{
  const char *start = skip_space (data, data + length);

  if (data + length - start >= 6 && memcmp (start, "[DONE]", 6) == 0)
    {
      self->done = TRUE;
      return FALSE;
    }

  if (is_error (data, length))
    {
      self->error = g_strndup (data, length);
      return FALSE;
    }

  if (find_hint (data, length, "\"finish_reason\"", "\"") != NULL)
    self->finished = TRUE;

  look_for_usage (self, data, length);
  return self->with_usage || !has_no_choices (data, length);
}

/* Joins the data lines of the held event. Returns: (nullable): NULL where it has none */
static GString *
collect_data (RecessStreamFilter *self)
{
  const char *end = self->held->str + self->held->len;
  GString *data = NULL;

  for (const char *line = self->held->str; line < end; )
    {
      gsize length = strcspn (line, "\r\n");

      if (length >= 4 && memcmp (line, "data", 4) == 0 && (length == 4 || line[4] == ':'))
        {
          const char *value = line + MIN (length, 5);

          if (value < line + length && *value == ' ')
            value++;
          if (data == NULL)
            data = g_string_sized_new (length);
          else
            g_string_append_c (data, '\n');
          g_string_append_len (data, value, line + length - value);
        }

      line += length;
      /* A NUL byte ends what strcspn() sees, not the line. */
      line += 1;
    }

  return data;
}

static void
pass_held (RecessStreamFilter *self)
{
  g_string_append_len (self->out, self->held->str, self->held->len);
  g_string_truncate (self->held, 0);
}

static void
end_event (RecessStreamFilter *self)
{
  g_autoptr (GString) data = NULL;

  self->passed = TRUE;
  if (!self->passing)
    {
      data = collect_data (self);
      self->passed = data == NULL || judge_data (self, data->str, data->len);
    }

  self->passing = FALSE;
  if (self->passed)
    pass_held (self);
  else
    g_string_truncate (self->held, 0);
}

/* The other half of a line end whose first half ended an event belongs to that event. */
static gboolean
ends_line_end (RecessStreamFilter *self,
               char                c)
{
  return c == '\n' && self->after_cr && self->line_empty && !self->passing;
}

/* Returns: whether @c ends an event */
static gboolean
step (RecessStreamFilter *self,
      char                c)
{
  gboolean ends;

  if (c == '\n' && self->after_cr)
    {
      self->after_cr = FALSE;
      return FALSE;
    }

  self->after_cr = c == '\r';
  if (c != '\r' && c != '\n')
    {
      self->line_empty = FALSE;
      return FALSE;
    }

  ends = self->line_empty;
  self->line_empty = TRUE;
  return ends;
}

GBytes *
recess_stream_filter_push (RecessStreamFilter *self,
                           GBytes             *bytes)
{
  const char *data;
  GBytes *result;
  gsize start = 0;
  gsize length;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (bytes != NULL, NULL);

  data = g_bytes_get_data (bytes, &length);
  for (gsize i = 0; i < length && !self->done && self->error == NULL; i++)
    {
      if (start == i && self->held->len == 0 && ends_line_end (self, data[i]))
        {
          self->after_cr = FALSE;
          if (self->passed)
            g_string_append_c (self->out, '\n');
          start = i + 1;
          continue;
        }

      if (!step (self, data[i]))
        continue;

      g_string_append_len (self->held, data + start, i + 1 - start);
      start = i + 1;
      end_event (self);
    }

  if (!self->done && self->error == NULL)
    {
      g_string_append_len (self->held, data + start, length - start);
      if (self->passing || self->held->len > MAX_HELD)
        {
          self->passing = TRUE;
          pass_held (self);
        }
    }

  result = g_bytes_new (self->out->str, self->out->len);
  g_string_truncate (self->out, 0);
  return result;
}

gboolean
recess_stream_filter_is_done (RecessStreamFilter *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->done;
}

gboolean
recess_stream_filter_is_finished (RecessStreamFilter *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->finished;
}

gboolean
recess_stream_filter_is_inside (RecessStreamFilter *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->passing;
}

const char *
recess_stream_filter_get_usage (RecessStreamFilter *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->usage;
}

const char *
recess_stream_filter_get_error (RecessStreamFilter *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->error;
}
