/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>

#include "recess-json-schema-private.h"

/* Where a part says nothing itself, what it leads to is asked; compiling has refused loops. */
static const RecessJsonSchemaNode *
get_next (const RecessJsonSchemaNode *node)
{
  if (node->ref != NULL)
    return node->ref;

  return node->all != NULL && node->all->len == 1 ? g_ptr_array_index (node->all, 0) : NULL;
}

static JsonNode *
get_keyword (const RecessJsonSchemaNode *node,
             const char                 *keyword)
{
  for (; node != NULL; node = get_next (node))
    {
      JsonNode *value = JSON_NODE_HOLDS_OBJECT (node->json)
                            ? json_object_get_member (json_node_get_object (node->json), keyword)
                            : NULL;

      if (value != NULL)
        return value;
    }

  return NULL;
}

static const char *
get_text (const RecessJsonSchemaNode *node,
          const char                 *keyword)
{
  JsonNode *value = get_keyword (node, keyword);

  return value != NULL && recess_json_get_type (value) == RECESS_JSON_TYPE_STRING
             ? json_node_get_string (value) : NULL;
}

static JsonArray *
get_array (const RecessJsonSchemaNode *node,
           const char                 *keyword)
{
  JsonNode *value = get_keyword (node, keyword);

  return value != NULL && JSON_NODE_HOLDS_ARRAY (value) ? json_node_get_array (value) : NULL;
}

static const RecessJsonSchemaNode *
find_with_properties (const RecessJsonSchemaNode *node)
{
  while (node != NULL && node->properties == NULL)
    node = get_next (node);

  return node;
}

const RecessJsonSchemaNode *
recess_json_schema_get_root (RecessJsonSchema *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->root;
}

static RecessJsonTypes
get_types_of_values (JsonArray *values)
{
  RecessJsonTypes types = 0;

  for (guint i = 0; i < json_array_get_length (values); i++)
    types |= recess_json_get_type (json_array_get_element (values, i));

  return types;
}

static RecessJsonTypes
get_own_types (const RecessJsonSchemaNode *node)
{
  if (node->types != 0)
    return node->types;
  if (node->constant != NULL)
    return recess_json_get_type (node->constant);
  if (node->enumeration != NULL)
    return get_types_of_values (node->enumeration);
  if (node->properties != NULL || node->required != NULL)
    return RECESS_JSON_TYPE_OBJECT;
  if (node->items != NULL || node->prefix != NULL)
    return RECESS_JSON_TYPE_ARRAY;

  return 0;
}

RecessJsonTypes
recess_json_schema_node_get_types (const RecessJsonSchemaNode *node)
{
  RecessJsonTypes types = 0;

  g_return_val_if_fail (node != NULL, 0);

  for (; node != NULL && types == 0; node = get_next (node))
    types = get_own_types (node);

  return types;
}

const char *
recess_json_schema_node_get_title (const RecessJsonSchemaNode *node)
{
  g_return_val_if_fail (node != NULL, NULL);

  return get_text (node, "title");
}

const char *
recess_json_schema_node_get_description (const RecessJsonSchemaNode *node)
{
  g_return_val_if_fail (node != NULL, NULL);

  return get_text (node, "description");
}

const char *
recess_json_schema_node_get_format (const RecessJsonSchemaNode *node)
{
  g_return_val_if_fail (node != NULL, NULL);

  return get_text (node, "format");
}

const char *
recess_json_schema_node_get_pattern (const RecessJsonSchemaNode *node)
{
  g_return_val_if_fail (node != NULL, NULL);

  return get_text (node, "pattern");
}

JsonNode *
recess_json_schema_node_get_default (const RecessJsonSchemaNode *node)
{
  g_return_val_if_fail (node != NULL, NULL);

  return get_keyword (node, "default");
}

JsonNode *
recess_json_schema_node_get_const (const RecessJsonSchemaNode *node)
{
  g_return_val_if_fail (node != NULL, NULL);

  return get_keyword (node, "const");
}

JsonArray *
recess_json_schema_node_get_enum (const RecessJsonSchemaNode *node)
{
  g_return_val_if_fail (node != NULL, NULL);

  return get_array (node, "enum");
}

JsonArray *
recess_json_schema_node_get_examples (const RecessJsonSchemaNode *node)
{
  g_return_val_if_fail (node != NULL, NULL);

  return get_array (node, "examples");
}

JsonNode *
recess_json_schema_node_get_json (const RecessJsonSchemaNode *node)
{
  g_return_val_if_fail (node != NULL, NULL);

  return node->json;
}

static gboolean
has_range (const RecessJsonSchemaNode *node)
{
  return isfinite (node->min.number.value) || isfinite (node->max.number.value) ||
         node->step.value > 0;
}

void
recess_json_schema_node_get_range (const RecessJsonSchemaNode *node,
                                   RecessJsonRange            *range)
{
  const RecessJsonSchemaNode *next;

  g_return_if_fail (node != NULL && range != NULL);

  while (!has_range (node) && (next = get_next (node)) != NULL)
    node = next;

  range->min = node->min.number.value;
  range->max = node->max.number.value;
  range->min_excluded = node->min.excluded;
  range->max_excluded = node->max.excluded;
  range->step = node->step.value;
}

static gboolean
has_sizes (const RecessJsonSizes *sizes)
{
  return sizes->min > 0 || sizes->max < G_MAXUINT64;
}

void
recess_json_schema_node_get_lengths (const RecessJsonSchemaNode *node,
                                     RecessJsonSizes            *sizes)
{
  const RecessJsonSchemaNode *next;

  g_return_if_fail (node != NULL && sizes != NULL);

  while (!has_sizes (&node->lengths) && (next = get_next (node)) != NULL)
    node = next;

  *sizes = node->lengths;
}

void
recess_json_schema_node_get_counts (const RecessJsonSchemaNode *node,
                                    RecessJsonSizes            *sizes)
{
  const RecessJsonSchemaNode *next;

  g_return_if_fail (node != NULL && sizes != NULL);

  while (!has_sizes (&node->item_counts) && (next = get_next (node)) != NULL)
    node = next;

  *sizes = node->item_counts;
}

gboolean
recess_json_schema_node_get_unique (const RecessJsonSchemaNode *node)
{
  g_return_val_if_fail (node != NULL, FALSE);

  for (; node != NULL; node = get_next (node))
    if (node->unique)
      return TRUE;

  return FALSE;
}

guint
recess_json_schema_node_get_n_properties (const RecessJsonSchemaNode *node)
{
  g_return_val_if_fail (node != NULL, 0);

  node = find_with_properties (node);
  return node != NULL ? node->properties->len : 0;
}

const RecessJsonSchemaNode *
recess_json_schema_node_get_property (const RecessJsonSchemaNode  *node,
                                      guint                        position,
                                      const char                 **name,
                                      gboolean                    *required)
{
  const RecessJsonSchemaNode *owner;
  const RecessJsonProperty *property;

  g_return_val_if_fail (node != NULL, NULL);

  owner = find_with_properties (node);
  g_return_val_if_fail (owner != NULL && position < owner->properties->len, NULL);

  property = &g_array_index (owner->properties, RecessJsonProperty, position);
  if (name != NULL)
    *name = property->name;
  if (required != NULL)
    *required = recess_json_schema_node_is_required (node, property->name);

  return property->node;
}

const RecessJsonSchemaNode *
recess_json_schema_node_find_property (const RecessJsonSchemaNode *node,
                                       const char                 *name)
{
  g_return_val_if_fail (node != NULL && name != NULL, NULL);

  node = find_with_properties (node);
  return node != NULL ? g_hash_table_lookup (node->properties_by_name, name) : NULL;
}

gboolean
recess_json_schema_node_is_required (const RecessJsonSchemaNode *node,
                                     const char                 *name)
{
  g_return_val_if_fail (node != NULL && name != NULL, FALSE);

  for (; node != NULL; node = get_next (node))
    if (node->required != NULL &&
        g_ptr_array_find_with_equal_func (node->required, name, g_str_equal, NULL))
      return TRUE;

  return FALSE;
}

const RecessJsonSchemaNode *
recess_json_schema_node_get_additional (const RecessJsonSchemaNode *node)
{
  g_return_val_if_fail (node != NULL, NULL);

  for (; node != NULL; node = get_next (node))
    if (node->additional != NULL)
      return node->additional;

  return NULL;
}

const RecessJsonSchemaNode *
recess_json_schema_node_get_item (const RecessJsonSchemaNode *node,
                                  guint                       position)
{
  const RecessJsonSchemaNode *next;

  g_return_val_if_fail (node != NULL, NULL);

  while (node->prefix == NULL && node->items == NULL && (next = get_next (node)) != NULL)
    node = next;

  if (node->prefix != NULL && position < node->prefix->len)
    return g_ptr_array_index (node->prefix, position);
  return node->items;
}

guint
recess_json_schema_node_get_n_prefix (const RecessJsonSchemaNode *node)
{
  g_return_val_if_fail (node != NULL, 0);

  for (; node != NULL; node = get_next (node))
    if (node->prefix != NULL)
      return node->prefix->len;

  return 0;
}

static GPtrArray *
get_choices (const RecessJsonSchemaNode *node)
{
  for (; node != NULL; node = get_next (node))
    {
      if (node->any != NULL)
        return node->any;
      if (node->one != NULL)
        return node->one;
    }

  return NULL;
}

guint
recess_json_schema_node_get_n_choices (const RecessJsonSchemaNode *node)
{
  GPtrArray *choices;

  g_return_val_if_fail (node != NULL, 0);

  choices = get_choices (node);
  return choices != NULL ? choices->len : 0;
}

const RecessJsonSchemaNode *
recess_json_schema_node_get_choice (const RecessJsonSchemaNode *node,
                                    guint                       position)
{
  GPtrArray *choices;

  g_return_val_if_fail (node != NULL, NULL);

  choices = get_choices (node);
  g_return_val_if_fail (choices != NULL && position < choices->len, NULL);

  return g_ptr_array_index (choices, position);
}

guint
recess_json_schema_node_get_n_parts (const RecessJsonSchemaNode *node)
{
  g_return_val_if_fail (node != NULL, 0);

  return node->all != NULL ? node->all->len : 0;
}

const RecessJsonSchemaNode *
recess_json_schema_node_get_part (const RecessJsonSchemaNode *node,
                                  guint                       position)
{
  g_return_val_if_fail (node != NULL && node->all != NULL, NULL);
  g_return_val_if_fail (position < node->all->len, NULL);

  return g_ptr_array_index (node->all, position);
}

gboolean
recess_json_schema_node_is_never (const RecessJsonSchemaNode *node)
{
  g_return_val_if_fail (node != NULL, FALSE);

  for (; node != NULL; node = get_next (node))
    if (node->never)
      return TRUE;

  return FALSE;
}
