/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "common/recess-tokenizer.h"
#include "fuzz.h"

/* What is read of the bytes comes back, is valid, and counts the same; valid bytes come back as
 * they were. */
static void
check (const RecessTokenizer *tokenizer,
       const guint8          *data,
       gsize                  size)
{
  g_autoptr (GArray) ids = recess_tokenizer_encode (tokenizer, (const char *) data, size);
  g_autoptr (GBytes) read = NULL;
  g_autoptr (GArray) again = NULL;
  const char *text;
  gsize length;

  g_assert_cmpuint (recess_tokenizer_count (tokenizer, (const char *) data, size), ==, ids->len);
  read = recess_tokenizer_decode (tokenizer, (const guint32 *) (gpointer) ids->data, ids->len);
  g_assert_nonnull (read);
  text = g_bytes_get_data (read, &length);

  again = recess_tokenizer_encode (tokenizer, text, length);
  g_assert_cmpuint (again->len, ==, ids->len);
  if (ids->len > 0)
    g_assert_cmpmem (again->data, again->len * sizeof (guint32),
                     ids->data, ids->len * sizeof (guint32));
  if (memchr (text, '\0', length) == NULL && length > 0)
    g_assert_true (g_utf8_validate_len (text, length, NULL));
  if (memchr (data, '\0', size) == NULL && g_utf8_validate_len ((const char *) data, size, NULL))
    g_assert_cmpmem (text, length, data, size);
}

void
fuzz_target (const guint8 *data,
             gsize         size)
{
  for (guint encoding = 0; encoding < RECESS_N_ENCODINGS; encoding++)
    {
      const RecessTokenizer *tokenizer = recess_tokenizer_get (encoding, NULL);

      g_assert_nonnull (tokenizer);
      check (tokenizer, data, size);
    }
}
