/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "providers/practice/recess-practice-corpus.h"

G_BEGIN_DECLS

/**
 * RecessPracticeBm25:
 *
 * The plain way, to measure the model against: the pair whose question has the highest BM25 score
 * gives the reply.
 */
typedef struct _RecessPracticeBm25 RecessPracticeBm25;

RecessPracticeBm25 *recess_practice_bm25_new  (GPtrArray          *pairs);
void                recess_practice_bm25_free (RecessPracticeBm25 *self);
/* Returns: (nullable): the subject of the nearest pair, or NULL where no word is known */
const char         *recess_practice_bm25_find (RecessPracticeBm25 *self,
                                               const char         *question,
                                               double             *score);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RecessPracticeBm25, recess_practice_bm25_free)

G_END_DECLS
