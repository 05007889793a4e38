/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "recess-practice-buffer.h"
#include "recess-practice-file.h"
#include "recess-practice-trainer-private.h"

#define VERSION 1

static void
put_order (GByteArray   *buffer,
           const GArray *order)
{
  recess_practice_put_uint32 (buffer, order->len);
  for (guint i = 0; i < order->len; i++)
    recess_practice_put_uint32 (buffer, g_array_index (order, guint, i));
}

GBytes *
recess_practice_trainer_save (RecessPracticeTrainer *self)
{
  g_autoptr(GBytes) model = NULL;
  GByteArray *buffer;
  gsize length;
  const guint8 *data;

  g_return_val_if_fail (self != NULL, NULL);

  _recess_practice_trainer_grow (self);
  buffer = g_byte_array_new ();
  recess_practice_put_uint32 (buffer, VERSION);
  recess_practice_put_uint32 (buffer, self->sets[RECESS_PRACTICE_TRAINING].examples->len);
  for (guint i = 0; i < G_N_ELEMENTS (self->random.state); i++)
    recess_practice_put_uint64 (buffer, self->random.state[i]);
  recess_practice_put_uint64 (buffer, self->step);
  recess_practice_put_uint32 (buffer, self->position);
  recess_practice_put_uint32 (buffer, self->n_weighed);
  put_order (buffer, self->order);
  recess_practice_put_floats (buffer, self->row_sums);
  recess_practice_put_floats (buffer, self->vector_sums);
  recess_practice_put_floats (buffer, self->bias_sums);

  model = recess_practice_model_to_bytes (self->model);
  data = g_bytes_get_data (model, &length);
  g_byte_array_append (buffer, data, length);

  return g_byte_array_free_to_bytes (buffer);
}

static gboolean
get_order (RecessPracticeReader *reader,
           GArray               *order,
           guint                 n_examples)
{
  guint32 length = recess_practice_get_uint32 (reader);

  if (reader->failed || (length != 0 && length != n_examples))
    return FALSE;

  g_array_set_size (order, length);
  for (guint32 i = 0; i < length; i++)
    {
      guint32 index = recess_practice_get_uint32 (reader);

      if (reader->failed || index >= n_examples)
        return FALSE;
      g_array_index (order, guint, i) = index;
    }

  return TRUE;
}

/* Reads into a trainer that is thrown away where something is wrong. */
static gboolean
get_state (RecessPracticeReader  *reader,
           RecessPracticeTrainer *self)
{
  guint n_examples = self->sets[RECESS_PRACTICE_TRAINING].examples->len;

  if (recess_practice_get_uint32 (reader) != VERSION
      || recess_practice_get_uint32 (reader) != n_examples)
    return FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (self->random.state); i++)
    self->random.state[i] = recess_practice_get_uint64 (reader);
  self->step = recess_practice_get_uint64 (reader);
  self->position = recess_practice_get_uint32 (reader);
  self->n_weighed = recess_practice_get_uint32 (reader);

  return get_order (reader, self->order, n_examples)
         && self->position <= self->order->len
         && self->n_weighed <= _recess_practice_model_n_rows (self->model)
         && recess_practice_get_floats (reader, self->row_sums, self->model->rows->len)
         && recess_practice_get_floats (reader, self->vector_sums, self->model->vectors->len)
         && recess_practice_get_floats (reader, self->bias_sums, self->model->biases->len);
}

static gboolean
same_shape (const RecessPracticeModel *first,
            const RecessPracticeModel *second)
{
  if (first->dimension != second->dimension
      || first->rows->len != second->rows->len
      || first->replies->len != second->replies->len)
    return FALSE;

  for (guint32 bucket = 0; bucket < RECESS_PRACTICE_BUCKETS; bucket++)
    {
      if (first->row_of_bucket[bucket] != second->row_of_bucket[bucket])
        return FALSE;
    }

  for (guint class = 1; class < first->replies->len; class++)
    {
      if (g_strcmp0 (recess_practice_model_get_reply (first, class),
                     recess_practice_model_get_reply (second, class)) != 0)
        return FALSE;
    }

  return TRUE;
}

/* The examples go with whoever goes on. */
static void
swap_examples (RecessPracticeTrainer *first,
               RecessPracticeTrainer *second)
{
  for (guint i = 0; i < RECESS_PRACTICE_SETS; i++)
    {
      RecessPracticeExamples examples = first->sets[i];

      first->sets[i] = second->sets[i];
      second->sets[i] = examples;
    }
}

static RecessPracticeModel *
read_checkpoint (RecessPracticeTrainer *next,
                 GBytes                *checkpoint)
{
  g_autoptr(RecessPracticeModel) model = NULL;
  g_autoptr(GBytes) rest = NULL;
  RecessPracticeReader reader = { 0, };

  reader.data = g_bytes_get_data (checkpoint, &reader.length);
  if (!get_state (&reader, next))
    return NULL;

  rest = g_bytes_new (reader.data, reader.length);
  if (!(model = recess_practice_model_from_bytes (rest, NULL))
      || !same_shape (next->model, model))
    return NULL;

  return g_steal_pointer (&model);
}

gboolean
recess_practice_trainer_restore (RecessPracticeTrainer  *self,
                                 GBytes                 *checkpoint,
                                 GError                **error)
{
  g_autoptr(RecessPracticeTrainer) next = NULL;
  RecessPracticeModel *model;
  RecessPracticeTrainer swapped;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (checkpoint != NULL, FALSE);

  next = recess_practice_trainer_new (self->model, &self->options);
  swap_examples (self, next);
  if (!(model = read_checkpoint (next, checkpoint)))
    {
      swap_examples (self, next);
      g_set_error (error, RECESS_PRACTICE_ERROR, RECESS_PRACTICE_ERROR_CHECKPOINT,
                   "The checkpoint is damaged, or of another job.");
      return FALSE;
    }

  recess_practice_model_unref (next->model);
  next->model = model;
  _recess_practice_trainer_grow (next);
  swapped = *self;
  *self = *next;
  *next = swapped;
  return TRUE;
}
