/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n.h>

#include "engine/recess-call.h"
#include "widgets/recess-tool-call.h"

#include "recess-chat-session-private.h"
#include "recess-stream-reducer.h"

/* Calls of functions: their handlers are started, their outputs awaited, the model asked again,
 * until it calls no more. */

#define MOST_ROUNDS 32

typedef struct
{
  guint rows;
  guint waiting;
  guint runnable;
  guint foreign;
  guint running;
  guint answered;
} Counts;

gboolean
_recess_chat_session_is_stale (RecessMessage *message,
                               JsonObject    *row)
{
  return g_str_equal (recess_message_get_role (message), "tool") &&
         recess_json_object_get_double (row, "updated_at", 0) <
         recess_message_get_updated_at (message);
}

static RecessMessage *
message_at (RecessChatSession *self,
            guint              position)
{
  GListModel *messages = G_LIST_MODEL (self->messages);
  g_autoptr(RecessMessage) message = g_list_model_get_item (messages, position);

  return message;
}

/* The answer that ends the path with its calls. */
static RecessMessage *
find_tail (RecessChatSession *self)
{
  guint i = g_list_model_get_n_items (G_LIST_MODEL (self->messages));
  RecessMessage *message;

  while (i > 0 && recess_message_get_call (message_at (self, i - 1)) != NULL)
    i--;
  if (i == 0)
    return NULL;

  message = message_at (self, i - 1);
  return recess_message_get_n_calls (message) > 0 ? message : NULL;
}

/* Unless told otherwise the window answers calls by itself. */
static gboolean
answers_by_itself (RecessChatSession *self)
{
  g_autofree char *value = recess_chat_settings_dup_value (self->settings, "auto_run");

  return g_strcmp0 (value, "false") != 0;
}

/* What a model calls though nobody told it of it is not run by itself. */
static gboolean
is_offered (RecessChatSession *self,
            const char        *name)
{
  g_autofree char *names = recess_chat_settings_dup_value (self->settings, "functions");
  g_autofree char *quoted = recess_json_quote (name);

  return names != NULL && strstr (names, quoted) != NULL;
}

static void
count (RecessChatSession *self,
       Counts            *counts)
{
  guint n = self->tail != NULL ? recess_message_get_n_calls (self->tail) : 0;

  memset (counts, 0, sizeof *counts);
  for (guint i = 0; i < n; i++)
    {
      RecessToolCall *call = recess_message_get_call_at (self->tail, i);
      RecessCallState state = recess_tool_call_get_state (call);
      gboolean runs = recess_tool_call_get_handler (call) == RECESS_CALL_HANDLER_RUNS;

      counts->rows += recess_tool_call_get_answer (call) != NULL;
      counts->running += state == RECESS_CALL_RUNNING;
      counts->answered += state == RECESS_CALL_COMPLETE || state == RECESS_CALL_FAILED;
      if (state != RECESS_CALL_WAITING)
        continue;

      counts->waiting++;
      if (!runs)
        continue;
      counts->runnable++;
      counts->foreign += !is_offered (self, recess_tool_call_get_name (call));
    }
}

gboolean
_recess_chat_session_calls_are_busy (RecessChatSession *self)
{
  Counts counts;

  if (self->n_running > 0 || self->starting > 0)
    return TRUE;
  if (!self->looping)
    return FALSE;

  /* Between an answer and its rows, and between the last output and the next answer. */
  count (self, &counts);
  return counts.waiting == 0;
}

void
_recess_chat_session_end_loop (RecessChatSession *self)
{
  self->looping = FALSE;
  self->rounds = 0;
  _recess_chat_session_notify_busy (self);
}

static void
take_row (RecessChatSession *self,
          JsonObject        *row)
{
  RecessMessage *message;

  message = _recess_chat_session_find (self, recess_json_object_get_string (row, "id", NULL), NULL);
  if (message != NULL && !_recess_chat_session_is_stale (message, row))
    recess_stream_reduce_row (message, row);
}

static void
take_answer (RecessChatSession *self,
             JsonObject        *answer)
{
  JsonArray *data = recess_json_object_get_array (answer, "data");

  if (data == NULL)
    {
      take_row (self, answer);
      return;
    }

  for (guint i = 0; i < json_array_get_length (data); i++)
    {
      JsonNode *node = json_array_get_element (data, i);

      if (JSON_NODE_HOLDS_OBJECT (node))
        take_row (self, json_node_get_object (node));
    }
}

static void
posted_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(RecessChatSession) self = user_data;
  g_autoptr(JsonObject) answer = NULL;
  g_autoptr(GError) error = NULL;

  answer = recess_call_finish (RECESS_CLIENT (object), result, &error);
  self->starting--;
  if (g_cancellable_is_cancelled (self->cancellable))
    return;

  if (answer != NULL)
    take_answer (self, answer);
  else
    _recess_chat_session_fail (self, error, NULL);
  _recess_chat_session_update_calls (self);
}

static void
post (RecessChatSession *self,
      RecessMessage     *message,
      const char        *verb)
{
  g_autofree char *path = g_strdup_printf ("/recess/conversations/%s/messages/%s/%s", self->id,
                                           recess_message_get_id (message), verb);

  self->starting++;
  recess_call_async (recess_engine_get_client (self->engine), "POST", path, "{}", NULL, posted_cb,
                     g_object_ref (self));
  _recess_chat_session_notify_busy (self);
}

static void
start_handlers (RecessChatSession *self,
                gboolean           all)
{
  guint n = recess_message_get_n_calls (self->tail);

  if (all)
    {
      post (self, self->tail, "run-calls");
      return;
    }

  for (guint i = 0; i < n; i++)
    {
      RecessToolCall *call = recess_message_get_call_at (self->tail, i);

      if (recess_tool_call_get_state (call) == RECESS_CALL_WAITING &&
          recess_tool_call_get_handler (call) == RECESS_CALL_HANDLER_RUNS &&
          is_offered (self, recess_tool_call_get_name (call)))
        post (self, recess_tool_call_get_answer (call), "run");
    }
}

static void
ask_again (RecessChatSession *self)
{
  guint length = g_list_model_get_n_items (G_LIST_MODEL (self->messages));
  g_autoptr(GError) error = NULL;

  if (++self->rounds <= MOST_ROUNDS)
    {
      recess_chat_session_regenerate (self, message_at (self, length - 1));
      return;
    }

  error = recess_api_error_new (400, NULL, "too_many_rounds",
                                _("The model has called functions %d times in a row."),
                                MOST_ROUNDS);
  _recess_chat_session_fail (self, error, NULL);
}

/* One thing at a time: what it leads to comes back here. */
static void
step (RecessChatSession *self,
      const Counts      *counts)
{
  if (recess_message_get_status (self->tail) != RECESS_MESSAGE_COMPLETE ||
      g_strcmp0 (recess_message_get_finish_reason (self->tail), "length") == 0)
    {
      _recess_chat_session_end_loop (self);
      return;
    }

  if (counts->runnable > counts->foreign &&
      g_strcmp0 (self->started_id, recess_message_get_id (self->tail)) != 0)
    {
      g_free (self->started_id);
      self->started_id = g_strdup (recess_message_get_id (self->tail));
      start_handlers (self, counts->foreign == 0);
    }
  else if (counts->rows > 0 && counts->answered == counts->rows)
    ask_again (self);
  else if (counts->running == 0 && counts->waiting == 0 && !self->loading)
    _recess_chat_session_end_loop (self);
}

static void
set_tail (RecessChatSession *self,
          RecessMessage     *tail)
{
  if (self->tail == tail)
    return;

  if (self->tail != NULL)
    recess_message_set_can_continue (self->tail, FALSE);
  g_set_object (&self->tail, tail);
}

void
_recess_chat_session_update_calls (RecessChatSession *self)
{
  gboolean idle;
  Counts counts;

  set_tail (self, find_tail (self));
  count (self, &counts);
  self->n_running = counts.running;
  if (self->looping && self->tail != NULL && self->answer == NULL && self->pending == 0 &&
      self->starting == 0)
    step (self, &counts);

  idle = self->answer == NULL && self->pending == 0 && self->starting == 0;
  if (self->tail != NULL)
    recess_message_set_can_continue (self->tail, idle && !self->looping && counts.rows > 0 &&
                                                 counts.waiting == 0 && counts.running == 0);
  _recess_chat_session_notify_busy (self);
}

static RecessCallHandler
find_handler (RecessChatSession *self,
              RecessToolCall    *call)
{
  RecessFunction *function;

  if (self->functions == NULL || !recess_functions_get_loaded (self->functions))
    return RECESS_CALL_HANDLER_UNKNOWN;

  function = recess_functions_find (self->functions, recess_tool_call_get_name (call));
  if (function == NULL)
    return RECESS_CALL_HANDLER_MISSING;

  return g_str_equal (recess_function_get_kind (function), "ask") ? RECESS_CALL_HANDLER_ASK
                                                                  : RECESS_CALL_HANDLER_RUNS;
}

void
_recess_chat_session_update_handlers (RecessChatSession *self)
{
  guint length = g_list_model_get_n_items (G_LIST_MODEL (self->messages));

  for (guint i = 0; i < length; i++)
    {
      RecessMessage *message = message_at (self, i);
      guint n_calls = recess_message_get_n_calls (message);

      for (guint j = 0; j < n_calls; j++)
        {
          RecessToolCall *call = recess_message_get_call_at (message, j);

          recess_tool_call_set_handler (call, find_handler (self, call));
        }
    }
  _recess_chat_session_update_calls (self);
}

/* The engine made a row for each call with the last word of the answer. */
void
_recess_chat_session_answer_ended (RecessChatSession *self,
                                   RecessMessage     *answer,
                                   gboolean           asked)
{
  if (recess_message_get_n_calls (answer) == 0)
    {
      _recess_chat_session_end_loop (self);
      return;
    }

  self->looping = asked && answers_by_itself (self) &&
                  recess_message_get_status (answer) == RECESS_MESSAGE_COMPLETE;
  _recess_chat_session_load (self);
}

void
_recess_chat_session_stop_calls (RecessChatSession *self)
{
  guint n = self->tail != NULL ? recess_message_get_n_calls (self->tail) : 0;

  _recess_chat_session_end_loop (self);
  for (guint i = 0; i < n; i++)
    {
      RecessToolCall *call = recess_message_get_call_at (self->tail, i);

      if (recess_tool_call_get_state (call) == RECESS_CALL_RUNNING)
        post (self, recess_tool_call_get_answer (call), "stop");
    }
  _recess_chat_session_update_calls (self);
}

char **
_recess_chat_session_dup_family (RecessChatSession *self,
                                 RecessMessage     *message)
{
  g_autoptr(GPtrArray) ids = g_ptr_array_new ();
  guint length = g_list_model_get_n_items (G_LIST_MODEL (self->messages));
  guint position = length;

  g_ptr_array_add (ids, g_strdup (recess_message_get_id (message)));
  _recess_chat_session_find (self, recess_message_get_id (message), &position);
  for (guint i = position + 1; recess_message_get_n_calls (message) > 0 && i < length; i++)
    {
      if (recess_message_get_call (message_at (self, i)) == NULL)
        break;
      g_ptr_array_add (ids, g_strdup (recess_message_get_id (message_at (self, i))));
    }
  g_ptr_array_add (ids, NULL);

  return (char **) g_ptr_array_free (g_steal_pointer (&ids), FALSE);
}

/* All calls as they are, but @changed has other arguments. */
static char *
build_calls (RecessMessage  *message,
             RecessToolCall *changed,
             const char     *arguments)
{
  GString *body = g_string_new ("{\"tool_calls\":[");
  guint n = recess_message_get_n_calls (message);

  for (guint i = 0; i < n; i++)
    {
      RecessToolCall *call = recess_message_get_call_at (message, i);

      g_string_append (body, i > 0 ? ",{\"id\":" : "{\"id\":");
      recess_json_append_string (body, recess_tool_call_get_id (call), -1);
      g_string_append (body, ",\"type\":\"function\",\"function\":{\"name\":");
      recess_json_append_string (body, recess_tool_call_get_name (call), -1);
      g_string_append (body, ",\"arguments\":");
      recess_json_append_string (body, call == changed ? arguments
                                                       : recess_tool_call_get_arguments (call), -1);
      g_string_append (body, "}}");
    }
  g_string_append (body, "]}");

  return g_string_free (body, FALSE);
}

static char *
build_content (const char *text)
{
  g_autofree char *quoted = recess_json_quote (text);

  return g_strdup_printf ("{\"content\":%s}", quoted);
}

/* What was waiting had no output that could come back. */
static void
answer_call (RecessChatSession *self,
             RecessToolCall    *call,
             const char        *text)
{
  RecessMessage *message = recess_tool_call_get_answer (call);
  gboolean undoable = recess_tool_call_get_state (call) == RECESS_CALL_COMPLETE;
  g_autofree char *body = build_content (text);
  g_autofree char *before = NULL;

  if (undoable)
    before = build_content (recess_message_get_content (message));
  _recess_chat_session_put (self, message, body, before);
}

static void
mend_call (RecessChatSession *self,
           RecessMessage     *answer,
           RecessToolCall    *call,
           const char        *text)
{
  g_autofree char *body = build_calls (answer, call, text);
  g_autofree char *before = build_calls (answer, NULL, NULL);

  _recess_chat_session_put (self, answer, body, before);
}

void
recess_chat_session_continue (RecessChatSession *self)
{
  guint length;

  g_return_if_fail (RECESS_IS_CHAT_SESSION (self));

  length = g_list_model_get_n_items (G_LIST_MODEL (self->messages));
  if (length == 0 || self->answer != NULL || self->pending > 0)
    return;

  self->rounds = 0;
  recess_chat_session_regenerate (self, message_at (self, length - 1));
}

void
recess_chat_session_call_action (RecessChatSession *self,
                                 RecessMessage     *answer,
                                 RecessToolCall    *call,
                                 const char        *action,
                                 const char        *text)
{
  RecessMessage *row = call != NULL ? recess_tool_call_get_answer (call) : NULL;

  g_return_if_fail (RECESS_IS_CHAT_SESSION (self));
  g_return_if_fail (RECESS_IS_MESSAGE (answer));
  g_return_if_fail (action != NULL);

  if (g_str_equal (action, "continue"))
    recess_chat_session_continue (self);
  else if (g_str_equal (action, "arguments") && call != NULL && text != NULL)
    mend_call (self, answer, call, text);
  else if (g_str_equal (action, "stop") && row != NULL)
    post (self, row, "stop");
  else
    {
      /* Whoever answers one of the last calls wants to know what the model says then. */
      self->looping = answer == self->tail && answers_by_itself (self) &&
                      (row == NULL || recess_message_get_status (row) != RECESS_MESSAGE_COMPLETE);
      if (g_str_equal (action, "run-all"))
        post (self, answer, "run-calls");
      else if (g_str_equal (action, "run") && row != NULL)
        post (self, row, "run");
      else if (g_str_equal (action, "answer") && row != NULL && text != NULL)
        answer_call (self, call, text);
    }
}
