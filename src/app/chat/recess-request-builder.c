/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "common/recess-json.h"

#include "recess-chat-params.h"
#include "recess-request-builder.h"

static void
append_model (GString    *body,
              const char *settings,
              const char *default_model)
{
  g_autofree char *model = recess_json_dup_string (settings, strlen (settings), "model");

  g_string_append (body, "  \"model\": ");
  if (model == NULL)
    model = g_strdup (default_model != NULL ? default_model : "");
  recess_json_append_string (body, model, -1);
}

static void
append_turns (GString              *body,
              const RecessChatTurn *turns,
              gsize                 n_turns)
{
  g_string_append (body, ",\n  \"messages\": [");
  for (gsize i = 0; i < n_turns; i++)
    {
      g_string_append (body, i > 0 ? ",\n    { \"role\": " : "\n    { \"role\": ");
      recess_json_append_string (body, turns[i].role, -1);
      if (turns[i].tool_call_id != NULL)
        {
          g_string_append (body, ", \"tool_call_id\": ");
          recess_json_append_string (body, turns[i].tool_call_id, -1);
        }
      g_string_append (body, ", \"content\": ");
      g_string_append (body, turns[i].content);
      if (turns[i].tool_calls != NULL)
        g_string_append_printf (body, ", \"tool_calls\": %s", turns[i].tool_calls);
      g_string_append (body, " }");
    }
  g_string_append (body, n_turns > 0 ? "\n  ]" : "]");
}

static void
append_setting (GString    *body,
                const char *settings,
                const char *name)
{
  RecessJsonSpan span;

  if (!recess_json_find_member (settings, strlen (settings), name, &span) ||
      strncmp (settings + span.start, "null", 4) == 0)
    return;

  g_string_append_printf (body, ",\n  \"%s\": %.*s", name, (int) span.length,
                          settings + span.start);
}

/* How to call functions is not sent where there are none: providers refuse that. */
static void
append_tools (GString    *body,
              const char *settings,
              const char *tools)
{
  if (tools == NULL)
    return;

  g_string_append_printf (body, ",\n  \"tools\": %s", tools);
  append_setting (body, settings, "tool_choice");
  append_setting (body, settings, "parallel_tool_calls");
}

static void
append_params (GString    *body,
               const char *settings)
{
  const RecessChatParam *params;
  guint n_params;

  params = recess_chat_params_get (&n_params);
  for (guint i = 0; i < n_params; i++)
    if (!g_str_equal (params[i].name, "stream"))
      append_setting (body, settings, params[i].name);
}

/* An answer that streams says what it used only when it is asked to. */
static void
append_stream (GString    *body,
               const char *settings)
{
  RecessJsonSpan span;

  if (recess_json_find_member (settings, strlen (settings), "stream", &span) &&
      strncmp (settings + span.start, "false", 5) == 0)
    return;

  g_string_append (body, ",\n  \"stream\": true"
                         ",\n  \"stream_options\": { \"include_usage\": true }");
}

char *
recess_request_builder_build (const char           *settings,
                              const char           *default_model,
                              const RecessChatTurn *turns,
                              gsize                 n_turns,
                              const char           *tools)
{
  GString *body = g_string_new ("{\n");

  g_return_val_if_fail (settings != NULL, NULL);
  g_return_val_if_fail (turns != NULL || n_turns == 0, NULL);

  append_model (body, settings, default_model);
  append_turns (body, turns, n_turns);
  append_tools (body, settings, tools);
  append_setting (body, settings, "response_format");
  append_params (body, settings);
  append_stream (body, settings);
  g_string_append (body, "\n}");

  return g_string_free (body, FALSE);
}

char *
recess_request_builder_as_curl (const char *body)
{
  g_autoptr(GString) escaped = NULL;

  g_return_val_if_fail (body != NULL, NULL);

  escaped = g_string_new (body);
  g_string_replace (escaped, "'", "'\\''", 0);

  return g_strdup_printf ("curl \"$OPENAI_BASE_URL/chat/completions\" \\\n"
                          "  -H \"Authorization: Bearer $OPENAI_API_KEY\" \\\n"
                          "  -H 'Content-Type: application/json' \\\n"
                          "  -d '%s'\n",
                          escaped->str);
}

/* Python reads the JSON itself: no second way of writing strings and truth values to get wrong. */
char *
recess_request_builder_as_python (const char *body)
{
  g_autoptr(GString) escaped = NULL;
  RecessJsonSpan span;
  const char *show;

  g_return_val_if_fail (body != NULL, NULL);

  escaped = g_string_new (body);
  g_string_replace (escaped, "'", "\\u0027", 0);
  if (recess_json_find_member (body, strlen (body), "stream", &span))
    show = "for chunk in answer:\n"
           "    if chunk.choices:\n"
           "        print(chunk.choices[0].delta.content or \"\", end=\"\", flush=True)\n"
           "print()\n";
  else
    show = "print(answer.choices[0].message.content)\n";

  return g_strdup_printf ("import json\n\n"
                          "from openai import OpenAI\n\n"
                          "client = OpenAI()  # OPENAI_BASE_URL and OPENAI_API_KEY say where\n"
                          "answer = client.chat.completions.create(**json.loads(r'''%s'''))\n"
                          "%s",
                          escaped->str, show);
}
