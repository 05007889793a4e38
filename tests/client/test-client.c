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
  RecessClient *client = recess_client_new (url);

  recess_client_set_retry_base (client, 1);
  return client;
}

static void
assert_bytes (GBytes     *bytes,
              const char *text)
{
  g_assert_nonnull (bytes);
  g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), text, strlen (text));
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

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/client/request", test_request);
  return g_test_run ();
}
