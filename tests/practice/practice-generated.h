/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "practice-calls.h"

G_BEGIN_DECLS

/**
 * PracticeToolSet:
 * @tools: [{"name", "description", "parameters"}], made of words that are no words
 *
 * Functions that nobody has seen before, and requests for them by rule.
 */
typedef struct _PracticeToolSet PracticeToolSet;

PracticeToolSet *practice_tool_set_new       (guint              seed);
void             practice_tool_set_free      (PracticeToolSet   *self);
JsonArray       *practice_tool_set_get_tools (PracticeToolSet   *self);
/* Returns: (transfer full): a request, and in @wanted the calls that it asks for */
char            *practice_tool_set_ask       (PracticeToolSet   *self,
                                              JsonArray        **wanted);

/* Asks @n_requests of each of @n_sets sets. */
void             practice_tool_sets_measure  (RecessPractice    *practice,
                                              guint              n_sets,
                                              guint              n_requests,
                                              PracticeCallTally *tally,
                                              PracticeCallFunc   missed,
                                              gpointer           user_data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PracticeToolSet, practice_tool_set_free)

G_END_DECLS
