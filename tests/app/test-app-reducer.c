/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "app/chat/recess-stream-reducer.h"
#include "app/widgets/recess-call-linker.h"
#include "app/widgets/recess-tool-call.h"

static RecessStreamStep
chunk (RecessMessage *message,
       const char    *data)
{
  return recess_stream_reduce_chunk (message, data, strlen (data), NULL);
}

static void
count_cb (RecessMessage *message,
          gpointer       counter)
{
  ++*(guint *) counter;
}

static void
test_chunks (void)
{
  g_autoptr(RecessMessage) message = recess_message_new ("cmsg_1", "assistant");
  guint appended = 0;

  g_signal_connect (message, "appended", G_CALLBACK (count_cb), &appended);
  chunk (message, "{\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}]}");
  g_assert_cmpuint (appended, ==, 0);
  chunk (message, "{\"choices\":[{\"index\":0,\"delta\":{\"reasoning_content\":\"Hm\"}}]}");
  chunk (message, "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hel\"}}]}");
  chunk (message, "{\"choices\":[{\"index\":1,\"delta\":{\"content\":\"other\"}}]}");
  chunk (message, "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"lo\"},\"finish_reason\":null}]}");
  g_assert_cmpuint (appended, ==, 3);
  chunk (message, "{\"choices\":[],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":2}}");
  g_assert_cmpint (chunk (message, "[DONE]"), ==, RECESS_STREAM_ENDED);

  g_assert_cmpstr (recess_message_get_content (message), ==, "Hello");
  g_assert_cmpstr (recess_message_get_reasoning (message), ==, "Hm");
  g_assert_cmpint (recess_message_get_prompt_tokens (message), ==, 3);
  g_assert_cmpint (recess_message_get_completion_tokens (message), ==, 2);
}

static void
test_odd_chunks (void)
{
  static const char *const odd[] = {
    "", "null", "[]", "{", "{\"choices\":null}", "{\"choices\":{}}", "{\"choices\":[1]}",
    "{\"choices\":[{\"delta\":null}]}", "{\"choices\":[{\"delta\":{\"content\":[]}}]}",
    "{\"usage\":[]}", "{\"choices\":[{\"index\":\"0\",\"delta\":{\"content\":7}}]}", "\xff\xfe",
  };
  g_autoptr(RecessMessage) message = recess_message_new ("cmsg_1", "assistant");

  for (guint i = 0; i < G_N_ELEMENTS (odd); i++)
    g_assert_cmpint (chunk (message, odd[i]), ==, RECESS_STREAM_GOES_ON);
  g_assert_cmpstr (recess_message_get_content (message), ==, "");

  chunk (message, "{\"choices\":[{\"delta\":{\"content\":\"still here\"}}]}");
  g_assert_cmpstr (recess_message_get_content (message), ==, "still here");
}

static void
test_error_chunk (void)
{
  g_autoptr(RecessMessage) message = recess_message_new ("cmsg_1", "assistant");

  g_assert_cmpint (chunk (message, "{\"error\":{\"message\":\"Out of luck\",\"code\":null}}"), ==,
                   RECESS_STREAM_ENDED);
  g_assert_cmpint (recess_message_get_status (message), ==, RECESS_MESSAGE_FAILED);
  g_assert_cmpstr (recess_message_get_error_message (message), ==, "Out of luck");
}

static void
test_whole_answer (void)
{
  g_autoptr(RecessMessage) message = recess_message_new ("cmsg_1", "assistant");

  chunk (message, "{\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\","
                  "\"content\":\"All at once\"}}],\"usage\":{\"prompt_tokens\":1,"
                  "\"completion_tokens\":99999999999}}");
  g_assert_cmpstr (recess_message_get_content (message), ==, "All at once");
  g_assert_cmpint (recess_message_get_completion_tokens (message), ==, G_MAXINT);
}

static RecessStreamStep
event (RecessMessage *message,
       const char    *name,
       const char    *data)
{
  return recess_stream_reduce_event (message, name, data, strlen (data), NULL);
}

/* A watcher that joins late sees what one sees who was there. */
static void
test_events (void)
{
  g_autoptr(RecessMessage) message = recess_message_new ("cmsg_1", "assistant");

  event (message, "snapshot", "{\"id\":\"cmsg_1\",\"role\":\"assistant\",\"content\":\"Hel\","
                              "\"status\":\"in_progress\",\"position\":1,\"siblings\":2}");
  g_assert_cmpint (recess_message_get_status (message), ==, RECESS_MESSAGE_IN_PROGRESS);
  event (message, "delta", "{\"content\":\"lo\"}");
  event (message, "ping", "{}");
  g_assert_cmpint (event (message, "end", "{\"id\":\"cmsg_1\",\"role\":\"assistant\","
                                          "\"content\":\"Hello\",\"status\":\"complete\","
                                          "\"usage\":{\"prompt_tokens\":4},\"model\":\"m\","
                                          "\"duration_ms\":40}"), ==, RECESS_STREAM_ENDED);
  g_assert_cmpstr (recess_message_get_content (message), ==, "Hello");
  g_assert_cmpint (recess_message_get_status (message), ==, RECESS_MESSAGE_COMPLETE);
  g_assert_cmpint (recess_message_get_prompt_tokens (message), ==, 4);
  g_assert_cmpint (recess_message_get_completion_tokens (message), ==, -1);
  g_assert_cmpint (recess_message_get_duration_ms (message), ==, 40);
}

static void
reduce_content (RecessMessage *message,
                const char    *json)
{
  g_autoptr(JsonNode) node = recess_json_parse (json, strlen (json), NULL);

  g_assert_nonnull (node);
  recess_stream_reduce_content (message, node);
}

static void
test_parts (void)
{
  g_autoptr(RecessMessage) message = recess_message_new ("cmsg_1", "user");
  g_autofree char *pasted = g_strnfill (20 * 1024, 'x');
  g_autofree char *content = NULL;
  GListModel *attachments = recess_message_get_attachments (message);
  g_autoptr(RecessAttachment) first = NULL;
  g_autoptr(RecessAttachment) again = NULL;

  content = g_strdup_printf ("[{\"type\":\"text\",\"text\":\"What is this?\"},"
                             "{\"type\":\"text\",\"text\":\"%s\"}]", pasted);
  reduce_content (message, content);
  g_assert_cmpstr (recess_message_get_content (message), ==, "What is this?");
  g_assert_cmpuint (g_list_model_get_n_items (attachments), ==, 1);

  /* Again, as after an edit: nothing doubles, and what is shown stays. */
  first = g_list_model_get_item (attachments, 0);
  reduce_content (message, content);
  g_assert_cmpuint (g_list_model_get_n_items (attachments), ==, 1);
  again = g_list_model_get_item (attachments, 0);
  g_assert_true (first == again);

  reduce_content (message, "[{\"type\":\"image_url\",\"image_url\":{}},7,{}]");
  g_assert_cmpuint (g_list_model_get_n_items (attachments), ==, 2);
}

static void
count_call_cb (RecessToolCall *call,
               gpointer        counter)
{
  ++*(guint *) counter;
}

#define CALL(index, rest) \
  "{\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":[{\"index\":" index "," rest "}]}}]}"

/* A piece changes its call and no other. */
static void
test_call_chunks (void)
{
  g_autoptr(RecessMessage) message = recess_message_new ("cmsg_1", "assistant");
  RecessToolCall *time;
  RecessToolCall *dice;
  guint appended = 0;

  recess_message_set_status (message, RECESS_MESSAGE_IN_PROGRESS);
  chunk (message, CALL ("0", "\"id\":\"call_1\",\"type\":\"function\",\"function\":"
                             "{\"name\":\"time\",\"arguments\":\"\"}"));
  chunk (message, CALL ("1", "\"id\":\"call_2\",\"function\":{\"name\":\"dice\"}"));
  g_assert_cmpuint (recess_message_get_n_calls (message), ==, 2);
  time = recess_message_get_call_at (message, 0);
  dice = recess_message_get_call_at (message, 1);
  g_signal_connect (dice, "appended", G_CALLBACK (count_call_cb), &appended);
  g_signal_connect (dice, "changed", G_CALLBACK (count_call_cb), &appended);

  chunk (message, CALL ("0", "\"function\":{\"arguments\":\"{\\\"zone\\\":\"}"));
  chunk (message, CALL ("0", "\"function\":{\"name\":\"time\",\"arguments\":\"1}\"}"));
  g_assert_cmpuint (appended, ==, 0);
  chunk (message, CALL ("1", "\"function\":{\"arguments\":\"{}\"}"));
  g_assert_cmpuint (appended, ==, 1);

  g_assert_cmpstr (recess_tool_call_get_id (time), ==, "call_1");
  g_assert_cmpstr (recess_tool_call_get_name (time), ==, "time");
  g_assert_cmpstr (recess_tool_call_get_arguments (time), ==, "{\"zone\":1}");
  g_assert_cmpint (recess_tool_call_get_state (time), ==, RECESS_CALL_WRITING);
  recess_message_set_status (message, RECESS_MESSAGE_COMPLETE);
  g_assert_cmpint (recess_tool_call_get_state (time), ==, RECESS_CALL_UNANSWERED);
}

static void
test_odd_calls (void)
{
  static const char *const odd[] = {
    "{\"choices\":[{\"delta\":{\"tool_calls\":null}}]}",
    "{\"choices\":[{\"delta\":{\"tool_calls\":[null,1,[],{}]}}]}",
    "{\"choices\":[{\"delta\":{\"tool_calls\":[{\"function\":\"f\"}]}}]}",
    "{\"choices\":[{\"delta\":{\"function_call\":7}}]}",
  };
  g_autoptr(RecessMessage) message = recess_message_new ("cmsg_1", "assistant");

  for (guint i = 0; i < G_N_ELEMENTS (odd); i++)
    chunk (message, odd[i]);
  g_assert_cmpuint (recess_message_get_n_calls (message), ==, 0);

  /* The same index for each, another id. */
  chunk (message, CALL ("0", "\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":\"1\"}"));
  chunk (message, CALL ("0", "\"id\":\"b\",\"function\":{\"name\":\"g\",\"arguments\":\"2\"}"));
  chunk (message, CALL ("0", "\"id\":\"b\",\"function\":{\"arguments\":\"3\"}"));
  /* An index far beyond the end, and pieces of it. */
  chunk (message, CALL ("900", "\"id\":\"c\",\"function\":{\"name\":\"h\"}"));
  chunk (message, CALL ("900", "\"function\":{\"arguments\":\"4\"}"));
  g_assert_cmpuint (recess_message_get_n_calls (message), ==, 3);
  g_assert_cmpstr (recess_tool_call_get_arguments (recess_message_get_call_at (message, 1)), ==,
                   "23");
  g_assert_cmpstr (recess_tool_call_get_arguments (recess_message_get_call_at (message, 2)), ==,
                   "4");
}

static void
test_function_call (void)
{
  g_autoptr(RecessMessage) message = recess_message_new ("cmsg_1", "assistant");

  chunk (message, "{\"choices\":[{\"delta\":{\"function_call\":{\"name\":\"f\"}}}]}");
  chunk (message, "{\"choices\":[{\"delta\":{\"function_call\":{\"arguments\":\"{\"}}}]}");
  chunk (message, "{\"choices\":[{\"delta\":{\"function_call\":{\"arguments\":\"}\"}}}]}");
  g_assert_cmpuint (recess_message_get_n_calls (message), ==, 1);
  g_assert_cmpstr (recess_tool_call_get_arguments (recess_message_get_call_at (message, 0)), ==,
                   "{}");
}

static void
test_tool_row (void)
{
  g_autoptr(RecessMessage) message = recess_message_new ("cmsg_2", "tool");

  event (message, "snapshot", "{\"id\":\"cmsg_2\",\"role\":\"tool\",\"content\":null,"
                              "\"tool_call_id\":\"call_1\",\"name\":\"dice\",\"log\":\"a\","
                              "\"status\":\"in_progress\"}");
  event (message, "delta", "{\"log\":\"b\"}");
  g_assert_cmpstr (recess_message_get_log (message), ==, "ab");
  g_assert_cmpstr (recess_message_get_tool_call_id (message), ==, "call_1");
  event (message, "end", "{\"id\":\"cmsg_2\",\"role\":\"tool\",\"content\":\"6\","
                         "\"tool_call_id\":\"call_1\",\"name\":\"dice\",\"log\":\"ab\","
                         "\"status\":\"complete\"}");
  g_assert_cmpstr (recess_message_get_content (message), ==, "6");
  g_assert_cmpstr (recess_message_get_log (message), ==, "ab");
}

static RecessMessage *
add_row (GListStore *messages,
         const char *role,
         const char *call_id)
{
  g_autoptr(RecessMessage) message = recess_message_new (NULL, role);

  g_object_set (message, "tool-call-id", call_id, NULL);
  g_list_store_append (messages, message);
  return message;
}

static void
test_links (void)
{
  g_autoptr(GListStore) messages = g_list_store_new (RECESS_TYPE_MESSAGE);
  g_autoptr(RecessCallLinker) linker = recess_call_linker_new (G_LIST_MODEL (messages));
  g_autoptr(RecessMessage) answer = recess_message_new ("cmsg_1", "assistant");
  RecessMessage *first;
  RecessMessage *second;
  RecessMessage *alone;
  RecessToolCall *call;

  recess_message_append_call (answer, 0, "a", "f", "{}");
  recess_message_append_call (answer, 1, "b", "g", "{}");
  g_list_store_append (messages, answer);
  first = add_row (messages, "tool", "b");
  second = add_row (messages, "tool", "a");
  alone = add_row (messages, "tool", "b");
  call = recess_message_get_call_at (answer, 1);
  g_assert_true (recess_message_get_call (first) == call);
  g_assert_true (recess_tool_call_get_answer (call) == first);
  g_assert_nonnull (recess_message_get_call (second));
  g_assert_null (recess_message_get_call (alone));

  /* Its row goes: the next with its id answers, then none. */
  g_list_store_remove (messages, 1);
  g_assert_true (recess_tool_call_get_answer (call) == alone);
  g_list_store_remove (messages, 2);
  g_assert_null (recess_tool_call_get_answer (call));

  /* The answer goes: what is left stands alone. */
  g_list_store_remove (messages, 0);
  g_assert_null (recess_message_get_call (second));
  g_list_store_insert (messages, 0, answer);
  g_assert_nonnull (recess_message_get_call (second));
  g_object_set (second, "tool-call-id", "none", NULL);
  g_assert_null (recess_message_get_call (second));
  g_list_store_remove_all (messages);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/reducer/chunks", test_chunks);
  g_test_add_func ("/reducer/odd-chunks", test_odd_chunks);
  g_test_add_func ("/reducer/error-chunk", test_error_chunk);
  g_test_add_func ("/reducer/whole-answer", test_whole_answer);
  g_test_add_func ("/reducer/events", test_events);
  g_test_add_func ("/reducer/parts", test_parts);
  g_test_add_func ("/reducer/call-chunks", test_call_chunks);
  g_test_add_func ("/reducer/odd-calls", test_odd_calls);
  g_test_add_func ("/reducer/function-call", test_function_call);
  g_test_add_func ("/reducer/tool-row", test_tool_row);
  g_test_add_func ("/reducer/links", test_links);

  return g_test_run ();
}
