/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "recess-markdown.h"
#include "recess-markdown-parser.h"

struct _RecessMarkdown
{
  RecessBlockParser parser;

  /* What the finished lines give, and after it what the text so far would give if it ended here. */
  GPtrArray *closed;
  GPtrArray *tail;

  GString *pending;
  gboolean in_line;
};

RecessMarkdown *
recess_markdown_new (gboolean literal)
{
  RecessMarkdown *self = g_new0 (RecessMarkdown, 1);

  self->closed = g_ptr_array_new_with_free_func ((GDestroyNotify)recess_block_unref);
  self->tail = g_ptr_array_new_with_free_func ((GDestroyNotify)recess_block_unref);
  self->pending = g_string_new (NULL);
  recess_block_parser_init (&self->parser, literal, self->closed);

  return self;
}

void
recess_markdown_free (RecessMarkdown *self)
{
  g_return_if_fail (self != NULL);

  recess_block_parser_clear (&self->parser);
  g_ptr_array_unref (self->closed);
  g_ptr_array_unref (self->tail);
  g_string_free (self->pending, TRUE);
  g_free (self);
}

static void
feed (RecessBlockParser *parser,
      const char        *text,
      gsize              length,
      gboolean           in_line)
{
  g_autofree char *valid = NULL;

  if (!g_utf8_validate_len (text, length, NULL))
    {
      valid = g_utf8_make_valid (text, length);
      text = valid;
      length = strlen (valid);
    }

  if (in_line)
    recess_block_parser_piece (parser, text, length);
  else
    recess_block_parser_line (parser, text, length);
}

/* Where a line that is too long is cut: it depends on its beginning only. */
static gsize
find_cut (const char *text,
          gsize       cut)
{
  for (gsize i = cut; i > cut / 2; i--)
    if (text[i - 1] == ' ')
      return i;

  for (guint i = 0; i < 3 && ((guchar)text[cut] & 0xc0) == 0x80; i++)
    cut--;

  return cut;
}

static gboolean
take_line (RecessMarkdown *self,
           gsize          *offset)
{
  const char *text = self->pending->str + *offset;
  gsize left = self->pending->len - *offset;
  gsize limit = self->in_line ? RECESS_MARKDOWN_MAX_LINE
                              : recess_block_parser_max_line (&self->parser);
  const char *newline = memchr (text, '\n', MIN (left, limit + 1));
  gsize length;

  if (newline == NULL && left <= limit)
    return FALSE;

  length = newline != NULL ? (gsize)(newline - text) : find_cut (text, limit);
  *offset += length + (newline != NULL ? 1 : 0);
  if (newline != NULL && length > 0 && text[length - 1] == '\r')
    length--;

  if (length > 0 || !self->in_line)
    feed (&self->parser, text, length, self->in_line);
  self->in_line = newline == NULL;
  if (self->in_line)
    recess_block_parser_cut (&self->parser);

  return TRUE;
}

/* A character whose end has not come is not shown. */
static gsize
complete_length (const char *text,
                 gsize       length)
{
  for (gsize back = 1; back <= MIN (length, 3); back++)
    {
      guchar c = text[length - back];
      gsize need = c >= 0xf0 ? 4 : c >= 0xe0 ? 3 : c >= 0xc0 ? 2 : 1;

      if (c >= 0xc0)
        return need > back ? length - back : length;
      if (c < 0x80)
        break;
    }

  return length;
}

static void
make_tail (RecessMarkdown *self)
{
  RecessBlockParser parser;
  gsize length = complete_length (self->pending->str, self->pending->len);

  if (length > 0 && self->pending->str[length - 1] == '\r')
    length--;

  recess_block_parser_try (&parser, &self->parser, self->tail);
  if (length > 0)
    feed (&parser, self->pending->str, length, self->in_line);
  recess_block_parser_finish (&parser);
  recess_block_parser_clear (&parser);
}

guint
recess_markdown_append (RecessMarkdown *self,
                        const char     *text,
                        gssize          length)
{
  gsize offset = 0;
  guint first;

  g_return_val_if_fail (self != NULL, 0);
  g_return_val_if_fail (text != NULL || length == 0, 0);

  first = self->closed->len;
  if (recess_block_parser_in_code (&self->parser))
    {
      g_string_truncate (self->parser.code->source, self->parser.code->committed);
      first--;
    }
  g_ptr_array_set_size (self->tail, 0);

  g_string_append_len (self->pending, text, length < 0 ? (gssize)strlen (text) : length);
  while (take_line (self, &offset))
    ;
  g_string_erase (self->pending, 0, offset);

  if (recess_block_parser_in_code (&self->parser))
    self->parser.code->committed = self->parser.code->source->len;
  make_tail (self);

  return first;
}

guint
recess_markdown_get_n_blocks (RecessMarkdown *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->closed->len + self->tail->len;
}

RecessBlock *
recess_markdown_get_block (RecessMarkdown *self,
                           guint           position)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (position < recess_markdown_get_n_blocks (self), NULL);

  if (position < self->closed->len)
    return g_ptr_array_index (self->closed, position);

  return g_ptr_array_index (self->tail, position - self->closed->len);
}
