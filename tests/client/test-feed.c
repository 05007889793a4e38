/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "client/recess-client-feed.h"
#include "client/recess-client-private.h"

#include "raw-server.h"

#define STREAM "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n"
#define HELLO  "event: hello\ndata: {\"epoch\":\"E\",\"seq\":4,\"version\":\"1\"}\n\n"
#define CHANGE "id: E-5\nevent: change\n" \
               "data: {\"seq\":5,\"kind\":\"conversation\",\"id\":\"conv_1\",\"change\":\"updated\"}\n\n"

typedef struct
{
  RawServer        *server;
  RecessClient     *client;
  RecessClientFeed *feed;
  GString          *log;
} Fixture;

static void
changed_cb (RecessClientFeed *feed,
            const char       *kind,
            const char       *id,
            const char       *change,
            const char       *conversation_id,
            Fixture          *fixture)
{
  g_string_append_printf (fixture->log, "%s %s %s %s;", kind, id, change,
                          conversation_id != NULL ? conversation_id : "-");
}

static void
reset_cb (RecessClientFeed *feed,
          Fixture          *fixture)
{
  g_string_append (fixture->log, "reset;");
}

static void
connected_cb (RecessClientFeed *feed,
              GParamSpec       *pspec,
              Fixture          *fixture)
{
  g_string_append (fixture->log, recess_client_feed_get_connected (feed) ? "up;" : "down;");
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autofree char *url = NULL;

  fixture->server = raw_server_new ();
  url = raw_server_dup_url (fixture->server, "/v1");
  fixture->client = recess_client_new (url);
  recess_client_set_retry_base (fixture->client, 1);
  fixture->feed = recess_client_feed_new (fixture->client);
  fixture->log = g_string_new (NULL);
  g_signal_connect (fixture->feed, "changed", G_CALLBACK (changed_cb), fixture);
  g_signal_connect (fixture->feed, "reset", G_CALLBACK (reset_cb), fixture);
  g_signal_connect (fixture->feed, "notify::connected", G_CALLBACK (connected_cb), fixture);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_clear_object (&fixture->feed);
  g_object_unref (fixture->client);
  raw_server_free (fixture->server);
  g_string_free (fixture->log, TRUE);
}

static void
wait_for_log (Fixture    *fixture,
              const char *log)
{
  while (strlen (fixture->log->str) < strlen (log))
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (fixture->log->str, ==, log);
}

static void
test_resumes (Fixture       *fixture,
              gconstpointer  data)
{
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autofree char *third = NULL;

  raw_server_answer (fixture->server, RAW_CLOSE, STREAM HELLO);
  raw_server_answer (fixture->server, RAW_CLOSE, STREAM HELLO CHANGE);
  raw_server_answer (fixture->server, RAW_STALL, STREAM HELLO
                     "event: reset\ndata: {}\n\n"
                     "event: later\ndata: {}\n\n"
                     "event: change\ndata: garbage\n\n"
                     "event: change\ndata: {\"kind\":1}\n\n"
                     "event: change\ndata: {\"kind\":\"message\",\"id\":\"cmsg_1\","
                     "\"change\":\"created\",\"conversation_id\":\"conv_1\"}\n\n");

  g_assert_false (recess_client_feed_get_connected (fixture->feed));
  recess_client_feed_start (fixture->feed);
  recess_client_feed_start (fixture->feed);
  wait_for_log (fixture, "up;down;up;conversation conv_1 updated -;down;up;reset;"
                         "message cmsg_1 created conv_1;");

  first = raw_server_dup_request (fixture->server, 0);
  second = raw_server_dup_request (fixture->server, 1);
  third = raw_server_dup_request (fixture->server, 2);
  g_assert_true (g_str_has_prefix (first, "GET /v1/recess/events HTTP/1.1\r\n"));
  g_assert_null (strstr (first, "Last-Event-ID"));
  g_assert_nonnull (strstr (second, "\r\nLast-Event-ID: E-4\r\n"));
  g_assert_nonnull (strstr (third, "\r\nLast-Event-ID: E-5\r\n"));

  recess_client_feed_stop (fixture->feed);
  g_assert_true (g_str_has_suffix (fixture->log->str, "down;"));
  raw_server_wait_left (fixture->server);
  g_assert_cmpint (raw_server_count (fixture->server), ==, 3);
}

static void
test_errors_are_survived (Fixture       *fixture,
                          gconstpointer  data)
{
  recess_client_set_max_retries (fixture->client, 0);
  raw_server_answer (fixture->server, RAW_CLOSE, "");
  raw_server_answer (fixture->server, RAW_CLOSE, "garbage\r\n\r\n");
  raw_server_answer (fixture->server, RAW_CLOSE,
                     "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
  raw_server_answer (fixture->server, RAW_STALL, STREAM HELLO CHANGE);

  recess_client_feed_start (fixture->feed);
  wait_for_log (fixture, "up;conversation conv_1 updated -;");
  g_assert_cmpint (raw_server_count (fixture->server), ==, 4);
}

static void
unref_cb (RecessClientFeed *feed,
          const char       *kind,
          const char       *id,
          const char       *change,
          const char       *conversation_id,
          Fixture          *fixture)
{
  g_clear_object (&fixture->feed);
}

static void
test_gone_in_a_signal (Fixture       *fixture,
                       gconstpointer  data)
{
  raw_server_answer (fixture->server, RAW_STALL, STREAM HELLO CHANGE CHANGE);
  g_signal_connect (fixture->feed, "changed", G_CALLBACK (unref_cb), fixture);

  recess_client_feed_start (fixture->feed);
  raw_server_wait_left (fixture->server);
  g_assert_cmpstr (fixture->log->str, ==, "up;conversation conv_1 updated -;");
}

static void
test_gone_while_connecting (Fixture       *fixture,
                            gconstpointer  data)
{
  raw_server_answer (fixture->server, RAW_STALL, "");
  recess_client_feed_start (fixture->feed);
  raw_server_wait_count (fixture->server, 1);
  g_clear_object (&fixture->feed);
  raw_server_wait_left (fixture->server);
  g_assert_cmpstr (fixture->log->str, ==, "");
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/feed/resumes", test_resumes);
  ADD ("/feed/errors-are-survived", test_errors_are_survived);
  ADD ("/feed/gone-in-a-signal", test_gone_in_a_signal);
  ADD ("/feed/gone-while-connecting", test_gone_while_connecting);
  return g_test_run ();
}
