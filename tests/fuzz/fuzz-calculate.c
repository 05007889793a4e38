/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "common/recess-json.h"
#include "fuzz.h"
#include "tools/recess-tool-functions.h"

/* Whatever the expression is, there is a number of JSON or an error with words. */
void
fuzz_target (const guint8 *data,
             gsize         size)
{
  g_autofree char *bytes = g_strndup (size > 0 ? (const char *) data : "", MIN (size, 4096));
  g_autofree char *text = g_utf8_make_valid (bytes, -1);
  g_autoptr(JsonObject) arguments = json_object_new ();
  g_autoptr(GError) error = NULL;
  g_autofree char *output = NULL;

  json_object_set_string_member (arguments, "expression", text);
  output = recess_tool_calculate (arguments, &error);
  g_assert_true ((output == NULL) == (error != NULL));
  if (output == NULL)
    g_assert_true (error->domain == RECESS_TOOL_ERROR && *error->message != '\0');
  else
    g_assert_true (recess_json_check (output, strlen (output), NULL));
}
