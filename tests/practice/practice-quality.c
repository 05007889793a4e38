/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "practice-quality.h"
#include "recess-practice-bm25.h"

static const char *const pair_files[] = {
  "small-talk.jsonl",
  "recess.jsonl",
  "prompts.jsonl",
  "api.jsonl",
  "assistants.jsonl",
  "fine-tuning.jsonl",
  "programs.jsonl",
  "texts.jsonl",
  "follow-up.jsonl",
  "background.jsonl",
};

static GPtrArray *
read_file (RecessPracticeCorpus  *corpus,
           const char            *data,
           const char            *name,
           GError               **error)
{
  g_autofree char *path = g_build_filename (data, name, NULL);

  return recess_practice_corpus_read (corpus, path, error);
}

static GPtrArray *
read_pairs (RecessPracticeCorpus  *corpus,
            const char            *data,
            GError               **error)
{
  GPtrArray *all = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (pair_files); i++)
    {
      GPtrArray *pairs = read_file (corpus, data, pair_files[i], error);

      if (pairs == NULL)
        {
          g_clear_pointer (&all, g_ptr_array_unref);
          return NULL;
        }

      if (all == NULL)
        all = pairs;
      else
        g_ptr_array_extend_and_steal (all, pairs);
    }

  return all;
}

static void
tally_plain (RecessPracticeBm25  *bm25,
             GPtrArray           *questions,
             double               limit,
             RecessPracticeTally *tally)
{
  *tally = (RecessPracticeTally) { 0, };
  for (guint i = 0; i < questions->len; i++)
    {
      const RecessPracticePair *pair = g_ptr_array_index (questions, i);
      double score;
      const char *found = recess_practice_bm25_find (bm25, pair->question, &score);
      gboolean given = found != NULL && score >= limit;
      gboolean right = g_strcmp0 (found, pair->subject) == 0;

      if (pair->subject == NULL)
        {
          tally->unrelated++;
          tally->answered += given;
          continue;
        }

      tally->related++;
      tally->best += right;
      tally->right += given && right;
      tally->wrong += given && !right;
    }
}

/* The same weighing of faults as for the model. */
static double
find_limit (RecessPracticeBm25 *bm25,
            GPtrArray          *questions)
{
  double best = -G_MAXDOUBLE;
  double best_limit = 0;

  for (double limit = 0; limit < 40; limit += 0.25)
    {
      RecessPracticeTally tally;
      double worth;

      tally_plain (bm25, questions, limit, &tally);
      worth = recess_practice_tally_worth (&tally);
      if (worth > best)
        {
          best = worth;
          best_limit = limit;
        }
    }

  return best_limit;
}

gboolean
practice_quality_measure (const RecessPracticeModel  *model,
                          const char                 *data,
                          PracticeQuality            *held_out,
                          PracticeQuality            *unrelated,
                          GError                    **error)
{
  g_autofree char *replies = g_build_filename (data, "replies", NULL);
  g_autoptr(RecessPracticeCorpus) corpus = recess_practice_corpus_new (replies, error);
  g_autoptr(RecessPracticeBm25) bm25 = NULL;
  g_autoptr(GPtrArray) pairs = NULL;
  g_autoptr(GPtrArray) development = NULL;
  g_autoptr(GPtrArray) related_questions = NULL;
  g_autoptr(GPtrArray) unrelated_questions = NULL;
  double limit;

  if (corpus == NULL
      || !(pairs = read_pairs (corpus, data, error))
      || !(development = read_file (corpus, data, "development.jsonl", error))
      || !(related_questions = read_file (corpus, data, "held-out.jsonl", error))
      || !(unrelated_questions = read_file (corpus, data, "unrelated.jsonl", error)))
    return FALSE;

  recess_practice_tally (model, corpus, related_questions, &held_out->model);
  recess_practice_tally (model, corpus, unrelated_questions, &unrelated->model);

  bm25 = recess_practice_bm25_new (pairs);
  limit = find_limit (bm25, development);
  tally_plain (bm25, related_questions, limit, &held_out->plain);
  tally_plain (bm25, unrelated_questions, limit, &unrelated->plain);
  return TRUE;
}
