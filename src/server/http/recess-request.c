/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "common/recess-api-error.h"
#include "common/recess-id.h"
#include "recess-event-stream-private.h"
#include "recess-request-private.h"

/* Some clients send an empty object where no body is asked for. */
#define MIN_BODY_LIMIT (64u * 1024)

struct _RecessRequest
{
  GObject              parent_instance;

  SoupServerMessage   *message;
  RecessConnection    *connection;
  SoupMessageHeaders  *reply_headers;
  RecessEventStream   *stream;
  RecessMatch          match;
  RecessReplyFunc      reply_func;
  gpointer             reply_data;
  RecessChunkFunc      chunk_func;
  gpointer             chunk_data;
  GDestroyNotify       chunk_data_free;
  GByteArray          *incoming;
  GBytes              *body;
  GHashTable          *query;
  char                *id;
  char                *origin;
  gint64               received_at;
  gint64               received;
  gint64               taken;
  guint                body_paused : 1;
  guint                replied : 1;
  guint                broken_off : 1;
  guint                held : 1;
  guint                gone : 1;
  guint                finished : 1;
};

G_DEFINE_FINAL_TYPE (RecessRequest, recess_request, G_TYPE_OBJECT)

enum
{
  SIGNAL_GONE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
gone_cb (RecessRequest *self)
{
  g_autoptr (RecessRequest) keep = g_object_ref (self);

  g_assert (RECESS_IS_REQUEST (self));

  if (self->gone || self->finished)
    return;

  self->gone = TRUE;
  recess_connection_shut_down (self->connection);
  g_signal_emit (self, signals[SIGNAL_GONE], 0);

  /* libsoup learns of it by writing. */
  if (self->stream != NULL)
    recess_event_stream_close (self->stream);
  if (self->finished)
    return;

  if (soup_server_message_get_status (self->message) == 0)
    soup_server_message_set_status (self->message, SOUP_STATUS_SERVICE_UNAVAILABLE, NULL);
  soup_message_body_complete (soup_server_message_get_response_body (self->message));
  soup_server_message_unpause (self->message);
}

static void
tell_reply (RecessRequest *self,
            guint          status,
            const char    *content_type,
            GBytes        *body)
{
  RecessReplyFunc func = g_steal_pointer (&self->reply_func);

  g_assert (RECESS_IS_REQUEST (self));

  if (func != NULL)
    func (self, status, content_type, body, self->reply_data);
}

static void
clear_chunk_func (RecessRequest *self)
{
  gpointer data = g_steal_pointer (&self->chunk_data);
  GDestroyNotify data_free = g_steal_pointer (&self->chunk_data_free);

  g_assert (RECESS_IS_REQUEST (self));

  self->chunk_func = NULL;
  if (data != NULL && data_free != NULL)
    data_free (data);
}

static void
recess_request_dispose (GObject *object)
{
  RecessRequest *self = RECESS_REQUEST (object);

  clear_chunk_func (self);
  tell_reply (self, 0, NULL, NULL);
  g_clear_object (&self->message);
  g_clear_object (&self->connection);
  g_clear_object (&self->stream);

  G_OBJECT_CLASS (recess_request_parent_class)->dispose (object);
}

static void
recess_request_finalize (GObject *object)
{
  RecessRequest *self = RECESS_REQUEST (object);

  soup_message_headers_unref (self->reply_headers);
  recess_match_clear (&self->match);
  g_clear_pointer (&self->incoming, g_byte_array_unref);
  g_clear_pointer (&self->body, g_bytes_unref);
  g_clear_pointer (&self->query, g_hash_table_unref);
  g_free (self->id);
  g_free (self->origin);

  G_OBJECT_CLASS (recess_request_parent_class)->finalize (object);
}

static void
recess_request_class_init (RecessRequestClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = recess_request_dispose;
  object_class->finalize = recess_request_finalize;

  signals[SIGNAL_GONE] =
    g_signal_new ("gone", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                  NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
recess_request_init (RecessRequest *self)
{
  self->reply_headers = soup_message_headers_new (SOUP_MESSAGE_HEADERS_RESPONSE);
  self->id = recess_id_new ("req_");
  self->received_at = g_get_monotonic_time ();
}

RecessRequest *
recess_request_new (SoupServerMessage *message,
                    RecessConnection  *connection)
{
  RecessRequest *self;

  g_return_val_if_fail (SOUP_IS_SERVER_MESSAGE (message), NULL);
  g_return_val_if_fail (RECESS_IS_CONNECTION (connection), NULL);

  self = g_object_new (RECESS_TYPE_REQUEST, NULL);
  self->message = g_object_ref (message);
  self->connection = g_object_ref (connection);
  g_signal_connect_object (connection, "gone", G_CALLBACK (gone_cb), self, G_CONNECT_SWAPPED);

  /* Stays where libsoup itself refuses what is no HTTP. */
  soup_message_headers_replace (soup_server_message_get_response_headers (message), "x-request-id",
                                self->id);
  /* Kept here, and not by libsoup as a list of small pieces. */
  soup_message_body_set_accumulate (soup_server_message_get_request_body (message), FALSE);
  return self;
}

SoupServerMessage *
recess_request_get_message (RecessRequest *self)
{
  return self->message;
}

RecessConnection *
recess_request_get_connection (RecessRequest *self)
{
  return self->connection;
}

void
recess_request_set_origin (RecessRequest *self,
                           const char    *origin)
{
  g_return_if_fail (RECESS_IS_REQUEST (self));

  g_free (self->origin);
  self->origin = g_strdup (origin);
}

void
recess_request_set_match (RecessRequest *self,
                          RecessMatch   *match)
{
  g_return_if_fail (RECESS_IS_REQUEST (self));

  recess_match_clear (&self->match);
  self->match = *match;
  *match = (RecessMatch) { NULL, };
}

const RecessRoute *
recess_request_get_route (RecessRequest *self)
{
  return self->match.route;
}

gboolean
recess_request_is_deployment (RecessRequest *self)
{
  return self->match.deployment;
}

gsize
recess_request_get_body_limit (RecessRequest *self)
{
  return MAX (self->match.route->body_limit, MIN_BODY_LIMIT);
}

gint64
recess_request_get_received (RecessRequest *self)
{
  return self->received;
}

void
recess_request_set_received (RecessRequest *self,
                             gint64         received)
{
  self->received = received;
}

gboolean
recess_request_take_chunk (RecessRequest *self,
                           GBytes        *chunk)
{
  gsize size;
  gconstpointer data;

  g_return_val_if_fail (RECESS_IS_REQUEST (self), FALSE);

  data = g_bytes_get_data (chunk, &size);
  if (size > recess_request_get_body_limit (self) - self->taken)
    return FALSE;

  self->taken += size;
  if (self->chunk_func != NULL)
    {
      self->chunk_func (self, chunk, self->chunk_data);
      return TRUE;
    }

  if (self->incoming == NULL)
    self->incoming = g_byte_array_new ();
  g_byte_array_append (self->incoming, data, size);
  return TRUE;
}

void
recess_request_drop_body (RecessRequest *self)
{
  g_return_if_fail (RECESS_IS_REQUEST (self));

  g_clear_pointer (&self->incoming, g_byte_array_unref);
  recess_request_resume_body (self);
  clear_chunk_func (self);
}

void
recess_request_begin (RecessRequest *self)
{
  g_return_if_fail (RECESS_IS_REQUEST (self));

  if (self->match.route->begin != NULL)
    self->match.route->begin (self, self->match.route->user_data);
}

void
recess_request_set_chunk_func (RecessRequest   *self,
                               RecessChunkFunc  func,
                               gpointer         chunk_data,
                               GDestroyNotify   chunk_data_free)
{
  g_return_if_fail (RECESS_IS_REQUEST (self));
  g_return_if_fail (func != NULL);
  g_return_if_fail (self->chunk_func == NULL);

  self->chunk_func = func;
  self->chunk_data = chunk_data;
  self->chunk_data_free = chunk_data_free;
}

gpointer
recess_request_get_chunk_data (RecessRequest *self)
{
  g_return_val_if_fail (RECESS_IS_REQUEST (self), NULL);

  return self->chunk_data;
}

gboolean
recess_request_is_body_paused (RecessRequest *self)
{
  g_return_val_if_fail (RECESS_IS_REQUEST (self), FALSE);

  return self->body_paused;
}

void
recess_request_pause_body (RecessRequest *self)
{
  g_return_if_fail (RECESS_IS_REQUEST (self));

  if (self->body_paused || self->held || self->finished)
    return;

  self->body_paused = TRUE;
  soup_server_message_pause (self->message);
}

void
recess_request_resume_body (RecessRequest *self)
{
  g_return_if_fail (RECESS_IS_REQUEST (self));

  if (!self->body_paused)
    return;

  self->body_paused = FALSE;
  if (!self->finished)
    soup_server_message_unpause (self->message);
}

void
recess_request_set_body (RecessRequest *self,
                         GBytes        *body)
{
  g_return_if_fail (RECESS_IS_REQUEST (self));

  g_clear_pointer (&self->body, g_bytes_unref);
  self->body = g_bytes_ref (body);
}

void
recess_request_finish_body (RecessRequest *self)
{
  g_return_if_fail (RECESS_IS_REQUEST (self));

  if (self->incoming != NULL)
    self->body = g_byte_array_free_to_bytes (g_steal_pointer (&self->incoming));
  else
    self->body = g_bytes_new_static (NULL, 0);
}

void
recess_request_hold (RecessRequest *self)
{
  g_return_if_fail (RECESS_IS_REQUEST (self));

  if (self->held || self->finished)
    return;

  self->held = TRUE;
  soup_server_message_pause (self->message);
  recess_connection_watch (self->connection);
}

void
recess_request_dispatch (RecessRequest *self)
{
  g_return_if_fail (RECESS_IS_REQUEST (self));

  self->match.route->handler (self, self->match.route->user_data);
  if (!self->replied)
    recess_request_hold (self);
}

gboolean
recess_request_is_replied (RecessRequest *self)
{
  return self->replied;
}

void
recess_request_set_reply_func (RecessRequest   *self,
                               RecessReplyFunc  func,
                               gpointer         user_data)
{
  g_return_if_fail (RECESS_IS_REQUEST (self));

  self->reply_func = func;
  self->reply_data = user_data;
}

void
recess_request_finish (RecessRequest *self)
{
  g_autoptr (RecessRequest) keep = NULL;
  gboolean left;

  g_return_if_fail (RECESS_IS_REQUEST (self));

  if (self->finished)
    return;

  keep = g_object_ref (self);
  left = !self->gone && (!self->replied ||
                         (self->stream != NULL && !recess_event_stream_is_ended (self->stream)));
  self->finished = TRUE;
  recess_connection_unwatch (self->connection);

  if (left)
    {
      self->gone = TRUE;
      g_signal_emit (self, signals[SIGNAL_GONE], 0);
    }

  if (self->stream != NULL)
    recess_event_stream_close (self->stream);
}

const char *
recess_request_get_id (RecessRequest *self)
{
  g_return_val_if_fail (RECESS_IS_REQUEST (self), NULL);

  return self->id;
}

const char *
recess_request_get_method (RecessRequest *self)
{
  g_return_val_if_fail (RECESS_IS_REQUEST (self), NULL);

  return soup_server_message_get_method (self->message);
}

const char *
recess_request_get_path (RecessRequest *self)
{
  g_return_val_if_fail (RECESS_IS_REQUEST (self), NULL);

  return g_uri_get_path (soup_server_message_get_uri (self->message));
}

const char *
recess_request_get_param (RecessRequest *self,
                          const char    *name)
{
  g_return_val_if_fail (RECESS_IS_REQUEST (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  return self->match.params != NULL ? g_hash_table_lookup (self->match.params, name) : NULL;
}

gboolean
recess_request_read_query (RecessRequest *self)
{
  const char *query;

  g_return_val_if_fail (RECESS_IS_REQUEST (self), FALSE);

  query = g_uri_get_query (soup_server_message_get_uri (self->message));
  g_clear_pointer (&self->query, g_hash_table_unref);
  self->query = g_uri_parse_params (query != NULL ? query : "", -1, "&", G_URI_PARAMS_WWW_FORM,
                                    NULL);
  return self->query != NULL;
}

const char *
recess_request_get_query (RecessRequest *self,
                          const char    *name)
{
  g_return_val_if_fail (RECESS_IS_REQUEST (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  return self->query != NULL ? g_hash_table_lookup (self->query, name) : NULL;
}

const char *
recess_request_get_header (RecessRequest *self,
                           const char    *name)
{
  g_return_val_if_fail (RECESS_IS_REQUEST (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  return soup_message_headers_get_one (soup_server_message_get_request_headers (self->message),
                                       name);
}

GBytes *
recess_request_get_body (RecessRequest *self)
{
  g_return_val_if_fail (RECESS_IS_REQUEST (self), NULL);

  return self->body;
}

gboolean
recess_request_is_gone (RecessRequest *self)
{
  g_return_val_if_fail (RECESS_IS_REQUEST (self), TRUE);

  return self->gone;
}

gboolean
recess_request_is_private (RecessRequest *self)
{
  g_return_val_if_fail (RECESS_IS_REQUEST (self), FALSE);

  return recess_connection_is_private (self->connection);
}

void
recess_request_set_reply_header (RecessRequest *self,
                                 const char    *name,
                                 const char    *value)
{
  g_return_if_fail (RECESS_IS_REQUEST (self));
  g_return_if_fail (name != NULL);

  if (value != NULL)
    soup_message_headers_replace (self->reply_headers, name, value);
  else
    soup_message_headers_remove (self->reply_headers, name);
}

static void
set_cors_headers (RecessRequest      *self,
                  SoupMessageHeaders *headers)
{
  g_assert (RECESS_IS_REQUEST (self));

  if (self->origin == NULL)
    return;

  soup_message_headers_replace (headers, "Access-Control-Allow-Origin", self->origin);
  soup_message_headers_replace (headers, "Access-Control-Expose-Headers",
                                "x-request-id, openai-processing-ms, x-should-retry, retry-after");
  soup_message_headers_replace (headers, "Vary", "Origin");
}

/* Only now, as libsoup clears what stood there when it says "100 Continue". */
static void
set_headers (RecessRequest *self,
             guint          status,
             const char    *content_type)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (self->message);
  gint64 elapsed = g_get_monotonic_time () - self->received_at;
  char milliseconds[24];
  SoupMessageHeadersIter iter;
  const char *name, *value;

  g_assert (RECESS_IS_REQUEST (self));

  g_snprintf (milliseconds, sizeof milliseconds, "%" G_GINT64_FORMAT,
              elapsed / G_TIME_SPAN_MILLISECOND);
  soup_server_message_set_status (self->message, status, NULL);
  soup_message_headers_replace (headers, "x-request-id", self->id);
  soup_message_headers_replace (headers, "openai-processing-ms", milliseconds);
  if (content_type != NULL)
    soup_message_headers_replace (headers, "Content-Type", content_type);
  set_cors_headers (self, headers);

  soup_message_headers_iter_init (&iter, self->reply_headers);
  while (soup_message_headers_iter_next (&iter, &name, &value))
    soup_message_headers_replace (headers, name, value);
}

static void
release (RecessRequest *self)
{
  g_assert (RECESS_IS_REQUEST (self));

  if (!self->held)
    return;

  self->held = FALSE;
  soup_server_message_unpause (self->message);
}

void
recess_request_reply (RecessRequest *self,
                      guint          status,
                      const char    *content_type,
                      GBytes        *body)
{
  SoupMessageBody *reply_body;

  g_return_if_fail (RECESS_IS_REQUEST (self));

  if (self->broken_off)
    return;

  g_return_if_fail (!self->replied);

  self->replied = TRUE;
  tell_reply (self, status, content_type, body);
  if (self->finished || self->gone)
    return;

  set_headers (self, status, content_type);
  reply_body = soup_server_message_get_response_body (self->message);
  soup_message_body_set_accumulate (reply_body, FALSE);
  if (body != NULL && g_bytes_get_size (body) > 0)
    soup_message_body_append_bytes (reply_body, body);
  release (self);
}

void
recess_request_reply_json (RecessRequest *self,
                           guint          status,
                           char          *json)
{
  g_autoptr (GBytes) body = NULL;

  g_return_if_fail (json != NULL);

  body = g_bytes_new_take (json, strlen (json));
  recess_request_reply (self, status, "application/json", body);
}

RecessEventStream *
recess_request_reply_stream (RecessRequest *self,
                             guint          status,
                             const char    *content_type)
{
  SoupMessageHeaders *headers;
  SoupEncoding encoding = SOUP_ENCODING_CHUNKED;
  gboolean is_events;

  g_return_val_if_fail (RECESS_IS_REQUEST (self), NULL);
  g_return_val_if_fail (!self->replied || self->broken_off, NULL);
  g_return_val_if_fail (content_type != NULL, NULL);

  self->replied = TRUE;
  tell_reply (self, status, content_type, NULL);

  is_events = g_str_has_prefix (content_type, "text/event-stream");
  self->stream = recess_event_stream_new (self->message, is_events);
  if (self->finished || self->gone || self->broken_off)
    {
      recess_event_stream_close (self->stream);
      return g_object_ref (self->stream);
    }

  set_headers (self, status, content_type);
  headers = soup_server_message_get_response_headers (self->message);
  soup_message_headers_replace (headers, "Cache-Control", "no-cache");
  if (soup_server_message_get_http_version (self->message) == SOUP_HTTP_1_0)
    encoding = SOUP_ENCODING_EOF;
  soup_message_headers_set_encoding (headers, encoding);
  soup_message_body_set_accumulate (soup_server_message_get_response_body (self->message), FALSE);
  recess_connection_watch (self->connection);
  release (self);
  return g_object_ref (self->stream);
}

static void
break_off_stream (RecessRequest *self)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *json = NULL;

  g_assert (RECESS_IS_REQUEST (self));

  error = recess_api_error_new (SOUP_STATUS_SERVICE_UNAVAILABLE, NULL, "server_ending",
                                "The server ends.");
  json = recess_api_error_to_json (error);
  if (recess_event_stream_is_between_events (self->stream))
    recess_event_stream_send (self->stream, NULL, NULL, json);
  recess_event_stream_end (self->stream);
}

void
recess_request_break_off (RecessRequest *self)
{
  g_return_if_fail (RECESS_IS_REQUEST (self));

  if (self->stream != NULL && !recess_event_stream_is_ended (self->stream))
    break_off_stream (self);
  else if (self->held)
    recess_request_reply_problem (self, SOUP_STATUS_SERVICE_UNAVAILABLE, NULL, "server_ending",
                                  "The server ends.");

  self->broken_off = TRUE;
}
