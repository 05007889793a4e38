/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "common/recess-json.h"
#include "practice-calls.h"

static void
append_tools (GString   *body,
              JsonArray *tools)
{
  for (guint i = 0; i < json_array_get_length (tools); i++)
    {
      g_autofree char *tool = recess_json_node_to_text (json_array_get_element (tools, i), FALSE);

      g_string_append_printf (body, "%s{\"type\":\"function\",\"function\":%s}", i > 0 ? "," : "",
                              tool);
    }
}

JsonArray *
practice_calls_ask (RecessPractice *practice,
                    const char     *text,
                    JsonArray      *tools,
                    gint64          now)
{
  g_autoptr(GString) body = g_string_new ("{\"model\":\"m\",\"tools\":[");
  g_autoptr(JsonObject) request = NULL;
  g_autoptr(JsonObject) answer = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *json = NULL;
  JsonArray *made = json_array_new ();
  JsonObject *message;
  JsonArray *calls;

  append_tools (body, tools);
  g_string_append (body, "],\"messages\":[{\"role\":\"user\",\"content\":");
  recess_json_append_string (body, text, -1);
  g_string_append (body, "}]}");
  request = recess_json_parse_object (body->str, body->len, &error);
  g_assert_no_error (error);
  json = recess_practice_complete (practice, request, "chatcmpl-1", now, &error);
  g_assert_no_error (error);
  answer = recess_json_parse_object (json, strlen (json), &error);
  g_assert_no_error (error);

  message = json_array_get_object_element (json_object_get_array_member (answer, "choices"), 0);
  message = json_object_get_object_member (message, "message");
  calls = recess_json_object_get_array (message, "tool_calls");
  for (guint i = 0; calls != NULL && i < json_array_get_length (calls); i++)
    {
      JsonObject *call = json_object_get_object_member (json_array_get_object_element (calls, i),
                                                        "function");
      const char *arguments = json_object_get_string_member (call, "arguments");
      JsonObject *row = json_object_new ();

      json_object_set_string_member (row, "name", json_object_get_string_member (call, "name"));
      json_object_set_object_member (row, "arguments",
                                     recess_json_parse_object (arguments, strlen (arguments),
                                                               &error));
      g_assert_no_error (error);
      json_array_add_object_element (made, row);
    }

  return made;
}

/* Members in any order, 5 and 5.0 the same */
static gboolean
is_same (JsonNode *a,
         JsonNode *b)
{
  if (JSON_NODE_HOLDS_VALUE (a) && JSON_NODE_HOLDS_VALUE (b)
      && json_node_get_value_type (a) != G_TYPE_STRING
      && json_node_get_value_type (b) != G_TYPE_STRING
      && json_node_get_value_type (a) != G_TYPE_BOOLEAN
      && json_node_get_value_type (b) != G_TYPE_BOOLEAN)
    return json_node_get_double (a) == json_node_get_double (b);
  if (JSON_NODE_HOLDS_OBJECT (a) && JSON_NODE_HOLDS_OBJECT (b))
    {
      JsonObject *first = json_node_get_object (a);
      JsonObject *second = json_node_get_object (b);
      g_autoptr(GList) names = json_object_get_members (first);

      if (json_object_get_size (first) != json_object_get_size (second))
        return FALSE;
      for (GList *iter = names; iter != NULL; iter = iter->next)
        {
          JsonNode *other = json_object_get_member (second, iter->data);

          if (other == NULL || !is_same (json_object_get_member (first, iter->data), other))
            return FALSE;
        }
      return TRUE;
    }

  return json_node_equal (a, b);
}

static const char *
name_at (JsonArray *calls,
         guint      index)
{
  return json_object_get_string_member (json_array_get_object_element (calls, index), "name");
}

void
practice_calls_count (PracticeCallTally *tally,
                      JsonArray         *wanted,
                      JsonArray         *made)
{
  guint n = json_array_get_length (wanted);
  gboolean names = json_array_get_length (made) == n;
  gboolean arguments = names;

  tally->requests++;
  tally->calls += n;
  for (guint i = 0; i < MIN (n, json_array_get_length (made)); i++)
    {
      gboolean named = g_str_equal (name_at (wanted, i), name_at (made, i));
      gboolean same = named && is_same (json_array_get_element (wanted, i),
                                        json_array_get_element (made, i));

      names &= named;
      arguments &= same;
      tally->call_names += named;
      tally->call_arguments += same;
    }
  tally->names += names;
  tally->arguments += arguments;
}

static JsonObject *
read_functions (const char  *path,
                gint64      *now,
                GError     **error)
{
  g_autofree char *contents = NULL;
  g_autoptr(GDateTime) moment = NULL;
  JsonObject *functions;
  gsize length;

  if (!g_file_get_contents (path, &contents, &length, error)
      || !(functions = recess_json_parse_object (contents, length, error)))
    return NULL;

  moment = g_date_time_new_from_iso8601 (json_object_get_string_member (functions, "now"), NULL);
  *now = g_date_time_to_unix (moment);
  return functions;
}

gboolean
practice_calls_measure (RecessPractice     *practice,
                        const char         *folder,
                        PracticeCallTally  *tally,
                        PracticeCallFunc    missed,
                        gpointer            user_data,
                        GError            **error)
{
  g_autofree char *functions = g_build_filename (folder, "functions.json", NULL);
  g_autofree char *requests = g_build_filename (folder, "written.jsonl", NULL);
  g_autofree char *contents = NULL;
  g_autoptr(JsonObject) told = NULL;
  g_auto(GStrv) lines = NULL;
  gint64 now;

  *tally = (PracticeCallTally) { 0, };
  if (!(told = read_functions (functions, &now, error))
      || !g_file_get_contents (requests, &contents, NULL, error))
    return FALSE;

  lines = g_strsplit (g_strchomp (contents), "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_autoptr(JsonObject) request = recess_json_parse_object (lines[i], strlen (lines[i]), error);
      g_autoptr(JsonArray) made = NULL;
      const char *text;
      JsonArray *wanted;
      guint right = tally->arguments;

      if (request == NULL)
        return FALSE;

      text = json_object_get_string_member (request, "text");
      wanted = json_object_get_array_member (request, "calls");
      made = practice_calls_ask (practice, text, json_object_get_array_member (told, "tools"), now);
      practice_calls_count (tally, wanted, made);
      if (missed != NULL && tally->arguments == right)
        missed (text, wanted, made, user_data);
    }

  return TRUE;
}
