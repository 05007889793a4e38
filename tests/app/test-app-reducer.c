/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "app/chat/recess-composer.h"
#include "app/chat/recess-stream-reducer.h"

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
  g_autoptr(GPtrArray) chips = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *content = NULL;
  GListModel *attachments = recess_message_get_attachments (message);

  g_ptr_array_add (chips, g_strnfill (20 * 1024, 'x'));
  content = recess_composer_build_content ("What is this?", chips);
  reduce_content (message, content);
  g_assert_cmpstr (recess_message_get_content (message), ==, "What is this?");
  g_assert_cmpuint (g_list_model_get_n_items (attachments), ==, 1);

  /* Again, as after an edit: nothing doubles. */
  reduce_content (message, content);
  g_assert_cmpuint (g_list_model_get_n_items (attachments), ==, 1);

  reduce_content (message, "[{\"type\":\"image_url\",\"image_url\":{}},7,{}]");
  g_assert_cmpuint (g_list_model_get_n_items (attachments), ==, 2);
}

static void
test_composed (void)
{
  g_autoptr(GPtrArray) chips = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *plain = recess_composer_build_content ("say \"hi\"", chips);
  g_autofree char *parts = NULL;

  g_assert_cmpstr (plain, ==, "\"say \\\"hi\\\"\"");
  g_ptr_array_add (chips, g_strdup ("long"));
  parts = recess_composer_build_content ("", chips);
  g_assert_cmpstr (parts, ==, "[{\"type\":\"text\",\"text\":\"long\"}]");
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
  g_test_add_func ("/reducer/composed", test_composed);

  return g_test_run ();
}
