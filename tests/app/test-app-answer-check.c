/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "chat/recess-answer-check.h"

#define BY_SCHEMA(schema) \
  "{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"a\",\"schema\":" schema "}}"

static void
test_answers (void)
{
  static const struct
  {
    const char *answer;
    const char *format;
    const char *found;
    gboolean    passed;
  } cases[] = {
    { "Hello", "{\"type\":\"text\"}", NULL, FALSE },
    { "Hello", "{}", NULL, FALSE },
    { "Hello", "[]", NULL, FALSE },
    { "{}", "{\"type\":\"json_schema\"}", NULL, FALSE },
    { " {\"a\": 1} ", "{\"type\":\"json_object\"}", "A JSON object", TRUE },
    { "[1]", "{\"type\":\"json_object\"}",
      "Not a JSON object. Line 1, column 1: an object was expected.", FALSE },
    { "{\"a\": ", "{\"type\":\"json_object\"}",
      "Not a JSON object. Line 1, column 7: the text ends too early.", FALSE },
    { "3", BY_SCHEMA ("{\"minimum\":2}"), "Fits the schema", TRUE },
    { "3", BY_SCHEMA ("{\"minimum\":2,\"if\":{}}"),
      "Fits the schema; 1 keyword of it is not checked", TRUE },
    { "1", BY_SCHEMA ("{\"minimum\":2}"),
      "Does not fit the schema.\nanswer must be at least 2, not 1.", FALSE },
    { "Sure: 3", BY_SCHEMA ("{\"minimum\":2}"),
      "Does not fit the schema.\nLine 1, column 1: a value was expected.", FALSE },
    { "[1,2,3,4]", BY_SCHEMA ("{\"items\":{\"type\":\"null\"}}"),
      "Does not fit the schema.\nanswer[0] must be null, not 1.\nanswer[1] must be null, not 2.\n"
      "answer[2] must be null, not 3.\n1 more.", FALSE },
    { "1", BY_SCHEMA ("{\"type\":\"int\"}"),
      "Not checked: the schema is wrong. schema.type must be \"string\", \"number\", \"integer\", "
      "\"boolean\", \"array\", \"object\" or \"null\".", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gboolean passed;
      g_autofree char *found = recess_answer_check_text (cases[i].answer, cases[i].format, &passed);

      g_assert_cmpstr (found, ==, cases[i].found);
      g_assert_cmpint (passed, ==, cases[i].passed);
    }
}

static void
quit_cb (GMainLoop *loop)
{
  g_main_loop_quit (loop);
}

static void
test_message (void)
{
  g_autoptr(GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr(RecessMessage) message = recess_message_new ("cmsg_1", "assistant");

  recess_message_set_content (message, "{}");
  g_signal_connect_swapped (message, "notify::check", G_CALLBACK (quit_cb), loop);
  recess_answer_check_start (message, "{\"type\":\"json_object\"}");
  g_main_loop_run (loop);
  g_assert_cmpstr (recess_message_get_check (message), ==, "A JSON object");
  g_assert_true (recess_message_get_check_passed (message));

  /* What was found is about that text only. */
  recess_message_set_content (message, "Hello");
  g_assert_null (recess_message_get_check (message));
  g_assert_false (recess_message_get_check_passed (message));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/answer-check/answers", test_answers);
  g_test_add_func ("/answer-check/message", test_message);

  return g_test_run ();
}
