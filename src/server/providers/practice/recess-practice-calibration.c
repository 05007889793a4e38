/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "recess-practice-calibration.h"

/* What an answer to a question that has none, and a wrong answer, cost beside a right one. */
#define COST_ANSWERED 2.0
#define COST_WRONG    2.0

typedef enum
{
  OUTCOME_RIGHT,
  OUTCOME_WRONG,
  OUTCOME_UNRELATED,
} Outcome;

typedef struct
{
  float   confidence;
  Outcome outcome;
} Guess;

GArray *
recess_practice_pair_features (const RecessPracticePair *pair)
{
  RecessPracticeQuery query = { 0, };

  g_return_val_if_fail (pair != NULL, NULL);

  query.text = pair->question;
  query.previous = pair->previous;
  query.answered = pair->previous != NULL;

  return recess_practice_features_new (&query);
}

static Guess
guess_reply (const RecessPracticeModel *model,
             RecessPracticeCorpus      *corpus,
             const RecessPracticePair  *pair)
{
  g_autoptr(GArray) features = recess_practice_pair_features (pair);
  g_autoptr(GArray) scores = recess_practice_model_score (model, features);
  const RecessPracticeScore *best = &g_array_index (scores, RecessPracticeScore, 0);
  const char *wanted = NULL;
  Guess result = { 0, };

  if (best->class == RECESS_PRACTICE_NONE && scores->len > 1)
    best++;

  if (pair->subject != NULL)
    wanted = recess_practice_corpus_get_reply (corpus, pair->subject);
  result.confidence = recess_practice_model_confidence (model, features, best);
  result.outcome = pair->subject == NULL
                     ? OUTCOME_UNRELATED
                     : g_strcmp0 (recess_practice_model_get_reply (model, best->class), wanted) == 0
                         ? OUTCOME_RIGHT
                         : OUTCOME_WRONG;
  return result;
}

void
recess_practice_tally (const RecessPracticeModel *model,
                       RecessPracticeCorpus      *corpus,
                       GPtrArray                 *questions,
                       RecessPracticeTally       *tally)
{
  g_return_if_fail (model != NULL);
  g_return_if_fail (corpus != NULL);
  g_return_if_fail (questions != NULL);
  g_return_if_fail (tally != NULL);

  *tally = (RecessPracticeTally) { 0, };
  for (guint i = 0; i < questions->len; i++)
    {
      Guess result = guess_reply (model, corpus, g_ptr_array_index (questions, i));
      gboolean given = result.confidence >= recess_practice_model_get_limit (model);

      if (result.outcome == OUTCOME_UNRELATED)
        {
          tally->unrelated++;
          tally->answered += given;
          continue;
        }

      tally->related++;
      tally->best += result.outcome == OUTCOME_RIGHT;
      tally->right += given && result.outcome == OUTCOME_RIGHT;
      tally->wrong += given && result.outcome == OUTCOME_WRONG;
    }
}

static int
compare_guesses (gconstpointer a,
                 gconstpointer b)
{
  const Guess *first = a;
  const Guess *second = b;

  if (first->confidence != second->confidence)
    return first->confidence < second->confidence ? 1 : -1;

  return (int) second->outcome - (int) first->outcome;
}

double
recess_practice_tally_worth (const RecessPracticeTally *tally)
{
  g_return_val_if_fail (tally != NULL, 0);

  return (tally->right - COST_WRONG * tally->wrong) / MAX (tally->related, 1)
         - COST_ANSWERED * tally->answered / MAX (tally->unrelated, 1);
}

static void
add_guess (RecessPracticeTally *tally,
           const Guess         *guess)
{
  tally->right += guess->outcome == OUTCOME_RIGHT;
  tally->wrong += guess->outcome == OUTCOME_WRONG;
  tally->answered += guess->outcome == OUTCOME_UNRELATED;
}

void
recess_practice_calibrate (RecessPracticeModel  *model,
                           RecessPracticeCorpus *corpus,
                           GPtrArray            *questions)
{
  g_autoptr(GArray) guesses = g_array_new (FALSE, FALSE, sizeof (Guess));
  RecessPracticeTally tally = { 0, };
  double best = 0;
  float limit = 1;

  g_return_if_fail (model != NULL);
  g_return_if_fail (corpus != NULL);
  g_return_if_fail (questions != NULL);

  for (guint i = 0; i < questions->len; i++)
    {
      Guess guess = guess_reply (model, corpus, g_ptr_array_index (questions, i));

      tally.related += guess.outcome != OUTCOME_UNRELATED;
      tally.unrelated += guess.outcome == OUTCOME_UNRELATED;
      g_array_append_val (guesses, guess);
    }
  g_array_sort (guesses, compare_guesses);

  /* From the surest down: after each, how good it would be to draw the line below it */
  for (guint i = 0; i < guesses->len; i++)
    {
      const Guess *guess = &g_array_index (guesses, Guess, i);
      float below = i + 1 < guesses->len ? guess[1].confidence : 0;
      double worth;

      add_guess (&tally, guess);
      worth = recess_practice_tally_worth (&tally);
      if (worth > best && guess->confidence > below)
        {
          best = worth;
          limit = (guess->confidence + below) / 2;
        }
    }
  recess_practice_model_set_limit (model, limit);
}
