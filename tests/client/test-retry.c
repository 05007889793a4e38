/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "client/recess-client-private.h"
#include "client/recess-client-retry.h"
#include "common/recess-api-error.h"

#include "raw-server.h"
#include "wait.h"

#define OK "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}"
#define ERROR(status, headers) "HTTP/1.1 " status " X\r\nConnection: close\r\n" headers \
                               "\r\n{\"error\":{\"message\":\"said " status "\"}}"

typedef struct
{
  RawServer    *server;
  RecessClient *client;
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
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_object_unref (fixture->client);
  raw_server_free (fixture->server);
}

static void
assert_cured (Fixture    *fixture,
              const char *first,
              const char *second)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) answer = NULL;
  guint before = raw_server_count (fixture->server);

  raw_server_answer (fixture->server, RAW_CLOSE, first);
  raw_server_answer (fixture->server, RAW_CLOSE, second);
  raw_server_answer (fixture->server, RAW_CLOSE, OK);
  answer = wait_request (fixture->client, "POST", "/x", "{}", NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (answer);
  g_assert_cmpint (raw_server_count (fixture->server), ==, before + 3);
}

static void
test_cured (Fixture       *fixture,
            gconstpointer  data)
{
  assert_cured (fixture, ERROR ("429", ""), ERROR ("408", ""));
  assert_cured (fixture, ERROR ("500", ""), ERROR ("500", ""));
  assert_cured (fixture, ERROR ("503", "Retry-After: 0\r\n"),
                ERROR ("529", "retry-after-ms: 1.5\r\n"));
  assert_cured (fixture, ERROR ("429", "Retry-After: Wed, 21 Oct 2015 07:28:00 GMT\r\n"),
                ERROR ("429", "Retry-After: soon\r\n"));
  assert_cured (fixture, ERROR ("400", "x-should-retry: true\r\n"), "");
  assert_cured (fixture, "", "");
}

static GError *
get_error (Fixture    *fixture,
           const char *answer)
{
  GError *error = NULL;
  g_autoptr (GBytes) body = NULL;

  raw_server_answer (fixture->server, RAW_CLOSE, answer);
  body = wait_request (fixture->client, "GET", "/x", NULL, NULL, &error);
  g_assert_null (body);
  g_assert_nonnull (error);
  return error;
}

static void
test_given_up (Fixture       *fixture,
               gconstpointer  data)
{
  g_autoptr (GError) error = get_error (fixture, ERROR ("500", "retry-after-ms: 2\r\n"));

  g_assert_error (error, RECESS_API_ERROR, 500);
  g_assert_cmpstr (error->message, ==, "said 500");
  g_assert_true (recess_api_error_get_final (error));
  g_assert_cmpint (recess_api_error_get_retry_ms (error), ==, 2);
  g_assert_cmpint (raw_server_count (fixture->server), ==, 3);
}

static void
test_never (Fixture       *fixture,
            gconstpointer  data)
{
  static const char * const answers[] = {
    ERROR ("400", ""), ERROR ("401", ""), ERROR ("404", ""), ERROR ("409", ""), ERROR ("413", ""),
    ERROR ("422", "Retry-After: 1\r\n"), ERROR ("501", ""),
  };

  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      g_autoptr (GError) error = get_error (fixture, answers[i]);

      g_assert_true (error->domain == RECESS_API_ERROR);
      g_assert_false (recess_api_error_get_final (error));
      g_assert_cmpint (raw_server_count (fixture->server), ==, i + 1);
    }
}

static void
test_forbidden (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr (GError) error = get_error (fixture, ERROR ("500", "x-should-retry: false\r\n"));

  g_assert_error (error, RECESS_API_ERROR, 500);
  g_assert_true (recess_api_error_get_final (error));
  g_assert_cmpint (raw_server_count (fixture->server), ==, 1);
}

static void
test_too_long (Fixture       *fixture,
               gconstpointer  data)
{
  g_autoptr (GError) error = get_error (fixture, ERROR ("429", "Retry-After: 61\r\n"));

  g_assert_error (error, RECESS_API_ERROR, 429);
  g_assert_cmpint (recess_api_error_get_retry_ms (error), ==, 61000);
  g_assert_cmpint (raw_server_count (fixture->server), ==, 1);
}

static void
test_none_wanted (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  recess_client_set_max_retries (fixture->client, 0);
  error = get_error (fixture, ERROR ("500", ""));
  g_assert_error (error, RECESS_API_ERROR, 500);
  g_assert_false (recess_api_error_get_final (error));
  g_assert_cmpint (raw_server_count (fixture->server), ==, 1);
}

static void
cancelled_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (GError) error = NULL;
  gboolean *done = user_data;

  g_assert_null (recess_client_request_finish (RECESS_CLIENT (object), result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  *done = TRUE;
}

/* The wait would last a minute: the test's own time limit tells whether it ends. */
static void
test_cancelled_while_waiting (Fixture       *fixture,
                              gconstpointer  data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  gboolean done = FALSE;

  raw_server_answer (fixture->server, RAW_CLOSE, ERROR ("429", "Retry-After: 60\r\n"));
  recess_client_request_async (fixture->client, "GET", "/x", NULL, cancellable, cancelled_cb,
                               &done);
  raw_server_wait_count (fixture->server, 1);
  for (guint i = 0; i < 100; i++)
    g_main_context_iteration (NULL, FALSE);
  g_cancellable_cancel (cancellable);
  while (!done)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (raw_server_count (fixture->server), ==, 1);
}

static void
test_told (void)
{
  static const struct
  {
    const char *name;
    const char *value;
    gint64      told;
  } cases[] = {
    { "retry-after-ms", "3", 3 },
    { "retry-after-ms", "x", -1 },
    { "X", "1", -1 },
    { "Retry-After", "3", 3000 },
    { "Retry-After", "0.25", 250 },
    { "Retry-After", "-1", -1 },
    { "Retry-After", "", -1 },
    { "Retry-After", "nan", -1 },
    { "Retry-After", "1e300", G_MAXINT },
    { "Retry-After", "99999999999", G_MAXINT },
    { "Retry-After", "3 s", -1 },
    { "Retry-After", "Sun, 22 Nov 2026 12:00:09 GMT", 9000 },
    { "Retry-After", "Sun, 22 Nov 2026 11:00:00 GMT", 0 },
  };
  g_autoptr (GDateTime) now = g_date_time_new_utc (2026, 11, 22, 12, 0, 0);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      SoupMessageHeaders *headers = soup_message_headers_new (SOUP_MESSAGE_HEADERS_RESPONSE);

      soup_message_headers_append (headers, cases[i].name, cases[i].value);
      g_assert_cmpint (recess_client_retry_told (headers, now), ==, cases[i].told);
      soup_message_headers_unref (headers);
    }
}

static void
test_delay (void)
{
  static const guint most[] = { 500, 1000, 2000, 4000, 8000, 8000 };

  for (guint attempt = 0; attempt < G_N_ELEMENTS (most); attempt++)
    for (guint i = 0; i < 100; i++)
      {
        guint delay = recess_client_retry_delay (500, attempt);

        g_assert_cmpint (delay, >=, most[attempt] * 3 / 4);
        g_assert_cmpint (delay, <=, most[attempt]);
      }

  g_assert_cmpint (recess_client_retry_delay (G_MAXUINT, G_MAXUINT), <=, 8000);
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/retry/cured", test_cured);
  ADD ("/retry/given-up", test_given_up);
  ADD ("/retry/never", test_never);
  ADD ("/retry/forbidden", test_forbidden);
  ADD ("/retry/too-long", test_too_long);
  ADD ("/retry/none-wanted", test_none_wanted);
  ADD ("/retry/cancelled-while-waiting", test_cancelled_while_waiting);
  g_test_add_func ("/retry/told", test_told);
  g_test_add_func ("/retry/delay", test_delay);
  return g_test_run ();
}
