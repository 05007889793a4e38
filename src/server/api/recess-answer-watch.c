/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "common/recess-json.h"

#include "recess-answer-watch.h"

/* Between the commit of a row and the word of it here are at most a few turns of the loop. */
#define MAX_READS 8

#define RECESS_TYPE_ANSWER_WATCH (recess_answer_watch_get_type ())
G_DECLARE_FINAL_TYPE (RecessAnswerWatch, recess_answer_watch, RECESS, ANSWER_WATCH, GObject)

/* Lives as long as its stream is open or something is being read for it. */
struct _RecessAnswerWatch
{
  GObject             parent_instance;

  RecessMessageStore *messages;
  RecessRequest      *request;
  RecessEventStream  *stream;
  RecessLiveAnswer   *answer;
  char               *conversation_id;
  char               *id;
  guint               n_reads;
};

G_DEFINE_FINAL_TYPE (RecessAnswerWatch, recess_answer_watch, G_TYPE_OBJECT)

static void
recess_answer_watch_dispose (GObject *object)
{
  RecessAnswerWatch *self = RECESS_ANSWER_WATCH (object);

  g_clear_object (&self->answer);
  g_clear_object (&self->stream);
  g_clear_object (&self->request);
  g_clear_object (&self->messages);
  g_clear_pointer (&self->conversation_id, g_free);
  g_clear_pointer (&self->id, g_free);

  G_OBJECT_CLASS (recess_answer_watch_parent_class)->dispose (object);
}

static void
recess_answer_watch_class_init (RecessAnswerWatchClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = recess_answer_watch_dispose;
}

static void
recess_answer_watch_init (RecessAnswerWatch *self)
{
}

static void
send_end (RecessAnswerWatch *self,
          const char        *row)
{
  recess_event_stream_send (self->stream, "end", NULL, row);
  recess_event_stream_end (self->stream);
}

static void
on_end_read_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr(RecessAnswerWatch) self = user_data;
  g_autofree char *row =
    recess_message_store_text_finish (RECESS_MESSAGE_STORE (source), result, NULL);

  /* Without the row (it was deleted) the stream ends without word, as where a connection is lost:
   * the watcher looks anew and finds the 404. */
  if (row != NULL)
    send_end (self, row);
  else
    recess_event_stream_end (self->stream);
}

static void
read_row (RecessAnswerWatch   *self,
          GAsyncReadyCallback  callback)
{
  recess_message_store_get_async (self->messages, self->conversation_id, self->id, NULL, callback,
                                  g_object_ref (self));
}

static void
on_ended_cb (RecessAnswerWatch *self)
{
  read_row (self, on_end_read_cb);
}

static void
append_member (GString    *json,
               const char *name,
               const char *text)
{
  if (text == NULL)
    return;

  g_string_append_printf (json, "%s\"%s\":", json->len > 1 ? "," : "", name);
  recess_json_append_string (json, text, -1);
}

static void
append_calls (GString                 *json,
              const RecessAnswerDelta *delta)
{
  g_string_append_printf (json, "%s\"tool_calls\":[", json->len > 1 ? "," : "");
  for (guint i = 0; i < delta->n_calls; i++)
    {
      if (i > 0)
        g_string_append_c (json, ',');
      recess_call_piece_append_to (&delta->calls[i], json);
    }
  g_string_append_c (json, ']');
}

static void
on_delta_cb (RecessAnswerWatch       *self,
             const RecessAnswerDelta *delta)
{
  g_autoptr(GString) json = g_string_new ("{");

  append_member (json, "content", delta->content);
  append_member (json, "reasoning", delta->reasoning);
  if (delta->n_calls > 0)
    append_calls (json, delta);
  append_member (json, "log", delta->log);
  g_string_append_c (json, '}');
  recess_event_stream_send (self->stream, "delta", NULL, json->str);

  if (recess_event_stream_get_pending (self->stream) <= RECESS_WATCH_PENDING)
    return;

  g_signal_handlers_disconnect_by_data (self->answer, self);
  recess_event_stream_end (self->stream);
}

static void
on_closed_cb (RecessAnswerWatch *self)
{
  if (self->answer != NULL)
    g_signal_handlers_disconnect_by_data (self->answer, self);
  g_signal_handlers_disconnect_by_data (self->stream, self);
  g_object_unref (self);
}

static void
set_member (GBytes     **row,
            const char  *name,
            const char  *value)
{
  GBytes *changed = recess_json_set_member (*row, name, value);

  g_bytes_unref (*row);
  *row = changed;
}

/* The row as it was read, with the text as it is now. */
static char *
make_snapshot (RecessAnswerWatch *self,
               const char        *row)
{
  g_autoptr(GBytes) bytes = g_bytes_new (row, strlen (row));
  g_autofree char *content = recess_json_quote (recess_live_answer_get_content (self->answer));
  g_autofree char *reasoning = recess_json_quote (recess_live_answer_get_reasoning (self->answer));
  g_autofree char *calls = recess_live_answer_dup_calls (self->answer);
  g_autofree char *log = recess_json_quote (recess_live_answer_get_log (self->answer));
  gsize length;
  const char *text;

  set_member (&bytes, "content", content);
  set_member (&bytes, "reasoning", reasoning);
  set_member (&bytes, "tool_calls", calls != NULL ? calls : "null");
  set_member (&bytes, "log", log);
  text = g_bytes_get_data (bytes, &length);

  return g_strndup (text, length);
}

static void
follow (RecessAnswerWatch *self,
        const char        *row)
{
  g_autofree char *snapshot = make_snapshot (self, row);

  recess_event_stream_send (self->stream, "snapshot", NULL, snapshot);
  g_signal_connect_swapped (self->answer, "delta", G_CALLBACK (on_delta_cb), self);
  g_signal_connect_swapped (self->answer, "ended", G_CALLBACK (on_ended_cb), self);
}

static gboolean
is_in_progress (const char *row)
{
  g_autofree char *status = recess_json_dup_string (row, strlen (row), "status");

  return g_strcmp0 (status, "in_progress") == 0;
}

static void
on_row_read_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr(RecessAnswerWatch) self = user_data;
  RecessMessageStore *messages = RECESS_MESSAGE_STORE (source);
  RecessLiveAnswer *answer = recess_message_store_find_live (messages, self->id);
  g_autoptr(GError) error = NULL;
  g_autofree char *row = recess_message_store_text_finish (messages, result, &error);

  if (row == NULL)
    {
      recess_request_reply_error (self->request, error);
      return;
    }

  if (answer == NULL && is_in_progress (row) && ++self->n_reads < MAX_READS)
    {
      read_row (self, on_row_read_cb);
      return;
    }

  self->stream = recess_request_reply_stream (self->request, SOUP_STATUS_OK, "text/event-stream");
  if (recess_event_stream_is_closed (self->stream))
    return;

  g_signal_connect_swapped (self->stream, "closed", G_CALLBACK (on_closed_cb),
                            g_object_ref (self));
  if (answer != NULL)
    {
      self->answer = g_object_ref (answer);
      follow (self, row);
    }
  else
    {
      recess_event_stream_send (self->stream, "snapshot", NULL, row);
      send_end (self, row);
    }
}

void
recess_answer_watch_begin (RecessMessageStore *messages,
                           RecessRequest      *request,
                           const char         *conversation_id,
                           const char         *id)
{
  g_autoptr(RecessAnswerWatch) self = NULL;

  g_return_if_fail (RECESS_IS_MESSAGE_STORE (messages));
  g_return_if_fail (RECESS_IS_REQUEST (request));
  g_return_if_fail (conversation_id != NULL && id != NULL);

  self = g_object_new (RECESS_TYPE_ANSWER_WATCH, NULL);
  self->messages = g_object_ref (messages);
  self->request = g_object_ref (request);
  self->conversation_id = g_strdup (conversation_id);
  self->id = g_strdup (id);
  read_row (self, on_row_read_cb);
}
