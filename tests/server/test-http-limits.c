/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <gio/gunixsocketaddress.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#include "test-http-utils.h"

static void
echo_cb (RecessRequest *request,
         gpointer       user_data)
{
  TestHttp *http = user_data;
  gboolean is_private = recess_request_is_private (request);

  http->n_calls++;
  recess_request_reply_json (request, SOUP_STATUS_OK,
                             g_strdup (is_private ? "{\"private\":true}" : "{\"private\":false}"));
}

static void
keep_cb (RecessRequest *request,
         gpointer       user_data)
{
  TestHttp *http = user_data;

  http->n_calls++;
  g_set_object (&http->kept, request);
}

static void
add_routes (TestHttp *http)
{
  recess_router_add (http->router, "GET", "/echo", 0, echo_cb, http);
  recess_router_add (http->router, "POST", "/echo", RECESS_BODY_JSON, echo_cb, http);
  recess_router_add (http->router, "GET", "/keep", 0, keep_cb, http);
}

/* With little patience. */
static void
set_up (TestHttp      *http,
        gconstpointer  data)
{
  test_http_set_up_with (http, 1, 1, 1, 3);
  add_routes (http);
}

static void
test_head_limit (TestHttp      *http,
                 gconstpointer  data)
{
  g_autoptr (TestPeer) silent = test_peer_new (http);
  g_autoptr (TestPeer) slow = test_peer_new (http);

  test_peer_send (slow, "GET /v1/ec", -1);
  /* More of a head does not gain time. */
  while (!slow->ended)
    {
      test_peer_send (slow, "x", 1);
      test_settle ();
      g_socket_condition_timed_wait (slow->socket, G_IO_IN, 10 * G_TIME_SPAN_MILLISECOND, NULL,
                                     NULL);
      test_peer_poll (slow);
    }

  test_peer_read_end (silent);
  test_wait_until (recess_listener_get_n_clients (http->listener) == 0);
  g_assert_cmpuint (http->n_calls, ==, 0);
}

static void
test_body_limit (TestHttp      *http,
                 gconstpointer  data)
{
  g_autoptr (TestPeer) peer = test_peer_new (http);

  test_peer_request (peer, "POST", "/v1/echo", "Content-Length: 100\r\n", NULL);
  test_peer_send (peer, "{", 1);
  test_peer_read_end (peer);
  test_wait_until (recess_listener_get_n_clients (http->listener) == 0);
  g_assert_cmpuint (http->n_calls, ==, 0);
}

static void
test_rest_limit (TestHttp      *http,
                 gconstpointer  data)
{
  g_autoptr (TestPeer) peer = test_peer_new (http);
  g_autofree char *reply = NULL;

  test_peer_request (peer, "GET", "/v1/echo", NULL, NULL);
  reply = test_peer_read_reply (peer);
  g_assert_true (g_str_has_prefix (reply, "HTTP/1.1 200 "));
  test_peer_read_end (peer);
  test_wait_until (recess_listener_get_n_clients (http->listener) == 0);
}

/* A slow answer is nobody's fault. */
static void
test_no_answer_limit (TestHttp      *http,
                      gconstpointer  data)
{
  g_autoptr (TestPeer) peer = test_peer_new (http);
  g_autoptr (TestPeer) clock = test_peer_new (http);

  test_peer_request (peer, "GET", "/v1/keep", NULL, NULL);
  test_wait_until (http->kept != NULL);
  test_peer_read_end (clock);
  g_assert_false (recess_request_is_gone (http->kept));
  recess_request_reply_json (http->kept, SOUP_STATUS_OK, g_strdup ("{}"));
  test_peer_wait (peer, "{}");
}

static void
test_too_many (TestHttp      *http,
               gconstpointer  data)
{
  g_autoptr (TestPeer) busy = test_peer_new (http);
  g_autoptr (TestPeer) fresh = test_peer_new (http);
  g_autoptr (TestPeer) resting = test_peer_new (http);
  g_autoptr (TestPeer) fourth = NULL, fifth = NULL;
  g_autofree char *first_reply = NULL, *fourth_reply = NULL;

  test_peer_request (busy, "GET", "/v1/keep", NULL, NULL);
  test_wait_until (http->kept != NULL);
  test_peer_request (resting, "GET", "/v1/echo", NULL, NULL);
  first_reply = test_peer_read_reply (resting);
  g_assert_cmpuint (recess_listener_get_n_clients (http->listener), ==, 3);

  /* The one that rests makes room. */
  fourth = test_peer_new (http);
  test_peer_read_end (resting);
  test_peer_request (fourth, "GET", "/v1/keep", NULL, NULL);
  test_wait_until (http->n_calls == 3);

  fifth = test_peer_new (http);
  test_peer_read_end (fifth);
  g_assert_cmpuint (fifth->received->len, ==, 0);
  g_assert_false (busy->ended);
}

static void
set_up_unix (TestHttp      *http,
             gconstpointer  data)
{
  g_autofree char *folder = g_dir_make_tmp ("recess-http-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "socket", NULL);
  g_autoptr (GError) error = NULL;

  http->address = g_unix_socket_address_new (path);
  http->router = recess_router_new ();
  http->listener = recess_listener_new (http->router);
  recess_listener_set_key (http->listener, "another key");
  recess_listener_listen (http->listener, http->address, &error);
  g_assert_no_error (error);
  add_routes (http);
}

static void
tear_down_unix (TestHttp      *http,
                gconstpointer  data)
{
  GUnixSocketAddress *address = G_UNIX_SOCKET_ADDRESS (http->address);
  g_autofree char *path = g_strdup (g_unix_socket_address_get_path (address));
  g_autofree char *folder = g_path_get_dirname (path);

  test_http_tear_down (http, data);
  g_assert_no_errno (g_unlink (path));
  g_assert_no_errno (g_rmdir (folder));
}

static void
test_unix (TestHttp      *http,
           gconstpointer  data)
{
  const char *path = g_unix_socket_address_get_path (G_UNIX_SOCKET_ADDRESS (http->address));
  g_autofree char *reply = NULL;
  g_autofree char *url = g_strconcat ("unix:", path, NULL);
  g_autoptr (TestPeer) old = test_peer_new (http);
  struct stat info;

  g_assert_no_errno (stat (path, &info));
  g_assert_cmpuint (info.st_mode & 0777, ==, 0600);
  g_assert_cmpstr (recess_listener_get_url (http->listener), ==, url);
  g_assert_cmpuint (test_http_ask (http, "GET", "/v1/echo", NULL, NULL, &reply), ==, 200);
  g_assert_nonnull (strstr (reply, "\"private\":true"));

  /* libsoup would ask this socket for its port. */
  test_peer_send (old, "GET /v1/echo HTTP/1.0\r\n\r\n", -1);
  test_peer_read_end (old);
  g_assert_true (g_str_has_prefix (old->received->str, "HTTP/1.0 200 "));
}

static void
mutate (GString *request,
        GRand   *rand)
{
  guint n = g_rand_int_range (rand, 1, 8);

  for (guint i = 0; i < n && request->len > 0; i++)
    {
      guint at = g_rand_int_range (rand, 0, request->len);

      switch (g_rand_int_range (rand, 0, 4))
        {
        case 0:
          request->str[at] = g_rand_int_range (rand, 0, 256);
          break;

        case 1:
          g_string_erase (request, at, 1);
          break;

        case 2:
          g_string_insert_len (request, at, "\r\n\0 :%/?", g_rand_int_range (rand, 1, 9));
          break;

        default:
          g_string_truncate (request, at);
        }
    }
}

static void
test_noise (TestHttp      *http,
            gconstpointer  data)
{
  static const char * const seeds[] = {
    "GET /v1/echo?q=%41&r HTTP/1.1\r\nHost: localhost\r\n"
    "Authorization: Bearer " TEST_KEY "\r\n\r\n",
    "POST /v1/echo HTTP/1.1\r\nHost: localhost\r\napi-key: " TEST_KEY "\r\n"
    "Content-Type: application/json; charset=\"utf-8\"\r\n"
    "Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
    "POST /openai/deployments/m/echo HTTP/1.1\r\nHost: [::1]:80\r\napi-key: " TEST_KEY "\r\n"
    "Expect: 100-continue\r\nIdempotency-Key: x\r\nContent-Length: 2\r\n\r\n{}",
    "OPTIONS * HTTP/1.0\r\nConnection: keep-alive\r\nRange: bytes=0-1,5-\r\nOrigin: null\r\n\r\n",
    "CONNECT localhost:80 HTTP/1.1\r\nHost: x\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n",
  };
  g_autoptr (GRand) rand = g_rand_new_with_seed (20261122);

  for (guint i = 0; i < 3000; i++)
    {
      g_autoptr (GString) request = g_string_new (seeds[i % G_N_ELEMENTS (seeds)]);
      g_autoptr (TestPeer) peer = test_peer_new (http);

      if (i >= G_N_ELEMENTS (seeds))
        mutate (request, rand);
      test_peer_send (peer, request->str, request->len);
      g_socket_shutdown (peer->socket, FALSE, TRUE, NULL);
      test_peer_read_end (peer);
    }

  test_wait_until (recess_listener_get_n_clients (http->listener) == 0);
  g_assert_cmpuint (test_http_ask (http, "GET", "/v1/echo", NULL, NULL, NULL), ==, 200);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/http/limits/head", TestHttp, NULL, set_up, test_head_limit, test_http_tear_down);
  g_test_add ("/http/limits/body", TestHttp, NULL, set_up, test_body_limit, test_http_tear_down);
  g_test_add ("/http/limits/rest", TestHttp, NULL, set_up, test_rest_limit, test_http_tear_down);
  g_test_add ("/http/limits/no-answer", TestHttp, NULL, set_up, test_no_answer_limit,
              test_http_tear_down);
  g_test_add ("/http/limits/too-many", TestHttp, NULL, set_up, test_too_many, test_http_tear_down);
  g_test_add ("/http/limits/unix", TestHttp, NULL, set_up_unix, test_unix, tear_down_unix);
  g_test_add ("/http/limits/noise", TestHttp, NULL, set_up, test_noise, test_http_tear_down);
  return g_test_run ();
}
