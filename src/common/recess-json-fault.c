/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "recess-json-fault.h"

RecessJsonFault *
recess_json_fault_new (const char *place,
                       const char *pointer,
                       const char *message)
{
  RecessJsonFault *self = g_new (RecessJsonFault, 1);

  g_return_val_if_fail (place != NULL && pointer != NULL && message != NULL, NULL);

  self->place = g_strdup (place);
  self->pointer = g_strdup (pointer);
  self->message = g_strdup (message);

  return self;
}

RecessJsonFault *
recess_json_fault_copy (const RecessJsonFault *self)
{
  return recess_json_fault_new (self->place, self->pointer, self->message);
}

void
recess_json_fault_free (RecessJsonFault *self)
{
  g_free (self->place);
  g_free (self->pointer);
  g_free (self->message);
  g_free (self);
}

GPtrArray *
recess_json_faults_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) recess_json_fault_free);
}

char *
recess_json_faults_join (GPtrArray *faults,
                         guint      max)
{
  GString *text = g_string_new (NULL);

  g_return_val_if_fail (faults != NULL, NULL);

  for (guint i = 0; i < faults->len && i < max; i++)
    {
      const RecessJsonFault *fault = g_ptr_array_index (faults, i);

      g_string_append_printf (text, "%s%s", i > 0 ? "\n" : "", fault->message);
    }

  if (faults->len > max)
    g_string_append_printf (text, "\n%u more.", faults->len - max);

  return g_string_free (text, FALSE);
}

/* One part of the pointer, unescaped; moves @pointer behind it. */
static char *
take_part (const char **pointer)
{
  GString *part = g_string_new (NULL);
  const char *c = *pointer + 1;

  for (; *c != '\0' && *c != '/'; c++)
    {
      if (c[0] == '~' && (c[1] == '0' || c[1] == '1'))
        g_string_append_c (part, *++c == '0' ? '~' : '/');
      else
        g_string_append_c (part, *c);
    }

  *pointer = c;
  return g_string_free (part, FALSE);
}

typedef struct
{
  guint64     position;
  const char *item;
  gsize       length;
} ItemSearch;

static void
find_item (const char *item,
           gsize       length,
           gpointer    user_data)
{
  ItemSearch *search = user_data;

  if (search->position-- == 0)
    {
      search->item = item;
      search->length = length;
    }
}

/* Moves @span, which holds the value so far, to its part of that name. */
static gboolean
descend (const char     *text,
         const char     *part,
         RecessJsonSpan *span)
{
  const char *value = text + span->start;
  RecessJsonSpan found = { 0 };
  ItemSearch search = { 0 };

  if (*value == '{')
    {
      if (!recess_json_find_member (value, span->length, part, &found))
        return FALSE;
    }
  else
    {
      if (!g_ascii_string_to_unsigned (part, 10, 0, G_MAXUINT, &search.position, NULL))
        return FALSE;
      recess_json_foreach_item (value, span->length, find_item, &search);
      if (search.item == NULL)
        return FALSE;
      found.start = search.item - value;
      found.length = search.length;
    }

  span->start += found.start;
  span->length = found.length;
  return TRUE;
}

static guint
count_lines (const char *text,
             gsize       length)
{
  const char *end = text + length;
  guint lines = 1;

  while ((text = memchr (text, '\n', end - text)) != NULL)
    {
      lines++;
      text++;
    }

  return lines;
}

gboolean
recess_json_locate (const char     *text,
                    gsize           length,
                    const char     *pointer,
                    RecessJsonSpan *span,
                    guint          *line)
{
  g_return_val_if_fail (text != NULL || length == 0, FALSE);
  g_return_val_if_fail (pointer != NULL && span != NULL, FALSE);

  if (!recess_json_check (text, length, NULL))
    return FALSE;

  span->start = 0;
  span->length = length;
  while (span->length > 0 && strchr (" \t\r\n", text[span->start]) != NULL)
    {
      span->start++;
      span->length--;
    }
  while (span->length > 0 && strchr (" \t\r\n", text[span->start + span->length - 1]) != NULL)
    span->length--;

  while (*pointer == '/')
    {
      g_autofree char *part = take_part (&pointer);

      if (!descend (text, part, span))
        break;
    }

  if (line != NULL)
    *line = count_lines (text, span->start);
  return TRUE;
}
