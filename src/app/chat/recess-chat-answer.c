/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n.h>

#include "engine/recess-call.h"
#include "recess-chat-answer.h"
#include "recess-stream-reducer.h"

struct _RecessChatAnswer
{
  GObject        parent_instance;

  RecessEngine  *engine;
  RecessMessage *message;
  GCancellable  *cancellable;
  char          *conversation_id;
  GError        *error;

  guint          hold_id;
  guint          ended : 1;
  guint          asking : 1;
  guint          left : 1;
};

G_DEFINE_FINAL_TYPE (RecessChatAnswer, recess_chat_answer, G_TYPE_OBJECT)

enum
{
  SIGNAL_ENDED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static char *
recess_chat_answer_path (RecessChatAnswer *self,
                         const char       *what)
{
  return g_strdup_printf ("/recess/conversations/%s/messages/%s/%s", self->conversation_id,
                          recess_message_get_id (self->message), what);
}

static void
recess_chat_answer_end (RecessChatAnswer *self)
{
  if (self->ended)
    return;

  self->ended = TRUE;
  if (recess_message_get_status (self->message) == RECESS_MESSAGE_IN_PROGRESS)
    recess_message_set_status (self->message, RECESS_MESSAGE_INTERRUPTED);
  g_signal_emit (self, signals[SIGNAL_ENDED], 0, self->error);
}

static void
recess_chat_answer_event_cb (const RecessSseEvent *event,
                             gpointer              user_data)
{
  RecessChatAnswer *self = user_data;

  g_assert (RECESS_IS_CHAT_ANSWER (self));

  if (!g_cancellable_is_cancelled (self->cancellable))
    recess_stream_reduce_event (self->message, event->event, event->data, event->length, NULL);
}

static void
recess_chat_answer_watched_cb (GObject      *object,
                               GAsyncResult *result,
                               gpointer      user_data)
{
  g_autoptr(RecessChatAnswer) self = user_data;

  recess_client_stream_follow_finish (RECESS_CLIENT_STREAM (object), result,
                                      self->error == NULL ? &self->error : NULL);
  if (!g_cancellable_is_cancelled (self->cancellable))
    recess_chat_answer_end (self);
}

static void
recess_chat_answer_watch_cb (GObject      *object,
                             GAsyncResult *result,
                             gpointer      user_data)
{
  g_autoptr(RecessChatAnswer) self = user_data;
  g_autoptr(RecessClientStream) stream = NULL;

  stream = recess_client_stream_finish (RECESS_CLIENT (object), result,
                                        self->error == NULL ? &self->error : NULL);
  if (g_cancellable_is_cancelled (self->cancellable))
    return;

  if (stream == NULL)
    recess_chat_answer_end (self);
  else
    recess_client_stream_follow_async (stream, recess_chat_answer_event_cb, self,
                                       self->cancellable, recess_chat_answer_watched_cb,
                                       g_object_ref (self));
}

static void
recess_chat_answer_chunk_cb (const RecessSseEvent *event,
                             gpointer              user_data)
{
  RecessChatAnswer *self = user_data;

  g_assert (RECESS_IS_CHAT_ANSWER (self));

  if (!g_cancellable_is_cancelled (self->cancellable))
    recess_stream_reduce_chunk (self->message, event->data, event->length, NULL);
}

/* However the stream ended, the engine knows what became of the answer. */
static void
recess_chat_answer_followed_cb (GObject      *object,
                                GAsyncResult *result,
                                gpointer      user_data)
{
  g_autoptr(RecessChatAnswer) self = user_data;

  recess_client_stream_follow_finish (RECESS_CLIENT_STREAM (object), result, NULL);
  if (!g_cancellable_is_cancelled (self->cancellable))
    recess_chat_answer_watch (self);
}

static gboolean
recess_chat_answer_is_event_stream (RecessClientStream *stream)
{
  const char *type = recess_client_stream_get_content_type (stream);

  return type != NULL && g_str_has_prefix (type, "text/event-stream");
}

/* A request that was refused may have left the row open: nobody would write it any more. */
static void
recess_chat_answer_closed_cb (GObject      *object,
                              GAsyncResult *result,
                              gpointer      user_data)
{
  g_autoptr(RecessChatAnswer) self = user_data;
  g_autoptr(JsonObject) row = NULL;

  row = recess_call_finish (RECESS_CLIENT (object), result, NULL);
  if (!g_cancellable_is_cancelled (self->cancellable))
    recess_chat_answer_watch (self);
}

/* The program does not end before the engine was asked; a second is long for that. */
static void
recess_chat_answer_release (RecessChatAnswer *self)
{
  if (self->hold_id != 0)
    g_application_release (g_application_get_default ());
  g_clear_handle_id (&self->hold_id, g_source_remove);
}

static gboolean
recess_chat_answer_release_cb (gpointer user_data)
{
  RecessChatAnswer *self = user_data;

  g_assert (RECESS_IS_CHAT_ANSWER (self));

  g_application_release (g_application_get_default ());
  self->hold_id = 0;

  return G_SOURCE_REMOVE;
}

static void
recess_chat_answer_hold (RecessChatAnswer *self)
{
  if (g_application_get_default () == NULL)
    return;

  g_application_hold (g_application_get_default ());
  self->hold_id = g_timeout_add_seconds (1, recess_chat_answer_release_cb, self);
}

static void
recess_chat_answer_request_cb (GObject      *object,
                               GAsyncResult *result,
                               gpointer      user_data)
{
  g_autoptr(RecessChatAnswer) self = user_data;
  g_autoptr(RecessClientStream) stream = NULL;
  g_autofree char *path = NULL;

  stream = recess_client_stream_finish (RECESS_CLIENT (object), result, &self->error);
  self->asking = FALSE;
  recess_chat_answer_release (self);
  if (self->left || g_cancellable_is_cancelled (self->cancellable))
    return;

  if (stream == NULL)
    {
      path = recess_chat_answer_path (self, "stop");
      recess_call_async (RECESS_CLIENT (object), "POST", path, "{}", self->cancellable,
                         recess_chat_answer_closed_cb, g_object_ref (self));
    }
  else if (recess_chat_answer_is_event_stream (stream))
    recess_client_stream_follow_async (stream, recess_chat_answer_chunk_cb, self,
                                       self->cancellable, recess_chat_answer_followed_cb,
                                       g_object_ref (self));
  else
    recess_chat_answer_watch (self);
}

static void
recess_chat_answer_dispose (GObject *object)
{
  RecessChatAnswer *self = RECESS_CHAT_ANSWER (object);

  /* A request that is on its way arrives: what was sent is answered, also when nobody looks on. */
  self->left = TRUE;
  if (!self->asking)
    g_cancellable_cancel (self->cancellable);

  G_OBJECT_CLASS (recess_chat_answer_parent_class)->dispose (object);
}

static void
recess_chat_answer_finalize (GObject *object)
{
  RecessChatAnswer *self = RECESS_CHAT_ANSWER (object);

  g_clear_object (&self->engine);
  g_clear_object (&self->message);
  g_clear_object (&self->cancellable);
  g_clear_error (&self->error);
  g_clear_pointer (&self->conversation_id, g_free);

  G_OBJECT_CLASS (recess_chat_answer_parent_class)->finalize (object);
}

static void
recess_chat_answer_class_init (RecessChatAnswerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = recess_chat_answer_dispose;
  object_class->finalize = recess_chat_answer_finalize;

  signals[SIGNAL_ENDED] =
    g_signal_new ("ended", RECESS_TYPE_CHAT_ANSWER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, G_TYPE_ERROR);
}

static void
recess_chat_answer_init (RecessChatAnswer *self)
{
  self->cancellable = g_cancellable_new ();
}

RecessChatAnswer *
recess_chat_answer_new (RecessEngine  *engine,
                        const char    *conversation_id,
                        RecessMessage *message)
{
  RecessChatAnswer *self;

  g_return_val_if_fail (RECESS_IS_ENGINE (engine), NULL);
  g_return_val_if_fail (conversation_id != NULL, NULL);
  g_return_val_if_fail (RECESS_IS_MESSAGE (message), NULL);

  self = g_object_new (RECESS_TYPE_CHAT_ANSWER, NULL);
  self->engine = g_object_ref (engine);
  self->message = g_object_ref (message);
  self->conversation_id = g_strdup (conversation_id);

  return self;
}

RecessMessage *
recess_chat_answer_get_message (RecessChatAnswer *self)
{
  g_return_val_if_fail (RECESS_IS_CHAT_ANSWER (self), NULL);

  return self->message;
}

void
recess_chat_answer_request (RecessChatAnswer *self,
                            const char       *body)
{
  g_autoptr(GHashTable) headers = NULL;
  g_autoptr(GBytes) bytes = NULL;

  g_return_if_fail (RECESS_IS_CHAT_ANSWER (self));
  g_return_if_fail (body != NULL);

  headers = g_hash_table_new (g_str_hash, g_str_equal);
  g_hash_table_insert (headers, (gpointer) "Recess-Message",
                       (gpointer) recess_message_get_id (self->message));
  bytes = g_bytes_new (body, strlen (body));
  self->asking = TRUE;
  recess_chat_answer_hold (self);
  recess_client_stream_async (recess_engine_get_client (self->engine), "POST",
                              "/chat/completions", bytes, headers, self->cancellable,
                              recess_chat_answer_request_cb, g_object_ref (self));
}

void
recess_chat_answer_watch (RecessChatAnswer *self)
{
  g_autofree char *path = NULL;

  g_return_if_fail (RECESS_IS_CHAT_ANSWER (self));

  path = recess_chat_answer_path (self, "events");
  recess_client_stream_async (recess_engine_get_client (self->engine), "GET", path, NULL, NULL,
                              self->cancellable, recess_chat_answer_watch_cb,
                              g_object_ref (self));
}

static void
recess_chat_answer_stop_cb (GObject      *object,
                            GAsyncResult *result,
                            gpointer      user_data)
{
  g_autoptr(RecessChatAnswer) self = user_data;
  g_autoptr(JsonObject) row = NULL;

  row = recess_call_finish (RECESS_CLIENT (object), result, NULL);
  if (row == NULL || self->ended)
    return;

  recess_stream_reduce_row (self->message, row);
  g_clear_error (&self->error);
  g_cancellable_cancel (self->cancellable);
  recess_chat_answer_end (self);
}

/**
 * recess_chat_answer_stop:
 *
 * Ends the answer in the engine; the text so far is kept.
 */
void
recess_chat_answer_stop (RecessChatAnswer *self)
{
  g_autofree char *path = NULL;

  g_return_if_fail (RECESS_IS_CHAT_ANSWER (self));

  path = recess_chat_answer_path (self, "stop");
  recess_call_async (recess_engine_get_client (self->engine), "POST", path, "{}", NULL,
                     recess_chat_answer_stop_cb, g_object_ref (self));
}
