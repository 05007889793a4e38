/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "common/recess-api-error.h"
#include "store/recess-request-log.h"

#include "test-conversation-utils.h"

static void
log_one (TestStores *stores,
         const char *id,
         const char *model,
         const char *message_id,
         guint       status,
         gsize       body_size)
{
  g_autofree char *filling = g_strnfill (body_size, 'b');
  g_autoptr(GBytes) body = g_bytes_new (filling, body_size);
  RecessLogEntry entry = { .id = id, .method = "POST", .path = "/v1/chat/completions",
                           .model = model, .provider = "practice", .message_id = message_id,
                           .source = "api", .stream = TRUE, .body = body };
  RecessLogResult result = { .status = status, .latency_ms = 12, .first_byte_ms = -1,
                             .usage = "{\"total_tokens\": 0.70}",
                             .content_type = "text/event-stream", .body = body,
                             .body_bytes = body_size };

  recess_request_log_begin (stores->store, &entry);
  recess_request_log_end (stores->store, id, &result);
}

static char *
finish (TestStores    *stores,
        GAsyncResult **slot,
        GError       **error)
{
  g_autoptr(GAsyncResult) result = test_wait_result (slot);

  return recess_store_read_finish (stores->store, result, error);
}

static char *
list (TestStores      *stores,
      RecessLogFilter  filter)
{
  RecessPage page = { .limit = 3 };
  GAsyncResult *slot = NULL;
  g_autoptr(GError) error = NULL;
  char *text;

  recess_request_log_list_async (stores->store, &page, &filter, NULL, test_result_cb, &slot);
  text = finish (stores, &slot, &error);
  g_assert_no_error (error);
  return text;
}

static char *
get (TestStores  *stores,
     const char  *id,
     GError     **error)
{
  GAsyncResult *slot = NULL;

  recess_request_log_get_async (stores->store, id, NULL, test_result_cb, &slot);
  return finish (stores, &slot, error);
}

/* Writes are in order, so what was logged is there when this one is. */
static void
settle (TestStores *stores)
{
  g_assert_true (test_exec (stores->store, "SELECT 1", NULL));
}

static void
test_rows (TestStores    *stores,
           gconstpointer  data)
{
  g_autofree char *row = NULL;
  g_autoptr(GError) error = NULL;

  log_one (stores, "req_a", "gpt", NULL, 200, 5);
  settle (stores);
  row = get (stores, "req_a", NULL);
  test_assert_query (row, "$.object", "recess.request");
  test_assert_query (row, "$.path", "/v1/chat/completions");
  test_assert_query (row, "$.status", "200");
  test_assert_query (row, "$.latency_ms", "12");
  test_assert_query (row, "$.first_byte_ms", "null");
  test_assert_query (row, "$.stream", "true");
  test_assert_query (row, "$.request_bytes", "5");
  test_assert_query (row, "$.request", "bbbbb");
  test_assert_query (row, "$.response", "bbbbb");
  test_assert_query (row, "$.response_content_type", "text/event-stream");
  g_assert_nonnull (strstr (row, "\"usage\":{\"total_tokens\": 0.70}"));

  g_assert_null (get (stores, "req_x", &error));
  g_assert_error (error, RECESS_API_ERROR, 404);
  g_assert_cmpstr (error->message, ==, "No request found with id 'req_x'.");
}

static void
test_filters (TestStores    *stores,
              gconstpointer  data)
{
  g_autofree char *conversation = test_create (stores, NULL);
  g_autofree char *message = test_add (stores, conversation, "user", "x", NULL);
  RecessLogFilter none = { 0 };
  RecessLogFilter by_model = { .model = "gpt" };
  RecessLogFilter by_status = { .status = 429 };
  RecessLogFilter by_message = { .message_id = message };
  RecessLogFilter by_conversation = { .conversation_id = conversation };
  RecessLogFilter by_both = { .model = "gpt", .status = 429 };
  g_autofree char *all = NULL;
  const struct
  {
    RecessLogFilter *filter;
    const char      *first;
    const char      *last;
  } cases[] = {
    { &none, "req_d", "req_b" },
    { &by_model, "req_c", "req_a" },
    { &by_status, "req_d", "req_d" },
    { &by_message, "req_b", "req_b" },
    { &by_conversation, "req_b", "req_b" },
    { &by_both, "null", "null" },
  };

  log_one (stores, "req_a", "gpt", NULL, 200, 1);
  log_one (stores, "req_b", "other", message, 200, 1);
  log_one (stores, "req_c", "gpt", NULL, 200, 1);
  log_one (stores, "req_d", "other", NULL, 429, 1);
  settle (stores);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = list (stores, *cases[i].filter);

      test_assert_query (text, "$.first_id", cases[i].first);
      test_assert_query (text, "$.last_id", cases[i].last);
    }

  all = list (stores, none);
  test_assert_query (all, "$.has_more", "true");
}

static void
test_pages (TestStores    *stores,
            gconstpointer  data)
{
  static const char *const ids[] = { "req_0", "req_1", "req_2", "req_3", "req_4" };
  RecessLogFilter none = { 0 };
  const struct
  {
    RecessPage  page;
    const char *first;
    const char *last;
    const char *more;
  } cases[] = {
    { { .limit = 2 }, "req_4", "req_3", "true" },
    { { .limit = 2, .after = (char *) "req_3" }, "req_2", "req_1", "true" },
    { { .limit = 2, .after = (char *) "req_1" }, "req_0", "req_0", "false" },
    { { .limit = 2, .after = (char *) "req_0" }, "null", "null", "false" },
    { { .limit = 2, .before = (char *) "req_1" }, "req_3", "req_2", "true" },
    { { .limit = 2, .ascending = TRUE }, "req_0", "req_1", "true" },
    { { .limit = 2, .ascending = TRUE, .after = (char *) "req_2" }, "req_3", "req_4", "false" },
    { { .limit = 2, .ascending = TRUE, .before = (char *) "req_2" }, "req_0", "req_1", "false" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    log_one (stores, ids[i], "gpt", NULL, 200, 1);
  settle (stores);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      GAsyncResult *slot = NULL;
      g_autofree char *text = NULL;

      recess_request_log_list_async (stores->store, &cases[i].page, &none, NULL, test_result_cb,
                                     &slot);
      text = finish (stores, &slot, NULL);
      test_assert_query (text, "$.first_id", cases[i].first);
      test_assert_query (text, "$.last_id", cases[i].last);
      test_assert_query (text, "$.has_more", cases[i].more);
    }
}

static void
assert_selects (TestStores *stores,
                const char *sql,
                const char *expected)
{
  g_autofree char *value = test_select (stores->store, sql);

  g_assert_cmpstr (value, ==, expected);
}

/* A body that is too large leaves its size only. */
static void
test_large_body (TestStores    *stores,
                 gconstpointer  data)
{
  g_autofree char *row = NULL;

  log_one (stores, "req_a", "gpt", NULL, 200, RECESS_REQUEST_LOG_BODY + 1);
  log_one (stores, "req_b", "gpt", NULL, 200, RECESS_REQUEST_LOG_BODY);
  settle (stores);
  row = get (stores, "req_a", NULL);
  test_assert_query (row, "$.request", "null");
  test_assert_query (row, "$.response", "null");
  test_assert_query (row, "$.request_bytes", "1048577");
  assert_selects (stores, "SELECT bytes FROM request_totals", "2097152");
}

/* Over the cap in all, the oldest bodies go and their rows stay. */
static void
test_total (TestStores    *stores,
            gconstpointer  data)
{
  g_autofree char *row = NULL;
  g_autofree char *newest = NULL;

  log_one (stores, "req_a", "gpt", NULL, 200, 10);
  log_one (stores, "req_b", "gpt", NULL, 200, 10);
  settle (stores);
  g_assert_true (test_exec (stores->store,
                            "UPDATE request_bodies SET bytes = 268435456 - 5"
                            "  WHERE request = (SELECT max (request) FROM request_bodies)", NULL));
  log_one (stores, "req_c", "gpt", NULL, 200, 10);
  settle (stores);

  row = get (stores, "req_a", NULL);
  test_assert_query (row, "$.request", "null");
  test_assert_query (row, "$.request_bytes", "10");
  newest = get (stores, "req_c", NULL);
  test_assert_query (newest, "$.response", "bbbbbbbbbb");
  assert_selects (stores, "SELECT count (*) FROM requests", "3");
  assert_selects (stores, "SELECT bytes FROM request_totals", "20");
}

static void
test_row_cap (TestStores    *stores,
              gconstpointer  data)
{
  g_assert_true (test_exec (stores->store,
                            "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n"
                            "  WHERE i < 10000)"
                            "INSERT INTO requests (id, created_at, method, path, source)"
                            "  SELECT 'old_' || i, unixepoch (), 'GET', '/', 'api' FROM n", NULL));
  log_one (stores, "req_a", "gpt", NULL, 200, 1);
  log_one (stores, "req_b", "gpt", NULL, 200, 1);
  settle (stores);
  assert_selects (stores, "SELECT count (*) FROM requests", "10000");
  assert_selects (stores, "SELECT id FROM requests ORDER BY seq LIMIT 1", "old_3");
}

static void
test_age (TestStores    *stores,
          gconstpointer  data)
{
  g_assert_true (test_exec (stores->store,
                            "INSERT INTO requests (id, created_at, method, path, source) VALUES"
                            "  ('old', unixepoch () - 31 * 86400, 'GET', '/', 'api'),"
                            "  ('young', unixepoch () - 29 * 86400, 'GET', '/', 'api')", NULL));
  recess_request_log_prune (stores->store);
  settle (stores);
  assert_selects (stores, "SELECT id FROM requests", "young");
}

static void
test_clear (TestStores    *stores,
            gconstpointer  data)
{
  GAsyncResult *slot = NULL;
  g_autoptr(GAsyncResult) result = NULL;

  log_one (stores, "req_a", "gpt", NULL, 200, 10);
  recess_request_log_clear_async (stores->store, NULL, test_result_cb, &slot);
  result = test_wait_result (&slot);
  g_assert_true (recess_store_write_finish_plain (stores->store, result, NULL));
  assert_selects (stores, "SELECT count (*) FROM request_bodies", "0");
  assert_selects (stores, "SELECT bytes FROM request_totals", "0");
}

static void
test_unanswered (TestStores    *stores,
                 gconstpointer  data)
{
  RecessLogEntry entry = { .id = "req_b", .method = "POST", .path = "/", .source = "window" };
  g_autofree char *answered = NULL;
  g_autofree char *cut_off = NULL;

  log_one (stores, "req_a", "gpt", NULL, 200, 1);
  recess_request_log_begin (stores->store, &entry);
  test_stores_reopen (stores);
  answered = get (stores, "req_a", NULL);
  test_assert_query (answered, "$.error", "null");
  cut_off = get (stores, "req_b", NULL);
  test_assert_query (cut_off, "$.error.message", "The server ended before the answer did.");
  test_assert_query (cut_off, "$.status", "null");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, func) \
  g_test_add (path, TestStores, NULL, test_stores_set_up, func, test_stores_tear_down)
  ADD ("/requests/rows", test_rows);
  ADD ("/requests/filters", test_filters);
  ADD ("/requests/pages", test_pages);
  ADD ("/requests/large-body", test_large_body);
  ADD ("/requests/total", test_total);
  ADD ("/requests/row-cap", test_row_cap);
  ADD ("/requests/age", test_age);
  ADD ("/requests/clear", test_clear);
  ADD ("/requests/unanswered", test_unanswered);
#undef ADD

  return g_test_run ();
}
