/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <gio/gunixsocketaddress.h>
#include <string.h>

#include "common/recess-api-error.h"

#include "recess-client-call.h"
#include "recess-client-private.h"

#define MAX_ANSWER       (64 * 1024 * 1024)
#define FIRST_BYTE_LIMIT (10 * 60 * 1000)
#define IDLE_LIMIT       (3 * 60 * 1000)
#define MAX_RETRIES      2
#define RETRY_BASE       500
#define MAX_CONNECTIONS  1024
#define SHORTEST_SECRET  6

struct _RecessClient
{
  GObject      parent_instance;

  SoupSession *session;
  char        *base_url;
  char        *base_query;
  char        *place;
  char        *query;
  char        *key;
  GHashTable  *headers;
  RecessAuth   auth;
  guint        max_retries;
  guint        first_byte_limit;
  guint        idle_limit;
  guint        retry_base;
  gboolean     is_socket;
};

G_DEFINE_FINAL_TYPE (RecessClient, recess_client, G_TYPE_OBJECT)

static void
recess_client_dispose (GObject *object)
{
  RecessClient *self = RECESS_CLIENT (object);

  g_clear_object (&self->session);
  g_clear_pointer (&self->headers, g_hash_table_unref);

  G_OBJECT_CLASS (recess_client_parent_class)->dispose (object);
}

static void
recess_client_finalize (GObject *object)
{
  RecessClient *self = RECESS_CLIENT (object);

  g_clear_pointer (&self->base_url, g_free);
  g_clear_pointer (&self->base_query, g_free);
  g_clear_pointer (&self->place, g_free);
  g_clear_pointer (&self->query, g_free);
  g_clear_pointer (&self->key, g_free);

  G_OBJECT_CLASS (recess_client_parent_class)->finalize (object);
}

static void
recess_client_class_init (RecessClientClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = recess_client_dispose;
  object_class->finalize = recess_client_finalize;
}

static void
recess_client_init (RecessClient *self)
{
  self->auth = RECESS_AUTH_NONE;
  self->max_retries = MAX_RETRIES;
  self->first_byte_limit = FIRST_BYTE_LIMIT;
  self->idle_limit = IDLE_LIMIT;
  self->retry_base = RETRY_BASE;
}

/* The session's own time limits would end answers that take long for good reasons. */
static SoupSession *
make_session (GSocketConnectable *connectable)
{
  return g_object_new (SOUP_TYPE_SESSION,
                       "max-conns", MAX_CONNECTIONS,
                       "max-conns-per-host", MAX_CONNECTIONS,
                       "timeout", 0,
                       "user-agent", "Recess/" PACKAGE_VERSION,
                       "remote-connectable", connectable,
                       NULL);
}

static gboolean
is_loopback (const char *host)
{
  g_autoptr (GInetAddress) address = NULL;

  if (host == NULL)
    return FALSE;
  if (g_ascii_strcasecmp (host, "localhost") == 0 || g_str_has_suffix (host, ".localhost"))
    return TRUE;

  address = g_inet_address_new_from_string (host);
  return address != NULL && g_inet_address_get_is_loopback (address);
}

static char *
make_place (GUri *uri)
{
  const char *scheme = g_uri_get_scheme (uri);
  const char *host = g_uri_get_host (uri);
  int port = g_uri_get_port (uri);
  GString *place = g_string_new (scheme);

  g_string_append_printf (place, strchr (host, ':') != NULL ? "://[%s]" : "://%s", host);
  if (port > 0 && port != (g_str_equal (scheme, "https") ? 443 : 80))
    g_string_append_printf (place, ":%d", port);

  return g_string_free (place, FALSE);
}

/* "https://host/v1/?api-version=1" is a base and a query. */
static void
take_base_url (RecessClient *self,
               const char   *base_url)
{
  g_autofree char *url = g_strstrip (g_strdup (base_url));
  g_autoptr (GUri) uri = NULL;
  char *mark = strchr (url, '#');

  if (mark != NULL)
    *mark = '\0';
  mark = strchr (url, '?');
  if (mark != NULL)
    {
      *mark = '\0';
      self->base_query = g_strdup (mark + 1);
    }
  while (g_str_has_suffix (url, "/"))
    url[strlen (url) - 1] = '\0';

  uri = g_uri_parse (url, SOUP_HTTP_URI_FLAGS, NULL);
  if (uri != NULL && g_uri_get_host (uri) != NULL)
    self->place = make_place (uri);
  else
    self->place = g_strdup (url);

  if (uri != NULL && is_loopback (g_uri_get_host (uri)))
    soup_session_set_proxy_resolver (self->session, NULL);
  self->base_url = g_steal_pointer (&url);
}

/**
 * recess_client_new:
 * @base_url: "https://api.openai.com/v1"; where it is no web address, every request says so
 *
 * The system's proxies are used, but never for this computer itself.
 *
 * Returns: (transfer full): a client without authentication
 */
RecessClient *
recess_client_new (const char *base_url)
{
  RecessClient *self;

  g_return_val_if_fail (base_url != NULL, NULL);

  self = g_object_new (RECESS_TYPE_CLIENT, NULL);
  self->session = make_session (NULL);
  take_base_url (self, base_url);
  return self;
}

/**
 * recess_client_new_for_socket:
 * @socket_path: path of a Unix socket
 *
 * Returns: (transfer full): a client whose paths are below "/v1" of the server there
 */
RecessClient *
recess_client_new_for_socket (const char *socket_path)
{
  g_autoptr (GSocketAddress) address = NULL;
  RecessClient *self;

  g_return_val_if_fail (socket_path != NULL, NULL);

  address = g_unix_socket_address_new (socket_path);
  self = g_object_new (RECESS_TYPE_CLIENT, NULL);
  self->session = make_session (G_SOCKET_CONNECTABLE (address));
  self->is_socket = TRUE;
  take_base_url (self, "http://localhost/v1");
  g_free (self->place);
  self->place = g_strdup (socket_path);
  return self;
}

const char *
recess_client_get_base_url (RecessClient *self)
{
  g_return_val_if_fail (RECESS_IS_CLIENT (self), NULL);

  return self->base_url;
}

void
recess_client_set_auth (RecessClient *self,
                        RecessAuth    auth,
                        const char   *key)
{
  g_return_if_fail (RECESS_IS_CLIENT (self));

  self->auth = auth;
  g_free (self->key);
  self->key = g_strdup (key);
}

void
recess_client_set_headers (RecessClient *self,
                           GHashTable   *headers)
{
  g_return_if_fail (RECESS_IS_CLIENT (self));

  if (headers != NULL)
    g_hash_table_ref (headers);
  g_clear_pointer (&self->headers, g_hash_table_unref);
  self->headers = headers;
}

void
recess_client_set_query (RecessClient *self,
                         const char   *query)
{
  g_return_if_fail (RECESS_IS_CLIENT (self));

  g_free (self->query);
  self->query = g_strdup (query);
}

void
recess_client_set_max_retries (RecessClient *self,
                               guint         max_retries)
{
  g_return_if_fail (RECESS_IS_CLIENT (self));

  self->max_retries = max_retries;
}

void
recess_client_set_time_limits (RecessClient *self,
                               guint         first_byte,
                               guint         idle)
{
  g_return_if_fail (RECESS_IS_CLIENT (self));

  self->first_byte_limit = first_byte;
  self->idle_limit = idle;
}

SoupSession *
recess_client_get_session (RecessClient *self)
{
  g_return_val_if_fail (RECESS_IS_CLIENT (self), NULL);

  return self->session;
}

const char *
recess_client_get_place (RecessClient *self)
{
  g_return_val_if_fail (RECESS_IS_CLIENT (self), NULL);

  return self->place;
}

gboolean
recess_client_is_socket (RecessClient *self)
{
  g_return_val_if_fail (RECESS_IS_CLIENT (self), FALSE);

  return self->is_socket;
}

guint
recess_client_get_max_retries (RecessClient *self)
{
  g_return_val_if_fail (RECESS_IS_CLIENT (self), 0);

  return self->max_retries;
}

guint
recess_client_get_first_byte_limit (RecessClient *self)
{
  g_return_val_if_fail (RECESS_IS_CLIENT (self), 0);

  return self->first_byte_limit;
}

guint
recess_client_get_idle_limit (RecessClient *self)
{
  g_return_val_if_fail (RECESS_IS_CLIENT (self), 0);

  return self->idle_limit;
}

guint
recess_client_get_retry_base (RecessClient *self)
{
  g_return_val_if_fail (RECESS_IS_CLIENT (self), 0);

  return self->retry_base;
}

void
recess_client_set_retry_base (RecessClient *self,
                              guint         milliseconds)
{
  g_return_if_fail (RECESS_IS_CLIENT (self));

  self->retry_base = milliseconds;
}

char *
recess_client_redact (RecessClient *self,
                      const char   *text)
{
  GString *shown;

  g_return_val_if_fail (RECESS_IS_CLIENT (self), NULL);
  g_return_val_if_fail (text != NULL, NULL);

  shown = g_string_new (text);
  if (self->key != NULL && strlen (self->key) >= SHORTEST_SECRET)
    g_string_replace (shown, self->key, "…", 0);

  return g_string_free (shown, FALSE);
}

static void
append_query (GString    *url,
              const char *query)
{
  if (query == NULL || *query == '\0')
    return;

  g_string_append_c (url, strchr (url->str, '?') != NULL ? '&' : '?');
  g_string_append (url, query);
}

static gboolean
is_web_address (GUri *uri)
{
  const char *scheme = g_uri_get_scheme (uri);
  const char *host = g_uri_get_host (uri);

  return (g_str_equal (scheme, "http") || g_str_equal (scheme, "https")) &&
         host != NULL && *host != '\0' && strpbrk (host, " \t\r\n") == NULL;
}

GUri *
recess_client_make_uri (RecessClient  *self,
                        const char    *path,
                        GError       **error)
{
  g_autoptr (GString) url = NULL;
  g_autoptr (GUri) uri = NULL;

  g_return_val_if_fail (RECESS_IS_CLIENT (self), NULL);
  g_return_val_if_fail (path != NULL, NULL);

  url = g_string_new (self->base_url);
  g_string_append (url, path);
  append_query (url, self->base_query);
  append_query (url, self->query);

  uri = g_uri_parse (url->str, SOUP_HTTP_URI_FLAGS, NULL);
  if (uri != NULL && is_web_address (uri))
    return g_steal_pointer (&uri);

  recess_set_api_error (error, 0, "base_url", "invalid_url",
                        "“%s” is not a web address. It should look like https://host/v1.",
                        self->base_url);
  return NULL;
}

static gboolean
is_header_name (const char *name)
{
  if (*name == '\0')
    return FALSE;

  for (; *name != '\0'; name++)
    if (!g_ascii_isalnum (*name) && strchr ("!#$%&'*+-.^_`|~", *name) == NULL)
      return FALSE;

  return TRUE;
}

static gboolean
is_header_value (const char *value)
{
  for (; *value != '\0'; value++)
    if (g_ascii_iscntrl (*value) && *value != '\t')
      return FALSE;

  return TRUE;
}

static gboolean
put_headers (SoupMessageHeaders  *to,
             GHashTable          *headers,
             GError             **error)
{
  GHashTableIter iter;
  gpointer name, value;

  if (headers == NULL)
    return TRUE;

  g_hash_table_iter_init (&iter, headers);
  while (g_hash_table_iter_next (&iter, &name, &value))
    {
      if (!is_header_name (name) || !is_header_value (value))
        {
          g_autofree char *shown = g_strescape (name, NULL);

          recess_set_api_error (error, 0, "headers", "invalid_header",
                                "The header “%s” cannot be sent: its name or value holds a line "
                                "break or another character that headers cannot have.", shown);
          return FALSE;
        }
      soup_message_headers_replace (to, name, value);
    }

  return TRUE;
}

static gboolean
put_auth (RecessClient        *self,
          SoupMessageHeaders  *headers,
          GError             **error)
{
  g_autofree char *bearer = NULL;

  if (self->auth == RECESS_AUTH_NONE || self->key == NULL || *self->key == '\0')
    return TRUE;

  if (!is_header_value (self->key))
    {
      recess_set_api_error (error, 0, "key", "invalid_key",
                            "The API key holds a line break or another control character.");
      return FALSE;
    }

  if (self->auth == RECESS_AUTH_API_KEY)
    {
      soup_message_headers_replace (headers, "api-key", self->key);
      return TRUE;
    }

  bearer = g_strconcat ("Bearer ", self->key, NULL);
  soup_message_headers_replace (headers, "Authorization", bearer);
  return TRUE;
}

SoupMessage *
recess_client_make_message (RecessClient  *self,
                            const char    *method,
                            GUri          *uri,
                            GBytes        *body,
                            GHashTable    *headers,
                            GError       **error)
{
  g_autoptr (SoupMessage) message = NULL;
  SoupMessageHeaders *to;

  g_return_val_if_fail (RECESS_IS_CLIENT (self), NULL);

  message = soup_message_new_from_uri (method, uri);
  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT);
  if (body != NULL)
    soup_message_set_request_body_from_bytes (message, "application/json", body);

  to = soup_message_get_request_headers (message);
  soup_message_headers_replace (to, "Accept", "application/json");
  if (!put_headers (to, self->headers, error) ||
      !put_auth (self, to, error) ||
      !put_headers (to, headers, error))
    return NULL;

  return g_steal_pointer (&message);
}

static void
drained_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  GBytes *body;

  body = recess_client_stream_drain_finish (RECESS_CLIENT_STREAM (object), result, &error);
  if (body != NULL)
    g_task_return_pointer (task, body, (GDestroyNotify) g_bytes_unref);
  else
    g_task_return_error (task, error);
}

static void
answered_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (RecessClientStream) stream = NULL;
  GError *error = NULL;

  stream = recess_client_call_finish (RECESS_CLIENT (object), result, &error);
  if (stream != NULL)
    recess_client_stream_drain_async (stream, MAX_ANSWER, g_task_get_cancellable (task),
                                      drained_cb, g_object_ref (task));
  else
    g_task_return_error (task, error);
}

void
recess_client_request_async (RecessClient        *self,
                             const char          *method,
                             const char          *path,
                             GBytes              *body,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  GTask *task;

  g_return_if_fail (RECESS_IS_CLIENT (self));
  g_return_if_fail (method != NULL);
  g_return_if_fail (path != NULL);
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, recess_client_request_async);
  recess_client_call_async (self, method, path, body, NULL, cancellable, answered_cb, task);
}

void
recess_client_upload_async (RecessClient        *self,
                            const char          *path,
                            const char          *content_type,
                            GBytes              *body,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  g_autoptr (GHashTable) headers = NULL;
  GTask *task;

  g_return_if_fail (RECESS_IS_CLIENT (self));
  g_return_if_fail (path != NULL && content_type != NULL && body != NULL);
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  headers = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  g_hash_table_insert (headers, (gpointer) "Content-Type", g_strdup (content_type));
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, recess_client_upload_async);
  recess_client_call_async (self, "POST", path, body, headers, cancellable, answered_cb, task);
}

GBytes *
recess_client_request_finish (RecessClient  *self,
                              GAsyncResult  *result,
                              GError       **error)
{
  g_return_val_if_fail (RECESS_IS_CLIENT (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

void
recess_client_stream_async (RecessClient        *self,
                            const char          *method,
                            const char          *path,
                            GBytes              *body,
                            GHashTable          *headers,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  g_return_if_fail (RECESS_IS_CLIENT (self));
  g_return_if_fail (method != NULL);
  g_return_if_fail (path != NULL);
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  recess_client_call_async (self, method, path, body, headers, cancellable, callback, user_data);
}

RecessClientStream *
recess_client_stream_finish (RecessClient  *self,
                             GAsyncResult  *result,
                             GError       **error)
{
  return recess_client_call_finish (self, result, error);
}
