/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "common/recess-json.h"
#include "engine/recess-function-private.h"

static RecessFunction *
make (const char *row)
{
  return recess_function_new (row, strlen (row));
}

static void
test_row (void)
{
  g_autoptr(RecessFunction) function =
    make ("{\"id\":\"func_1\",\"name\":\"add\",\"description\":\"Adds \\\"two\\\"\",\"parameters\":"
          "{ \"minimum\" : 1.50 },\"strict\":true,\"handler\":{\"type\":\"fixed\","
          "\"output\":\"3\"}}");
  g_autofree char *body = recess_function_dup_body (function);
  g_autoptr(GString) tool = g_string_new (NULL);

  g_assert_cmpstr (recess_function_get_id (function), ==, "func_1");
  g_assert_cmpstr (recess_function_get_name (function), ==, "add");
  g_assert_cmpstr (recess_function_get_description (function), ==, "Adds \"two\"");
  g_assert_cmpstr (recess_function_get_parameters (function), ==, "{ \"minimum\" : 1.50 }");
  g_assert_true (recess_function_get_strict (function));
  g_assert_cmpstr (recess_function_get_kind (function), ==, "fixed");

  recess_function_append_tool (function, tool);
  g_assert_cmpstr (tool->str, ==,
                   "{ \"type\": \"function\", \"function\": { \"name\": \"add\", \"description\": "
                   "\"Adds \\\"two\\\"\", \"parameters\": { \"minimum\" : 1.50 }, \"strict\": "
                   "true } }");
  g_assert_true (recess_json_check (body, strlen (body), NULL));
  g_assert_nonnull (strstr (body, "\"handler\": {\"type\":\"fixed\",\"output\":\"3\"}"));
}

static void
test_bare_row (void)
{
  g_autoptr(RecessFunction) function =
    make ("{\"name\":\"f\",\"description\":null,\"parameters\":null,\"strict\":null}");
  g_autoptr(RecessFunction) same = make ("{\"name\":\"f\"}");
  g_autoptr(RecessFunction) other = make ("{\"name\":\"g\"}");
  g_autoptr(RecessFunction) broken = make ("{\"name\":");
  g_autoptr(GString) tool = g_string_new (NULL);

  g_assert_null (recess_function_get_parameters (function));
  g_assert_cmpstr (recess_function_get_kind (function), ==, "ask");
  recess_function_append_tool (function, tool);
  g_assert_cmpstr (tool->str, ==,
                   "{ \"type\": \"function\", \"function\": { \"name\": \"f\" } }");

  g_assert_true (recess_function_equal (function, same));
  g_assert_false (recess_function_equal (function, other));
  g_assert_cmpstr (recess_function_get_name (broken), ==, "");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/functions/row", test_row);
  g_test_add_func ("/functions/bare-row", test_bare_row);

  return g_test_run ();
}
