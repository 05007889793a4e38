/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "api/recess-api.h"
#include "common/recess-json.h"

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
  recess_api_add_conversations (&fixture->api);
  recess_api_add_requests (&fixture->api);
  recess_api_add_events (&fixture->api);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  test_http_tear_down (&fixture->http, data);
  test_stores_tear_down (&fixture->stores, data);
}

static char *
ask (Fixture    *fixture,
     guint       status,
     const char *method,
     const char *path,
     const char *body)
{
  g_autofree char *full = g_strconcat ("/v1/recess", path, NULL);
  g_autofree char *reply = NULL;
  const char *text;
  guint found;

  found = test_http_ask (&fixture->http, method, full,
                         body != NULL ? "Content-Type: application/json\r\n" : NULL, body, &reply);
  if (found != status)
    g_test_message ("%s %s %s: %s", method, path, body, reply);
  g_assert_cmpuint (found, ==, status);
  text = strstr (reply, "\r\n\r\n");
  g_assert_nonnull (text);
  return g_strdup (text + 4);
}

static TestPeer *
watch (Fixture    *fixture,
       const char *path,
       const char *headers)
{
  g_autofree char *full = g_strconcat ("/v1/recess", path, NULL);
  TestPeer *peer = test_peer_new (&fixture->http);

  test_peer_request (peer, "GET", full, headers, NULL);
  return peer;
}

static void
test_conversations (Fixture       *fixture,
                    gconstpointer  data)
{
  g_autofree char *made =
    ask (fixture, 200, "POST", "/conversations",
         "{\"settings\": {\"temperature\": 0.70},"
         " \"messages\": [{\"role\": \"system\", \"content\": \"Be kind\"},"
         "                {\"role\": \"user\", \"content\": [{\"type\": \"text\", \"text\": \"Hi\"}]}]}");
  g_autofree char *id = test_query (made, "$.id");
  g_autofree char *path = g_strconcat ("/conversations/", id, NULL);
  g_autofree char *restore = g_strconcat (path, "/restore", NULL);
  g_autofree char *purge = g_strconcat (path, "?purge=true", NULL);
  g_autofree char *list = NULL;
  g_autofree char *found = NULL;
  g_autofree char *changed = NULL;
  g_autofree char *deleted = NULL;
  g_autofree char *restored = NULL;
  g_autofree char *purged = NULL;
  g_autofree char *absent = NULL;

  test_assert_query (made, "$.title", "Hi");
  test_assert_query (made, "$.message_count", "2");
  g_assert_nonnull (strstr (made, "\"settings\":{\"temperature\": 0.70}"));
  list = ask (fixture, 200, "GET", "/conversations?limit=1", NULL);
  test_assert_query (list, "$.first_id", id);
  found = ask (fixture, 200, "GET", "/conversations?query=%22hi", NULL);
  test_assert_query (found, "$.data[0].snippet", "\342\201\250Hi\342\201\251");
  changed = ask (fixture, 200, "POST", path, "{\"title\": \" New \", \"pinned\": true}");
  test_assert_query (changed, "$.title", "New");
  test_assert_query (changed, "$.pinned", "true");

  deleted = ask (fixture, 200, "DELETE", path, NULL);
  test_assert_query (deleted, "$.deleted", "true");
  restored = ask (fixture, 200, "POST", restore, NULL);
  test_assert_query (restored, "$.deleted", "false");
  purged = ask (fixture, 200, "DELETE", purge, NULL);
  test_assert_query (purged, "$.id", id);
  absent = ask (fixture, 404, "GET", path, NULL);
  test_assert_query (absent, "$.error.type", "invalid_request_error");
}

/* A search that nobody waits for any more does no harm. */
static void
test_search_left (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autofree char *id = test_create (&fixture->stores, "Words");
  g_autofree char *list = NULL;

  for (guint i = 0; i < 20; i++)
    {
      g_autoptr(TestPeer) peer = watch (fixture, "/conversations?query=words", NULL);
    }

  test_settle ();
  list = ask (fixture, 200, "GET", "/conversations?query=words", NULL);
  test_assert_query (list, "$.first_id", id);
}

static void
test_messages_of_one (Fixture       *fixture,
                      gconstpointer  data)
{
  g_autofree char *id = test_create (&fixture->stores, NULL);
  g_autofree char *base = g_strdup_printf ("/conversations/%s/messages", id);
  g_autofree char *first = ask (fixture, 200, "POST", base,
                                "{\"role\": \"user\", \"content\": \"a\"}");
  g_autofree char *first_id = test_query (first, "$.data[0].id");
  g_autofree char *second = ask (fixture, 200, "POST", base,
                                 "{\"role\": \"assistant\", \"content\": \"b\"}");
  g_autofree char *second_id = test_query (second, "$.data[0].id");
  g_autofree char *body = g_strdup_printf ("{\"role\": \"assistant\", \"content\": \"c\","
                                           " \"parent_id\": \"%s\"}", first_id);
  g_autofree char *third = ask (fixture, 200, "POST", base, body);
  g_autofree char *path = NULL;
  g_autofree char *all = NULL;
  g_autofree char *all_path = g_strconcat (base, "?all=true", NULL);
  g_autofree char *one = g_strconcat (base, "/", second_id, NULL);
  g_autofree char *select = g_strconcat (one, "/select", NULL);
  g_autofree char *restore = g_strconcat (one, "/restore", NULL);
  g_autofree char *branch_path = g_strdup_printf ("/conversations/%s/branch", id);
  g_autofree char *branch_body = g_strdup_printf ("{\"message_id\": \"%s\"}", second_id);
  g_autofree char *before = NULL;
  g_autofree char *above = NULL;
  g_autofree char *edited = NULL;
  g_autofree char *selected = NULL;
  g_autofree char *deleted = NULL;
  g_autofree char *restored = NULL;
  g_autofree char *branch = NULL;

  test_assert_query (third, "$.data[0].position", "1");
  path = test_path (&fixture->stores, id);
  g_assert_cmpstr (path, ==, "a c");
  all = ask (fixture, 200, "GET", all_path, NULL);
  test_assert_query (all, "$.data[2].content", "c");

  before = g_strdup_printf ("{\"role\": \"system\", \"content\": \"S\", \"before_id\": \"%s\"}",
                            first_id);
  above = ask (fixture, 200, "POST", base, before);
  test_assert_query (above, "$.data[0].parent_id", "null");
  g_free (path);
  path = test_path (&fixture->stores, id);
  g_assert_cmpstr (path, ==, "S a c");

  selected = ask (fixture, 200, "POST", select, NULL);
  test_assert_query (selected, "$.id", second_id);
  edited = ask (fixture, 200, "POST", one, "{\"content\": \"B\"}");
  test_assert_query (edited, "$.content", "B");
  branch = ask (fixture, 200, "POST", branch_path, branch_body);
  test_assert_query (branch, "$.message_count", "3");
  deleted = ask (fixture, 200, "DELETE", one, NULL);
  test_assert_query (deleted, "$.deleted", "true");
  restored = ask (fixture, 200, "POST", restore, "{}");
  test_assert_query (restored, "$.content", "B");
}

static void
test_refused (Fixture       *fixture,
              gconstpointer  data)
{
  static const struct
  {
    const char *method;
    const char *path;
    const char *body;
    guint       status;
    const char *param;
  } cases[] = {
    { "GET", "/conversations?limit=0", NULL, 400, "limit" },
    { "GET", "/conversations?order=up", NULL, 400, "order" },
    { "GET", "/conversations?after=conv_x", NULL, 400, "after" },
    { "GET", "/conversations?query=a&before=conv_x", NULL, 400, "before" },
    { "GET", "/conversations/conv_x", NULL, 404, "null" },
    { "GET", "/conversations/conv_x/messages", NULL, 404, "null" },
    { "GET", "/conversations/conv_x/messages/cmsg_x/events", NULL, 404, "null" },
    { "POST", "/conversations", "{", 400, "null" },
    { "POST", "/conversations", "[]", 400, "null" },
    { "POST", "/conversations", "{\"title\": 1}", 400, "title" },
    { "POST", "/conversations", "{\"settings\": []}", 400, "settings" },
    { "POST", "/conversations", "{\"messages\": {}}", 400, "messages" },
    { "POST", "/conversations", "{\"messages\": [1]}", 400, "messages[0]" },
    { "POST", "/conversations", "{\"messages\": [{\"content\": \"\"}]}", 400, "messages[0].role" },
    { "POST", "/conversations", "{\"messages\": [{\"role\": \"user\"}]}", 400,
      "messages[0].content" },
    { "POST", "/conversations", "{\"messages\": [{\"role\": \"user\", \"content\": [{}]}]}", 400,
      "messages[0].content[0].type" },
    { "POST", "/conversations/conv_x", "{\"pinned\": \"yes\"}", 400, "pinned" },
    { "POST", "/conversations/conv_x", "{}", 404, "null" },
    { "POST", "/conversations/conv_x/branch", "{}", 400, "message_id" },
    { "POST", "/conversations/conv_x/messages", "{}", 400, "role" },
    { "POST", "/conversations/conv_x/messages", "{\"role\": \"king\"}", 400, "role" },
    { "POST", "/conversations/conv_x/messages", "{\"role\": \"user\"}", 400, "content" },
    { "POST", "/conversations/conv_x/messages", "{\"role\": \"user\", \"content\": 7}", 400,
      "content" },
    { "POST", "/conversations/conv_x/messages",
      "{\"role\": \"user\", \"content\": [{\"type\": \"text\"}]}", 400, "content[0].text" },
    { "POST", "/conversations/conv_x/messages", "{\"role\": \"assistant\", \"answer\": {}}", 400,
      "answer.model" },
    { "POST", "/conversations/conv_x/messages",
      "{\"role\": \"user\", \"content\": \"\", \"parent_id\": 3}", 400, "parent_id" },
    { "POST", "/conversations/conv_x/messages",
      "{\"role\": \"user\", \"content\": \"\", \"parent_id\": null, \"before_id\": \"x\"}", 400,
      "before_id" },
    { "POST", "/conversations/conv_x/messages", "{\"role\": \"user\", \"content\": \"\"}", 404,
      "null" },
    { "DELETE", "/conversations/conv_x", NULL, 404, "null" },
    { "GET", "/conversations?query=%00", NULL, 400, "null" },
    { "GET", "/conversations?query=%ff", NULL, 400, "null" },
    { "GET", "/requests?status=12", NULL, 400, "status" },
    { "GET", "/requests?limit=101", NULL, 400, "limit" },
    { "GET", "/requests?after=req_x", NULL, 400, "after" },
    { "GET", "/requests/req_x", NULL, 404, "null" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = ask (fixture, cases[i].status, cases[i].method, cases[i].path,
                                   cases[i].body);
      g_autofree char *param = test_query (text, "$.error.param");

      if (g_strcmp0 (param, cases[i].param) != 0)
        g_test_message ("%s %s: %s", cases[i].path, cases[i].body, text);
      g_assert_cmpstr (param, ==, cases[i].param);
    }
}

/* What is read in another thread is judged as what is read at once. */
static void
test_large_bodies (Fixture       *fixture,
                   gconstpointer  data)
{
  g_autofree char *id = test_create (&fixture->stores, NULL);
  g_autofree char *path = g_strdup_printf ("/conversations/%s/messages", id);
  g_autofree char *full = g_strconcat ("/v1/recess", path, NULL);
  g_autofree char *text = g_strnfill (300 * 1024, 'x');
  g_autofree char *body = g_strdup_printf ("{\"role\":\"user\",\"content\":\"%s\"}", text);
  g_autofree char *wrong = g_strdup_printf ("{\"role\":\"king\",\"content\":\"%s\"}", text);
  g_autofree char *cut = g_strndup (body, strlen (body) - 1);
  g_autofree char *made = ask (fixture, 200, "POST", path, body);
  g_autofree char *refused = ask (fixture, 400, "POST", path, wrong);
  g_autofree char *unread = ask (fixture, 400, "POST", path, cut);

  test_assert_query (made, "$.data[0].content", text);
  test_assert_query (refused, "$.error.param", "role");
  test_assert_query (unread, "$.error.param", "null");
  g_assert_cmpuint (test_http_ask (&fixture->http, "POST", full, "Content-Type: text/plain\r\n",
                                   body, NULL), ==, 415);
}

static RecessLiveAnswer *
claim (Fixture    *fixture,
       const char *id)
{
  GAsyncResult *slot = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  RecessLiveAnswer *answer;

  recess_message_store_claim_async (fixture->stores.messages, id, NULL, test_result_cb, &slot);
  result = test_wait_result (&slot);
  answer = recess_message_store_claim_finish (fixture->stores.messages, result, &error);
  g_assert_no_error (error);
  return answer;
}

static void
end_answer (Fixture          *fixture,
            RecessLiveAnswer *answer,
            const char       *status)
{
  RecessAnswerEnd end = { .status = status };

  recess_message_store_end_async (fixture->stores.messages, answer, &end, NULL, NULL);
}

/* The connection stays; the answer ends. */
static void
wait_end (TestPeer *peer)
{
  test_peer_wait (peer, "\r\n0\r\n\r\n");
}

static void
test_answer_events (Fixture       *fixture,
                    gconstpointer  data)
{
  g_autofree char *id = test_create (&fixture->stores, NULL);
  g_autofree char *base = g_strdup_printf ("/conversations/%s/messages", id);
  g_autofree char *added = ask (fixture, 200, "POST", base,
                                "{\"role\": \"user\", \"content\": \"q\","
                                " \"answer\": {\"model\": \"m\"}}");
  g_autofree char *mid = test_query (added, "$.data[1].id");
  g_autofree char *path = g_strdup_printf ("%s/%s/events", base, mid);
  g_autoptr(RecessLiveAnswer) answer = claim (fixture, mid);
  g_autoptr(TestPeer) early = watch (fixture, path, NULL);
  g_autoptr(TestPeer) late = NULL;
  g_autoptr(TestPeer) after = NULL;

  test_assert_query (added, "$.data[1].status", "in_progress");
  test_assert_query (added, "$.data[1].model", "m");
  test_peer_wait (early, "event: snapshot");
  recess_message_store_append (fixture->stores.messages, answer, NULL, "hm");
  recess_message_store_append (fixture->stores.messages, answer, "one \"1\"", NULL);
  test_peer_wait (early, "data: {\"reasoning\":\"hm\"}");
  test_peer_wait (early, "data: {\"content\":\"one \\\"1\\\"\"}");

  late = watch (fixture, path, NULL);
  test_peer_wait (late, "\"content\":\"one \\\"1\\\"\"");
  recess_message_store_append (fixture->stores.messages, answer, " two", NULL);
  test_peer_wait (late, "data: {\"content\":\" two\"}");
  test_peer_wait (early, "data: {\"content\":\" two\"}");

  end_answer (fixture, answer, "complete");
  test_peer_wait (early, "event: end");
  wait_end (early);
  wait_end (late);
  g_assert_nonnull (strstr (late->received->str, "\"content\":\"one \\\"1\\\" two\""));
  g_assert_nonnull (strstr (early->received->str, "\"status\":\"complete\""));

  after = watch (fixture, path, NULL);
  wait_end (after);
  g_assert_nonnull (strstr (after->received->str, "event: snapshot"));
  g_assert_nonnull (strstr (after->received->str, "event: end"));
}

static void
on_stop_requested_cb (RecessLiveAnswer *answer,
                      Fixture          *fixture)
{
  end_answer (fixture, answer, "stopped");
}

static void
test_stop (Fixture       *fixture,
           gconstpointer  data)
{
  g_autofree char *id = test_create (&fixture->stores, NULL);
  g_autofree char *mid = test_add_answer (&fixture->stores, id, "q");
  g_autofree char *path = g_strdup_printf ("/conversations/%s/messages/%s/stop", id, mid);
  g_autofree char *elsewhere = g_strdup_printf ("/conversations/conv_x/messages/%s/stop", mid);
  g_autoptr(RecessLiveAnswer) answer = claim (fixture, mid);
  g_autofree char *wrong = NULL;
  g_autofree char *row = NULL;
  g_autofree char *again = NULL;

  g_signal_connect (answer, "stop-requested", G_CALLBACK (on_stop_requested_cb), fixture);
  recess_message_store_append (fixture->stores.messages, answer, "so far", NULL);
  wrong = ask (fixture, 404, "POST", elsewhere, NULL);
  g_assert_false (recess_live_answer_is_ended (answer));
  row = ask (fixture, 200, "POST", path, NULL);
  test_assert_query (row, "$.status", "stopped");
  test_assert_query (row, "$.content", "so far");
  again = ask (fixture, 200, "POST", path, NULL);
  test_assert_query (again, "$.status", "stopped");
}

/* A watcher that does not read is let go; the answer goes on. */
static void
test_slow_watcher (Fixture       *fixture,
                   gconstpointer  data)
{
  g_autofree char *id = test_create (&fixture->stores, NULL);
  g_autofree char *mid = test_add_answer (&fixture->stores, id, "q");
  g_autofree char *path = g_strdup_printf ("/conversations/%s/messages/%s/events", id, mid);
  g_autofree char *piece = g_strnfill (256 * 1024, 'x');
  g_autoptr(RecessLiveAnswer) answer = claim (fixture, mid);
  g_autoptr(TestPeer) peer = watch (fixture, path, NULL);
  guint signal_id = g_signal_lookup ("delta", RECESS_TYPE_LIVE_ANSWER);
  guint n_pieces = 0;

  test_peer_wait (peer, "event: snapshot");
  while (g_signal_has_handler_pending (answer, signal_id, 0, FALSE))
    {
      recess_message_store_append (fixture->stores.messages, answer, piece, NULL);
      g_main_context_iteration (NULL, FALSE);
      g_assert_cmpuint (++n_pieces, <, 200);
    }

  wait_end (peer);
  g_assert_null (strstr (peer->received->str, "event: end"));
  end_answer (fixture, answer, "complete");
}

/* What comes when the peer leaves goes nowhere. */
static void
test_watcher_leaves (Fixture       *fixture,
                     gconstpointer  data)
{
  g_autofree char *id = test_create (&fixture->stores, NULL);
  g_autofree char *mid = test_add_answer (&fixture->stores, id, "q");
  g_autofree char *path = g_strdup_printf ("/conversations/%s/messages/%s/events", id, mid);
  g_autoptr(RecessLiveAnswer) answer = claim (fixture, mid);
  TestPeer *peer = watch (fixture, path, NULL);
  guint signal_id = g_signal_lookup ("delta", RECESS_TYPE_LIVE_ANSWER);

  test_peer_wait (peer, "event: snapshot");
  test_peer_free (peer);
  while (g_signal_has_handler_pending (answer, signal_id, 0, FALSE))
    {
      recess_message_store_append (fixture->stores.messages, answer, "x", NULL);
      g_main_context_iteration (NULL, TRUE);
    }
  end_answer (fixture, answer, "complete");
}

static char *
last_event_header (Fixture *fixture,
                   guint64  seq)
{
  RecessFeed *feed = recess_store_get_feed (fixture->stores.store);

  return g_strdup_printf ("Last-Event-ID: %s-%" G_GUINT64_FORMAT "\r\n",
                          recess_feed_get_epoch (feed), seq);
}

static void
test_feed (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr(TestPeer) peer = watch (fixture, "/events", NULL);
  g_autofree char *id = NULL;
  g_autofree char *mid = NULL;
  g_autofree char *expected = NULL;

  test_peer_wait (peer, "event: hello");
  id = test_create (&fixture->stores, NULL);
  mid = test_add (&fixture->stores, id, "user", "x", NULL);
  expected = g_strdup_printf ("{\"seq\":2,\"kind\":\"message\",\"id\":\"%s\",\"change\":\"created\","
                              "\"conversation_id\":\"%s\"}", mid, id);
  test_peer_wait (peer, expected);
  g_assert_nonnull (strstr (peer->received->str, "{\"seq\":1,\"kind\":\"conversation\""));
  g_assert_nonnull (strstr (peer->received->str, "event: change"));
}

static void
test_feed_resume (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autofree char *a = test_create (&fixture->stores, NULL);
  g_autofree char *b = test_create (&fixture->stores, NULL);
  g_autofree char *since = NULL;
  g_autofree char *future = NULL;
  g_autoptr(TestPeer) resumed = NULL;
  g_autoptr(TestPeer) ahead = NULL;
  g_autoptr(TestPeer) other = NULL;
  g_autoptr(TestPeer) broken = NULL;

  test_settle ();
  since = last_event_header (fixture, 1);
  resumed = watch (fixture, "/events", since);
  test_peer_wait (resumed, b);
  g_assert_null (strstr (resumed->received->str, a));
  g_assert_null (strstr (resumed->received->str, "event: reset"));
  g_assert_true (strstr (resumed->received->str, "event: hello") <
                 strstr (resumed->received->str, "event: change"));

  future = last_event_header (fixture, 7);
  ahead = watch (fixture, "/events", future);
  test_peer_wait (ahead, "event: reset");
  other = watch (fixture, "/events", "Last-Event-ID: ABCDEF-1\r\n");
  test_peer_wait (other, "event: reset");
  broken = watch (fixture, "/events", "Last-Event-ID: 99999999999999999999999\r\n");
  test_peer_wait (broken, "event: reset");
}

static void
test_requests (Fixture       *fixture,
               gconstpointer  data)
{
  g_autofree char *list = NULL;
  g_autofree char *cleared = NULL;
  g_autofree char *empty = NULL;

  g_assert_true (test_exec (fixture->stores.store,
                            "INSERT INTO requests (id, created_at, method, path, source, status)"
                            "  VALUES ('req_a', 1, 'GET', '/', 'api', 200)", NULL));
  list = ask (fixture, 200, "GET", "/requests?status=200", NULL);
  test_assert_query (list, "$.first_id", "req_a");
  g_free (ask (fixture, 200, "GET", "/requests/req_a", NULL));
  cleared = ask (fixture, 200, "DELETE", "/requests", NULL);
  test_assert_query (cleared, "$.deleted", "true");
  empty = ask (fixture, 200, "GET", "/requests", NULL);
  test_assert_query (empty, "$.first_id", "null");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)
  ADD ("/conversation-api/conversations", test_conversations);
  ADD ("/conversation-api/search-left", test_search_left);
  ADD ("/conversation-api/messages", test_messages_of_one);
  ADD ("/conversation-api/refused", test_refused);
  ADD ("/conversation-api/large-bodies", test_large_bodies);
  ADD ("/conversation-api/answer-events", test_answer_events);
  ADD ("/conversation-api/stop", test_stop);
  ADD ("/conversation-api/slow-watcher", test_slow_watcher);
  ADD ("/conversation-api/watcher-leaves", test_watcher_leaves);
  ADD ("/conversation-api/feed", test_feed);
  ADD ("/conversation-api/feed-resume", test_feed_resume);
  ADD ("/conversation-api/requests", test_requests);
#undef ADD

  return g_test_run ();
}
