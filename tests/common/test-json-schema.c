/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>
#include <string.h>

#include "common/recess-json-schema.h"

typedef struct
{
  const char *schema;
  const char *value;
  const char *fault;
} Case;

static RecessJsonSchema *
make_schema (const char *text)
{
  g_autoptr (GError) error = NULL;
  RecessJsonSchema *schema = recess_json_schema_new (text, strlen (text), &error);

  g_assert_no_error (error);
  g_assert_nonnull (schema);
  return schema;
}

/* NULL as the fault: it fits. Else the first message. */
static void
check_cases (const Case *cases,
             gsize       n_cases)
{
  for (gsize i = 0; i < n_cases; i++)
    {
      g_autoptr (RecessJsonSchema) schema = make_schema (cases[i].schema);
      g_autoptr (GPtrArray) faults =
          recess_json_schema_validate_text (schema, cases[i].value, strlen (cases[i].value), "v");
      const char *message = NULL;

      if (faults->len > 0)
        message = ((RecessJsonFault *) g_ptr_array_index (faults, 0))->message;
      if (g_strcmp0 (message, cases[i].fault) != 0)
        g_error ("%s with %s: “%s”, and not “%s”", cases[i].schema, cases[i].value, message,
                 cases[i].fault);
    }
}

static void
test_types (void)
{
  static const Case cases[] = {
    { "true", "[1]", NULL },
    { "{}", "null", NULL },
    { "false", "1", "v must not be there." },
    { "{\"type\":\"string\"}", "\"a\"", NULL },
    { "{\"type\":\"string\"}", "3", "v must be a string, not 3." },
    { "{\"type\":\"string\"}", "{}", "v must be a string, not an object." },
    { "{\"type\":\"integer\"}", "1.0", NULL },
    { "{\"type\":\"integer\"}", "-0", NULL },
    { "{\"type\":\"integer\"}", "1e3", NULL },
    { "{\"type\":\"integer\"}", "1.5", "v must be an integer, not 1.5." },
    { "{\"type\":\"integer\"}", "123456789012345678901234567890", NULL },
    { "{\"type\":\"integer\"}", "1e400", NULL },
    { "{\"type\":\"integer\"}", "\"1\"", "v must be an integer, not \"1\"." },
    { "{\"type\":\"number\"}", "1", NULL },
    { "{\"type\":\"number\"}", "true", "v must be a number, not true." },
    { "{\"type\":\"boolean\"}", "0", "v must be true or false, not 0." },
    { "{\"type\":\"null\"}", "null", NULL },
    { "{\"type\":\"array\"}", "{}", "v must be an array, not an object." },
    { "{\"type\":[\"string\",\"null\"]}", "null", NULL },
    { "{\"type\":[\"null\",\"string\",\"integer\"]}", "[]",
      "v must be a string, an integer or null, not an array." },
    { "{\"type\":\"string\"}", "{\"a\":", "Line 1, column 6: the text ends too early." },
    { "{\"type\":\"string\"}", "", "Line 1, column 1: the text is empty." },
  };

  check_cases (cases, G_N_ELEMENTS (cases));
}

static void
test_values (void)
{
  static const Case cases[] = {
    { "{\"enum\":[\"kg\",\"lb\"]}", "\"lb\"", NULL },
    { "{\"enum\":[\"kg\",\"lb\"]}", "\"stone\"", "v must be \"kg\" or \"lb\", not \"stone\"." },
    { "{\"enum\":[1,null,true]}", "1.0", NULL },
    { "{\"enum\":[1,null,true]}", "\"1\"", "v must be 1, null or true, not \"1\"." },
    { "{\"enum\":[1]}", "true", "v must be 1, not true." },
    { "{\"enum\":[{\"a\":1,\"b\":[1,2]}]}", "{\"b\":[1.0,2],\"a\":1}", NULL },
    { "{\"enum\":[{\"a\":1,\"b\":[1,2]}]}", "{\"b\":[2,1],\"a\":1}",
      "v must be {\"a\":1,\"b\":[1,2]}, not an object." },
    { "{\"enum\":[[]]}", "[]", NULL },
    { "{\"enum\":[9007199254740993]}", "9007199254740992.0",
      "v must be 9007199254740993, not 9007199254740992." },
    { "{\"const\":\"a\"}", "\"a\"", NULL },
    { "{\"const\":0}", "-0.0", NULL },
    { "{\"const\":0}", "false", "v must be 0, not false." },
    { "{\"const\":{\"a\":[]}}", "{\"a\":{}}", "v must be {\"a\":[]}, not an object." },
    { "{\"const\":\"a,b\"}", "[\"a\",\"b\"]", "v must be \"a,b\", not an array." },
  };

  check_cases (cases, G_N_ELEMENTS (cases));
}

static void
test_numbers (void)
{
  static const Case cases[] = {
    { "{\"minimum\":3}", "3", NULL },
    { "{\"minimum\":3}", "2.9", "v must be at least 3, not 2.9." },
    { "{\"minimum\":3}", "\"2\"", NULL },
    { "{\"exclusiveMinimum\":3}", "3.0", "v must be greater than 3, not 3." },
    { "{\"minimum\":5,\"exclusiveMinimum\":3}", "4", "v must be at least 5, not 4." },
    { "{\"minimum\":3,\"exclusiveMinimum\":3}", "3", "v must be greater than 3, not 3." },
    { "{\"maximum\":1.5}", "1.5", NULL },
    { "{\"maximum\":1.5}", "1.75", "v must be at most 1.5, not 1.75." },
    { "{\"exclusiveMaximum\":0}", "-0.0", "v must be less than 0, not -0." },
    { "{\"maximum\":9007199254740992}", "9007199254740993",
      "v must be at most 9007199254740992, not 9007199254740993." },
    { "{\"multipleOf\":0.1}", "0.3", NULL },
    { "{\"multipleOf\":0.0001}", "0.0075", NULL },
    { "{\"multipleOf\":0.0001}", "0.00751", "v must be a multiple of 0.0001, not 0.00751." },
    { "{\"multipleOf\":2}", "7", "v must be a multiple of 2, not 7." },
    { "{\"multipleOf\":2}", "-8", NULL },
    { "{\"multipleOf\":0.5}", "1e300", NULL },
    { "{\"multipleOf\":0.01}", "19.99", NULL },
  };

  check_cases (cases, G_N_ELEMENTS (cases));
}

static void
test_strings (void)
{
  static const Case cases[] = {
    { "{\"maxLength\":2}", "\"\\ud83d\\ude00\\u00e4\"", NULL },
    { "{\"maxLength\":2}", "\"abc\"", "v must have at most 2 characters, not 3." },
    { "{\"minLength\":1}", "\"\"", "v must have at least 1 character, not 0." },
    { "{\"minLength\":1}", "[]", NULL },
    { "{\"pattern\":\"^a+$\"}", "\"aaa\"", NULL },
    { "{\"pattern\":\"a\"}", "\"xay\"", NULL },
    { "{\"pattern\":\"^a$\"}", "\"a\\n\"", "v must match the pattern ^a$" },
    { "{\"pattern\":\"^\\\\d{3}$\"}", "\"123\"", NULL },
    { "{\"pattern\":\"^\\\\d$\"}", "\"\\u0663\"", "v must match the pattern ^\\d$" },
    { "{\"pattern\":\"^[\\\\w-]+$\"}", "\"a_b-c\"", NULL },
    { "{\"pattern\":\"^[\\\\w-]+$\"}", "\"\\u00e4\"", "v must match the pattern ^[\\w-]+$" },
    { "{\"pattern\":\"^\\\\u00e4\\\\ud83d\\\\ude00$\"}", "\"\\u00e4\\ud83d\\ude00\"", NULL },
    { "{\"pattern\":\"^\\\\p{Lu}\"}", "\"\\u00c4\"", NULL },
    { "{\"pattern\":\"^[[]$\"}", "\"[\"", NULL },
    { "{\"pattern\":\"^.$\"}", "\"\\ud83d\\ude00\"", NULL },
  };

  check_cases (cases, G_N_ELEMENTS (cases));
}

static void
test_formats (void)
{
  static const struct
  {
    const char *format;
    const char *good[12];
    const char *bad[12];
  } formats[] = {
    { "date",
      { "2024-02-29", "2026-11-22", "0000-02-29" },
      { "2023-02-29", "2026-13-01", "2026-00-01", "2026-11-31", "26-11-22", "2026-1-02", "today",
        "", "2026-11-22T00:00:00Z", "2026-11-2\xdb\xb2" } },
    { "time",
      { "18:30:00Z", "18:30:00.25+02:00", "23:59:60Z", "01:29:60+01:30", "18:30:00z" },
      { "18:30", "24:00:00Z", "18:60:00Z", "18:30:00", "18:30:60Z", "18:30:00.Z", "18:30:00+25:00",
        "18:30:00 Z" } },
    { "date-time",
      { "2026-11-22T18:30:00Z", "2026-11-22t18:30:00.123456-08:00", "1990-12-31T23:59:60Z" },
      { "2026-11-22", "2026-11-22 18:30:00Z", "2026-02-30T18:30:00Z", "2026-11-22T18:30:00",
        "2026-11-22T18:30:00Zx" } },
    { "duration",
      { "P3DT4H", "P1Y2M3D", "PT0S", "P4W", "P1M" },
      { "P", "PT", "3D", "P1H", "PT1D", "P1WT1H", "P2D1Y", "P1" } },
    { "email",
      { "ada@example.org", "a.b+c@x-y.de", "\"joe doe\"@example.org" },
      { "ada", "@example.org", "ada@", ".a@b.org", "a..b@c.org", "a b@c.org", "a@-b.org" } },
    { "hostname",
      { "example.org", "localhost", "a-1.b" },
      { "", "-a.org", "a-.org", "a..b", "a_b.org", "\xc3\xa4.org", ".org" } },
    { "ipv4",
      { "192.0.2.1", "0.0.0.0", "255.255.255.255" },
      { "256.0.0.1", "1.2.3", "01.2.3.4", "1.2.3.4 ", "::1", "0x7f.0.0.1" } },
    { "ipv6",
      { "::1", "2001:db8::1", "::ffff:192.0.2.1" },
      { "12345::", "1::2::3", "fe80::1%eth0", "1.2.3.4", "[::1]" } },
    { "uri",
      { "https://example.org/a?b=c#d", "urn:isbn:123", "mailto:a@b.org", "http://[::1]:80/" },
      { "/a", "//example.org", "https://a b", "a", "https://ex%zzample", "http://\xc3\xa4" } },
    { "uri-reference", { "/a?b=c", "", "#x", "https://example.org" }, { "a b", "%g0", "\\a" } },
    { "uuid",
      { "0b8f9a52-6d1c-4f0e-9a53-2f6b5d9f7c11", "0B8F9A52-6D1C-4F0E-9A53-2F6B5D9F7C11" },
      { "0b8f9a526d1c4f0e9a532f6b5d9f7c11", "0b8f9a52-6d1c-4f0e-9a53-2f6b5d9f7c1",
        "gb8f9a52-6d1c-4f0e-9a53-2f6b5d9f7c11", "" } },
    { "regex", { "^a$", "[a-z]+" }, { "(", "[", "*a" } },
    { "json-pointer", { "", "/a/0", "/a~0b~1" }, { "a", "/a~", "/a~2" } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      g_autofree char *text = g_strdup_printf ("{\"format\":\"%s\"}", formats[i].format);
      g_autoptr (RecessJsonSchema) schema = make_schema (text);

      g_assert_cmpuint (recess_json_schema_get_unchecked (schema)->len, ==, 0);
      for (guint j = 0; formats[i].good[j] != NULL || formats[i].bad[j] != NULL; j++)
        {
          g_autofree char *good = recess_json_quote (formats[i].good[j]);
          g_autofree char *bad = recess_json_quote (formats[i].bad[j]);

          if (!recess_json_schema_check_text (schema, good, strlen (good), "v", NULL))
            g_error ("%s refuses %s", formats[i].format, good);
          if (formats[i].bad[j] != NULL &&
              recess_json_schema_check_text (schema, bad, strlen (bad), "v", NULL))
            g_error ("%s takes %s", formats[i].format, bad);
        }
    }
}

#define PLACE "{\"type\":\"object\",\"properties\":{\"city\":{\"type\":\"string\"}," \
              "\"unit\":{\"enum\":[\"c\",\"f\"]}},\"required\":[\"city\"]," \
              "\"additionalProperties\":false}"

static void
test_objects (void)
{
  static const Case cases[] = {
    { PLACE, "{\"city\":\"Bonn\",\"unit\":\"c\"}", NULL },
    { PLACE, "{\"unit\":\"c\"}", "v.city is missing; it is required." },
    { PLACE, "{\"city\":\"Bonn\",\"units\":\"c\"}",
      "v.units is no property here; did you mean “unit”?" },
    { PLACE, "{\"city\":\"Bonn\",\"Unit\":\"c\"}",
      "v.Unit is no property here; did you mean “unit”?" },
    { PLACE, "{\"city\":\"Bonn\",\"when\":\"c\"}",
      "v.when is no property here; there is only “city”, “unit”." },
    { PLACE, "{\"city\":null}", "v.city must be a string, not null." },
    { PLACE, "[]", "v must be an object, not an array." },
    { "{\"additionalProperties\":false}", "{\"\":1}",
      "v[\"\"] must not be there: the schema allows no other properties." },
    { "{\"properties\":{\"a b\":{\"type\":\"null\"}}}", "{\"a b\":1}",
      "v[\"a b\"] must be null, not 1." },
    { "{\"additionalProperties\":{\"type\":\"integer\"}}", "{\"a\":1,\"b\":\"2\"}",
      "v.b must be an integer, not \"2\"." },
    { "{\"properties\":{\"a\":{}},\"additionalProperties\":{\"type\":\"integer\"}}",
      "{\"a\":\"x\",\"b\":2}", NULL },
    { "{\"patternProperties\":{\"^x-\":{\"type\":\"null\"}},\"additionalProperties\":false}",
      "{\"x-a\":null}", NULL },
    { "{\"patternProperties\":{\"^x-\":{\"type\":\"null\"}}}", "{\"x-a\":1}",
      "v.x-a must be null, not 1." },
    { "{\"minProperties\":1}", "{}", "v must have at least 1 property, not 0." },
    { "{\"maxProperties\":1}", "{\"a\":1,\"b\":2}", "v must have at most 1 property, not 2." },
    { "{\"required\":[\"a\"]}", "3", NULL },
  };

  check_cases (cases, G_N_ELEMENTS (cases));
}

static void
test_arrays (void)
{
  static const Case cases[] = {
    { "{\"items\":{\"type\":\"integer\"}}", "[1,2.0]", NULL },
    { "{\"items\":{\"type\":\"integer\"}}", "[1,2,\"x\"]",
      "v[2] must be an integer, not \"x\"." },
    { "{\"properties\":{\"items\":{\"items\":{\"properties\":{\"unit\":{\"const\":1}}}}}}",
      "{\"items\":[{},{},{\"unit\":2}]}", "v.items[2].unit must be 1, not 2." },
    { "{\"prefixItems\":[{\"type\":\"string\"}],\"items\":false}", "[\"a\"]", NULL },
    { "{\"prefixItems\":[{\"type\":\"string\"}],\"items\":false}", "[\"a\",1]",
      "v[1] must not be there." },
    { "{\"items\":[{\"type\":\"string\"}],\"additionalItems\":{\"type\":\"null\"}}", "[\"a\",1]",
      "v[1] must be null, not 1." },
    { "{\"items\":{},\"additionalItems\":false}", "[1]", NULL },
    { "{\"minItems\":2}", "[1]", "v must have at least 2 items, not 1." },
    { "{\"maxItems\":1.0}", "[1,2]", "v must have at most 1 item, not 2." },
    { "{\"uniqueItems\":true}", "[1,\"1\",true,[1],{\"a\":1}]", NULL },
    { "{\"uniqueItems\":true}", "[{\"a\":1,\"b\":2},3,{\"b\":2.0,\"a\":1}]",
      "v[2] must be unlike all other items; it equals item 0." },
    { "{\"uniqueItems\":false}", "[1,1]", NULL },
  };

  check_cases (cases, G_N_ELEMENTS (cases));
}

static void
test_combined (void)
{
  static const Case cases[] = {
    { "{\"anyOf\":[{\"type\":\"string\"},{\"type\":\"null\"}]}", "null", NULL },
    { "{\"anyOf\":[{\"type\":\"string\"},{\"type\":\"null\"}]}", "3",
      "v must be a string or null, not 3." },
    { "{\"anyOf\":[{\"type\":\"string\",\"maxLength\":1},{\"type\":\"null\"}]}", "\"ab\"",
      "v fits none of 2 alternatives; of number 1 differs: v must have at most 1 character, "
      "not 2." },
    { "{\"anyOf\":[{\"type\":\"object\",\"properties\":{\"k\":{\"const\":\"a\"},"
      "\"x\":{\"type\":\"null\"}}},{\"type\":\"object\",\"properties\":{\"k\":{\"const\":\"b\"},"
      "\"x\":{\"type\":\"string\"}}}]}", "{\"k\":\"b\",\"x\":1}",
      "v fits none of 2 alternatives; of number 2 differs: v.x must be a string, not 1." },
    { "{\"anyOf\":[{\"const\":1},false]}", "2",
      "v fits none of 2 alternatives; of number 1 differs: v must be 1, not 2." },
    { "{\"oneOf\":[{\"multipleOf\":2},{\"multipleOf\":3}]}", "4", NULL },
    { "{\"oneOf\":[{\"multipleOf\":2},{\"multipleOf\":3}]}", "6",
      "v must fit one alternative only, and fits numbers 1 and 2." },
    { "{\"allOf\":[{\"minimum\":1},{\"maximum\":3}]}", "4", "v must be at most 3, not 4." },
    { "{\"not\":{\"type\":\"string\"}}", "\"a\"", "v must not be what “not” describes." },
    { "{\"not\":{\"type\":\"string\"}}", "1", NULL },
  };

  check_cases (cases, G_N_ELEMENTS (cases));
}

static void
test_references (void)
{
  static const Case cases[] = {
    { "{\"$ref\":\"#/$defs/a\",\"$defs\":{\"a\":{\"type\":\"null\"}}}", "1",
      "v must be null, not 1." },
    { "{\"$ref\":\"#/definitions/a%20b~1c~0\",\"definitions\":{\"a b/c~\":{\"type\":\"null\"}}}",
      "1", "v must be null, not 1." },
    { "{\"properties\":{\"a\":{\"type\":\"null\"},\"b\":{\"$ref\":\"#/properties/a\"}}}",
      "{\"b\":1}", "v.b must be null, not 1." },
    { "{\"items\":{\"$ref\":\"#/x/1\"},\"x\":[0,{\"type\":\"null\"}]}", "[1]",
      "v[0] must be null, not 1." },
    { "{\"$ref\":\"#leaf\",\"$defs\":{\"a\":{\"$anchor\":\"leaf\",\"type\":\"null\"}}}", "1",
      "v must be null, not 1." },
    { "{\"type\":\"object\",\"properties\":{\"next\":{\"$ref\":\"#\"}},"
      "\"additionalProperties\":false}", "{\"next\":{\"next\":{\"last\":1}}}",
      "v.next.next.last is no property here; there is only “next”." },
    { "{\"$ref\":\"#/$defs/a\",\"maximum\":2,\"$defs\":{\"a\":{\"minimum\":1}}}", "3",
      "v must be at most 2, not 3." },
  };

  check_cases (cases, G_N_ELEMENTS (cases));
}

static void
test_refused (void)
{
  static const struct
  {
    const char *schema;
    const char *message;
  } cases[] = {
    { "3", "p must be a schema: an object, or true or false." },
    { "{\"type\":\"int\"}", "p.type must be \"string\", \"number\", \"integer\", \"boolean\", "
                            "\"array\", \"object\" or \"null\"." },
    { "{\"type\":[]}", "p.type must name at least one type." },
    { "{\"properties\":{\"a\":\"string\"}}",
      "p.properties.a must be a schema: an object, or true or false." },
    { "{\"properties\":[]}", "p.properties must be an object with a schema for each name." },
    { "{\"properties\":{\"a\":{\"required\":true}}}",
      "p.properties.a.required must be an array of names of properties, beside “properties”." },
    { "{\"required\":[1]}", "p.required[0] must be a string." },
    { "{\"enum\":[]}", "p.enum must be an array of the values that are allowed." },
    { "{\"minimum\":\"1\"}", "p.minimum must be a number." },
    { "{\"exclusiveMinimum\":true}", "p.exclusiveMinimum must be a number, the limit itself; true "
                                     "and false are of drafts before 6." },
    { "{\"multipleOf\":0}", "p.multipleOf must be greater than 0." },
    { "{\"minLength\":-1}", "p.minLength must be an integer that is not negative." },
    { "{\"maxItems\":1.5}", "p.maxItems must be an integer that is not negative." },
    { "{\"anyOf\":{}}", "p.anyOf must be an array of schemas, at least one." },
    { "{\"pattern\":\"(\"}", "p.pattern is no regular expression: missing terminating )." },
    { "{\"uniqueItems\":1}", "p.uniqueItems must be true or false." },
    { "{\"description\":1}", "p.description must be a string." },
    { "{\"$ref\":\"#/$defs/b\"}", "p.$ref names a place that is not there; “#/$defs/…” names one "
                                  "of the definitions of this schema." },
    { "{\"$ref\":\"https://example.org/a\"}", "p.$ref leads out of this schema; only places in it "
                                              "can be named: “#/$defs/…”." },
    { "{\"$ref\":\"#/type\",\"type\":\"null\"}",
      "p.type must be a schema: an object, or true or false." },
    { "{\"$ref\":\"#\"}", "p refers to itself without taking in a property or an item on the "
                          "way." },
    { "{\"anyOf\":[{\"type\":\"null\"},{\"$ref\":\"#/$defs/a\"}],"
      "\"$defs\":{\"a\":{\"allOf\":[{\"$ref\":\"#\"}]}}}",
      "p refers to itself without taking in a property or an item on the way." },
    { "{\"type\":", "Line 1, column 9: the text ends too early." },
    { "", "Line 1, column 1: the text is empty." },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GPtrArray) faults = NULL;
      const char *text = cases[i].schema;

      g_assert_null (recess_json_schema_compile (text, strlen (text), "p", &faults));
      g_assert_cmpuint (faults->len, >=, 1);
      g_assert_cmpstr (((RecessJsonFault *) g_ptr_array_index (faults, 0))->message, ==,
                       cases[i].message);
      g_assert_null (recess_json_schema_new (text, strlen (text), NULL));
    }
}

static void
test_unchecked (void)
{
  g_autoptr (RecessJsonSchema) schema =
      make_schema ("{\"type\":\"object\",\"title\":\"T\",\"if\":{},\"properties\":{\"a\":"
                   "{\"contentEncoding\":\"base64\",\"format\":\"int32\",\"default\":1}}}");
  g_autofree char *text = recess_json_faults_join (recess_json_schema_get_unchecked (schema), 9);

  g_assert_cmpstr (text, ==,
                   "schema.if is not checked.\n"
                   "schema.properties.a.contentEncoding is not checked.\n"
                   "schema.properties.a.format is not checked: \"int32\" is a format that Recess "
                   "does not know.");
}

static void
test_many_faults (void)
{
  g_autoptr (RecessJsonSchema) schema = make_schema ("{\"items\":{\"type\":\"string\"}}");
  g_autoptr (GString) value = g_string_new ("[0");
  g_autoptr (GPtrArray) faults = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 1; i < 1000; i++)
    g_string_append_printf (value, ",%u", i);
  g_string_append_c (value, ']');

  faults = recess_json_schema_validate_text (schema, value->str, value->len, "v");
  g_assert_cmpuint (faults->len, ==, RECESS_JSON_SCHEMA_MAX_FAULTS);
  g_assert_false (recess_json_schema_check_text (schema, value->str, value->len, "v", &error));
  g_assert_error (error, RECESS_JSON_SCHEMA_ERROR, RECESS_JSON_SCHEMA_ERROR_MISFIT);
  g_assert_cmpstr (error->message, ==,
                   "v[0] must be a string, not 0.\nv[1] must be a string, not 1.\n"
                   "v[2] must be a string, not 2.\n17 more.");
}

static char *
repeat (const char *part,
        guint       count)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < count; i++)
    g_string_append (text, part);

  return g_string_free (text, FALSE);
}

static void
assert_first (GPtrArray  *faults,
              const char *words)
{
  g_assert_cmpuint (faults->len, >=, 1);
  g_assert_nonnull (strstr (((RecessJsonFault *) g_ptr_array_index (faults, 0))->message, words));
}

/* Each of these would run for years, or over the stack, without a limit. */
static void
test_bounds (void)
{
  g_autofree char *brackets = repeat ("[", 400);
  g_autofree char *closed = repeat ("]", 400);
  g_autofree char *deep = g_strconcat (brackets, closed, NULL);
  g_autoptr (RecessJsonSchema) branching =
      make_schema ("{\"anyOf\":[{\"items\":{\"$ref\":\"#\"},\"minItems\":1},"
                   "{\"items\":{\"$ref\":\"#\"},\"minItems\":1},{\"type\":\"null\"}]}");
  g_autoptr (RecessJsonSchema) runaway = make_schema ("{\"pattern\":\"^(a+)+$\"}");
  g_autofree char *as = repeat ("a", 100);
  g_autofree char *quoted = g_strconcat ("\"", as, "!\"", NULL);
  g_autofree char *longer = repeat ("a", 5000);
  g_autofree char *too_long = g_strconcat ("\"", longer, "\"", NULL);
  g_autoptr (GPtrArray) faults = NULL;

  faults = recess_json_schema_validate_text (branching, deep, strlen (deep), "v");
  assert_first (faults, "v takes too much work to check");
  g_clear_pointer (&faults, g_ptr_array_unref);

  faults = recess_json_schema_validate_text (runaway, quoted, strlen (quoted), "v");
  assert_first (faults, "a pattern of the schema does not come to an end");
  g_clear_pointer (&faults, g_ptr_array_unref);

  faults = recess_json_schema_validate_text (runaway, too_long, strlen (too_long), "v");
  assert_first (faults, "too long to be matched");
}

static void
test_huge_schemas (void)
{
  g_autofree char *nots = repeat ("{\"not\":", 511);
  g_autofree char *ends = repeat ("}", 511);
  g_autofree char *nested = g_strconcat (nots, "{}", ends, NULL);
  g_autofree char *parts = repeat ("{},", 30000);
  g_autofree char *wide = g_strconcat ("{\"anyOf\":[", parts, "{}]}", NULL);
  g_autofree char *spaces = g_strnfill (RECESS_JSON_SCHEMA_MAX_BYTES, ' ');
  g_autofree char *large = g_strconcat ("{}", spaces, NULL);
  g_autoptr (GPtrArray) faults = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_null (recess_json_schema_compile (nested, strlen (nested), "p", &faults));
  assert_first (faults, "is reached by too many references in a row");
  g_clear_pointer (&faults, g_ptr_array_unref);

  g_assert_null (recess_json_schema_compile (wide, strlen (wide), "p", &faults));
  g_assert_cmpuint (faults->len, ==, 1);
  assert_first (faults, "p has more than 20000 parts, which is too many.");

  g_assert_null (recess_json_schema_new (large, strlen (large), &error));
  g_assert_error (error, RECESS_JSON_SCHEMA_ERROR, RECESS_JSON_SCHEMA_ERROR_TOO_LARGE);
}

/* A schema and a value as deep as JSON may be, and a list of a megabyte. */
static void
test_large_values (void)
{
  g_autofree char *items = repeat ("{\"items\":", 300);
  g_autofree char *ends = repeat ("}", 300);
  g_autofree char *text = g_strconcat (items, "{\"type\":\"null\"}", ends, NULL);
  g_autoptr (RecessJsonSchema) deep = make_schema (text);
  g_autofree char *opened = repeat ("[", 300);
  g_autofree char *closed = repeat ("]", 300);
  g_autofree char *value = g_strconcat (opened, "1", closed, NULL);
  g_autoptr (RecessJsonSchema) list =
      make_schema ("{\"items\":{\"type\":\"integer\",\"minimum\":0},\"uniqueItems\":false}");
  g_autofree char *numbers = repeat ("123456,", 150000);
  g_autofree char *array = g_strconcat ("[", numbers, "0]", NULL);
  g_autoptr (GPtrArray) faults = NULL;

  faults = recess_json_schema_validate_text (deep, value, strlen (value), "v");
  g_assert_cmpuint (faults->len, ==, 1);
  assert_first (faults, "[0] must be null, not 1.");

  g_assert_true (recess_json_schema_check_text (list, array, strlen (array), "v", NULL));
}

/* Each part of the schema looks at all of the value, which must not go on for minutes. */
static void
assert_exhausting (const char *part,
                   const char *value)
{
  g_autofree char *parts = repeat (part, 5000);
  g_autofree char *text = g_strconcat ("{\"allOf\":[", parts, "{}]}", NULL);
  g_autoptr (RecessJsonSchema) schema = make_schema (text);
  g_autoptr (GPtrArray) faults = NULL;

  faults = recess_json_schema_validate_text (schema, value, strlen (value), "v");
  assert_first (faults, " takes too much work to check: the schema branches too often, or the "
                        "value is too large.");
}

static void
test_large_value_many_parts (void)
{
  g_autofree char *letters = repeat ("a", 1000000);
  g_autofree char *string = g_strconcat ("\"", letters, "\"", NULL);

  assert_exhausting ("{\"minLength\":1},", string);
  assert_exhausting ("{\"format\":\"uri\"},", string);
}

static void
test_locate (void)
{
  const char *text = " {\n \"a\": [1,\n  {\"b/~\": \"x\", \"a\": []}, []\n ], \"a~\": 2 }";
  static const struct
  {
    const char *pointer;
    const char *value;
    guint       line;
  } cases[] = {
    { "/a/0", "1", 2 },
    { "/a/1/b~1~0", "\"x\"", 3 },
    { "/a/1/a", "[]", 3 },
    { "/a/2", "[]", 3 },
    { "/a~0", "2", 4 },
    { "/a/1/missing/0", "{\"b/~\": \"x\", \"a\": []}", 3 },
    { "/a/2/0", "[]", 3 },
    { "/a/x", "[1,\n  {\"b/~\": \"x\", \"a\": []}, []\n ]", 2 },
  };
  RecessJsonSpan span;
  guint line;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *value = NULL;

      g_assert_true (recess_json_locate (text, strlen (text), cases[i].pointer, &span, &line));
      value = g_strndup (text + span.start, span.length);
      g_assert_cmpstr (value, ==, cases[i].value);
      g_assert_cmpuint (line, ==, cases[i].line);
    }

  g_assert_true (recess_json_locate (text, strlen (text), "", &span, NULL));
  g_assert_cmpuint (span.start, ==, 1);
  g_assert_cmpuint (span.length, ==, strlen (text) - 1);
  g_assert_false (recess_json_locate ("{", 1, "", &span, NULL));
}

static void
test_pointer (void)
{
  g_autoptr (RecessJsonSchema) schema =
      make_schema ("{\"properties\":{\"a/~\":{\"items\":{\"type\":\"null\"}}}}");
  const char *value = "{\"a/~\": [null,\n1]}";
  g_autoptr (GPtrArray) faults =
      recess_json_schema_validate_text (schema, value, strlen (value), "arguments");
  const RecessJsonFault *fault = g_ptr_array_index (faults, 0);
  RecessJsonSpan span;
  guint line;

  g_assert_cmpstr (fault->place, ==, "arguments[\"a/~\"][1]");
  g_assert_cmpstr (fault->pointer, ==, "/a~1~0/1");
  g_assert_true (recess_json_locate (value, strlen (value), fault->pointer, &span, &line));
  g_assert_cmpuint (line, ==, 2);
}

static void
test_view (void)
{
  g_autoptr (RecessJsonSchema) schema =
      make_schema ("{\"properties\":{\"z\":{\"$ref\":\"#/$defs/n\",\"description\":\"Own\"},"
                   "\"a\":{\"enum\":[\"x\",null]},\"m\":{\"allOf\":[{\"$ref\":\"#/$defs/n\"}]},"
                   "\"list\":{\"items\":{\"type\":\"string\"},\"maxItems\":3},"
                   "\"any\":{\"anyOf\":[{\"type\":\"string\"},{\"type\":\"null\"}]}},"
                   "\"required\":[\"a\"],\"additionalProperties\":false,"
                   "\"$defs\":{\"n\":{\"type\":\"integer\",\"minimum\":1,\"exclusiveMaximum\":9,"
                   "\"multipleOf\":2,\"description\":\"Number\",\"default\":4}}}");
  const RecessJsonSchemaNode *root = recess_json_schema_get_root (schema);
  const RecessJsonSchemaNode *node;
  RecessJsonRange range;
  RecessJsonSizes sizes;
  const char *name;
  gboolean required;

  g_assert_cmpint (recess_json_schema_node_get_types (root), ==, RECESS_JSON_TYPE_OBJECT);
  g_assert_cmpuint (recess_json_schema_node_get_n_properties (root), ==, 5);
  g_assert_true (recess_json_schema_node_is_never (recess_json_schema_node_get_additional (root)));

  node = recess_json_schema_node_get_property (root, 0, &name, &required);
  g_assert_cmpstr (name, ==, "z");
  g_assert_false (required);
  g_assert_cmpint (recess_json_schema_node_get_types (node), ==, RECESS_JSON_TYPE_INTEGER);
  g_assert_cmpstr (recess_json_schema_node_get_description (node), ==, "Own");
  recess_json_schema_node_get_range (node, &range);
  g_assert_true (range.min == 1 && !range.min_excluded);
  g_assert_true (range.max == 9 && range.max_excluded);
  g_assert_true (range.step == 2);

  node = recess_json_schema_node_get_property (root, 1, &name, &required);
  g_assert_true (required);
  g_assert_cmpuint (json_array_get_length (recess_json_schema_node_get_enum (node)), ==, 2);
  g_assert_cmpint (recess_json_schema_node_get_types (node), ==,
                   RECESS_JSON_TYPE_STRING | RECESS_JSON_TYPE_NULL);

  node = recess_json_schema_node_find_property (root, "m");
  g_assert_cmpstr (recess_json_schema_node_get_description (node), ==, "Number");
  g_assert_cmpint (json_node_get_int (recess_json_schema_node_get_default (node)), ==, 4);
  g_assert_cmpuint (recess_json_schema_node_get_n_parts (node), ==, 1);

  node = recess_json_schema_node_find_property (root, "list");
  g_assert_cmpint (recess_json_schema_node_get_types (node), ==, RECESS_JSON_TYPE_ARRAY);
  recess_json_schema_node_get_counts (node, &sizes);
  g_assert_cmpuint (sizes.max, ==, 3);
  node = recess_json_schema_node_get_item (node, 7);
  g_assert_cmpint (recess_json_schema_node_get_types (node), ==, RECESS_JSON_TYPE_STRING);

  node = recess_json_schema_node_find_property (root, "any");
  g_assert_cmpuint (recess_json_schema_node_get_n_choices (node), ==, 2);
  node = recess_json_schema_node_get_choice (node, 1);
  g_assert_cmpint (recess_json_schema_node_get_types (node), ==, RECESS_JSON_TYPE_NULL);
  g_assert_null (recess_json_schema_node_find_property (root, "none"));
  recess_json_schema_node_get_range (root, &range);
  g_assert_true (isinf (range.min) && isinf (range.max));
}

static void
test_strict (void)
{
  g_autoptr (RecessJsonSchema) good =
      make_schema ("{\"type\":\"object\",\"properties\":{\"a\":{\"type\":[\"string\",\"null\"]}},"
                   "\"required\":[\"a\"],\"additionalProperties\":false}");
  g_autoptr (RecessJsonSchema) bad =
      make_schema ("{\"properties\":{\"a\":{\"type\":\"object\",\"properties\":{\"b\":{\"allOf\":"
                   "[{}]}},\"additionalProperties\":false}},\"required\":[\"a\"]}");
  g_autoptr (RecessJsonSchema) list = make_schema ("{\"type\":\"array\"}");
  g_autoptr (GPtrArray) none = recess_json_schema_check_strict (good, "schema");
  g_autoptr (GPtrArray) some = recess_json_schema_check_strict (bad, "schema");
  g_autoptr (GPtrArray) root = recess_json_schema_check_strict (list, "schema");
  g_autofree char *text = recess_json_faults_join (some, 9);

  g_assert_cmpuint (none->len, ==, 0);
  g_assert_cmpstr (text, ==,
                   "schema must say “additionalProperties”: false.\n"
                   "schema.properties.a must name all properties in “required”, also “b”; what may "
                   "be absent is written as null there.\n"
                   "schema.properties.a.properties.b.allOf is not among the keywords for strict "
                   "output.");
  assert_first (root, "schema must have “type”: \"object\".");
}

/* Each part is looked at once, however deep it is. */
static void
test_strict_deep (void)
{
  g_autofree char *opened = repeat ("{\"not\":[{\"not\":", 100);
  g_autofree char *closed = repeat ("}]}", 100);
  g_autofree char *nested = g_strconcat ("{\"const\":", opened, "1", closed, "}", NULL);
  g_autoptr (RecessJsonSchema) schema = make_schema (nested);
  g_autoptr (GPtrArray) faults = recess_json_schema_check_strict (schema, "schema");

  g_assert_cmpuint (faults->len, ==, 0);
}

static void
test_function (void)
{
  static const struct
  {
    const char *name;
    const char *parameters;
    const char *fault;
  } cases[] = {
    { "get_weather", "{\"type\":\"object\"}", NULL },
    { "a-b", NULL, NULL },
    { "a", "{}", NULL },
    { "a", "{\"$ref\":\"#/$defs/o\",\"$defs\":{\"o\":{\"properties\":{}}}}", NULL },
    { "", NULL, "name must be 1 to 64 letters, digits, “_” or “-”, without accents or spaces." },
    { "get weather", NULL,
      "name must be 1 to 64 letters, digits, “_” or “-”, without accents or spaces." },
    { "gr\xc3\xb6\xc3\x9f" "e", NULL,
      "name must be 1 to 64 letters, digits, “_” or “-”, without accents or spaces." },
    { "a", "{\"type\":\"string\"}",
      "parameters must have “type”: \"object\": a function takes named arguments." },
    { "a", "true", "parameters must have “type”: \"object\": a function takes named arguments." },
    { "a", "{\"type\":\"objekt\"}",
      "parameters.type must be \"string\", \"number\", \"integer\", \"boolean\", \"array\", "
      "\"object\" or \"null\"." },
  };
  g_autofree char *longest = g_strnfill (64, 'a');
  g_autofree char *longer = g_strnfill (65, 'a');

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const char *parameters = cases[i].parameters;
      g_autoptr (GPtrArray) faults =
          recess_json_schema_check_function (cases[i].name, parameters,
                                             parameters != NULL ? strlen (parameters) : 0);
      const char *message = NULL;

      if (faults->len > 0)
        message = ((RecessJsonFault *) g_ptr_array_index (faults, 0))->message;
      g_assert_cmpstr (message, ==, cases[i].fault);
    }

  g_assert_true (recess_json_schema_is_name (longest));
  g_assert_false (recess_json_schema_is_name (longer));
}

static void
test_text (void)
{
  const char *text = "{ \"type\" : \"object\" }trailing";
  g_autoptr (RecessJsonSchema) schema = recess_json_schema_new (text, 21, NULL);
  g_autoptr (RecessJsonSchema) same = recess_json_schema_ref (schema);

  g_assert_cmpstr (recess_json_schema_get_text (same), ==, "{ \"type\" : \"object\" }");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/json-schema/types", test_types);
  g_test_add_func ("/json-schema/values", test_values);
  g_test_add_func ("/json-schema/numbers", test_numbers);
  g_test_add_func ("/json-schema/strings", test_strings);
  g_test_add_func ("/json-schema/formats", test_formats);
  g_test_add_func ("/json-schema/objects", test_objects);
  g_test_add_func ("/json-schema/arrays", test_arrays);
  g_test_add_func ("/json-schema/combined", test_combined);
  g_test_add_func ("/json-schema/references", test_references);
  g_test_add_func ("/json-schema/refused", test_refused);
  g_test_add_func ("/json-schema/unchecked", test_unchecked);
  g_test_add_func ("/json-schema/many-faults", test_many_faults);
  g_test_add_func ("/json-schema/bounds", test_bounds);
  g_test_add_func ("/json-schema/huge-schemas", test_huge_schemas);
  g_test_add_func ("/json-schema/large-values", test_large_values);
  g_test_add_func ("/json-schema/large-value-many-parts", test_large_value_many_parts);
  g_test_add_func ("/json-schema/locate", test_locate);
  g_test_add_func ("/json-schema/pointer", test_pointer);
  g_test_add_func ("/json-schema/view", test_view);
  g_test_add_func ("/json-schema/strict", test_strict);
  g_test_add_func ("/json-schema/strict-deep", test_strict_deep);
  g_test_add_func ("/json-schema/function", test_function);
  g_test_add_func ("/json-schema/text", test_text);

  return g_test_run ();
}
