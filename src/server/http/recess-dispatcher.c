/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "common/recess-id.h"
#include "common/recess-json.h"
#include "recess-dispatcher.h"
#include "recess-replay.h"
#include "recess-request-private.h"

/* What is thrown away of a body that is refused, so that a client that sends before it reads gets
 * to read why. */
#define DRAIN_LIMIT (G_GINT64_CONSTANT (1) << 30)
/* Bytes read before others have their turn. */
#define TURN (1024 * 1024)

struct _RecessDispatcher
{
  GObject         parent_instance;

  RecessRouter   *router;
  RecessAccess   *access;
  RecessReplay   *replay;
  GHashTable     *requests;
  RecessPatience  patience;
};

G_DEFINE_FINAL_TYPE (RecessDispatcher, recess_dispatcher, G_TYPE_OBJECT)

static const char *
one_header (RecessRequest *request,
            const char    *name)
{
  return recess_request_get_header (request, name);
}

static gboolean
check_host (RecessDispatcher *self,
            RecessRequest    *request)
{
  SoupServerMessage *message = recess_request_get_message (request);
  const char *host;

  g_assert (RECESS_IS_DISPATCHER (self));

  /* Of several, the list has them all, and no such name is allowed. */
  host = soup_message_headers_get_list (soup_server_message_get_request_headers (message), "Host");

  if (recess_request_is_private (request) || recess_access_allow_host (self->access, host))
    return TRUE;

  recess_request_reply_problem (request, SOUP_STATUS_FORBIDDEN, NULL, "host_not_allowed",
                                "This server does not go by the name '%s'. Ask it as 127.0.0.1 or "
                                "localhost.", host);
  return FALSE;
}

static gboolean
check_origin (RecessDispatcher *self,
              RecessRequest    *request)
{
  const char *origin = one_header (request, "Origin");

  g_assert (RECESS_IS_DISPATCHER (self));

  if (origin == NULL)
    return TRUE;

  if (recess_access_allow_origin (self->access, origin))
    {
      recess_request_set_origin (request, origin);
      return TRUE;
    }

  recess_request_reply_problem (request, SOUP_STATUS_FORBIDDEN, NULL, "origin_not_allowed",
                                "Web pages of '%s' may not ask this server. "
                                "Start it with --allow-origin to let them.", origin);
  return FALSE;
}

static gboolean
check_key (RecessDispatcher *self,
           RecessRequest    *request)
{
  const char *authorization = one_header (request, "Authorization");
  const char *api_key = one_header (request, "api-key");

  g_assert (RECESS_IS_DISPATCHER (self));

  if (recess_request_is_private (request) ||
      recess_access_allow_key (self->access, authorization, api_key))
    return TRUE;

  recess_request_set_reply_header (request, "WWW-Authenticate", "Bearer");
  if (authorization == NULL && api_key == NULL)
    recess_request_reply_problem (request, SOUP_STATUS_UNAUTHORIZED, NULL, "invalid_api_key",
                                  "You didn't provide an API key. Send the key of this server in "
                                  "the header 'Authorization: Bearer KEY' or 'api-key: KEY'.");
  else
    recess_request_reply_problem (request, SOUP_STATUS_UNAUTHORIZED, NULL, "invalid_api_key",
                                  "Incorrect API key provided. The key of this server is shown in "
                                  "Preferences, or is in its key file.");
  return FALSE;
}

/* A provider that is this server would ask itself until nothing is left. */
static gboolean
check_loop (RecessRequest *request)
{
  if (g_strcmp0 (one_header (request, "Recess-Via"), recess_id_of_process ()) != 0)
    return TRUE;

  recess_request_reply_problem (request, SOUP_STATUS_BAD_REQUEST, NULL, "loop",
                                "This server is asked by itself. Give the provider another base "
                                "URL, or remove it.");
  return FALSE;
}

static void
answer_options (RecessRequest *request,
                const char    *allow)
{
  const char *asked = one_header (request, "Access-Control-Request-Headers");

  if (allow != NULL)
    recess_request_set_reply_header (request, "Allow", allow);

  if (one_header (request, "Origin") != NULL &&
      one_header (request, "Access-Control-Request-Method") != NULL)
    {
      recess_request_set_reply_header (request, "Access-Control-Allow-Methods",
                                       "GET, POST, PUT, DELETE");
      recess_request_set_reply_header (request, "Access-Control-Allow-Headers", asked);
      recess_request_set_reply_header (request, "Access-Control-Max-Age", "600");
      if (one_header (request, "Access-Control-Request-Private-Network") != NULL)
        recess_request_set_reply_header (request, "Access-Control-Allow-Private-Network", "true");
    }

  recess_request_reply (request, SOUP_STATUS_NO_CONTENT, NULL, NULL);
}

static void
refuse_unknown (RecessRequest *request)
{
  const char *path = recess_request_get_path (request);
  gboolean below = g_str_has_prefix (path, "/v1/") || g_str_has_prefix (path, "/openai/");

  recess_request_reply_problem (request, SOUP_STATUS_NOT_FOUND, NULL, "unknown_url",
                                "Invalid URL (%s %s)%s", recess_request_get_method (request), path,
                                below ? "" : ". Everything is below /v1.");
}

static void
refuse_method (RecessRequest *request,
               const char    *allow)
{
  recess_request_set_reply_header (request, "Allow", allow);
  recess_request_reply_problem (request, SOUP_STATUS_METHOD_NOT_ALLOWED, NULL,
                                "method_not_supported",
                                "Not allowed to %s on %s. (Hint: it takes %s.)",
                                recess_request_get_method (request),
                                recess_request_get_path (request), allow);
}

static gboolean
check_route (RecessDispatcher *self,
             RecessRequest    *request)
{
  g_auto (RecessMatch) match = { NULL, };
  const char *method = recess_request_get_method (request);

  g_assert (RECESS_IS_DISPATCHER (self));

  recess_router_find (self->router, method, recess_request_get_path (request), &match);
  if (match.route != NULL)
    {
      recess_request_set_match (request, &match);
      return TRUE;
    }

  if (match.allow == NULL)
    refuse_unknown (request);
  else if (g_str_equal (method, "OPTIONS"))
    answer_options (request, match.allow);
  else
    refuse_method (request, match.allow);

  return FALSE;
}

static gboolean
check_query (RecessRequest *request)
{
  if (recess_request_read_query (request))
    return TRUE;

  recess_request_reply_problem (request, SOUP_STATUS_BAD_REQUEST, NULL, "invalid_query",
                                "The query of the URL cannot be decoded: it has NAME=VALUE pairs "
                                "of percent-encoded UTF-8.");
  return FALSE;
}

static void
refuse_size (RecessRequest *request)
{
  g_autofree char *limit = g_format_size_full (recess_request_get_body_limit (request),
                                               G_FORMAT_SIZE_IEC_UNITS);

  recess_request_reply_problem (request, SOUP_STATUS_REQUEST_ENTITY_TOO_LARGE, NULL,
                                "request_too_large",
                                "The body is over the limit of %s for %s.",
                                limit, recess_request_get_path (request));
}

static gboolean
check_size (RecessRequest      *request,
            SoupMessageHeaders *headers)
{
  goffset limit = recess_request_get_body_limit (request);

  if (soup_message_headers_get_encoding (headers) != SOUP_ENCODING_CONTENT_LENGTH ||
      soup_message_headers_get_content_length (headers) <= limit)
    return TRUE;

  refuse_size (request);
  return FALSE;
}

static gboolean
is_preflight (RecessRequest *request)
{
  return g_str_equal (recess_request_get_method (request), "OPTIONS") &&
         one_header (request, "Origin") != NULL &&
         one_header (request, "Access-Control-Request-Method") != NULL;
}

static void
check (RecessDispatcher   *self,
       RecessRequest      *request,
       SoupMessageHeaders *headers)
{
  g_assert (RECESS_IS_DISPATCHER (self));

  if (!check_host (self, request) || !check_origin (self, request))
    return;

  /* A browser asks without the key whether it may send it. */
  if (is_preflight (request))
    answer_options (request, NULL);
  else if (!check_key (self, request) || !check_loop (request))
    return;
  else if (soup_server_message_is_options_ping (recess_request_get_message (request)))
    answer_options (request, NULL);
  else if (check_route (self, request) && check_query (request) && check_size (request, headers))
    recess_request_begin (request);
}

static void
got_headers_cb (SoupServer        *server,
                SoupServerMessage *message,
                const char        *path,
                GHashTable        *query,
                gpointer           user_data)
{
  RecessDispatcher *self = RECESS_DISPATCHER (user_data);
  RecessRequest *request = g_hash_table_lookup (self->requests, message);
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);

  if (request == NULL)
    return;

  recess_connection_set_deadline (recess_request_get_connection (request), self->patience.body);
  check (self, request, headers);

  /* The body that the client was about to send may come all the same, and would be taken for a
   * request. */
  if (recess_request_is_replied (request) &&
      (soup_message_headers_get_expectations (headers) & SOUP_EXPECTATION_CONTINUE) != 0)
    soup_message_headers_replace (soup_server_message_get_response_headers (message), "Connection",
                                  "close");
}

static void
got_chunk_cb (RecessDispatcher  *self,
              GBytes            *chunk,
              SoupServerMessage *message)
{
  RecessRequest *request = g_hash_table_lookup (self->requests, message);
  gint64 before, received;

  g_assert (RECESS_IS_DISPATCHER (self));

  if (request == NULL)
    return;

  recess_connection_set_deadline (recess_request_get_connection (request), self->patience.body);
  before = recess_request_get_received (request);
  received = before + g_bytes_get_size (chunk);
  recess_request_set_received (request, received);
  if (received > DRAIN_LIMIT)
    {
      recess_connection_shut_down (recess_request_get_connection (request));
      return;
    }

  if (!recess_request_is_replied (request) && !recess_request_take_chunk (request, chunk))
    {
      recess_request_drop_body (request);
      refuse_size (request);
    }

  if (received / TURN != before / TURN && !recess_request_is_body_paused (request))
    {
      soup_server_message_pause (message);
      soup_server_message_unpause (message);
    }
}

/* Scripts for AzureOpenAI leave it out, or write "". */
static gboolean
lacks_model (GBytes *body)
{
  RecessJsonSpan span;
  const char *text;
  gsize length;

  text = g_bytes_get_data (body, &length);
  if (length == 0 || !recess_json_check (text, length, NULL) ||
      text[strspn (text, " \t\r\n")] != '{')
    return FALSE;

  return !recess_json_find_member (text, length, "model", &span) ||
         (span.length == 2 && strncmp (text + span.start, "\"\"", 2) == 0) ||
         (span.length == 4 && strncmp (text + span.start, "null", 4) == 0);
}

/* AzureOpenAI names the model as a piece of the path. */
static void
add_deployment (RecessRequest *request)
{
  g_autoptr (GBytes) body = NULL;
  g_autofree char *model = NULL;

  if (!recess_request_is_deployment (request) || !lacks_model (recess_request_get_body (request)))
    return;

  model = recess_json_quote (recess_request_get_param (request, "model"));
  body = recess_json_set_member (recess_request_get_body (request), "model", model);
  recess_request_set_body (request, body);
}

static void
got_body_cb (SoupServer        *server,
             SoupServerMessage *message,
             const char        *path,
             GHashTable        *query,
             gpointer           user_data)
{
  RecessDispatcher *self = RECESS_DISPATCHER (user_data);
  RecessRequest *found = g_hash_table_lookup (self->requests, message);
  g_autoptr (RecessRequest) request = NULL;

  if (found == NULL)
    return;

  request = g_object_ref (found);
  recess_connection_set_deadline (recess_request_get_connection (request), 0);
  recess_request_finish_body (request);
  add_deployment (request);
  /* What is not in memory cannot be compared. */
  if (recess_request_get_route (request)->begin != NULL)
    recess_request_dispatch (request);
  else if (!recess_replay_take (self->replay, request))
    recess_request_dispatch (request);
}

static void
end (RecessDispatcher  *self,
     SoupServerMessage *message)
{
  RecessRequest *request = NULL;

  g_assert (RECESS_IS_DISPATCHER (self));

  if (!g_hash_table_steal_extended (self->requests, message, NULL, (gpointer *) &request))
    return;

  g_signal_handlers_disconnect_by_data (message, self);
  recess_request_finish (request);
  g_object_unref (request);
}

static void
finished_cb (RecessDispatcher  *self,
             SoupServerMessage *message)
{
  RecessRequest *request = g_hash_table_lookup (self->requests, message);
  g_autoptr (RecessConnection) connection = NULL;

  g_assert (RECESS_IS_DISPATCHER (self));

  connection = g_object_ref (recess_request_get_connection (request));
  end (self, message);
  recess_connection_set_deadline (connection, self->patience.rest);
  recess_connection_rest (connection, message);
}

static void
recess_dispatcher_finalize (GObject *object)
{
  RecessDispatcher *self = RECESS_DISPATCHER (object);

  g_clear_object (&self->router);
  g_clear_object (&self->replay);
  g_clear_pointer (&self->access, recess_access_free);
  g_hash_table_unref (self->requests);

  G_OBJECT_CLASS (recess_dispatcher_parent_class)->finalize (object);
}

static void
recess_dispatcher_class_init (RecessDispatcherClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = recess_dispatcher_finalize;
}

static void
recess_dispatcher_init (RecessDispatcher *self)
{
  self->access = recess_access_new ();
  self->replay = recess_replay_new ();
  self->requests = g_hash_table_new_full (NULL, NULL, NULL, g_object_unref);
}

RecessDispatcher *
recess_dispatcher_new (RecessRouter *router)
{
  RecessDispatcher *self;

  g_return_val_if_fail (RECESS_IS_ROUTER (router), NULL);

  self = g_object_new (RECESS_TYPE_DISPATCHER, NULL);
  self->router = g_object_ref (router);
  return self;
}

RecessAccess *
recess_dispatcher_get_access (RecessDispatcher *self)
{
  g_return_val_if_fail (RECESS_IS_DISPATCHER (self), NULL);

  return self->access;
}

void
recess_dispatcher_set_patience (RecessDispatcher     *self,
                                const RecessPatience *patience)
{
  g_return_if_fail (RECESS_IS_DISPATCHER (self));
  g_return_if_fail (patience != NULL);

  self->patience = *patience;
}

void
recess_dispatcher_begin (RecessDispatcher  *self,
                         SoupServerMessage *message,
                         RecessConnection  *connection)
{
  g_return_if_fail (RECESS_IS_DISPATCHER (self));
  g_return_if_fail (SOUP_IS_SERVER_MESSAGE (message));
  g_return_if_fail (RECESS_IS_CONNECTION (connection));

  recess_connection_wake (connection);
  recess_connection_set_deadline (connection, self->patience.head);
  g_hash_table_insert (self->requests, message, recess_request_new (message, connection));
  g_signal_connect_object (message, "got-chunk", G_CALLBACK (got_chunk_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (message, "finished", G_CALLBACK (finished_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (message, "disconnected", G_CALLBACK (end), self, G_CONNECT_SWAPPED);
}

void
recess_dispatcher_serve (RecessDispatcher *self,
                         SoupServer       *server)
{
  g_return_if_fail (RECESS_IS_DISPATCHER (self));
  g_return_if_fail (SOUP_IS_SERVER (server));

  soup_server_add_early_handler (server, NULL, got_headers_cb, g_object_ref (self), g_object_unref);
  soup_server_add_handler (server, NULL, got_body_cb, g_object_ref (self), g_object_unref);
  soup_server_add_early_handler (server, "*", got_headers_cb, g_object_ref (self), g_object_unref);
}

gboolean
recess_dispatcher_break_off (RecessDispatcher *self)
{
  g_autolist (RecessRequest) requests = NULL;
  g_autoptr (GList) current = NULL;
  guint n_answered = 0;

  g_return_val_if_fail (RECESS_IS_DISPATCHER (self), FALSE);

  current = g_hash_table_get_values (self->requests);
  requests = g_list_copy_deep (current, (GCopyFunc) (GCallback) g_object_ref, NULL);
  for (GList *iter = requests; iter != NULL; iter = iter->next)
    {
      recess_request_break_off (iter->data);
      if (recess_request_is_replied (iter->data))
        n_answered++;
    }

  return n_answered > 0;
}
