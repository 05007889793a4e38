/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "http/recess-event-stream-private.h"
#include "test-http-utils.h"

typedef struct
{
  TestHttp           http;
  RecessEventStream *stream;
  guint              n_closed;
} Fixture;

static void
closed_cb (Fixture *fixture)
{
  fixture->n_closed++;
}

static void
gone_cb (TestHttp *http)
{
  http->n_gone++;
}

static void
stream_cb (RecessRequest *request,
           gpointer       user_data)
{
  Fixture *fixture = user_data;

  g_clear_object (&fixture->stream);
  g_signal_connect_swapped (request, "gone", G_CALLBACK (gone_cb), &fixture->http);
  fixture->stream = recess_request_reply_stream (request, SOUP_STATUS_OK, "text/event-stream");
  g_signal_connect_swapped (fixture->stream, "closed", G_CALLBACK (closed_cb), fixture);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  test_http_set_up (&fixture->http, data);
  recess_router_add (fixture->http.router, "GET", "/events", 0, stream_cb, fixture);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  recess_listener_close (fixture->http.listener);
  g_assert_true (fixture->stream == NULL || recess_event_stream_is_closed (fixture->stream));
  if (fixture->stream != NULL)
    g_assert_finalize_object (g_steal_pointer (&fixture->stream));
  test_http_tear_down (&fixture->http, data);
}

static TestPeer *
open_stream (Fixture *fixture)
{
  TestPeer *peer = test_peer_new (&fixture->http);
  g_autofree char *head = NULL;

  test_peer_request (peer, "GET", "/v1/events", NULL, NULL);
  head = test_peer_read_reply (peer);
  g_assert_true (g_str_has_prefix (head, "HTTP/1.1 200 "));
  g_assert_nonnull (strstr (head, "\r\nContent-Type: text/event-stream\r\n"));
  g_assert_nonnull (strstr (head, "\r\nx-request-id: req_"));
  g_assert_nonnull (strstr (head, "\r\nTransfer-Encoding: chunked\r\n"));
  g_assert_cmpstr (peer->received->str, ==, "");
  return peer;
}

static void
write_text (Fixture    *fixture,
            const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));

  recess_event_stream_write (fixture->stream, bytes);
}

static void
test_chunks (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr (TestPeer) peer = open_stream (fixture);

  write_text (fixture, "data: 1\n\n");
  test_peer_wait (peer, "1\n\n\r\n");
  g_assert_cmpstr (peer->received->str, ==, "9\r\ndata: 1\n\n\r\n");

  /* What is ready together leaves together. */
  g_string_truncate (peer->received, 0);
  write_text (fixture, "data: 2\n\n");
  write_text (fixture, "");
  recess_event_stream_send (fixture->stream, "named", "e-1", "a\nb\r\nc");
  g_assert_cmpuint (recess_event_stream_get_pending (fixture->stream), ==, 9 + 13 + 8 + 24 + 1);
  test_peer_wait (peer, "c\n\n\r\n");
  g_assert_cmpstr (peer->received->str, ==,
                   "37\r\ndata: 2\n\nevent: named\nid: e-1\ndata: a\ndata: b\ndata: c\n\n\r\n");
  g_assert_cmpuint (recess_event_stream_get_pending (fixture->stream), ==, 0);

  g_string_truncate (peer->received, 0);
  recess_event_stream_end (fixture->stream);
  recess_event_stream_end (fixture->stream);
  test_peer_wait (peer, "0\r\n\r\n");
  test_wait_until (fixture->n_closed > 0);
  g_assert_cmpuint (fixture->http.n_gone, ==, 0);

  /* The connection goes on. */
  g_string_truncate (peer->received, 0);
  test_peer_request (peer, "GET", "/v1/events", NULL, NULL);
  test_peer_wait (peer, "\r\n\r\n");
  g_assert_false (peer->ended);
}

static void
test_old_client (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autoptr (TestPeer) peer = test_peer_new (&fixture->http);

  test_peer_send (peer, "GET /v1/events HTTP/1.0\r\napi-key: " TEST_KEY "\r\n\r\n", -1);
  test_peer_wait (peer, "\r\n\r\n");
  g_assert_null (strstr (peer->received->str, "chunked"));
  write_text (fixture, "data: 1\n\n");
  recess_event_stream_end (fixture->stream);
  test_peer_read_end (peer);
  g_assert_true (g_str_has_suffix (peer->received->str, "\r\n\r\ndata: 1\n\n"));
}

static void
test_head (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr (TestPeer) peer = test_peer_new (&fixture->http);

  test_peer_request (peer, "HEAD", "/v1/events", NULL, NULL);
  test_peer_wait (peer, "\r\n\r\n");
  test_wait_until (fixture->n_closed > 0);
  write_text (fixture, "data: 1\n\n");
  test_settle ();
  g_assert_true (g_str_has_suffix (peer->received->str, "\r\n\r\n"));
}

static void
test_ping (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr (TestPeer) peer = open_stream (fixture);

  recess_event_stream_set_ping_interval (fixture->stream, 5);
  test_peer_wait (peer, ": ping\n\n");

  /* Never within an event. */
  recess_event_stream_set_ping_interval (fixture->stream, 1);
  write_text (fixture, "data: a\r\n");
  test_peer_wait (peer, "data: a\r\n\r\n");
  g_string_truncate (peer->received, 0);
  for (guint i = 0; i < 20; i++)
    {
      g_usleep (1000);
      test_settle ();
    }
  write_text (fixture, "data: b\r\n\r");
  write_text (fixture, "\n");
  test_peer_wait (peer, ": ping\n\n");
  g_assert_true (g_str_has_prefix (peer->received->str,
                                   "b\r\ndata: b\r\n\r\n\r\n8\r\n: ping\n\n\r\n"));
}

static void
drained_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  GError **error = user_data;

  if (recess_event_stream_drain_finish (RECESS_EVENT_STREAM (object), result, error))
    *error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_EXISTS, "drained");
}

static void
test_slow_reader (Fixture       *fixture,
                  gconstpointer  data)
{
  const gsize piece = 1024 * 1024, n_pieces = 24;
  g_autofree char *text = g_strnfill (piece, 'x');
  g_autoptr (TestPeer) peer = open_stream (fixture);
  g_autoptr (GError) drained = NULL, cancelled = NULL, at_once = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  gsize pending;

  recess_event_stream_drain_async (fixture->stream, NULL, drained_cb, &at_once);
  test_wait_until (at_once != NULL);
  g_assert_error (at_once, G_IO_ERROR, G_IO_ERROR_EXISTS);

  for (gsize i = 0; i < n_pieces; i++)
    write_text (fixture, text);
  g_assert_cmpuint (recess_event_stream_get_pending (fixture->stream), ==, n_pieces * piece);
  recess_event_stream_drain_async (fixture->stream, NULL, drained_cb, &drained);
  recess_event_stream_drain_async (fixture->stream, cancellable, drained_cb, &cancelled);
  test_settle ();
  pending = recess_event_stream_get_pending (fixture->stream);
  g_assert_cmpuint (pending, >, 64 * 1024);
  g_assert_cmpuint (pending, <, n_pieces * piece);
  g_assert_null (drained);

  g_cancellable_cancel (cancellable);
  test_wait_until (cancelled != NULL);
  g_assert_error (cancelled, G_IO_ERROR, G_IO_ERROR_CANCELLED);

  recess_event_stream_end (fixture->stream);
  test_peer_wait (peer, "\r\n0\r\n\r\n");
  test_wait_until (drained != NULL);
  g_assert_error (drained, G_IO_ERROR, G_IO_ERROR_EXISTS);
  g_assert_cmpuint (recess_event_stream_get_pending (fixture->stream), ==, 0);
  g_assert_cmpuint (peer->received->len, >, n_pieces * piece);
}

static void
test_client_leaves (Fixture       *fixture,
                    gconstpointer  data)
{
  g_autofree char *text = g_strnfill (24 * 1024 * 1024, 'x');
  g_autoptr (GError) drained = NULL;
  TestPeer *peer = open_stream (fixture);

  /* Seen without a write. */
  recess_event_stream_set_ping_interval (fixture->stream, G_MAXINT);
  test_peer_free (peer);
  test_wait_until (fixture->n_closed > 0);
  g_assert_cmpuint (fixture->http.n_gone, ==, 1);
  write_text (fixture, "data: 1\n\n");
  recess_event_stream_end (fixture->stream);
  test_wait_until (recess_listener_get_n_clients (fixture->http.listener) == 0);
  g_assert_cmpuint (fixture->n_closed, ==, 1);

  /* And with much on its way. */
  peer = open_stream (fixture);
  write_text (fixture, text);
  recess_event_stream_drain_async (fixture->stream, NULL, drained_cb, &drained);
  test_settle ();
  test_peer_free (peer);
  test_wait_until (drained != NULL);
  g_assert_error (drained, G_IO_ERROR, G_IO_ERROR_CLOSED);
  g_assert_cmpuint (recess_event_stream_get_pending (fixture->stream), ==, 0);
  test_wait_until (recess_listener_get_n_clients (fixture->http.listener) == 0);
  g_assert_cmpuint (fixture->n_closed, ==, 2);
  g_assert_cmpuint (fixture->http.n_gone, ==, 2);
}

static void
test_server_ends (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autoptr (TestPeer) peer = open_stream (fixture);

  write_text (fixture, "data: 1\n\n");
  recess_listener_close (fixture->http.listener);
  g_assert_cmpuint (fixture->n_closed, ==, 1);
  test_peer_read_end (peer);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/http/stream/chunks", Fixture, NULL, set_up, test_chunks, tear_down);
  g_test_add ("/http/stream/old-client", Fixture, NULL, set_up, test_old_client, tear_down);
  g_test_add ("/http/stream/head", Fixture, NULL, set_up, test_head, tear_down);
  g_test_add ("/http/stream/ping", Fixture, NULL, set_up, test_ping, tear_down);
  g_test_add ("/http/stream/slow-reader", Fixture, NULL, set_up, test_slow_reader, tear_down);
  g_test_add ("/http/stream/client-leaves", Fixture, NULL, set_up, test_client_leaves, tear_down);
  g_test_add ("/http/stream/server-ends", Fixture, NULL, set_up, test_server_ends, tear_down);
  return g_test_run ();
}
