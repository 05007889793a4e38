/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "recess-json.h"
#include "recess-token-count.h"

#define TOKENS_PER_NAME          1
#define TOKENS_PER_CALL          3
#define TOKENS_OF_CHOICE         4
#define TOKENS_OF_SMALL_IMAGE    85
/* An image of 1024 × 1024 in full detail */
#define TOKENS_OF_IMAGE          765
/* What a message of the old role "function" needs less */
#define TOKENS_LESS_OF_FUNCTION  2
/* The first system message opens the place where the functions are told. */
#define TOKENS_SHARED_WITH_SYSTEM 4

static void
add_text (const RecessTokenizer *tokenizer,
          const char            *text,
          RecessTokenCount      *count)
{
  if (text != NULL)
    count->tokens += recess_tokenizer_count (tokenizer, text, -1);
}

static void
add_member (const RecessTokenizer *tokenizer,
            JsonObject            *object,
            const char            *name,
            RecessTokenCount      *count)
{
  add_text (tokenizer, recess_json_object_get_string (object, name, NULL), count);
}

static void
add_json (const RecessTokenizer *tokenizer,
          JsonObject            *object,
          const char            *name,
          RecessTokenCount      *count)
{
  JsonNode *node = json_object_get_member (object, name);
  g_autofree char *text = node != NULL ? recess_json_node_to_text (node, FALSE) : NULL;

  add_text (tokenizer, text, count);
}

/* An element that is an object, or %NULL. */
static JsonObject *
get_object (JsonArray *array,
            guint      i)
{
  JsonNode *node = json_array_get_element (array, i);

  return JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

static void
add_part (const RecessTokenizer *tokenizer,
          JsonObject            *part,
          RecessTokenCount      *count)
{
  const char *type = recess_json_object_get_string (part, "type", "");
  JsonObject *image;

  if (g_str_equal (type, "text") || g_str_equal (type, "refusal"))
    {
      add_member (tokenizer, part, type, count);
      return;
    }

  count->estimated = TRUE;
  image = recess_json_object_get_object (part, "image_url");
  if (image != NULL)
    count->tokens += g_str_equal (recess_json_object_get_string (image, "detail", ""), "low")
                       ? TOKENS_OF_SMALL_IMAGE : TOKENS_OF_IMAGE;
}

static void
add_content (const RecessTokenizer *tokenizer,
             JsonObject            *message,
             RecessTokenCount      *count)
{
  JsonArray *parts = recess_json_object_get_array (message, "content");

  add_member (tokenizer, message, "content", count);
  for (guint i = 0; parts != NULL && i < json_array_get_length (parts); i++)
    if (get_object (parts, i) != NULL)
      add_part (tokenizer, get_object (parts, i), count);
}

static void
add_call (const RecessTokenizer *tokenizer,
          JsonObject            *call,
          RecessTokenCount      *count)
{
  if (call == NULL)
    return;

  count->estimated = TRUE;
  count->tokens += TOKENS_PER_CALL;
  add_member (tokenizer, call, "name", count);
  add_member (tokenizer, call, "arguments", count);
}

static void
add_calls (const RecessTokenizer *tokenizer,
           JsonObject            *message,
           RecessTokenCount      *count)
{
  JsonArray *calls = recess_json_object_get_array (message, "tool_calls");

  add_call (tokenizer, recess_json_object_get_object (message, "function_call"), count);
  for (guint i = 0; calls != NULL && i < json_array_get_length (calls); i++)
    if (get_object (calls, i) != NULL)
      add_call (tokenizer, recess_json_object_get_object (get_object (calls, i), "function"),
                count);
}

void
recess_token_count_answer (const RecessTokenizer *tokenizer,
                           JsonObject            *message,
                           RecessTokenCount      *count)
{
  g_return_if_fail (tokenizer != NULL);
  g_return_if_fail (message != NULL);
  g_return_if_fail (count != NULL);

  add_content (tokenizer, message, count);
  add_member (tokenizer, message, "refusal", count);
  add_calls (tokenizer, message, count);
}

void
recess_token_count_message (const RecessTokenizer *tokenizer,
                            JsonObject            *message,
                            RecessTokenCount      *count)
{
  g_return_if_fail (tokenizer != NULL);
  g_return_if_fail (message != NULL);
  g_return_if_fail (count != NULL);

  count->tokens += RECESS_TOKENS_PER_MESSAGE;
  add_member (tokenizer, message, "role", count);
  if (recess_json_object_get_string (message, "name", NULL) != NULL)
    {
      count->tokens += TOKENS_PER_NAME;
      add_member (tokenizer, message, "name", count);
    }
  if (g_str_equal (recess_json_object_get_string (message, "role", ""), "function"))
    count->tokens -= TOKENS_LESS_OF_FUNCTION;
  recess_token_count_answer (tokenizer, message, count);
}

static void
add_choice (const RecessTokenizer *tokenizer,
            JsonObject            *request,
            const char            *name,
            RecessTokenCount      *count)
{
  JsonObject *choice = recess_json_object_get_object (request, name);
  JsonObject *function;

  if (g_strcmp0 (recess_json_object_get_string (request, name, NULL), "none") == 0)
    count->tokens++;
  if (choice == NULL)
    return;

  function = recess_json_object_get_object (choice, "function");
  count->tokens += TOKENS_OF_CHOICE;
  add_member (tokenizer, function != NULL ? function : choice, "name", count);
}

/* The functions are told behind the first system message, on a line of their own. */
static void
share_with_system (const RecessTokenizer *tokenizer,
                   JsonObject            *system,
                   RecessTokenCount      *count)
{
  const char *content = recess_json_object_get_string (system, "content", NULL);
  g_autofree char *line = g_strconcat (content != NULL ? content : "", "\n", NULL);

  count->tokens += recess_tokenizer_count (tokenizer, line, -1);
  if (content != NULL)
    count->tokens -= recess_tokenizer_count (tokenizer, content, -1);
  count->tokens -= TOKENS_SHARED_WITH_SYSTEM;
}

/* Returns: (transfer none): the first system message, or %NULL */
static JsonObject *
add_messages (const RecessTokenizer *tokenizer,
              JsonObject            *request,
              RecessTokenCount      *count)
{
  JsonArray *messages = recess_json_object_get_array (request, "messages");
  JsonObject *system = NULL;

  for (guint i = 0; messages != NULL && i < json_array_get_length (messages); i++)
    {
      JsonObject *message = get_object (messages, i);

      if (message == NULL)
        continue;

      recess_token_count_message (tokenizer, message, count);
      if (system == NULL &&
          g_str_equal (recess_json_object_get_string (message, "role", ""), "system"))
        system = message;
    }

  return system;
}

void
recess_token_count_request (const RecessTokenizer *tokenizer,
                            JsonObject            *request,
                            RecessTokenCount      *count)
{
  JsonArray *tools;
  JsonObject *format;
  JsonObject *system;

  g_return_if_fail (tokenizer != NULL);
  g_return_if_fail (request != NULL);
  g_return_if_fail (count != NULL);

  system = add_messages (tokenizer, request, count);
  count->tokens += RECESS_TOKENS_TO_ANSWER;

  tools = recess_json_object_get_array (request, "tools");
  if (tools == NULL)
    tools = recess_json_object_get_array (request, "functions");
  if (tools != NULL && json_array_get_length (tools) > 0)
    {
      recess_token_count_functions (tokenizer, tools, count);
      if (system != NULL)
        share_with_system (tokenizer, system, count);
      add_choice (tokenizer, request, "tool_choice", count);
      add_choice (tokenizer, request, "function_call", count);
    }

  format = recess_json_object_get_object (request, "response_format");
  if (format != NULL && json_object_has_member (format, "json_schema"))
    {
      count->estimated = TRUE;
      add_json (tokenizer, format, "json_schema", count);
    }
}
