/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "client/recess-client-private.h"
#include "common/recess-api-error.h"

#include "raw-server.h"
#include "wait.h"

#define OK(body) "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n" \
                 "Connection: close\r\n\r\n" body

static RecessClient *
make_client (RawServer *server)
{
  g_autofree char *url = raw_server_dup_url (server, "/v1/");

  return recess_client_new (url);
}

static void
assert_bytes (GBytes     *bytes,
              const char *text)
{
  g_assert_nonnull (bytes);
  g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), text, strlen (text));
}

static void
assert_fails (RecessClient *client,
              const char   *method,
              const char   *path,
              const char   *code,
              const char   *message)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) answer = wait_request (client, method, path, NULL, NULL, &error);

  g_assert_null (answer);
  g_assert_error (error, RECESS_API_ERROR, 0);
  g_assert_cmpstr (recess_api_error_get_code (error), ==, code);
  if (message != NULL)
    g_assert_cmpstr (error->message, ==, message);
}

static void
test_request (void)
{
  g_autoptr (RawServer) server = raw_server_new ();
  g_autoptr (RecessClient) client = make_client (server);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) answer = NULL;
  g_autoptr (GBytes) second = NULL;
  g_autofree char *get = NULL;
  g_autofree char *post = NULL;

  raw_server_answer (server, RAW_KEEP, "HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\n{\"a\":1}");
  raw_server_answer (server, RAW_CLOSE, OK ("{}"));
  recess_client_set_auth (client, RECESS_AUTH_BEARER, "sk-secret");
  recess_client_set_query (client, "api-version=7");

  answer = wait_request (client, "GET", "/models?limit=5", NULL, NULL, &error);
  g_assert_no_error (error);
  assert_bytes (answer, "{\"a\":1}");

  second = wait_request (client, "POST", "/chat/completions", "{\"n\":1}", NULL, &error);
  g_assert_no_error (error);
  assert_bytes (second, "{}");

  get = raw_server_dup_request (server, 0);
  g_assert_true (g_str_has_prefix (get, "GET /v1/models?limit=5&api-version=7 HTTP/1.1\r\n"));
  g_assert_nonnull (strstr (get, "\r\nAuthorization: Bearer sk-secret\r\n"));
  g_assert_nonnull (strstr (get, "\r\nAccept: application/json\r\n"));

  post = raw_server_dup_request (server, 1);
  g_assert_true (g_str_has_prefix (post, "POST /v1/chat/completions?api-version=7 HTTP/1.1\r\n"));
  g_assert_nonnull (strstr (post, "\r\nContent-Type: application/json\r\n"));
  g_assert_nonnull (strstr (post, "\r\n\r\n{\"n\":1}"));
}

static void
test_headers (void)
{
  g_autoptr (RawServer) server = raw_server_new ();
  g_autoptr (RecessClient) client = make_client (server);
  g_autoptr (GHashTable) common = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) single = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (RecessClientStream) stream = NULL;
  g_autoptr (GBytes) answer = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;

  raw_server_answer (server, RAW_CLOSE, OK ("{}"));
  g_hash_table_insert (common, (char *) "X-Common", (char *) "é");
  g_hash_table_insert (single, (char *) "Content-Type", (char *) "text/plain");
  g_hash_table_insert (single, (char *) "Recess-Message", (char *) "cmsg_1");
  recess_client_set_headers (client, common);
  recess_client_set_auth (client, RECESS_AUTH_API_KEY, "azure-key");

  stream = wait_stream (client, "POST", "/x", "body", single, NULL, &error);
  g_assert_no_error (error);
  first = raw_server_dup_request (server, 0);
  g_assert_nonnull (strstr (first, "\r\napi-key: azure-key\r\n"));
  g_assert_nonnull (strstr (first, "\r\nX-Common: é\r\n"));
  g_assert_nonnull (strstr (first, "\r\nRecess-Message: cmsg_1\r\n"));
  g_assert_nonnull (strstr (first, "\r\nContent-Type: text/plain\r\n"));
  g_assert_null (strstr (first, "Authorization"));

  recess_client_set_headers (client, NULL);
  recess_client_set_auth (client, RECESS_AUTH_NONE, "unused");
  answer = wait_request (client, "POST", "/x", NULL, NULL, &error);
  g_assert_no_error (error);
  second = raw_server_dup_request (server, 1);
  g_assert_null (strstr (second, "unused"));
  g_assert_null (strstr (second, "X-Common"));
  g_assert_nonnull (strstr (second, "\r\nContent-Length: 0\r\n"));
}

static void
test_smuggling_is_refused (void)
{
  static const char * const bad[][2] = {
    { "X-A", "1\r\nX-B: 2" }, { "X-A", "1\n" }, { "X-A\r\nX-B", "1" }, { "X A", "1" }, { "", "1" },
    { "X:A", "1" }, { "X-A", "\x7f" },
  };
  g_autoptr (RawServer) server = raw_server_new ();
  g_autoptr (RecessClient) client = make_client (server);

  raw_server_answer (server, RAW_CLOSE, OK ("{}"));
  recess_client_set_auth (client, RECESS_AUTH_BEARER, "sk-1\r\nX-B: 2");
  assert_fails (client, "GET", "/", "invalid_key", NULL);
  recess_client_set_auth (client, RECESS_AUTH_API_KEY, "sk-1\n");
  assert_fails (client, "GET", "/", "invalid_key", NULL);
  recess_client_set_auth (client, RECESS_AUTH_NONE, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GHashTable) headers = g_hash_table_new (g_str_hash, g_str_equal);

      g_hash_table_insert (headers, (char *) bad[i][0], (char *) bad[i][1]);
      recess_client_set_headers (client, headers);
      assert_fails (client, "GET", "/", "invalid_header", NULL);
    }

  g_assert_cmpint (raw_server_count (server), ==, 0);
}

static void
test_urls (void)
{
  static const char * const bad[] = { "", "nonsense", "localhost:11434", "ftp://x/v1", "http://",
                                      "http:///v1",
                                      "http://a b/v1", "http://x:99999/v1" };
  static const struct
  {
    const char *base;
    const char *path;
    const char *uri;
    const char *place;
  } good[] = {
    { "https://host/v1", "/models", "https://host/v1/models", "https://host" },
    { "  https://host:8443/v1// \n", "/models", "https://host:8443/v1/models", "https://host:8443" },
    { "https://host/v1/?api-version=1", "/a?b=c", "https://host/v1/a?b=c&api-version=1", "https://host" },
    { "http://[::1]:80/v1#x", "/m", "http://[::1]/v1/m", "http://[::1]" },
    { "http://user:secret@host/v1", "/m", "http://user:secret@host/v1/m", "http://host" },
    { "HTTP://host", "/a%2Fb", "http://host/a%2Fb", "http://host" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (RecessClient) client = recess_client_new (bad[i]);

      assert_fails (client, "GET", "/models", "invalid_url", NULL);
    }

  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autoptr (RecessClient) client = recess_client_new (good[i].base);
      g_autoptr (GError) error = NULL;
      g_autoptr (GUri) uri = recess_client_make_uri (client, good[i].path, &error);
      g_autofree char *text = NULL;

      g_assert_no_error (error);
      text = g_uri_to_string (uri);
      g_assert_cmpstr (text, ==, good[i].uri);
      g_assert_cmpstr (recess_client_get_place (client), ==, good[i].place);
    }
}

static void
test_proxies (void)
{
  static const struct
  {
    const char *base;
    gboolean    local;
  } cases[] = {
    { "http://localhost:1/v1", TRUE }, { "http://127.0.0.2/v1", TRUE }, { "http://[::1]/v1", TRUE },
    { "http://x.localhost/", TRUE }, { "https://api.example/v1", FALSE },
    { "http://192.168.0.2/v1", FALSE }, { "http://localhost.example/v1", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (RecessClient) client = recess_client_new (cases[i].base);
      SoupSession *session = recess_client_get_session (client);
      GProxyResolver *resolver = soup_session_get_proxy_resolver (session);

      g_assert_cmpint (resolver == NULL, ==, cases[i].local);
    }
}

static void
test_unix_socket (void)
{
  g_autofree char *dir = g_dir_make_tmp ("recess-client-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (dir, "s", NULL);
  g_autoptr (RecessClient) client = recess_client_new_for_socket (path);
  g_autofree char *nobody = g_strdup_printf ("Nothing answers at %s. Is the server running?", path);
  g_autofree char *request = NULL;

  recess_client_set_retry_base (client, 1);
  assert_fails (client, "GET", "/models", "connection_refused", nobody);

  {
    g_autoptr (RawServer) server = raw_server_new_unix (path);
    g_autoptr (GError) error = NULL;
    g_autoptr (GBytes) answer = NULL;

    raw_server_answer (server, RAW_CLOSE, OK ("{}"));
    answer = wait_request (client, "GET", "/models", NULL, NULL, &error);
    g_assert_no_error (error);
    assert_bytes (answer, "{}");
    request = raw_server_dup_request (server, 0);
    g_assert_true (g_str_has_prefix (request, "GET /v1/models HTTP/1.1\r\n"));
  }

  /* The server is gone, its socket is stale. */
  assert_fails (client, "GET", "/models", "connection_refused", nobody);
  g_unlink (path);
  g_rmdir (dir);
}

static void
test_redirects_within (void)
{
  g_autoptr (RawServer) server = raw_server_new ();
  g_autoptr (RecessClient) client = make_client (server);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) got = NULL;
  g_autoptr (GBytes) posted = NULL;
  g_autofree char *second = NULL;
  g_autofree char *last = NULL;

  raw_server_answer (server, RAW_CLOSE,
                     "HTTP/1.1 302 Found\r\nLocation: /v2/x\r\nContent-Length: 0\r\n\r\n");
  raw_server_answer (server, RAW_CLOSE, OK ("1"));
  raw_server_answer (server, RAW_CLOSE,
                     "HTTP/1.1 307 Temporary Redirect\r\nLocation: y/z?q=1\r\n"
                     "Content-Length: 0\r\n\r\n");
  raw_server_answer (server, RAW_CLOSE, OK ("2"));
  recess_client_set_auth (client, RECESS_AUTH_BEARER, "sk-secret");

  got = wait_request (client, "GET", "/x", NULL, NULL, &error);
  g_assert_no_error (error);
  assert_bytes (got, "1");
  second = raw_server_dup_request (server, 1);
  g_assert_true (g_str_has_prefix (second, "GET /v2/x HTTP/1.1\r\n"));

  posted = wait_request (client, "POST", "/y", "body", NULL, &error);
  g_assert_no_error (error);
  assert_bytes (posted, "2");
  last = raw_server_dup_request (server, 3);
  g_assert_true (g_str_has_prefix (last, "POST /v1/y/z?q=1 HTTP/1.1\r\n"));
  g_assert_nonnull (strstr (last, "Bearer sk-secret"));
  g_assert_nonnull (strstr (last, "\r\n\r\nbody"));
}

static void
test_redirects_refused (void)
{
  g_autoptr (RawServer) server = raw_server_new ();
  g_autoptr (RawServer) thief = raw_server_new ();
  g_autoptr (RecessClient) client = make_client (server);
  g_autofree char *elsewhere = raw_server_dup_url (thief, "/steal");
  g_autofree char *away = g_strdup_printf ("HTTP/1.1 307 Temporary Redirect\r\nLocation: %s\r\n"
                                           "Content-Length: 0\r\n\r\n", elsewhere);
  g_autofree char *base = raw_server_dup_url (server, "");
  g_autofree char *message = g_strdup_printf ("%s redirects to %s. If that is the right server, set "
                                              "its address as base URL.", base, elsewhere);

  raw_server_answer (server, RAW_CLOSE, away);
  raw_server_answer (server, RAW_CLOSE, away);
  raw_server_answer (server, RAW_CLOSE,
                     "HTTP/1.1 301 Moved Permanently\r\nLocation: /x\r\nContent-Length: 0\r\n\r\n");
  raw_server_answer (server, RAW_CLOSE,
                     "HTTP/1.1 302 Found\r\nLocation: http://:::\xff\r\nContent-Length: 0\r\n\r\n");
  raw_server_answer (server, RAW_CLOSE,
                     "HTTP/1.1 302 Found\r\nLocation: /circle\r\nContent-Length: 0\r\n\r\n");
  raw_server_answer (thief, RAW_CLOSE, OK ("{}"));
  recess_client_set_auth (client, RECESS_AUTH_BEARER, "sk-secret");

  assert_fails (client, "GET", "/x", "redirected", message);
  assert_fails (client, "POST", "/x", "redirected", message);
  assert_fails (client, "POST", "/x", "redirected", NULL);
  assert_fails (client, "GET", "/x", "redirected", NULL);
  assert_fails (client, "GET", "/x", "redirected", NULL);
  g_assert_cmpint (raw_server_count (thief), ==, 0);
  g_assert_cmpint (raw_server_count (server), ==, 10);
}

static void
test_compressed (void)
{
  const char *json = "{\"text\":\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"}";
  const char *head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
                     "Content-Encoding: gzip\r\nConnection: close\r\n\r\n";
  g_autoptr (RawServer) server = raw_server_new ();
  g_autoptr (RecessClient) client = make_client (server);
  g_autoptr (GZlibCompressor) zip = g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, 9);
  g_autoptr (GByteArray) packed = g_byte_array_new ();
  g_autoptr (GBytes) whole = NULL;
  g_autoptr (GBytes) answer = NULL;
  g_autoptr (GError) error = NULL;
  char buffer[1024];
  gsize in, out;

  g_converter_convert (G_CONVERTER (zip), json, strlen (json), buffer, sizeof buffer,
                       G_CONVERTER_INPUT_AT_END, &in, &out, &error);
  g_assert_no_error (error);
  g_byte_array_append (packed, (const guint8 *) head, strlen (head));
  g_byte_array_append (packed, (const guint8 *) buffer, out);
  whole = g_bytes_new (packed->data, packed->len);
  raw_server_answer_full (server, RAW_BYTEWISE, whole);

  answer = wait_request (client, "GET", "/x", NULL, NULL, &error);
  g_assert_no_error (error);
  assert_bytes (answer, json);
}

static void
test_too_large (void)
{
  const char *head = "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n";
  gsize length = 64 * 1024 * 1024 + 1;
  g_autoptr (RawServer) server = raw_server_new ();
  g_autoptr (RecessClient) client = make_client (server);
  char *bytes = g_malloc (strlen (head) + length);
  g_autoptr (GBytes) answer = NULL;

  memcpy (bytes, head, strlen (head));
  memset (bytes + strlen (head), ' ', length);
  answer = g_bytes_new_take (bytes, strlen (head) + length);
  raw_server_answer_full (server, RAW_CLOSE, answer);
  assert_fails (client, "GET", "/x", "too_large", NULL);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/client/request", test_request);
  g_test_add_func ("/client/headers", test_headers);
  g_test_add_func ("/client/smuggling-is-refused", test_smuggling_is_refused);
  g_test_add_func ("/client/urls", test_urls);
  g_test_add_func ("/client/proxies", test_proxies);
  g_test_add_func ("/client/unix-socket", test_unix_socket);
  g_test_add_func ("/client/redirects-within", test_redirects_within);
  g_test_add_func ("/client/redirects-refused", test_redirects_refused);
  g_test_add_func ("/client/compressed", test_compressed);
  g_test_add_func ("/client/too-large", test_too_large);
  return g_test_run ();
}
