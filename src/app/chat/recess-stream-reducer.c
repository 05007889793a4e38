/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n.h>

#include "widgets/recess-tool-call.h"

#include "recess-content.h"
#include "recess-stream-reducer.h"

static void
reduce_usage (RecessMessage *message,
              JsonObject    *usage)
{
  if (usage == NULL)
    return;

  g_object_set (message,
                "prompt-tokens",
                (int) CLAMP (recess_json_object_get_int (usage, "prompt_tokens", -1), -1, G_MAXINT),
                "completion-tokens",
                (int) CLAMP (recess_json_object_get_int (usage, "completion_tokens", -1), -1,
                             G_MAXINT),
                "estimated", recess_json_object_get_boolean (usage, "estimated", FALSE),
                NULL);
}

static void
reduce_error (RecessMessage *message,
              JsonObject    *error)
{
  const char *text = recess_json_object_get_string (error, "message", NULL);

  g_object_set (message, "error-message",
                text != NULL ? text : _("The provider reported an error."), NULL);
  recess_message_set_status (message, RECESS_MESSAGE_FAILED);
}

static void
reduce_call (RecessMessage *message,
             JsonObject    *call,
             int            index)
{
  JsonObject *function = recess_json_object_get_object (call, "function");

  if (function == NULL)
    return;

  recess_message_append_call (message,
                              (int) CLAMP (recess_json_object_get_int (call, "index", index), -1,
                                           G_MAXINT),
                              recess_json_object_get_string (call, "id", NULL),
                              recess_json_object_get_string (function, "name", NULL),
                              recess_json_object_get_string (function, "arguments", NULL));
}

/* The calls of a chunk, or of a whole answer; also in the words of when there was one at most. */
static void
reduce_calls (RecessMessage *message,
              JsonObject    *delta)
{
  JsonArray *calls = recess_json_object_get_array (delta, "tool_calls");
  JsonObject *function = recess_json_object_get_object (delta, "function_call");

  for (guint i = 0; calls != NULL && i < json_array_get_length (calls); i++)
    {
      JsonNode *node = json_array_get_element (calls, i);

      if (JSON_NODE_HOLDS_OBJECT (node))
        reduce_call (message, json_node_get_object (node), i);
    }

  if (function != NULL)
    recess_message_append_call (message, 0, NULL,
                                recess_json_object_get_string (function, "name", NULL),
                                recess_json_object_get_string (function, "arguments", NULL));
}

static void
reduce_delta (RecessMessage *message,
              JsonObject    *delta)
{
  const char *content = recess_json_object_get_string (delta, "content", NULL);
  const char *reasoning = recess_json_object_get_string (delta, "reasoning_content", NULL);

  if (reasoning == NULL)
    reasoning = recess_json_object_get_string (delta, "reasoning", NULL);
  if ((content != NULL && *content != '\0') || (reasoning != NULL && *reasoning != '\0'))
    recess_message_append (message, content, reasoning);
  reduce_calls (message, delta);
}

static JsonObject *
first_choice (JsonObject *chunk)
{
  JsonArray *choices = recess_json_object_get_array (chunk, "choices");
  JsonNode *node;

  if (choices == NULL || json_array_get_length (choices) == 0)
    return NULL;

  node = json_array_get_element (choices, 0);
  return JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

/* A whole answer has a message where a chunk has a delta; both say it in the same words. */
static void
reduce_choice (RecessMessage *message,
               JsonObject    *choice)
{
  JsonObject *delta;

  if (recess_json_object_get_int (choice, "index", 0) != 0)
    return;

  delta = recess_json_object_get_object (choice, "delta");
  if (delta == NULL)
    delta = recess_json_object_get_object (choice, "message");
  if (delta != NULL)
    reduce_delta (message, delta);
}

RecessStreamStep
recess_stream_reduce_chunk (RecessMessage  *message,
                            const char     *data,
                            gsize           length,
                            GError        **error)
{
  g_autoptr(JsonObject) chunk = NULL;
  JsonObject *failure;
  JsonObject *choice;

  g_return_val_if_fail (RECESS_IS_MESSAGE (message), RECESS_STREAM_ENDED);
  g_return_val_if_fail (data != NULL, RECESS_STREAM_ENDED);

  if (length == strlen ("[DONE]") && memcmp (data, "[DONE]", length) == 0)
    return RECESS_STREAM_ENDED;

  chunk = recess_json_parse_object (data, length, error);
  if (chunk == NULL)
    return RECESS_STREAM_GOES_ON;

  failure = recess_json_object_get_object (chunk, "error");
  if (failure != NULL)
    {
      reduce_error (message, failure);
      return RECESS_STREAM_ENDED;
    }

  choice = first_choice (chunk);
  if (choice != NULL)
    reduce_choice (message, choice);
  reduce_usage (message, recess_json_object_get_object (chunk, "usage"));

  return RECESS_STREAM_GOES_ON;
}

RecessStreamStep
recess_stream_reduce_event (RecessMessage  *message,
                            const char     *event,
                            const char     *data,
                            gsize           length,
                            GError        **error)
{
  g_autoptr(JsonObject) object = NULL;

  g_return_val_if_fail (RECESS_IS_MESSAGE (message), RECESS_STREAM_ENDED);
  g_return_val_if_fail (event != NULL && data != NULL, RECESS_STREAM_ENDED);

  object = recess_json_parse_object (data, length, error);
  if (object == NULL)
    return RECESS_STREAM_GOES_ON;

  if (g_str_equal (event, "delta"))
    {
      const char *log = recess_json_object_get_string (object, "log", NULL);

      reduce_delta (message, object);
      if (log != NULL)
        recess_message_append_log (message, log);
    }
  else if (g_str_equal (event, "snapshot") || g_str_equal (event, "end"))
    recess_stream_reduce_row (message, object);

  return g_str_equal (event, "end") ? RECESS_STREAM_ENDED : RECESS_STREAM_GOES_ON;
}

/* A long text would hide what was asked about it. */
gboolean
recess_stream_is_attachment (const char *text)
{
  return strlen (text) > RECESS_STREAM_TEXT_LIMIT;
}

static void
reduce_part (GPtrArray  *attachments,
             JsonObject *part,
             GString    *text)
{
  g_autoptr(RecessAttachment) attachment = NULL;
  const char *words;

  attachment = recess_content_read_part (part, &words);
  if (attachment != NULL)
    g_ptr_array_add (attachments, g_steal_pointer (&attachment));
  else
    g_string_append_printf (text, "%s%s", text->len > 0 ? "\n\n" : "", words);
}

/* What is the same stays, with the picture that is shown of it. */
static void
reduce_attachments (RecessMessage *message,
                    GPtrArray     *attachments)
{
  GListModel *model = recess_message_get_attachments (message);
  guint n_before = g_list_model_get_n_items (model);
  guint n_same = 0;

  while (n_same < MIN (n_before, attachments->len))
    {
      g_autoptr(RecessAttachment) before = g_list_model_get_item (model, n_same);

      if (!recess_attachment_equal (before, g_ptr_array_index (attachments, n_same)))
        break;
      n_same++;
    }

  if (n_same < MAX (n_before, attachments->len))
    g_list_store_splice (G_LIST_STORE (model), n_same, n_before - n_same,
                         attachments->pdata + n_same, attachments->len - n_same);
}

void
recess_stream_reduce_content (RecessMessage *message,
                              JsonNode      *content)
{
  g_autoptr(GPtrArray) attachments = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(GString) text = g_string_new (NULL);
  JsonArray *parts;

  g_return_if_fail (RECESS_IS_MESSAGE (message));

  if (content == NULL || JSON_NODE_HOLDS_NULL (content))
    return;

  if (JSON_NODE_HOLDS_VALUE (content))
    {
      reduce_attachments (message, attachments);
      recess_message_set_content (message, json_node_get_string (content));
      return;
    }
  if (!JSON_NODE_HOLDS_ARRAY (content))
    return;

  parts = json_node_get_array (content);
  for (guint i = 0; i < json_array_get_length (parts); i++)
    {
      JsonNode *part = json_array_get_element (parts, i);

      if (JSON_NODE_HOLDS_OBJECT (part))
        reduce_part (attachments, json_node_get_object (part), text);
    }
  reduce_attachments (message, attachments);
  recess_message_set_content (message, text->str);
}

static int
row_int (JsonObject *row,
         const char *name,
         int         fallback)
{
  return (int) CLAMP (recess_json_object_get_int (row, name, fallback), -1, G_MAXINT);
}

static void
reduce_row_calls (RecessMessage *message,
                  JsonArray     *calls)
{
  guint n = calls == NULL ? 0 : json_array_get_length (calls);

  recess_message_set_n_calls (message, n);
  for (guint i = 0; i < n; i++)
    {
      JsonNode *node = json_array_get_element (calls, i);
      JsonObject *call = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
      JsonObject *function = call == NULL ? NULL : recess_json_object_get_object (call, "function");

      if (function != NULL)
        recess_tool_call_set (recess_message_get_call_at (message, i),
                              recess_json_object_get_string (call, "id", NULL),
                              recess_json_object_get_string (function, "name", NULL),
                              recess_json_object_get_string (function, "arguments", NULL));
    }
}

void
recess_stream_reduce_row (RecessMessage *message,
                          JsonObject    *row)
{
  JsonObject *error;
  const char *status;

  g_return_if_fail (RECESS_IS_MESSAGE (message));
  g_return_if_fail (row != NULL);

  g_object_freeze_notify (G_OBJECT (message));
  g_object_set (message,
                "id", recess_json_object_get_string (row, "id", NULL),
                "parent-id", recess_json_object_get_string (row, "parent_id", NULL),
                "role", recess_json_object_get_string (row, "role", "user"),
                "model", recess_json_object_get_string (row, "model", NULL),
                "created-at", recess_json_object_get_double (row, "created_at", 0),
                "duration-ms", row_int (row, "duration_ms", -1),
                "first-token-ms", row_int (row, "first_token_ms", -1),
                "cost", recess_json_object_get_double (row, "cost", -1),
                "position", MAX (0, row_int (row, "position", 0)),
                "siblings", MAX (1, row_int (row, "siblings", 1)),
                "finish-reason", recess_json_object_get_string (row, "finish_reason", NULL),
                "tool-call-id", recess_json_object_get_string (row, "tool_call_id", NULL),
                "function-name", recess_json_object_get_string (row, "name", NULL),
                NULL);
  recess_message_set_reasoning (message, recess_json_object_get_string (row, "reasoning", NULL));
  recess_stream_reduce_content (message, json_object_get_member (row, "content"));
  recess_message_set_updated_at (message, recess_json_object_get_double (row, "updated_at", 0));
  recess_message_set_log (message, recess_json_object_get_string (row, "log", NULL));
  reduce_row_calls (message, recess_json_object_get_array (row, "tool_calls"));
  reduce_usage (message, recess_json_object_get_object (row, "usage"));
  recess_message_set_has_probabilities (message,
                                        recess_json_object_get_boolean (row, "has_logprobs",
                                                                        FALSE));

  error = recess_json_object_get_object (row, "error");
  g_object_set (message, "error-message",
                error != NULL ? recess_json_object_get_string (error, "message", NULL) : NULL,
                NULL);
  status = recess_json_object_get_string (row, "status", "complete");
  recess_message_set_status (message, recess_message_status_from_string (status));
  g_object_thaw_notify (G_OBJECT (message));
}
