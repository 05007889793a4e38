/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "recess-practice-features.h"

G_BEGIN_DECLS

#define RECESS_PRACTICE_NONE 0

/**
 * RecessPracticeModel:
 *
 * The weights: a table of small vectors, one for each bucket a feature is hashed to, and a vector
 * and a bias for each class. Class 0 means that none of the replies fits; the others are replies.
 * Only rows that were trained are kept; the others are zero. Counted by reference; whoever shares
 * it must not change it.
 */
typedef struct _RecessPracticeModel RecessPracticeModel;

/**
 * RecessPracticeScore:
 * @class: the class
 * @logit: its score
 * @probability: the share of the softmax over all classes, none included
 */
typedef struct
{
  guint class;
  float logit;
  float probability;
} RecessPracticeScore;

RecessPracticeModel *recess_practice_model_new         (guint                      dimension);
RecessPracticeModel *recess_practice_model_copy        (const RecessPracticeModel *self);
RecessPracticeModel *recess_practice_model_ref         (RecessPracticeModel       *self);
void                 recess_practice_model_unref       (RecessPracticeModel       *self);

guint                recess_practice_model_get_classes (const RecessPracticeModel *self);
const char          *recess_practice_model_get_reply   (const RecessPracticeModel *self,
                                                        guint                      class);
const char          *recess_practice_model_get_title   (const RecessPracticeModel *self,
                                                        guint                      class);

/* The least score of an answer; below it the model abstains. */
float                recess_practice_model_get_limit   (const RecessPracticeModel *self);
void                 recess_practice_model_set_limit   (RecessPracticeModel       *self,
                                                        float                      limit);

/* Returns: the class of this reply, which is added where it is new, with zero weights */
guint                recess_practice_model_add_reply   (RecessPracticeModel       *self,
                                                        const char                *title,
                                                        const char                *reply);

/**
 * recess_practice_model_score:
 *
 * Returns: (transfer full) (element-type RecessPracticeScore): all classes, best first
 */
GArray              *recess_practice_model_score       (const RecessPracticeModel *self,
                                                        const GArray              *features);
/* Returns: how sure the model is of @best, 0 to 1: its probability, less where words are new */
float                recess_practice_model_confidence  (const RecessPracticeModel *self,
                                                        const GArray              *features,
                                                        const RecessPracticeScore *best);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RecessPracticeModel, recess_practice_model_unref)

G_END_DECLS
