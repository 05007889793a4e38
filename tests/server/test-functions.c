/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "api/recess-api.h"

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
  recess_api_add_functions (&fixture->api);
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
  g_autofree char *full = g_strconcat ("/v1/recess/functions", path, NULL);
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

static guint
count (const char *list)
{
  guint n = 0;

  for (const char *at = list; (at = strstr (at, "\"recess.function\"")) != NULL; at++)
    n++;
  return n;
}

static void
test_ready (Fixture       *fixture,
            gconstpointer  data)
{
  g_autofree char *list = ask (fixture, 200, "GET", "?order=asc", NULL);
  g_autofree char *id = test_query (list, "$.data[2].id");
  g_autofree char *path = g_strconcat ("/", id, NULL);
  g_autofree char *deleted = NULL;
  g_autofree char *shorter = NULL;
  g_autofree char *again = NULL;

  test_assert_query (list, "$.data[0].name", "get_current_time");
  test_assert_query (list, "$.data[0].object", "recess.function");
  test_assert_query (list, "$.data[0].parameters.type", "object");
  test_assert_query (list, "$.data[0].handler.type", "ready");
  test_assert_query (list, "$.data[0].strict", "false");
  test_assert_query (list, "$.data[5].name", "search_notes");
  g_assert_cmpuint (count (list), ==, 6);
  test_assert_query (list, "$.data[2].name", "calculate");

  deleted = ask (fixture, 200, "DELETE", path, NULL);
  test_assert_query (deleted, "$.deleted", "true");
  test_assert_query (deleted, "$.id", id);
  test_stores_reopen (&fixture->stores);
  fixture->api.store = fixture->stores.store;
  shorter = ask (fixture, 200, "GET", "?order=asc", NULL);
  g_assert_cmpuint (count (shorter), ==, 5);

  again = ask (fixture, 200, "POST", "/ready", "{}");
  test_assert_query (again, "$.data[5].name", "calculate");
  g_assert_cmpuint (count (again), ==, 6);
}

static void
test_made (Fixture       *fixture,
           gconstpointer  data)
{
  g_autofree char *made =
    ask (fixture, 200, "POST", "",
         "{\"name\": \"get_price\", \"description\": \"Tells a price.\", \"strict\": true,"
         " \"parameters\": {\"type\": \"object\",  \"x\": 1.50},"
         " \"handler\": {\"type\": \"fixed\", \"output\": \"7 €\"}}");
  g_autofree char *id = test_query (made, "$.id");
  g_autofree char *path = g_strconcat ("/", id, NULL);
  g_autofree char *found = ask (fixture, 200, "GET", path, NULL);
  g_autofree char *plain = ask (fixture, 200, "POST", "", "{\"name\": \"x\"}");
  g_autofree char *taken = ask (fixture, 400, "POST", "", "{\"name\": \"get_price\"}");
  g_autofree char *newest = ask (fixture, 200, "GET", "?limit=1", NULL);

  g_assert_true (g_str_has_prefix (id, "func_"));
  g_assert_cmpstr (found, ==, made);
  g_assert_nonnull (strstr (found, "\"parameters\":{\"type\": \"object\",  \"x\": 1.50}"));
  test_assert_query (found, "$.strict", "true");
  test_assert_query (found, "$.handler.output", "7 €");
  test_assert_query (plain, "$.handler.type", "ask");
  test_assert_query (plain, "$.parameters", "null");
  test_assert_query (plain, "$.description", "null");
  test_assert_query (taken, "$.error.param", "name");
  test_assert_query (newest, "$.data[0].name", "x");
  test_assert_query (newest, "$.has_more", "true");
}

static void
test_changed (Fixture       *fixture,
              gconstpointer  data)
{
  g_autofree char *made =
    ask (fixture, 200, "POST", "",
         "{\"name\": \"a\", \"description\": \"old\", \"parameters\": {}, \"strict\": true}");
  g_autofree char *id = test_query (made, "$.id");
  g_autofree char *path = g_strconcat ("/", id, NULL);
  g_autofree char *same = ask (fixture, 200, "POST", path, "{}");
  g_autofree char *changed =
    ask (fixture, 200, "POST", path,
         "{\"name\": \"b\", \"description\": null, \"parameters\": null, \"strict\": false,"
         " \"handler\": {\"type\": \"python\", \"code\": \"def b(): return 1\","
         " \"time_limit_ms\": 5}}");
  g_autofree char *taken = ask (fixture, 400, "POST", path, "{\"name\": \"calculate\"}");
  g_autofree char *own = ask (fixture, 200, "POST", path, "{\"name\": \"b\"}");
  g_autofree char *absent = ask (fixture, 404, "POST", "/func_x", "{\"name\": \"c\"}");
  g_autofree char *gone = ask (fixture, 404, "DELETE", "/func_x", NULL);
  g_autofree char *nothing = ask (fixture, 404, "GET", "/func_x", NULL);

  test_assert_query (same, "$.description", "old");
  test_assert_query (same, "$.parameters", "{}");
  test_assert_query (same, "$.strict", "true");
  test_assert_query (changed, "$.name", "b");
  test_assert_query (changed, "$.description", "null");
  test_assert_query (changed, "$.parameters", "null");
  test_assert_query (changed, "$.strict", "false");
  test_assert_query (changed, "$.handler.time_limit_ms", "5");
  test_assert_query (taken, "$.error.param", "name");
  test_assert_query (own, "$.name", "b");
}

static void
on_changed_cb (RecessFeed *feed,
               guint64     seq,
               const char *kind,
               const char *id,
               const char *change,
               const char *parent,
               GString    *seen)
{
  if (g_str_equal (kind, "function"))
    g_string_append_printf (seen, "%s %s;", id, change);
}

static void
test_feed (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr(GString) seen = g_string_new (NULL);
  g_autofree char *made = NULL;
  g_autofree char *changed = NULL;
  g_autofree char *deleted = NULL;
  g_autofree char *id = NULL;
  g_autofree char *path = NULL;
  g_autofree char *expected = NULL;

  g_signal_connect (recess_store_get_feed (fixture->stores.store), "changed",
                    G_CALLBACK (on_changed_cb), seen);
  made = ask (fixture, 200, "POST", "", "{\"name\": \"a\"}");
  id = test_query (made, "$.id");
  path = g_strconcat ("/", id, NULL);
  changed = ask (fixture, 200, "POST", path, "{\"name\": \"b\"}");
  deleted = ask (fixture, 200, "DELETE", path, NULL);
  expected = g_strdup_printf ("%s created;%s updated;%s deleted;", id, id, id);
  while (seen->len < strlen (expected))
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (seen->str, ==, expected);
}

static void
test_refused (Fixture       *fixture,
              gconstpointer  data)
{
  static const struct
  {
    const char *body;
    const char *param;
  } cases[] = {
    { "{}", "name" },
    { "{\"name\": null}", "name" },
    { "{\"name\": 7}", "name" },
    { "{\"name\": \"\"}", "name" },
    { "{\"name\": \"a b\"}", "name" },
    { "{\"name\": \"caf\303\251\"}", "name" },
    { "{\"name\": \"a\\u0000b\"}", "name" },
    { "{\"name\": \"a23456789012345678901234567890123456789012345678901234567890abcde\"}", "name" },
    { "{\"name\": \"a\", \"description\": 1}", "description" },
    { "{\"name\": \"a\", \"parameters\": []}", "parameters" },
    { "{\"name\": \"a\", \"parameters\": {\"type\": \"object\", \"properties\":"
      " {\"x\": {\"type\": \"text\"}}}}", "parameters.properties.x.type" },
    { "{\"name\": \"a\", \"strict\": \"yes\"}", "strict" },
    { "{\"name\": \"a\", \"handler\": \"ask\"}", "handler" },
    { "{\"name\": \"a\", \"handler\": null}", "handler" },
    { "{\"name\": \"a\", \"handler\": {}}", "handler.type" },
    { "{\"name\": \"a\", \"handler\": {\"type\": \"perl\"}}", "handler.type" },
    { "{\"name\": \"a\", \"handler\": {\"type\": \"fixed\"}}", "handler.output" },
    { "{\"name\": \"a\", \"handler\": {\"type\": \"python\"}}", "handler.code" },
    { "{\"name\": \"a\", \"handler\": {\"type\": \"python\", \"code\": \"\","
      " \"time_limit_ms\": 0}}", "handler.time_limit_ms" },
    { "{\"name\": \"a\", \"handler\": {\"type\": \"ready\"}}", "handler.function" },
    { "{\"name\": \"a\", \"handler\": {\"type\": \"ready\", \"function\": \"exec\"}}",
      "handler.function" },
    { "{\"name\": \"a\", \"handler\": {\"type\": \"ready\", \"function\": \"search_notes\","
      " \"notes\": []}}", "handler.notes" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *reply = ask (fixture, 400, "POST", "", cases[i].body);

      test_assert_query (reply, "$.error.param", cases[i].param);
    }
}

static void
test_large (Fixture       *fixture,
            gconstpointer  data)
{
  g_autofree char *text = g_strnfill (256 * 1024, 'x');
  g_autofree char *body = g_strdup_printf ("{\"name\": \"a\", \"parameters\": {\"a\": \"%s\"}}",
                                           text);
  g_autofree char *refused = ask (fixture, 400, "POST", "", body);
  g_autofree char *accepted = NULL;

  test_assert_query (refused, "$.error.param", "parameters");
  text[250 * 1024] = '\0';
  g_free (body);
  body = g_strdup_printf ("{\"name\": \"a\", \"parameters\": {\"a\": \"%s\"}}", text);
  accepted = ask (fixture, 200, "POST", "", body);
  test_assert_query (accepted, "$.name", "a");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)
  ADD ("/functions/ready", test_ready);
  ADD ("/functions/made", test_made);
  ADD ("/functions/changed", test_changed);
  ADD ("/functions/feed", test_feed);
  ADD ("/functions/refused", test_refused);
  ADD ("/functions/large", test_large);
#undef ADD

  return g_test_run ();
}
