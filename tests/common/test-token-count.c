/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "common/recess-json.h"
#include "common/recess-token-count.h"

static RecessTokenCount
count (const char *request)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) object = recess_json_parse_object (request, strlen (request), &error);
  RecessTokenCount total = { 0, FALSE };

  g_assert_no_error (error);
  recess_token_count_request (recess_tokenizer_get (RECESS_ENCODING_CL100K_BASE, NULL), object,
                              &total);
  return total;
}

static void
assert_count (const char *request,
              gsize       tokens,
              gboolean    estimated)
{
  RecessTokenCount total = count (request);

  g_assert_cmpuint (total.tokens, ==, tokens);
  g_assert_cmpint (total.estimated, ==, estimated);
}

/* The example of OpenAI's cookbook, whose API says 129 for gpt-4. */
static void
test_published_example (void)
{
  assert_count ("{\"messages\":["
                "{\"role\":\"system\",\"content\":\"You are a helpful, pattern-following assistant "
                "that translates corporate jargon into plain English.\"},"
                "{\"role\":\"system\",\"name\":\"example_user\",\"content\":\"New synergies will "
                "help drive top-line growth.\"},"
                "{\"role\":\"system\",\"name\":\"example_assistant\",\"content\":\"Things working "
                "well together will increase revenue.\"},"
                "{\"role\":\"system\",\"name\":\"example_user\",\"content\":\"Let's circle back "
                "when we have more bandwidth to touch base on opportunities for increased "
                "leverage.\"},"
                "{\"role\":\"system\",\"name\":\"example_assistant\",\"content\":\"Let's talk "
                "later when we're less busy about how to do better.\"},"
                "{\"role\":\"user\",\"content\":\"This late pivot means we don't have time to boil "
                "the ocean for the client deliverable.\"}]}", 129, FALSE);
}

static void
test_parts (void)
{
  assert_count ("{\"messages\":[{\"role\":\"user\",\"content\":\"hello world\"}]}", 9, FALSE);
  assert_count ("{\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":"
                "\"hello world\"}]}]}", 9, FALSE);
  assert_count ("{\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"image_url\","
                "\"image_url\":{\"url\":\"x\",\"detail\":\"low\"}}]}]}", 7 + 85, TRUE);
  assert_count ("{\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"image_url\","
                "\"image_url\":{\"url\":\"x\"}}]}]}", 7 + 765, TRUE);
}

/* Of what is wrong only the rest counts. */
static void
test_odd (void)
{
  assert_count ("{}", 3, FALSE);
  assert_count ("{\"messages\":null}", 3, FALSE);
  assert_count ("{\"messages\":[1,null,\"x\",[]]}", 3, FALSE);
  assert_count ("{\"messages\":[{}]}", 6, FALSE);
  assert_count ("{\"messages\":[{\"role\":1,\"content\":{\"a\":1}}],\"tools\":[]}", 6, FALSE);
  assert_count ("{\"messages\":[{\"role\":\"user\",\"content\":[1,null,{\"type\":\"text\"}]}]}", 7,
                FALSE);
  g_assert_true (count ("{\"tools\":[1,null,{\"function\":{\"parameters\":{\"properties\":"
                        "{\"a\":1,\"b\":{\"type\":\"array\"},\"c\":{\"enum\":[null,\"x\"]}},"
                        "\"required\":[1,\"b\"]}}}]}").estimated);
}

#define HELLO "\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]"

static void
assert_functions (const char *functions,
                  gsize       tokens)
{
  g_autofree char *legacy = g_strdup_printf ("{" HELLO ",\"functions\":[%s]}", functions);
  g_autofree char *tools = g_strdup_printf ("{" HELLO ",\"tools\":[{\"type\":\"function\","
                                            "\"function\":%s}]}", functions);

  assert_count (legacy, tokens, TRUE);
  assert_count (tools, tokens, TRUE);
}

/* What OpenAI's API said of such requests, as others have noted it down. */
static void
test_functions (void)
{
  assert_functions ("{\"name\":\"foo\",\"parameters\":{\"type\":\"object\",\"properties\":{}}}",
                    31);
  assert_functions ("{\"name\":\"foo\",\"description\":\"Do a foo\"}", 36);
  assert_functions ("{\"name\":\"bing_bong\",\"description\":\"Do a bing bong\",\"parameters\":"
                    "{\"type\":\"object\",\"properties\":{\"foo\":{\"type\":\"string\"},\"bar\":"
                    "{\"type\":\"number\",\"description\":\"A number\"}}}}", 57);
  assert_functions ("{\"name\":\"bing_bong\",\"description\":\"Do a bing bong\",\"parameters\":"
                    "{\"type\":\"object\",\"properties\":{\"foo\":{\"type\":\"object\","
                    "\"properties\":{\"bar\":{\"type\":\"string\",\"enum\":[\"a\",\"b\",\"c\"]},"
                    "\"baz\":{\"type\":\"boolean\"}}}}}}", 68);
}

static void
test_functions_with_system (void)
{
  assert_count ("{\"messages\":[{\"role\":\"system\",\"content\":\"Hello:\"},{\"role\":\"user\","
                "\"content\":\"Hi there\"}],\"functions\":[{\"name\":\"do_stuff\"}]}", 35, TRUE);
  assert_count ("{\"messages\":[{\"role\":\"system\",\"content\":\"Hello\"},{\"role\":\"user\","
                "\"content\":\"Hi there\"}],\"functions\":[{\"name\":\"do_stuff\"}]}", 35, TRUE);
  assert_count ("{\"messages\":[{\"role\":\"user\",\"content\":\"hello world\"},{\"role\":"
                "\"function\",\"name\":\"do_stuff\",\"content\":\"{}\"}]}", 15, FALSE);
  assert_count ("{\"messages\":[{\"role\":\"assistant\",\"content\":\"\",\"function_call\":"
                "{\"name\":\"do_stuff\",\"arguments\":\"{\\\"foo\\\": \\\"bar\\\", "
                "\\\"baz\\\": 1.5}\"}}]}", 26, TRUE);
}

static void
test_deep (void)
{
  g_autoptr (GString) request = g_string_new ("{\"tools\":[{\"function\":{\"parameters\":");

  for (guint i = 0; i < 200; i++)
    g_string_append (request, "{\"type\":\"object\",\"properties\":{\"a\":");
  g_string_append (request, "1");
  for (guint i = 0; i < 200; i++)
    g_string_append (request, "}}");
  g_string_append (request, "}}]}");

  g_assert_cmpuint (count (request->str).tokens, <, 20000);
}

static void
test_calls (void)
{
  g_autoptr (GError) error = NULL;
  const char *text = "{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[{\"id\":\"call_1\","
                     "\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}},"
                     "{\"function\":null},7]}";
  g_autoptr (JsonObject) message = recess_json_parse_object (text, strlen (text), &error);
  RecessTokenCount answer = { 0, FALSE };
  RecessTokenCount turn = { 0, FALSE };

  g_assert_no_error (error);
  recess_token_count_answer (recess_tokenizer_get (RECESS_ENCODING_O200K_BASE, NULL), message,
                             &answer);
  recess_token_count_message (recess_tokenizer_get (RECESS_ENCODING_O200K_BASE, NULL), message,
                              &turn);
  g_assert_cmpuint (answer.tokens, ==, 5);
  g_assert_cmpuint (turn.tokens, ==, 5 + 3 + 1);
  g_assert_true (answer.estimated && turn.estimated);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/token-count/published-example", test_published_example);
  g_test_add_func ("/token-count/parts", test_parts);
  g_test_add_func ("/token-count/odd", test_odd);
  g_test_add_func ("/token-count/functions", test_functions);
  g_test_add_func ("/token-count/functions-with-system", test_functions_with_system);
  g_test_add_func ("/token-count/deep", test_deep);
  g_test_add_func ("/token-count/calls", test_calls);

  return g_test_run ();
}
