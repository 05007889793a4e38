/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "common/recess-block.h"
#include "recess-code-run.h"
#include "recess-message.h"

G_BEGIN_DECLS

typedef enum
{
  RECESS_ROW_HEADER,
  RECESS_ROW_ATTACHMENTS,
  RECESS_ROW_REASONING,
  RECESS_ROW_EXCERPT,
  RECESS_ROW_TOKENS,
  RECESS_ROW_BLOCK,
  RECESS_ROW_CALLS_HEADING,
  RECESS_ROW_CALLS,
  RECESS_ROW_EDITOR,
  RECESS_ROW_STATUS,
} RecessRowKind;

/**
 * RecessRow:
 *
 * A row of a #RecessTranscript. It emits `changed` when what it shows has changed in place.
 */
#define RECESS_TYPE_ROW (recess_row_get_type ())
G_DECLARE_FINAL_TYPE (RecessRow, recess_row, RECESS, ROW, GObject)

RecessRow     *recess_row_new          (RecessRowKind  kind,
                                        RecessMessage *message);
RecessRowKind  recess_row_get_kind     (RecessRow     *self);
RecessMessage *recess_row_get_message  (RecessRow     *self);

/* The block of a block row, else NULL. */
RecessBlock   *recess_row_get_block    (RecessRow     *self);
void           recess_row_set_block    (RecessRow     *self,
                                        RecessBlock   *block);

/* Whether it belongs to the reasoning. */
gboolean       recess_row_get_dim      (RecessRow     *self);
void           recess_row_set_dim      (RecessRow     *self,
                                        gboolean       dim);

/* Whether it follows the heading. */
gboolean       recess_row_get_first    (RecessRow     *self);
void           recess_row_set_first    (RecessRow     *self,
                                        gboolean       first);

/* Of a row of cards: which one of its message. */
guint          recess_row_get_index    (RecessRow     *self);
void           recess_row_set_index    (RecessRow     *self,
                                        guint          index);

/* Of a reasoning or an excerpt row: whether the rest is shown. */
gboolean       recess_row_get_expanded (RecessRow     *self);
void           recess_row_set_expanded (RecessRow     *self,
                                        gboolean       expanded);

/* What a widget wants to find again when the row comes back, as the buffer of an editor. */
GObject       *recess_row_get_state    (RecessRow     *self);
void           recess_row_set_state    (RecessRow     *self,
                                        GObject       *state);

/* The last run of a block of code, or NULL. It goes where the code becomes another one. */
RecessCodeRun *recess_row_get_run      (RecessRow     *self);
void           recess_row_set_run      (RecessRow     *self,
                                        RecessCodeRun *run);

/* The text that can be selected in the row, NULL where there is none. Its offsets are bytes. */
char          *recess_row_dup_text     (RecessRow     *self);
void           recess_row_changed      (RecessRow     *self);

G_END_DECLS
