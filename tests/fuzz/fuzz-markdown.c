/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "common/recess-markdown.h"
#include "fuzz.h"

/* Runs are in order, within the text, and none over another. */
static void
check_inline (const RecessInline *inlines)
{
  gsize end = 0;

  g_assert_true (g_utf8_validate (inlines->text, inlines->length, NULL));
  for (guint i = 0; i < inlines->runs->len; i++)
    {
      const RecessRun *run = &g_array_index (inlines->runs, RecessRun, i);

      g_assert_cmpuint (run->start, >=, end);
      g_assert_cmpuint (run->start + run->length, <=, inlines->length);
      end = run->start + run->length;
    }
}

static void
append_block (GString     *seen,
              RecessBlock *block)
{
  g_autofree char *text = recess_block_dup_text (block);
  g_autofree char *marker = recess_block_dup_marker (block);

  g_assert_true (g_utf8_validate (text, -1, NULL));
  g_assert_cmpuint (block->committed, <=, block->source->len);
  if (block->kind != RECESS_BLOCK_CODE && block->kind != RECESS_BLOCK_TABLE
      && block->kind != RECESS_BLOCK_RULE)
    check_inline (recess_block_get_inline (block));

  g_string_append_printf (seen, "<%d %d %d %d %s %d|%s>", block->kind, block->level,
                          block->quote_depth, block->list_depth, marker ? marker : "",
                          block->task, text);
}

static char *
parse (const guint8 *data,
       gsize         size,
       gsize         step)
{
  g_autoptr(RecessMarkdown) markdown = recess_markdown_new (FALSE);
  GString *seen = g_string_new (NULL);

  for (gsize at = 0; at < size; at += step)
    {
      guint before = recess_markdown_get_n_blocks (markdown);
      guint first = recess_markdown_append (markdown, (const char *) data + at,
                                            MIN (step, size - at));

      g_assert_cmpuint (first, <=, MAX (before, recess_markdown_get_n_blocks (markdown)));
    }
  for (guint i = 0; i < recess_markdown_get_n_blocks (markdown); i++)
    append_block (seen, recess_markdown_get_block (markdown, i));

  return g_string_free (seen, FALSE);
}

/* However the text is cut, the blocks are the same. */
void
fuzz_target (const guint8 *data,
             gsize         size)
{
  g_autofree char *whole = NULL;
  g_autofree char *pieces = NULL;
  g_autofree char *valid = NULL;
  gsize length = MIN (size, 8192);

  whole = parse (data, length, MAX (length, 1));

  /* A character that is cut in two is replaced, so pieces are compared of valid text alone. */
  if (length > 0 && g_str_is_ascii (valid = g_strndup ((const char *) data, length))
      && strlen (valid) == length)
    {
      pieces = parse (data, length, 5);
      g_assert_cmpstr (pieces, ==, whole);
    }
}
