/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "recess-practice-tool.h"
#include "recess-practice-values.h"

G_BEGIN_DECLS

/**
 * RecessPracticeReading:
 * @used: for each token, whether a value was made of it
 *
 * A text that is taken apart.
 */
typedef struct
{
  const RecessPracticeText *text;
  const GArray             *values;
  GDateTime                *now;
  guint8                   *used;
} RecessPracticeReading;

/**
 * RecessPracticeFilled:
 * @slot: the position of the slot
 * @item: which item of its list of objects it belongs to
 * @node: the value
 * @first: the first token that it was made of
 * @end: the token behind the last
 *
 * A value that was found for a slot.
 */
typedef struct
{
  guint     slot;
  guint     item;
  JsonNode *node;
  guint     first;
  guint     end;
} RecessPracticeFilled;

/* Returns: (transfer full) (element-type RecessPracticeFilled): an empty list */
GArray *recess_practice_filled_new    (void);
void    recess_practice_filled_add    (GArray                      *filled,
                                       const RecessPracticeFilled  *row);
gboolean recess_practice_filled_has   (const GArray                *filled,
                                       guint                        slot);
/**
 * recess_practice_fill:
 * @first: the first token that may be used
 * @end: the token behind the last
 * @previous: the slot that the value before this piece went to, or -1
 *
 * Finds values for the slots of a tool in a piece of a text.
 *
 * Returns: (transfer full) (element-type RecessPracticeFilled)
 */
GArray *recess_practice_fill          (RecessPracticeReading       *reading,
                                       const RecessPracticeTool    *tool,
                                       guint                        first,
                                       guint                        end,
                                       int                          previous);
/* Whether a slot is for a text of any length, and not for a name of something. */
gboolean recess_practice_slot_is_long (const RecessPracticeSlot     *slot);
/* Fills strings from what stands in words: see recess_practice_fill(). */
void    recess_practice_fill_phrases  (RecessPracticeReading       *reading,
                                       const RecessPracticeTool    *tool,
                                       guint                        first,
                                       guint                        end,
                                       int                          previous,
                                       GArray                      *filled);
/* What is required and was not found gets the words that are left. */
void    recess_practice_fill_left     (RecessPracticeReading       *reading,
                                       const RecessPracticeTool    *tool,
                                       guint                        first,
                                       guint                        end,
                                       GArray                      *filled);

G_END_DECLS
