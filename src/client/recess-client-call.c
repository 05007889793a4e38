/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "common/recess-api-error.h"

#include "recess-client-call.h"
#include "recess-client-error.h"
#include "recess-client-retry.h"
#include "recess-client-watch.h"

#define MAX_REDIRECTS  5
#define MAX_ERROR_BODY (1024 * 1024)
#define CONNECT_LIMIT  (30 * 1000)

typedef struct
{
  char              *method;
  GUri              *uri;
  GBytes            *body;
  GHashTable        *headers;

  SoupMessage       *message;
  RecessClientWatch *watch;
  guint              attempt;
  guint              redirects;
  guint              first_byte_limit;
  gboolean           connected;
} Call;

static void start_attempt (GTask *task);

static void
drop_message (Call *call)
{
  if (call->message != NULL)
    g_signal_handlers_disconnect_by_data (call->message, call);
  g_clear_object (&call->message);
  g_clear_pointer (&call->watch, recess_client_watch_free);
}

static void
call_free (gpointer data)
{
  Call *call = data;

  drop_message (call);
  g_free (call->method);
  g_clear_pointer (&call->uri, g_uri_unref);
  g_clear_pointer (&call->body, g_bytes_unref);
  g_clear_pointer (&call->headers, g_hash_table_unref);
  g_free (call);
}

static gboolean
wait_over_cb (gpointer user_data)
{
  GTask *task = user_data;

  if (!g_task_return_error_if_cancelled (task))
    start_attempt (task);

  return G_SOURCE_REMOVE;
}

/* A cancelled wait ends at once. */
static void
wait_then_retry (GTask  *task,
                 guint64 delay)
{
  GCancellable *cancellable = g_task_get_cancellable (task);
  g_autoptr (GSource) timer = g_timeout_source_new ((guint) delay);

  if (cancellable != NULL)
    {
      g_autoptr (GSource) cancelled = g_cancellable_source_new (cancellable);

      g_source_set_dummy_callback (cancelled);
      g_source_add_child_source (timer, cancelled);
    }

  g_source_set_callback (timer, wait_over_cb, g_object_ref (task), g_object_unref);
  g_source_attach (timer, g_task_get_context (task));
}

static void
fail_or_retry (GTask    *task,
               GError   *error,
               gboolean  retryable)
{
  Call *call = g_task_get_task_data (task);
  RecessClient *client = g_task_get_source_object (task);
  guint max_retries = recess_client_get_max_retries (client);
  guint base = recess_client_get_retry_base (client);
  gint64 told = recess_api_error_get_retry_ms (error);

  if (g_task_return_error_if_cancelled (task))
    {
      g_error_free (error);
      return;
    }

  if (retryable && call->attempt < max_retries && told <= RECESS_CLIENT_MAX_RETRY_MS)
    {
      wait_then_retry (task, told >= 0 ? (guint64) told
                                       : recess_client_retry_delay (base, call->attempt));
      call->attempt++;
      g_error_free (error);
      return;
    }

  if (retryable && max_retries > 0 && error->domain == RECESS_API_ERROR)
    recess_api_error_set_final (error, TRUE);
  g_task_return_error (task, error);
}

static void
answer_error (GTask      *task,
              const char *body,
              gsize       length)
{
  Call *call = g_task_get_task_data (task);
  RecessClient *client = g_task_get_source_object (task);
  SoupMessageHeaders *headers = soup_message_get_response_headers (call->message);
  guint status = soup_message_get_status (call->message);
  const char *should_retry = soup_message_headers_get_one (headers, "x-should-retry");
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  GError *error = recess_api_error_parse (status, body, length);
  char *shown = recess_client_redact (client, error->message);

  g_free (error->message);
  error->message = shown;
  recess_api_error_set_retry_ms (error, recess_client_retry_told (headers, now));
  if (g_strcmp0 (should_retry, "false") == 0)
    recess_api_error_set_final (error, TRUE);

  fail_or_retry (task, error, recess_client_retry_allowed (status, headers));
}

static void
error_body_cb (GObject      *object,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GBytes) body = NULL;
  gsize length = 0;
  const char *text = NULL;

  /* The status says enough where the body is cut off. */
  body = recess_client_stream_drain_finish (RECESS_CLIENT_STREAM (object), result, NULL);
  if (body != NULL)
    text = g_bytes_get_data (body, &length);

  answer_error (task, text, length);
}

static gboolean
is_same_server (GUri *a,
                GUri *b)
{
  return g_strcmp0 (g_uri_get_scheme (a), g_uri_get_scheme (b)) == 0 &&
         g_strcmp0 (g_uri_get_host (a), g_uri_get_host (b)) == 0 &&
         g_uri_get_port (a) == g_uri_get_port (b);
}

/* Keys, headers and bodies must not go to a server that nobody chose: only redirects within the
 * same one are followed, and a POST only where it stays a POST. */
static void
follow_redirect (GTask *task)
{
  Call *call = g_task_get_task_data (task);
  RecessClient *client = g_task_get_source_object (task);
  const char *place = recess_client_get_place (client);
  guint status = soup_message_get_status (call->message);
  SoupMessageHeaders *headers = soup_message_get_response_headers (call->message);
  const char *location = soup_message_headers_get_one (headers, "Location");
  g_autoptr (GUri) uri = g_uri_parse_relative (call->uri, location, SOUP_HTTP_URI_FLAGS, NULL);
  g_autofree char *target = uri != NULL ? g_uri_to_string_partial (uri, G_URI_HIDE_USERINFO |
                                                                        G_URI_HIDE_QUERY)
                                        : g_utf8_make_valid (location, -1);
  gboolean keeps_method = status == 307 || status == 308 || g_str_equal (call->method, "GET");

  if (uri == NULL || !keeps_method || !is_same_server (call->uri, uri))
    g_task_return_error (task,
                         recess_api_error_new (0, NULL, "redirected",
                                               "%s redirects to %s. If that is the right server, "
                                               "set its address as base URL.", place, target));
  else if (call->redirects++ == MAX_REDIRECTS)
    g_task_return_error (task, recess_api_error_new (0, NULL, "redirected",
                                                     "%s redirects in a circle.", place));
  else
    {
      g_uri_unref (call->uri);
      call->uri = g_steal_pointer (&uri);
      start_attempt (task);
    }
}

static gboolean
is_redirect (SoupMessage *message)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (message);
  guint status = soup_message_get_status (message);

  return (status == 301 || status == 302 || status == 303 || status == 307 || status == 308) &&
         soup_message_headers_get_one (headers, "Location") != NULL;
}

static void
take_answer (GTask        *task,
             GInputStream *input)
{
  Call *call = g_task_get_task_data (task);
  RecessClient *client = g_task_get_source_object (task);
  g_autoptr (RecessClientStream) stream = recess_client_stream_new (client, call->message, input);

  if (!SOUP_STATUS_IS_SUCCESSFUL (soup_message_get_status (call->message)))
    recess_client_stream_drain_async (stream, MAX_ERROR_BODY, g_task_get_cancellable (task),
                                      error_body_cb, g_object_ref (task));
  else if (g_strcmp0 (recess_client_stream_get_content_type (stream), "text/html") == 0)
    g_task_return_error (task,
                         recess_api_error_new (0, NULL, "not_json",
                                               "%s answers with a web page instead of JSON. Is the "
                                               "base URL right? It often ends in /v1.",
                                               recess_client_get_place (client)));
  else
    g_task_return_pointer (task, g_steal_pointer (&stream), g_object_unref);
}

static GError *
explain (GTask        *task,
         const GError *error)
{
  Call *call = g_task_get_task_data (task);
  RecessClient *client = g_task_get_source_object (task);
  guint limit = recess_client_watch_get_limit (call->watch);

  if (recess_client_watch_get_expired (call->watch) && !call->connected)
    return recess_api_error_new (0, NULL, "unreachable",
                                 "No connection to %s within %.3g s. Is the address right?",
                                 recess_client_get_place (client), limit / 1000.0);

  return recess_client_explain (client, call->message, call->watch, FALSE, error);
}

static void
sent_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GInputStream) input = NULL;
  Call *call = g_task_get_task_data (task);

  input = soup_session_send_finish (SOUP_SESSION (object), result, &error);
  if (input == NULL)
    {
      GError *explained = explain (task, error);

      fail_or_retry (task, explained, recess_client_error_passes (explained));
      return;
    }

  g_clear_pointer (&call->watch, recess_client_watch_free);
  if (is_redirect (call->message))
    follow_redirect (task);
  else
    take_answer (task, input);
}

static guint
get_connect_limit (Call *call)
{
  return call->first_byte_limit > 0 ? MIN (CONNECT_LIMIT, call->first_byte_limit) : CONNECT_LIMIT;
}

/* There is a connection now, and the request goes out. */
static void
starting_cb (SoupMessage *message,
             gpointer     user_data)
{
  Call *call = user_data;

  call->connected = TRUE;
  if (call->watch != NULL)
    recess_client_watch_restart (call->watch, call->first_byte_limit);
}

static void
start_attempt (GTask *task)
{
  Call *call = g_task_get_task_data (task);
  RecessClient *client = g_task_get_source_object (task);
  GError *error = NULL;

  drop_message (call);
  call->message = recess_client_make_message (client, call->method, call->uri, call->body,
                                              call->headers, &error);
  if (call->message == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  call->connected = FALSE;
  call->first_byte_limit = recess_client_get_first_byte_limit (client);
  call->watch = recess_client_watch_new (g_task_get_cancellable (task),
                                         get_connect_limit (call));
  g_signal_connect (call->message, "starting", G_CALLBACK (starting_cb), call);
  soup_session_send_async (recess_client_get_session (client), call->message, G_PRIORITY_DEFAULT,
                           recess_client_watch_get_cancellable (call->watch),
                           sent_cb, g_object_ref (task));
}

void
recess_client_call_async (RecessClient        *client,
                          const char          *method,
                          const char          *path,
                          GBytes              *body,
                          GHashTable          *headers,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  GError *error = NULL;
  Call *call;

  g_return_if_fail (RECESS_IS_CLIENT (client));
  g_return_if_fail (method != NULL);
  g_return_if_fail (path != NULL);

  call = g_new0 (Call, 1);
  call->method = g_strdup (method);
  call->body = body != NULL ? g_bytes_ref (body) : NULL;
  call->headers = headers != NULL ? g_hash_table_ref (headers) : NULL;
  call->uri = recess_client_make_uri (client, path, &error);

  task = g_task_new (client, cancellable, callback, user_data);
  g_task_set_source_tag (task, recess_client_call_async);
  g_task_set_task_data (task, call, call_free);

  if (call->uri == NULL)
    g_task_return_error (task, error);
  else
    start_attempt (task);
}

RecessClientStream *
recess_client_call_finish (RecessClient  *client,
                           GAsyncResult  *result,
                           GError       **error)
{
  g_return_val_if_fail (RECESS_IS_CLIENT (client), NULL);
  g_return_val_if_fail (g_task_is_valid (result, client), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
