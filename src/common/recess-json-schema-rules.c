/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "recess-json-schema-private.h"

#define MAX_NAME 64
#define MAX_STRICT_DEPTH 10
#define MAX_STRICT_PROPERTIES 5000
#define MAX_STRICT_ENUM 1000

typedef struct
{
  RecessJsonSchema *schema;
  const char       *name;
  GPtrArray        *faults;
  guint             n_properties;
  guint             n_values;
} Strict;

gboolean
recess_json_schema_is_name (const char *name)
{
  gsize length;

  g_return_val_if_fail (name != NULL, FALSE);

  for (length = 0; name[length] != '\0'; length++)
    if (!g_ascii_isalnum (name[length]) && name[length] != '_' && name[length] != '-')
      return FALSE;

  return length > 0 && length <= MAX_NAME;
}

static void
add_warning (Strict     *strict,
             JsonNode   *where,
             const char *predicate)
{
  if (strict->faults->len < RECESS_JSON_SCHEMA_MAX_FAULTS)
    g_ptr_array_add (strict->faults,
                     recess_json_place_find_fault (strict->schema->tree, strict->name, where,
                                                   predicate));
}

static void
check_strict_object (Strict                     *strict,
                     const RecessJsonSchemaNode *node)
{
  guint missing = 0;

  if (node->additional == NULL || !node->additional->never)
    add_warning (strict, node->json, "must say “additionalProperties”: false.");

  for (guint i = 0; node->properties != NULL && i < node->properties->len; i++)
    {
      const char *name = g_array_index (node->properties, RecessJsonProperty, i).name;

      if (!recess_json_schema_node_is_required (node, name) && missing++ == 0)
        {
          g_autofree char *predicate =
              g_strdup_printf ("must name all properties in “required”, also “%s”; what may be "
                               "absent is written as null there.", name);

          add_warning (strict, node->json, predicate);
        }
    }

  strict->n_properties += node->properties != NULL ? node->properties->len : 0;
}

static void
check_strict_keywords (Strict     *strict,
                       JsonObject *object)
{
  static const char *const keywords[] = { "allOf", "oneOf", "not", "if", "then", "else",
                                          "dependentRequired", "dependentSchemas",
                                          "patternProperties", "prefixItems", "uniqueItems",
                                          "minProperties", "maxProperties", "propertyNames",
                                          "contains" };

  for (guint i = 0; i < G_N_ELEMENTS (keywords); i++)
    {
      JsonNode *value = json_object_get_member (object, keywords[i]);

      if (value != NULL)
        add_warning (strict, value, "is not among the keywords for strict output.");
    }
}

static void
check_strict_node (gpointer data,
                   gpointer user_data)
{
  const RecessJsonSchemaNode *node = data;
  Strict *strict = user_data;

  if (!JSON_NODE_HOLDS_OBJECT (node->json))
    return;

  check_strict_keywords (strict, json_node_get_object (node->json));
  if ((node->types & RECESS_JSON_TYPE_OBJECT) != 0 || node->properties != NULL)
    check_strict_object (strict, node);
  if (node->enumeration != NULL)
    strict->n_values += json_array_get_length (node->enumeration);
}

/* Levels of objects and arrays; references are not followed. */
static guint
get_levels (JsonNode *json)
{
  JsonObjectIter iter;
  JsonNode *member;
  const char *name;
  guint levels = 0;

  if (JSON_NODE_HOLDS_ARRAY (json))
    {
      JsonArray *array = json_node_get_array (json);

      for (guint i = 0; i < json_array_get_length (array); i++)
        {
          guint below = get_levels (json_array_get_element (array, i));

          levels = MAX (levels, below);
        }
      return levels;
    }

  if (!JSON_NODE_HOLDS_OBJECT (json))
    return 0;

  json_object_iter_init (&iter, json_node_get_object (json));
  while (json_object_iter_next (&iter, &name, &member))
    {
      guint below = get_levels (member);

      levels = MAX (levels, below);
    }

  return levels + (json_object_has_member (json_node_get_object (json), "properties") ? 1 : 0);
}

GPtrArray *
recess_json_schema_check_strict (RecessJsonSchema *self,
                                 const char       *name)
{
  Strict strict = { self, name, NULL, 0, 0 };

  g_return_val_if_fail (self != NULL && name != NULL, NULL);

  strict.faults = recess_json_faults_new ();
  if (recess_json_schema_node_get_types (self->root) != RECESS_JSON_TYPE_OBJECT)
    add_warning (&strict, self->tree, "must have “type”: \"object\".");
  if (self->root->any != NULL)
    add_warning (&strict, self->tree, "must not be an “anyOf” itself.");

  g_ptr_array_foreach (self->nodes, check_strict_node, &strict);
  if (strict.n_properties > MAX_STRICT_PROPERTIES)
    add_warning (&strict, self->tree, "has more than 5,000 properties.");
  if (strict.n_values > MAX_STRICT_ENUM)
    add_warning (&strict, self->tree, "has more than 1,000 values in “enum”.");
  if (get_levels (self->tree) > MAX_STRICT_DEPTH)
    add_warning (&strict, self->tree, "has objects nested more than 10 deep.");

  return strict.faults;
}

static gboolean
is_object_schema (RecessJsonSchema *schema)
{
  const RecessJsonSchemaNode *root = recess_json_schema_get_root (schema);

  return JSON_NODE_HOLDS_OBJECT (root->json) &&
         (recess_json_schema_node_get_types (root) == RECESS_JSON_TYPE_OBJECT ||
          json_object_get_size (json_node_get_object (root->json)) == 0);
}

GPtrArray *
recess_json_schema_check_function (const char *name,
                                   const char *parameters,
                                   gsize       length)
{
  g_autoptr (RecessJsonSchema) schema = NULL;
  GPtrArray *faults = NULL;

  g_return_val_if_fail (name != NULL, NULL);

  if (parameters != NULL)
    schema = recess_json_schema_compile (parameters, length, "parameters", &faults);
  else
    faults = recess_json_faults_new ();

  if (schema != NULL && !is_object_schema (schema))
    g_ptr_array_add (faults, recess_json_fault_new ("parameters", "",
                                                    "parameters must have “type”: \"object\": a "
                                                    "function takes named arguments."));

  if (!recess_json_schema_is_name (name))
    g_ptr_array_insert (faults, 0,
                        recess_json_fault_new ("name", "",
                                               "name must be 1 to 64 letters, digits, “_” or “-”, "
                                               "without accents or spaces."));

  return faults;
}
