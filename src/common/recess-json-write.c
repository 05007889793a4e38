/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>
#include <string.h>

#include "recess-json.h"

static void
append_escape (GString *json,
               guchar   c)
{
  static const char from[] = "\"\\\b\f\n\r\t";
  static const char to[] = "\"\\bfnrt";
  const char *found = c != '\0' ? strchr (from, c) : NULL;

  if (found != NULL)
    {
      g_string_append_c (json, '\\');
      g_string_append_c (json, to[found - from]);
    }
  else
    {
      g_string_append_printf (json, "\\u%04x", c);
    }
}

static void
append_valid (GString    *json,
              const char *text,
              gsize       length)
{
  gsize from = 0;

  for (gsize i = 0; i < length; i++)
    {
      guchar c = text[i];

      if (c >= 0x20 && c != '"' && c != '\\')
        continue;

      g_string_append_len (json, text + from, i - from);
      append_escape (json, c);
      from = i + 1;
    }

  g_string_append_len (json, text + from, length - from);
}

void
recess_json_append_string (GString    *json,
                           const char *text,
                           gssize      length)
{
  gsize left;

  g_return_if_fail (json != NULL);
  g_return_if_fail (text != NULL || length == 0);

  left = length < 0 ? strlen (text) : (gsize) length;
  g_string_append_c (json, '"');
  while (left > 0)
    {
      const char *end = text;
      gsize valid;

      /* A NUL ends the validation too, but is a character like others here. */
      g_utf8_validate_len (text, left, &end);
      valid = end - text;
      append_valid (json, text, valid);
      text += valid;
      left -= valid;
      if (left == 0)
        break;

      if (*text == '\0')
        append_escape (json, '\0');
      else
        g_string_append (json, "\xef\xbf\xbd");
      text++;
      left--;
    }
  g_string_append_c (json, '"');
}

void
recess_json_append_double (GString *json,
                           double   value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  g_return_if_fail (json != NULL);

  if (!isfinite (value))
    {
      g_string_append (json, "null");
      return;
    }

  g_ascii_formatd (text, sizeof text, "%.15g", value);
  if (g_ascii_strtod (text, NULL) != value)
    g_ascii_formatd (text, sizeof text, "%.16g", value);
  if (g_ascii_strtod (text, NULL) != value)
    g_ascii_formatd (text, sizeof text, "%.17g", value);

  g_string_append (json, text);
}

char *
recess_json_quote (const char *text)
{
  GString *json;

  if (text == NULL)
    return g_strdup ("null");

  json = g_string_new (NULL);
  recess_json_append_string (json, text, -1);
  return g_string_free (json, FALSE);
}

static void
append_line (GString *json,
             int      indent)
{
  if (indent < 0)
    return;

  g_string_append_printf (json, "\n%*s", indent, "");
}

static void append_node (GString  *json,
                         JsonNode *node,
                         int       indent);

static void
append_object (GString    *json,
               JsonObject *object,
               int         indent)
{
  int inner = indent < 0 ? indent : indent + 2;
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;
  gboolean any = FALSE;

  g_string_append_c (json, '{');
  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &name, &node))
    {
      if (any)
        g_string_append_c (json, ',');
      append_line (json, inner);
      recess_json_append_string (json, name, -1);
      g_string_append (json, indent < 0 ? ":" : ": ");
      append_node (json, node, inner);
      any = TRUE;
    }
  if (any)
    append_line (json, indent);
  g_string_append_c (json, '}');
}

static void
append_array (GString   *json,
              JsonArray *array,
              int        indent)
{
  int inner = indent < 0 ? indent : indent + 2;
  guint length = json_array_get_length (array);

  g_string_append_c (json, '[');
  for (guint i = 0; i < length; i++)
    {
      if (i > 0)
        g_string_append_c (json, ',');
      append_line (json, inner);
      append_node (json, json_array_get_element (array, i), inner);
    }
  if (length > 0)
    append_line (json, indent);
  g_string_append_c (json, ']');
}

static void
append_value (GString  *json,
              JsonNode *node)
{
  GType type = json_node_get_value_type (node);

  if (type == G_TYPE_STRING)
    recess_json_append_string (json, json_node_get_string (node), -1);
  else if (type == G_TYPE_BOOLEAN)
    g_string_append (json, json_node_get_boolean (node) ? "true" : "false");
  else if (type == G_TYPE_DOUBLE)
    recess_json_append_double (json, json_node_get_double (node));
  else
    g_string_append_printf (json, "%" G_GINT64_FORMAT, json_node_get_int (node));
}

static void
append_node (GString  *json,
             JsonNode *node,
             int       indent)
{
  if (JSON_NODE_HOLDS_OBJECT (node))
    append_object (json, json_node_get_object (node), indent);
  else if (JSON_NODE_HOLDS_ARRAY (node))
    append_array (json, json_node_get_array (node), indent);
  else if (JSON_NODE_HOLDS_VALUE (node))
    append_value (json, node);
  else
    g_string_append (json, "null");
}

char *
recess_json_node_to_text (JsonNode *node,
                          gboolean  pretty)
{
  GString *json;

  g_return_val_if_fail (node != NULL, NULL);

  json = g_string_new (NULL);
  append_node (json, node, pretty ? 0 : -1);
  return g_string_free (json, FALSE);
}
