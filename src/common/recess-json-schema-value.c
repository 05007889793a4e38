/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <float.h>
#include <math.h>
#include <string.h>

#include "recess-json-schema-private.h"

static const struct
{
  RecessJsonTypes type;
  const char     *name;
  const char     *described;
} types[] = {
  { RECESS_JSON_TYPE_STRING, "string", "a string" },
  { RECESS_JSON_TYPE_INTEGER, "integer", "an integer" },
  { RECESS_JSON_TYPE_NUMBER, "number", "a number" },
  { RECESS_JSON_TYPE_BOOLEAN, "boolean", "true or false" },
  { RECESS_JSON_TYPE_ARRAY, "array", "an array" },
  { RECESS_JSON_TYPE_OBJECT, "object", "an object" },
  { RECESS_JSON_TYPE_NULL, "null", "null" },
};

RecessJsonTypes
recess_json_type_from_name (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    if (strcmp (types[i].name, name) == 0)
      return types[i].type;

  return 0;
}

char *
recess_json_types_describe (RecessJsonTypes wanted)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new ();
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    if ((wanted & types[i].type) != 0)
      g_ptr_array_add (words, (gpointer) types[i].described);

  for (guint i = 0; i < words->len; i++)
    {
      if (i > 0)
        g_string_append (text, i + 1 == words->len ? " or " : ", ");
      g_string_append (text, g_ptr_array_index (words, i));
    }

  return g_string_free (text, FALSE);
}

RecessJsonTypes
recess_json_get_type (JsonNode *value)
{
  GType type;

  if (JSON_NODE_HOLDS_OBJECT (value))
    return RECESS_JSON_TYPE_OBJECT;
  if (JSON_NODE_HOLDS_ARRAY (value))
    return RECESS_JSON_TYPE_ARRAY;
  if (JSON_NODE_HOLDS_NULL (value))
    return RECESS_JSON_TYPE_NULL;

  type = json_node_get_value_type (value);
  if (type == G_TYPE_STRING)
    return RECESS_JSON_TYPE_STRING;
  if (type == G_TYPE_BOOLEAN)
    return RECESS_JSON_TYPE_BOOLEAN;
  if (type == G_TYPE_INT64)
    return RECESS_JSON_TYPE_INTEGER;

  /* Beyond the doubles there are only integers: 1e400 is infinite here, and one of them. */
  return trunc (json_node_get_double (value)) == json_node_get_double (value)
             ? RECESS_JSON_TYPE_INTEGER : RECESS_JSON_TYPE_NUMBER;
}

RecessJsonNumber
recess_json_get_number (JsonNode *value)
{
  RecessJsonNumber number = { 0 };

  number.is_integer = json_node_get_value_type (value) == G_TYPE_INT64;
  if (number.is_integer)
    number.integer = json_node_get_int (value);
  number.value = number.is_integer ? (double) number.integer : json_node_get_double (value);

  return number;
}

static int
compare_with_double (gint64 integer,
                     double value)
{
  gint64 whole;

  if (value >= 0x1p63)
    return -1;
  if (value < -0x1p63)
    return 1;

  whole = (gint64) value;
  if (integer != whole)
    return integer < whole ? -1 : 1;

  return (value < (double) whole) - (value > (double) whole);
}

int
recess_json_compare_numbers (const RecessJsonNumber *a,
                             const RecessJsonNumber *b)
{
  if (a->is_integer && b->is_integer)
    return (a->integer > b->integer) - (a->integer < b->integer);
  if (a->is_integer)
    return compare_with_double (a->integer, b->value);
  if (b->is_integer)
    return -compare_with_double (b->integer, a->value);

  return (a->value > b->value) - (a->value < b->value);
}

gboolean
recess_json_is_multiple (const RecessJsonNumber *number,
                         const RecessJsonNumber *step)
{
  double quotient;

  if (number->is_integer && step->is_integer)
    return number->integer % step->integer == 0;

  quotient = number->value / step->value;
  if (!isfinite (quotient))
    return FALSE;

  /* 0.3 is a multiple of 0.1, although their doubles are none of each other. */
  return fabs (quotient - round (quotient)) <= fabs (quotient) * 4 * DBL_EPSILON;
}

static void append_canonical (GString  *text,
                              JsonNode *value);

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static void
append_object (GString    *text,
               JsonObject *object)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  JsonObjectIter iter;
  const char *name;

  json_object_iter_init (&iter, object);
  while (json_object_iter_next (&iter, &name, NULL))
    g_ptr_array_add (names, (gpointer) name);
  g_ptr_array_sort (names, compare_names);

  g_string_append_c (text, '{');
  for (guint i = 0; i < names->len; i++)
    {
      name = g_ptr_array_index (names, i);
      recess_json_append_string (text, name, -1);
      g_string_append_c (text, ':');
      append_canonical (text, json_object_get_member (object, name));
    }
  g_string_append_c (text, '}');
}

static void
append_double (GString *text,
               double   value)
{
  if (value >= -0x1p63 && value < 0x1p63 && value == trunc (value))
    g_string_append_printf (text, "%" G_GINT64_FORMAT, (gint64) value);
  else if (isinf (value))
    g_string_append (text, value < 0 ? "-inf" : "inf");
  else
    recess_json_append_double (text, value);
}

static void
append_canonical (GString  *text,
                  JsonNode *value)
{
  GType type;

  if (JSON_NODE_HOLDS_OBJECT (value))
    {
      append_object (text, json_node_get_object (value));
      return;
    }

  if (JSON_NODE_HOLDS_ARRAY (value))
    {
      JsonArray *array = json_node_get_array (value);

      g_string_append_c (text, '[');
      for (guint i = 0; i < json_array_get_length (array); i++)
        {
          append_canonical (text, json_array_get_element (array, i));
          g_string_append_c (text, ',');
        }
      g_string_append_c (text, ']');
      return;
    }

  type = JSON_NODE_HOLDS_NULL (value) ? G_TYPE_NONE : json_node_get_value_type (value);
  if (type == G_TYPE_STRING)
    recess_json_append_string (text, json_node_get_string (value), -1);
  else if (type == G_TYPE_BOOLEAN)
    g_string_append_c (text, json_node_get_boolean (value) ? 't' : 'f');
  else if (type == G_TYPE_INT64)
    g_string_append_printf (text, "%" G_GINT64_FORMAT, json_node_get_int (value));
  else if (type == G_TYPE_DOUBLE)
    append_double (text, json_node_get_double (value));
  else
    g_string_append_c (text, 'n');
}

char *
recess_json_canonical (JsonNode *value)
{
  GString *text = g_string_new (NULL);

  g_return_val_if_fail (value != NULL, NULL);

  append_canonical (text, value);
  return g_string_free (text, FALSE);
}

static JsonNode *
get_part (JsonNode   *json,
          const char *part)
{
  guint64 position;

  if (JSON_NODE_HOLDS_OBJECT (json))
    return json_object_get_member (json_node_get_object (json), part);

  if (JSON_NODE_HOLDS_ARRAY (json) &&
      g_ascii_string_to_unsigned (part, 10, 0, G_MAXUINT, &position, NULL) &&
      position < json_array_get_length (json_node_get_array (json)))
    return json_array_get_element (json_node_get_array (json), position);

  return NULL;
}

static char *
unescape_part (const char *part)
{
  GString *plain = g_string_new (part);

  g_string_replace (plain, "~1", "/", 0);
  g_string_replace (plain, "~0", "~", 0);
  return g_string_free (plain, FALSE);
}

JsonNode *
recess_json_find_target (JsonNode   *tree,
                         const char *ref)
{
  g_autofree char *pointer = *ref == '#' ? g_uri_unescape_string (ref + 1, NULL) : NULL;
  g_auto (GStrv) parts = NULL;

  if (pointer == NULL || (*pointer != '\0' && *pointer != '/'))
    return NULL;

  parts = g_strsplit (pointer, "/", -1);
  for (guint i = 1; *pointer != '\0' && parts[i] != NULL && tree != NULL; i++)
    {
      g_autofree char *part = unescape_part (parts[i]);

      tree = get_part (tree, part);
    }

  return tree;
}
