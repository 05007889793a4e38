/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "common/recess-token-count.h"

#include "recess-practice-pieces.h"

static const RecessTokenizer *
tokenizer (void)
{
  return recess_tokenizer_get (RECESS_ENCODING_O200K_BASE, NULL);
}

static gsize
token_length (GArray *ids,
              guint   i)
{
  gsize length;

  recess_tokenizer_get_bytes (tokenizer (), g_array_index (ids, guint32, i), &length);
  return length;
}

static gboolean
is_boundary (const char *at)
{
  return (*at & 0xc0) != 0x80;
}

GArray *
recess_practice_pieces_new (const char *text)
{
  g_autoptr (GArray) ids = NULL;
  GArray *lengths;
  gsize start = 0;
  gsize end = 0;

  g_return_val_if_fail (text != NULL, NULL);

  ids = recess_tokenizer_encode (tokenizer (), text, -1);
  lengths = g_array_sized_new (FALSE, FALSE, sizeof (gsize), ids->len);
  for (guint i = 0; i < ids->len; i++)
    {
      end += token_length (ids, i);
      if (is_boundary (text + end))
        {
          gsize length = end - start;

          g_array_append_val (lengths, length);
          start = end;
        }
    }

  return lengths;
}

guint64
recess_practice_count_pieces (const char *text)
{
  g_return_val_if_fail (text != NULL, 0);

  return recess_tokenizer_count (tokenizer (), text, -1);
}

guint64
recess_practice_count_prompt (JsonObject *request)
{
  RecessTokenCount count = { 0, };

  g_return_val_if_fail (request != NULL, 0);

  recess_token_count_request (tokenizer (), request, &count);
  return count.tokens;
}

gboolean
recess_practice_cut_pieces (char  *text,
                            guint  most)
{
  g_autoptr (GArray) ids = NULL;
  gsize end = 0;

  g_return_val_if_fail (text != NULL, FALSE);

  ids = recess_tokenizer_encode (tokenizer (), text, -1);
  if (ids->len <= most)
    return FALSE;

  for (guint i = 0; i < most; i++)
    end += token_length (ids, i);
  while (end > 0 && !is_boundary (text + end))
    end--;
  text[end] = '\0';

  return TRUE;
}
