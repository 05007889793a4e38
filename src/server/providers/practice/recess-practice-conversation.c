/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "common/recess-json.h"
#include "recess-practice-trainer.h"

typedef struct
{
  GString  *system;
  char     *previous;
  char     *text;
  gboolean  answered;
} Context;

static void
context_clear (Context *context)
{
  g_string_free (context->system, TRUE);
  g_free (context->previous);
  g_free (context->text);
}

/* Returns: the text of a message, or NULL where it has none */
static char *
dup_text (JsonObject *message)
{
  const char *string = recess_json_object_get_string (message, "content", NULL);
  JsonArray *parts = recess_json_object_get_array (message, "content");
  GString *text;

  if (string != NULL)
    return g_strdup (string);
  if (parts == NULL)
    return NULL;

  text = g_string_new (NULL);
  for (guint i = 0; i < json_array_get_length (parts); i++)
    {
      JsonNode *part = json_array_get_element (parts, i);

      if (!JSON_NODE_HOLDS_OBJECT (part))
        continue;

      if (text->len > 0)
        g_string_append_c (text, '\n');
      g_string_append (text, recess_json_object_get_string (json_node_get_object (part), "text",
                                                            ""));
    }

  return g_string_free (text, FALSE);
}

static gboolean
fail (GError     **error,
      guint        number,
      const char  *reason)
{
  g_set_error (error, RECESS_PRACTICE_ERROR, RECESS_PRACTICE_ERROR_EXAMPLE, "Message %u %s.",
               number, reason);
  return FALSE;
}

static gboolean
read_weight (JsonObject  *message,
             guint        number,
             gboolean    *learn,
             GError     **error)
{
  double weight = recess_json_object_get_double (message, "weight", 1);

  if (weight != 0 && weight != 1)
    return fail (error, number, "has a weight that is neither 0 nor 1");

  *learn = weight != 0;
  return TRUE;
}

static gboolean
add_message (RecessPracticeTrainer  *self,
             RecessPracticeSet       set,
             Context                *context,
             JsonObject             *message,
             guint                   number,
             GError                **error)
{
  const char *role = recess_json_object_get_string (message, "role", "");
  g_autofree char *text = dup_text (message);
  RecessPracticeQuery query = { 0, };
  gboolean learn = FALSE;

  if (text == NULL)
    return fail (error, number, "has no text");

  if (g_str_equal (role, "system") || g_str_equal (role, "developer"))
    {
      g_string_append_printf (context->system, "%s\n", text);
    }
  else if (g_str_equal (role, "user"))
    {
      g_free (context->previous);
      context->previous = g_steal_pointer (&context->text);
      context->text = g_steal_pointer (&text);
    }
  else if (g_str_equal (role, "assistant"))
    {
      if (!read_weight (message, number, &learn, error))
        return FALSE;

      query.system = context->system->str;
      query.previous = context->previous;
      query.answered = context->answered;
      query.text = context->text;
      if (learn)
        recess_practice_trainer_add (self, set, &query, NULL, text);
      context->answered = TRUE;
    }
  else
    {
      return fail (error, number, "has a role that cannot be learned from");
    }

  return TRUE;
}

gboolean
recess_practice_trainer_add_conversation (RecessPracticeTrainer  *self,
                                          RecessPracticeSet       set,
                                          JsonArray              *messages,
                                          GError                **error)
{
  guint before;
  Context context = { 0, };
  gboolean added = TRUE;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (messages != NULL, FALSE);

  before = recess_practice_trainer_get_examples (self, set);
  context.system = g_string_new (NULL);
  for (guint i = 0; added && i < json_array_get_length (messages); i++)
    {
      JsonNode *node = json_array_get_element (messages, i);

      if (JSON_NODE_HOLDS_OBJECT (node))
        added = add_message (self, set, &context, json_node_get_object (node), i + 1, error);
      else
        added = fail (error, i + 1, "is no object");
    }
  context_clear (&context);

  if (added && recess_practice_trainer_get_examples (self, set) == before)
    {
      g_set_error (error, RECESS_PRACTICE_ERROR, RECESS_PRACTICE_ERROR_EXAMPLE,
                   "There is no message of the assistant with weight 1: nothing to learn.");
      return FALSE;
    }

  return added;
}
