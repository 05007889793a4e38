/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>
#include <string.h>

#include "recess-practice-buffer.h"

#define NO_TEXT G_MAXUINT32

void
recess_practice_put_uint32 (GByteArray *buffer,
                            guint32     value)
{
  guint32 little = GUINT32_TO_LE (value);

  g_byte_array_append (buffer, (const guint8 *) &little, sizeof little);
}

void
recess_practice_put_uint64 (GByteArray *buffer,
                            guint64     value)
{
  guint64 little = GUINT64_TO_LE (value);

  g_byte_array_append (buffer, (const guint8 *) &little, sizeof little);
}

void
recess_practice_put_floats (GByteArray   *buffer,
                            const GArray *values)
{
  recess_practice_put_uint32 (buffer, values->len);
  for (guint i = 0; i < values->len; i++)
    {
      guint32 bits;

      memcpy (&bits, &g_array_index (values, float, i), sizeof bits);
      recess_practice_put_uint32 (buffer, bits);
    }
}

void
recess_practice_put_text (GByteArray *buffer,
                          const char *text)
{
  if (text == NULL)
    {
      recess_practice_put_uint32 (buffer, NO_TEXT);
      return;
    }

  recess_practice_put_uint32 (buffer, strlen (text));
  g_byte_array_append (buffer, (const guint8 *) text, strlen (text));
}

static const guint8 *
take (RecessPracticeReader *reader,
      gsize                 length)
{
  const guint8 *data = reader->data;

  if (reader->failed || length > reader->length)
    {
      reader->failed = TRUE;
      return NULL;
    }

  reader->data += length;
  reader->length -= length;
  return data;
}

guint32
recess_practice_get_uint32 (RecessPracticeReader *reader)
{
  guint32 little = 0;
  const guint8 *data = take (reader, sizeof little);

  if (data != NULL)
    memcpy (&little, data, sizeof little);

  return GUINT32_FROM_LE (little);
}

guint64
recess_practice_get_uint64 (RecessPracticeReader *reader)
{
  guint64 little = 0;
  const guint8 *data = take (reader, sizeof little);

  if (data != NULL)
    memcpy (&little, data, sizeof little);

  return GUINT64_FROM_LE (little);
}

gboolean
recess_practice_get_floats (RecessPracticeReader *reader,
                            GArray               *values,
                            gsize                 count)
{
  gsize n_values = recess_practice_get_uint32 (reader);

  if (n_values != count || n_values > reader->length / sizeof (guint32))
    reader->failed = TRUE;
  if (reader->failed)
    return FALSE;

  g_array_set_size (values, n_values);
  for (gsize i = 0; i < n_values; i++)
    {
      guint32 bits = recess_practice_get_uint32 (reader);
      float *value = &g_array_index (values, float, i);

      memcpy (value, &bits, sizeof bits);
      if (!isfinite (*value))
        reader->failed = TRUE;
    }

  return !reader->failed;
}

char *
recess_practice_get_text (RecessPracticeReader *reader)
{
  guint32 length = recess_practice_get_uint32 (reader);
  const guint8 *data;

  if (reader->failed || length == NO_TEXT)
    return NULL;

  data = take (reader, length);
  if (data == NULL || memchr (data, '\0', length) != NULL
      || !g_utf8_validate ((const char *) data, length, NULL))
    {
      reader->failed = TRUE;
      return NULL;
    }

  return g_strndup ((const char *) data, length);
}
