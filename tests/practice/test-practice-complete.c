/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "common/recess-api-error.h"
#include "common/recess-json.h"
#include "providers/practice/recess-practice-pieces.h"
#include "providers/practice/recess-practice.h"

#define ASK(question) "\"messages\":[{\"role\":\"user\",\"content\":\"" question "\"}]"
#define MODEL         "\"model\":\"recess-practice\","

static RecessPractice *practice;

static char *
complete (const char  *body,
          GError     **error)
{
  g_autoptr(JsonObject) request = recess_json_parse_object (body, strlen (body), NULL);

  g_assert_nonnull (request);
  return recess_practice_complete (practice, request, "chatcmpl-1", 1700000000, error);
}

static JsonObject *
answer_to (const char *body)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *text = complete (body, &error);
  JsonObject *answer;

  g_assert_no_error (error);
  answer = recess_json_parse_object (text, strlen (text), &error);
  g_assert_no_error (error);
  return answer;
}

static JsonObject *
choice_of (JsonObject *answer,
           guint       index)
{
  JsonArray *choices = json_object_get_array_member (answer, "choices");

  g_assert_cmpuint (index, <, json_array_get_length (choices));
  return json_array_get_object_element (choices, index);
}

static const char *
text_of (JsonObject *answer,
         guint       index)
{
  JsonObject *message = json_object_get_object_member (choice_of (answer, index), "message");

  return json_object_get_string_member (message, "content");
}

static void
assert_says (const char *body,
             const char *words)
{
  g_autoptr(JsonObject) answer = answer_to (body);

  if (strstr (text_of (answer, 0), words) == NULL)
    g_error ("%s is answered by: %s", body, text_of (answer, 0));
}

static void
assert_abstains (const char *body)
{
  assert_says (body, "I select answers and do not write them");
}

static void
test_shape (void)
{
  g_autoptr(JsonObject) answer = answer_to ("{" MODEL ASK ("What is temperature?") "}");
  JsonObject *choice = choice_of (answer, 0);
  JsonObject *message = json_object_get_object_member (choice, "message");
  JsonObject *usage = json_object_get_object_member (answer, "usage");

  g_assert_cmpstr (json_object_get_string_member (answer, "id"), ==, "chatcmpl-1");
  g_assert_cmpstr (json_object_get_string_member (answer, "object"), ==, "chat.completion");
  g_assert_cmpint (json_object_get_int_member (answer, "created"), ==, 1700000000);
  g_assert_cmpstr (json_object_get_string_member (answer, "model"), ==, "recess-practice");
  g_assert_true (g_str_has_prefix (json_object_get_string_member (answer, "system_fingerprint"),
                                   "fp_"));
  g_assert_cmpint (json_object_get_int_member (choice, "index"), ==, 0);
  g_assert_true (json_object_get_null_member (choice, "logprobs"));
  g_assert_cmpstr (json_object_get_string_member (choice, "finish_reason"), ==, "stop");
  g_assert_cmpstr (json_object_get_string_member (message, "role"), ==, "assistant");
  g_assert_true (json_object_get_null_member (message, "refusal"));
  g_assert_nonnull (strstr (json_object_get_string_member (message, "content"), "Temperature"));
  g_assert_cmpint (json_object_get_int_member (usage, "prompt_tokens"), ==,
                   3 + 1 + recess_practice_count_pieces ("What is temperature?") + 3);
  g_assert_cmpint (json_object_get_int_member (usage, "completion_tokens"), ==,
                   recess_practice_count_pieces (text_of (answer, 0)));
  g_assert_cmpint (json_object_get_int_member (usage, "total_tokens"), ==,
                   json_object_get_int_member (usage, "prompt_tokens")
                   + json_object_get_int_member (usage, "completion_tokens"));
}

static void
test_abstains (void)
{
  assert_abstains ("{" MODEL ASK ("Who won the battle of Hastings?") "}");
  assert_abstains ("{" MODEL ASK ("") "}");
  assert_abstains ("{" MODEL ASK ("zzkx qqrw") "}");
  assert_abstains ("{" MODEL "\"messages\":[{\"role\":\"system\",\"content\":\"Be brief.\"}]}");
  assert_says ("{" MODEL ASK ("zzkx qqrw") "}", "choose a real model");
}

/* What the figures promise, as it is answered */
static void
test_abstains_when_unsure (void)
{
  g_autofree char *path = g_build_filename (g_getenv ("RECESS_PRACTICE_DATA"), "unrelated.jsonl",
                                            NULL);
  g_autofree char *contents = NULL;
  g_auto(GStrv) lines = NULL;
  guint n_questions = 0;
  guint n_abstained = 0;

  g_assert_true (g_file_get_contents (path, &contents, NULL, NULL));
  lines = g_strsplit (g_strchomp (contents), "\n", -1);
  for (; lines[n_questions] != NULL; n_questions++)
    {
      g_autofree char *question = recess_json_dup_string (lines[n_questions],
                                                          strlen (lines[n_questions]), "question");
      g_autofree char *quoted = recess_json_quote (question);
      g_autofree char *body = g_strdup_printf ("{" MODEL "\"messages\":[{\"role\":\"user\","
                                               "\"content\":%s}]}", quoted);
      g_autoptr(JsonObject) answer = answer_to (body);

      n_abstained += g_str_has_prefix (text_of (answer, 0), "I select answers and do not write");
    }
  g_assert_cmpuint (100 * n_abstained, >=, 95 * n_questions);
}

static void
test_turns (void)
{
  assert_says ("{" MODEL "\"messages\":[{\"role\":\"user\",\"content\":\"what is a token\"},"
               "{\"role\":\"assistant\",\"content\":\"A piece of text.\"},"
               "{\"role\":\"user\",\"content\":\"make it shorter\"}]}", "I select whole answers");
  assert_says ("{" MODEL "\"messages\":[{\"role\":\"user\",\"content\":\"what is a token\"},"
               "{\"role\":\"assistant\",\"content\":\"A piece of text.\"},"
               "{\"role\":\"user\",\"content\":\"thanks\"}]}", "welcome");
  assert_says ("{" MODEL "\"messages\":[{\"role\":\"user\",\"content\":\"tell me a joke\"},"
               "{\"role\":\"assistant\",\"content\":\"Ha.\"},"
               "{\"role\":\"user\",\"content\":\"what is an epoch\"}]}", "one pass");
  assert_abstains ("{" MODEL "\"messages\":[{\"role\":\"user\",\"content\":\"what is a token\"},"
                   "{\"role\":\"assistant\",\"content\":\"A piece of text.\"},"
                   "{\"role\":\"user\",\"content\":\"who was napoleon\"}]}");
}

static void
test_content_parts (void)
{
  g_autoptr(JsonObject) answer =
    answer_to ("{" MODEL "\"messages\":[{\"role\":\"developer\",\"content\":[{\"type\":\"text\","
               "\"text\":\"Be kind.\"}]},{\"role\":\"user\",\"content\":["
               "{\"type\":\"text\",\"text\":\"what is\"},"
               "{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:image/png;base64,AA==\"}},"
               "{\"type\":\"text\",\"text\":\"a token\"}]}]}");

  g_assert_nonnull (strstr (text_of (answer, 0), "tokenizer"));
  g_assert_nonnull (strstr (text_of (answer, 0), "I read text only"));
}

static void
test_cuts (void)
{
  g_autoptr(JsonObject) whole = answer_to ("{" MODEL "\"temperature\":0,"
                                           ASK ("what is a token") "}");
  g_autoptr(JsonObject) limited = answer_to ("{" MODEL "\"temperature\":0,\"max_tokens\":3,"
                                             ASK ("what is a token") "}");
  g_autoptr(JsonObject) stopped = answer_to ("{" MODEL "\"temperature\":0,"
                                             "\"stop\":[\"nowhere\",\"token\"],"
                                             ASK ("what is a token") "}");
  g_autoptr(JsonObject) both = answer_to ("{" MODEL "\"temperature\":0,\"stop\":\"token\","
                                          "\"max_completion_tokens\":1,"
                                          ASK ("what is a token") "}");

  g_assert_true (g_str_has_prefix (text_of (whole, 0), text_of (limited, 0)));
  g_assert_cmpuint (recess_practice_count_pieces (text_of (limited, 0)), ==, 3);
  g_assert_cmpstr (json_object_get_string_member (choice_of (limited, 0), "finish_reason"), ==,
                   "length");
  g_assert_true (g_str_has_prefix (text_of (whole, 0), text_of (stopped, 0)));
  g_assert_null (strstr (text_of (stopped, 0), "token"));
  g_assert_true (g_str_has_prefix (text_of (whole, 0) + strlen (text_of (stopped, 0)), "token"));
  g_assert_cmpstr (json_object_get_string_member (choice_of (stopped, 0), "finish_reason"), ==,
                   "stop");
  g_assert_cmpstr (json_object_get_string_member (choice_of (both, 0), "finish_reason"), ==,
                   "length");
}

static char *
texts_of (const char *body)
{
  g_autoptr(JsonObject) answer = answer_to (body);
  GString *texts = g_string_new (NULL);

  for (guint i = 0; i < json_array_get_length (json_object_get_array_member (answer, "choices"));
       i++)
    g_string_append_printf (texts, "%s|", text_of (answer, i));

  return g_string_free (texts, FALSE);
}

/* A question between two subjects has more than one reply to draw. */
static void
test_sampling (void)
{
  g_autofree char *first = texts_of ("{" MODEL "\"temperature\":2,\"seed\":11,\"n\":4,"
                                     ASK ("pong") "}");
  g_autofree char *again = texts_of ("{" MODEL "\"temperature\":2,\"seed\":11,\"n\":4,"
                                     ASK ("pong") "}");
  g_autofree char *cold = texts_of ("{" MODEL "\"temperature\":0,\"n\":2," ASK ("pong") "}");
  g_autofree char *narrow = texts_of ("{" MODEL "\"temperature\":2,\"top_p\":0,\"n\":2,"
                                      ASK ("pong") "}");
  g_autofree char *half = g_strndup (cold, strlen (cold) / 2);

  g_assert_cmpstr (first, ==, again);
  g_assert_cmpstr (cold + strlen (cold) / 2, ==, half);
  g_assert_cmpstr (cold, ==, narrow);
}

static void
test_many_choices (void)
{
  g_autoptr(JsonObject) answer = answer_to ("{" MODEL "\"n\":128," ASK ("pong in html") "}");

  g_assert_nonnull (text_of (answer, 127));
  g_assert_cmpint (json_object_get_int_member (choice_of (answer, 127), "index"), ==, 127);
}

static const struct
{
  const char *body;
  const char *param;
} faults[] = {
  { "{}", "model" },
  { "{\"model\":null," ASK ("a") "}", "model" },
  { "{\"model\":1," ASK ("a") "}", "model" },
  { "{\"model\":\"recess-practice\"}", "messages" },
  { "{" MODEL "\"messages\":\"hello\"}", "messages" },
  { "{" MODEL "\"messages\":[]}", "messages" },
  { "{" MODEL "\"messages\":[\"hello\"]}", "messages[0]" },
  { "{" MODEL "\"messages\":[{\"content\":\"a\"}]}", "messages[0].role" },
  { "{" MODEL "\"messages\":[{\"role\":7,\"content\":\"a\"}]}", "messages[0].role" },
  { "{" MODEL "\"messages\":[{\"role\":\"king\",\"content\":\"a\"}]}", "messages[0].role" },
  { "{" MODEL "\"messages\":[{\"role\":\"user\",\"content\":\"a\"},{\"role\":\"user\"}]}",
    "messages[1].content" },
  { "{" MODEL "\"messages\":[{\"role\":\"user\",\"content\":null}]}", "messages[0].content" },
  { "{" MODEL "\"messages\":[{\"role\":\"user\",\"content\":3}]}", "messages[0].content" },
  { "{" MODEL "\"messages\":[{\"role\":\"user\",\"content\":[]}]}", "messages[0].content" },
  { "{" MODEL "\"messages\":[{\"role\":\"user\",\"content\":[1]}]}", "messages[0].content[0]" },
  { "{" MODEL "\"messages\":[{\"role\":\"user\",\"content\":[{}]}]}",
    "messages[0].content[0].type" },
  { "{" MODEL "\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\"}]}]}",
    "messages[0].content[0].text" },
  { "{" MODEL "\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":1}]}]}",
    "messages[0].content[0].text" },
  { "{" MODEL "\"messages\":[{\"role\":\"system\",\"content\":[{\"type\":\"image_url\","
    "\"image_url\":{\"url\":\"x\"}}]}]}", "messages[0].content[0].type" },
  { "{" MODEL "\"messages\":[{\"role\":\"tool\",\"content\":\"a\"}]}", "messages[0].tool_call_id" },
  { "{" MODEL "\"messages\":[{\"role\":\"assistant\",\"tool_calls\":[1]}]}",
    "messages[0].tool_calls[0]" },
  { "{" MODEL "\"messages\":[{\"role\":\"assistant\",\"tool_calls\":[{\"id\":\"c\"}]}]}",
    "messages[0].tool_calls[0].function" },
  { "{" MODEL "\"messages\":[{\"role\":\"assistant\",\"content\":null,\"function_call\":"
    "{\"name\":\"f\",\"arguments\":{}}}]}", "messages[0].function_call.arguments" },
  { "{" MODEL "\"temperature\":2.1," ASK ("a") "}", "temperature" },
  { "{" MODEL "\"temperature\":-1," ASK ("a") "}", "temperature" },
  { "{" MODEL "\"temperature\":\"1\"," ASK ("a") "}", "temperature" },
  { "{" MODEL "\"top_p\":1.5," ASK ("a") "}", "top_p" },
  { "{" MODEL "\"n\":0," ASK ("a") "}", "n" },
  { "{" MODEL "\"n\":129," ASK ("a") "}", "n" },
  { "{" MODEL "\"n\":1.5," ASK ("a") "}", "n" },
  { "{" MODEL "\"max_tokens\":0," ASK ("a") "}", "max_tokens" },
  { "{" MODEL "\"max_completion_tokens\":-5," ASK ("a") "}", "max_completion_tokens" },
  { "{" MODEL "\"max_tokens\":5,\"max_completion_tokens\":5," ASK ("a") "}", "max_tokens" },
  { "{" MODEL "\"stop\":7," ASK ("a") "}", "stop" },
  { "{" MODEL "\"stop\":\"\"," ASK ("a") "}", "stop" },
  { "{" MODEL "\"stop\":[\"a\",\"b\",\"c\",\"d\",\"e\"]," ASK ("a") "}", "stop" },
  { "{" MODEL "\"stop\":[\"a\",1]," ASK ("a") "}", "stop[1]" },
  { "{" MODEL "\"seed\":\"a\"," ASK ("a") "}", "seed" },
  { "{" MODEL "\"stream\":\"yes\"," ASK ("a") "}", "stream" },
  { "{" MODEL "\"stream_options\":{}," ASK ("a") "}", "stream_options" },
  { "{" MODEL "\"stream\":true,\"stream_options\":{\"include_usage\":1}," ASK ("a") "}",
    "stream_options.include_usage" },
  { "{" MODEL "\"frequency_penalty\":3," ASK ("a") "}", "frequency_penalty" },
  { "{" MODEL "\"logprobs\":true," ASK ("a") "}", "logprobs" },
  { "{" MODEL "\"top_logprobs\":2," ASK ("a") "}", "top_logprobs" },
  { "{" MODEL "\"logit_bias\":{\"50256\":-100}," ASK ("a") "}", "logit_bias" },
  { "{" MODEL "\"tools\":[7]," ASK ("a") "}", "tools[0]" },
  { "{" MODEL "\"tools\":[{\"type\":\"custom\"}]," ASK ("a") "}", "tools[0]" },
  { "{" MODEL "\"tools\":[{\"type\":\"function\"}]," ASK ("a") "}", "tools[0].function" },
  { "{" MODEL "\"tools\":[{\"type\":\"function\",\"function\":{}}]," ASK ("a") "}",
    "tools[0].function.name" },
  { "{" MODEL "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"a b\"}}]," ASK ("a") "}",
    "tools[0].function.name" },
  { "{" MODEL "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\",\"parameters\":"
    "{\"type\":\"thing\"}}}]," ASK ("a") "}", "tools[0].function.parameters" },
  { "{" MODEL "\"tool_choice\":\"required\"," ASK ("a") "}", "tool_choice" },
  { "{" MODEL "\"tool_choice\":\"perhaps\"," ASK ("a") "}", "tool_choice" },
  { "{" MODEL "\"tool_choice\":{\"type\":\"function\",\"function\":{\"name\":\"g\"}},\"tools\":"
    "[{\"type\":\"function\",\"function\":{\"name\":\"f\"}}]," ASK ("a") "}", "tool_choice" },
  { "{" MODEL "\"functions\":[{}]," ASK ("a") "}", "functions[0].name" },
  { "{" MODEL "\"functions\":[{\"name\":\"f\"}],\"function_call\":{\"name\":\"g\"}," ASK ("a") "}",
    "function_call" },
  { "{" MODEL "\"functions\":[{\"name\":\"f\"}],\"tools\":[]," ASK ("a") "}", "functions" },
  { "{" MODEL "\"response_format\":{\"type\":\"json_schema\"}," ASK ("a") "}",
    "response_format.json_schema" },
  { "{" MODEL "\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"a\","
    "\"schema\":{\"type\":5}}}," ASK ("a") "}", "response_format.json_schema.schema" },
  { "{" MODEL "\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"a\","
    "\"schema\":{\"$ref\":\"#\"}}}," ASK ("a") "}", "response_format.json_schema.schema" },
  { "{" MODEL "\"response_format\":{\"type\":\"xml\"}," ASK ("a") "}", "response_format.type" },
  { "{" MODEL "\"response_format\":{}," ASK ("a") "}", "response_format.type" },
  { "{" MODEL "\"modalities\":[\"audio\"]," ASK ("a") "}", "modalities" },
  { "{" MODEL "\"colour\":\"red\"," ASK ("a") "}", "colour" },
};

static void
test_faults (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autofree char *answer = complete (faults[i].body, &error);

      g_test_message ("%s", faults[i].body);
      g_assert_null (answer);
      g_assert_error (error, RECESS_API_ERROR, 400);
      g_assert_cmpstr (recess_api_error_get_param (error), ==, faults[i].param);
    }
}

static void
test_accepted (void)
{
  static const char *const bodies[] = {
    "{" MODEL "\"temperature\":null,\"stop\":null,\"seed\":null,\"n\":null,\"tools\":null,"
    "\"max_tokens\":null,\"stream\":null,\"stream_options\":null,\"response_format\":null,"
    ASK ("hello") "}",
    "{" MODEL "\"temperature\":0,\"top_p\":1,\"tools\":[],\"tool_choice\":\"auto\","
    "\"response_format\":{\"type\":\"text\"},\"logprobs\":false,\"logit_bias\":{},\"user\":\"u\","
    "\"store\":true,\"metadata\":{\"a\":\"b\"},\"reasoning_effort\":\"low\",\"seed\":-9,"
    "\"frequency_penalty\":0.5,\"presence_penalty\":-2,\"parallel_tool_calls\":true,"
    ASK ("hello") "}",
    "{" MODEL "\"messages\":[{\"role\":\"user\",\"content\":\"x\"},{\"role\":\"assistant\","
    "\"content\":null,\"tool_calls\":[]},{\"role\":\"tool\",\"tool_call_id\":\"c\","
    "\"content\":\"5\"},{\"role\":\"user\",\"content\":\"hello\"}]}",
    "{" MODEL "\"max_tokens\":9223372036854775807," ASK ("hello") "}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (bodies); i++)
    {
      g_autoptr(JsonObject) answer = answer_to (bodies[i]);

      g_assert_nonnull (text_of (answer, 0));
    }
}

typedef struct
{
  GString *texts[8];
  guint    roles;
  guint    ended;
  guint    usages;
  guint    null_usages;
  guint    chunks;
} Stream;

static void
read_chunk (Stream     *stream,
            JsonObject *chunk)
{
  JsonArray *choices = json_object_get_array_member (chunk, "choices");
  JsonObject *choice;
  JsonObject *delta;
  guint index;

  stream->chunks++;
  g_assert_cmpstr (json_object_get_string_member (chunk, "object"), ==, "chat.completion.chunk");
  if (json_object_has_member (chunk, "usage"))
    {
      gboolean is_null = json_object_get_null_member (chunk, "usage");

      stream->null_usages += is_null;
      stream->usages += !is_null;
      g_assert_cmpuint (json_array_get_length (choices), ==, is_null ? 1 : 0);
      if (!is_null)
        return;
    }

  choice = json_array_get_object_element (choices, 0);
  delta = json_object_get_object_member (choice, "delta");
  index = json_object_get_int_member (choice, "index");
  g_assert_cmpuint (index, <, G_N_ELEMENTS (stream->texts));
  if (stream->texts[index] == NULL)
    {
      g_assert_cmpstr (json_object_get_string_member (delta, "role"), ==, "assistant");
      stream->texts[index] = g_string_new (NULL);
      stream->roles++;
    }
  g_string_append (stream->texts[index], recess_json_object_get_string (delta, "content", ""));
  stream->ended += !json_object_get_null_member (choice, "finish_reason");
}

static void
read_stream (const char *body,
             Stream     *stream)
{
  g_autoptr(JsonObject) request = recess_json_parse_object (body, strlen (body), NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) events = recess_practice_complete_stream (practice, request, "chatcmpl-1",
                                                                 1700000000, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < events->len; i++)
    {
      gsize length;
      const char *data = g_bytes_get_data (g_ptr_array_index (events, i), &length);
      g_autofree char *event = g_strndup (data, length);
      g_autoptr(JsonObject) chunk = NULL;

      g_assert_true (g_str_has_prefix (event, "data: "));
      g_assert_true (g_str_has_suffix (event, "\n\n"));
      if (i + 1 == events->len)
        {
          g_assert_cmpstr (event, ==, "data: [DONE]\n\n");
          return;
        }

      chunk = recess_json_parse_object (event + 6, length - 8, &error);
      g_assert_no_error (error);
      read_chunk (stream, chunk);
    }
}

static void
stream_clear (Stream *stream)
{
  for (guint i = 0; i < G_N_ELEMENTS (stream->texts); i++)
    {
      if (stream->texts[i] != NULL)
        g_string_free (stream->texts[i], TRUE);
    }
}

static void
test_stream (void)
{
  g_autoptr(JsonObject) whole = answer_to ("{" MODEL "\"temperature\":0,"
                                           ASK ("pong in html") "}");
  Stream plain = { 0, };
  Stream counted = { 0, };

  read_stream ("{" MODEL "\"stream\":true,\"temperature\":0," ASK ("pong in html") "}", &plain);
  g_assert_cmpstr (plain.texts[0]->str, ==, text_of (whole, 0));
  g_assert_cmpuint (plain.roles, ==, 1);
  g_assert_cmpuint (plain.ended, ==, 1);
  g_assert_cmpuint (plain.usages + plain.null_usages, ==, 0);
  g_assert_cmpuint (plain.chunks, >, 500);
  stream_clear (&plain);

  read_stream ("{" MODEL "\"stream\":true,\"stream_options\":{\"include_usage\":true},"
               "\"temperature\":0,\"n\":3,\"max_tokens\":5," ASK ("pong in html") "}", &counted);
  for (guint i = 0; i < 3; i++)
    g_assert_cmpuint (recess_practice_count_pieces (counted.texts[i]->str), ==, 5);
  g_assert_cmpuint (counted.roles, ==, 3);
  g_assert_cmpuint (counted.ended, ==, 3);
  g_assert_cmpuint (counted.usages, ==, 1);
  g_assert_cmpuint (counted.null_usages, ==, counted.chunks - 1);
  stream_clear (&counted);
}

static void
test_huge (void)
{
  g_autoptr(GString) body = g_string_new ("{" MODEL "\"messages\":[");
  g_autofree char *words = g_strnfill (200000, 'a');
  g_autoptr(JsonObject) answer = NULL;

  for (guint i = 0; i < 5000; i++)
    g_string_append (body, "{\"role\":\"system\",\"content\":\"be brief\"},");
  for (guint i = 0; i < 5000; i++)
    g_string_append (body, "{\"role\":\"user\",\"content\":\"hello\"},");
  g_string_append_printf (body, "{\"role\":\"user\",\"content\":\"%s\"}]}", words);

  answer = answer_to (body->str);
  g_assert_nonnull (strstr (text_of (answer, 0), "I select answers"));
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr(GError) error = NULL;
  int result;

  g_test_init (&argc, &argv, NULL);
  practice = recess_practice_load (g_getenv ("RECESS_PRACTICE_FILE"), &error);
  g_assert_no_error (error);

  g_test_add_func ("/practice/complete/shape", test_shape);
  g_test_add_func ("/practice/complete/abstains", test_abstains);
  g_test_add_func ("/practice/complete/abstains-when-unsure", test_abstains_when_unsure);
  g_test_add_func ("/practice/complete/turns", test_turns);
  g_test_add_func ("/practice/complete/content-parts", test_content_parts);
  g_test_add_func ("/practice/complete/cuts", test_cuts);
  g_test_add_func ("/practice/complete/sampling", test_sampling);
  g_test_add_func ("/practice/complete/many-choices", test_many_choices);
  g_test_add_func ("/practice/complete/faults", test_faults);
  g_test_add_func ("/practice/complete/accepted", test_accepted);
  g_test_add_func ("/practice/complete/stream", test_stream);
  g_test_add_func ("/practice/complete/huge", test_huge);
  result = g_test_run ();
  g_clear_object (&practice);
  return result;
}
