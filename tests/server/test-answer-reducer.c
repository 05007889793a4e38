/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "api/recess-answer-reducer.h"

#define CHUNK(choice) "data: {\"choices\":[{\"index\":0," choice "}]}\n\n"
#define DELTA(delta) CHUNK ("\"delta\":{" delta "}")
#define CALLS(calls) DELTA ("\"tool_calls\":[" calls "]")
#define CALL(id, name, arguments) \
  "{\"id\":\"" id "\",\"type\":\"function\",\"function\":{\"name\":\"" name "\",\"arguments\":\"" \
  arguments "\"}}"

/* What a reducer told, put together again. */
typedef struct
{
  GString         *content;
  GString         *reasoning;
  GString         *logprobs;
  RecessToolCalls *calls;
} Grown;

static void
grown_init (Grown *grown)
{
  grown->content = g_string_new (NULL);
  grown->reasoning = g_string_new (NULL);
  grown->logprobs = g_string_new (NULL);
  grown->calls = recess_tool_calls_new ();
}

static void
grown_clear (Grown *grown)
{
  g_string_free (grown->content, TRUE);
  g_string_free (grown->reasoning, TRUE);
  g_string_free (grown->logprobs, TRUE);
  recess_tool_calls_free (grown->calls);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Grown, grown_clear)

static void
grown_cb (const RecessAnswerDelta *delta,
          gpointer                 user_data)
{
  Grown *grown = user_data;

  if (delta->content != NULL)
    g_string_append (grown->content, delta->content);
  if (delta->reasoning != NULL)
    g_string_append (grown->reasoning, delta->reasoning);
  if (delta->logprobs != NULL)
    g_string_append_printf (grown->logprobs, "%s;", delta->logprobs);
  for (guint i = 0; i < delta->n_calls; i++)
    {
      RecessCallPiece piece = delta->calls[i];

      recess_tool_calls_append (grown->calls, &piece);
    }
}

static void
push (RecessAnswerReducer *reducer,
      const char          *data,
      gsize                length)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, length);

  g_assert_true (recess_answer_reducer_push (reducer, bytes, NULL));
}

static void
test_stream (void)
{
  static const char stream[] =
    ": ping\n\n"
    "data: {\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\","
    "\"content\":null}}]}\n\n"
    DELTA ("\"reasoning_content\":\"hm\"")
    "data: {\"choices\":[{\"index\":1,\"delta\":{\"content\":\"other\"}},"
    "{\"index\":0,\"delta\":{\"content\":\"\303\274\"}}]}\n\n"
    "data: no json\n\n"
    CHUNK ("\"delta\":{\"content\":\"b\xff\"},\"finish_reason\":\"length\"")
    "data: {\"choices\":[],\"usage\":{\"total_tokens\":0.70}}\n\n"
    "data: [DONE]\n\n";

  for (gsize step = 1; step < sizeof stream; step += 3)
    {
      g_auto (Grown) grown = { 0 };
      g_autoptr (RecessAnswerReducer) reducer = recess_answer_reducer_new (grown_cb, &grown);

      grown_init (&grown);
      for (gsize i = 0; i < sizeof stream - 1; i += step)
        push (reducer, stream + i, MIN (step, sizeof stream - 1 - i));

      g_assert_cmpstr (grown.content->str, ==, "\303\274b\357\277\275");
      g_assert_cmpstr (grown.reasoning->str, ==, "hm");
      g_assert_cmpstr (recess_answer_reducer_get_model (reducer), ==, "m");
      g_assert_cmpstr (recess_answer_reducer_get_finish_reason (reducer), ==, "length");
      g_assert_cmpstr (recess_answer_reducer_get_usage (reducer), ==, "{\"total_tokens\":0.70}");
      g_assert_cmpuint (recess_answer_reducer_get_n_unreadable (reducer), ==, 1);
    }
}

static void
check_whole (const char *message,
             const char *content,
             const char *calls)
{
  g_autofree char *text = g_strdup_printf ("{\"model\":\"m\",\"choices\":[{\"index\":0,\"message\":%s,"
                                           "\"finish_reason\":\"stop\"}],"
                                           "\"usage\":{\"total_tokens\":1}}", message);
  g_auto (Grown) grown = { 0 };
  g_autoptr (RecessAnswerReducer) reducer = recess_answer_reducer_new (grown_cb, &grown);
  g_autofree char *found = NULL;

  grown_init (&grown);
  g_assert_true (recess_answer_reducer_take_whole (reducer, text, strlen (text), NULL));
  found = recess_tool_calls_to_text (grown.calls, TRUE);
  g_assert_cmpstr (grown.content->str, ==, content);
  g_assert_cmpstr (found, ==, calls);
  g_assert_cmpstr (recess_answer_reducer_get_finish_reason (reducer), ==, "stop");
}

static void
test_whole (void)
{
  check_whole ("{\"content\":\"a\",\"reasoning\":\"r\"}", "a", NULL);
  check_whole ("{\"content\":null,\"refusal\":\"no\"}", "no", NULL);
  check_whole ("{\"content\":\"t\",\"tool_calls\":[" CALL ("a", "f", "{}") ","
               CALL ("b", "g", "[") "]}", "t", "[" CALL ("a", "f", "{}") "," CALL ("b", "g", "[")
               "]");
  check_whole ("{\"function_call\":{\"name\":\"f\",\"arguments\":\"1\"}}", "",
               "[" CALL ("", "f", "1") "]");
  check_whole ("{\"tool_calls\":[{\"id\":\"c\",\"type\":\"function\",\"function\":{\"name\":\"f\","
               "\"arguments\":{\"x\":[1.5]}}}]}", "", "[" CALL ("c", "f", "{\\\"x\\\":[1.5]}") "]");
  check_whole ("{\"tool_calls\":[null,7,{},{\"function\":7},{\"type\":\"custom\",\"custom\":{}}]}",
               "", NULL);
}

static const struct
{
  const char *name;
  const char *stream;
  const char *content;
  const char *calls;
} streams[] = {
  { "one", CALLS ("{\"index\":0,\"id\":\"a\",\"type\":\"function\",\"function\":{\"name\":\"f\","
                  "\"arguments\":\"\"}}")
           CALLS ("{\"index\":0,\"function\":{\"arguments\":\"{\\\"\303\274\"}}")
           CALLS ("{\"index\":0,\"function\":{\"arguments\":\"\\\":1}\"}}"),
    "", "[" CALL ("a", "f", "{\\\"\303\274\\\":1}") "]" },
  { "parallel", CALLS ("{\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"f\"}},"
                       "{\"index\":1,\"id\":\"b\",\"function\":{\"name\":\"g\",\"arguments\":\"2\"}}")
                CALLS ("{\"index\":1,\"function\":{\"arguments\":\"3\"}},"
                       "{\"index\":0,\"function\":{\"arguments\":\"1\"}}"),
    "", "[" CALL ("a", "f", "1") "," CALL ("b", "g", "23") "]" },
  { "mixed", DELTA ("\"content\":\"x\"")
             CALLS ("{\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}")
             DELTA ("\"content\":\"y\",\"tool_calls\":[{\"index\":0,\"function\":"
                    "{\"arguments\":\" \"}}]"),
    "xy", "[" CALL ("a", "f", "{} ") "]" },
  { "out-of-order", CALLS ("{\"index\":1,\"id\":\"b\",\"function\":{\"name\":\"g\"}}")
                    CALLS ("{\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"f\"}}")
                    CALLS ("{\"index\":1,\"function\":{\"arguments\":\"2\"}}"),
    "", "[" CALL ("a", "f", "") "," CALL ("b", "g", "2") "]" },
  { "gaps", CALLS ("{\"index\":7,\"id\":\"b\",\"function\":{\"name\":\"g\"}}")
            CALLS ("{\"index\":9000000000,\"id\":\"c\",\"function\":{\"name\":\"h\"}}")
            CALLS ("{\"index\":3,\"id\":\"a\",\"function\":{\"name\":\"f\"}}"),
    "", "[" CALL ("a", "f", "") "," CALL ("b", "g", "") "," CALL ("c", "h", "") "]" },
  { "no-index", CALLS ("{\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":\"1\"}}")
                CALLS ("{\"function\":{\"arguments\":\"2\"}}")
                CALLS ("{\"id\":\"b\",\"function\":{\"name\":\"f\",\"arguments\":\"3\"}}")
                CALLS ("{\"function\":{\"name\":\"g\",\"arguments\":\"4\"}}"),
    "", "[" CALL ("a", "f", "12") "," CALL ("b", "f", "3") "," CALL ("", "g", "4") "]" },
  { "one-index", CALLS ("{\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":\"1\"}}")
                 CALLS ("{\"index\":0,\"id\":\"b\",\"function\":{\"name\":\"f\",\"arguments\":\"2\"}}")
                 CALLS ("{\"index\":0,\"function\":{\"arguments\":\"3\"}}"),
    "", "[" CALL ("a", "f", "1") "," CALL ("b", "f", "23") "]" },
  { "name-again", CALLS ("{\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":\"1\"}}")
                  CALLS ("{\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":\"2\"}}"),
    "", "[" CALL ("a", "f", "12") "]" },
  { "name-in-pieces", CALLS ("{\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"get_\"}}")
                      CALLS ("{\"index\":0,\"function\":{\"name\":\"time\"}}")
                      CALLS ("{\"index\":0,\"function\":{\"arguments\":\"{}\"}}"),
    "", "[" CALL ("a", "get_time", "{}") "]" },
  { "legacy", DELTA ("\"function_call\":{\"name\":\"f\",\"arguments\":\"\"}")
              DELTA ("\"function_call\":{\"arguments\":\"{}\"}"),
    "", "[" CALL ("", "f", "{}") "]" },
  { "no-name", CALLS ("{\"index\":0,\"id\":\"a\",\"function\":{\"arguments\":\"{}\"}}"),
    "", "[" CALL ("a", "", "{}") "]" },
  { "odd", CALLS ("null,[],{\"index\":\"0\"},{\"index\":-4,\"id\":7,\"function\":{\"name\":\"f\\u0000g\","
                  "\"arguments\":7}}")
           DELTA ("\"tool_calls\":{},\"function_call\":[]"),
    "", "[" CALL ("", "f\357\277\275g", "") "]" },
};

static void
check_stream (guint  number,
              gsize  first,
              gsize  step)
{
  const char *stream = streams[number].stream;
  gsize length = strlen (stream);
  g_auto (Grown) grown = { 0 };
  g_autoptr (RecessAnswerReducer) reducer = recess_answer_reducer_new (grown_cb, &grown);
  g_autofree char *calls = NULL;

  grown_init (&grown);
  push (reducer, stream, first);
  for (gsize i = first; i < length; i += step)
    push (reducer, stream + i, MIN (step, length - i));

  calls = recess_tool_calls_to_text (grown.calls, TRUE);
  g_assert_cmpstr (grown.content->str, ==, streams[number].content);
  g_assert_cmpstr (calls, ==, streams[number].calls);
}

/* Cut in two at every byte, and into single bytes. */
static void
test_calls (gconstpointer data)
{
  guint number = GPOINTER_TO_UINT (data);
  gsize length = strlen (streams[number].stream);

  for (gsize first = 0; first <= length; first++)
    check_stream (number, first, length);
  check_stream (number, 0, 1);
}

static void
test_choices (void)
{
  static const char stream[] =
    "data: {\"choices\":[{\"index\":2,\"delta\":{\"content\":\"third\"}},"
    "{\"index\":1,\"delta\":{\"tool_calls\":[{\"index\":0,\"id\":\"a\",\"function\":"
    "{\"name\":\"f\"}}]}},{\"delta\":{\"content\":\"first\"}}]}\n\n"
    "data: {\"choices\":[{\"index\":1,\"delta\":{\"tool_calls\":[{\"index\":0,\"function\":"
    "{\"arguments\":\"{}\"}}]},\"finish_reason\":\"tool_calls\"}]}\n\n"
    "data: {\"choices\":[{\"index\":2,\"delta\":{\"reasoning\":\"why\"},"
    "\"finish_reason\":\"stop\"}]}\n\n";
  g_auto (Grown) grown = { 0 };
  g_autoptr (RecessAnswerReducer) reducer = recess_answer_reducer_new (grown_cb, &grown);
  g_autoptr (GPtrArray) choices = NULL;
  const RecessAnswerChoice *choice;

  grown_init (&grown);
  g_assert_null (recess_answer_reducer_dup_choices (reducer));
  push (reducer, stream, strlen (stream));
  g_assert_cmpstr (grown.content->str, ==, "first");
  g_assert_cmpuint (recess_answer_reducer_get_size (reducer), ==, strlen ("thirdwhyaf{}"));

  choices = recess_answer_reducer_dup_choices (reducer);
  g_assert_cmpuint (choices->len, ==, 2);
  choice = g_ptr_array_index (choices, 0);
  g_assert_cmpstr (choice->content, ==, "");
  g_assert_cmpstr (choice->calls, ==, "[" CALL ("a", "f", "{}") "]");
  g_assert_cmpstr (choice->finish_reason, ==, "tool_calls");
  choice = g_ptr_array_index (choices, 1);
  g_assert_cmpstr (choice->content, ==, "third");
  g_assert_cmpstr (choice->reasoning, ==, "why");
  g_assert_null (choice->calls);
}

static void
test_logprobs (void)
{
  static const char stream[] =
    CHUNK ("\"delta\":{\"content\":\"a\"},\"logprobs\":{\"content\":[{\"token\":\"a\","
           "\"logprob\":-0.25,\"bytes\":[97],\"top_logprobs\":[]},{\"token\":\"b\"}]}")
    CHUNK ("\"delta\":{},\"logprobs\":null")
    CHUNK ("\"delta\":{},\"logprobs\":{\"content\":null,\"refusal\":[]}")
    CHUNK ("\"delta\":{},\"logprobs\":{\"content\":[7,{\"token\":\"c\"}]}")
    "data: {\"choices\":[{\"index\":1,\"delta\":{},\"logprobs\":{\"content\":[{}]}}]}\n\n";
  g_auto (Grown) grown = { 0 };
  g_autoptr (RecessAnswerReducer) reducer = recess_answer_reducer_new (grown_cb, &grown);

  grown_init (&grown);
  push (reducer, stream, strlen (stream));
  g_assert_cmpstr (grown.logprobs->str, ==,
                   "{\"token\":\"a\",\"logprob\":-0.25,\"bytes\":[97],\"top_logprobs\":[]},"
                   "{\"token\":\"b\"};{\"token\":\"c\"};");
}

static void
test_too_many (void)
{
  g_autoptr (RecessToolCalls) calls = recess_tool_calls_new ();

  for (guint i = 0; i < 2000; i++)
    {
      RecessCallPiece piece = { .index = i, .id = "x", .name = "f", .arguments = "{}" };

      g_assert_cmpint (recess_tool_calls_append (calls, &piece), ==, i < RECESS_TOOL_CALLS_MAX);
    }

  g_assert_cmpuint (recess_tool_calls_get_n (calls), ==, RECESS_TOOL_CALLS_MAX);
  g_assert_nonnull (strstr (recess_tool_calls_get_problem (calls), "128"));
}

/* Each piece costs what it is long, not what there is already. */
static void
test_too_long (void)
{
  g_autoptr (RecessToolCalls) calls = recess_tool_calls_new ();
  g_autofree char *text = g_strnfill (64, 'x');
  guint n = 0;
  RecessCallPiece piece;

  do
    piece = (RecessCallPiece) { .index = 0, .arguments = text };
  while (recess_tool_calls_append (calls, &piece) && ++n < 1000000);

  g_assert_cmpuint (n, ==, RECESS_TOOL_CALLS_MAX_BYTES / 64);
  g_assert_nonnull (recess_tool_calls_get_problem (calls));
  piece = (RecessCallPiece) { .index = 0, .arguments = "y" };
  g_assert_false (recess_tool_calls_append (calls, &piece));
}

/* What is written piece by piece reads back as it was, also when a write fails. */
static void
test_pending (void)
{
  g_autoptr (RecessToolCalls) calls = recess_tool_calls_new ();
  g_autoptr (RecessToolCalls) copy = recess_tool_calls_new ();
  RecessCallPiece pieces[] = {
    { 0, "a", "get_", NULL }, { 0, NULL, "get_time", NULL }, { 0, NULL, NULL, "{\"" },
    { 5, NULL, NULL, "1" }, { 5, "b", "g", NULL }, { 0, NULL, NULL, "\303\274\":1}" },
  };
  g_autofree char *expected = NULL;
  g_autofree char *found = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (pieces); i++)
    {
      g_autofree char *lost = NULL;
      g_autofree char *text = NULL;

      g_assert_true (recess_tool_calls_append (calls, &pieces[i]));
      lost = recess_tool_calls_take_pending (calls);
      recess_tool_calls_settle_pending (calls, FALSE);
      text = recess_tool_calls_take_pending (calls);
      g_assert_cmpstr (text, ==, lost);
      recess_tool_calls_settle_pending (calls, TRUE);
      g_assert_false (recess_tool_calls_has_pending (calls));
      recess_tool_calls_append_text (copy, text);
    }

  expected = recess_tool_calls_to_text (calls, FALSE);
  found = recess_tool_calls_to_text (copy, FALSE);
  g_assert_cmpstr (found, ==, expected);
  recess_tool_calls_append_text (copy, "no json");
  recess_tool_calls_append_text (copy, "{}");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/answer-reducer/stream", test_stream);
  g_test_add_func ("/answer-reducer/whole", test_whole);
  for (guint i = 0; i < G_N_ELEMENTS (streams); i++)
    {
      g_autofree char *path = g_strconcat ("/answer-reducer/calls/", streams[i].name, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_calls);
    }
  g_test_add_func ("/answer-reducer/choices", test_choices);
  g_test_add_func ("/answer-reducer/logprobs", test_logprobs);
  g_test_add_func ("/answer-reducer/too-many", test_too_many);
  g_test_add_func ("/answer-reducer/too-long", test_too_long);
  g_test_add_func ("/answer-reducer/pending", test_pending);

  return g_test_run ();
}
