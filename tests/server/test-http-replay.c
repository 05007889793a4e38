/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "test-http-utils.h"

#define KEY "Idempotency-Key: one\r\n"

static void
count_cb (RecessRequest *request,
          gpointer       user_data)
{
  TestHttp *http = user_data;

  http->n_calls++;
  recess_request_reply_json (request, SOUP_STATUS_OK,
                             g_strdup_printf ("{\"call\":%u}", http->n_calls));
}

static void
fail_cb (RecessRequest *request,
         gpointer       user_data)
{
  TestHttp *http = user_data;

  http->n_calls++;
  recess_request_reply_problem (request, SOUP_STATUS_INTERNAL_SERVER_ERROR, NULL, NULL, "failed");
}

static void
stream_cb (RecessRequest *request,
           gpointer       user_data)
{
  TestHttp *http = user_data;
  g_autoptr (RecessEventStream) stream = NULL;

  http->n_calls++;
  stream = recess_request_reply_stream (request, SOUP_STATUS_OK, "text/event-stream");
  recess_event_stream_send (stream, NULL, NULL, "{}");
  recess_event_stream_end (stream);
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
set_up (TestHttp      *http,
        gconstpointer  data)
{
  test_http_set_up (http, data);
  recess_router_add (http->router, "POST", "/count", RECESS_BODY_JSON, count_cb, http);
  recess_router_add (http->router, "POST", "/other", RECESS_BODY_JSON, count_cb, http);
  recess_router_add (http->router, "GET", "/count", 0, count_cb, http);
  recess_router_add (http->router, "POST", "/fail", RECESS_BODY_JSON, fail_cb, http);
  recess_router_add (http->router, "POST", "/stream", RECESS_BODY_JSON, stream_cb, http);
  recess_router_add (http->router, "POST", "/keep", RECESS_BODY_JSON, keep_cb, http);
}

static void
test_again (TestHttp      *http,
            gconstpointer  data)
{
  g_autofree char *first = NULL, *again = NULL, *refused = NULL, *long_key = NULL;
  g_autofree char *name = g_strnfill (256, 'k');

  test_http_ask (http, "POST", "/v1/count", KEY, "{}", &first);
  test_http_ask (http, "POST", "/v1/count", KEY, "{}", &again);
  g_assert_nonnull (strstr (first, "{\"call\":1}"));
  g_assert_nonnull (strstr (again, "{\"call\":1}"));
  g_assert_null (strstr (first, "idempotent-replayed"));
  g_assert_nonnull (strstr (again, "\r\nidempotent-replayed: true\r\n"));

  g_assert_cmpuint (test_http_ask (http, "POST", "/v1/count", KEY, "{ }", &refused), ==, 400);
  g_assert_nonnull (strstr (refused, "another body"));
  g_assert_cmpuint (http->n_calls, ==, 1);

  test_http_ask (http, "POST", "/v1/other", KEY, "{}", NULL);
  test_http_ask (http, "GET", "/v1/count", KEY, NULL, NULL);
  test_http_ask (http, "POST", "/v1/count", "Idempotency-Key: \r\n", "{}", NULL);
  test_http_ask (http, "POST", "/v1/count", "Idempotency-Key: two\r\n", "{}", NULL);
  g_assert_cmpuint (http->n_calls, ==, 5);

  long_key = g_strdup_printf ("Idempotency-Key: %s\r\n", name);
  g_assert_cmpuint (test_http_ask (http, "POST", "/v1/count", long_key, "{}", NULL), ==, 400);
}

static void
test_large (TestHttp      *http,
            gconstpointer  data)
{
  g_autofree char *words = g_strnfill (1024 * 1024, 'a');
  g_autofree char *body = g_strdup_printf ("{\"a\":\"%s\"}", words);
  g_autofree char *other = g_strdup_printf ("{\"b\":\"%s\"}", words);
  g_autofree char *first = NULL, *again = NULL, *refused = NULL;

  g_assert_cmpuint (test_http_ask (http, "POST", "/v1/count", KEY, body, &first), ==, 200);
  g_assert_cmpuint (test_http_ask (http, "POST", "/v1/count", KEY, body, &again), ==, 200);
  g_assert_nonnull (strstr (first, "{\"call\":1}"));
  g_assert_nonnull (strstr (again, "\r\nidempotent-replayed: true\r\n"));
  g_assert_cmpuint (test_http_ask (http, "POST", "/v1/count", KEY, other, &refused), ==, 400);
  g_assert_cmpuint (http->n_calls, ==, 1);
}

static void
test_not_kept (TestHttp      *http,
               gconstpointer  data)
{
  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *streamed = NULL;

      g_assert_cmpuint (test_http_ask (http, "POST", "/v1/fail", KEY, "{}", NULL), ==, 500);
      g_assert_cmpuint (test_http_ask (http, "POST", "/v1/stream", KEY, "{}", &streamed), ==, 200);
    }

  g_assert_cmpuint (http->n_calls, ==, 4);
}

static void
test_at_once (TestHttp      *http,
              gconstpointer  data)
{
  g_autoptr (TestPeer) one = test_peer_new (http);
  g_autoptr (TestPeer) two = test_peer_new (http);
  g_autofree char *first = NULL, *second = NULL;

  test_peer_request (one, "POST", "/v1/keep", KEY, "{}");
  test_wait_until (http->kept != NULL);
  test_peer_request (two, "POST", "/v1/keep", KEY, "{}");
  test_settle ();
  g_assert_cmpuint (http->n_calls, ==, 1);
  g_assert_cmpuint (two->received->len, ==, 0);

  recess_request_reply_json (http->kept, SOUP_STATUS_OK, g_strdup ("{\"said\":1}"));
  first = test_peer_read_reply (one);
  second = test_peer_read_reply (two);
  g_assert_nonnull (strstr (first, "{\"said\":1}"));
  g_assert_nonnull (strstr (second, "{\"said\":1}"));
  g_assert_cmpuint (http->n_calls, ==, 1);
}

/* The first is lost with its client: the one that waits goes to work. */
static void
test_first_lost (TestHttp      *http,
                 gconstpointer  data)
{
  TestPeer *one = test_peer_new (http);
  g_autoptr (TestPeer) two = test_peer_new (http);
  g_autofree char *reply = NULL;

  test_peer_request (one, "POST", "/v1/keep", KEY, "{}");
  test_wait_until (http->kept != NULL);
  test_peer_request (two, "POST", "/v1/keep", KEY, "{}");
  test_settle ();
  test_peer_free (one);
  test_wait_until (recess_request_is_gone (http->kept));
  test_wait_until (recess_listener_get_n_clients (http->listener) == 1);
  g_clear_object (&http->kept);
  test_wait_until (http->kept != NULL);
  g_assert_cmpuint (http->n_calls, ==, 2);
  recess_request_reply_json (http->kept, SOUP_STATUS_OK, g_strdup ("{\"said\":2}"));
  reply = test_peer_read_reply (two);
  g_assert_nonnull (strstr (reply, "{\"said\":2}"));
}

/* What the client has missed is what its retry is for. */
static void
test_answer_missed (TestHttp      *http,
                    gconstpointer  data)
{
  TestPeer *one = test_peer_new (http);
  g_autofree char *reply = NULL;

  test_peer_request (one, "POST", "/v1/keep", KEY, "{}");
  test_wait_until (http->kept != NULL);
  test_peer_free (one);
  test_wait_until (recess_request_is_gone (http->kept));
  recess_request_reply_json (http->kept, SOUP_STATUS_OK, g_strdup ("{\"said\":3}"));

  g_assert_cmpuint (test_http_ask (http, "POST", "/v1/keep", KEY, "{}", &reply), ==, 200);
  g_assert_nonnull (strstr (reply, "{\"said\":3}"));
  g_assert_cmpuint (http->n_calls, ==, 1);
}

/* However many keys come, memory stays bounded: the oldest is forgotten. */
static void
test_bounded (TestHttp      *http,
              gconstpointer  data)
{
  g_autoptr (TestPeer) peer = test_peer_new (http);

  for (guint i = 0; i < 1001; i++)
    {
      g_autofree char *header = g_strdup_printf ("Idempotency-Key: k%u\r\n", i);
      g_autofree char *reply = NULL;

      test_peer_request (peer, "POST", "/v1/count", header, "{}");
      reply = test_peer_read_reply (peer);
    }
  g_assert_cmpuint (http->n_calls, ==, 1001);
  test_http_ask (http, "POST", "/v1/count", "Idempotency-Key: k1\r\n", "{}", NULL);
  g_assert_cmpuint (http->n_calls, ==, 1001);
  test_http_ask (http, "POST", "/v1/count", "Idempotency-Key: k0\r\n", "{}", NULL);
  g_assert_cmpuint (http->n_calls, ==, 1002);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/http/replay/again", TestHttp, NULL, set_up, test_again, test_http_tear_down);
  g_test_add ("/http/replay/large", TestHttp, NULL, set_up, test_large, test_http_tear_down);
  g_test_add ("/http/replay/not-kept", TestHttp, NULL, set_up, test_not_kept, test_http_tear_down);
  g_test_add ("/http/replay/at-once", TestHttp, NULL, set_up, test_at_once, test_http_tear_down);
  g_test_add ("/http/replay/first-lost", TestHttp, NULL, set_up, test_first_lost,
              test_http_tear_down);
  g_test_add ("/http/replay/answer-missed", TestHttp, NULL, set_up, test_answer_missed,
              test_http_tear_down);
  g_test_add ("/http/replay/bounded", TestHttp, NULL, set_up, test_bounded, test_http_tear_down);
  return g_test_run ();
}
