/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>
#include <string.h>

#include "recess-practice-trainer-private.h"

#define FIRST_SUM    0.01f
#define ROW_SPREAD   0.10f
#define CLASS_SPREAD 0.10f

G_DEFINE_QUARK (recess-practice-error-quark, recess_practice_error)

void
recess_practice_options_init (RecessPracticeOptions *options)
{
  g_return_if_fail (options != NULL);

  options->seed = 1;
  options->dimension = 48;
  options->batch_size = 16;
  options->learning_rate = 0.1;
  options->dropout = 0.2;
  options->decay = 1e-5;
}

static GArray *
new_floats (void)
{
  return g_array_new (FALSE, TRUE, sizeof (float));
}

RecessPracticeTrainer *
recess_practice_trainer_new (RecessPracticeModel         *base,
                             const RecessPracticeOptions *options)
{
  RecessPracticeTrainer *self;

  g_return_val_if_fail (options != NULL, NULL);
  g_return_val_if_fail (options->batch_size > 0, NULL);

  self = g_new0 (RecessPracticeTrainer, 1);
  self->model = base != NULL ? recess_practice_model_copy (base)
                             : recess_practice_model_new (options->dimension);
  self->options = *options;
  self->n_weighed = _recess_practice_model_n_rows (self->model);
  recess_practice_random_init (&self->random, options->seed);
  for (guint i = 0; i < RECESS_PRACTICE_SETS; i++)
    {
      self->sets[i].examples = g_array_new (FALSE, FALSE, sizeof (RecessPracticeExample));
      self->sets[i].features = g_array_new (FALSE, FALSE, sizeof (RecessPracticeFeature));
    }
  self->order = g_array_new (FALSE, FALSE, sizeof (guint));
  self->row_sums = new_floats ();
  self->vector_sums = new_floats ();
  self->bias_sums = new_floats ();
  self->row_gradients = new_floats ();
  self->vector_gradients = new_floats ();
  self->bias_gradients = new_floats ();
  self->touched = g_array_new (FALSE, FALSE, sizeof (gint32));
  self->is_touched = g_array_new (FALSE, TRUE, sizeof (guint8));
  self->kept = g_array_new (FALSE, FALSE, sizeof (RecessPracticeFeature));
  self->logits = new_floats ();
  self->query = g_new0 (float, self->model->dimension);
  self->query_gradient = g_new0 (float, self->model->dimension);

  return self;
}

void
recess_practice_trainer_free (RecessPracticeTrainer *self)
{
  if (self == NULL)
    return;

  g_clear_pointer (&self->model, recess_practice_model_unref);
  for (guint i = 0; i < RECESS_PRACTICE_SETS; i++)
    {
      g_clear_pointer (&self->sets[i].examples, g_array_unref);
      g_clear_pointer (&self->sets[i].features, g_array_unref);
    }
  g_clear_pointer (&self->order, g_array_unref);
  g_clear_pointer (&self->row_sums, g_array_unref);
  g_clear_pointer (&self->vector_sums, g_array_unref);
  g_clear_pointer (&self->bias_sums, g_array_unref);
  g_clear_pointer (&self->row_gradients, g_array_unref);
  g_clear_pointer (&self->vector_gradients, g_array_unref);
  g_clear_pointer (&self->bias_gradients, g_array_unref);
  g_clear_pointer (&self->touched, g_array_unref);
  g_clear_pointer (&self->is_touched, g_array_unref);
  g_clear_pointer (&self->kept, g_array_unref);
  g_clear_pointer (&self->logits, g_array_unref);
  g_free (self->query);
  g_free (self->query_gradient);
  g_free (self);
}

/* A vector of zeros would never move: each begins at a small random place. */
static void
scatter (RecessPracticeTrainer *self,
         float                 *weights,
         float                  spread)
{
  for (guint d = 0; d < self->model->dimension; d++)
    weights[d] = spread * (float) (2 * recess_practice_random_double (&self->random) - 1);
}

static void
add_rows (RecessPracticeTrainer *self,
          const GArray          *features)
{
  for (guint i = 0; i < features->len; i++)
    {
      guint32 bucket = g_array_index (features, RecessPracticeFeature, i).bucket;

      if (self->model->row_of_bucket[bucket] != RECESS_PRACTICE_NO_ROW)
        continue;

      scatter (self,
               _recess_practice_model_row (self->model,
                                           _recess_practice_model_add_row (self->model, bucket)),
               ROW_SPREAD);
    }
}

static guint
add_class (RecessPracticeTrainer *self,
           const char            *title,
           const char            *reply)
{
  guint before = recess_practice_model_get_classes (self->model);
  guint class = recess_practice_model_add_reply (self->model, title, reply);

  if (class == before)
    scatter (self, _recess_practice_model_vector (self->model, class), CLASS_SPREAD);

  return class;
}

void
recess_practice_trainer_add (RecessPracticeTrainer     *self,
                             RecessPracticeSet          set,
                             const RecessPracticeQuery *query,
                             const char                *title,
                             const char                *reply)
{
  g_autoptr(GArray) features = NULL;
  RecessPracticeExample example = { 0, };
  RecessPracticeExamples *examples;

  g_return_if_fail (self != NULL);
  g_return_if_fail (set < RECESS_PRACTICE_SETS);
  g_return_if_fail (query != NULL);

  examples = &self->sets[set];
  features = recess_practice_features_new (query);
  example.class = reply != NULL ? add_class (self, title, reply) : RECESS_PRACTICE_NONE;
  example.first = examples->features->len;
  example.n_features = features->len;
  if (set == RECESS_PRACTICE_TRAINING)
    add_rows (self, features);
  if (features->len > 0)
    g_array_append_vals (examples->features, features->data, features->len);
  g_array_append_val (examples->examples, example);
}

guint
recess_practice_trainer_get_examples (RecessPracticeTrainer *self,
                                      RecessPracticeSet      set)
{
  g_return_val_if_fail (self != NULL, 0);
  g_return_val_if_fail (set < RECESS_PRACTICE_SETS, 0);

  return self->sets[set].examples->len;
}

guint
recess_practice_trainer_get_epoch_steps (RecessPracticeTrainer *self)
{
  guint n_examples = recess_practice_trainer_get_examples (self, RECESS_PRACTICE_TRAINING);

  return (n_examples + self->options.batch_size - 1) / self->options.batch_size;
}

/* New rows and classes have no history; what there is stays. */
void
_recess_practice_trainer_grow (RecessPracticeTrainer *self)
{
  guint old_rows = self->row_sums->len;
  guint old_vectors = self->vector_sums->len;
  guint old_biases = self->bias_sums->len;

  g_array_set_size (self->row_sums, self->model->rows->len);
  g_array_set_size (self->vector_sums, self->model->vectors->len);
  g_array_set_size (self->bias_sums, self->model->biases->len);
  for (guint i = old_rows; i < self->row_sums->len; i++)
    g_array_index (self->row_sums, float, i) = FIRST_SUM;
  for (guint i = old_vectors; i < self->vector_sums->len; i++)
    g_array_index (self->vector_sums, float, i) = FIRST_SUM;
  for (guint i = old_biases; i < self->bias_sums->len; i++)
    g_array_index (self->bias_sums, float, i) = FIRST_SUM;

  g_array_set_size (self->row_gradients, self->model->rows->len);
  g_array_set_size (self->vector_gradients, self->model->vectors->len);
  g_array_set_size (self->bias_gradients, self->model->biases->len);
  g_array_set_size (self->is_touched, _recess_practice_model_n_rows (self->model));
  g_array_set_size (self->logits, self->model->biases->len);
}

static int
compare_uses (gconstpointer a,
              gconstpointer b)
{
  guint64 first = *(const guint64 *) a;
  guint64 second = *(const guint64 *) b;

  return first < second ? -1 : first > second;
}

/* Each pair of a row and a class it occurs with, sorted; only rows that are new here. */
static GArray *
collect_uses (RecessPracticeTrainer *self)
{
  const RecessPracticeExamples *set = &self->sets[RECESS_PRACTICE_TRAINING];
  GArray *uses = g_array_new (FALSE, FALSE, sizeof (guint64));

  for (guint i = 0; i < set->examples->len; i++)
    {
      RecessPracticeExample example = g_array_index (set->examples, RecessPracticeExample, i);

      for (guint j = example.first; j < example.first + example.n_features; j++)
        {
          const RecessPracticeFeature *feature = &g_array_index (set->features,
                                                                 RecessPracticeFeature, j);
          guint32 row = self->model->row_of_bucket[feature->bucket];
          guint64 use = ((guint64) row << 32) | example.class;

          if (feature->part == RECESS_PRACTICE_TEXT && row >= self->n_weighed)
            g_array_append_val (uses, use);
        }
    }
  g_array_sort (uses, compare_uses);

  return uses;
}

/* What occurs with every reply tells nothing, what occurs with one tells all. */
static void
weigh_rows (RecessPracticeTrainer *self)
{
  g_autoptr(GArray) uses = NULL;
  float n_classes = recess_practice_model_get_classes (self->model);
  guint n_different = 0;

  if (self->n_weighed == _recess_practice_model_n_rows (self->model))
    return;

  uses = collect_uses (self);
  for (guint i = 0; i < uses->len; i++)
    {
      guint64 use = g_array_index (uses, guint64, i);
      guint64 next = i + 1 < uses->len ? g_array_index (uses, guint64, i + 1) : G_MAXUINT64;
      float share;

      n_different += use != next;
      if (use >> 32 == next >> 32)
        continue;

      share = logf ((n_classes + 1) / n_different) / logf (n_classes + 1);
      g_array_index (self->model->rarities, float, use >> 32) = sqrtf (share);
      n_different = 0;
    }
  self->n_weighed = _recess_practice_model_n_rows (self->model);
}

static void
shuffle (RecessPracticeTrainer *self)
{
  guint n_examples = self->sets[RECESS_PRACTICE_TRAINING].examples->len;

  g_array_set_size (self->order, n_examples);
  for (guint i = 0; i < n_examples; i++)
    g_array_index (self->order, guint, i) = i;

  for (guint i = n_examples - 1; i > 0; i--)
    {
      guint other = recess_practice_random_below (&self->random, i + 1);
      guint index = g_array_index (self->order, guint, i);

      g_array_index (self->order, guint, i) = g_array_index (self->order, guint, other);
      g_array_index (self->order, guint, other) = index;
    }
  self->position = 0;
}

/* Leaves whole words out, their letters with them, as if they had never been seen. */
static void
keep_some (RecessPracticeTrainer       *self,
           const RecessPracticeExample *example)
{
  const GArray *all = self->sets[RECESS_PRACTICE_TRAINING].features;
  guint word = G_MAXUINT;
  gboolean keep = TRUE;

  g_array_set_size (self->kept, 0);
  for (guint i = 0; i < example->n_features; i++)
    {
      RecessPracticeFeature feature = g_array_index (all, RecessPracticeFeature,
                                                     example->first + i);

      if (feature.word != word)
        {
          word = feature.word;
          keep = recess_practice_random_double (&self->random) >= self->options.dropout;
        }
      if (keep)
        g_array_append_val (self->kept, feature);
    }
  _recess_practice_model_weigh (self->model, self->kept);
}

/* Leaves the softmax in logits. */
static void
forward (RecessPracticeTrainer *self,
         const GArray          *features,
         guint                  class,
         RecessPracticeMetrics *metrics)
{
  float *logits = (float *) (gpointer) self->logits->data;
  gboolean best = TRUE;

  _recess_practice_model_encode (self->model, features, self->query);
  _recess_practice_model_logits (self->model, self->query, logits);
  for (guint i = 0; i < self->logits->len; i++)
    best = best && (i == class || logits[i] < logits[class]);
  _recess_practice_softmax (logits, self->logits->len);

  metrics->loss -= log (MAX (logits[class], 1e-30f));
  metrics->accuracy += best;
}

static void
backward_classes (RecessPracticeTrainer *self,
                  guint                  class,
                  float                  share)
{
  guint dimension = self->model->dimension;
  float *gradients = (float *) (gpointer) self->vector_gradients->data;

  memset (self->query_gradient, 0, dimension * sizeof (float));
  for (guint i = 0; i < self->logits->len; i++)
    {
      const float *vector = _recess_practice_model_vector (self->model, i);
      float slope = share * (g_array_index (self->logits, float, i) - (i == class));

      g_array_index (self->bias_gradients, float, i) += slope;
      for (guint d = 0; d < dimension; d++)
        {
          gradients[(gsize) i * dimension + d] += slope * self->query[d];
          self->query_gradient[d] += slope * vector[d];
        }
    }
}

static void
backward_rows (RecessPracticeTrainer *self)
{
  guint dimension = self->model->dimension;

  for (guint i = 0; i < self->kept->len; i++)
    {
      RecessPracticeFeature feature = g_array_index (self->kept, RecessPracticeFeature, i);
      gint32 row = self->model->row_of_bucket[feature.bucket];
      float *gradient = &g_array_index (self->row_gradients, float, (gsize) row * dimension);

      if (!g_array_index (self->is_touched, guint8, row))
        {
          g_array_index (self->is_touched, guint8, row) = TRUE;
          g_array_append_val (self->touched, row);
        }
      for (guint d = 0; d < dimension; d++)
        gradient[d] += feature.value * self->query_gradient[d];
    }
}

/* Adagrad; the gradients are zero again afterwards. */
static void
descend (RecessPracticeTrainer *self,
         float                 *weights,
         float                 *gradients,
         float                 *sums,
         guint                  n_weights)
{
  float rate = (float) self->options.learning_rate;
  float decay = (float) self->options.decay;

  for (guint i = 0; i < n_weights; i++)
    {
      float gradient = gradients[i] + decay * weights[i];

      sums[i] += gradient * gradient;
      weights[i] -= rate * gradient / sqrtf (sums[i]);
      gradients[i] = 0;
    }
}

static void
update (RecessPracticeTrainer *self)
{
  guint dimension = self->model->dimension;

  for (guint i = 0; i < self->touched->len; i++)
    {
      gint32 row = g_array_index (self->touched, gint32, i);
      gsize first = (gsize) row * dimension;

      descend (self, _recess_practice_model_row (self->model, row),
               &g_array_index (self->row_gradients, float, first),
               &g_array_index (self->row_sums, float, first), dimension);
      g_array_index (self->is_touched, guint8, row) = FALSE;
    }
  g_array_set_size (self->touched, 0);

  descend (self, (float *) (gpointer) self->model->vectors->data,
           (float *) (gpointer) self->vector_gradients->data,
           (float *) (gpointer) self->vector_sums->data, self->model->vectors->len);
  descend (self, (float *) (gpointer) self->model->biases->data,
           (float *) (gpointer) self->bias_gradients->data,
           (float *) (gpointer) self->bias_sums->data, self->model->biases->len);
}

void
recess_practice_trainer_step (RecessPracticeTrainer *self,
                              RecessPracticeMetrics *metrics)
{
  RecessPracticeMetrics sum = { 0, };
  const GArray *examples;
  guint n_batch;

  g_return_if_fail (self != NULL);
  g_return_if_fail (self->sets[RECESS_PRACTICE_TRAINING].examples->len > 0);

  examples = self->sets[RECESS_PRACTICE_TRAINING].examples;
  _recess_practice_trainer_grow (self);
  weigh_rows (self);
  if (self->position >= self->order->len)
    shuffle (self);

  n_batch = MIN (self->options.batch_size, self->order->len - self->position);
  for (guint i = 0; i < n_batch; i++)
    {
      guint index = g_array_index (self->order, guint, self->position + i);
      const RecessPracticeExample *example = &g_array_index (examples, RecessPracticeExample,
                                                             index);

      keep_some (self, example);
      forward (self, self->kept, example->class, &sum);
      backward_classes (self, example->class, 1.0f / n_batch);
      backward_rows (self);
    }
  update (self);

  self->position += n_batch;
  self->step++;
  if (metrics != NULL)
    *metrics = (RecessPracticeMetrics) { sum.loss / n_batch, sum.accuracy / n_batch };
}

void
recess_practice_trainer_evaluate (RecessPracticeTrainer *self,
                                  RecessPracticeSet      set,
                                  RecessPracticeMetrics *metrics)
{
  RecessPracticeMetrics sum = { 0, };
  const RecessPracticeExamples *examples;
  guint n_examples;

  g_return_if_fail (self != NULL);
  g_return_if_fail (set < RECESS_PRACTICE_SETS);
  g_return_if_fail (metrics != NULL);

  examples = &self->sets[set];
  n_examples = MAX (examples->examples->len, 1);
  _recess_practice_trainer_grow (self);
  for (guint i = 0; i < examples->examples->len; i++)
    {
      const RecessPracticeExample *example = &g_array_index (examples->examples,
                                                             RecessPracticeExample, i);

      g_array_set_size (self->kept, 0);
      if (example->n_features > 0)
        g_array_append_vals (self->kept,
                             &g_array_index (examples->features, RecessPracticeFeature,
                                             example->first),
                             example->n_features);
      _recess_practice_model_weigh (self->model, self->kept);
      forward (self, self->kept, example->class, &sum);
    }

  *metrics = (RecessPracticeMetrics) { sum.loss / n_examples, sum.accuracy / n_examples };
}

RecessPracticeModel *
recess_practice_trainer_dup_model (RecessPracticeTrainer *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return recess_practice_model_copy (self->model);
}
