/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "common/recess-json.h"

#include "recess-tool-functions.h"

G_DEFINE_QUARK (recess-tool-error-quark, recess_tool_error)

static const struct
{
  const char  *name;
  char       *(*compute) (JsonObject  *arguments,
                          GError     **error);
} functions[] = {
  { "get_current_time", recess_tool_get_current_time },
  { "convert_units", recess_tool_convert_units },
  { "calculate", recess_tool_calculate },
  { "roll_dice", recess_tool_roll_dice },
  { "date_difference", recess_tool_date_difference },
};

const char *
recess_tool_require_text (JsonObject  *arguments,
                          const char  *name,
                          GError     **error)
{
  const char *text;

  g_return_val_if_fail (arguments != NULL, NULL);

  text = recess_json_object_get_string (arguments, name, NULL);
  if (text == NULL)
    g_set_error (error, RECESS_TOOL_ERROR, RECESS_TOOL_ERROR_ARGUMENTS,
                 "The argument '%s' must be given, as a string.", name);
  return text;
}

char *
recess_tool_compute (const char  *function,
                     const char  *notes,
                     const char  *arguments,
                     GError     **error)
{
  g_autoptr(JsonObject) object = NULL;

  g_return_val_if_fail (function != NULL, NULL);
  g_return_val_if_fail (arguments != NULL, NULL);

  object = recess_json_parse_object (arguments, strlen (arguments), error);
  if (object == NULL)
    return NULL;

  if (g_str_equal (function, "search_notes"))
    return recess_tool_search_notes (object, notes != NULL ? notes : "", error);

  for (guint i = 0; i < G_N_ELEMENTS (functions); i++)
    {
      if (g_str_equal (functions[i].name, function))
        return functions[i].compute (object, error);
    }

  g_set_error (error, RECESS_TOOL_ERROR, RECESS_TOOL_ERROR_ARGUMENTS,
               "There is no ready-made function named '%s'.", function);
  return NULL;
}
