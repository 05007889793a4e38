/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "recess-practice-answer.h"
#include "recess-practice-pieces.h"
#include "recess-practice-results.h"

#define UNREAD "\n\n*(I read text only: what was attached played no part.)*"

static void
answer_free (gpointer data)
{
  RecessPracticeAnswer *answer = data;

  g_free (answer->text);
  g_clear_pointer (&answer->calls, g_ptr_array_unref);
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

/* @text is taken over. */
static RecessPracticeAnswer *
answer_new (const RecessPracticeRequest *request,
            char                        *text)
{
  RecessPracticeAnswer *answer = g_new0 (RecessPracticeAnswer, 1);

  answer->text = text;
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

/* Names count first, then arguments; where the limit is reached, arguments are cut off in between
 * and further calls are left out. */
static gboolean
cut_calls (GPtrArray *calls,
           guint      most,
           guint64   *n_pieces)
{
  *n_pieces = 0;
  for (guint i = 0; i < calls->len; i++)
    {
      RecessPracticeAnswerCall *call = g_ptr_array_index (calls, i);
      guint64 left;

      *n_pieces += recess_practice_count_pieces (call->name);
      left = most > *n_pieces ? most - *n_pieces : 0;
      if (most > 0 && recess_practice_cut_pieces (call->arguments, left))
        {
          *n_pieces = most;
          g_ptr_array_set_size (calls, i + 1);
          return TRUE;
        }
      *n_pieces += recess_practice_count_pieces (call->arguments);
    }

  return FALSE;
}

static RecessPracticeAnswer *
answer_with_calls (const RecessPracticeRequest *request,
                   GPtrArray                   *calls)
{
  RecessPracticeAnswer *answer = g_new0 (RecessPracticeAnswer, 1);

  answer->calls = g_ptr_array_ref (calls);
  if (cut_calls (calls, request->max_pieces, &answer->n_pieces))
    answer->finish_reason = "length";
  else
    answer->finish_reason = request->legacy ? "function_call" : "tool_calls";

  return answer;
}

static gboolean
add_calls (GPtrArray                   *answers,
           const RecessPracticeRequest *request)
{
  for (guint i = 0; i < request->n; i++)
    {
      g_autoptr(GPtrArray) calls = recess_practice_next_calls (request);

      if (calls->len == 0)
        return FALSE;
      g_ptr_array_add (answers, answer_with_calls (request, calls));
    }

  return TRUE;
}

/* Returns: the same answer for every choice, or NULL where one is to be selected */
static char *
dup_only_answer (const RecessPracticeModel   *model,
                 const RecessPracticeRequest *request)
{
  g_autofree char *abstention = NULL;
  char *rest;

  if (request->last_is_result)
    return recess_practice_sum_up (request);
  if (request->spoken->len == 0)
    return NULL;

  abstention = recess_practice_abstain (model, request);
  rest = recess_practice_continue (model, request, abstention);
  return rest;
}

static char *
dup_reply (const RecessPracticeModel   *model,
           const RecessPracticeRequest *request,
           guint                        class)
{
  g_autofree char *reply = class != RECESS_PRACTICE_NONE
    ? g_strdup (recess_practice_model_get_reply (model, class))
    : recess_practice_abstain (model, request);

  return g_strconcat (reply, request->unread ? UNREAD : NULL, NULL);
}

static void
add_selected (GPtrArray                   *answers,
              const RecessPracticeModel   *model,
              const RecessPracticeRequest *request)
{
  g_autoptr(GArray) classes = recess_practice_choose (model, request);

  for (guint i = 0; i < classes->len; i++)
    {
      guint class = g_array_index (classes, guint, i);
      g_autofree char *reply = dup_reply (model, request, class);

      if (request->json)
        g_ptr_array_add (answers,
                         answer_new (request,
                                     recess_practice_write_json (request, reply,
                                                                 class != RECESS_PRACTICE_NONE)));
      else
        g_ptr_array_add (answers, answer_new (request, g_steal_pointer (&reply)));
    }
}

GPtrArray *
recess_practice_answers_new (const RecessPracticeModel   *model,
                             const RecessPracticeRequest *request)
{
  g_autoptr(GPtrArray) answers = NULL;
  g_autofree char *only = NULL;

  g_return_val_if_fail (model != NULL, NULL);
  g_return_val_if_fail (request != NULL, NULL);

  answers = g_ptr_array_new_with_free_func (answer_free);
  if (request->offered->len > 0 && add_calls (answers, request))
    return g_steal_pointer (&answers);

  if ((only = dup_only_answer (model, request)) == NULL)
    {
      add_selected (answers, model, request);
      return g_steal_pointer (&answers);
    }

  for (guint i = 0; i < request->n; i++)
    g_ptr_array_add (answers,
                     answer_new (request, request->json
                                            ? recess_practice_write_json (request, only, TRUE)
                                            : g_strdup (only)));

  return g_steal_pointer (&answers);
}
