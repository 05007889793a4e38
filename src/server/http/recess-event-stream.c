/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "recess-event-stream-private.h"

#define DRAIN_LEVEL (64 * 1024)
#define PING_INTERVAL_MS (15 * 1000)
#define PING ": ping\n\n"

struct _RecessEventStream
{
  GObject            parent_instance;

  SoupServerMessage *message;
  GPtrArray         *waiting;
  gsize              waiting_size;
  gsize              pending;
  char               tail[3];
  GSource           *flush;
  GSource           *ping;
  guint              ping_ms;
  GQueue             drains;
  gboolean           ended;
  gboolean           closed;
};

G_DEFINE_FINAL_TYPE (RecessEventStream, recess_event_stream, G_TYPE_OBJECT)

enum
{
  SIGNAL_CLOSED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
clear_source (GSource **source)
{
  if (*source != NULL)
    g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

static void
remember_tail (RecessEventStream *self,
               const char        *data,
               gsize              size)
{
  gsize n_new = MIN (size, sizeof self->tail);

  g_assert (RECESS_IS_EVENT_STREAM (self));

  memmove (self->tail, self->tail + n_new, sizeof self->tail - n_new);
  memcpy (self->tail + sizeof self->tail - n_new, data + size - n_new, n_new);
}

static void
set_ping_time (RecessEventStream *self)
{
  g_assert (RECESS_IS_EVENT_STREAM (self));

  if (self->ping != NULL)
    g_source_set_ready_time (self->ping,
                             g_get_monotonic_time () + self->ping_ms * G_TIME_SPAN_MILLISECOND);
}

/* A ping within an event that a provider has not finished would break it. */
gboolean
recess_event_stream_is_between_events (RecessEventStream *self)
{
  g_return_val_if_fail (RECESS_IS_EVENT_STREAM (self), FALSE);

  return self->tail[2] == '\0' ||
         (self->tail[2] == '\n' && self->tail[1] == '\n') ||
         (self->tail[2] == '\n' && self->tail[1] == '\r' && self->tail[0] == '\n');
}

static gboolean
ping_cb (gpointer user_data)
{
  RecessEventStream *self = RECESS_EVENT_STREAM (user_data);

  if (self->pending == 0 && recess_event_stream_is_between_events (self))
    {
      g_autoptr (GBytes) ping = g_bytes_new_static (PING, strlen (PING));

      recess_event_stream_write (self, ping);
    }

  set_ping_time (self);
  return G_SOURCE_CONTINUE;
}

static void
start_ping (RecessEventStream *self)
{
  g_assert (RECESS_IS_EVENT_STREAM (self));

  self->ping = g_timeout_source_new (self->ping_ms);
  g_source_set_static_name (self->ping, "[recess] ping");
  g_source_set_callback (self->ping, ping_cb, self, NULL);
  g_source_attach (self->ping, g_main_context_get_thread_default ());
}

static GBytes *
join_waiting (RecessEventStream *self)
{
  guint8 *data;
  gsize offset = 0;

  g_assert (RECESS_IS_EVENT_STREAM (self));

  if (self->waiting->len == 1)
    return g_bytes_ref (g_ptr_array_index (self->waiting, 0));

  data = g_malloc (self->waiting_size);
  for (guint i = 0; i < self->waiting->len; i++)
    {
      gsize size;
      gconstpointer piece = g_bytes_get_data (g_ptr_array_index (self->waiting, i), &size);

      memcpy (data + offset, piece, size);
      offset += size;
    }

  return g_bytes_new_take (data, self->waiting_size);
}

static gboolean
flush_cb (gpointer user_data)
{
  RecessEventStream *self = RECESS_EVENT_STREAM (user_data);
  SoupMessageBody *body = soup_server_message_get_response_body (self->message);

  clear_source (&self->flush);

  if (self->waiting->len > 0)
    {
      g_autoptr (GBytes) bytes = join_waiting (self);

      soup_message_body_append_bytes (body, bytes);
      g_ptr_array_set_size (self->waiting, 0);
      self->waiting_size = 0;
    }

  if (self->ended)
    soup_message_body_complete (body);

  set_ping_time (self);
  soup_server_message_unpause (self->message);
  return G_SOURCE_REMOVE;
}

static void
queue_flush (RecessEventStream *self)
{
  g_assert (RECESS_IS_EVENT_STREAM (self));

  if (self->flush != NULL)
    return;

  self->flush = g_idle_source_new ();
  g_source_set_static_name (self->flush, "[recess] flush");
  g_source_set_priority (self->flush, G_PRIORITY_DEFAULT);
  g_source_set_callback (self->flush, flush_cb, self, NULL);
  g_source_attach (self->flush, g_main_context_get_thread_default ());
}

static void
return_drains (RecessEventStream *self)
{
  GTask *task;

  g_assert (RECESS_IS_EVENT_STREAM (self));

  while ((self->closed || self->pending < DRAIN_LEVEL) &&
         (task = g_queue_pop_head (&self->drains)) != NULL)
    {
      if (self->closed)
        g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CLOSED, "The client has left.");
      else
        g_task_return_boolean (task, TRUE);
      g_object_unref (task);
    }
}

static void
wrote_body_data_cb (RecessEventStream *self,
                    guint              size)
{
  g_assert (RECESS_IS_EVENT_STREAM (self));
  g_assert (size <= self->pending);

  self->pending -= size;
  return_drains (self);
}

static void
recess_event_stream_dispose (GObject *object)
{
  RecessEventStream *self = RECESS_EVENT_STREAM (object);

  clear_source (&self->flush);
  clear_source (&self->ping);
  g_clear_object (&self->message);

  G_OBJECT_CLASS (recess_event_stream_parent_class)->dispose (object);
}

static void
recess_event_stream_finalize (GObject *object)
{
  RecessEventStream *self = RECESS_EVENT_STREAM (object);

  g_ptr_array_unref (self->waiting);

  G_OBJECT_CLASS (recess_event_stream_parent_class)->finalize (object);
}

static void
recess_event_stream_class_init (RecessEventStreamClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = recess_event_stream_dispose;
  object_class->finalize = recess_event_stream_finalize;

  signals[SIGNAL_CLOSED] =
    g_signal_new ("closed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                  NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
recess_event_stream_init (RecessEventStream *self)
{
  self->waiting = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  self->ping_ms = PING_INTERVAL_MS;
  g_queue_init (&self->drains);
}

RecessEventStream *
recess_event_stream_new (SoupServerMessage *message,
                         gboolean           is_events)
{
  RecessEventStream *self;

  g_return_val_if_fail (SOUP_IS_SERVER_MESSAGE (message), NULL);

  self = g_object_new (RECESS_TYPE_EVENT_STREAM, NULL);
  self->message = g_object_ref (message);
  g_signal_connect_object (message, "wrote-body-data",
                           G_CALLBACK (wrote_body_data_cb), self, G_CONNECT_SWAPPED);
  if (is_events)
    start_ping (self);

  return self;
}

void
recess_event_stream_close (RecessEventStream *self)
{
  g_autoptr (RecessEventStream) keep = NULL;

  g_return_if_fail (RECESS_IS_EVENT_STREAM (self));

  if (self->closed)
    return;

  keep = g_object_ref (self);
  self->closed = TRUE;
  self->pending = 0;
  self->waiting_size = 0;
  g_ptr_array_set_size (self->waiting, 0);
  clear_source (&self->flush);
  clear_source (&self->ping);
  g_signal_handlers_disconnect_by_func (self->message, wrote_body_data_cb, self);
  return_drains (self);
  g_signal_emit (self, signals[SIGNAL_CLOSED], 0);
}

gboolean
recess_event_stream_is_ended (RecessEventStream *self)
{
  return self->ended;
}

void
recess_event_stream_set_ping_interval (RecessEventStream *self,
                                       guint              milliseconds)
{
  g_return_if_fail (RECESS_IS_EVENT_STREAM (self));

  self->ping_ms = milliseconds;
  set_ping_time (self);
}

void
recess_event_stream_write (RecessEventStream *self,
                           GBytes            *bytes)
{
  const char *data;
  gsize size;

  g_return_if_fail (RECESS_IS_EVENT_STREAM (self));
  g_return_if_fail (bytes != NULL);

  data = g_bytes_get_data (bytes, &size);
  if (self->closed || self->ended || size == 0)
    return;

  remember_tail (self, data, size);
  g_ptr_array_add (self->waiting, g_bytes_ref (bytes));
  self->waiting_size += size;
  self->pending += size;
  queue_flush (self);
}

static void
append_data_lines (GString    *event,
                   const char *data)
{
  const char *line = data;

  for (;;)
    {
      gsize length = strcspn (line, "\r\n");

      g_string_append (event, "data: ");
      g_string_append_len (event, line, length);
      g_string_append_c (event, '\n');
      if (line[length] == '\0')
        break;

      line += length + (line[length] == '\r' && line[length + 1] == '\n' ? 2 : 1);
    }
}

void
recess_event_stream_send (RecessEventStream *self,
                          const char        *event,
                          const char        *id,
                          const char        *data)
{
  g_autoptr (GBytes) bytes = NULL;
  GString *text;

  g_return_if_fail (RECESS_IS_EVENT_STREAM (self));
  g_return_if_fail (data != NULL);

  text = g_string_sized_new (strlen (data) + 64);
  if (event != NULL)
    g_string_append_printf (text, "event: %s\n", event);
  if (id != NULL)
    g_string_append_printf (text, "id: %s\n", id);
  append_data_lines (text, data);
  g_string_append_c (text, '\n');

  bytes = g_string_free_to_bytes (text);
  recess_event_stream_write (self, bytes);
}

void
recess_event_stream_end (RecessEventStream *self)
{
  g_return_if_fail (RECESS_IS_EVENT_STREAM (self));

  if (self->closed || self->ended)
    return;

  self->ended = TRUE;
  clear_source (&self->ping);
  queue_flush (self);
}

gboolean
recess_event_stream_is_closed (RecessEventStream *self)
{
  g_return_val_if_fail (RECESS_IS_EVENT_STREAM (self), TRUE);

  return self->closed;
}

gsize
recess_event_stream_get_pending (RecessEventStream *self)
{
  g_return_val_if_fail (RECESS_IS_EVENT_STREAM (self), 0);

  return self->pending;
}

static void
drain_cancelled_cb (GCancellable *cancellable,
                    gpointer      user_data)
{
  GTask *task = G_TASK (user_data);
  RecessEventStream *self = g_task_get_source_object (task);

  if (g_queue_remove (&self->drains, task))
    {
      g_task_return_error_if_cancelled (task);
      g_object_unref (task);
    }
}

void
recess_event_stream_drain_async (RecessEventStream   *self,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (RECESS_IS_EVENT_STREAM (self));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, recess_event_stream_drain_async);
  if (g_task_return_error_if_cancelled (task))
    return;

  if (cancellable != NULL)
    g_signal_connect_object (cancellable, "cancelled", G_CALLBACK (drain_cancelled_cb), task, 0);
  g_queue_push_tail (&self->drains, g_steal_pointer (&task));
  return_drains (self);
}

gboolean
recess_event_stream_drain_finish (RecessEventStream  *self,
                                  GAsyncResult       *result,
                                  GError            **error)
{
  g_return_val_if_fail (RECESS_IS_EVENT_STREAM (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
