/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "recess-json.h"
#include "recess-token-count.h"

#define TOKENS_OF_FUNCTIONS 9

/* Beyond it descriptions are left out. */
#define DEEPEST_DESCRIPTION 2
#define DEEPEST_INDENT      32

static void append_properties (GString    *text,
                               JsonObject *schema,
                               guint       indent);

static void
append_description (GString    *text,
                    JsonObject *object,
                    guint       indent)
{
  const char *description = recess_json_object_get_string (object, "description", NULL);

  if (description != NULL && *description != '\0')
    g_string_append_printf (text, "%*s// %s\n", indent, "", description);
}

static gboolean
append_enum (GString    *text,
             JsonObject *schema)
{
  JsonArray *values = recess_json_object_get_array (schema, "enum");

  if (values == NULL)
    return FALSE;

  for (guint i = 0; i < json_array_get_length (values); i++)
    {
      g_autofree char *value = recess_json_node_to_text (json_array_get_element (values, i), FALSE);

      g_string_append_printf (text, "%s%s", i > 0 ? " | " : "", value);
    }

  return TRUE;
}

static void
append_type (GString    *text,
             JsonObject *schema,
             guint       indent)
{
  const char *type = recess_json_object_get_string (schema, "type", "any");

  if (append_enum (text, schema))
    return;

  if (g_str_equal (type, "integer"))
    {
      g_string_append (text, "number");
    }
  else if (g_str_equal (type, "array"))
    {
      JsonObject *items = recess_json_object_get_object (schema, "items");

      if (items != NULL)
        append_type (text, items, indent);
      else
        g_string_append (text, "any");
      g_string_append (text, "[]");
    }
  else if (g_str_equal (type, "object"))
    {
      g_string_append (text, "{\n");
      append_properties (text, schema, MIN (indent + 2, DEEPEST_INDENT));
      g_string_append_printf (text, "%*s}", indent, "");
    }
  else
    {
      g_string_append (text, type);
    }
}

static gboolean
is_required (JsonObject *schema,
             const char *name)
{
  JsonArray *required = recess_json_object_get_array (schema, "required");

  for (guint i = 0; required != NULL && i < json_array_get_length (required); i++)
    {
      JsonNode *node = json_array_get_element (required, i);

      if (JSON_NODE_HOLDS_VALUE (node) && g_strcmp0 (json_node_get_string (node), name) == 0)
        return TRUE;
    }

  return FALSE;
}

static void
append_properties (GString    *text,
                   JsonObject *schema,
                   guint       indent)
{
  JsonObject *properties = recess_json_object_get_object (schema, "properties");
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  if (properties == NULL)
    return;

  json_object_iter_init_ordered (&iter, properties);
  while (json_object_iter_next_ordered (&iter, &name, &node))
    {
      if (!JSON_NODE_HOLDS_OBJECT (node))
        continue;

      if (indent < DEEPEST_DESCRIPTION)
        append_description (text, json_node_get_object (node), indent);
      g_string_append_printf (text, "%*s%s%s: ", indent, "", name,
                              is_required (schema, name) ? "" : "?");
      append_type (text, json_node_get_object (node), indent);
      g_string_append (text, ",\n");
    }
}

static void
append_function (GString    *text,
                 JsonObject *function)
{
  JsonObject *parameters = recess_json_object_get_object (function, "parameters");
  JsonObject *properties = NULL;

  append_description (text, function, 0);
  g_string_append_printf (text, "type %s = (",
                          recess_json_object_get_string (function, "name", ""));
  if (parameters != NULL)
    properties = recess_json_object_get_object (parameters, "properties");
  if (properties != NULL && json_object_get_size (properties) > 0)
    {
      g_string_append (text, "_: {\n");
      append_properties (text, parameters, 0);
      g_string_append_c (text, '}');
    }
  g_string_append (text, ") => any;\n\n");
}

void
recess_token_count_functions (const RecessTokenizer *tokenizer,
                              JsonArray             *tools,
                              RecessTokenCount      *count)
{
  g_autoptr (GString) text = NULL;

  g_return_if_fail (tokenizer != NULL);
  g_return_if_fail (tools != NULL);
  g_return_if_fail (count != NULL);

  if (json_array_get_length (tools) == 0)
    return;

  text = g_string_new ("namespace functions {\n\n");
  for (guint i = 0; i < json_array_get_length (tools); i++)
    {
      JsonNode *node = json_array_get_element (tools, i);
      JsonObject *function;

      if (!JSON_NODE_HOLDS_OBJECT (node))
        continue;

      function = recess_json_object_get_object (json_node_get_object (node), "function");
      append_function (text, function != NULL ? function : json_node_get_object (node));
    }
  g_string_append (text, "} // namespace functions");

  count->estimated = TRUE;
  count->tokens += TOKENS_OF_FUNCTIONS +
                   recess_tokenizer_count (tokenizer, text->str, text->len);
}
