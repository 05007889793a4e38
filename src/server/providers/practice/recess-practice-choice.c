/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>

#include "recess-practice-choice.h"
#include "recess-practice-random.h"

/* How far behind the best a reply may be to be drawn at temperature 1. */
#define SPREAD 1.5

static GArray *
features_of (const RecessPracticeRequest *request)
{
  RecessPracticeQuery query = { 0, };

  query.system = request->system->str;
  query.previous = request->previous;
  query.answered = request->answered;
  query.text = request->text;

  return recess_practice_features_new (&query);
}

/* The replies that may be drawn, each with its share: those that are near the best, and of them
 * the fewest whose shares sum up to top_p. */
static GArray *
plausible (const GArray                *scores,
           const RecessPracticeRequest *request)
{
  g_autoptr(GArray) kept = g_array_new (FALSE, FALSE, sizeof (RecessPracticeScore));
  double best = g_array_index (scores, RecessPracticeScore, 0).logit;
  double total = 0;
  double reached = 0;
  guint n_kept = 0;

  for (guint i = 0; i < scores->len; i++)
    {
      RecessPracticeScore score = g_array_index (scores, RecessPracticeScore, i);
      double behind = best - score.logit;

      if (i > 0 && (request->temperature <= 0 || behind > SPREAD * request->temperature))
        break;
      if (score.class == RECESS_PRACTICE_NONE)
        continue;

      score.probability = request->temperature > 0 ? exp (-behind / request->temperature) : 1;
      total += score.probability;
      g_array_append_val (kept, score);
    }

  while (n_kept < kept->len && (n_kept == 0 || reached < request->top_p * total))
    reached += g_array_index (kept, RecessPracticeScore, n_kept++).probability;
  g_array_set_size (kept, n_kept);

  return g_steal_pointer (&kept);
}

static guint
draw (const GArray         *candidates,
      RecessPracticeRandom *random)
{
  double total = 0;
  double left;

  for (guint i = 0; i < candidates->len; i++)
    total += g_array_index (candidates, RecessPracticeScore, i).probability;

  left = recess_practice_random_double (random) * total;
  for (guint i = 0; i + 1 < candidates->len; i++)
    {
      left -= g_array_index (candidates, RecessPracticeScore, i).probability;
      if (left < 0)
        return i;
    }

  return candidates->len - 1;
}

/* Several choices differ as long as there are different replies to draw. */
static void
draw_all (GArray                      *classes,
          const GArray                *candidates,
          const RecessPracticeRequest *request)
{
  g_autoptr(GArray) left = g_array_new (FALSE, FALSE, sizeof (RecessPracticeScore));
  RecessPracticeRandom random;
  guint64 seed = request->seeded ? (guint64) request->seed
                                 : ((guint64) g_random_int () << 32) | g_random_int ();

  recess_practice_random_init (&random, seed);
  for (guint i = 0; i < request->n; i++)
    {
      guint drawn;

      if (left->len == 0)
        g_array_append_vals (left, candidates->data, candidates->len);

      drawn = draw (left, &random);
      g_array_append_val (classes, g_array_index (left, RecessPracticeScore, drawn).class);
      g_array_remove_index (left, drawn);
    }
}

GArray *
recess_practice_choose (const RecessPracticeModel   *model,
                        const RecessPracticeRequest *request)
{
  g_autoptr(GArray) classes = NULL;
  g_autoptr(GArray) features = NULL;
  g_autoptr(GArray) scores = NULL;
  g_autoptr(GArray) candidates = NULL;
  float sure;

  g_return_val_if_fail (model != NULL, NULL);
  g_return_val_if_fail (request != NULL, NULL);

  classes = g_array_new (FALSE, TRUE, sizeof (guint));
  features = features_of (request);
  scores = recess_practice_model_score (model, features);
  sure = recess_practice_model_confidence (model, features,
                                           &g_array_index (scores, RecessPracticeScore, 0));
  if (sure <= 0 || sure < recess_practice_model_get_limit (model))
    {
      g_array_set_size (classes, request->n);
      return g_steal_pointer (&classes);
    }

  candidates = plausible (scores, request);
  draw_all (classes, candidates, request);
  return g_steal_pointer (&classes);
}

char *
recess_practice_abstain (const RecessPracticeModel   *model,
                         const RecessPracticeRequest *request)
{
  g_autoptr(GArray) features = NULL;
  g_autoptr(GArray) scores = NULL;
  const char *near[3] = { NULL, };
  guint n_near = 0;

  g_return_val_if_fail (model != NULL, NULL);
  g_return_val_if_fail (request != NULL, NULL);

  features = features_of (request);
  scores = recess_practice_model_score (model, features);
  for (guint i = 0; i < scores->len && n_near < G_N_ELEMENTS (near); i++)
    {
      guint class = g_array_index (scores, RecessPracticeScore, i).class;
      const char *title = recess_practice_model_get_title (model, class);

      if (title != NULL)
        near[n_near++] = title;
    }

  if (n_near < G_N_ELEMENTS (near))
    return g_strdup ("I select answers and do not write them, and none of mine fits this. "
                     "For anything else please choose a real model.");

  return g_strdup_printf ("I select answers and do not write them, and none of mine fits this. "
                          "What I have is, for example:\n\n- %s\n- %s\n- %s\n\n"
                          "For anything else please choose a real model: one on your machine, or "
                          "a provider with a key.", near[0], near[1], near[2]);
}
