/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "recess-block.h"

G_BEGIN_DECLS

/* Longer lines are taken in pieces, longer paragraphs are parted, deeper nesting is text. */
#define RECESS_MARKDOWN_MAX_LINE  2048
#define RECESS_MARKDOWN_MAX_ROW   4096
#define RECESS_MARKDOWN_MAX_TEXT  2048
#define RECESS_MARKDOWN_MAX_DEPTH 24
#define RECESS_MARKDOWN_MAX_ROWS  12

typedef enum
{
  RECESS_LEAF_NONE,
  RECESS_LEAF_PARAGRAPH,
  RECESS_LEAF_FENCE,
  RECESS_LEAF_INDENTED,
  RECESS_LEAF_HTML,
  RECESS_LEAF_MATH,
  RECESS_LEAF_TABLE,
} RecessLeaf;

typedef struct
{
  char     delimiter; /* '>' for a quote, else that of the list item */
  guint    number;
  guint    padding;
  gboolean has_content;
  gboolean marker_due;
} RecessContainer;

/* The structure of blocks, line after line, after the algorithm that CommonMark describes. What is
 * copied to try the unfinished last line is small: a code block, which may be large, is shared. */
typedef struct
{
  RecessContainer  stack[RECESS_MARKDOWN_MAX_DEPTH];
  guint            depth;
  RecessLeaf       leaf;
  GString         *text;
  RecessBlock     *code;
  RecessTable     *table;
  GPtrArray       *rows;
  const char      *end_mark;
  char             fence;
  guint            fence_length;
  guint            fence_indent;
  guint            n_lines;
  guint            blanks;
  guint            literal : 1;
  guint            tentative : 1;
  guint            blank_before : 1;
  guint            continued : 1;
  guint            spaced : 1;
  guint            has_header : 1;

  /* Where finished blocks go; not owned. */
  GPtrArray       *out;
} RecessBlockParser;

void     recess_block_parser_init     (RecessBlockParser       *self,
                                       gboolean                 literal,
                                       GPtrArray               *out);
void     recess_block_parser_clear    (RecessBlockParser       *self);

/* Makes @self a copy of @other that writes to @out and knows that its next line is not finished. */
void     recess_block_parser_try      (RecessBlockParser       *self,
                                       const RecessBlockParser *other,
                                       GPtrArray               *out);

/* @text: a line, or its first piece */
void     recess_block_parser_line     (RecessBlockParser       *self,
                                       const char              *text,
                                       gsize                    length);

/* @text: a further piece of the same line */
void     recess_block_parser_piece    (RecessBlockParser       *self,
                                       const char              *text,
                                       gsize                    length);

/* The line goes on after the piece that was given last. */
void     recess_block_parser_cut      (RecessBlockParser       *self);
void     recess_block_parser_finish   (RecessBlockParser       *self);

/* The bytes that a line may have before it is cut. */
gsize    recess_block_parser_max_line (const RecessBlockParser *self);

/* Whether the last block of the output is code that still grows. */
gboolean recess_block_parser_in_code  (const RecessBlockParser *self);

G_END_DECLS
