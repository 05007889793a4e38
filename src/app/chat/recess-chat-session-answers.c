/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"


#include "engine/recess-call.h"
#include "widgets/recess-token.h"

#include "recess-chat-session-private.h"
#include "recess-stream-reducer.h"

/* What is done with an answer that is there: going on with it, and looking at its tokens. */
typedef struct
{
  RecessChatSession *self;
  RecessMessage     *message;
} Wish;

static Wish *
wish_new (RecessChatSession *self,
          RecessMessage     *message)
{
  Wish *wish = g_new0 (Wish, 1);

  wish->self = g_object_ref (self);
  wish->message = g_object_ref (message);
  self->pending++;

  return wish;
}

static void
wish_free (Wish *wish)
{
  if (--wish->self->pending == 0 && wish->self->load_late)
    {
      wish->self->load_late = FALSE;
      _recess_chat_session_load (wish->self);
    }
  g_object_unref (wish->self);
  g_object_unref (wish->message);
  g_free (wish);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Wish, wish_free)

static void
recess_chat_session_continued_cb (GObject      *object,
                                  GAsyncResult *result,
                                  gpointer      user_data)
{
  g_autoptr(Wish) wish = user_data;
  g_autoptr(JsonObject) row = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *body = NULL;
  guint position;

  row = recess_call_finish (RECESS_CLIENT (object), result, &error);
  if (row == NULL)
    {
      _recess_chat_session_fail (wish->self, error, NULL);
      return;
    }

  recess_stream_reduce_row (wish->message, row);
  if (_recess_chat_session_find (wish->self, recess_message_get_id (wish->message),
                                 &position) == NULL)
    return;

  body = _recess_chat_session_dup_request_continued (wish->self, position);
  _recess_chat_session_follow (wish->self, wish->message, body);
}

void
recess_chat_session_continue_answer (RecessChatSession *self,
                                     RecessMessage     *message)
{
  g_autofree char *path = NULL;

  g_return_if_fail (RECESS_IS_CHAT_SESSION (self));
  g_return_if_fail (RECESS_IS_MESSAGE (message));

  if (self->pending > 0 || self->answer != NULL || !recess_message_is_cut (message))
    return;

  path = g_strdup_printf ("/recess/conversations/%s/messages/%s/continue", self->id,
                          recess_message_get_id (message));
  recess_call_async (recess_engine_get_client (self->engine), "POST", path, "{}", NULL,
                     recess_chat_session_continued_cb, wish_new (self, message));
}

static void
recess_chat_session_tokens_cb (GObject      *object,
                               GAsyncResult *result,
                               gpointer      user_data)
{
  g_autoptr(Wish) wish = user_data;
  g_autoptr(JsonObject) row = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) tokens = NULL;
  JsonArray *logprobs;

  row = recess_call_finish (RECESS_CLIENT (object), result, &error);
  if (row == NULL)
    {
      _recess_chat_session_fail (wish->self, error, NULL);
      return;
    }

  logprobs = recess_json_object_get_array (row, "logprobs");
  if (logprobs == NULL || recess_message_get_status (wish->message) == RECESS_MESSAGE_IN_PROGRESS)
    return;

  tokens = recess_tokens_parse (logprobs);
  recess_message_set_tokens (wish->message, tokens);
}

void
recess_chat_session_toggle_probabilities (RecessChatSession *self,
                                          RecessMessage     *message)
{
  g_autofree char *path = NULL;

  g_return_if_fail (RECESS_IS_CHAT_SESSION (self));
  g_return_if_fail (RECESS_IS_MESSAGE (message));

  if (recess_message_get_tokens (message) != NULL)
    {
      recess_message_set_tokens (message, NULL);
      return;
    }

  path = g_strdup_printf ("/recess/conversations/%s/messages/%s", self->id,
                          recess_message_get_id (message));
  recess_call_async (recess_engine_get_client (self->engine), "GET", path, NULL,
                     self->cancellable, recess_chat_session_tokens_cb, wish_new (self, message));
}
