/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <dirent.h>
#include <string.h>

#include "test-http-utils.h"

static void
echo_cb (RecessRequest *request,
         gpointer       user_data)
{
  TestHttp *http = user_data;
  JsonObject *object = recess_request_require_object (request);
  const char *model = recess_request_get_param (request, "model");
  g_autofree char *json = NULL;

  if (object == NULL)
    return;

  http->n_calls++;
  if (model == NULL && json_object_has_member (object, "model"))
    model = json_object_get_string_member (object, "model");
  json = g_strdup_printf ("{\"model\":\"%s\",\"size\":%" G_GSIZE_FORMAT ",\"query\":\"%s\"}",
                          model != NULL ? model : "",
                          g_bytes_get_size (recess_request_get_body (request)),
                          recess_request_get_query (request, "q"));
  recess_request_reply_json (request, SOUP_STATUS_OK, g_steal_pointer (&json));
  json_object_unref (object);
}

static void
gone_cb (TestHttp *http)
{
  http->n_gone++;
}

static void
keep_cb (RecessRequest *request,
         gpointer       user_data)
{
  TestHttp *http = user_data;

  http->n_calls++;
  g_set_object (&http->kept, request);
  g_signal_connect_swapped (request, "gone", G_CALLBACK (gone_cb), http);
}

static void
set_up (TestHttp      *http,
        gconstpointer  data)
{
  test_http_set_up (http, data);
  recess_router_add (http->router, "GET", "/models/{model}", 0, echo_cb, http);
  recess_router_add (http->router, "POST", "/chat/completions", 4096, echo_cb, http);
  recess_router_add (http->router, "POST", "/recess/providers/{model}", RECESS_BODY_JSON, echo_cb,
                     http);
  recess_router_add (http->router, "POST", "/recess/providers/test", RECESS_BODY_JSON, keep_cb,
                     http);
}

static void
test_routes (TestHttp      *http,
             gconstpointer  data)
{
  g_autofree char *slash = NULL, *query = NULL, *unknown = NULL, *bare = NULL, *method = NULL;

  g_assert_cmpuint (test_http_ask (http, "GET", "/v1/models/a%2Fb%20c", NULL, NULL, &slash), ==,
                    200);
  g_assert_nonnull (strstr (slash, "\"model\":\"a/b c\""));
  g_assert_nonnull (strstr (slash, "\r\nx-request-id: req_"));
  g_assert_nonnull (strstr (slash, "\r\nopenai-processing-ms: "));
  g_assert_cmpuint (test_http_ask (http, "GET", "/openai/v1/models/x?q=1&q=a%26b", NULL, NULL,
                                   &query), ==, 200);
  g_assert_nonnull (strstr (query, "\"query\":\"a&b\""));
  g_assert_cmpuint (test_http_ask (http, "GET", "/v1/nothing", NULL, NULL, &unknown), ==, 404);
  g_assert_nonnull (strstr (unknown, "unknown_url"));
  g_assert_nonnull (strstr (unknown, "GET /v1/nothing"));
  g_assert_cmpuint (test_http_ask (http, "GET", "/models/x", NULL, NULL, &bare), ==, 404);
  g_assert_nonnull (strstr (bare, "below /v1"));
  g_assert_cmpuint (test_http_ask (http, "DELETE", "/v1/models/x", NULL, NULL, &method), ==, 405);
  g_assert_nonnull (strstr (method, "\r\nAllow: GET\r\n"));

  g_assert_cmpuint (test_http_ask (http, "GET", "/v1/models/", NULL, NULL, NULL), ==, 404);
  g_assert_cmpuint (test_http_ask (http, "GET", "/v1/models/%00", NULL, NULL, NULL), ==, 404);
  g_assert_cmpuint (test_http_ask (http, "GET", "/v1/models/%ff", NULL, NULL, NULL), ==, 404);
  g_assert_cmpuint (test_http_ask (http, "GET", "/v1/models/a/b", NULL, NULL, NULL), ==, 404);
  g_assert_cmpuint (test_http_ask (http, "GET", "//v1/models/a", NULL, NULL, NULL), ==, 404);
  g_assert_cmpuint (test_http_ask (http, "OPTIONS", "/v1/models/a", NULL, NULL, NULL), ==, 204);
  g_assert_cmpuint (test_http_ask (http, "OPTIONS", "*", NULL, NULL, NULL), ==, 204);
  g_assert_cmpuint (test_http_ask (http, "HEAD", "/v1/models/a", "Connection: close\r\n", NULL,
                                   NULL), ==, 200);
}

/* Says what the body, and not the path, has. */
static void
body_cb (RecessRequest *request,
         gpointer       user_data)
{
  recess_request_reply (request, SOUP_STATUS_OK, "application/json",
                        recess_request_get_body (request));
}

static void
test_deployments (TestHttp      *http,
                  gconstpointer  data)
{
  const char *path = "/openai/deployments/gpt%2D4/embeddings?api-version=2024-10-21";
  const struct
  {
    const char *sent;
    const char *got;
  } bodies[] = {
    { "{}", "\r\n\r\n{\"model\":\"gpt-4\"}" },
    { "{\"model\":\"\",\"n\":0.70}", "\r\n\r\n{\"model\":\"gpt-4\",\"n\":0.70}" },
    { "{\"model\":null}", "\r\n\r\n{\"model\":\"gpt-4\"}" },
    { "{\"model\":\"own\"}", "\r\n\r\n{\"model\":\"own\"}" },
    { "[]", "\r\n\r\n[]" },
    { "{", "\r\n\r\n{" },
  };

  recess_router_add (http->router, "POST", "/embeddings", RECESS_BODY_JSON, body_cb, http);
  for (guint i = 0; i < G_N_ELEMENTS (bodies); i++)
    {
      g_autofree char *reply = NULL;

      g_assert_cmpuint (test_http_ask (http, "POST", path, NULL, bodies[i].sent, &reply), ==, 200);
      g_assert_cmpstr (strstr (reply, "\r\n\r\n"), ==, bodies[i].got);
    }
}

static void
test_bodies (TestHttp      *http,
             gconstpointer  data)
{
  const char *path = "/v1/chat/completions";
  const char *json = "Content-Type: application/json\r\n";
  g_autofree char *reply = NULL, *type = NULL;

  g_assert_cmpuint (test_http_ask (http, "POST", path, json, "{\"model\":\"m\"}", &reply), ==, 200);
  g_assert_nonnull (strstr (reply, "\"model\":\"m\""));
  g_assert_cmpuint (test_http_ask (http, "POST", path, NULL, NULL, NULL), ==, 200);
  g_assert_cmpuint (test_http_ask (http, "POST", path, NULL, "{}", NULL), ==, 200);
  g_assert_cmpuint (test_http_ask (http, "POST", path, json, "{", NULL), ==, 400);
  g_assert_cmpuint (test_http_ask (http, "POST", path, json, "[]", NULL), ==, 400);
  g_assert_cmpuint (test_http_ask (http, "POST", path, "Content-Type: text/plain\r\n", "{}", &type),
                    ==, 415);
  g_assert_nonnull (strstr (type, "application/json"));
}

static void
test_too_large (TestHttp      *http,
                gconstpointer  data)
{
  g_autofree char *large = g_strnfill (70 * 1024, ' ');
  g_autofree char *reply = NULL, *chunked = NULL, *expected = NULL;
  g_autoptr (TestPeer) peer = test_peer_new (http);
  g_autoptr (TestPeer) patient = test_peer_new (http);
  g_autoptr (GString) chunks = g_string_new (NULL);

  g_assert_cmpuint (test_http_ask (http, "POST", "/v1/chat/completions", NULL, large, &reply), ==,
                    413);
  g_assert_nonnull (strstr (reply, "64.0"));

  test_peer_request (peer, "POST", "/v1/chat/completions", "Transfer-Encoding: chunked\r\n", NULL);
  g_string_append_printf (chunks, "%x\r\n%s\r\n0\r\n\r\n", 70 * 1024, large);
  test_peer_send (peer, chunks->str, chunks->len);
  chunked = test_peer_read_reply (peer);
  g_assert_true (g_str_has_prefix (chunked, "HTTP/1.1 413 "));

  /* The connection goes on after a refusal. */
  test_peer_request (peer, "GET", "/v1/models/x", NULL, NULL);
  g_clear_pointer (&chunked, g_free);
  chunked = test_peer_read_reply (peer);
  g_assert_true (g_str_has_prefix (chunked, "HTTP/1.1 200 "));

  test_peer_request (patient, "POST", "/v1/chat/completions",
                     "Expect: 100-continue\r\nContent-Length: 800000\r\n", NULL);
  expected = test_peer_read_reply (patient);
  g_assert_true (g_str_has_prefix (expected, "HTTP/1.1 413 "));
  g_assert_nonnull (strstr (expected, "\r\nConnection: close\r\n"));
  g_assert_cmpuint (http->n_calls, ==, 1);
}

static void
test_continue (TestHttp      *http,
               gconstpointer  data)
{
  g_autoptr (TestPeer) peer = test_peer_new (http);
  g_autofree char *interim = NULL, *reply = NULL;

  test_peer_request (peer, "POST", "/v1/chat/completions",
                     "Expect: 100-continue\r\nContent-Length: 2\r\n", NULL);
  interim = test_peer_read_reply (peer);
  g_assert_true (g_str_has_prefix (interim, "HTTP/1.1 100 "));
  test_peer_send (peer, "{}", -1);
  reply = test_peer_read_reply (peer);
  g_assert_true (g_str_has_prefix (reply, "HTTP/1.1 200 "));
  g_assert_nonnull (strstr (reply, "x-request-id"));
}

static guint
ask_raw (TestHttp   *http,
         const char *request,
         char      **reply)
{
  g_autoptr (TestPeer) peer = test_peer_new (http);
  g_autofree char *text = NULL;

  test_peer_send (peer, request, -1);
  text = test_peer_read_reply (peer);
  if (reply != NULL)
    *reply = g_strdup (text);
  return g_ascii_strtoull (text + MIN (strlen (text), strlen ("HTTP/1.1 ")), NULL, 10);
}

#define GET "GET /v1/models/x HTTP/1.1\r\n"
#define HOST "Host: localhost\r\n"
#define KEY "api-key: " TEST_KEY "\r\n"
#define ORIGIN "Origin: https://example.org\r\n"

static void
test_keys (TestHttp      *http,
           gconstpointer  data)
{
  g_autofree char *missing = NULL, *wrong = NULL;

  g_assert_cmpuint (ask_raw (http, GET HOST "\r\n", &missing), ==, 401);
  g_assert_nonnull (strstr (missing, "invalid_api_key"));
  g_assert_nonnull (strstr (missing, "\r\nx-request-id: "));
  g_assert_cmpuint (ask_raw (http, GET HOST "Authorization: Bearer sk-test-kez\r\n\r\n", &wrong),
                    ==, 401);
  g_assert_null (strstr (wrong, "sk-test-kez"));
  g_assert_cmpuint (ask_raw (http, GET HOST "Authorization: Basic " TEST_KEY "\r\n\r\n", NULL),
                    ==, 401);
  g_assert_cmpuint (ask_raw (http, GET HOST "api-key: \r\n\r\n", NULL), ==, 401);
  g_assert_cmpuint (ask_raw (http, GET HOST KEY "\r\n", NULL), ==, 200);

  recess_listener_set_key (http->listener, NULL);
  g_assert_cmpuint (ask_raw (http, GET HOST "\r\n", NULL), ==, 200);
}

static void
test_hosts (TestHttp      *http,
            gconstpointer  data)
{
  g_assert_cmpuint (ask_raw (http, GET "Host: [::1]:9\r\n" KEY "\r\n", NULL), ==, 200);
  g_assert_cmpuint (ask_raw (http, GET "Host: 127.0.0.1:9\r\n" KEY "\r\n", NULL), ==, 200);
  g_assert_cmpuint (ask_raw (http, "GET /v1/models/x HTTP/1.0\r\n" KEY "\r\n", NULL), ==, 200);

  g_assert_cmpuint (ask_raw (http, GET "Host: evil.example\r\n" KEY "\r\n", NULL), ==, 403);
  g_assert_cmpuint (ask_raw (http, GET "Host: localhost.evil.example\r\n" KEY "\r\n", NULL),
                    ==, 403);
  g_assert_cmpuint (ask_raw (http, GET HOST "Host: evil.example\r\n" KEY "\r\n", NULL), ==, 403);
  g_assert_cmpuint (ask_raw (http, "GET http://evil.example/v1/models/x HTTP/1.1\r\n"
                                   "Host: evil.example\r\n" KEY "\r\n", NULL), ==, 403);
}

static void
test_origins (TestHttp      *http,
              gconstpointer  data)
{
  const char *origins[] = { "https://example.org", NULL };
  g_autofree char *preflight = NULL, *allowed = NULL, *refused = NULL;

  g_assert_cmpuint (ask_raw (http, GET HOST KEY ORIGIN "\r\n", &refused), ==, 403);
  g_assert_nonnull (strstr (refused, "--allow-origin"));

  recess_listener_set_origins (http->listener, origins);
  g_assert_cmpuint (ask_raw (http, GET HOST KEY ORIGIN "\r\n", &allowed), ==, 200);
  g_assert_nonnull (strstr (allowed, "\r\nAccess-Control-Allow-Origin: https://example.org\r\n"));
  g_assert_cmpuint (ask_raw (http, GET HOST ORIGIN "\r\n", NULL), ==, 401);
  g_assert_cmpuint (ask_raw (http, GET HOST KEY "Origin: null\r\n\r\n", NULL), ==, 403);
  g_assert_cmpuint (ask_raw (http, "OPTIONS /v1/models/x HTTP/1.1\r\n" HOST ORIGIN
                                   "Access-Control-Request-Method: POST\r\n"
                                   "Access-Control-Request-Headers: authorization,x-os\r\n"
                                   "\r\n", &preflight), ==, 204);
  g_assert_nonnull (strstr (preflight, "authorization,x-os"));
}

static void
test_pipelined (TestHttp      *http,
                gconstpointer  data)
{
  g_autoptr (TestPeer) peer = test_peer_new (http);

  test_peer_request (peer, "POST", "/v1/recess/providers/test", NULL, "{}");
  test_peer_request (peer, "GET", "/v1/models/second", NULL, NULL);
  test_wait_until (http->kept != NULL);
  test_settle ();
  g_assert_cmpuint (http->n_calls, ==, 1);
  g_assert_cmpuint (http->n_gone, ==, 0);

  recess_request_reply_json (http->kept, SOUP_STATUS_OK, g_strdup ("{\"first\":1}"));
  test_peer_wait (peer, "\"second\"");
  g_assert_cmpuint (strstr (peer->received->str, "\"first\"") - peer->received->str, <,
                    strstr (peer->received->str, "\"second\"") - peer->received->str);
  g_assert_cmpuint (recess_listener_get_n_clients (http->listener), ==, 1);
}

static void
test_gone (TestHttp      *http,
           gconstpointer  data)
{
  TestPeer *peer = test_peer_new (http);

  test_peer_request (peer, "POST", "/v1/recess/providers/test", NULL, "{}");
  /* Also with more behind it. */
  test_peer_request (peer, "GET", "/v1/models/second", NULL, NULL);
  test_wait_until (http->kept != NULL);
  test_peer_free (peer);
  test_wait_until (http->n_gone > 0);
  g_assert_true (recess_request_is_gone (http->kept));
  test_wait_until (recess_listener_get_n_clients (http->listener) == 0);

  recess_request_reply_json (http->kept, SOUP_STATUS_OK, g_strdup ("{}"));
  g_assert_cmpuint (http->n_gone, ==, 1);
  g_assert_cmpuint (http->n_calls, ==, 1);
}

static guint
count_descriptors (void)
{
  DIR *folder = opendir ("/proc/self/fd");
  guint n = 0;

  while (readdir (folder) != NULL)
    n++;
  closedir (folder);
  return n;
}

static void
test_connections_close (TestHttp      *http,
                        gconstpointer  data)
{
  guint before = count_descriptors ();

  for (guint i = 0; i < 20; i++)
    {
      g_autoptr (TestPeer) peer = test_peer_new (http);

      for (guint j = 0; j < i % 3; j++)
        {
          g_autofree char *reply = NULL;

          test_peer_request (peer, "GET", "/v1/models/x", NULL, NULL);
          reply = test_peer_read_reply (peer);
        }
      if (i % 5 == 4)
        test_peer_send (peer, "GET /v1/mod", -1);
    }

  test_settle ();
  test_wait_until (recess_listener_get_n_clients (http->listener) == 0);
  g_assert_cmpuint (count_descriptors (), ==, before);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/http/routes", TestHttp, NULL, set_up, test_routes, test_http_tear_down);
  g_test_add ("/http/bodies", TestHttp, NULL, set_up, test_bodies, test_http_tear_down);
  g_test_add ("/http/deployments", TestHttp, NULL, set_up, test_deployments, test_http_tear_down);
  g_test_add ("/http/too-large", TestHttp, NULL, set_up, test_too_large, test_http_tear_down);
  g_test_add ("/http/continue", TestHttp, NULL, set_up, test_continue, test_http_tear_down);
  g_test_add ("/http/keys", TestHttp, NULL, set_up, test_keys, test_http_tear_down);
  g_test_add ("/http/hosts", TestHttp, NULL, set_up, test_hosts, test_http_tear_down);
  g_test_add ("/http/origins", TestHttp, NULL, set_up, test_origins, test_http_tear_down);
  g_test_add ("/http/pipelined", TestHttp, NULL, set_up, test_pipelined, test_http_tear_down);
  g_test_add ("/http/gone", TestHttp, NULL, set_up, test_gone, test_http_tear_down);
  g_test_add ("/http/connections-close", TestHttp, NULL, set_up, test_connections_close,
              test_http_tear_down);
  return g_test_run ();
}
