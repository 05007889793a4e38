/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "common/recess-api-error.h"

#include "recess-client-error.h"
#include "recess-client-private.h"
#include "recess-client-watch.h"

#define BUFFER_SIZE (64 * 1024)

struct _RecessClientStream
{
  GObject       parent_instance;

  RecessClient *client;
  SoupMessage  *message;
  GInputStream *input;

  char         *buffer;
  gboolean      begun;
  gboolean      busy;
};

G_DEFINE_FINAL_TYPE (RecessClientStream, recess_client_stream, G_TYPE_OBJECT)

static void
recess_client_stream_dispose (GObject *object)
{
  RecessClientStream *self = RECESS_CLIENT_STREAM (object);

  g_clear_object (&self->input);
  g_clear_object (&self->message);
  g_clear_object (&self->client);
  g_clear_pointer (&self->buffer, g_free);

  G_OBJECT_CLASS (recess_client_stream_parent_class)->dispose (object);
}

static void
recess_client_stream_class_init (RecessClientStreamClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = recess_client_stream_dispose;
}

static void
recess_client_stream_init (RecessClientStream *self)
{
}

RecessClientStream *
recess_client_stream_new (RecessClient *client,
                          SoupMessage  *message,
                          GInputStream *input)
{
  RecessClientStream *self;

  g_return_val_if_fail (RECESS_IS_CLIENT (client), NULL);
  g_return_val_if_fail (SOUP_IS_MESSAGE (message), NULL);
  g_return_val_if_fail (G_IS_INPUT_STREAM (input), NULL);

  self = g_object_new (RECESS_TYPE_CLIENT_STREAM, NULL);
  self->client = g_object_ref (client);
  self->message = g_object_ref (message);
  self->input = g_object_ref (input);
  return self;
}

guint
recess_client_stream_get_status (RecessClientStream *self)
{
  g_return_val_if_fail (RECESS_IS_CLIENT_STREAM (self), 0);

  return soup_message_get_status (self->message);
}

const char *
recess_client_stream_get_content_type (RecessClientStream *self)
{
  g_return_val_if_fail (RECESS_IS_CLIENT_STREAM (self), NULL);

  return soup_message_headers_get_content_type (soup_message_get_response_headers (self->message),
                                                NULL);
}

const char *
recess_client_stream_get_header (RecessClientStream *self,
                                 const char         *name)
{
  g_return_val_if_fail (RECESS_IS_CLIENT_STREAM (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  return soup_message_headers_get_list (soup_message_get_response_headers (self->message), name);
}

static void
read_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  RecessClientStream *self = g_task_get_source_object (task);
  RecessClientWatch *watch = g_task_get_task_data (task);
  gssize n = g_input_stream_read_finish (G_INPUT_STREAM (object), result, &error);

  g_assert (RECESS_IS_CLIENT_STREAM (self));

  self->busy = FALSE;
  if (n < 0)
    {
      g_task_return_error (task, recess_client_explain (self->client, self->message, watch, TRUE,
                                                        error));
      return;
    }

  self->begun = self->begun || n > 0;
  g_task_return_pointer (task, g_bytes_new (self->buffer, n), (GDestroyNotify) g_bytes_unref);
}

void
recess_client_stream_read_async (RecessClientStream  *self,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  RecessClientWatch *watch;
  guint limit;

  g_return_if_fail (RECESS_IS_CLIENT_STREAM (self));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, recess_client_stream_read_async);
  if (self->busy)
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_PENDING, "A read is under way.");
      return;
    }

  /* Many servers send their headers at once and then think. */
  limit = self->begun ? recess_client_get_idle_limit (self->client)
                      : recess_client_get_first_byte_limit (self->client);
  watch = recess_client_watch_new (cancellable, limit);
  g_task_set_task_data (task, watch, (GDestroyNotify) recess_client_watch_free);

  if (self->buffer == NULL)
    self->buffer = g_malloc (BUFFER_SIZE);
  self->busy = TRUE;
  g_input_stream_read_async (self->input, self->buffer, BUFFER_SIZE, G_PRIORITY_DEFAULT,
                             recess_client_watch_get_cancellable (watch),
                             read_cb, g_steal_pointer (&task));
}

GBytes *
recess_client_stream_read_finish (RecessClientStream  *self,
                                  GAsyncResult        *result,
                                  GError             **error)
{
  g_return_val_if_fail (RECESS_IS_CLIENT_STREAM (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
follow_read_cb (GObject      *object,
                GAsyncResult *result,
                gpointer      user_data)
{
  RecessClientStream *self = RECESS_CLIENT_STREAM (object);
  g_autoptr (GTask) task = user_data;
  g_autoptr (GBytes) bytes = NULL;
  RecessSseParser *parser = g_task_get_task_data (task);
  GError *error = NULL;

  bytes = recess_client_stream_read_finish (self, result, &error);
  if (bytes == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  if (!recess_sse_parser_push (parser, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes),
                               &error))
    {
      g_task_return_error (task, error);
      return;
    }

  if (g_bytes_get_size (bytes) == 0)
    {
      g_task_return_boolean (task, TRUE);
      return;
    }

  recess_client_stream_read_async (self, g_task_get_cancellable (task), follow_read_cb, task);
  g_steal_pointer (&task);
}

void
recess_client_stream_follow_async (RecessClientStream  *self,
                                   RecessSseFunc        func,
                                   gpointer             func_data,
                                   GCancellable        *cancellable,
                                   GAsyncReadyCallback  callback,
                                   gpointer             user_data)
{
  GTask *task;

  g_return_if_fail (RECESS_IS_CLIENT_STREAM (self));
  g_return_if_fail (func != NULL);
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, recess_client_stream_follow_async);
  g_task_set_task_data (task, recess_sse_parser_new (func, func_data),
                        (GDestroyNotify) recess_sse_parser_free);
  recess_client_stream_read_async (self, cancellable, follow_read_cb, task);
}

gboolean
recess_client_stream_follow_finish (RecessClientStream  *self,
                                    GAsyncResult        *result,
                                    GError             **error)
{
  g_return_val_if_fail (RECESS_IS_CLIENT_STREAM (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

typedef struct
{
  GByteArray *body;
  gsize       limit;
} Drain;

static void
drain_free (gpointer data)
{
  Drain *drain = data;

  g_byte_array_unref (drain->body);
  g_free (drain);
}

static void
drain_read_cb (GObject      *object,
               GAsyncResult *result,
               gpointer      user_data)
{
  RecessClientStream *self = RECESS_CLIENT_STREAM (object);
  g_autoptr (GTask) task = user_data;
  g_autoptr (GBytes) bytes = NULL;
  Drain *drain = g_task_get_task_data (task);
  GError *error = NULL;
  gsize n;

  bytes = recess_client_stream_read_finish (self, result, &error);
  if (bytes == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  n = g_bytes_get_size (bytes);
  if (n == 0)
    {
      g_task_return_pointer (task, g_byte_array_free_to_bytes (g_byte_array_ref (drain->body)),
                             (GDestroyNotify) g_bytes_unref);
      return;
    }

  if (n > drain->limit - drain->body->len)
    {
      g_task_return_error (task,
                           recess_api_error_new (0, NULL, "too_large",
                                                 "%s sent an answer of more than %u MiB.",
                                                 recess_client_get_place (self->client),
                                                 (guint) (drain->limit / 1024 / 1024)));
      return;
    }

  g_byte_array_append (drain->body, g_bytes_get_data (bytes, NULL), n);
  recess_client_stream_read_async (self, g_task_get_cancellable (task), drain_read_cb, task);
  g_steal_pointer (&task);
}

void
recess_client_stream_drain_async (RecessClientStream  *self,
                                  gsize                limit,
                                  GCancellable        *cancellable,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data)
{
  GTask *task;
  Drain *drain;

  g_return_if_fail (RECESS_IS_CLIENT_STREAM (self));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  drain = g_new0 (Drain, 1);
  drain->body = g_byte_array_new ();
  drain->limit = limit;

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, recess_client_stream_drain_async);
  g_task_set_task_data (task, drain, drain_free);
  recess_client_stream_read_async (self, cancellable, drain_read_cb, task);
}

GBytes *
recess_client_stream_drain_finish (RecessClientStream  *self,
                                   GAsyncResult        *result,
                                   GError             **error)
{
  g_return_val_if_fail (RECESS_IS_CLIENT_STREAM (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
