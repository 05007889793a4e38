/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "client/recess-client-private.h"
#include "common/recess-api-error.h"

#include "raw-server.h"
#include "wait.h"

/* A resolver that knows no name, so that no test asks the network. */
#define TEST_TYPE_RESOLVER (test_resolver_get_type ())
G_DECLARE_FINAL_TYPE (TestResolver, test_resolver, TEST, RESOLVER, GResolver)

struct _TestResolver
{
  GResolver parent_instance;
};

G_DEFINE_FINAL_TYPE (TestResolver, test_resolver, G_TYPE_RESOLVER)

static void
lookup_async (GResolver                *resolver,
              const char               *name,
              GResolverNameLookupFlags  flags,
              GCancellable             *cancellable,
              GAsyncReadyCallback       callback,
              gpointer                  user_data)
{
  g_autoptr (GTask) task = g_task_new (resolver, cancellable, callback, user_data);

  g_task_return_new_error (task, G_RESOLVER_ERROR,
                           g_str_has_prefix (name, "offline") ? G_RESOLVER_ERROR_TEMPORARY_FAILURE
                                                              : G_RESOLVER_ERROR_NOT_FOUND,
                           "Error resolving");
}

static void
lookup_plain_async (GResolver           *resolver,
                    const char          *name,
                    GCancellable        *cancellable,
                    GAsyncReadyCallback  callback,
                    gpointer             user_data)
{
  lookup_async (resolver, name, 0, cancellable, callback, user_data);
}

static GList *
lookup_finish (GResolver     *resolver,
               GAsyncResult  *result,
               GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
test_resolver_class_init (TestResolverClass *klass)
{
  GResolverClass *resolver_class = G_RESOLVER_CLASS (klass);

  resolver_class->lookup_by_name_async = lookup_plain_async;
  resolver_class->lookup_by_name_finish = lookup_finish;
  resolver_class->lookup_by_name_with_flags_async = lookup_async;
  resolver_class->lookup_by_name_with_flags_finish = lookup_finish;
}

static void
test_resolver_init (TestResolver *self)
{
}

static void
assert_fails (RecessClient *client,
              const char   *code,
              const char   *format,
              const char   *place)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) answer = wait_request (client, "GET", "/models", NULL, NULL, &error);
  g_auto (GStrv) parts = g_strsplit (format, "PLACE", 2);
  g_autofree char *message = g_strjoinv (place, parts);

  g_assert_null (answer);
  g_assert_error (error, RECESS_API_ERROR, 0);
  g_assert_cmpstr (recess_api_error_get_code (error), ==, code);
  g_assert_cmpstr (error->message, ==, message);
}

static void
test_names (void)
{
  g_autoptr (GResolver) before = g_resolver_get_default ();
  g_autoptr (GResolver) resolver = g_object_new (TEST_TYPE_RESOLVER, NULL);
  g_autoptr (RecessClient) unknown = recess_client_new ("https://api.exmaple/v1");
  g_autoptr (RecessClient) offline = recess_client_new ("https://offline.example/v1");

  /* The proxies of this machine are none of this test's business. */
  soup_session_set_proxy_resolver (recess_client_get_session (unknown), NULL);
  soup_session_set_proxy_resolver (recess_client_get_session (offline), NULL);
  g_resolver_set_default (resolver);
  assert_fails (unknown, "host_not_found", "There is no host named “PLACE”. Check the address.",
                "api.exmaple");
  assert_fails (offline, "host_not_found",
                "The name “PLACE” could not be looked up. Is this computer online?",
                "offline.example");
  g_resolver_set_default (before);
}

static void
test_refused (void)
{
  RawServer *server = raw_server_new ();
  g_autofree char *place = raw_server_dup_url (server, "");
  g_autofree char *url = raw_server_dup_url (server, "/v1");
  g_autoptr (RecessClient) client = recess_client_new (url);

  recess_client_set_retry_base (client, 1);
  raw_server_free (server);
  assert_fails (client, "connection_refused", "Nothing answers at PLACE. Is the server running?",
                place);
}

/* The kernel completes the connection of a listener that accepts none, but TLS never comes. */
static void
test_nobody_accepts (void)
{
  g_autoptr (GSocketListener) listener = g_socket_listener_new ();
  guint16 port = g_socket_listener_add_any_inet_port (listener, NULL, NULL);
  g_autofree char *place = g_strdup_printf ("https://127.0.0.1:%u", port);
  g_autoptr (RecessClient) client = recess_client_new (place);

  if (!g_tls_backend_supports_tls (g_tls_backend_get_default ()))
    {
      g_test_skip ("no TLS backend");
      return;
    }

  recess_client_set_time_limits (client, 50, 0);
  assert_fails (client, "unreachable", "No connection to PLACE within 0.05 s. Is the address right?",
                place);
}

static void
test_answers (void)
{
  static const struct
  {
    const char *answer;
    const char *code;
    const char *message;
  } cases[] = {
    { "SSH-2.0-OpenSSH_9.2\r\n\r\n", "not_http",
      "What answers at PLACE does not speak HTTP: Could not parse HTTP response." },
    { "", "connection_lost", "PLACE closed the connection without an answer." },
    { "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: 6\r\n\r\n<html>",
      "not_json", "PLACE answers with a web page instead of JSON. Is the base URL right? It often "
                  "ends in /v1." },
    { "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"a\"", "connection_lost",
      "The connection to PLACE was lost in the middle of the answer." },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (RawServer) server = raw_server_new ();
      g_autofree char *place = raw_server_dup_url (server, "");
      g_autoptr (RecessClient) client = recess_client_new (place);

      recess_client_set_max_retries (client, 0);
      raw_server_answer (server, RAW_CLOSE, cases[i].answer);
      assert_fails (client, cases[i].code, cases[i].message, place);
    }
}

/* Zeros, random bytes, endless headers: any error will do, as long as it is one. */
static void
test_garbage (void)
{
  for (guint i = 0; i < 20; i++)
    {
      gsize length = i == 0 ? 1024 * 1024 : (gsize) g_test_rand_int_range (1, 5000);
      char *bytes = g_malloc (length);
      g_autoptr (RawServer) server = raw_server_new ();
      g_autofree char *url = raw_server_dup_url (server, "");
      g_autoptr (RecessClient) client = recess_client_new (url);
      g_autoptr (GBytes) garbage = NULL;
      g_autoptr (GBytes) answer = NULL;
      g_autoptr (GError) error = NULL;

      for (gsize j = 0; j < length; j++)
        bytes[j] = i == 0 ? 'x' : i == 1 ? '\0' : (char) g_test_rand_int_range (0, 256);
      garbage = g_bytes_new_take (bytes, length);
      raw_server_answer_full (server, RAW_CLOSE, garbage);
      recess_client_set_max_retries (client, 0);
      answer = wait_request (client, "GET", "/x", NULL, NULL, &error);
      g_assert_null (answer);
      g_assert_error (error, RECESS_API_ERROR, 0);
    }
}

static void
test_stale_connection (void)
{
  g_autoptr (RawServer) server = raw_server_new ();
  g_autofree char *url = raw_server_dup_url (server, "");
  g_autoptr (RecessClient) client = recess_client_new (url);

  /* Nothing tells the client that the connection will be closed after each answer. */
  raw_server_answer (server, RAW_CLOSE, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}");
  recess_client_set_max_retries (client, 1);
  recess_client_set_retry_base (client, 1);
  for (guint i = 0; i < 5; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) answer = wait_request (client, "POST", "/x", "{}", NULL, &error);

      g_assert_no_error (error);
    }
  g_assert_cmpint (raw_server_count (server), ==, 5);
}

static void
test_key_is_not_shown (void)
{
  g_autoptr (RawServer) server = raw_server_new ();
  g_autofree char *url = raw_server_dup_url (server, "");
  g_autoptr (RecessClient) client = recess_client_new (url);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) answer = NULL;

  raw_server_answer (server, RAW_CLOSE,
                     "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Bearer\r\n"
                     "Connection: close\r\n\r\n"
                     "{\"error\":{\"message\":\"Incorrect API key: sk-very-secret.\"}}");
  recess_client_set_auth (client, RECESS_AUTH_BEARER, "sk-very-secret");
  answer = wait_request (client, "GET", "/x", NULL, NULL, &error);
  g_assert_error (error, RECESS_API_ERROR, 401);
  g_assert_cmpstr (error->message, ==, "Incorrect API key: ….");
  g_assert_cmpstr (recess_api_error_get_code (error), ==, "invalid_api_key");
  g_assert_cmpint (raw_server_count (server), ==, 1);
}

static GTlsCertificate *
load_certificate (const char *name)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "fixtures", "tls", name, NULL);
  g_autoptr (GError) error = NULL;
  GTlsCertificate *certificate = g_tls_certificate_new_from_file (path, &error);

  g_assert_no_error (error);
  return certificate;
}

static void
assert_tls (const char *shown,
            const char *trusted,
            const char *message)
{
  g_autoptr (GTlsCertificate) certificate = load_certificate (shown);
  g_autoptr (RawServer) server = raw_server_new_tls (certificate);
  g_autofree char *place = raw_server_dup_url (server, "");
  g_autoptr (RecessClient) client = recess_client_new (place);

  raw_server_answer (server, RAW_CLOSE, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}");
  if (trusted != NULL)
    {
      g_autofree char *path = g_test_build_filename (G_TEST_DIST, "fixtures", "tls", trusted, NULL);
      g_autoptr (GTlsDatabase) database = g_tls_file_database_new (path, NULL);

      soup_session_set_tls_database (recess_client_get_session (client), database);
    }

  if (message != NULL)
    {
      assert_fails (client, "tls_error", message, place);
      g_assert_cmpint (raw_server_count (server), ==, 0);
    }
  else
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) answer = wait_request (client, "GET", "/x", NULL, NULL, &error);

      g_assert_no_error (error);
    }
}

static void
test_certificates (void)
{
  if (!g_tls_backend_supports_tls (g_tls_backend_get_default ()))
    {
      g_test_skip ("no TLS backend");
      return;
    }

  assert_tls ("good.pem", "good.pem", NULL);
  assert_tls ("good.pem", NULL,
              "PLACE cannot be trusted: its certificate is self-signed or from an unknown authority.");
  assert_tls ("other-host.pem", "other-host.pem",
              "PLACE cannot be trusted: its certificate is for another host name.");
  assert_tls ("expired.pem", "expired.pem", "PLACE cannot be trusted: its certificate has expired.");
}

static void
test_no_tls_there (void)
{
  g_autoptr (RawServer) server = raw_server_new ();
  g_autofree char *url = g_strdup_printf ("https://127.0.0.1:%u/v1", raw_server_get_port (server));
  g_autoptr (RecessClient) client = recess_client_new (url);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) answer = NULL;

  if (!g_tls_backend_supports_tls (g_tls_backend_get_default ()))
    {
      g_test_skip ("no TLS backend");
      return;
    }

  raw_server_answer (server, RAW_CLOSE, "HTTP/1.1 400 Bad Request\r\n\r\n");
  recess_client_set_time_limits (client, 5000, 0);
  answer = wait_request (client, "GET", "/x", NULL, NULL, &error);
  g_assert_error (error, RECESS_API_ERROR, 0);
  g_assert_true (g_str_has_suffix (error->message,
                                   ". Does the address begin with http:// perhaps?"));
  g_assert_cmpstr (recess_api_error_get_code (error), ==, "tls_error");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/faults/names", test_names);
  g_test_add_func ("/faults/refused", test_refused);
  g_test_add_func ("/faults/nobody-accepts", test_nobody_accepts);
  g_test_add_func ("/faults/answers", test_answers);
  g_test_add_func ("/faults/garbage", test_garbage);
  g_test_add_func ("/faults/stale-connection", test_stale_connection);
  g_test_add_func ("/faults/key-is-not-shown", test_key_is_not_shown);
  g_test_add_func ("/faults/certificates", test_certificates);
  g_test_add_func ("/faults/no-tls-there", test_no_tls_there);
  return g_test_run ();
}
