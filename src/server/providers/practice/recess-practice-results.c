/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "common/recess-json.h"
#include "recess-practice-results.h"
#include "recess-practice-text.h"
#include "recess-practice-words.h"

#define MOST_ROWS     40
#define MOST_DEPTH     4
#define MOST_ARGUMENTS 6
#define MOST_SHORT   160

static void append_value (GString  *text,
                          JsonNode *node,
                          guint     depth);

static void
append_name (GString    *text,
             const char *name)
{
  g_autofree char *spaced = g_strdelimit (g_strdup (name), "_", ' ');

  g_string_append (text, spaced);
}

static void
append_object (GString    *text,
               JsonObject *object,
               guint       depth)
{
  g_autoptr(GList) names = json_object_get_members (object);
  guint n = 0;

  for (GList *iter = names; iter != NULL; iter = iter->next, n++)
    {
      if (n == MOST_ROWS)
        {
          g_string_append (text, ", \xe2\x80\xa6");
          return;
        }
      g_string_append (text, n > 0 ? ", " : "");
      append_name (text, iter->data);
      g_string_append (text, ": ");
      append_value (text, json_object_get_member (object, iter->data), depth + 1);
    }
}

static void
append_array (GString   *text,
              JsonArray *array,
              guint      depth)
{
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *node = json_array_get_element (array, i);

      if (i == MOST_ROWS)
        {
          g_string_append (text, ", \xe2\x80\xa6");
          return;
        }
      g_string_append (text, i == 0 ? "" : JSON_NODE_HOLDS_OBJECT (node) ? "; " : ", ");
      append_value (text, node, depth + 1);
    }
}

static void
append_value (GString  *text,
              JsonNode *node,
              guint     depth)
{
  g_autofree char *json = NULL;

  if (depth < MOST_DEPTH && JSON_NODE_HOLDS_OBJECT (node)
      && json_object_get_size (json_node_get_object (node)) > 0)
    {
      append_object (text, json_node_get_object (node), depth);
      return;
    }
  if (depth < MOST_DEPTH && JSON_NODE_HOLDS_ARRAY (node)
      && json_array_get_length (json_node_get_array (node)) > 0)
    {
      append_array (text, json_node_get_array (node), depth);
      return;
    }
  if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
    {
      g_string_append (text, json_node_get_string (node));
      return;
    }

  json = recess_json_node_to_text (node, FALSE);
  g_string_append (text, json);
}

/* Returns: what went wrong, where the result says so */
static char *
dup_fault (JsonNode   *node,
           const char *result)
{
  JsonNode *error = node != NULL && JSON_NODE_HOLDS_OBJECT (node)
    ? json_object_get_member (json_node_get_object (node), "error") : NULL;

  if (error != NULL && JSON_NODE_HOLDS_OBJECT (error))
    return g_strdup (recess_json_object_get_string (json_node_get_object (error), "message",
                                                    "no reason is given"));
  if (error != NULL && JSON_NODE_HOLDS_VALUE (error)
      && json_node_get_value_type (error) == G_TYPE_STRING)
    return g_strdup (json_node_get_string (error));
  if (node == NULL && g_ascii_strncasecmp (result, "error", 5) == 0)
    return g_strstrip (g_strdup (result + 5 + (result[5] == ':')));

  return NULL;
}

static void
append_arguments (GString    *text,
                  const char *arguments)
{
  g_autoptr(JsonObject) object = recess_json_parse_object (arguments, strlen (arguments), NULL);
  g_autoptr(GList) names = object != NULL ? json_object_get_members (object) : NULL;
  guint n = 0;

  for (GList *iter = names; iter != NULL && n < MOST_ARGUMENTS; iter = iter->next, n++)
    {
      g_autoptr(GString) value = g_string_new (NULL);

      append_value (value, json_object_get_member (object, iter->data), 0);
      if (value->len > MOST_SHORT)
        {
          g_string_truncate (value, g_utf8_find_prev_char (value->str, value->str + MOST_SHORT)
                                    - value->str);
          g_string_append (value, "\xe2\x80\xa6");
        }
      g_string_append (text, n == 0 ? " (" : ", ");
      append_name (text, iter->data);
      g_string_append_printf (text, ": %s", value->str);
    }
  g_string_append (text, n > 0 ? ")" : "");
}

static void
append_result (GString                  *text,
               const RecessPracticeMade *made)
{
  g_autoptr(JsonNode) node = made->result != NULL
    ? recess_json_parse (made->result, strlen (made->result), NULL) : NULL;
  g_autofree char *fault = made->result != NULL ? dup_fault (node, made->result) : NULL;

  g_string_append_printf (text, "`%s`", made->name);
  append_arguments (text, made->arguments);
  if (fault != NULL)
    {
      g_string_append_printf (text, " failed: %s", fault);
      return;
    }

  g_string_append (text, ": ");
  if (made->result == NULL)
    g_string_append (text, "no result has come back");
  else if (node != NULL)
    append_value (text, node, 0);
  else
    g_string_append (text, *made->result != '\0' ? made->result : "the result is empty");
}

char *
recess_practice_sum_up (const RecessPracticeRequest *request)
{
  g_autoptr(GString) text = g_string_new (NULL);

  g_return_val_if_fail (request != NULL, NULL);

  if (request->made->len == 1)
    {
      append_result (text, g_ptr_array_index (request->made, 0));
      return g_string_free (g_steal_pointer (&text), FALSE);
    }

  g_string_append (text, request->made->len > 0 ? "This is what came back:\n"
                                                 : "There is no call that this result belongs to.");
  for (guint i = 0; i < request->made->len; i++)
    {
      g_string_append (text, "\n- ");
      append_result (text, g_ptr_array_index (request->made, i));
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static gboolean
is_fit (JsonNode                 *node,
        const RecessPracticeSlot *slot)
{
  GType type = JSON_NODE_HOLDS_VALUE (node) ? json_node_get_value_type (node) : G_TYPE_INVALID;

  if (type == G_TYPE_STRING)
    return (slot->types & RECESS_JSON_TYPE_STRING) != 0
           && recess_practice_slot_takes_text (slot, json_node_get_string (node));
  if (type == G_TYPE_INT64)
    return (slot->types & (RECESS_JSON_TYPE_INTEGER | RECESS_JSON_TYPE_NUMBER)) != 0;
  if (type == G_TYPE_DOUBLE)
    return (slot->types & RECESS_JSON_TYPE_NUMBER) != 0;

  return type == G_TYPE_BOOLEAN && (slot->types & RECESS_JSON_TYPE_BOOLEAN) != 0;
}

/* The member whose name is most like the slot's */
static JsonNode *
find_like (JsonNode                 *node,
           const RecessPracticeSlot *slot,
           guint                     depth,
           float                    *best)
{
  g_autoptr(GList) names = NULL;
  JsonNode *found = NULL;

  if (depth >= MOST_DEPTH)
    return NULL;
  if (JSON_NODE_HOLDS_ARRAY (node) && json_array_get_length (json_node_get_array (node)) > 0)
    return find_like (json_array_get_element (json_node_get_array (node), 0), slot, depth + 1,
                      best);
  if (!JSON_NODE_HOLDS_OBJECT (node))
    return NULL;

  names = json_object_get_members (json_node_get_object (node));
  for (GList *iter = names; iter != NULL; iter = iter->next)
    {
      JsonNode *member = json_object_get_member (json_node_get_object (node), iter->data);
      g_autoptr(GPtrArray) stems = recess_practice_name_stems (iter->data);
      JsonNode *inner = find_like (member, slot, depth + 1, best);
      float like = 0;

      for (guint i = 0; i < stems->len; i++)
        like += recess_practice_slot_is_named (slot, g_ptr_array_index (stems, i)) / stems->len;
      if (inner != NULL)
        found = inner;
      if (like > *best && is_fit (member, slot))
        {
          *best = like;
          found = member;
        }
    }

  return found;
}

JsonNode *
recess_practice_from_result (const RecessPracticeRequest *request,
                             const RecessPracticeSlot    *slot)
{
  for (guint i = request->made->len; i > 0; i--)
    {
      const RecessPracticeMade *made = g_ptr_array_index (request->made, i - 1);
      g_autoptr(JsonNode) node = made->result != NULL
        ? recess_json_parse (made->result, strlen (made->result), NULL) : NULL;
      float best = 0.5f;
      JsonNode *found = node != NULL ? find_like (node, slot, 0, &best) : NULL;

      if (found != NULL)
        return json_node_copy (found);
      if (node != NULL && is_fit (node, slot))
        return json_node_copy (node);
      if (made->result != NULL && (slot->types & RECESS_JSON_TYPE_STRING) != 0
          && recess_practice_slot_takes_text (slot, made->result))
        {
          g_autoptr(GString) text = g_string_new (node == NULL ? made->result : NULL);

          if (node != NULL)
            append_value (text, node, 0);
          return json_node_init_string (json_node_alloc (), text->str);
        }
    }

  return NULL;
}
