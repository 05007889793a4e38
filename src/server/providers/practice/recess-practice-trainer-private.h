/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "recess-practice-model-private.h"
#include "recess-practice-random.h"
#include "recess-practice-trainer.h"

G_BEGIN_DECLS

/* A stretch of the features of a set, and the class they stand for */
typedef struct
{
  guint first;
  guint n_features;
  guint class;
} RecessPracticeExample;

typedef struct
{
  GArray *examples;
  GArray *features;
} RecessPracticeExamples;

struct _RecessPracticeTrainer
{
  RecessPracticeModel    *model;
  RecessPracticeOptions   options;
  RecessPracticeRandom    random;
  RecessPracticeExamples  sets[RECESS_PRACTICE_SETS];

  /* Rows whose rarity is known: those of the base, and all once training has begun */
  guint                   n_weighed;

  /* The order of this epoch, and how much of it is done */
  GArray                 *order;
  guint                   position;
  guint64                 step;

  /* What Adagrad keeps: the sum of the squared gradients of each weight */
  GArray                 *row_sums;
  GArray                 *vector_sums;
  GArray                 *bias_sums;

  /* Gradients of the present batch; of the rows only those in touched are not zero */
  GArray                 *row_gradients;
  GArray                 *vector_gradients;
  GArray                 *bias_gradients;
  GArray                 *touched;
  GArray                 *is_touched;

  /* Scratch */
  GArray                 *kept;
  GArray                 *logits;
  float                  *query;
  float                  *query_gradient;
};

/* Makes room for what Adagrad keeps of new rows and classes. */
void _recess_practice_trainer_grow (RecessPracticeTrainer *self);

G_END_DECLS
