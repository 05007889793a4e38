/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * RecessRunFlags:
 *
 * What a run of text looks like.
 */
typedef enum
{
  RECESS_RUN_BOLD   = 1 << 0,
  RECESS_RUN_ITALIC = 1 << 1,
  RECESS_RUN_STRIKE = 1 << 2,
  RECESS_RUN_CODE   = 1 << 3,
  RECESS_RUN_MATH   = 1 << 4,
  RECESS_RUN_LINK   = 1 << 5,
  RECESS_RUN_IMAGE  = 1 << 6,
} RecessRunFlags;

/**
 * RecessRun:
 * @start: the byte of the text where it begins
 * @length: its bytes
 * @flags: what it looks like, never none
 * @url: (nullable): where a link or an image points
 */
typedef struct
{
  guint           start;
  guint           length;
  RecessRunFlags  flags;
  char           *url;
} RecessRun;

/**
 * RecessInline:
 * @text: what is read, without any mark, valid UTF-8
 * @length: its bytes
 * @runs: (element-type RecessRun): in order, none over another; text without a run is plain
 */
typedef struct
{
  char   *text;
  gsize   length;
  GArray *runs;
} RecessInline;

typedef enum
{
  RECESS_ALIGN_NONE,
  RECESS_ALIGN_START,
  RECESS_ALIGN_CENTER,
  RECESS_ALIGN_END,
} RecessAlign;

#define RECESS_TABLE_MAX_COLUMNS 32

/**
 * RecessTable:
 * @align: for each column
 * @width: the characters of the widest cell of each column, of the finished rows of the first chunk
 *
 * What all chunks of a table share, so that their columns stand below each other.
 */
typedef struct
{
  gatomicrefcount ref_count;
  guint           n_columns;
  RecessAlign     align[RECESS_TABLE_MAX_COLUMNS];
  guint           width[RECESS_TABLE_MAX_COLUMNS];
} RecessTable;

/* One row of a table. Chunks that follow each other while a table grows share theirs. */
typedef struct
{
  gatomicrefcount  ref_count;
  guint            n_cells;
  char           **sources;
  RecessInline   **cells;
} RecessTableRow;

typedef enum
{
  RECESS_BLOCK_PARAGRAPH,
  RECESS_BLOCK_HEADING,
  RECESS_BLOCK_LIST_ITEM,
  RECESS_BLOCK_CODE,
  RECESS_BLOCK_TABLE,
  RECESS_BLOCK_RULE,
  RECESS_BLOCK_IMAGE,
  RECESS_BLOCK_MATH,
  RECESS_BLOCK_HTML,
} RecessBlockKind;

typedef enum
{
  RECESS_TASK_NONE,
  RECESS_TASK_OPEN,
  RECESS_TASK_DONE,
} RecessTask;

/**
 * RecessBlock:
 * @kind: what it is
 * @level: 1 to 6, of a heading
 * @quote_depth: how many quotes it stands in
 * @list_depth: how many list items it stands in
 * @delimiter: of a list item, "-" "+" "*" "." or ")"
 * @number: of an item of a numbered list
 * @task: of an item of a task list
 * @continued: it goes on with a text that was too long for one block
 * @spaced: an empty line stands before it
 * @literal: its source is text, not Markdown
 * @language: (nullable): of code, as written: "python"
 * @name: (nullable): of code, a file name
 * @source: the Markdown of its text, or the code
 * @committed: the bytes of @source that will not change any more; code alone grows in place
 * @table: (nullable): of a table
 * @rows: (nullable) (element-type RecessTableRow): of a table
 * @has_header: whether the first of @rows is the heading
 *
 * A block of a text: a piece small enough to be a row of a list. Read only.
 */
typedef struct
{
  gatomicrefcount  ref_count;
  RecessBlockKind  kind;
  guint8           level;
  guint8           quote_depth;
  guint8           list_depth;
  char             delimiter;
  guint            number;
  RecessTask       task;
  guint            continued : 1;
  guint            spaced : 1;
  guint            literal : 1;
  guint            has_header : 1;
  char            *language;
  char            *name;
  GString         *source;
  gsize            committed;
  RecessTable     *table;
  GPtrArray       *rows;

  /*< private >*/
  RecessInline    *parsed;
} RecessBlock;

RecessBlock        *recess_block_new          (RecessBlockKind    kind);
RecessBlock        *recess_block_ref          (RecessBlock       *self);
void                recess_block_unref        (RecessBlock       *self);

/* Whether both show the same. Code that may have grown never does. */
gboolean            recess_block_equal        (RecessBlock       *self,
                                               RecessBlock       *other);

/**
 * recess_block_set_info:
 * @info: (inout): what stands behind the fence of code, as "python:pong.py"; changed on the way
 *
 * Takes the language and the name from it.
 */
void                recess_block_set_info     (RecessBlock       *code,
                                               char              *info);

/**
 * recess_block_get_inline:
 *
 * The text of a block that is neither code, table nor rule, parsed at the first call.
 *
 * Returns: (transfer none): its text and runs
 */
const RecessInline *recess_block_get_inline   (RecessBlock       *self);

/**
 * recess_block_get_cell:
 *
 * Returns: (transfer none) (nullable): the text of a cell of a table; NULL beyond the end of a row
 */
const RecessInline *recess_block_get_cell     (RecessBlock       *self,
                                               guint              row,
                                               guint              column);

/**
 * recess_block_dup_text:
 *
 * Returns: (transfer full): what is read in the block: cells are parted by tabs, rows by newlines
 */
char               *recess_block_dup_text     (RecessBlock       *self);

/**
 * recess_block_dup_marker:
 *
 * Returns: (transfer full): what is shown before a list item: "•", "3."
 */
char               *recess_block_dup_marker   (RecessBlock       *self);

RecessTable        *recess_table_new          (guint              n_columns);
RecessTable        *recess_table_ref          (RecessTable       *self);
void                recess_table_unref        (RecessTable       *self);

/* Takes @sources, the Markdown of each cell. */
RecessTableRow     *recess_table_row_new      (char             **sources);
RecessTableRow     *recess_table_row_ref      (RecessTableRow    *self);
void                recess_table_row_unref    (RecessTableRow    *self);
const RecessInline *recess_table_row_get_cell (RecessTableRow    *self,
                                               guint              column);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RecessBlock, recess_block_unref)

G_END_DECLS
