/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <json-glib/json-glib.h>

#include "recess-practice-model.h"

G_BEGIN_DECLS

/**
 * RecessPracticeOptions:
 * @seed: where all chance begins: the same seed and examples give the same weights, bit for bit
 * @dimension: numbers per vector, for a model from scratch
 * @batch_size: examples per step
 * @learning_rate: step size of Adagrad
 * @dropout: the share of words that are left out at random
 * @decay: how strongly weights are drawn to zero
 */
typedef struct
{
  guint64 seed;
  guint   dimension;
  guint   batch_size;
  double  learning_rate;
  double  dropout;
  double  decay;
} RecessPracticeOptions;

/**
 * RecessPracticeSet:
 * @RECESS_PRACTICE_TRAINING: examples to learn from
 * @RECESS_PRACTICE_VALIDATION: examples to measure with
 */
typedef enum
{
  RECESS_PRACTICE_TRAINING,
  RECESS_PRACTICE_VALIDATION,
} RecessPracticeSet;

#define RECESS_PRACTICE_SETS 2

/**
 * RecessPracticeMetrics:
 * @loss: the mean cross entropy
 * @accuracy: the share of examples whose reply was the best one
 */
typedef struct
{
  double loss;
  double accuracy;
} RecessPracticeMetrics;

/**
 * RecessPracticeTrainer:
 *
 * Trains a model by gradient steps on the cross entropy of the right reply, with Adagrad over
 * mini-batches. It works on a copy; the model it began with stays as it is. For one thread at a
 * time.
 */
typedef struct _RecessPracticeTrainer RecessPracticeTrainer;

#define RECESS_PRACTICE_ERROR (recess_practice_error_quark ())

typedef enum
{
  RECESS_PRACTICE_ERROR_FILE,
  RECESS_PRACTICE_ERROR_EXAMPLE,
  RECESS_PRACTICE_ERROR_CHECKPOINT,
} RecessPracticeError;

GQuark                 recess_practice_error_quark (void);

void                   recess_practice_options_init (RecessPracticeOptions *options);

/**
 * recess_practice_trainer_new:
 * @base: (nullable): the model to go on from, or %NULL to begin from scratch
 */
RecessPracticeTrainer *recess_practice_trainer_new (RecessPracticeModel         *base,
                                                    const RecessPracticeOptions *options);
void                   recess_practice_trainer_free (RecessPracticeTrainer *self);

/**
 * recess_practice_trainer_add:
 * @title: (nullable): what the reply is about, in a few words
 * @reply: (nullable): the right reply, or %NULL where none fits
 */
void                   recess_practice_trainer_add (RecessPracticeTrainer     *self,
                                                    RecessPracticeSet          set,
                                                    const RecessPracticeQuery *query,
                                                    const char                *title,
                                                    const char                *reply);
/**
 * recess_practice_trainer_add_conversation:
 * @messages: the messages of one line of a training file
 *
 * Adds an example for each message of the assistant whose weight is not 0; all that stands before
 * it is its context.
 *
 * Returns: %FALSE with a %RECESS_PRACTICE_ERROR where there is nothing to learn
 */
gboolean               recess_practice_trainer_add_conversation (RecessPracticeTrainer *self,
                                                                 RecessPracticeSet      set,
                                                                 JsonArray             *messages,
                                                                 GError               **error);

guint                  recess_practice_trainer_get_examples (RecessPracticeTrainer *self,
                                                             RecessPracticeSet      set);
guint                  recess_practice_trainer_get_epoch_steps (RecessPracticeTrainer *self);

/* One mini-batch. @metrics are of this batch, before its step. There must be examples. */
void                   recess_practice_trainer_step (RecessPracticeTrainer *self,
                                                     RecessPracticeMetrics *metrics);
void                   recess_practice_trainer_evaluate (RecessPracticeTrainer *self,
                                                         RecessPracticeSet      set,
                                                         RecessPracticeMetrics *metrics);

/* A copy of the weights as they are now */
RecessPracticeModel   *recess_practice_trainer_dup_model (RecessPracticeTrainer *self);

/**
 * recess_practice_trainer_save:
 *
 * Returns: (transfer full): all that is needed to go on exactly from here
 */
GBytes                *recess_practice_trainer_save (RecessPracticeTrainer *self);
/**
 * recess_practice_trainer_restore:
 *
 * Goes back to a saved state. The trainer must have been made with the same options and have been
 * given the same examples.
 */
gboolean               recess_practice_trainer_restore (RecessPracticeTrainer *self,
                                                        GBytes                *checkpoint,
                                                        GError               **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RecessPracticeTrainer, recess_practice_trainer_free)

G_END_DECLS
