/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "recess-practice-corpus.h"

G_BEGIN_DECLS

/**
 * RecessPracticeTally:
 * @related: questions that have a reply
 * @right: of those, answered with it
 * @wrong: of those, answered with another one
 * @best: of those, with the right reply on top, whether given or not
 * @unrelated: questions that have none
 * @answered: of those, answered all the same
 */
typedef struct
{
  guint related;
  guint right;
  guint wrong;
  guint best;
  guint unrelated;
  guint answered;
} RecessPracticeTally;

/* Returns: (transfer full): the question's features */
GArray *recess_practice_pair_features (const RecessPracticePair  *pair);

/* Counts how a model does on questions, at its limit. */
void    recess_practice_tally         (const RecessPracticeModel *model,
                                       RecessPracticeCorpus      *corpus,
                                       GPtrArray                 *questions,
                                       RecessPracticeTally       *tally);

/* Returns: what such a result is worth, where an answer that is wrong weighs more than one that is
 * not given */
double  recess_practice_tally_worth   (const RecessPracticeTally *tally);

/**
 * recess_practice_calibrate:
 *
 * Sets the limit below which the model abstains to the one that is worth most on these questions.
 */
void    recess_practice_calibrate     (RecessPracticeModel       *model,
                                       RecessPracticeCorpus      *corpus,
                                       GPtrArray                 *questions);

G_END_DECLS
