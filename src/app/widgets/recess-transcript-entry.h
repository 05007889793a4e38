/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "common/recess-markdown.h"
#include "recess-row.h"

G_BEGIN_DECLS

/* A longer text that nobody generated is shown as an excerpt. */
#define RECESS_TRANSCRIPT_EXCERPT_LENGTH (16 * 1024)

/* The rows of one message, in this order. */
typedef enum
{
  RECESS_PART_FRONT,
  RECESS_PART_REASONING,
  RECESS_PART_EXCERPT,
  RECESS_PART_BODY,
  RECESS_PART_CALLS,
  RECESS_PART_BACK,
  RECESS_N_PARTS,
} RecessPart;

/* Called after rows were changed: position among the rows of the message, removed, added. */
typedef void (*RecessEntryChanged) (gpointer owner,
                                    gpointer entry,
                                    guint    position,
                                    guint    removed,
                                    guint    added);

/**
 * RecessEntry:
 *
 * A message and its rows. A row is made when it is first asked for.
 */
typedef struct
{
  RecessMessage      *message;
  RecessMarkdown     *body;
  RecessMarkdown     *reasoning;
  gsize               body_fed;
  gsize               reasoning_fed;
  GPtrArray          *rows;
  guint               counts[RECESS_N_PARTS];
  RecessRowKind       front[3];
  RecessBlock        *excerpt;
  guint               start;
  guint               index;
  guint               n_calls;
  guint               editing : 1;
  guint               reasoning_open : 1;
  guint               excerpt_open : 1;
  guint               dirty : 1;
  RecessEntryChanged  changed;
  gpointer            owner;
} RecessEntry;

RecessEntry *recess_entry_new         (RecessMessage      *message,
                                       RecessEntryChanged  changed,
                                       gpointer            owner);
void         recess_entry_free        (RecessEntry        *self);

/* Takes in what the message has gained. */
void         recess_entry_feed        (RecessEntry        *self);

/* Makes all rows anew where the text is another one. */
void         recess_entry_reset       (RecessEntry        *self);

/* After anything but the text changed. */
void         recess_entry_update      (RecessEntry        *self);

/* Returns: (transfer full): the row at @position */
RecessRow   *recess_entry_get_row     (RecessEntry        *self,
                                       guint               position);
gboolean     recess_entry_find_row    (RecessEntry        *self,
                                       RecessRow          *row,
                                       guint              *position);
void         recess_entry_set_editing (RecessEntry        *self,
                                       gboolean            editing);
void         recess_entry_toggle      (RecessEntry        *self,
                                       RecessRow          *row);

G_END_DECLS
