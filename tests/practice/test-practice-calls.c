/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "common/recess-json-schema.h"
#include "common/recess-json.h"
#include "practice-generated.h"
#include "providers/practice/recess-practice-clauses.h"
#include "providers/practice/recess-practice-plan.h"
#include "providers/practice/recess-practice-text.h"

/* 2026-03-11 09:30, a Wednesday */
#define NOW G_GINT64_CONSTANT (1773221400)

#define MODEL     "\"model\":\"recess-practice\","
#define USER(text) "{\"role\":\"user\",\"content\":\"" text "\"}"
#define TOOLS(functions) "\"tools\":[" functions "],"
#define FUNCTION(name, description, properties, required) \
  "{\"type\":\"function\",\"function\":{\"name\":\"" name "\"," \
  "\"description\":\"" description "\"," \
  "\"parameters\":{\"type\":\"object\",\"properties\":{" properties "}," \
  "\"required\":[" required "]}}}"

#define TIDE FUNCTION ("harbour_tide", "High tide of a harbour", \
                       "\"harbour\":{\"type\":\"string\"}", "\"harbour\"")
#define MOON FUNCTION ("moon_phase", "Phase of the moon on a day", \
                       "\"day\":{\"type\":\"string\",\"format\":\"date\"}", "")
#define POST FUNCTION ("post_letter", "Post a letter to somebody", \
                       "\"recipient\":{\"type\":\"string\"},\"text\":{\"type\":\"string\"}", \
                       "\"recipient\",\"text\"")

static RecessPractice *practice;

static JsonObject *
answer_to (const char *body)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonObject) request = recess_json_parse_object (body, strlen (body), &error);
  g_autofree char *text = NULL;
  JsonObject *answer;

  g_assert_no_error (error);
  text = recess_practice_complete (practice, request, "chatcmpl-1", NOW, &error);
  g_assert_no_error (error);
  answer = recess_json_parse_object (text, strlen (text), &error);
  g_assert_no_error (error);
  return answer;
}

static JsonObject *
choice_of (JsonObject *answer)
{
  return json_array_get_object_element (json_object_get_array_member (answer, "choices"), 0);
}

static JsonObject *
message_of (JsonObject *answer)
{
  return json_object_get_object_member (choice_of (answer), "message");
}

/* Returns: "name {arguments}" of each call, one a line, or what is said */
static char *
said (const char *body)
{
  g_autoptr(JsonObject) answer = answer_to (body);
  JsonObject *message = message_of (answer);
  JsonArray *calls = recess_json_object_get_array (message, "tool_calls");
  GString *text = g_string_new (recess_json_object_get_string (message, "content", NULL));
  JsonObject *call = recess_json_object_get_object (message, "function_call");

  if (call != NULL)
    g_string_append_printf (text, "%s %s", json_object_get_string_member (call, "name"),
                            json_object_get_string_member (call, "arguments"));
  for (guint i = 0; calls != NULL && i < json_array_get_length (calls); i++)
    {
      call = json_object_get_object_member (json_array_get_object_element (calls, i), "function");
      g_string_append_printf (text, "%s%s %s", i > 0 ? "\n" : "",
                              json_object_get_string_member (call, "name"),
                              json_object_get_string_member (call, "arguments"));
    }

  return g_string_free (text, FALSE);
}

static void
assert_said (const char *body,
             const char *expected)
{
  g_autofree char *text = said (body);

  if (!g_str_equal (text, expected))
    g_error ("%s\nis answered by: %s\nand not by: %s", body, text, expected);
}

static void
test_written (void)
{
  static const struct
  {
    const char *folder;
    guint       least;
  } sets[] = { { "first", 60 }, { "second", 36 }, { "third", 30 }, { "unseen", 50 } };

  for (guint i = 0; i < G_N_ELEMENTS (sets); i++)
    {
      g_autofree char *folder = g_test_build_filename (G_TEST_DIST, "requests", sets[i].folder,
                                                       NULL);
      g_autoptr(GError) error = NULL;
      PracticeCallTally tally;

      practice_calls_measure (practice, folder, &tally, NULL, NULL, &error);
      g_assert_no_error (error);
      g_test_message ("%s: %u of %u with the right functions, %u with the right arguments",
                      sets[i].folder, tally.names, tally.requests, tally.arguments);
      g_assert_cmpuint (tally.requests, >=, sets[i].least);
      g_assert_cmpuint (100 * tally.names, >=, 90 * tally.requests);
      g_assert_cmpuint (100 * tally.arguments, >=, 85 * tally.requests);
    }
}

static void
test_generated (void)
{
  PracticeCallTally tally;

  practice_tool_sets_measure (practice, 40, 4, &tally, NULL, NULL);
  g_test_message ("%u of %u with the right functions, %u with the right arguments", tally.names,
                  tally.requests, tally.arguments);
  g_assert_cmpuint (100 * tally.names, >=, 90 * tally.requests);
  g_assert_cmpuint (100 * tally.arguments, >=, 85 * tally.requests);
}

static void
assert_clauses (const char *request,
                const char *expected)
{
  g_autoptr(RecessPracticeText) text = recess_practice_text_new (request);
  g_autoptr(GDateTime) now = g_date_time_new_from_unix_utc (NOW);
  g_autoptr(GArray) values = recess_practice_values_new (text, now);
  g_autoptr(GArray) clauses = recess_practice_clauses_new (text, values);
  g_autoptr(GString) joined = g_string_new (NULL);

  for (guint i = 0; i < clauses->len; i++)
    {
      const RecessPracticeClause *clause = &g_array_index (clauses, RecessPracticeClause, i);
      g_autofree char *piece = recess_practice_text_dup (text, clause->first, clause->end);

      g_string_append_printf (joined, "%s%s", i > 0 ? " | " : "", piece);
    }
  g_assert_cmpstr (joined->str, ==, expected);
}

static void
test_clauses (void)
{
  assert_clauses ("", "");
  assert_clauses (" . ; \n ,, and ", "");
  assert_clauses ("Do this, then do that; also the other", "Do this | do that | the other");
  assert_clauses ("1. one thing\n2) another\n- third", "one thing | another | third");
  assert_clauses ("salt & pepper and 1,500 g of flour", "salt | pepper | 1,500 g of flour");
  assert_clauses ("two hundred and five miles", "two hundred and five miles");
  assert_clauses ("on March 3, 2027, at 10:00", "on March 3, 2027 | at 10:00");
  assert_clauses ("say 'this, and that' and go", "say 'this, and that' | go");
  assert_clauses ("Meet Dr. Who at example.com. Go.", "Meet Dr. Who at example.com | Go");
  assert_clauses ("a number between 3 and 5", "a number between 3 and 5");
}

static const struct
{
  const char *text;
  const char *property;
  const char *expected;
} fillings[] = {
  { "use it for 3 minutes", "\"seconds\":{\"type\":\"integer\"}", "{\"seconds\":180}" },
  { "use it for half an hour", "\"minutes\":{\"type\":\"integer\"}", "{\"minutes\":30}" },
  { "use it at 1.8 m", "\"height_cm\":{\"type\":\"number\"}", "{\"height_cm\":180}" },
  { "use it with 2.5k", "\"amount\":{\"type\":\"number\"}", "{\"amount\":2500}" },
  { "use it with minus twelve degrees", "\"temperature\":{\"type\":\"number\"}",
    "{\"temperature\":-12}" },
  { "use it with 500", "\"level\":{\"type\":\"integer\",\"maximum\":100}", "{\"level\":100}" },
  { "use it with 13", "\"level\":{\"type\":\"integer\",\"multipleOf\":5}", "{\"level\":15}" },
  { "use it on the 3rd of June 2027", "\"date\":{\"type\":\"string\",\"format\":\"date\"}",
    "{\"date\":\"2027-06-03\"}" },
  { "use it tomorrow at half past four", "\"at\":{\"type\":\"string\",\"format\":\"date-time\"}",
    "{\"at\":\"2026-03-12T04:30:00Z\"}" },
  { "use it at 8 tonight", "\"time\":{\"type\":\"string\"}", "{\"time\":\"20:00\"}" },
  { "use it in two weeks", "\"date\":{\"type\":\"string\",\"format\":\"date\"}",
    "{\"date\":\"2026-03-25\"}" },
  { "use it on 31.12.2026", "\"date\":{\"type\":\"string\",\"format\":\"date\"}",
    "{\"date\":\"2026-12-31\"}" },
  { "use it on yesterday", "\"date\":{\"type\":\"string\",\"format\":\"date\"}",
    "{\"date\":\"2026-03-10\"}" },
  { "use it for a@b.example", "\"who\":{\"type\":\"string\",\"format\":\"email\"}",
    "{\"who\":\"a@b.example\"}" },
  { "use it with 123e4567-e89b-42d3-a456-426614174000",
    "\"id\":{\"type\":\"string\",\"format\":\"uuid\"}",
    "{\"id\":\"123e4567-e89b-42d3-a456-426614174000\"}" },
  { "use it in dollars", "\"currency\":{\"enum\":[\"EUR\",\"USD\"]}", "{\"currency\":\"USD\"}" },
  { "use it with 3", "\"n\":{\"enum\":[1,3]}", "{\"n\":3}" },
  { "use it silently", "\"silent\":{\"type\":\"boolean\"}", "{\"silent\":true}" },
  { "use it not silently", "\"silent\":{\"type\":\"boolean\"}", "{\"silent\":false}" },
  { "use it", "\"loud\":{\"type\":\"boolean\"}", "{\"loud\":false}" },
  { "use it", "\"n\":{\"type\":\"integer\",\"minimum\":4}", "{\"n\":4}" },
  { "use it", "\"n\":{\"type\":\"integer\",\"default\":7}", "{\"n\":7}" },
  { "use it", "\"n\":{\"enum\":[\"a\",\"b\"]}", "{\"n\":\"a\"}" },
  { "use it", "\"n\":{\"type\":[\"integer\",\"null\"]}", "{\"n\":null}" },
  { "use it", "\"s\":{\"type\":\"string\",\"pattern\":\"^[A-Z]{2}-\\\\d{3}$\"}",
    "{\"s\":\"AA-000\"}" },
  { "use it", "\"s\":{\"type\":\"array\",\"items\":{\"type\":\"string\"},\"minItems\":2}",
    "{\"s\":[\"\",\"\"]}" },
  { "use it", "\"o\":{\"type\":\"object\",\"properties\":{\"x\":{\"const\":5}},\"required\":["
    "\"x\"]}",
    "{\"o\":{\"x\":5}}" },
};

static void
test_fillings (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (fillings); i++)
    {
      const char *property = fillings[i].property;
      g_autofree char *name = g_strndup (property, strcspn (property, ":"));
      g_autofree char *body =
        g_strdup_printf ("{" MODEL "\"tool_choice\":\"required\",\"tools\":[{\"type\":\"function\","
                         "\"function\":{\"name\":\"use\",\"parameters\":{\"type\":\"object\","
                         "\"properties\":{%s},\"required\":[%s]}}}],\"messages\":[{\"role\":"
                         "\"user\","
                         "\"content\":\"%s\"}]}", property, name, fillings[i].text);
      g_autofree char *expected = g_strconcat ("use ", fillings[i].expected, NULL);

      assert_said (body, expected);
    }
}

#define TEXT_FIELD(name, description) \
  "\"" name "\":{\"type\":\"string\",\"description\":\"" description "\"}"

#define CLOCK FUNCTION ("get_current_time", "Tells the current date and time in a time zone.", \
                        TEXT_FIELD ("timezone", "Name of the time zone, such as UTC."), "")
#define CONVERT FUNCTION ("convert_units", "Converts a quantity from one unit to another: length, " \
                          "mass, data or time.", \
                          "\"value\":{\"type\":\"number\"}," \
                          TEXT_FIELD ("from", "The unit that the quantity is in, such as kg.") "," \
                          TEXT_FIELD ("to", "The unit to convert it to, such as km."), \
                          "\"value\",\"from\",\"to\"")
#define CALCULATE FUNCTION ("calculate", "Computes an arithmetic expression.", \
                            TEXT_FIELD ("expression", "The expression, such as 2 * (3 + 4)."), \
                            "\"expression\"")

/* Units and calculations are no plain values, and a verb begins anew. */
static void
test_terms (void)
{
  assert_said ("{" MODEL TOOLS (CLOCK "," CONVERT "," CALCULATE) "\"messages\":["
               USER ("What time is it in Europe/Oslo, convert 26.2 miles to km, and compute "
                     "(3 + 4) * 5.") "]}",
               "get_current_time {\"timezone\":\"Europe/Oslo\"}\n"
               "convert_units {\"value\":26.2,\"from\":\"miles\",\"to\":\"km\"}\n"
               "calculate {\"expression\":\"(3 + 4) * 5\"}");
  assert_said ("{" MODEL TOOLS (CLOCK "," CONVERT "," CALCULATE) "\"messages\":["
               USER ("What is 12 times 7?") "]}",
               "calculate {\"expression\":\"12 * 7\"}");
}

static void
test_choices (void)
{
#define ASK_TIDE "\"messages\":[" USER ("tide in Brest and moon tomorrow") "]}"
  assert_said ("{" MODEL TOOLS (TIDE "," MOON) ASK_TIDE,
               "harbour_tide {\"harbour\":\"Brest\"}\nmoon_phase {\"day\":\"2026-03-12\"}");
  assert_said ("{" MODEL TOOLS (TIDE "," MOON) "\"parallel_tool_calls\":false," ASK_TIDE,
               "harbour_tide {\"harbour\":\"Brest\"}");
  assert_said ("{" MODEL TOOLS (TIDE "," MOON) "\"tool_choice\":{\"type\":\"function\","
               "\"function\":"
               "{\"name\":\"moon_phase\"}}," ASK_TIDE, "moon_phase {\"day\":\"2026-03-12\"}");
  assert_said ("{" MODEL TOOLS (TIDE "," MOON) "\"tool_choice\":{\"type\":\"allowed_tools\","
               "\"allowed_tools\":{\"mode\":\"auto\",\"tools\":[{\"type\":\"function\","
               "\"function\":"
               "{\"name\":\"harbour_tide\"}}]}}," ASK_TIDE, "harbour_tide {\"harbour\":\"Brest\"}");
  assert_said ("{" MODEL TOOLS (MOON) "\"tool_choice\":\"required\",\"messages\":[" USER ("Hello")
               "]}", "moon_phase {}");
  assert_said ("{" MODEL "\"functions\":[{\"name\":\"moon_phase\",\"description\":\"Phase of the "
               "moon\"}],"
               "\"messages\":[" USER ("moon phase?") "]}", "moon_phase {}");
  {
    g_autofree char *none = said ("{" MODEL TOOLS (TIDE) "\"tool_choice\":\"none\"," ASK_TIDE);
    g_autofree char *hello = said ("{" MODEL TOOLS (TIDE) "\"messages\":[" USER ("Hello!") "]}");

    g_assert_null (strstr (none, "harbour_tide {"));
    g_assert_null (strstr (hello, "harbour_tide {"));
  }
}

#define MADE(id, name, arguments) \
  "{\"id\":\"" id "\",\"type\":\"function\",\"function\":{\"name\":\"" name "\",\"arguments\":\"" \
  arguments "\"}}"
#define CALLED(calls) "{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[" calls "]}"
#define RESULT(id, text) "{\"role\":\"tool\",\"tool_call_id\":\"" id "\",\"content\":\"" text "\"}"

static void
test_results (void)
{
  assert_said ("{" MODEL TOOLS (TIDE) "\"messages\":[" USER ("tide in Brest") ","
               CALLED (MADE ("a", "harbour_tide", "{\\\"harbour\\\":\\\"Brest\\\"}")) ","
               RESULT ("a", "{\\\"high\\\":[\\\"06:12\\\",\\\"18:40\\\"],\\\"height_m\\"
                       "\":6.5}") "]}",
               "`harbour_tide` (harbour: Brest): high: 06:12, 18:40, height m: 6.5");
  assert_said ("{" MODEL "\"messages\":[" USER ("tide") ","
               CALLED (MADE ("a", "f", "{}") "," MADE ("b", "g", "not "
                             "json") "," MADE ("c", "h", "{}"))
               "," RESULT ("b", "{\\\"error\\\":\\\"no such place\\"
               "\"}") "," RESULT ("a", "fine") "]}",
               "This is what came back:\n\n- `f`: fine\n- `g` failed: no such place\n"
               "- `h`: no result has come back");
  assert_said ("{" MODEL TOOLS (TIDE "," MOON) "\"parallel_tool_calls\":false,\"messages\":["
               USER ("tide in Brest and moon tomorrow") ","
               CALLED (MADE ("a", "harbour_tide", "{}")) "," RESULT ("a", "high") "]}",
               "moon_phase {\"day\":\"2026-03-12\"}");
  assert_said ("{" MODEL TOOLS (TIDE "," POST) "\"messages\":["
               USER ("Look up the tide in Brest, then post it in a letter to Anna") ","
               CALLED (MADE ("a", "harbour_tide", "{}")) "," RESULT ("a", "{\\\"text\\\":\\"
                             "\"high\\\"}")
               "]}", "post_letter {\"recipient\":\"Anna\",\"text\":\"high\"}");
  assert_said ("{" MODEL "\"functions\":[{\"name\":\"f\"}],\"messages\":[" USER ("f?")
               ",{\"role\":\"assistant\",\"content\":null,\"function_call\":{\"name\":\"f\","
               "\"arguments\":\"{}\"}},{\"role\":\"function\",\"name\":\"f\",\"content\":\"7\"}]}",
               "`f`: 7");
}

/* Whoever runs the calls comes to an end, whatever tool_choice is. */
static void
test_loop_ends (void)
{
  static const char *const choices[] = { "\"auto\"", "\"required\"",
                                         "{\"type\":\"function\",\"function\":{\"name\":"
                                         "\"moon_phase\"}}" };

  for (guint i = 0; i < 2 * G_N_ELEMENTS (choices); i++)
    {
      g_autoptr(GString) messages = g_string_new (USER ("tide in Brest, tide in Dover, moon"));
      guint turns = 0;

      for (;; turns++)
        {
          g_autofree char *body = g_strdup_printf ("{" MODEL TOOLS (TIDE "," MOON)
                                                   "\"tool_choice\":%s,\"parallel_tool_calls\":%s,"
                                                   "\"messages\":[%s]}", choices[i / 2],
                                                   i % 2 ? "true" : "false", messages->str);
          g_autoptr(JsonObject) answer = answer_to (body);
          JsonArray *calls = recess_json_object_get_array (message_of (answer), "tool_calls");
          JsonNode *node = json_object_get_member (choice_of (answer), "message");
          g_autofree char *message = recess_json_node_to_text (node, FALSE);

          g_assert_cmpuint (turns, <, 4);
          if (calls == NULL)
            break;
          g_string_append_printf (messages, ",%s", message);
          for (guint c = 0; c < json_array_get_length (calls); c++)
            g_string_append_printf (messages, "," RESULT ("%s", "ok"),
                                    json_object_get_string_member (
                                      json_array_get_object_element (calls, c), "id"));
        }
      g_assert_cmpuint (turns, >, 0);
    }
}

static void
test_limit (void)
{
  g_autoptr(JsonObject) answer =
    answer_to ("{" MODEL TOOLS (TIDE "," MOON) "\"max_tokens\":6,\"messages\":["
               USER ("tide in Brest and moon tomorrow") "]}");
  JsonArray *calls = json_object_get_array_member (message_of (answer), "tool_calls");
  JsonObject *call = json_object_get_object_member (json_array_get_object_element (calls, 0),
                                                    "function");
  const char *arguments = json_object_get_string_member (call, "arguments");

  g_assert_cmpuint (json_array_get_length (calls), ==, 1);
  g_assert_cmpstr (json_object_get_string_member (choice_of (answer), "finish_reason"), ==,
                   "length");
  g_assert_true (g_str_has_prefix ("{\"harbour\":\"Brest\"}", arguments));
  g_assert_cmpuint (strlen (arguments), <, strlen ("{\"harbour\":\"Brest\"}"));
}

static void
test_stream (void)
{
  const char *body = "{" MODEL TOOLS (TIDE) "\"stream\":true,\"n\":2,\"messages\":["
                     USER ("tide in Brest, tide in Dover") "]}";
  g_autoptr(JsonObject) request = recess_json_parse_object (body, strlen (body), NULL);
  g_autoptr(GPtrArray) events = recess_practice_complete_stream (practice, request, "c", NOW, NULL);
  g_autoptr(GString) arguments = g_string_new (NULL);
  gint64 last = -1;
  guint pieces = 0;

  for (guint i = 0; i + 1 < events->len; i++)
    {
      gsize length;
      const char *data = g_bytes_get_data (g_ptr_array_index (events, i), &length);
      g_autoptr(JsonObject) chunk = recess_json_parse_object (data + 6, length - 8, NULL);
      JsonObject *choice = choice_of (chunk);
      JsonObject *delta = json_object_get_object_member (choice, "delta");
      JsonArray *calls = recess_json_object_get_array (delta, "tool_calls");
      JsonObject *call;

      if (json_object_get_int_member (choice, "index") != 0 || calls == NULL)
        continue;

      call = json_array_get_object_element (calls, 0);
      g_assert_cmpint (json_object_get_int_member (call, "index"), >=, last);
      g_assert_true (json_object_has_member (call, "id")
                     == (json_object_get_int_member (call, "index") > last));
      g_assert_true (json_object_has_member (call, "type") == json_object_has_member (call, "id"));
      last = json_object_get_int_member (call, "index");
      call = json_object_get_object_member (call, "function");
      g_string_append (arguments, json_object_get_string_member (call, "arguments"));
      pieces++;
    }
  g_assert_cmpint (last, ==, 1);
  g_assert_cmpuint (pieces, >, 6);
  g_assert_cmpstr (arguments->str, ==, "{\"harbour\":\"Brest\"}{\"harbour\":\"Dover\"}");
}

#define FORMAT(schema) \
  "\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"a\"," \
  "\"schema\":" schema "}},"

static void
test_formats (void)
{
  g_autofree char *object = said ("{" MODEL "\"response_format\":{\"type\":\"json_object\"},"
                                  "\"messages\":[" USER ("What is a token?") "]}");
  g_autofree char *answer = said ("{" MODEL FORMAT ("{\"type\":\"object\",\"properties\":{"
                                  "\"answer\":"
                                  "{\"type\":\"string\"}},\"required\":[\"answer\"]}")
                                  "\"messages\":[" USER ("What is a token?") "]}");

  g_assert_true (g_str_has_prefix (object, "{\"answer\":\""));
  g_assert_nonnull (strstr (answer, "tokenizer"));
  assert_said ("{" MODEL FORMAT ("{\"type\":\"object\",\"properties\":{\"name\":{\"type\":"
               "\"string\"},"
               "\"age\":{\"type\":\"integer\"},\"born\":{\"type\":\"string\",\"format\":\"date\"}},"
               "\"required\":[\"name\",\"age\"]}") "\"messages\":["
               USER ("The person is called Ada Lovelace, is 36 years old and was born on "
                     "1815-12-10")
               "]}", "{\"name\":\"Ada Lovelace\",\"age\":36,\"born\":\"1815-12-10\"}");
}

static const char *const hostile[] = {
  "{\"type\":\"object\",\"properties\":{\"a\":{\"$ref\":\"#\"}},\"required\":[\"a\"]}",
  "{\"$defs\":{\"n\":{\"type\":\"object\",\"properties\":{\"next\":{\"anyOf\":[{\"$ref\":"
  "\"#/$defs/n\"},"
  "{\"type\":\"null\"}]}},\"required\":[\"next\"]}},\"type\":\"object\",\"properties\":{\"list\":"
  "{\"$ref\":\"#/$defs/n\"}},\"required\":[\"list\"]}",
  "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"array\",\"items\":{\"type\":\"array\","
  "\"items\":"
  "{\"type\":\"integer\"},\"minItems\":1},\"minItems\":3}},\"required\":[\"a\"]}",
  "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"string\",\"pattern\":\"^(a+)+$\","
  "\"minLength\":40}},\"required\":[\"a\"]}",
  "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"string\",\"minLength\":1000000000}},"
  "\"required\":[\"a\"]}",
  "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"array\",\"minItems\":1000000000}},"
  "\"required\":[\"a\"]}",
  "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"integer\",\"minimum\":1e300}},"
  "\"required\":[\"a\"]}",
  "{\"type\":\"object\",\"properties\":{\"\":{\"type\":\"string\"},\"/\":{\"type\":\"string\"},"
  "\"*\":{\"type\":\"array\",\"items\":{\"type\":\"object\",\"properties\":{\"*\":{}},\"required\":"
  "[\"*\"]}}},\"required\":[\"\",\"/\",\"*\"]}",
  "{\"type\":\"object\",\"oneOf\":[{\"properties\":{\"a\":{\"type\":\"integer\"}},\"required\":["
  "\"a\"]},"
  "{\"properties\":{\"b\":{\"type\":\"integer\"}},\"required\":[\"b\"]}]}",
  "{\"type\":\"object\",\"not\":{}}", "true", "{}", "{\"type\":\"array\"}", "{\"type\":\"string\"}",
};

static void
test_hostile_schemas (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (hostile); i++)
    {
      g_autofree char *body = g_strdup_printf ("{" MODEL FORMAT ("%s") "\"messages\":["
                                               USER ("use 5 things in Rome, and in Oslo") "]}",
                                               hostile[i]);
      g_autofree char *text = NULL;

      if (*hostile[i] != '{')
        continue;

      text = said (body);
      g_assert_true (recess_json_check (text, strlen (text), NULL));
    }
}

/* As many tools as are allowed, a long enum in each, and a long text: bounded, not quick */
static void
test_many_tools (void)
{
  g_autoptr(GString) body = g_string_new ("{" MODEL "\"tools\":[");
  g_autofree char *text = NULL;

  for (guint i = 0; i < 128; i++)
    {
      g_string_append_printf (body, "%s{\"type\":\"function\",\"function\":{\"name\":\"f%u\","
                                    "\"parameters\":"
                              "{\"type\":\"object\",\"properties\":{\"a\":{\"enum\":["
                              "", i > 0 ? "," : "",
                              i);
      for (guint e = 0; e < 300; e++)
        g_string_append_printf (body, "%s\"value%u\"", e > 0 ? "," : "", i * 1000 + e);
      g_string_append (body, "]}}}}}");
    }
  g_string_append (body, "],\"messages\":[{\"role\":\"user\",\"content\":\"");
  for (guint i = 0; i < 100000; i++)
    g_string_append_printf (body, "word%u, ", i);
  g_string_append (body, "f7 with value7012\"}]}");

  text = said (body->str);
  g_assert_true (g_str_has_prefix (text, "f7 "));
}

static void
test_continue (void)
{
  g_autofree char *whole = said ("{" MODEL "\"temperature\":0,\"messages\":["
                                 USER ("What is temperature?") "]}");
  g_autofree char *half = g_strndup (whole, strlen (whole) / 2);
  g_autofree char *quarter = g_strndup (whole, strlen (whole) / 4);
  g_autofree char *next = g_strndup (whole + strlen (quarter), strlen (half) - strlen (quarter));
  g_autofree char *first = recess_json_quote (half);
  g_autofree char *second = recess_json_quote (quarter);
  g_autofree char *third = recess_json_quote (next);
  g_autofree char *asked =
    g_strdup_printf ("{" MODEL "\"messages\":[" USER ("What is temperature?")
                     ",{\"role\":\"assistant\",\"content\":%s}," USER ("Please "
                     "continue.") "]}", first);
  g_autofree char *unasked =
    g_strdup_printf ("{" MODEL "\"messages\":[" USER ("What is temperature?")
                     ",{\"role\":\"assistant\",\"content\":%s}]}", first);
  g_autofree char *twice =
    g_strdup_printf ("{" MODEL "\"messages\":[" USER ("What is temperature?")
                     ",{\"role\":\"assistant\",\"content\":%s}," USER ("go on")
                     ",{\"role\":\"assistant\",\"content\":%s},"
                     "" USER ("go on") "]}", second, third);
  g_autofree char *other =
    g_strdup_printf ("{" MODEL "\"messages\":[" USER ("What is temperature?")
                     ",{\"role\":\"assistant\",\"content\":%s}," USER ("What is a "
                     "token?") "]}", first);
  g_autofree char *other_said = said (other);

  assert_said (asked, whole + strlen (half));
  assert_said (unasked, whole + strlen (half));
  assert_said (twice, whole + strlen (half));
  g_assert_cmpstr (other_said, !=, whole + strlen (half));
}

/* Words and signs in any order; what is answered is JSON that fits. */
static void
test_fuzz (void)
{
  static const char *const words[] = {
    "tide", "moon", "and", ",", "then", ".", "\"", "'", "in", "Brest", "3", "minus", "half", "an",
    "hour", "tomorrow", "a@b.example", "https://x.example/", "$", "%", "to", "saying", "that", ":",
    "\n", "1.", "-", "don't", "letter", "post", "\xc3\xa9\xc3\xa9", "\xe2\x80"
    "\x9c", "#x", "/a/b", "12:30",
    "pm", "March", "2026-02-30", "1e9", "of", "the", "between", "hundred", "not", "off",
  };
  g_autoptr(GRand) random = g_rand_new_with_seed (11);

  for (guint i = 0; i < 400; i++)
    {
      g_autoptr(GString) text = g_string_new (NULL);
      g_autofree char *quoted = NULL;
      g_autofree char *body = NULL;
      g_autofree char *answer = NULL;

      for (int n = g_rand_int_range (random, 0, 30); n > 0; n--)
        g_string_append_printf (text, "%s%s", words[g_rand_int_range (random, 0,
                                                                      G_N_ELEMENTS (words))],
                                g_rand_int_range (random, 0, 4) ? " " : "");
      quoted = recess_json_quote (text->str);
      body = g_strdup_printf ("{" MODEL TOOLS (TIDE "," MOON "," POST) "\"tool_choice\":"
                              "\"required\","
                              "\"messages\":[{\"role\":\"user\",\"content\":%s}]}", quoted);
      answer = said (body);
      g_assert_nonnull (strstr (answer, " {"));
    }
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

  g_test_add_func ("/practice/calls/written", test_written);
  g_test_add_func ("/practice/calls/generated", test_generated);
  g_test_add_func ("/practice/calls/clauses", test_clauses);
  g_test_add_func ("/practice/calls/fillings", test_fillings);
  g_test_add_func ("/practice/calls/terms", test_terms);
  g_test_add_func ("/practice/calls/choices", test_choices);
  g_test_add_func ("/practice/calls/results", test_results);
  g_test_add_func ("/practice/calls/loop-ends", test_loop_ends);
  g_test_add_func ("/practice/calls/limit", test_limit);
  g_test_add_func ("/practice/calls/stream", test_stream);
  g_test_add_func ("/practice/calls/formats", test_formats);
  g_test_add_func ("/practice/calls/hostile-schemas", test_hostile_schemas);
  g_test_add_func ("/practice/calls/many-tools", test_many_tools);
  g_test_add_func ("/practice/calls/continue", test_continue);
  g_test_add_func ("/practice/calls/fuzz", test_fuzz);
  result = g_test_run ();
  g_clear_object (&practice);
  return result;
}
