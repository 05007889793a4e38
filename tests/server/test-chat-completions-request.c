/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "api/recess-chat-request.h"
#include "common/recess-api-error.h"
#include "common/recess-json.h"

#define MESSAGES "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]"

static RecessChatRequest *
parse (const char  *text,
       GError     **error)
{
  g_autoptr (JsonObject) object = recess_json_parse_object (text, strlen (text), NULL);

  g_assert_nonnull (object);
  return recess_chat_request_new (object, error);
}

static void
check_refused (const char *text,
               const char *param)
{
  g_autoptr (GError) error = NULL;

  g_test_message ("%s", text);
  g_assert_null (parse (text, &error));
  g_assert_error (error, RECESS_API_ERROR, 400);
  g_assert_cmpstr (recess_api_error_get_param (error), ==, param);
}

static void
check_field_refused (const char *field,
                     const char *param)
{
  g_autofree char *text = g_strdup_printf ("{\"model\":\"m\"," MESSAGES ",%s}", field);

  check_refused (text, param);
}

static void
check_messages_refused (const char *messages,
                        const char *param)
{
  g_autofree char *text = g_strdup_printf ("{\"model\":\"m\",\"messages\":%s}", messages);

  check_refused (text, param);
}

static void
test_refused (void)
{
  check_refused ("{}", "model");
  check_refused ("{\"model\":3," MESSAGES "}", "model");
  check_refused ("{\"model\":\"\"," MESSAGES "}", "model");
  check_refused ("{\"model\":\"m\"}", "messages");
  check_messages_refused ("null", "messages");
  check_messages_refused ("[]", "messages");
  check_messages_refused ("[1]", "messages[0]");
  check_messages_refused ("[{}]", "messages[0].role");
  check_messages_refused ("[{\"role\":\"banana\",\"content\":\"\"}]", "messages[0].role");
  check_messages_refused ("[{\"role\":\"user\"}]", "messages[0].content");
  check_messages_refused ("[{\"role\":\"user\",\"content\":\"\"},{\"role\":\"user\",\"content\":5}]",
                          "messages[1].content");
  check_messages_refused ("[{\"role\":\"user\",\"content\":[3]}]", "messages[0].content[0]");
  check_messages_refused ("[{\"role\":\"user\",\"content\":[{}]}]", "messages[0].content[0].type");
  check_messages_refused ("[{\"role\":\"user\",\"content\":[{\"type\":\"text\"}]}]",
                          "messages[0].content[0].text");
  check_messages_refused ("[{\"role\":\"tool\",\"content\":\"\"}]", "messages[0].tool_call_id");
  check_messages_refused ("[{\"role\":\"assistant\",\"tool_calls\":[{}]}]",
                          "messages[0].tool_calls[0].id");
  check_messages_refused ("[{\"role\":\"assistant\",\"tool_calls\":[{\"id\":\"a\","
                          "\"function\":{\"name\":\"f\",\"arguments\":{}}}]}]",
                          "messages[0].tool_calls[0].function.arguments");
  check_field_refused ("\"stream\":\"yes\"", "stream");
  check_field_refused ("\"stream_options\":[]", "stream_options");
  check_field_refused ("\"stream_options\":{\"include_usage\":1}", "stream_options.include_usage");
  check_field_refused ("\"temperature\":\"hot\"", "temperature");
  check_field_refused ("\"temperature\":2.1", "temperature");
  check_field_refused ("\"top_p\":-0.1", "top_p");
  check_field_refused ("\"n\":0", "n");
  check_field_refused ("\"n\":1.5", "n");
  check_field_refused ("\"max_tokens\":\"9\"", "max_tokens");
  check_field_refused ("\"stop\":[1]", "stop[0]");
  check_field_refused ("\"tool_choice\":\"banana\"", "tool_choice");
  check_field_refused ("\"tools\":{}", "tools");
  check_field_refused ("\"tools\":[{}]", "tools[0].type");
  check_field_refused ("\"tools\":[{\"type\":\"function\",\"function\":{}}]", "tools[0].function.name");
  check_field_refused ("\"response_format\":{}", "response_format.type");
  check_field_refused ("\"response_format\":{\"type\":\"xml\"}", "response_format.type");
  check_field_refused ("\"reasoning_effort\":\"huge\"", "reasoning_effort");
}

static void
test_accepted (void)
{
  static const char text[] =
    "{\"model\":\"a/b\",\"stream\":true,\"stream_options\":{\"include_usage\":true},\"n\":null,"
    "\"temperature\":1e0,\"seed\":12345678901234567890,\"unknown\":{\"x\":[]},\"stop\":null,"
    "\"messages\":[{\"role\":\"developer\",\"content\":\"\"},"
    "{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"\"},{\"type\":\"new\",\"new\":1}]},"
    "{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[{\"id\":\"1\",\"type\":\"function\","
    "\"function\":{\"name\":\"f\",\"arguments\":\"\"}}]},"
    "{\"role\":\"tool\",\"content\":\"x\",\"tool_call_id\":\"1\"},"
    "{\"role\":\"function\",\"name\":\"f\",\"content\":null}]}";
  g_autoptr (RecessChatRequest) request = NULL;
  g_autoptr (GError) error = NULL;

  request = parse (text, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (request->model, ==, "a/b");
  g_assert_true (request->stream);
  g_assert_true (request->include_usage);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/chat-completions/refused", test_refused);
  g_test_add_func ("/chat-completions/accepted", test_accepted);
  return g_test_run ();
}
