/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "common/recess-json.h"
#include "tools/recess-call-runner.h"
#include "tools/recess-tool-functions.h"

typedef struct
{
  const char *arguments;
  /* The output from its member "result" on, or what the error says */
  const char *expected;
} Case;

static void
check (const char *function,
       const char *arguments,
       const char *expected)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *output = recess_tool_compute (function, NULL, arguments, &error);
  const char *result;

  if (output == NULL)
    {
      g_test_message ("%s: %s", arguments, error->message);
      g_assert_nonnull (strstr (error->message, expected));
      return;
    }

  g_test_message ("%s: %s", arguments, output);
  g_assert_true (recess_json_check (output, strlen (output), NULL));
  result = strstr (output, "\"result\":");
  g_assert_nonnull (result);
  g_assert_cmpstr (result + strlen ("\"result\":"), ==, expected);
}

static void
calculate (const char *expression,
           const char *expected)
{
  g_autofree char *quoted = recess_json_quote (expression);
  g_autofree char *arguments = g_strdup_printf ("{\"expression\":%s}", quoted);
  g_autofree char *closed = g_strconcat (expected, "}", NULL);

  check ("calculate", arguments, g_ascii_isdigit (*expected) || *expected == '-' ? closed
                                                                                  : expected);
}

static void
test_calculate (void)
{
  static const char *const cases[][2] = {
    { "1 + 2 * 3", "7" }, { "(1 + 2) * 3", "9" }, { "2 ^ 3 ^ 2", "512" }, { "-2 ^ 2", "-4" },
    { "2 ^ -1", "0.5" }, { "2**10", "1024" }, { "10 / 4", "2.5" }, { "10 / 5", "2" },
    { "7 % 3", "1" }, { "-7 % 3", "2" }, { "7 mod 4", "3" }, { "5.5 % 2", "1.5" },
    { "15% of 80", "12" }, { "50%", "0.5" }, { "200 * 10%", "20" }, { "(5 + 5)%", "0.1" },
    { "10 % (3)", "1" }, { "0.1 + 0.2", "0.3" }, { "1e3", "1000" }, { ".5", "0.5" },
    { "5!", "120" }, { "2 * 3!", "12" }, { "2pi", "6.2831853071796" }, { "2 (3 + 4)", "14" },
    { "3 × 4 − 6 ÷ 2", "9" }, { "√16", "4" }, { "π", "3.1415926535898" }, { "--3", "3" },
    { "+-3", "-3" }, { "sqrt(2)", "1.4142135623731" }, { "max(1, 5, 3)", "5" },
    { "min(4; 2)", "2" }, { "round(2.567, 1)", "2.6" }, { "round(2.5)", "3" },
    { "log(1000)", "3" }, { "log(8, 2)", "3" }, { "ln(e)", "1" }, { "gcd(12, 18)", "6" },
    { "lcm(4, 6)", "12" }, { "abs(-3.5)", "3.5" }, { "avg(1, 2, 3, 4)", "2.5" },
    { "SIN(0)", "0" }, { "hypot(3, 4)", "5" }, { "sign(-4)", "-1" }, { "floor(-1.5)", "-2" },
    { "2 ^ 100", "1267650600228229401496703205376" }, { "30!", "265252859812191058636308480000000" },
    { "9999999999999999 + 1", "10000000000000000" }, { "1 / 3 * 3", "1" }, { "0 ^ 0", "1" },
    { "170141183460469231731687303715884105727 + 1", "1.7014118346047e+38" },
    { "(-170141183460469231731687303715884105727 - 1) / -1", "1.7014118346047e+38" },
    { "mod(-170141183460469231731687303715884105727 - 1, -1)", "0" },
    { "gcd(-170141183460469231731687303715884105727 - 1, -1)", "up to 38 digits" },
    { "1 / 0", "zero" }, { "1 % 0", "zero" }, { "0 ^ -1", "zero" }, { "mod(1, 0)", "zero" },
    { "sqrt(-1)", "not a number" }, { "ln(0)", "too large" }, { "1e308 * 10", "too large" },
    { "1e400", "too large" }, { "171!", "factorial" }, { "(-1)!", "factorial" },
    { "2.5!", "factorial" }, { "gcd(1.5, 2)", "whole numbers" }, { "", "breaks off" },
    { "1 +", "breaks off" }, { "(1", "parenthesis" }, { "sqrt(1", "parenthesis" },
    { "sqrt()", "expected" }, { "1 2", "operator" }, { "1,000", "operator" }, { "1)", "operator" },
    { ".", "number" }, { "x + 1", "not known" }, { "nothing(1)", "no such function" },
    { "sqrt(1, 2)", "no such function" }, { "import os", "not known" }, { "1 ? 2", "operator" },
    { "\xf0\x9f\x98\x80", "expected" }, { "1 + %", "expected" }, { "^2", "expected" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    calculate (cases[i][0], cases[i][1]);
}

static void
test_calculate_limits (void)
{
  static const char *const openings[] = { "(", "-", "sqrt(", "2^", "√", "1+(" };

  for (guint i = 0; i < G_N_ELEMENTS (openings); i++)
    {
      g_autoptr(GString) text = g_string_new (NULL);

      while (text->len < 9000)
        g_string_append (text, openings[i]);
      calculate (text->str, "too deeply");
    }

  {
    g_autofree char *sum = g_strnfill (9999, '1');
    g_autofree char *longer = g_strnfill (10001, '1');

    for (guint i = 1; i < 9999; i += 2)
      sum[i] = '+';
    calculate (sum, "5000");
    calculate (longer, "at most 10000 bytes");
  }

  check ("calculate", "{}", "expression");
  check ("calculate", "{\"expression\":7}", "expression");
  check ("calculate", "[]", "");
  check ("calculate", "", "");
  check ("unheard_of", "{}", "unheard_of");
}

static void
test_convert_units (void)
{
  static const Case cases[] = {
    { "{\"value\":5,\"from\":\"mi\",\"to\":\"km\"}", "8.04672}" },
    { "{\"value\":100,\"from\":\"°F\",\"to\":\"celsius\"}", "37.7777777778}" },
    { "{\"value\":-40,\"from\":\"C\",\"to\":\"Fahrenheit\"}", "-40}" },
    { "{\"value\":0,\"from\":\"degrees Celsius\",\"to\":\"K\"}", "273.15}" },
    { "{\"value\":1,\"from\":\"GiB\",\"to\":\"MB\"}", "1073.741824}" },
    { "{\"value\":8,\"from\":\"Mb\",\"to\":\"MB\"}", "1}" },
    { "{\"value\":1,\"from\":\"acre\",\"to\":\"square meters\"}", "4046.8564224}" },
    { "{\"value\":36,\"from\":\"km/h\",\"to\":\"meters per second\"}", "10}" },
    { "{\"value\":2,\"from\":\"POUNDS\",\"to\":\"g\"}", "907.18474}" },
    { "{\"value\":1,\"from\":\"cups\",\"to\":\"ml\"}", "236.5882365}" },
    { "{\"value\":1.5,\"from\":\" hours \",\"to\":\"min\"}", "90}" },
    { "{\"value\":1,\"from\":\"inches\",\"to\":\"cm\"}", "2.54}" },
    { "{\"value\":1,\"from\":\"yd\",\"to\":\"foot\"}", "3}" },
    { "{\"value\":1,\"from\":\"kg\",\"to\":\"m\"}", "mass cannot be converted to a unit of length" },
    { "{\"value\":-300,\"from\":\"C\",\"to\":\"K\"}", "absolute zero" },
    { "{\"value\":1,\"from\":\"parsnip\",\"to\":\"m\"}", "parsnip" },
    { "{\"value\":1,\"from\":\"\",\"to\":\"m\"}", "not known" },
    { "{\"value\":1,\"from\":\"m|km\",\"to\":\"m\"}", "not known" },
    { "{\"value\":1,\"from\":\"s\",\"to\":\"secs\"}", "1}" },
    { "{\"value\":\"1\",\"from\":\"m\",\"to\":\"km\"}", "number" },
    { "{\"value\":1e999,\"from\":\"m\",\"to\":\"km\"}", "number" },
    { "{\"from\":\"m\",\"to\":\"km\"}", "number" },
    { "{\"value\":1,\"from\":\"m\"}", "'to'" },
    { "{\"value\":1,\"from\":7,\"to\":\"m\"}", "'from'" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    check ("convert_units", cases[i].arguments, cases[i].expected);
}

static void
test_tell_time (void)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *berlin = recess_tool_tell_time ("Europe/Berlin", 1795375254, &error);
  g_autofree char *utc = recess_tool_tell_time ("UTC", 951782399, NULL);
  g_autofree char *local = recess_tool_tell_time (NULL, 0, NULL);
  static const char *const wrong[] = { "", "Atlantis/Center", "../../etc/passwd", "/etc/passwd",
                                       "Europe/Berlin ", "\xc3\xbc" };

  g_assert_no_error (error);
  g_assert_cmpstr (berlin, ==,
                   "{\"timezone\":\"Europe/Berlin\",\"datetime\":\"2026-11-22T20:20:54+01:00\","
                   "\"date\":\"2026-11-22\",\"time\":\"20:20:54\",\"weekday\":\"Sunday\","
                   "\"utc_offset\":\"+01:00\"}");
  g_assert_nonnull (strstr (utc, "\"2000-02-28T23:59:59+00:00\""));
  g_assert_nonnull (local);
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_assert_null (recess_tool_tell_time (wrong[i], 0, &error));
      g_assert_error (error, RECESS_TOOL_ERROR, RECESS_TOOL_ERROR_ARGUMENTS);
      g_clear_error (&error);
    }
}

static void
test_tell_time_in_city (void)
{
  static const struct
  {
    const char *city;
    const char *zone;
  } cases[] = {
    { "Tokyo", "{\"timezone\":\"Asia/Tokyo\"," },
    { "new york", "{\"timezone\":\"America/New_York\"," },
    { "S\xc3\xa3o Paulo", NULL },
    { "York", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autofree char *told = recess_tool_tell_time (cases[i].city, 0, &error);

      if (cases[i].zone != NULL)
        g_assert_true (told != NULL && g_str_has_prefix (told, cases[i].zone));
      else
        g_assert_error (error, RECESS_TOOL_ERROR, RECESS_TOOL_ERROR_ARGUMENTS);
    }
}

static JsonObject *
roll (const char *dice)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *arguments = g_strdup_printf ("{\"dice\":\"%s\"}", dice);
  g_autofree char *output = recess_tool_compute ("roll_dice", NULL, arguments, &error);

  g_assert_no_error (error);
  return recess_json_parse_object (output, strlen (output), NULL);
}

static void
test_roll_dice (void)
{
  static const struct
  {
    const char *dice;
    guint       n;
    int         sides;
    int         modifier;
  } cases[] = {
    { "d20", 1, 20, 0 }, { "2d6", 2, 6, 0 }, { "3D8 + 2", 3, 8, 2 }, { "10d10-5", 10, 10, -5 },
    { "d%", 1, 100, 0 }, { "1000d2", 1000, 2, 0 }, { "2d6+1d6+3-1", 3, 6, 2 },
  };
  static const char *const wrong[] = { "", "six", "0d6", "2d1", "2d", "d0", "1001d6", "2d6+",
                                       "2d6x", "d1000001", "99999999999999999999d6", "500d6+501d6" };
  guint seen = 0;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(JsonObject) object = roll (cases[i].dice);
      JsonArray *rolls = json_object_get_array_member (object, "rolls");
      gint64 total = cases[i].modifier;

      g_assert_cmpuint (json_array_get_length (rolls), ==, cases[i].n);
      for (guint j = 0; j < cases[i].n; j++)
        {
          gint64 number = json_array_get_int_element (rolls, j);

          g_assert_cmpint (number, >=, 1);
          g_assert_cmpint (number, <=, cases[i].sides);
          total += number;
        }
      g_assert_cmpint (json_object_get_int_member (object, "total"), ==, total);
      g_assert_cmpint (json_object_get_int_member (object, "modifier"), ==, cases[i].modifier);
    }

  /* Every side comes up; that one does not in 1000 throws happens in 1 of 10^78 runs. */
  {
    g_autoptr(JsonObject) object = roll ("1000d6");
    JsonArray *rolls = json_object_get_array_member (object, "rolls");

    for (guint i = 0; i < 1000; i++)
      seen |= 1u << json_array_get_int_element (rolls, i);
    g_assert_cmpuint (seen, ==, 126);
  }

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autofree char *arguments = g_strdup_printf ("{\"dice\":\"%s\"}", wrong[i]);
      g_autoptr(GError) error = NULL;

      g_assert_null (recess_tool_compute ("roll_dice", NULL, arguments, &error));
      g_assert_error (error, RECESS_TOOL_ERROR, RECESS_TOOL_ERROR_ARGUMENTS);
    }
}

static void
test_date_difference (void)
{
  static const struct
  {
    const char *start;
    const char *end;
    const char *expected;
  } cases[] = {
    { "2026-01-31", "2026-03-01", "\"days\":29,\"in_weeks\":{\"weeks\":4,\"days\":1},"
      "\"in_months\":{\"months\":1,\"days\":1}" },
    { "2024-02-29", "2025-02-28", "\"in_years\":{\"years\":1,\"months\":0,\"days\":0}" },
    { "2026-11-20", "2026-11-23", "\"business_days\":1,\"end_is_before_start\":false" },
    { "2026-11-21", "2026-11-23", "\"business_days\":0" },
    { "2026-11-16", "2026-11-30", "\"business_days\":10" },
    { "2026-11-23", "2026-11-20", "\"days\":-3" },
    { "2026-11-23", "2026-11-20", "\"end_is_before_start\":true" },
    { "2026-05-05", "2026-05-05", "\"days\":0" },
    { "0001-01-01", "9999-12-31", "\"days\":3652058" },
  };
  static const char *const wrong[] = { "", "2026-02-29", "2026-13-01", "2026-1-1", "tomorrow",
                                       "2026-01-01T00:00:00", "+026-01-01", "0000-01-01",
                                       "20260101", "2026-01--1" };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *arguments = g_strdup_printf ("{\"start\":\"%s\",\"end\":\"%s\"}",
                                                    cases[i].start, cases[i].end);
      g_autoptr(GError) error = NULL;
      g_autofree char *output = recess_tool_compute ("date_difference", NULL, arguments, &error);

      g_assert_no_error (error);
      g_test_message ("%s", output);
      g_assert_true (recess_json_check (output, strlen (output), NULL));
      g_assert_nonnull (strstr (output, cases[i].expected));
    }

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autofree char *arguments = g_strdup_printf ("{\"start\":\"%s\",\"end\":\"2026-01-01\"}",
                                                    wrong[i]);
      g_autoptr(GError) error = NULL;

      g_assert_null (recess_tool_compute ("date_difference", NULL, arguments, &error));
      g_assert_nonnull (strstr (error->message, "start"));
    }
}

static JsonArray *
search (const char  *notes,
        const char  *arguments,
        JsonObject **object)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *output = recess_tool_compute ("search_notes", notes, arguments, &error);

  g_assert_no_error (error);
  *object = recess_json_parse_object (output, strlen (output), NULL);
  g_assert_nonnull (*object);
  return json_object_get_array_member (*object, "results");
}

static const char *
get_text (JsonArray *results,
          guint      i)
{
  return json_object_get_string_member (json_array_get_object_element (results, i), "text");
}

static void
test_search_notes (void)
{
  static const char notes[] =
    "Bread needs flour,\nwater and salt.\n  \nThe birthday of Anna is in March. Birthdays!\n\n\n"
    "Die Straße nach Köln.\n\nFlour is in the cellar, flour and more flour.\n";
  g_autoptr(JsonObject) flour = NULL;
  g_autoptr(JsonObject) plural = NULL;
  g_autoptr(JsonObject) folded = NULL;
  g_autoptr(JsonObject) none = NULL;
  g_autoptr(JsonObject) one = NULL;
  g_autoptr(JsonObject) empty = NULL;
  JsonArray *results = search (notes, "{\"query\":\"flour?\"}", &flour);

  g_assert_cmpuint (json_array_get_length (results), ==, 2);
  g_assert_cmpstr (get_text (results, 0), ==, "Flour is in the cellar, flour and more flour.");
  g_assert_cmpstr (get_text (results, 1), ==, "Bread needs flour,\nwater and salt.");

  results = search (notes, "{\"query\":\"annas birthdays\"}", &plural);
  g_assert_cmpuint (json_array_get_length (results), ==, 1);
  results = search (notes, "{\"query\":\"STRASSE\"}", &folded);
  g_assert_cmpstr (get_text (results, 0), ==, "Die Straße nach Köln.");
  results = search (notes, "{\"query\":\"submarine\"}", &none);
  g_assert_cmpuint (json_array_get_length (results), ==, 0);
  results = search (notes, "{\"query\":\"flour\",\"limit\":1}", &one);
  g_assert_cmpuint (json_array_get_length (results), ==, 1);
  results = search ("", "{\"query\":\"\"}", &empty);
  g_assert_cmpuint (json_array_get_length (results), ==, 0);
}

static void
test_search_excerpt (void)
{
  g_autoptr(GString) notes = g_string_new (NULL);
  g_autoptr(JsonObject) object = NULL;
  JsonArray *results;
  const char *text;

  for (guint i = 0; i < 2000; i++)
    g_string_append (notes, i == 1000 ? "nädel " : "hëu ");
  results = search (notes->str, "{\"query\":\"nädel\"}", &object);
  text = get_text (results, 0);
  g_assert_true (g_str_has_prefix (text, "…"));
  g_assert_true (g_str_has_suffix (text, "…"));
  g_assert_nonnull (strstr (text, "nädel"));
  g_assert_cmpint (g_utf8_strlen (text, -1), ==, 502);
}

/* The worst there is: a passage a line, and as many words as count. */
static void
test_search_large (void)
{
  g_autoptr(GString) notes = g_string_new (NULL);
  g_autoptr(GString) query = g_string_new ("{\"query\":\"");
  g_autoptr(JsonObject) object = NULL;
  g_autofree char *longer = NULL;
  g_autofree char *refused = NULL;

  while (notes->len < 1024 * 1024 - 16)
    g_string_append_printf (notes, "w%" G_GSIZE_FORMAT "\n\n", notes->len % 97);
  for (guint i = 0; i < 200; i++)
    g_string_append_printf (query, "w%u ", i);
  g_string_append (query, "\"}");
  search (notes->str, query->str, &object);

  longer = g_strnfill (1024 * 1024 + 1, 'x');
  refused = recess_tool_compute ("search_notes", longer, "{\"query\":\"x\"}", NULL);
  g_assert_null (refused);
}

static void
test_log (void)
{
  g_autofree char *all = recess_call_runner_cut_log ("abc", 0);
  g_autofree char *none = recess_call_runner_cut_log ("abc", RECESS_CALL_MAX_LOG);
  g_autofree char *whole = recess_call_runner_cut_log ("aü€", RECESS_CALL_MAX_LOG - 7);
  g_autofree char *part = recess_call_runner_cut_log ("aü€", RECESS_CALL_MAX_LOG - 2);
  g_autofree char *empty = recess_call_runner_cut_log ("", 0);

  g_assert_cmpstr (all, ==, "abc");
  g_assert_null (none);
  g_assert_null (empty);
  g_assert_cmpstr (whole, ==, "aü€");
  g_assert_true (g_str_has_prefix (part, "a\n["));
  g_assert_true (g_utf8_validate (part, -1, NULL));
}

static void
test_check (void)
{
  g_autoptr(RecessFunction) function =
    recess_function_new ("f", "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"integer\"}},"
                         "\"required\":[\"a\"]}", "{\"type\":\"ask\"}");
  g_autoptr(RecessFunction) wrong = recess_function_new ("f", "{\"type\":7}", "{}");
  g_autoptr(RecessFunction) none = recess_function_new ("f", NULL, "{}");
  static const char *const refused[] = { "", "{", "7", "[]", "null", "{}", "{\"a\":\"1\"}",
                                         "{\"a\":1.5}" };
  g_autoptr(GError) error = NULL;

  g_assert_true (recess_handler_check (function, "{\"a\":1}", NULL));
  g_assert_true (recess_handler_check (none, "{\"b\":1}", NULL));
  g_assert_false (recess_handler_check (wrong, "{}", &error));
  g_assert_nonnull (strstr (error->message, "no JSON Schema"));
  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autoptr(GError) failure = NULL;

      g_assert_false (recess_handler_check (function, refused[i], &failure));
      g_assert_error (failure, RECESS_TOOL_ERROR, RECESS_TOOL_ERROR_ARGUMENTS);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/tools/calculate", test_calculate);
  g_test_add_func ("/tools/calculate/limits", test_calculate_limits);
  g_test_add_func ("/tools/convert-units", test_convert_units);
  g_test_add_func ("/tools/tell-time", test_tell_time);
  g_test_add_func ("/tools/tell-time-in-city", test_tell_time_in_city);
  g_test_add_func ("/tools/roll-dice", test_roll_dice);
  g_test_add_func ("/tools/date-difference", test_date_difference);
  g_test_add_func ("/tools/search-notes", test_search_notes);
  g_test_add_func ("/tools/search-notes/excerpt", test_search_excerpt);
  g_test_add_func ("/tools/search-notes/large", test_search_large);
  g_test_add_func ("/tools/log", test_log);
  g_test_add_func ("/tools/check", test_check);

  return g_test_run ();
}
