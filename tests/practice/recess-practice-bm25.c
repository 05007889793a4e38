/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>

#include "recess-practice-bm25.h"

#define K1         1.2
#define B          0.75
#define MOST_WORDS 96

typedef struct
{
  guint pair;
  guint count;
} Posting;

struct _RecessPracticeBm25
{
  GPtrArray  *pairs;
  /* From word to an array of postings */
  GHashTable *postings;
  guint      *lengths;
  double      mean_length;
};

static void
index_word (RecessPracticeBm25 *self,
            const char         *word,
            guint               pair)
{
  GArray *postings = g_hash_table_lookup (self->postings, word);
  Posting posting = { pair, 1 };

  if (postings == NULL)
    {
      postings = g_array_new (FALSE, FALSE, sizeof (Posting));
      g_hash_table_insert (self->postings, g_strdup (word), postings);
    }

  if (postings->len > 0 && g_array_index (postings, Posting, postings->len - 1).pair == pair)
    g_array_index (postings, Posting, postings->len - 1).count++;
  else
    g_array_append_val (postings, posting);
}

RecessPracticeBm25 *
recess_practice_bm25_new (GPtrArray *pairs)
{
  RecessPracticeBm25 *self;

  g_return_val_if_fail (pairs != NULL, NULL);

  self = g_new0 (RecessPracticeBm25, 1);
  self->pairs = g_ptr_array_ref (pairs);
  self->postings = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                          (GDestroyNotify) g_array_unref);
  self->lengths = g_new0 (guint, MAX (pairs->len, 1));
  for (guint i = 0; i < pairs->len; i++)
    {
      const RecessPracticePair *pair = g_ptr_array_index (pairs, i);
      g_autoptr(GPtrArray) words = recess_practice_features_words (pair->question, MOST_WORDS);

      for (guint j = 0; j < words->len; j++)
        index_word (self, g_ptr_array_index (words, j), i);
      self->lengths[i] = words->len;
      self->mean_length += (double) words->len / pairs->len;
    }

  return self;
}

void
recess_practice_bm25_free (RecessPracticeBm25 *self)
{
  if (self == NULL)
    return;

  g_clear_pointer (&self->pairs, g_ptr_array_unref);
  g_clear_pointer (&self->postings, g_hash_table_unref);
  g_free (self->lengths);
  g_free (self);
}

static void
add_scores (RecessPracticeBm25 *self,
            const char         *word,
            double             *scores)
{
  const GArray *postings = g_hash_table_lookup (self->postings, word);
  double rarity;

  if (postings == NULL)
    return;

  rarity = log (1 + (self->pairs->len - postings->len + 0.5) / (postings->len + 0.5));
  for (guint i = 0; i < postings->len; i++)
    {
      const Posting *posting = &g_array_index (postings, Posting, i);
      double length = self->lengths[posting->pair] / self->mean_length;

      scores[posting->pair] += rarity * posting->count * (K1 + 1)
                               / (posting->count + K1 * (1 - B + B * length));
    }
}

const char *
recess_practice_bm25_find (RecessPracticeBm25 *self,
                           const char         *question,
                           double             *score)
{
  g_autoptr(GPtrArray) words = NULL;
  g_autofree double *scores = NULL;
  guint best = 0;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (question != NULL, NULL);

  words = recess_practice_features_words (question, MOST_WORDS);
  scores = g_new0 (double, self->pairs->len + 1);
  for (guint i = 0; i < words->len; i++)
    add_scores (self, g_ptr_array_index (words, i), scores);

  for (guint i = 1; i < self->pairs->len; i++)
    {
      if (scores[i] > scores[best])
        best = i;
    }

  if (score != NULL)
    *score = scores[best];
  if (scores[best] <= 0)
    return NULL;

  return ((const RecessPracticePair *) g_ptr_array_index (self->pairs, best))->subject;
}
