/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "recess-practice-model.h"

G_BEGIN_DECLS

#define RECESS_PRACTICE_NO_ROW (-1)

typedef struct
{
  char *title;
  char *reply;
} RecessPracticeReply;

struct _RecessPracticeModel
{
  gatomicrefcount  ref_count;

  guint            dimension;
  float            limit;

  /* From bucket to row, and the rows one after the other */
  gint32          *row_of_bucket;
  GArray          *rows;
  GArray          *rarities;

  /* Vectors and biases by class; replies by class, the first of which is NULL */
  GArray          *vectors;
  GArray          *biases;
  GPtrArray       *replies;
  /* From reply to class, borrowing the text */
  GHashTable      *class_of_reply;
};

static inline float *
_recess_practice_model_row (const RecessPracticeModel *self,
                            gint32                     row)
{
  return &g_array_index (self->rows, float, (gsize) row * self->dimension);
}

static inline float *
_recess_practice_model_vector (const RecessPracticeModel *self,
                               guint                      class)
{
  return &g_array_index (self->vectors, float, (gsize) class * self->dimension);
}

guint _recess_practice_model_n_rows (const RecessPracticeModel *self);
gint32 _recess_practice_model_add_row (RecessPracticeModel       *self,
                                       guint32                    bucket);
/* Leaves only features that have a row, and weighs them by their rarity and part */
void   _recess_practice_model_weigh   (const RecessPracticeModel *self,
                                       GArray                    *features);
/* The vector of a query: the sum of the rows of weighed features */
void   _recess_practice_model_encode  (const RecessPracticeModel *self,
                                       const GArray              *features,
                                       float                     *query);
void   _recess_practice_model_logits  (const RecessPracticeModel *self,
                                       const float               *query,
                                       float                     *logits);
void   _recess_practice_softmax       (float                     *values,
                                       guint                      n_values);

G_END_DECLS
