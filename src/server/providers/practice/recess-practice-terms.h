/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "recess-practice-fill.h"

G_BEGIN_DECLS

/* Whether the tool has a place for a calculation such as "2 * (3 + 4)". */
gboolean recess_practice_tool_computes   (const RecessPracticeTool *tool);
/* Whether there is a calculation among the tokens from @first to before @end. */
gboolean recess_practice_has_calculation (const RecessPracticeText *text,
                                          guint                     first,
                                          guint                     end);

/**
 * recess_practice_fill_terms:
 * @reading: what was read; the tokens that are taken are marked as used
 * @tool: a tool
 * @first: the first token
 * @end: the token behind the last one
 * @filled: (element-type RecessPracticeFilled): what is filled already; more is added
 *
 * Fills the places for what is neither a plain value nor a phrase: the unit that a number is in,
 * the unit that is asked for, and calculations, for tools that say that they want one.
 */
void recess_practice_fill_terms (RecessPracticeReading    *reading,
                                 const RecessPracticeTool *tool,
                                 guint                     first,
                                 guint                     end,
                                 GArray                   *filled);

G_END_DECLS
