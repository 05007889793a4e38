/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "recess-block.h"
#include "recess-markdown-inline.h"
#include "recess-tex.h"

RecessBlock *
recess_block_new (RecessBlockKind kind)
{
  RecessBlock *self = g_new0 (RecessBlock, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->kind = kind;
  self->source = g_string_new (NULL);

  return self;
}

RecessBlock *
recess_block_ref (RecessBlock *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
recess_block_unref (RecessBlock *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_free (self->language);
  g_free (self->name);
  g_string_free (self->source, TRUE);
  g_clear_pointer (&self->table, recess_table_unref);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_clear_pointer (&self->parsed, recess_inline_free);
  g_free (self);
}

gboolean
recess_block_equal (RecessBlock *self,
                    RecessBlock *other)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (other != NULL, FALSE);

  if (self->kind != other->kind || self->kind == RECESS_BLOCK_CODE ||
      self->kind == RECESS_BLOCK_TABLE)
    return FALSE;

  return self->level == other->level && self->quote_depth == other->quote_depth &&
         self->list_depth == other->list_depth && self->delimiter == other->delimiter &&
         self->number == other->number && self->task == other->task &&
         self->continued == other->continued && self->spaced == other->spaced &&
         g_string_equal (self->source, other->source);
}

static RecessInline *
parse_math (const GString *source)
{
  g_autofree char *set = recess_tex_set (source->str, source->len);

  return set != NULL ? recess_inline_new_literal (set, 0)
                     : recess_inline_new_literal (source->str, RECESS_RUN_MATH);
}

const RecessInline *
recess_block_get_inline (RecessBlock *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  if (self->parsed == NULL)
    {
      if (self->kind == RECESS_BLOCK_MATH)
        self->parsed = parse_math (self->source);
      else if (self->kind == RECESS_BLOCK_HTML)
        self->parsed = recess_inline_new_literal (self->source->str, RECESS_RUN_CODE);
      else if (self->literal)
        self->parsed = recess_inline_new_literal (self->source->str, 0);
      else
        self->parsed = recess_inline_new (self->source->str);
    }

  return self->parsed;
}

const RecessInline *
recess_block_get_cell (RecessBlock *self,
                       guint        row,
                       guint        column)
{
  g_return_val_if_fail (self != NULL, NULL);

  if (self->rows == NULL || row >= self->rows->len)
    return NULL;

  return recess_table_row_get_cell (g_ptr_array_index (self->rows, row), column);
}

static char *
table_dup_text (RecessBlock *self)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < self->rows->len; i++)
    {
      if (i > 0)
        g_string_append_c (text, '\n');
      for (guint j = 0; j < self->table->n_columns; j++)
        {
          const RecessInline *cell = recess_block_get_cell (self, i, j);

          if (j > 0)
            g_string_append_c (text, '\t');
          if (cell != NULL)
            g_string_append_len (text, cell->text, cell->length);
        }
    }

  return g_string_free (text, FALSE);
}

char *
recess_block_dup_text (RecessBlock *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  switch (self->kind)
    {
    case RECESS_BLOCK_RULE:
      return g_strdup ("");
    case RECESS_BLOCK_CODE:
      return g_strndup (self->source->str, self->source->len);
    case RECESS_BLOCK_TABLE:
      return table_dup_text (self);
    default:
      return g_strdup (recess_block_get_inline (self)->text);
    }
}

/* "python pong.py", "python title=pong.py", "python:pong.py" and "{.python}" are seen. */
void
recess_block_set_info (RecessBlock *code,
                       char        *info)
{
  g_auto (GStrv) words = NULL;
  char *to = info;
  char *colon;
  char *name;

  for (const char *from = info; *from != '\0'; from++)
    if (strchr ("{}\"'", *from) == NULL)
      *to++ = *from == '\t' ? ' ' : *from;
  *to = '\0';

  words = g_strsplit (g_strstrip (info), " ", 3);
  if (words[0] == NULL || *words[0] == '\0')
    return;

  colon = strchr (words[0], ':');
  if (colon != NULL)
    *colon = '\0';
  code->language = g_strdup (words[0] + (*words[0] == '.' ? 1 : 0));

  name = colon != NULL ? colon + 1 : words[1];
  if (name != NULL && strchr (name, '=') != NULL)
    name = strchr (name, '=') + 1;
  if (name != NULL && strchr (name, '.') != NULL)
    code->name = g_path_get_basename (name);
}

char *
recess_block_dup_marker (RecessBlock *self)
{
  static const char *bullets[] = { "•", "◦", "▪" };

  g_return_val_if_fail (self != NULL, NULL);

  if (self->delimiter == '.' || self->delimiter == ')')
    return g_strdup_printf ("%u%c", self->number, self->delimiter);

  return g_strdup (bullets[CLAMP (self->list_depth, 1, G_N_ELEMENTS (bullets)) - 1]);
}

RecessTable *
recess_table_new (guint n_columns)
{
  RecessTable *self;

  g_return_val_if_fail (n_columns <= RECESS_TABLE_MAX_COLUMNS, NULL);

  self = g_new0 (RecessTable, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->n_columns = n_columns;

  return self;
}

RecessTable *
recess_table_ref (RecessTable *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
recess_table_unref (RecessTable *self)
{
  g_return_if_fail (self != NULL);

  if (g_atomic_ref_count_dec (&self->ref_count))
    g_free (self);
}

RecessTableRow *
recess_table_row_new (char **sources)
{
  RecessTableRow *self = g_new0 (RecessTableRow, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->sources = sources;
  self->n_cells = g_strv_length (sources);
  self->cells = g_new0 (RecessInline *, self->n_cells);

  return self;
}

RecessTableRow *
recess_table_row_ref (RecessTableRow *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
recess_table_row_unref (RecessTableRow *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  for (guint i = 0; i < self->n_cells; i++)
    g_clear_pointer (&self->cells[i], recess_inline_free);
  g_free (self->cells);
  g_strfreev (self->sources);
  g_free (self);
}

const RecessInline *
recess_table_row_get_cell (RecessTableRow *self,
                           guint           column)
{
  g_return_val_if_fail (self != NULL, NULL);

  if (column >= self->n_cells)
    return NULL;

  if (self->cells[column] == NULL)
    self->cells[column] = recess_inline_new (self->sources[column]);

  return self->cells[column];
}
