/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>

#include "common/recess-api-error.h"

#include "recess-field.h"

static const struct
{
  RecessFieldTypes  type;
  const char       *kind;
} kinds[] = {
  { RECESS_FIELD_STRING, "a string" },
  { RECESS_FIELD_INTEGER, "an integer" },
  { RECESS_FIELD_NUMBER, "a number" },
  { RECESS_FIELD_BOOLEAN, "a boolean" },
  { RECESS_FIELD_ARRAY, "an array" },
  { RECESS_FIELD_OBJECT, "an object" },
  { RECESS_FIELD_NULL, "null" },
};

static RecessFieldTypes
types_of_value (JsonNode *node)
{
  double number;

  switch (json_node_get_value_type (node))
    {
    case G_TYPE_STRING:
      return RECESS_FIELD_STRING;

    case G_TYPE_BOOLEAN:
      return RECESS_FIELD_BOOLEAN;

    case G_TYPE_INT64:
      return RECESS_FIELD_INTEGER | RECESS_FIELD_NUMBER;

    case G_TYPE_DOUBLE:
      number = json_node_get_double (node);
      return number == floor (number) ? RECESS_FIELD_INTEGER | RECESS_FIELD_NUMBER
                                      : RECESS_FIELD_NUMBER;

    default:
      return 0;
    }
}

static RecessFieldTypes
types_of (JsonNode *node)
{
  switch (json_node_get_node_type (node))
    {
    case JSON_NODE_OBJECT:
      return RECESS_FIELD_OBJECT;

    case JSON_NODE_ARRAY:
      return RECESS_FIELD_ARRAY;

    case JSON_NODE_NULL:
      return RECESS_FIELD_NULL;

    case JSON_NODE_VALUE:
    default:
      return types_of_value (node);
    }
}

gboolean
recess_field_node_is (JsonNode         *node,
                      RecessFieldTypes  types)
{
  g_return_val_if_fail (node != NULL, FALSE);

  return (types_of (node) & types) != 0;
}

const char *
recess_field_node_kind (JsonNode *node)
{
  RecessFieldTypes types;

  g_return_val_if_fail (node != NULL, NULL);

  types = types_of (node);
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      if (types & kinds[i].type)
        return kinds[i].kind;
    }

  return "something else";
}

static char *
path_of (const char *path,
         const char *name)
{
  return path != NULL ? g_strconcat (path, ".", name, NULL) : g_strdup (name);
}

static char *
describe (RecessFieldTypes types)
{
  g_autoptr (GString) text = g_string_new (NULL);

  /* That null is allowed helps nobody who sent something else. */
  if (types != RECESS_FIELD_NULL)
    types &= ~RECESS_FIELD_NULL;

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      if (types & kinds[i].type)
        g_string_append_printf (text, "%s%s", text->len > 0 ? " or " : "", kinds[i].kind);
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

gboolean
recess_field_check (JsonObject        *object,
                    const char        *path,
                    const char        *name,
                    RecessFieldTypes   types,
                    GError           **error)
{
  g_autofree char *param = NULL;
  g_autofree char *expected = NULL;
  JsonNode *node;

  g_return_val_if_fail (object != NULL, FALSE);
  g_return_val_if_fail (name != NULL, FALSE);

  node = json_object_get_member (object, name);
  if (node == NULL || recess_field_node_is (node, types))
    return TRUE;

  param = path_of (path, name);
  expected = describe (types);
  recess_set_api_error (error, 400, param, NULL,
                        "Invalid type for '%s': expected %s, but got %s instead.",
                        param, expected, recess_field_node_kind (node));
  return FALSE;
}

gboolean
recess_field_require (JsonObject        *object,
                      const char        *path,
                      const char        *name,
                      RecessFieldTypes   types,
                      GError           **error)
{
  g_autofree char *param = NULL;

  g_return_val_if_fail (object != NULL, FALSE);
  g_return_val_if_fail (name != NULL, FALSE);

  if (json_object_has_member (object, name))
    return recess_field_check (object, path, name, types, error);

  param = path_of (path, name);
  recess_set_api_error (error, 400, param, NULL, "Missing required parameter: '%s'.", param);
  return FALSE;
}

gboolean
recess_field_check_enum (JsonObject          *object,
                         const char          *path,
                         const char          *name,
                         const char * const  *values,
                         GError             **error)
{
  g_autofree char *allowed = NULL;
  g_autofree char *param = NULL;
  const char *value;
  JsonNode *node;

  if (!recess_field_check (object, path, name, RECESS_FIELD_STRING | RECESS_FIELD_NULL, error))
    return FALSE;

  node = json_object_get_member (object, name);
  if (node == NULL || JSON_NODE_HOLDS_NULL (node))
    return TRUE;

  value = json_node_get_string (node);
  if (g_strv_contains (values, value))
    return TRUE;

  param = path_of (path, name);
  allowed = g_strjoinv ("', '", (char **) values);
  recess_set_api_error (error, 400, param, NULL,
                        "Invalid value for '%s': '%.100s'. Supported values are: '%s'.",
                        param, value, allowed);
  return FALSE;
}

gboolean
recess_field_check_range (JsonObject        *object,
                          const char        *path,
                          const char        *name,
                          RecessFieldTypes   types,
                          double             minimum,
                          double             maximum,
                          GError           **error)
{
  g_autofree char *param = NULL;
  JsonNode *node;
  double value;

  if (!recess_field_check (object, path, name, types | RECESS_FIELD_NULL, error))
    return FALSE;

  node = json_object_get_member (object, name);
  if (node == NULL || JSON_NODE_HOLDS_NULL (node))
    return TRUE;

  value = json_node_get_double (node);
  if (value >= minimum && value <= maximum)
    return TRUE;

  param = path_of (path, name);
  recess_set_api_error (error, 400, param, NULL,
                        "Invalid value for '%s': %g is not between %g and %g.",
                        param, value, minimum, maximum);
  return FALSE;
}
