/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "recess-practice-answer.h"
#include "recess-practice-pieces.h"

#define UNREAD "\n\n*(I read text only: what was attached played no part.)*"

static void
answer_free (gpointer data)
{
  RecessPracticeAnswer *answer = data;

  g_free (answer->text);
  g_free (answer);
}

static void
cut_at_stop (char  *text,
             GStrv  stop)
{
  for (guint i = 0; stop != NULL && stop[i] != NULL; i++)
    {
      char *found = strstr (text, stop[i]);

      if (found != NULL)
        *found = '\0';
    }
}

static RecessPracticeAnswer *
answer_new (const RecessPracticeModel   *model,
            const RecessPracticeRequest *request,
            guint                        class)
{
  g_autofree char *reply = NULL;
  RecessPracticeAnswer *answer = g_new0 (RecessPracticeAnswer, 1);

  reply = class != RECESS_PRACTICE_NONE
            ? g_strdup (recess_practice_model_get_reply (model, class))
            : recess_practice_abstain (model, request);
  answer->text = g_strconcat (reply, request->unread ? UNREAD : NULL, NULL);
  cut_at_stop (answer->text, request->stop);
  if (request->max_pieces > 0 && recess_practice_cut_pieces (answer->text, request->max_pieces))
    {
      answer->finish_reason = "length";
      answer->n_pieces = request->max_pieces;
    }
  else
    {
      answer->finish_reason = "stop";
      answer->n_pieces = recess_practice_count_pieces (answer->text);
    }

  return answer;
}

GPtrArray *
recess_practice_answers_new (const RecessPracticeModel   *model,
                             const RecessPracticeRequest *request)
{
  g_autoptr(GPtrArray) answers = NULL;
  g_autoptr(GArray) classes = NULL;

  g_return_val_if_fail (model != NULL, NULL);
  g_return_val_if_fail (request != NULL, NULL);

  answers = g_ptr_array_new_with_free_func (answer_free);
  classes = recess_practice_choose (model, request);
  for (guint i = 0; i < classes->len; i++)
    g_ptr_array_add (answers, answer_new (model, request, g_array_index (classes, guint, i)));

  return g_steal_pointer (&answers);
}
