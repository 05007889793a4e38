/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>
#include <string.h>

#include "recess-practice-model-private.h"

#define LEAST_NORM 0.25f

static void
reply_free (gpointer data)
{
  RecessPracticeReply *reply = data;

  if (reply == NULL)
    return;

  g_free (reply->title);
  g_free (reply->reply);
  g_free (reply);
}

static void
add_class (RecessPracticeModel *self,
           RecessPracticeReply *reply)
{
  float bias = 0;

  g_ptr_array_add (self->replies, reply);
  g_array_append_val (self->biases, bias);
  g_array_set_size (self->vectors, self->replies->len * self->dimension);
  if (reply != NULL)
    g_hash_table_insert (self->class_of_reply, reply->reply,
                         GUINT_TO_POINTER (self->replies->len - 1));
}

RecessPracticeModel *
recess_practice_model_new (guint dimension)
{
  RecessPracticeModel *self;

  g_return_val_if_fail (dimension > 0, NULL);

  self = g_new0 (RecessPracticeModel, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->dimension = dimension;
  self->row_of_bucket = g_new (gint32, RECESS_PRACTICE_BUCKETS);
  for (guint i = 0; i < RECESS_PRACTICE_BUCKETS; i++)
    self->row_of_bucket[i] = RECESS_PRACTICE_NO_ROW;
  self->rows = g_array_new (FALSE, TRUE, sizeof (float));
  self->rarities = g_array_new (FALSE, TRUE, sizeof (float));
  self->vectors = g_array_new (FALSE, TRUE, sizeof (float));
  self->biases = g_array_new (FALSE, TRUE, sizeof (float));
  self->replies = g_ptr_array_new_with_free_func (reply_free);
  self->class_of_reply = g_hash_table_new (g_str_hash, g_str_equal);
  add_class (self, NULL);

  return self;
}

RecessPracticeModel *
recess_practice_model_copy (const RecessPracticeModel *self)
{
  RecessPracticeModel *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = recess_practice_model_new (self->dimension);
  copy->limit = self->limit;
  memcpy (copy->row_of_bucket, self->row_of_bucket, RECESS_PRACTICE_BUCKETS * sizeof (gint32));
  for (guint class = 1; class < self->replies->len; class++)
    recess_practice_model_add_reply (copy, recess_practice_model_get_title (self, class),
                                     recess_practice_model_get_reply (self, class));
  g_array_append_vals (copy->rows, self->rows->data, self->rows->len);
  g_array_append_vals (copy->rarities, self->rarities->data, self->rarities->len);
  memcpy (copy->vectors->data, self->vectors->data, self->vectors->len * sizeof (float));
  memcpy (copy->biases->data, self->biases->data, self->biases->len * sizeof (float));

  return copy;
}

RecessPracticeModel *
recess_practice_model_ref (RecessPracticeModel *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
recess_practice_model_unref (RecessPracticeModel *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_clear_pointer (&self->class_of_reply, g_hash_table_unref);
  g_clear_pointer (&self->replies, g_ptr_array_unref);
  g_clear_pointer (&self->biases, g_array_unref);
  g_clear_pointer (&self->vectors, g_array_unref);
  g_clear_pointer (&self->rarities, g_array_unref);
  g_clear_pointer (&self->rows, g_array_unref);
  g_clear_pointer (&self->row_of_bucket, g_free);
  g_free (self);
}

guint
recess_practice_model_get_classes (const RecessPracticeModel *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->replies->len;
}

const char *
recess_practice_model_get_reply (const RecessPracticeModel *self,
                                 guint                      class)
{
  const RecessPracticeReply *reply;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (class < self->replies->len, NULL);

  reply = g_ptr_array_index (self->replies, class);
  return reply != NULL ? reply->reply : NULL;
}

const char *
recess_practice_model_get_title (const RecessPracticeModel *self,
                                 guint                      class)
{
  const RecessPracticeReply *reply;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (class < self->replies->len, NULL);

  reply = g_ptr_array_index (self->replies, class);
  return reply != NULL ? reply->title : NULL;
}

float
recess_practice_model_get_limit (const RecessPracticeModel *self)
{
  g_return_val_if_fail (self != NULL, 1);

  return self->limit;
}

void
recess_practice_model_set_limit (RecessPracticeModel *self,
                                 float                limit)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (limit >= 0);

  self->limit = limit;
}

guint
recess_practice_model_add_reply (RecessPracticeModel *self,
                                 const char          *title,
                                 const char          *text)
{
  RecessPracticeReply *reply;
  gpointer known;

  g_return_val_if_fail (self != NULL, RECESS_PRACTICE_NONE);
  g_return_val_if_fail (text != NULL, RECESS_PRACTICE_NONE);

  if (g_hash_table_lookup_extended (self->class_of_reply, text, NULL, &known))
    return GPOINTER_TO_UINT (known);

  reply = g_new0 (RecessPracticeReply, 1);
  reply->title = g_strdup (title);
  reply->reply = g_strdup (text);
  add_class (self, reply);

  return self->replies->len - 1;
}

guint
_recess_practice_model_n_rows (const RecessPracticeModel *self)
{
  return self->rows->len / self->dimension;
}

gint32
_recess_practice_model_add_row (RecessPracticeModel *self,
                                guint32              bucket)
{
  gint32 row = _recess_practice_model_n_rows (self);

  g_assert (self->row_of_bucket[bucket] == RECESS_PRACTICE_NO_ROW);

  self->row_of_bucket[bucket] = row;
  g_array_set_size (self->rows, self->rows->len + self->dimension);
  g_array_set_size (self->rarities, row + 1);
  g_array_index (self->rarities, float, row) = 1;
  return row;
}

/* How much each part counts beside the last message */
static const float part_values[RECESS_PRACTICE_PARTS] = { 1, 0.2f, 0.2f, 0.5f };

/* Of each part, the length of the vector of its words' rarities: rare words decide, new ones count
 * as the rarest. */
static void
measure_parts (const RecessPracticeModel *self,
               const GArray              *features,
               float                     *norms)
{
  for (guint i = 0; i < features->len; i++)
    {
      const RecessPracticeFeature *feature = &g_array_index (features, RecessPracticeFeature, i);
      gint32 row = self->row_of_bucket[feature->bucket];
      float rarity = row != RECESS_PRACTICE_NO_ROW
                       ? g_array_index (self->rarities, float, row) : 1;

      if (feature->whole)
        norms[feature->part] += rarity * rarity;
    }

  for (guint i = 0; i < RECESS_PRACTICE_PARTS; i++)
    norms[i] = sqrtf (MAX (norms[i], LEAST_NORM));
}

void
_recess_practice_model_weigh (const RecessPracticeModel *self,
                              GArray                    *features)
{
  float norms[RECESS_PRACTICE_PARTS] = { 0, };
  guint n_kept = 0;

  measure_parts (self, features, norms);
  norms[RECESS_PRACTICE_ANSWERED] = 1;
  for (guint i = 0; i < features->len; i++)
    {
      RecessPracticeFeature feature = g_array_index (features, RecessPracticeFeature, i);
      gint32 row = self->row_of_bucket[feature.bucket];

      if (row == RECESS_PRACTICE_NO_ROW)
        continue;

      feature.value *= part_values[feature.part] * g_array_index (self->rarities, float, row)
                       / norms[feature.part];
      g_array_index (features, RecessPracticeFeature, n_kept++) = feature;
    }
  g_array_set_size (features, n_kept);
}

void
_recess_practice_model_encode (const RecessPracticeModel *self,
                               const GArray              *features,
                               float                     *query)
{
  memset (query, 0, self->dimension * sizeof (float));
  for (guint i = 0; i < features->len; i++)
    {
      const RecessPracticeFeature *feature = &g_array_index (features, RecessPracticeFeature, i);
      const float *weights = _recess_practice_model_row (self,
                                                         self->row_of_bucket[feature->bucket]);

      for (guint d = 0; d < self->dimension; d++)
        query[d] += feature->value * weights[d];
    }
}

void
_recess_practice_model_logits (const RecessPracticeModel *self,
                               const float               *query,
                               float                     *logits)
{
  for (guint class = 0; class < self->replies->len; class++)
    {
      const float *vector = _recess_practice_model_vector (self, class);
      float sum = g_array_index (self->biases, float, class);

      for (guint d = 0; d < self->dimension; d++)
        sum += query[d] * vector[d];
      logits[class] = sum;
    }
}

void
_recess_practice_softmax (float *values,
                          guint  n_values)
{
  float highest = values[0];
  float sum = 0;

  for (guint i = 1; i < n_values; i++)
    highest = MAX (highest, values[i]);

  for (guint i = 0; i < n_values; i++)
    {
      values[i] = expf (values[i] - highest);
      sum += values[i];
    }

  for (guint i = 0; i < n_values; i++)
    values[i] /= sum;
}

static int
compare_scores (gconstpointer a,
                gconstpointer b)
{
  const RecessPracticeScore *first = a;
  const RecessPracticeScore *second = b;

  if (first->logit != second->logit)
    return first->logit < second->logit ? 1 : -1;

  return first->class < second->class ? -1 : first->class > second->class;
}

GArray *
recess_practice_model_score (const RecessPracticeModel *self,
                             const GArray              *features)
{
  g_autoptr(GArray) scores = NULL;
  g_autoptr(GArray) weighed = NULL;
  g_autofree float *query = NULL;
  g_autofree float *logits = NULL;
  g_autofree float *shares = NULL;
  guint n_classes;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (features != NULL, NULL);

  n_classes = self->replies->len;
  query = g_new (float, self->dimension);
  logits = g_new (float, n_classes);
  weighed = g_array_copy ((GArray *) features);
  _recess_practice_model_weigh (self, weighed);
  _recess_practice_model_encode (self, weighed, query);
  _recess_practice_model_logits (self, query, logits);
  shares = g_memdup2 (logits, n_classes * sizeof (float));
  _recess_practice_softmax (shares, n_classes);

  scores = g_array_sized_new (FALSE, FALSE, sizeof (RecessPracticeScore), n_classes);
  for (guint class = 0; class < n_classes; class++)
    {
      RecessPracticeScore score = { class, logits[class], shares[class] };

      g_array_append_val (scores, score);
    }
  g_array_sort (scores, compare_scores);

  return g_steal_pointer (&scores);
}

float
recess_practice_model_confidence (const RecessPracticeModel *self,
                                  const GArray              *features,
                                  const RecessPracticeScore *best)
{
  guint words = 0;
  guint known = 0;

  g_return_val_if_fail (self != NULL, 0);
  g_return_val_if_fail (features != NULL, 0);
  g_return_val_if_fail (best != NULL, 0);

  for (guint i = 0; i < features->len; i++)
    {
      const RecessPracticeFeature *feature = &g_array_index (features, RecessPracticeFeature, i);

      if (!feature->whole || feature->part != RECESS_PRACTICE_TEXT)
        continue;

      words++;
      known += self->row_of_bucket[feature->bucket] != RECESS_PRACTICE_NO_ROW;
    }

  if (words == 0 || best->class == RECESS_PRACTICE_NONE)
    return 0;

  return best->probability * sqrtf ((float) known / words);
}
