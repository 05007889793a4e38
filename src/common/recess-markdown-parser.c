/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "recess-markdown-line.h"
#include "recess-markdown-parser.h"
#include "recess-markdown-table.h"

static gboolean
is_quote (const RecessContainer *container)
{
  return container->delimiter == '>';
}

static void
emit (RecessBlockParser *self,
      RecessBlock       *block)
{
  for (guint i = 0; i < self->depth; i++)
    {
      if (is_quote (&self->stack[i]))
        block->quote_depth++;
      else
        block->list_depth++;
    }

  block->literal = self->literal;
  block->spaced = self->spaced;
  self->spaced = FALSE;
  g_ptr_array_add (self->out, block);
}

static void
take_marker (RecessBlockParser *self,
             RecessBlock       *block)
{
  RecessContainer *item = &self->stack[self->depth - 1];

  block->kind = RECESS_BLOCK_LIST_ITEM;
  block->delimiter = item->delimiter;
  block->number = item->number;
  item->marker_due = FALSE;

  if (block->source->len >= 4 && block->source->str[0] == '[' && block->source->str[2] == ']' &&
      block->source->str[3] == ' ' && strchr ("xX ", block->source->str[1]) != NULL)
    {
      block->task = block->source->str[1] == ' ' ? RECESS_TASK_OPEN : RECESS_TASK_DONE;
      g_string_erase (block->source, 0, 4);
    }
}

static gboolean
marker_is_due (RecessBlockParser *self)
{
  return self->depth > 0 && self->stack[self->depth - 1].marker_due;
}

/* A list item that begins with something else than a paragraph is shown as its marker alone. */
static void
flush_marker (RecessBlockParser *self)
{
  RecessBlock *block;

  if (!marker_is_due (self))
    return;

  block = recess_block_new (RECESS_BLOCK_LIST_ITEM);
  take_marker (self, block);
  emit (self, block);
}

static void
begin_leaf (RecessBlockParser *self,
            RecessLeaf         leaf)
{
  for (guint i = 0; i < self->depth; i++)
    self->stack[i].has_content = TRUE;

  self->leaf = leaf;
  self->continued = FALSE;
  self->spaced = self->blank_before;
  self->blank_before = FALSE;
  if (leaf != RECESS_LEAF_PARAGRAPH)
    flush_marker (self);
}

static gboolean
is_image (const char *source)
{
  const char *close;

  if (!g_str_has_prefix (source, "!["))
    return FALSE;

  close = strstr (source, "](");
  return close != NULL && strchr (close, ')') == source + strlen (source) - 1;
}

static void
emit_text (RecessBlockParser *self,
           RecessBlockKind    kind)
{
  g_autoptr (RecessBlock) block = recess_block_new (kind);
  const char *p = self->text->str;
  gsize length = self->text->len;

  while (length > 0 && g_ascii_isspace (p[length - 1]))
    length--;

  g_string_append_len (block->source, p, length);
  g_string_truncate (self->text, 0);
  if (length == 0)
    return;

  block->continued = self->continued;
  if (kind == RECESS_BLOCK_PARAGRAPH && marker_is_due (self))
    take_marker (self, block);
  else if (kind == RECESS_BLOCK_PARAGRAPH && !self->literal && is_image (block->source->str))
    block->kind = RECESS_BLOCK_IMAGE;
  emit (self, g_steal_pointer (&block));
}

static void
emit_rows (RecessBlockParser *self)
{
  RecessBlock *block;

  if (self->rows->len == 0)
    return;

  block = recess_block_new (RECESS_BLOCK_TABLE);
  block->table = recess_table_ref (self->table);
  block->rows = g_steal_pointer (&self->rows);
  block->has_header = self->has_header;
  block->continued = !self->has_header;
  self->has_header = FALSE;
  self->rows = g_ptr_array_new_with_free_func ((GDestroyNotify)recess_table_row_unref);
  emit (self, block);
}

static void
close_leaf (RecessBlockParser *self)
{
  RecessLeaf leaf = self->leaf;

  self->leaf = RECESS_LEAF_NONE;
  switch (leaf)
    {
    case RECESS_LEAF_PARAGRAPH:
      emit_text (self, RECESS_BLOCK_PARAGRAPH);
      break;

    case RECESS_LEAF_HTML:
      emit_text (self, RECESS_BLOCK_HTML);
      break;

    case RECESS_LEAF_MATH:
      emit_text (self, RECESS_BLOCK_MATH);
      break;

    case RECESS_LEAF_TABLE:
      emit_rows (self);
      g_clear_pointer (&self->table, recess_table_unref);
      g_clear_pointer (&self->rows, g_ptr_array_unref);
      break;

    case RECESS_LEAF_FENCE:
    case RECESS_LEAF_INDENTED:
      g_clear_pointer (&self->code, recess_block_unref);
      break;

    case RECESS_LEAF_NONE:
    default:
      break;
    }
}

static void
close_containers (RecessBlockParser *self,
                  guint              depth)
{
  if (self->depth > depth)
    close_leaf (self);

  while (self->depth > depth)
    {
      flush_marker (self);
      self->depth--;
    }
}

static void
push (RecessBlockParser     *self,
      const RecessContainer *container)
{
  close_leaf (self);
  flush_marker (self);
  for (guint i = 0; i < self->depth; i++)
    self->stack[i].has_content = TRUE;

  self->stack[self->depth++] = *container;
}

static void
append_text (RecessBlockParser *self,
             const char        *text,
             gsize              length)
{
  if (self->text->len > 0 && self->text->len + length + 1 > RECESS_MARKDOWN_MAX_TEXT)
    {
      RecessLeaf leaf = self->leaf;

      close_leaf (self);
      self->leaf = leaf;
      self->continued = TRUE;
    }

  if (self->text->len > 0)
    g_string_append_c (self->text, '\n');
  g_string_append_len (self->text, text, length);
}

static void
append_rest (RecessBlockParser *self,
             RecessLine        *line)
{
  g_autofree char *rest = NULL;

  if (!self->literal && self->leaf == RECESS_LEAF_PARAGRAPH)
    recess_line_skip_blanks (line);

  if (line->tab_rest == 0)
    {
      append_text (self, line->p, line->end - line->p);
      return;
    }

  rest = recess_line_dup_rest (line);
  append_text (self, rest, strlen (rest));
}

static void
begin_code (RecessBlockParser *self,
            RecessLeaf         leaf)
{
  begin_leaf (self, leaf);
  self->code = recess_block_new (RECESS_BLOCK_CODE);
  self->n_lines = 0;
  self->blanks = 0;
  emit (self, recess_block_ref (self->code));
}

static void
append_code (RecessBlockParser *self,
             RecessLine        *line)
{
  GString *source = self->code->source;

  for (guint i = 0; i <= self->blanks; i++)
    if (self->n_lines++ > 0)
      g_string_append_c (source, '\n');
  self->blanks = 0;

  for (guint i = 0; i < line->tab_rest; i++)
    g_string_append_c (source, ' ');
  g_string_append_len (source, line->p, line->end - line->p);
}

static void
begin_fence (RecessBlockParser *self,
             RecessLine        *line,
             char               fence,
             guint              length)
{
  g_autofree char *info = NULL;

  self->fence = fence;
  self->fence_length = length;
  self->fence_indent = recess_line_get_indent (line);
  recess_line_skip_blanks (line);
  info = g_strndup (line->p + length, line->end - line->p - length);

  begin_code (self, RECESS_LEAF_FENCE);
  recess_block_set_info (self->code, info);
}

static void
add_row (RecessBlockParser *self,
         RecessLine        *line)
{
  RecessTableRow *row = recess_table_row_new (recess_line_split_cells (line));

  if (self->rows->len == RECESS_MARKDOWN_MAX_ROWS)
    emit_rows (self);

  if (self->has_header && !self->tentative)
    recess_markdown_table_widen (self->table, row);

  g_ptr_array_add (self->rows, row);
}

/* The last line of the open paragraph is the heading of the table that @line begins. */
static gboolean
begin_table (RecessBlockParser *self,
             RecessLine        *line)
{
  g_auto (GStrv) cells = NULL;
  g_auto (GStrv) heads = NULL;
  g_autofree char *head = NULL;
  RecessTable *table;
  RecessLine head_line;
  const char *last;

  if (memchr (line->p, '|', line->end - line->p) == NULL && recess_line_peek (line) != ':')
    return FALSE;

  last = strrchr (self->text->str, '\n');
  head = g_strdup (last == NULL ? self->text->str : last + 1);
  recess_line_init (&head_line, head, strlen (head));
  cells = recess_line_split_cells (line);
  heads = recess_line_split_cells (&head_line);
  if (g_strv_length (cells) != g_strv_length (heads) || strchr (head, '|') == NULL)
    return FALSE;

  table = recess_markdown_table_new (cells);
  if (table == NULL)
    return FALSE;

  g_string_truncate (self->text, last == NULL ? 0 : last - self->text->str);
  if (self->text->len > 0)
    close_leaf (self);
  begin_leaf (self, RECESS_LEAF_TABLE);
  self->table = table;
  self->rows = g_ptr_array_new_with_free_func ((GDestroyNotify)recess_table_row_unref);
  self->has_header = TRUE;
  add_row (self, &head_line);

  return TRUE;
}

static guint
match_containers (RecessBlockParser *self,
                  RecessLine        *line)
{
  guint matched;

  for (matched = 0; matched < self->depth; matched++)
    {
      RecessContainer *container = &self->stack[matched];
      gboolean blank = recess_line_is_blank (line);

      if (is_quote (container))
        {
          if (recess_line_get_indent (line) > 3 || recess_line_peek (line) != '>')
            break;
          recess_line_skip_blanks (line);
          line->p++;
          line->column++;
          recess_line_skip_columns (line, 1);
        }
      else if (blank ? !container->has_content : recess_line_get_indent (line) < container->padding)
        break;
      else
        recess_line_skip_columns (line, container->padding);
    }

  return matched;
}

static void
continue_text_leaf (RecessBlockParser *self,
                    RecessLine        *line)
{
  gboolean ends = *self->end_mark != '\0' && recess_line_contains (line, self->end_mark);

  append_rest (self, line);
  if (ends)
    close_leaf (self);
}

/* Gives the line to an open block that no other can begin in. */
static gboolean
continue_leaf (RecessBlockParser *self,
               RecessLine        *line)
{
  gboolean blank = recess_line_is_blank (line);

  switch (self->leaf)
    {
    case RECESS_LEAF_FENCE:
      if (recess_line_closes_fence (line, self->fence, self->fence_length))
        close_leaf (self);
      else
        {
          recess_line_skip_columns (line, self->fence_indent);
          append_code (self, line);
        }
      return TRUE;

    case RECESS_LEAF_INDENTED:
      if (blank)
        self->blanks++;
      else if (recess_line_get_indent (line) >= 4)
        {
          recess_line_skip_columns (line, 4);
          append_code (self, line);
        }
      else
        {
          close_leaf (self);
          self->blank_before = TRUE;
          return FALSE;
        }
      return TRUE;

    case RECESS_LEAF_HTML:
    case RECESS_LEAF_MATH:
      if (blank && (*self->end_mark == '\0' || self->leaf == RECESS_LEAF_MATH))
        {
          close_leaf (self);
          return FALSE;
        }
      continue_text_leaf (self, line);
      return TRUE;

    case RECESS_LEAF_NONE:
    case RECESS_LEAF_PARAGRAPH:
    case RECESS_LEAF_TABLE:
    default:
      return FALSE;
    }
}

static gboolean
open_list_item (RecessBlockParser *self,
                RecessLine        *line,
                guint              matched,
                gboolean           in_paragraph)
{
  RecessListMarker marker;
  RecessContainer item = { 0 };

  if (self->depth == RECESS_MARKDOWN_MAX_DEPTH && matched == self->depth)
    return FALSE;
  if (!recess_line_take_list_marker (line, in_paragraph, &marker))
    return FALSE;

  item.delimiter = marker.delimiter;
  item.padding = marker.padding;
  item.number = marker.number;
  item.marker_due = TRUE;
  if (matched < self->depth && self->stack[matched].delimiter == marker.delimiter)
    item.number = self->stack[matched].number + 1;

  close_containers (self, matched);
  push (self, &item);
  return TRUE;
}

static gboolean
open_quote (RecessBlockParser *self,
            RecessLine        *line,
            guint              matched)
{
  static const RecessContainer quote = { .delimiter = '>' };

  if (recess_line_peek (line) != '>' || matched == RECESS_MARKDOWN_MAX_DEPTH)
    return FALSE;

  close_containers (self, matched);
  push (self, &quote);
  recess_line_skip_blanks (line);
  line->p++;
  line->column++;
  recess_line_skip_columns (line, 1);
  return TRUE;
}

static void
emit_heading (RecessBlockParser *self,
              guint              level)
{
  RecessBlock *block = recess_block_new (RECESS_BLOCK_HEADING);
  const char *end = self->text->str + self->text->len;

  while (end > self->text->str && g_ascii_isspace (end[-1]))
    end--;

  block->level = level;
  g_string_append_len (block->source, self->text->str, end - self->text->str);
  g_string_truncate (self->text, 0);
  self->leaf = RECESS_LEAF_NONE;
  flush_marker (self);
  emit (self, block);
}

static void
open_heading (RecessBlockParser *self,
              RecessLine        *line,
              guint              level)
{
  const char *end = line->end;

  begin_leaf (self, RECESS_LEAF_NONE);
  recess_line_skip_blanks (line);
  line->p += level;
  recess_line_skip_blanks (line);

  while (end > line->p && g_ascii_isspace (end[-1]))
    end--;
  while (end > line->p && end[-1] == '#')
    end--;
  if (end > line->p && !g_ascii_isspace (end[-1]))
    end = line->end;

  g_string_append_len (self->text, line->p, end - line->p);
  emit_heading (self, level);
}

static gboolean
open_text_leaf (RecessBlockParser *self,
                RecessLine        *line,
                guint              matched)
{
  const char *end_mark = recess_line_math_end (line);
  RecessLeaf leaf = RECESS_LEAF_MATH;

  if (end_mark == NULL)
    {
      end_mark = recess_line_html_end (line);
      leaf = RECESS_LEAF_HTML;
    }
  if (end_mark == NULL)
    return FALSE;

  close_containers (self, matched);
  close_leaf (self);
  begin_leaf (self, leaf);
  self->end_mark = end_mark;
  /* "$$" opens and does not close itself. */
  if (leaf == RECESS_LEAF_MATH)
    append_rest (self, line);
  else
    continue_text_leaf (self, line);
  return TRUE;
}

/* Whether the line turned the open paragraph into something else. */
static gboolean
convert_paragraph (RecessBlockParser *self,
                   RecessLine        *line)
{
  guint n = 0;
  char c = recess_line_setext_char (line, &n);

  /* An unfinished "-" is rather the beginning of a list item. */
  if (c != '\0' && (n >= 3 || !self->tentative) && self->text->len > 0)
    {
      emit_heading (self, c == '=' ? 1 : 2);
      return TRUE;
    }

  return begin_table (self, line);
}

/* Whether the line is a block of its own. */
static gboolean
open_leaf (RecessBlockParser *self,
           RecessLine        *line,
           guint              matched)
{
  guint level = recess_line_heading_level (line);
  char fence = '\0';
  guint length = recess_line_fence (line, &fence);

  if (length > 0)
    {
      close_containers (self, matched);
      close_leaf (self);
      begin_fence (self, line, fence, length);
    }
  else if (self->literal)
    return FALSE;
  else if (level > 0)
    {
      close_containers (self, matched);
      close_leaf (self);
      open_heading (self, line, level);
    }
  else if (recess_line_is_rule (line))
    {
      close_containers (self, matched);
      close_leaf (self);
      begin_leaf (self, RECESS_LEAF_NONE);
      emit (self, recess_block_new (RECESS_BLOCK_RULE));
    }
  else
    return open_text_leaf (self, line, matched);

  return TRUE;
}

static void
add_text (RecessBlockParser *self,
          RecessLine        *line,
          guint              matched,
          gboolean           lazy)
{
  if (recess_line_is_blank (line))
    {
      close_containers (self, matched);
      close_leaf (self);
      self->blank_before = TRUE;
      return;
    }

  if (lazy)
    {
      append_rest (self, line);
      return;
    }

  close_containers (self, matched);
  if (self->leaf == RECESS_LEAF_TABLE)
    add_row (self, line);
  else
    {
      if (self->leaf != RECESS_LEAF_PARAGRAPH)
        {
          close_leaf (self);
          begin_leaf (self, RECESS_LEAF_PARAGRAPH);
        }
      append_rest (self, line);
    }
}

void
recess_block_parser_line (RecessBlockParser *self,
                          const char        *text,
                          gsize              length)
{
  RecessLine line;
  guint matched;
  gboolean opened = FALSE;

  recess_line_init (&line, text, length);
  matched = match_containers (self, &line);
  if (matched == self->depth && continue_leaf (self, &line))
    return;

  while (!recess_line_is_blank (&line))
    {
      gboolean paragraph = !opened && self->leaf == RECESS_LEAF_PARAGRAPH;
      gboolean matches = matched == self->depth;

      if (recess_line_get_indent (&line) >= 4)
        {
          if (paragraph || self->literal)
            break;
          close_containers (self, matched);
          close_leaf (self);
          begin_code (self, RECESS_LEAF_INDENTED);
          recess_line_skip_columns (&line, 4);
          append_code (self, &line);
          return;
        }

      if (!self->literal && paragraph && matches && convert_paragraph (self, &line))
        return;
      if (open_leaf (self, &line, matched))
        return;
      if (self->literal || (!open_quote (self, &line, matched) &&
                            !open_list_item (self, &line, matched, paragraph && matches)))
        break;

      opened = TRUE;
      matched = self->depth;
    }

  add_text (self, &line, matched,
            !opened && matched < self->depth && self->leaf == RECESS_LEAF_PARAGRAPH);
}

void
recess_block_parser_piece (RecessBlockParser *self,
                           const char        *text,
                           gsize              length)
{
  if (self->leaf == RECESS_LEAF_FENCE || self->leaf == RECESS_LEAF_INDENTED)
    {
      g_string_append_len (self->code->source, text, length);
      return;
    }

  close_leaf (self);
  begin_leaf (self, RECESS_LEAF_PARAGRAPH);
  self->continued = TRUE;
  append_text (self, text, length);
}

void
recess_block_parser_cut (RecessBlockParser *self)
{
  if (self->leaf != RECESS_LEAF_FENCE && self->leaf != RECESS_LEAF_INDENTED)
    close_leaf (self);
}

gsize
recess_block_parser_max_line (const RecessBlockParser *self)
{
  return self->leaf == RECESS_LEAF_TABLE ? RECESS_MARKDOWN_MAX_ROW : RECESS_MARKDOWN_MAX_LINE;
}

void
recess_block_parser_finish (RecessBlockParser *self)
{
  close_leaf (self);
  close_containers (self, 0);
}

void
recess_block_parser_init (RecessBlockParser *self,
                          gboolean           literal,
                          GPtrArray         *out)
{
  *self = (RecessBlockParser) { 0 };
  self->literal = literal;
  self->text = g_string_new (NULL);
  self->out = out;
}

void
recess_block_parser_clear (RecessBlockParser *self)
{
  g_string_free (self->text, TRUE);
  g_clear_pointer (&self->code, recess_block_unref);
  g_clear_pointer (&self->table, recess_table_unref);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
}

static gpointer
ref_row (gconstpointer row,
         gpointer      user_data)
{
  return recess_table_row_ref ((RecessTableRow *)row);
}

void
recess_block_parser_try (RecessBlockParser       *self,
                         const RecessBlockParser *other,
                         GPtrArray               *out)
{
  *self = *other;
  self->out = out;
  self->tentative = TRUE;
  self->text = g_string_new_len (other->text->str, other->text->len);

  if (self->code != NULL)
    recess_block_ref (self->code);
  if (self->table != NULL)
    {
      recess_table_ref (self->table);
      self->rows = g_ptr_array_copy (other->rows, ref_row, NULL);
      g_ptr_array_set_free_func (self->rows, (GDestroyNotify)recess_table_row_unref);
    }
}

gboolean
recess_block_parser_in_code (const RecessBlockParser *self)
{
  return self->code != NULL;
}
