/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>
#include <string.h>

#include "common/recess-json.h"

static void
test_accepts (void)
{
  static const char * const good[] = {
    "{}", "[]", " [ ] ", "\"\"", "0", "-0", "-0.0e+10", "1E400", "123456789012345678901234567890",
    "null", "true", "false", "\r\n\t 1 \r\n\t", "{\"\":1}", "{\"a\":1,\"a\":2}", "[[],{},[{}]]",
    "\"\\u0000\"", "\"\\ud83d\"", "\"\\udead\\ud83d\"", "\"\\ud83d\\ude00\"",
    "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "\"é€𝄞\xef\xbf\xbf\xf4\x8f\xbf\xbf\x7f\"",
    "[1,2,\"a long enough text to be read by words of eight\"]",
  };

  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autoptr (GError) error = NULL;

      recess_json_check (good[i], strlen (good[i]), &error);
      g_assert_no_error (error);
    }
}

static void
test_refuses (void)
{
  static const char * const bad[] = {
    "", " ", "{", "[", "}", "]", "[1", "[1,", "[1,]", "[,1]", "[1 2]", "{\"a\"}", "{\"a\":}",
    "{\"a\":1,}", "{a:1}", "{'a':1}", "{1:1}", "{\"a\":1 \"b\":2}", "{\"a\":1]", "[1}", "1 2",
    "{} {}", "nul", "nulll", "True", "NaN", "Infinity", "-", "+1", "01", "-01", "1.", ".5", "1e",
    "1e+", "0x10", "1_000", "\"", "\"abc", "\"\\\"", "\"\\x\"", "\"\\u12\"", "\"\\u12g4\"",
    "\"\\", "\"\\u\"", "\"a\nb\"", "\"a\tb\"", "// no\n1", "1 // no", "/* no */ 1",
    "\xef\xbb\xbf{}", "\"\x80\"", "\"\xc0\xaf\"", "\"\xed\xa0\x80\"", "\"\xf4\x90\x80\x80\"",
    "\"\xe2\x82\"", "\"\xff\"", "\xc3\xa9", "[\x0c]", "[\xc2\xa0]", "\"1234567\n90123456\"",
  };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (recess_json_check (bad[i], strlen (bad[i]), &error));
      g_assert_nonnull (error);
      g_assert_true (error->domain == RECESS_JSON_ERROR);
      g_assert_false (recess_json_check (bad[i], strlen (bad[i]), NULL));
    }

  g_assert_false (recess_json_check ("1\0", 2, NULL));
  g_assert_false (recess_json_check ("\"a\0b\"", 5, NULL));
}

static void
test_positions (void)
{
  static const struct
  {
    const char *text;
    int         code;
    const char *message;
  } cases[] = {
    { "", RECESS_JSON_ERROR_SYNTAX, "Line 1, column 1: the text is empty." },
    { "{\n  \"é\": x\n}", RECESS_JSON_ERROR_SYNTAX, "Line 2, column 8: a value was expected." },
    { "[1,\n\n2", RECESS_JSON_ERROR_SYNTAX, "Line 3, column 2: the text ends too early." },
    { "{\"a\":1 ]", RECESS_JSON_ERROR_SYNTAX, "Line 1, column 8: a comma or } was expected." },
    { "\"ab\xff\"", RECESS_JSON_ERROR_ENCODING, "Line 1, column 4: the text is not UTF-8." },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (recess_json_check (cases[i].text, strlen (cases[i].text), &error));
      g_assert_error (error, RECESS_JSON_ERROR, cases[i].code);
      g_assert_cmpstr (error->message, ==, cases[i].message);
    }
}

static GString *
make_nested (guint depth)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < depth; i++)
    g_string_append (text, i % 2 != 0 ? "{\"a\":" : "[");
  g_string_append_c (text, '1');
  for (guint i = depth; i > 0; i--)
    g_string_append_c (text, i % 2 != 0 ? ']' : '}');

  return text;
}

static void
test_depth (void)
{
  g_autoptr (GString) deepest = make_nested (RECESS_JSON_MAX_DEPTH);
  g_autoptr (GString) deeper = make_nested (RECESS_JSON_MAX_DEPTH + 1);
  g_autoptr (GString) abyss = make_nested (100000);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = NULL;
  g_autofree char *text = NULL;

  node = recess_json_parse (deepest->str, deepest->len, &error);
  g_assert_no_error (error);
  text = recess_json_node_to_text (node, FALSE);
  g_assert_cmpstr (text, ==, deepest->str);

  g_assert_false (recess_json_check (deeper->str, deeper->len, &error));
  g_assert_error (error, RECESS_JSON_ERROR, RECESS_JSON_ERROR_DEPTH);
  g_clear_error (&error);

  g_assert_null (recess_json_parse (abyss->str, abyss->len, &error));
  g_assert_error (error, RECESS_JSON_ERROR, RECESS_JSON_ERROR_DEPTH);
  g_assert_nonnull (strstr (error->message, "Line 1, column "));
}

static void
test_parse (void)
{
  const char *json = "{\"s\":\"a\\u0000b\\ud83dc\\ud83d\\ude00\\/\",\"big\":18446744073709551615,"
                     "\"min\":-9223372036854775808,\"d\":0.7,\"e\":5e0,\"t\":true,\"n\":null,"
                     "\"o\":{\"\":1},\"a\":[1,\"2\"],\"twice\":1,\"twice\":2}";
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) object = recess_json_parse_object (json, strlen (json), &error);

  g_assert_no_error (error);
  g_assert_cmpstr (recess_json_object_get_string (object, "s", NULL), ==,
                   "a\xef\xbf\xbd" "b\xef\xbf\xbd" "c😀/");
  g_assert_cmpfloat (recess_json_object_get_double (object, "big", 0), ==, 18446744073709551615.0);
  g_assert_cmpint (recess_json_object_get_int (object, "big", 42), ==, 42);
  g_assert_cmpint (recess_json_object_get_int (object, "min", 0), ==, G_MININT64);
  g_assert_cmpint (recess_json_object_get_int (object, "e", 0), ==, 5);
  g_assert_cmpint (recess_json_object_get_int (object, "d", 42), ==, 42);
  g_assert_cmpint (recess_json_object_get_int (object, "twice", 0), ==, 2);
  g_assert_cmpfloat (recess_json_object_get_double (object, "d", 0), ==, 0.7);
  g_assert_cmpfloat (recess_json_object_get_double (object, "twice", 0), ==, 2);
  g_assert_true (recess_json_object_get_boolean (object, "t", FALSE));
  g_assert_cmpint (json_array_get_length (recess_json_object_get_array (object, "a")), ==, 2);
  g_assert_cmpint (recess_json_object_get_int (recess_json_object_get_object (object, "o"), "", 0),
                   ==, 1);
}

static void
test_getters_of_wrong_type (void)
{
  const char *json = "{\"s\":\"1\",\"i\":1,\"t\":true,\"n\":null,\"o\":{},\"a\":[]}";
  static const char * const names[] = { "s", "i", "t", "n", "o", "a", "absent" };
  g_autoptr (JsonObject) object = recess_json_parse_object (json, strlen (json), NULL);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      const char *name = names[i];

      g_assert_true (*name == 's' ||
                     recess_json_object_get_string (object, name, NULL) == NULL);
      g_assert_true (*name == 'i' || recess_json_object_get_int (object, name, 7) == 7);
      g_assert_true (*name == 'i' || recess_json_object_get_double (object, name, 7) == 7);
      g_assert_true (*name == 't' || !recess_json_object_get_boolean (object, name, FALSE));
      g_assert_true (*name == 'o' || recess_json_object_get_object (object, name) == NULL);
      g_assert_true (g_str_equal (name, "a") ||
                     recess_json_object_get_array (object, name) == NULL);
    }

  g_assert_cmpstr (recess_json_object_get_string (NULL, "s", "x"), ==, "x");
  g_assert_null (recess_json_parse_object ("[]", 2, NULL));
}

static void
test_roots (void)
{
  static const char * const roots[] = { "null", "true", "-12", "-0", "0.5", "\"x\"", "[]", "{}" };

  for (guint i = 0; i < G_N_ELEMENTS (roots); i++)
    {
      g_autoptr (JsonNode) node = recess_json_parse (roots[i], strlen (roots[i]), NULL);
      g_autofree char *text = recess_json_node_to_text (node, FALSE);

      g_assert_cmpstr (text, ==, roots[i]);
    }
}

static void
test_find (void)
{
  const char *json = " { \"a\" : [ {\"model\":1} ] , \"mod\\u0065l\" : 12345678901234567890.10 ,"
                     "\"x\":{\"b\":\"q\\n\"}, \"a\" : \"last\" } ";
  gsize length = strlen (json);
  RecessJsonSpan span;
  g_autofree char *last = recess_json_dup_string (json, length, "a");
  g_autofree char *nested = NULL;

  g_assert_cmpstr (last, ==, "last");
  g_assert_true (recess_json_find_member (json, length, "model", &span));
  g_assert_cmpmem (json + span.start, span.length, "12345678901234567890.10", 23);
  g_assert_null (recess_json_dup_string (json, length, "model"));
  g_assert_false (recess_json_find_member (json, length, "b", NULL));
  g_assert_true (recess_json_find_member (json, length, "x", &span));
  nested = recess_json_dup_string (json + span.start, span.length, "b");
  g_assert_cmpstr (nested, ==, "q\n");

  g_assert_false (recess_json_find_member ("[1]", 3, "a", NULL));
  g_assert_false (recess_json_find_member ("{\"a\":1", 6, "a", NULL));
  g_assert_false (recess_json_find_member ("", 0, "a", NULL));
}

static void
test_set (void)
{
  static const struct
  {
    const char *before;
    const char *name;
    const char *value;
    const char *after;
  } cases[] = {
    { "{}", "a", "1", "{\"a\":1}" },
    { " { } ", "a", "1", " {\"a\":1 } " },
    { "{\"b\":2 }", "a", "[1]", "{\"b\":2,\"a\":[1] }" },
    { "{\"a\" :\t2.50 , \"b\":1e2}", "a", "\"x\"", "{\"a\" :\t\"x\" , \"b\":1e2}" },
    { "{\"\\u0061\":{\"a\":3}}", "a", "null", "{\"\\u0061\":null}" },
    { "{\"a\":1,\"b\":2,\"a\":3}", "a", "4", "{\"a\":1,\"b\":2,\"a\":4}" },
    { "{\"b\":{\"a\":1}}", "a", "2", "{\"b\":{\"a\":1},\"a\":2}" },
    { "{}", "q\"é\n", "{}", "{\"q\\\"é\\n\":{}}" },
    { "{\"a\":1}", "a", NULL, "{}" },
    { "{ \"a\" : 1 }", "a", NULL, "{  }" },
    { "{\"a\":1 , \"b\":2 , \"c\":3 }", "a", NULL, "{\"b\":2 , \"c\":3 }" },
    { "{\"a\":1 , \"b\":2  ,   \"c\":3 }", "b", NULL, "{\"a\":1 , \"c\":3 }" },
    { "{\"a\":1 , \"b\":2 , \"c\":3 }", "c", NULL, "{\"a\":1 , \"b\":2 }" },
    { "{\"a\":1,\"b\":2,\"a\":3}", "a", NULL, "{\"b\":2}" },
    { "{\"b\":1,\"a\":2, \"a\":3}", "a", NULL, "{\"b\":1}" },
    { "{\"a\":1,\"a\":2}", "a", NULL, "{}" },
    { "{\"a\":1}", "b", NULL, "{\"a\":1}" },
    { "[]", "a", "1", NULL },
    { "{\"a\":", "a", NULL, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GBytes) before = g_bytes_new_static (cases[i].before, strlen (cases[i].before));
      g_autoptr (GBytes) after = recess_json_set_member (before, cases[i].name, cases[i].value);

      if (cases[i].after == NULL)
        g_assert_null (after);
      else
        g_assert_cmpmem (g_bytes_get_data (after, NULL), g_bytes_get_size (after),
                         cases[i].after, strlen (cases[i].after));
    }
}

static void
test_write (void)
{
  static const struct
  {
    double      value;
    const char *text;
  } numbers[] = {
    { 0.7, "0.7" }, { 5, "5" }, { -0.1, "-0.1" }, { 1e22, "1e+22" }, { 1.0 / 3, "0.3333333333333333" },
    { 0.1 + 0.2, "0.30000000000000004" }, { INFINITY, "null" }, { NAN, "null" },
  };
  g_autoptr (GString) json = g_string_new (NULL);
  g_autofree char *null = recess_json_quote (NULL);

  recess_json_append_string (json, "a\0\x01\"\\\n\xff" "é\xe2\x82", 11);
  g_assert_cmpstr (json->str, ==,
                   "\"a\\u0000\\u0001\\\"\\\\\\n\xef\xbf\xbd" "é\xef\xbf\xbd\xef\xbf\xbd\"");
  g_assert_cmpstr (null, ==, "null");

  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      g_string_truncate (json, 0);
      recess_json_append_double (json, numbers[i].value);
      g_assert_cmpstr (json->str, ==, numbers[i].text);
    }
}

static void
test_pretty (void)
{
  const char *json = "{\"a\":[1,{}],\"b\":{\"c\":[]}}";
  g_autoptr (JsonNode) node = recess_json_parse (json, strlen (json), NULL);
  g_autofree char *text = recess_json_node_to_text (node, TRUE);

  g_assert_cmpstr (text, ==,
                   "{\n  \"a\": [\n    1,\n    {}\n  ],\n  \"b\": {\n    \"c\": []\n  }\n}");
}

static void
append_random_string (GString *json)
{
  guint n = g_test_rand_int_range (0, 20);

  g_string_append_c (json, '"');
  for (guint i = 0; i < n; i++)
    {
      static const char * const pieces[] = {
        "a", "key", "é", "😀", "\\\"", "\\\\", "\\u0061", "\\ud83d\\ude00", "\\n", " ", "{", "}", ",", ":",
      };

      g_string_append (json, pieces[g_test_rand_int_range (0, G_N_ELEMENTS (pieces))]);
    }
  g_string_append_c (json, '"');
}

static void
append_space (GString *json)
{
  static const char * const spaces[] = { "", "", "", " ", "\n", "\t\r " };

  g_string_append (json, spaces[g_test_rand_int_range (0, G_N_ELEMENTS (spaces))]);
}

static void
append_random (GString *json,
               guint    depth)
{
  static const char * const plain[] = { "null", "true", "0.70", "-1e-7", "98765432109876543210", "1" };
  guint kind = g_test_rand_int_range (0, depth > 0 ? 4 : 2);
  guint n = g_test_rand_int_range (0, 5);

  if (kind == 0)
    g_string_append (json, plain[g_test_rand_int_range (0, G_N_ELEMENTS (plain))]);
  else if (kind == 1)
    append_random_string (json);
  else
    {
      g_string_append_c (json, kind == 2 ? '[' : '{');
      append_space (json);
      for (guint i = 0; i < n; i++)
        {
          if (i > 0)
            g_string_append_c (json, ',');
          append_space (json);
          if (kind == 3)
            {
              append_random_string (json);
              append_space (json);
              g_string_append_c (json, ':');
              append_space (json);
            }
          append_random (json, depth - 1);
          append_space (json);
        }
      g_string_append_c (json, kind == 2 ? ']' : '}');
    }
}

/* Set, find again, remove again: what was there comes back byte for byte. */
static void
test_random (void)
{
  for (guint i = 0; i < 2000; i++)
    {
      g_autoptr (GString) json = g_string_new ("{\"first\":");
      g_autoptr (GString) value = g_string_new (NULL);
      g_autoptr (GBytes) before = NULL;
      g_autoptr (GBytes) with = NULL;
      g_autoptr (GBytes) without = NULL;
      g_autoptr (JsonNode) node = NULL;
      g_autoptr (JsonNode) again = NULL;
      g_autofree char *text = NULL;
      RecessJsonSpan span;
      const char *data;

      append_random (json, 5);
      g_string_append (json, g_test_rand_bit () ? "}" : ", \"k\" : 1 }");
      append_random (value, 3);
      before = g_bytes_new (json->str, json->len);
      with = recess_json_set_member (before, "Ünique", value->str);
      data = g_bytes_get_data (with, NULL);
      g_assert_true (recess_json_check (data, g_bytes_get_size (with), NULL));
      g_assert_true (recess_json_find_member (data, g_bytes_get_size (with), "Ünique", &span));
      g_assert_cmpmem (data + span.start, span.length, value->str, value->len);
      without = recess_json_set_member (with, "Ünique", NULL);
      g_assert_true (g_bytes_equal (before, without));

      node = recess_json_parse (json->str, json->len, NULL);
      text = recess_json_node_to_text (node, g_test_rand_bit ());
      again = recess_json_parse (text, strlen (text), NULL);
      g_assert_true (json_node_equal (node, again));
    }
}

/* Every beginning of a text is refused, and no byte behind the given length is looked at. */
static void
test_cut_off (void)
{
  for (guint i = 0; i < 50; i++)
    {
      g_autoptr (GString) json = g_string_new ("[");

      append_random (json, 4);
      g_string_append_c (json, ']');
      for (gsize n = 0; n < json->len; n++)
        {
          g_autofree char *exact = g_memdup2 (json->str, n);

          g_assert_false (recess_json_check (exact, n, NULL));
        }
    }
}

static void
add_item (const char *item,
          gsize       length,
          gpointer    user_data)
{
  GString *items = user_data;

  g_string_append_len (items, item, length);
  g_string_append_c (items, '|');
}

static void
test_items (void)
{
  static const struct
  {
    const char *array;
    const char *items;
  } cases[] = {
    { " [ 1.50 ,\"a,]\", [ ],{\"b\": [2] } ]", "1.50|\"a,]\"|[ ]|{\"b\": [2] }|" },
    { "[[[1]],null]", "[[1]]|null|" },
    { "[]", "" },
    { "{\"a\":[1]}", "" },
    { "[1,2", "" },
    { "", "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GString) items = g_string_new (NULL);

      recess_json_foreach_item (cases[i].array, strlen (cases[i].array), add_item, items);
      g_assert_cmpstr (items->str, ==, cases[i].items);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/json/accepts", test_accepts);
  g_test_add_func ("/json/refuses", test_refuses);
  g_test_add_func ("/json/positions", test_positions);
  g_test_add_func ("/json/depth", test_depth);
  g_test_add_func ("/json/parse", test_parse);
  g_test_add_func ("/json/getters-of-wrong-type", test_getters_of_wrong_type);
  g_test_add_func ("/json/roots", test_roots);
  g_test_add_func ("/json/find", test_find);
  g_test_add_func ("/json/set", test_set);
  g_test_add_func ("/json/write", test_write);
  g_test_add_func ("/json/pretty", test_pretty);
  g_test_add_func ("/json/random", test_random);
  g_test_add_func ("/json/cut-off", test_cut_off);
  g_test_add_func ("/json/items", test_items);

  return g_test_run ();
}
