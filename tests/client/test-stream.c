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

#define HEAD    "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream; charset=utf-8\r\nX-One: 1\r\n"
#define STREAM  HEAD "Connection: close\r\n\r\n"
#define CHUNKED HEAD "Transfer-Encoding: chunked\r\n\r\n"

typedef struct
{
  RawServer    *server;
  RecessClient *client;
  GString      *log;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autofree char *url = NULL;

  fixture->server = raw_server_new ();
  url = raw_server_dup_url (fixture->server, "/v1");
  fixture->client = recess_client_new (url);
  recess_client_set_retry_base (fixture->client, 1);
  fixture->log = g_string_new (NULL);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_clear_object (&fixture->client);
  raw_server_free (fixture->server);
  g_string_free (fixture->log, TRUE);
}

static RecessClientStream *
open_stream (Fixture      *fixture,
             GCancellable *cancellable)
{
  g_autoptr (GError) error = NULL;
  RecessClientStream *stream = wait_stream (fixture->client, "POST", "/x", "{}", NULL, cancellable,
                                            &error);

  g_assert_no_error (error);
  return stream;
}

static void
log_cb (const RecessSseEvent *event,
        gpointer              user_data)
{
  Fixture *fixture = user_data;

  g_string_append_printf (fixture->log, "%s;", event->data);
}

static void
count_cb (const RecessSseEvent *event,
          gpointer              user_data)
{
  gsize *bytes = user_data;

  *bytes += event->length;
}

static void
test_read (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr (RecessClientStream) stream = NULL;
  g_autoptr (GString) body = g_string_new (NULL);
  g_autoptr (GError) error = NULL;

  raw_server_answer (fixture->server, RAW_BYTEWISE, CHUNKED "3\r\nabc\r\n4\r\ndefg\r\n0\r\n\r\n");
  stream = open_stream (fixture, NULL);
  g_assert_cmpint (recess_client_stream_get_status (stream), ==, 200);
  g_assert_cmpstr (recess_client_stream_get_content_type (stream), ==, "text/event-stream");
  g_assert_cmpstr (recess_client_stream_get_header (stream, "x-one"), ==, "1");
  g_assert_null (recess_client_stream_get_header (stream, "x-two"));

  for (;;)
    {
      g_autoptr (GBytes) bytes = wait_read (stream, NULL, &error);

      g_assert_no_error (error);
      if (g_bytes_get_size (bytes) == 0)
        break;
      g_string_append_len (body, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
    }
  g_assert_cmpstr (body->str, ==, "abcdefg");
}

static void
pending_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GError) error = NULL;
  guint *done = user_data;
  g_autoptr (GBytes) bytes = NULL;

  bytes = recess_client_stream_read_finish (RECESS_CLIENT_STREAM (object), result, &error);
  if (error != NULL)
    g_assert_true (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_PENDING) ||
                   g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED));
  (*done)++;
}

static void
test_read_twice (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (RecessClientStream) stream = NULL;
  guint done = 0;

  raw_server_answer (fixture->server, RAW_STALL, STREAM);
  stream = open_stream (fixture, NULL);
  recess_client_stream_read_async (stream, cancellable, pending_cb, &done);
  recess_client_stream_read_async (stream, NULL, pending_cb, &done);
  while (done == 0)
    g_main_context_iteration (NULL, TRUE);
  g_cancellable_cancel (cancellable);
  while (done == 1)
    g_main_context_iteration (NULL, TRUE);
}

/* More at once than a session allows by itself. */
static void
test_many (Fixture       *fixture,
           gconstpointer  data)
{
  RecessClientStream *streams[15];

  raw_server_answer (fixture->server, RAW_STALL, STREAM);
  for (guint i = 0; i < G_N_ELEMENTS (streams); i++)
    streams[i] = open_stream (fixture, NULL);
  g_assert_cmpint (raw_server_count (fixture->server), ==, G_N_ELEMENTS (streams));
  for (guint i = 0; i < G_N_ELEMENTS (streams); i++)
    g_object_unref (streams[i]);
}

static void
test_follow (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr (RecessClientStream) stream = NULL;
  g_autoptr (GError) error = NULL;

  raw_server_answer (fixture->server, RAW_BYTEWISE,
                     STREAM ": hi\r\n\r\ndata: é\xff\r\n\r\ndata: two\n\ndata: [DONE]\n\ndata: cut");
  stream = open_stream (fixture, NULL);
  g_assert_true (wait_follow (stream, log_cb, fixture, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (fixture->log->str, ==, "é\xef\xbf\xbd;two;[DONE];");
}

static void
test_cut (Fixture       *fixture,
          gconstpointer  data)
{
  static const char * const answers[] = {
    CHUNKED "9\r\ndata: a\n\n\r\nf",
    CHUNKED "9\r\ndata: a\n\n\r\nff\r\ndata: b",
    HEAD "Content-Length: 100\r\n\r\ndata: a\n\n",
  };

  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      g_autoptr (RecessClientStream) stream = NULL;
      g_autoptr (GError) error = NULL;

      raw_server_answer (fixture->server, RAW_CLOSE, answers[i]);
      g_string_truncate (fixture->log, 0);
      stream = open_stream (fixture, NULL);
      g_assert_false (wait_follow (stream, log_cb, fixture, NULL, &error));
      g_assert_error (error, RECESS_API_ERROR, 0);
      g_assert_cmpstr (recess_api_error_get_code (error), ==, "connection_lost");
      g_assert_nonnull (strstr (error->message, "in the middle of the answer"));
      g_assert_cmpstr (fixture->log->str, ==, "a;");
      g_assert_cmpint (raw_server_count (fixture->server), ==, i + 1);
    }
}

/* What the header warns of: nothing in the bytes tells that more was to come. */
static void
test_cut_between_chunks (Fixture       *fixture,
                         gconstpointer  data)
{
  g_autoptr (RecessClientStream) stream = NULL;
  g_autoptr (GError) error = NULL;

  raw_server_answer (fixture->server, RAW_CLOSE, CHUNKED "9\r\ndata: a\n\n\r\n");
  stream = open_stream (fixture, NULL);
  wait_follow (stream, log_cb, fixture, NULL, &error);
  g_assert_cmpstr (fixture->log->str, ==, "a;");
  if (error != NULL)
    g_assert_cmpstr (recess_api_error_get_code (error), ==, "connection_lost");
}

static void
test_big_event (Fixture       *fixture,
                gconstpointer  data)
{
  gsize length = 10 * 1024 * 1024;
  g_autoptr (GString) answer = g_string_sized_new (length + 200);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (RecessClientStream) stream = NULL;
  g_autoptr (GError) error = NULL;
  gsize seen = 0;

  g_string_append (answer, STREAM "data: ");
  g_string_set_size (answer, answer->len + length);
  memset (answer->str + answer->len - length, 'x', length);
  g_string_append (answer, "\n\n");
  bytes = g_bytes_new (answer->str, answer->len);
  raw_server_answer_full (fixture->server, RAW_CLOSE, bytes);

  stream = open_stream (fixture, NULL);
  g_assert_true (wait_follow (stream, count_cb, &seen, NULL, &error));
  g_assert_cmpint (seen, ==, length);
}

static void
assert_timed_out (const GError *error,
                  const char   *seconds)
{
  g_assert_error (error, RECESS_API_ERROR, 0);
  g_assert_cmpstr (recess_api_error_get_code (error), ==, "timeout");
  g_assert_true (g_str_has_prefix (error->message, "No byte from http://127.0.0.1:"));
  g_assert_true (g_str_has_suffix (error->message, seconds));
}

static void
test_no_headers (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) answer = NULL;

  recess_client_set_time_limits (fixture->client, 30, 0);
  raw_server_answer (fixture->server, RAW_STALL, "HTTP/1.1 200 OK\r\n");
  answer = wait_request (fixture->client, "GET", "/x", NULL, NULL, &error);
  assert_timed_out (error, "for 0.03 s.");
  raw_server_wait_left (fixture->server);
  g_assert_cmpint (raw_server_count (fixture->server), ==, 1);
}

static void
test_no_first_byte (Fixture       *fixture,
                    gconstpointer  data)
{
  g_autoptr (RecessClientStream) stream = NULL;
  g_autoptr (GError) error = NULL;

  recess_client_set_time_limits (fixture->client, 200, 1);
  raw_server_answer (fixture->server, RAW_STALL, STREAM);
  stream = open_stream (fixture, NULL);
  g_assert_false (wait_follow (stream, log_cb, fixture, NULL, &error));
  assert_timed_out (error, "for 0.2 s.");
}

/* What stops for ever is told after the idle limit, and the events before it are here. */
static void
test_stalls (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr (RecessClientStream) stream = NULL;
  g_autoptr (GError) error = NULL;

  recess_client_set_time_limits (fixture->client, 0, 50);
  raw_server_answer (fixture->server, RAW_STALL, STREAM "data: a\n\ndata: b");
  stream = open_stream (fixture, NULL);
  g_assert_false (wait_follow (stream, log_cb, fixture, NULL, &error));
  assert_timed_out (error, "for 0.05 s.");
  g_assert_cmpstr (fixture->log->str, ==, "a;");
  g_clear_object (&stream);
  raw_server_wait_left (fixture->server);
}

static void
test_error_body_stalls (Fixture       *fixture,
                        gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) answer = NULL;

  recess_client_set_time_limits (fixture->client, 50, 50);
  raw_server_answer (fixture->server, RAW_STALL,
                     "HTTP/1.1 400 Bad Request\r\nContent-Length: 100\r\n\r\n{\"error\":");
  answer = wait_request (fixture->client, "GET", "/x", NULL, NULL, &error);
  g_assert_error (error, RECESS_API_ERROR, 400);
}

static void
cancelled_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (GError) error = NULL;
  guint *done = user_data;

  if (RECESS_IS_CLIENT (object))
    g_assert_null (recess_client_stream_finish (RECESS_CLIENT (object), result, &error));
  else
    g_assert_false (recess_client_stream_follow_finish (RECESS_CLIENT_STREAM (object), result,
                                                        &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  (*done)++;
}

static void
test_cancel_early (Fixture       *fixture,
                   gconstpointer  data)
{
  g_autoptr (GCancellable) before = g_cancellable_new ();
  g_autoptr (GCancellable) after = g_cancellable_new ();
  guint done = 0;

  raw_server_answer (fixture->server, RAW_STALL, "");
  g_cancellable_cancel (before);
  recess_client_stream_async (fixture->client, "GET", "/x", NULL, NULL, before, cancelled_cb,
                              &done);
  recess_client_stream_async (fixture->client, "GET", "/x", NULL, NULL, after, cancelled_cb, &done);
  raw_server_wait_count (fixture->server, 1);
  g_cancellable_cancel (after);
  while (done < 2)
    g_main_context_iteration (NULL, TRUE);
  raw_server_wait_left (fixture->server);
}

static void
cancel_cb (const RecessSseEvent *event,
           gpointer              user_data)
{
  g_cancellable_cancel (user_data);
}

static void
test_cancel_in_mid_stream (Fixture       *fixture,
                           gconstpointer  data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (RecessClientStream) stream = NULL;
  guint done = 0;

  raw_server_answer (fixture->server, RAW_STALL, STREAM "data: a\n\n");
  stream = open_stream (fixture, cancellable);
  recess_client_stream_follow_async (stream, cancel_cb, cancellable, cancellable, cancelled_cb,
                                     &done);
  while (done == 0)
    g_main_context_iteration (NULL, TRUE);
  g_clear_object (&stream);
  raw_server_wait_left (fixture->server);
}

/* Neither stream nor client waits for the rest of an answer when it is dropped. */
static void
test_dropped (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr (RecessClientStream) stream = NULL;
  g_autoptr (GBytes) bytes = NULL;

  raw_server_answer (fixture->server, RAW_STALL, CHUNKED "9\r\ndata: a\n\n\r\n");
  stream = open_stream (fixture, NULL);
  bytes = wait_read (stream, NULL, NULL);
  g_assert_nonnull (bytes);
  g_clear_object (&fixture->client);
  g_clear_object (&stream);
  raw_server_wait_left (fixture->server);
}

static void
test_client_dropped (Fixture       *fixture,
                     gconstpointer  data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  guint done = 0;

  raw_server_answer (fixture->server, RAW_STALL, "");
  recess_client_stream_async (fixture->client, "GET", "/x", NULL, NULL, cancellable, cancelled_cb,
                              &done);
  g_clear_object (&fixture->client);
  raw_server_wait_count (fixture->server, 1);
  g_cancellable_cancel (cancellable);
  while (done == 0)
    g_main_context_iteration (NULL, TRUE);
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/stream/read", test_read);
  ADD ("/stream/read-twice", test_read_twice);
  ADD ("/stream/many", test_many);
  ADD ("/stream/follow", test_follow);
  ADD ("/stream/cut", test_cut);
  ADD ("/stream/cut-between-chunks", test_cut_between_chunks);
  ADD ("/stream/big-event", test_big_event);
  ADD ("/stream/no-headers", test_no_headers);
  ADD ("/stream/no-first-byte", test_no_first_byte);
  ADD ("/stream/stalls", test_stalls);
  ADD ("/stream/error-body-stalls", test_error_body_stalls);
  ADD ("/stream/cancel-early", test_cancel_early);
  ADD ("/stream/cancel-in-mid-stream", test_cancel_in_mid_stream);
  ADD ("/stream/dropped", test_dropped);
  ADD ("/stream/client-dropped", test_client_dropped);
  return g_test_run ();
}
