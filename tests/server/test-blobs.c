/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "api/recess-api.h"
#include "common/recess-api-error.h"
#include "store/recess-blob-refs.h"
#include "store/recess-blobs.h"

#include "test-conversation-utils.h"
#include "test-http-utils.h"

typedef struct
{
  TestHttp   http;
  TestStores stores;
  RecessApi  api;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  test_http_set_up (&fixture->http, data);
  test_stores_set_up (&fixture->stores, data);
  fixture->api.router = fixture->http.router;
  fixture->api.store = fixture->stores.store;
  fixture->api.messages = fixture->stores.messages;
  recess_api_add_blobs (&fixture->api);
  recess_api_add_conversations (&fixture->api);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  test_http_tear_down (&fixture->http, data);
  test_stores_tear_down (&fixture->stores, data);
}

static guint
n_files (Fixture *fixture)
{
  g_autofree char *path = g_build_filename (fixture->stores.dir, "blobs", NULL);
  g_autoptr(GDir) dir = g_dir_open (path, 0, NULL);
  guint n = 0;

  while (dir != NULL && g_dir_read_name (dir) != NULL)
    n++;

  return n;
}

/* Files go in whichever thread lets go of an upload, which wakes nobody here: the folder tells. */
static void
wait_for_no_file (Fixture *fixture)
{
  g_autofree char *path = g_build_filename (fixture->stores.dir, "blobs", NULL);
  g_autoptr(GFile) dir = g_file_new_for_path (path);
  g_autoptr(GError) error = NULL;
  g_autoptr(GFileMonitor) monitor = g_file_monitor_directory (dir, 0, NULL, &error);

  g_assert_no_error (error);
  test_wait_until (n_files (fixture) == 0);
}

/* The id of the blob. */
static char *
upload (Fixture    *fixture,
        const char *bytes,
        const char *type)
{
  g_autofree char *header = g_strdup_printf ("Content-Type: %s\r\n", type);
  g_autofree char *reply = NULL;

  g_assert_cmpuint (test_http_ask (&fixture->http, "POST", "/v1/recess/blobs", header, bytes,
                                   &reply), ==, 200);
  return test_query (strstr (reply, "\r\n\r\n") + 4, "$.id");
}

static guint
get_status (Fixture    *fixture,
            const char *hash)
{
  g_autofree char *path = g_strconcat ("/v1/recess/blobs/", hash, NULL);
  g_autofree char *reply = NULL;

  return test_http_ask (&fixture->http, "GET", path, NULL, NULL, &reply);
}

static char *
make_content (const char *hash)
{
  return g_strdup_printf ("[{\"type\":\"text\",\"text\":\"See\"},{\"type\":\"image_url\","
                          "\"image_url\":{\"url\":\"recess-blob:%s\"}}]", hash);
}

static void
purge (Fixture *fixture)
{
  recess_blobs_purge (fixture->stores.store);
  /* Writes are done in order, and the second of its two begins when the first one is done. */
  g_assert_true (test_exec (fixture->stores.store, "SELECT 1", NULL));
  g_assert_true (test_exec (fixture->stores.store, "SELECT 1", NULL));
}

static void
test_upload (Fixture       *fixture,
             gconstpointer  data)
{
  g_autofree char *sum = g_compute_checksum_for_string (G_CHECKSUM_SHA256, "bytes", -1);
  g_autofree char *first = upload (fixture, "bytes", "image/png");
  g_autofree char *second = upload (fixture, "bytes", "image/PNG; x=y");
  g_autofree char *path = g_strconcat ("/v1/recess/blobs/", sum, NULL);
  g_autofree char *reply = NULL;
  g_autofree char *none = NULL;

  g_assert_cmpstr (first, ==, sum);
  g_assert_cmpstr (second, ==, sum);
  g_assert_cmpuint (n_files (fixture), ==, 1);

  g_assert_cmpuint (test_http_ask (&fixture->http, "GET", path, NULL, NULL, &reply), ==, 200);
  g_assert_nonnull (strstr (reply, "Content-Type: image/png\r\n"));
  g_assert_nonnull (strstr (reply, "nosniff"));
  g_assert_true (g_str_has_suffix (reply, "\r\n\r\nbytes"));
  none = upload (fixture, "", "text/plain");
  g_assert_cmpuint (get_status (fixture, none), ==, 200);
}

static void
test_refused (Fixture       *fixture,
              gconstpointer  data)
{
  g_autofree char *reply = NULL;
  g_autofree char *large = g_strnfill (20 * 1024 * 1024 + 1, 'x');

  g_assert_cmpuint (get_status (fixture, "0123"), ==, 404);
  g_assert_cmpuint (get_status (fixture, "..%2Fserver.db"), ==, 404);
  g_assert_cmpuint (test_http_ask (&fixture->http, "POST", "/v1/recess/blobs",
                                   "Content-Type: <script>\r\n", "x", &reply), ==, 400);
  g_clear_pointer (&reply, g_free);
  g_assert_cmpuint (test_http_ask (&fixture->http, "POST", "/v1/recess/blobs", NULL, large,
                                   &reply), ==, 413);
  wait_for_no_file (fixture);
}

/* Chunks tell no length: the limit is met while they come. */
static void
test_chunked (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr(TestPeer) peer = test_peer_new (&fixture->http);
  g_autofree char *mebibyte = g_strnfill (1024 * 1024, 'y');
  g_autofree char *all = g_strnfill (8 * 1024 * 1024, 'y');
  g_autofree char *sum = g_compute_checksum_for_string (G_CHECKSUM_SHA256, all, -1);

  test_peer_send (peer, "POST /v1/recess/blobs HTTP/1.1\r\nHost: localhost\r\n"
                        "Authorization: Bearer " TEST_KEY "\r\n"
                        "Transfer-Encoding: chunked\r\n\r\n", -1);
  for (guint i = 0; i < 8; i++)
    {
      test_peer_send (peer, "100000\r\n", -1);
      test_peer_send (peer, mebibyte, -1);
      test_peer_send (peer, "\r\n", -1);
    }
  test_peer_send (peer, "0\r\n\r\n", -1);
  test_peer_wait (peer, sum);
  g_assert_nonnull (strstr (peer->received->str, "\"bytes\":8388608"));
}

static void
test_cut_off (Fixture       *fixture,
              gconstpointer  data)
{
  TestPeer *peer = test_peer_new (&fixture->http);

  test_peer_send (peer, "POST /v1/recess/blobs HTTP/1.1\r\nHost: localhost\r\n"
                        "Authorization: Bearer " TEST_KEY "\r\n"
                        "Content-Length: 1000\r\n\r\nhalf", -1);
  test_wait_until (n_files (fixture) == 1);
  test_peer_free (peer);
  wait_for_no_file (fixture);
}

/* A draft holds it, then a message, then an undo, and then nothing. */
static void
test_kept (Fixture       *fixture,
           gconstpointer  data)
{
  TestStores *stores = &fixture->stores;
  g_autofree char *hash = upload (fixture, "picture", "image/png");
  g_autofree char *other = upload (fixture, "never named", "image/png");
  g_autofree char *conversation = test_create (stores, NULL);
  g_autofree char *content = make_content (hash);
  g_autofree char *path = g_strconcat ("/v1/recess/conversations/", conversation, "?purge=true",
                                       NULL);
  g_autofree char *added = NULL;
  g_autofree char *message = NULL;
  g_autofree char *edited = NULL;
  g_autofree char *again = NULL;
  g_autofree char *reply = NULL;

  purge (fixture);
  g_assert_cmpuint (n_files (fixture), ==, 2);

  added = test_add_full (stores, conversation, "user", content, NULL, NULL, NULL);
  message = test_query (added, "$.data[0].id");
  g_assert_true (test_exec (stores->store, "UPDATE blobs SET kept_until = 1 WHERE kept_until > 0"
                            "  AND hash IN (SELECT hash FROM blob_uses)", NULL));
  purge (fixture);
  g_assert_cmpuint (get_status (fixture, hash), ==, 200);

  edited = test_edit (stores, conversation, message, "\"no picture\"", NULL);
  purge (fixture);
  g_assert_cmpuint (get_status (fixture, hash), ==, 200);
  again = test_edit (stores, conversation, message, content, NULL);

  test_exec (stores->store, "UPDATE blobs SET kept_until = 1 WHERE kept_until > 0", NULL);
  g_assert_cmpuint (test_http_ask (&fixture->http, "DELETE", path, NULL, NULL, &reply), ==, 200);
  purge (fixture);
  g_assert_cmpuint (get_status (fixture, hash), ==, 404);
  g_assert_cmpuint (get_status (fixture, other), ==, 404);
  g_assert_cmpuint (n_files (fixture), ==, 0);
}

static void
test_swept (Fixture       *fixture,
            gconstpointer  data)
{
  g_autofree char *hash = upload (fixture, "kept", "image/png");
  g_autofree char *orphan = g_compute_checksum_for_string (G_CHECKSUM_SHA256, "orphan", -1);
  g_autofree char *orphan_path = recess_blob_get_path (fixture->stores.dir, orphan);
  g_autofree char *fresh_path = recess_blob_get_path (fixture->stores.dir, "incoming-abcdef");

  g_assert_true (g_file_set_contents (orphan_path, "orphan", -1, NULL));
  g_assert_true (g_file_set_contents (fresh_path, "on its way", -1, NULL));
  purge (fixture);
  g_assert_cmpuint (get_status (fixture, hash), ==, 200);
  g_assert_false (g_file_test (orphan_path, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_test (fresh_path, G_FILE_TEST_EXISTS));
}

typedef struct
{
  const char *text;
  gsize       limit;
} Splice;

static gpointer
splice_func (sqlite3   *db,
             gpointer   user_data,
             GError   **error)
{
  const Splice *splice = user_data;
  g_autoptr(GBytes) body = g_bytes_new (splice->text, strlen (splice->text));
  g_autoptr(GBytes) spliced = recess_blob_refs_splice (db, body, splice->limit, error);
  gsize length;
  const char *text;

  if (spliced == NULL)
    return NULL;

  text = g_bytes_get_data (spliced, &length);
  return g_strndup (text, length);
}

static char *
make_body (const char *text,
           const char *url)
{
  return g_strdup_printf ("{ \"temperature\": 0.70, \"messages\" : [{\"role\":\"user\", "
                          "\"content\": [{\"text\": \"%s\"}, {\"type\": \"image_url\","
                          "\"image_url\":{\"detail\":\"low\", \"url\": \"%s\" }}]} ]}",
                          text, url);
}

static char *
splice (Fixture    *fixture,
        const char *text,
        gsize       limit,
        GError    **error)
{
  Splice splice = { text, limit };

  return test_read (fixture->stores.store, splice_func, &splice, error);
}

static void
test_splice (Fixture       *fixture,
             gconstpointer  data)
{
  g_autofree char *hash = upload (fixture, "any", "image/gif");
  g_autofree char *named = g_strconcat (RECESS_BLOB_SCHEME, hash, NULL);
  g_autofree char *text = make_body (named, named);
  g_autofree char *expected = make_body (named, "data:image/gif;base64,YW55");
  g_autofree char *web = make_body (named, "https://example.org/a.gif");
  g_autofree char *found = splice (fixture, text, 1000, NULL);
  g_autofree char *same = splice (fixture, web, 1000, NULL);

  g_assert_cmpstr (found, ==, expected);
  g_assert_cmpstr (same, ==, web);
}

static void
test_splice_refused (Fixture       *fixture,
                     gconstpointer  data)
{
  g_autofree char *hash = upload (fixture, "any", "image/gif");
  g_autofree char *named = g_strconcat (RECESS_BLOB_SCHEME, hash, NULL);
  g_autofree char *text = make_body ("", named);
  g_autofree char *other = g_strdup (text);
  g_autoptr(GError) over = NULL;
  g_autoptr(GError) absent = NULL;

  g_assert_null (splice (fixture, text, 100, &over));
  g_assert_error (over, RECESS_API_ERROR, 400);
  g_assert_nonnull (strstr (over->message, "messages[0].content[1].image_url.url"));

  hash[0] = hash[0] == '0' ? '1' : '0';
  memcpy (strstr (other, RECESS_BLOB_SCHEME) + strlen (RECESS_BLOB_SCHEME), hash, 64);
  g_assert_null (splice (fixture, other, 1000, &absent));
  g_assert_error (absent, RECESS_API_ERROR, 400);
  g_assert_nonnull (strstr (absent->message, "not kept"));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, func) g_test_add ("/blobs/" path, Fixture, NULL, set_up, func, tear_down)
  ADD ("upload", test_upload);
  ADD ("refused", test_refused);
  ADD ("chunked", test_chunked);
  ADD ("cut-off", test_cut_off);
  ADD ("kept", test_kept);
  ADD ("swept", test_swept);
  ADD ("splice", test_splice);
  ADD ("splice-refused", test_splice_refused);
#undef ADD

  return g_test_run ();
}
