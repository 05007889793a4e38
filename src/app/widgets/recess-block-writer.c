/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "recess-block-writer.h"

void
recess_block_writer_init (RecessBlockWriter *self)
{
  *self = (RecessBlockWriter) { g_string_new (NULL), RECESS_BLOCK_PARAGRAPH, NULL };
}

static void
add_prefix (GString     *prefix,
            RecessBlock *block)
{
  for (guint i = 0; i < block->quote_depth; i++)
    g_string_append (prefix, "> ");
  for (guint i = 1; i < block->list_depth; i++)
    g_string_append (prefix, "  ");
}

static char *
make_mark (RecessBlock *block)
{
  static const char *tasks[] = { "", "[ ] ", "[x] " };

  if (block->kind == RECESS_BLOCK_HEADING)
    return g_strdup_printf ("%.*s ", block->level, "######");
  if (block->kind != RECESS_BLOCK_LIST_ITEM)
    return g_strdup (block->list_depth > 0 ? "  " : "");
  if (block->delimiter == '.' || block->delimiter == ')')
    return g_strdup_printf ("%u%c %s", block->number, block->delimiter, tasks[block->task]);

  return g_strdup_printf ("- %s", tasks[block->task]);
}

static void
add_lines (GString    *out,
           const char *prefix,
           const char *mark,
           const char *text)
{
  for (const char *line = text; line != NULL; )
    {
      const char *end = strchr (line, '\n');

      g_string_append (out, prefix);
      if (line == text)
        g_string_append (out, mark);
      else
        g_string_append_printf (out, "%*s", *mark == '#' ? 0 : (int)strlen (mark), "");
      g_string_append_len (out, line, end == NULL ? (gssize)strlen (line) : end - line);
      if (end != NULL)
        g_string_append_c (out, '\n');
      line = end == NULL ? NULL : end + 1;
    }
}

static void
add_code (GString     *out,
          const char  *prefix,
          const char  *mark,
          RecessBlock *block,
          const char  *text)
{
  const char *fence = strstr (text, "```") == NULL ? "```" : "````";
  g_autofree char *head = g_strconcat (fence, block->language != NULL ? block->language : "", NULL);

  add_lines (out, prefix, mark, head);
  g_string_append_c (out, '\n');
  add_lines (out, prefix, mark, text);
  g_string_append_c (out, '\n');
  add_lines (out, prefix, mark, fence);
}

/* What is no text of the message: copied as it is. */
static void
add_plain (RecessBlockWriter *self,
           RecessRow         *row,
           const char        *slice)
{
  if (self->text->len > 0)
    g_string_append (self->text, "\n\n");
  g_string_append (self->text, slice);
  self->last_kind = RECESS_BLOCK_PARAGRAPH;
  self->last_message = recess_row_get_message (row);
}

void
recess_block_writer_add (RecessBlockWriter *self,
                         RecessRow         *row,
                         const char        *slice)
{
  RecessBlock *block = recess_row_get_block (row);
  g_autoptr (GString) prefix = g_string_new (NULL);
  g_autofree char *mark = NULL;
  gboolean joins;

  if (block == NULL)
    {
      add_plain (self, row, slice);
      return;
    }

  joins = self->last_kind == block->kind && self->last_message == recess_row_get_message (row) &&
          (block->continued || block->kind == RECESS_BLOCK_LIST_ITEM);
  if (self->text->len > 0)
    g_string_append (self->text, joins ? "\n" : "\n\n");
  self->last_kind = block->kind;
  self->last_message = recess_row_get_message (row);

  add_prefix (prefix, block);
  mark = make_mark (block);
  if (block->kind == RECESS_BLOCK_CODE)
    add_code (self->text, prefix->str, mark, block, slice);
  else if (block->kind == RECESS_BLOCK_RULE)
    add_lines (self->text, prefix->str, mark, "---");
  else
    add_lines (self->text, prefix->str, mark, slice);
}

char *
recess_block_writer_finish (RecessBlockWriter *self)
{
  return g_string_free (g_steal_pointer (&self->text), FALSE);
}
