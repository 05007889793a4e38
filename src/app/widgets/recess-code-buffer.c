/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "recess-code-buffer.h"

#define LONGEST_LINE 2000

/* What the highlighter does for an addition grows with what is there. */
#define MOST_HIGHLIGHTED (128 * 1024)

struct _RecessCodeBuffer
{
  GtkSourceBuffer parent_instance;

  RecessBlock *block;
  GtkTextTag *soft_break;
  GtkTextTag *selected;

  /* What of the code is in the buffer: bytes that stay, then those of the unfinished line. */
  gsize fed;
  gsize kept;
  GString *unfinished;
  guint column;
  guint kept_column;
  guint longest;
  guint has_breaks : 1;
};

G_DEFINE_FINAL_TYPE (RecessCodeBuffer, recess_code_buffer, GTK_SOURCE_TYPE_BUFFER)

static void
recess_code_buffer_finalize (GObject *object)
{
  RecessCodeBuffer *self = RECESS_CODE_BUFFER (object);

  g_clear_pointer (&self->block, recess_block_unref);
  g_string_free (self->unfinished, TRUE);

  G_OBJECT_CLASS (recess_code_buffer_parent_class)->finalize (object);
}

static void
recess_code_buffer_constructed (GObject *object)
{
  RecessCodeBuffer *self = RECESS_CODE_BUFFER (object);
  GtkTextBuffer *buffer = GTK_TEXT_BUFFER (self);

  G_OBJECT_CLASS (recess_code_buffer_parent_class)->constructed (object);

  self->soft_break = gtk_text_buffer_create_tag (buffer, NULL, NULL);
  self->selected = gtk_text_buffer_create_tag (buffer, NULL, NULL);
  gtk_text_buffer_set_enable_undo (buffer, FALSE);
  gtk_source_buffer_set_highlight_matching_brackets (GTK_SOURCE_BUFFER (self), FALSE);
}

static void
recess_code_buffer_class_init (RecessCodeBufferClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->constructed = recess_code_buffer_constructed;
  object_class->finalize = recess_code_buffer_finalize;
}

static void
recess_code_buffer_init (RecessCodeBuffer *self)
{
  self->unfinished = g_string_new (NULL);
}

RecessCodeBuffer *
recess_code_buffer_new (void)
{
  return g_object_new (RECESS_TYPE_CODE_BUFFER, NULL);
}

static void
insert_break (RecessCodeBuffer *self)
{
  GtkTextIter end;

  gtk_text_buffer_get_end_iter (GTK_TEXT_BUFFER (self), &end);
  gtk_text_buffer_insert_with_tags (GTK_TEXT_BUFFER (self), &end, "\n", 1, self->soft_break, NULL);
  self->column = 0;
  self->has_breaks = TRUE;
}

static void
insert (RecessCodeBuffer *self,
        const char       *text,
        gsize             length)
{
  GtkTextIter end;

  gtk_text_buffer_get_end_iter (GTK_TEXT_BUFFER (self), &end);
  gtk_text_buffer_insert (GTK_TEXT_BUFFER (self), &end, text, length);
}

static const char *
find_break (RecessCodeBuffer *self,
            const char       *line,
            const char       *end)
{
  const char *cut = line + (LONGEST_LINE - self->column);

  if (cut >= end)
    return NULL;

  while (cut > line && ((guchar)*cut & 0xc0) == 0x80)
    cut--;

  return cut;
}

/* Lines that are short enough, nearly all, go in as one piece. */
static void
append (RecessCodeBuffer *self,
        const char       *text,
        gsize             length)
{
  const char *end = text + length;
  const char *piece = text;

  for (const char *line = text; line < end; )
    {
      const char *newline = memchr (line, '\n', end - line);
      const char *line_end = newline == NULL ? end : newline;
      const char *cut = find_break (self, line, line_end);

      if (cut != NULL)
        {
          insert (self, piece, cut - piece);
          insert_break (self);
          piece = line = cut;
          continue;
        }

      self->longest = MAX (self->longest, self->column + (line_end - line));
      self->column = newline == NULL ? self->column + (line_end - line) : 0;
      line = newline == NULL ? end : newline + 1;
    }

  if (end > piece)
    insert (self, piece, end - piece);
}

static void
drop_unfinished (RecessCodeBuffer *self)
{
  GtkTextIter start;
  GtkTextIter end;
  glong n = g_utf8_strlen (self->unfinished->str, self->unfinished->len);

  gtk_text_buffer_get_end_iter (GTK_TEXT_BUFFER (self), &end);
  start = end;
  while (n > 0 && gtk_text_iter_backward_char (&start))
    if (!gtk_text_iter_has_tag (&start, self->soft_break))
      n--;

  gtk_text_buffer_delete (GTK_TEXT_BUFFER (self), &start, &end);
  g_string_truncate (self->unfinished, 0);
  self->column = self->kept_column;
  self->fed = self->kept;
}

static void
keep (RecessCodeBuffer *self)
{
  const char *source = self->block->source->str;
  gsize committed = MIN (self->block->committed, self->fed);
  const char *newline;

  if (committed < self->kept)
    committed = self->kept;

  newline = g_strrstr_len (source + self->kept, committed - self->kept, "\n");
  self->kept_column = newline == NULL ? self->kept_column + (committed - self->kept)
                                      : (gsize)(source + committed - newline - 1);
  self->kept_column %= LONGEST_LINE;
  self->kept = committed;
  g_string_truncate (self->unfinished, 0);
  g_string_append_len (self->unfinished, source + committed, self->fed - committed);
}

void
recess_code_buffer_feed (RecessCodeBuffer *self,
                         RecessBlock      *block)
{
  const char *source;
  gsize length;

  g_return_if_fail (RECESS_IS_CODE_BUFFER (self));
  g_return_if_fail (block != NULL);

  if (self->block != block)
    {
      recess_block_ref (block);
      g_clear_pointer (&self->block, recess_block_unref);
      self->block = block;
      gtk_text_buffer_set_text (GTK_TEXT_BUFFER (self), "", 0);
      g_string_truncate (self->unfinished, 0);
      self->fed = self->kept = 0;
      self->column = self->kept_column = self->longest = 0;
      self->has_breaks = FALSE;
    }

  source = block->source->str;
  length = block->source->len;
  if (length < self->fed ||
      memcmp (source + self->kept, self->unfinished->str, self->unfinished->len) != 0)
    drop_unfinished (self);

  append (self, source + self->fed, length - self->fed);
  self->fed = length;
  keep (self);

  if (length > MOST_HIGHLIGHTED)
    gtk_source_buffer_set_language (GTK_SOURCE_BUFFER (self), NULL);
}

void
recess_code_buffer_set_language (RecessCodeBuffer  *self,
                                 GtkSourceLanguage *language)
{
  g_return_if_fail (RECESS_IS_CODE_BUFFER (self));

  gtk_source_buffer_set_language (GTK_SOURCE_BUFFER (self),
                                  self->fed > MOST_HIGHLIGHTED ? NULL : language);
}

guint
recess_code_buffer_get_longest (RecessCodeBuffer *self)
{
  g_return_val_if_fail (RECESS_IS_CODE_BUFFER (self), 0);

  return self->longest;
}

static guint
count_breaks (RecessCodeBuffer  *self,
              const GtkTextIter *until)
{
  GtkTextIter iter;
  guint n = 0;

  if (!self->has_breaks)
    return 0;

  gtk_text_buffer_get_start_iter (GTK_TEXT_BUFFER (self), &iter);
  while (gtk_text_iter_forward_to_tag_toggle (&iter, self->soft_break) &&
         gtk_text_iter_compare (&iter, until) < 0)
    if (gtk_text_iter_starts_tag (&iter, self->soft_break))
      n++;

  return n;
}

gsize
recess_code_buffer_get_offset (RecessCodeBuffer  *self,
                               const GtkTextIter *iter)
{
  int offset;

  g_return_val_if_fail (RECESS_IS_CODE_BUFFER (self), 0);

  if (self->block == NULL)
    return 0;

  offset = gtk_text_iter_get_offset (iter) - count_breaks (self, iter);
  return g_utf8_offset_to_pointer (self->block->source->str, offset) - self->block->source->str;
}

static void
get_iter (RecessCodeBuffer *self,
          gsize             offset,
          GtkTextIter      *iter)
{
  const char *source = self->block->source->str;
  GtkTextIter start;
  int n;

  offset = MIN (offset, self->block->source->len);
  n = g_utf8_pointer_to_offset (source, source + offset);
  gtk_text_buffer_get_iter_at_offset (GTK_TEXT_BUFFER (self), iter, n);
  if (!self->has_breaks)
    return;

  /* Each break before it moves it on, perhaps over another one. */
  gtk_text_buffer_get_start_iter (GTK_TEXT_BUFFER (self), &start);
  while (gtk_text_iter_forward_to_tag_toggle (&start, self->soft_break) &&
         gtk_text_iter_compare (&start, iter) <= 0)
    if (gtk_text_iter_starts_tag (&start, self->soft_break))
      gtk_text_iter_forward_char (iter);
}

void
recess_code_buffer_select (RecessCodeBuffer *self,
                           gsize             start,
                           gsize             end,
                           const GdkRGBA    *color)
{
  GtkTextIter first;
  GtkTextIter last;

  g_return_if_fail (RECESS_IS_CODE_BUFFER (self));

  gtk_text_buffer_get_bounds (GTK_TEXT_BUFFER (self), &first, &last);
  gtk_text_buffer_remove_tag (GTK_TEXT_BUFFER (self), self->selected, &first, &last);
  if (start >= end || self->block == NULL)
    return;

  g_object_set (self->selected, "background-rgba", color, NULL);
  get_iter (self, start, &first);
  get_iter (self, end, &last);
  gtk_text_buffer_apply_tag (GTK_TEXT_BUFFER (self), self->selected, &first, &last);
}
