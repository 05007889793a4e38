/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "common/recess-id.h"
#include "common/recess-json.h"
#include "recess-practice-build.h"
#include "recess-practice-compose.h"
#include "recess-practice-fill.h"
#include "recess-practice-plan.h"
#include "recess-practice-results.h"
#include "recess-practice-words.h"

static void
answer_call_free (gpointer data)
{
  RecessPracticeAnswerCall *call = data;

  g_free (call->id);
  g_free (call->name);
  g_free (call->arguments);
  g_free (call);
}

/* Of the calls that are planned, each one made before counts once. */
static gboolean
was_made (const RecessPracticeRequest *request,
          const RecessPracticeCall    *call,
          guint8                      *counted)
{
  for (guint i = 0; i < request->made->len; i++)
    {
      const RecessPracticeMade *made = g_ptr_array_index (request->made, i);

      if (!counted[i] && g_str_equal (made->name, call->tool->name))
        {
          counted[i] = TRUE;
          return TRUE;
        }
    }

  return FALSE;
}

static void
fill_from_results (const RecessPracticeRequest *request,
                   RecessPracticeCall          *call)
{
  for (guint i = 0; i < call->tool->slots->len; i++)
    {
      const RecessPracticeSlot *slot = g_ptr_array_index (call->tool->slots, i);
      g_autoptr(JsonNode) node = NULL;
      RecessPracticeFilled row = { i, 0, NULL, call->end, call->end };

      if (!slot->required || recess_practice_filled_has (call->filled, i)
          || !(node = recess_practice_from_result (request, slot)))
        continue;

      row.node = node;
      recess_practice_filled_add (call->filled, &row);
    }
}

GPtrArray *
recess_practice_next_calls (const RecessPracticeRequest *request)
{
  GPtrArray *next = g_ptr_array_new_with_free_func (answer_call_free);
  g_autofree guint8 *counted = g_new0 (guint8, request->made->len + 1);
  g_autoptr(GPtrArray) planned = NULL;

  planned = recess_practice_plan (request->text, request->offered, request->now,
                                  request->need ? RECESS_PRACTICE_CALL_ONE_AT_LEAST
                                                : RECESS_PRACTICE_CALL_IF_MATCHED);
  for (guint i = 0; i < planned->len; i++)
    {
      RecessPracticeCall *call = g_ptr_array_index (planned, i);
      RecessPracticeAnswerCall *answer;

      if (was_made (request, call, counted))
        continue;
      if (next->len > 0 && (call->waits || !request->parallel))
        break;
      if (call->waits)
        fill_from_results (request, call);

      answer = g_new0 (RecessPracticeAnswerCall, 1);
      answer->id = recess_id_new ("call_");
      answer->name = g_strdup (call->tool->name);
      answer->arguments = recess_practice_call_write (call, request->now);
      g_ptr_array_add (next, answer);
    }

  return next;
}

/* Whether a slot asks for an answer, and not for something out of the request. */
static gboolean
is_for_reply (const RecessPracticeSlot *slot)
{
  const char *const *stems = (const char *const *) recess_practice_stems_of (
    "answer reply response explanation summary output text content message result");

  if (slot->types != RECESS_JSON_TYPE_STRING || !slot->required || slot->list
      || recess_json_schema_node_get_enum (slot->node) != NULL)
    return FALSE;

  return slot->names->len > 0 && g_strv_contains (stems, g_ptr_array_index (slot->names, 0));
}

static void
put_reply (const RecessPracticeTool *format,
           GArray                   *filled,
           const char               *reply)
{
  for (guint i = 0; i < format->slots->len; i++)
    {
      g_autoptr(JsonNode) node = NULL;
      RecessPracticeFilled row = { i, 0, NULL, 0, 0 };

      if (!is_for_reply (g_ptr_array_index (format->slots, i)))
        continue;

      for (guint k = filled->len; k > 0; k--)
        {
          if (g_array_index (filled, RecessPracticeFilled, k - 1).slot == i)
            g_array_remove_index (filled, k - 1);
        }
      node = json_node_init_string (json_node_alloc (), reply);
      row.node = node;
      recess_practice_filled_add (filled, &row);
      return;
    }
}

/* What is required and said nowhere: strings get the reply. */
static void
put_rest (const RecessPracticeTool *format,
          GArray                   *filled,
          const char               *reply)
{
  for (guint i = 0; i < format->slots->len; i++)
    {
      const RecessPracticeSlot *slot = g_ptr_array_index (format->slots, i);
      g_autoptr(JsonNode) node = NULL;
      RecessPracticeFilled row = { i, 0, NULL, 0, 0 };

      if (!slot->required || (slot->types & RECESS_JSON_TYPE_STRING) == 0
          || recess_practice_filled_has (filled, i)
          || recess_json_schema_node_get_enum (slot->node) != NULL
          || !recess_practice_slot_takes_text (slot, reply))
        continue;

      node = json_node_init_string (json_node_alloc (), reply);
      row.node = node;
      recess_practice_filled_add (filled, &row);
      return;
    }
}

char *
recess_practice_write_json (const RecessPracticeRequest *request,
                            const char                  *reply,
                            gboolean                     sure)
{
  g_autoptr(GPtrArray) calls = NULL;
  g_autoptr(JsonNode) value = NULL;
  RecessPracticeCall *call;

  g_return_val_if_fail (request != NULL, NULL);
  g_return_val_if_fail (reply != NULL, NULL);

  if (request->format == NULL)
    {
      g_autofree char *quoted = recess_json_quote (reply);

      return g_strdup_printf ("{\"answer\":%s}", quoted);
    }

  calls = recess_practice_plan_whole (request->text, request->format, request->now);
  call = g_ptr_array_index (calls, 0);
  if (request->last_is_result)
    fill_from_results (request, call);
  if (sure || request->last_is_result)
    put_reply (request->format, call->filled, reply);
  put_rest (request->format, call->filled, reply);
  value = recess_practice_build (request->format->schema, request->format->slots, call->filled,
                                 request->now);
  return recess_json_node_to_text (value, FALSE);
}

/* Whether a message only asks to go on. */
static gboolean
asks_to_go_on (const char *text)
{
  static const char *const requests[] = {
    "continue", "please continue", "continue please", "go on", "please go on", "go on please",
    "keep going", "please keep going", "carry on", "please carry on", "more", "more please",
    "continue from where you stopped", "continue where you stopped",
    "continue where you left off", "continue from where you left off", "go ahead", "finish",
    "please finish", "and then", "next", NULL,
  };
  g_autoptr(GPtrArray) words = recess_practice_features_words (text, 16);
  g_autofree char *joined = NULL;

  g_ptr_array_add (words, NULL);
  joined = g_strjoinv (" ", (GStrv) words->pdata);
  return *joined == '\0' || g_strv_contains (requests, joined);
}

static char *
dup_rest (const char *whole,
          const char *beginning)
{
  gsize length = strlen (beginning);

  return length > 0 && strlen (whole) > length && strncmp (whole, beginning, length) == 0
           ? g_strdup (whole + length) : NULL;
}

static char *
find_rest (const RecessPracticeModel *model,
           const char                *beginning,
           const char                *abstention)
{
  for (guint i = 1; i < recess_practice_model_get_classes (model); i++)
    {
      char *rest = dup_rest (recess_practice_model_get_reply (model, i), beginning);

      if (rest != NULL)
        return rest;
    }

  return dup_rest (abstention, beginning);
}

char *
recess_practice_continue (const RecessPracticeModel   *model,
                          const RecessPracticeRequest *request,
                          const char                  *abstention)
{
  g_autoptr(GString) beginning = g_string_new (NULL);

  g_return_val_if_fail (model != NULL, NULL);
  g_return_val_if_fail (request != NULL, NULL);

  if (!request->last_is_spoken && !asks_to_go_on (request->text))
    return NULL;

  /* What was cut twice stands in two messages. */
  for (guint i = request->spoken->len; i > 0; i--)
    {
      char *rest;

      g_string_prepend (beginning, g_ptr_array_index (request->spoken, i - 1));
      if ((rest = find_rest (model, beginning->str, abstention)) != NULL)
        return rest;
    }

  return NULL;
}
