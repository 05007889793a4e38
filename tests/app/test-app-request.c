/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "app/chat/recess-chat-turns.h"
#include "app/chat/recess-request-builder.h"
#include "app/widgets/recess-call-linker.h"
#include "app/widgets/recess-tool-call.h"
#include "common/recess-json.h"

static void
test_unset_is_absent (void)
{
  const RecessChatTurn turns[] = { { .role = "user", .content = "\"Hi\"" } };
  g_autofree char *body = recess_request_builder_build ("{}", "recess-practice", turns, 1, NULL);
  g_autoptr(JsonObject) object = NULL;
  g_autoptr(GError) error = NULL;

  object = recess_json_parse_object (body, strlen (body), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (json_object_get_size (object), ==, 4);
  g_assert_cmpstr (json_object_get_string_member (object, "model"), ==, "recess-practice");
  g_assert_true (json_object_get_boolean_member (object, "stream"));
  g_assert_true (json_object_has_member (object, "stream_options"));
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (object, "messages")),
                    ==, 1);
}

static void
test_set_is_verbatim (void)
{
  const RecessChatTurn turns[] = {
    { .role = "system", .content = "\"Be \\u0062rief.\\n\"" },
    { .role = "user", .content = "[ {\"type\":\"text\", \"text\":\"a\"} ]" },
  };
  g_autofree char *body = NULL;

  body = recess_request_builder_build ("{\"model\":\"openai/gpt\",\"temperature\":0.70,"
                                       "\"seed\":12345678901234567,\"stop\":[\"a\",\"b\"],"
                                       "\"max_tokens\":null,\"stream\":false,\"pinned\":1}",
                                       "recess-practice", turns, 2, NULL);
  g_assert_nonnull (strstr (body, "\"model\": \"openai/gpt\""));
  g_assert_nonnull (strstr (body, "\"temperature\": 0.70,"));
  g_assert_nonnull (strstr (body, "\"seed\": 12345678901234567"));
  g_assert_nonnull (strstr (body, "\"stop\": [\"a\",\"b\"]"));
  g_assert_nonnull (strstr (body, turns[0].content));
  g_assert_nonnull (strstr (body, turns[1].content));
  g_assert_null (strstr (body, "max_tokens"));
  g_assert_null (strstr (body, "stream"));
  g_assert_null (strstr (body, "pinned"));
  g_assert_true (recess_json_check (body, strlen (body), NULL));
}

static void
test_tools (void)
{
  const char *settings = "{\"functions\":[\"a\"],\"tool_choice\":\"required\","
                         "\"parallel_tool_calls\":false,\"response_format\":{ \"type\" : "
                         "\"json_object\" }}";
  const char *tools = "[ { \"type\": \"function\", \"function\": { \"name\": \"a\", "
                      "\"parameters\": {\"minimum\" : 1.50} } } ]";
  g_autofree char *with = recess_request_builder_build (settings, "m", NULL, 0, tools);
  g_autofree char *without = recess_request_builder_build (settings, "m", NULL, 0, NULL);

  g_assert_true (recess_json_check (with, strlen (with), NULL));
  g_assert_nonnull (strstr (with, tools));
  g_assert_nonnull (strstr (with, "\"tool_choice\": \"required\""));
  g_assert_nonnull (strstr (with, "\"parallel_tool_calls\": false"));
  g_assert_nonnull (strstr (with, "\"response_format\": { \"type\" : \"json_object\" }"));
  g_assert_null (strstr (with, "\"functions\""));

  g_assert_null (strstr (without, "tool"));
  g_assert_nonnull (strstr (without, "response_format"));
}

static void
test_nothing_said (void)
{
  g_autofree char *body = recess_request_builder_build ("{}", NULL, NULL, 0, NULL);

  g_assert_nonnull (strstr (body, "\"messages\": []"));
  g_assert_nonnull (strstr (body, "\"model\": \"\""));
  g_assert_true (recess_json_check (body, strlen (body), NULL));
}

static void
test_long_content (void)
{
  g_autofree char *text = g_strnfill (5 * 1024 * 1024, 'x');
  g_autofree char *content = recess_json_quote (text);
  const RecessChatTurn turns[] = { { .role = "user", .content = content } };
  g_autofree char *body = recess_request_builder_build ("{}", "m", turns, 1, NULL);

  g_assert_nonnull (strstr (body, content));
}

static char *
run (const char  *program,
     const char  *argument,
     const char  *script)
{
  const char *argv[] = { program, argument, script, NULL };
  g_autoptr(GSubprocess) process = NULL;
  g_autofree char *path = g_find_program_in_path (program);
  g_autoptr(GError) error = NULL;
  char *output = NULL;

  if (path == NULL)
    {
      g_test_skip ("no such program here");
      return NULL;
    }

  process = g_subprocess_newv (argv, G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, NULL, NULL, &output, NULL, &error);
  g_assert_no_error (error);

  return output;
}

/* What is copied is what would be sent, whatever quotes are in it. */
static void
test_copies (void)
{
  const RecessChatTurn turns[] = {
    { .role = "user", .content = "\"It's \\\"so\\\" \\\\ '''x''' $HOME `ls`\"" },
  };
  g_autofree char *body = recess_request_builder_build ("{}", "m", turns, 1, NULL);
  g_autofree char *curl = recess_request_builder_as_curl (body);
  g_autofree char *python = recess_request_builder_as_python (body);
  g_autofree char *script = NULL;
  g_autofree char *sent = NULL;
  g_autofree char *script2 = NULL;
  g_autofree char *sent2 = NULL;
  g_autofree char *expected = NULL;
  g_autofree char *quoted = NULL;
  g_autoptr(GString) call = g_string_new (python);

  script = g_strdup_printf ("curl () { for last; do :; done; printf %%s \"$last\"; }\n%s", curl);
  sent = run ("sh", "-c", script);
  if (sent != NULL)
    g_assert_cmpstr (sent, ==, body);

  g_string_replace (call, "from openai import OpenAI", "", 1);
  g_string_truncate (call, (gsize) (strstr (call->str, "for chunk") - call->str));
  quoted = g_strescape (body, NULL);
  script2 = g_strdup_printf ("import types\n"
                             "def create (**fields): print(json.loads(\"%s\") == fields)\n"
                             "class OpenAI:\n"
                             "    chat = types.SimpleNamespace(completions="
                             "types.SimpleNamespace(create=create))\n%s", quoted, call->str);
  sent2 = run ("python3", "-c", script2);
  if (sent2 != NULL)
    g_assert_cmpstr (sent2, ==, "True\n");
}

static RecessMessage *
add (GListStore *messages,
     const char *role,
     const char *content,
     const char *call_id)
{
  g_autoptr(RecessMessage) message = recess_message_new (NULL, role);

  recess_message_set_content (message, content);
  g_object_set (message, "tool-call-id", call_id, NULL);
  g_list_store_append (messages, message);

  return message;
}

static char *
build (GListStore *messages,
       guint       n)
{
  g_autoptr(GHashTable) parts = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr(RecessChatTurns) turns = recess_chat_turns_new (G_LIST_MODEL (messages), n, parts);
  const RecessChatTurn *array;
  gsize n_turns;
  char *body;

  array = recess_chat_turns_get (turns, &n_turns);
  body = recess_request_builder_build ("{}", "m", array, n_turns, NULL);
  g_assert_true (recess_json_check (body, strlen (body), NULL));

  return body;
}

/* No call without an output, no output without its call. */
static void
test_calls (void)
{
  g_autoptr(GListStore) messages = g_list_store_new (RECESS_TYPE_MESSAGE);
  g_autoptr(RecessCallLinker) linker = recess_call_linker_new (G_LIST_MODEL (messages));
  g_autofree char *whole = NULL;
  g_autofree char *cut = NULL;
  g_autofree char *deleted = NULL;
  RecessMessage *answer;

  add (messages, "user", "Hi", NULL);
  answer = add (messages, "assistant", "", NULL);
  recess_message_append_call (answer, 0, "a", "time", "{\"zone\":");
  recess_message_append_call (answer, 1, "b", "dice", "{}");
  add (messages, "tool", "noon", "a");
  add (messages, "tool", "", "b");
  add (messages, "tool", "orphan", "c");
  whole = build (messages, 5);
  g_assert_nonnull (strstr (whole, "\"role\": \"assistant\", \"content\": null, \"tool_calls\": ["));
  g_assert_nonnull (strstr (whole, "\"id\": \"a\", \"type\": \"function\", \"function\": "
                                   "{ \"name\": \"time\", \"arguments\": \"{\\\"zone\\\":\" }"));
  g_assert_nonnull (strstr (whole, "\"tool_call_id\": \"a\", \"content\": \"noon\""));
  g_assert_nonnull (strstr (whole, "\"tool_call_id\": \"b\", \"content\": \"\""));
  g_assert_null (strstr (whole, "orphan"));

  cut = build (messages, 3);
  g_assert_nonnull (strstr (cut, "noon"));
  g_assert_null (strstr (cut, "dice"));

  g_list_store_remove (messages, 2);
  deleted = build (messages, 4);
  g_assert_null (strstr (deleted, "zone"));
  g_assert_nonnull (strstr (deleted, "dice"));

  g_list_store_remove (messages, 1);
  g_free (deleted);
  deleted = build (messages, 3);
  g_assert_null (strstr (deleted, "\"tool"));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/request/unset-is-absent", test_unset_is_absent);
  g_test_add_func ("/request/set-is-verbatim", test_set_is_verbatim);
  g_test_add_func ("/request/tools", test_tools);
  g_test_add_func ("/request/nothing-said", test_nothing_said);
  g_test_add_func ("/request/long-content", test_long_content);
  g_test_add_func ("/request/copies", test_copies);
  g_test_add_func ("/request/calls", test_calls);

  return g_test_run ();
}
