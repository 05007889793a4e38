/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "recess-json-schema-check.h"

gboolean
recess_json_schema_has_type (const RecessJsonSchemaNode *node,
                             JsonNode                   *value)
{
  RecessJsonTypes type;

  if (node->types == 0)
    return TRUE;

  type = recess_json_get_type (value);
  if (type == RECESS_JSON_TYPE_INTEGER)
    type |= RECESS_JSON_TYPE_NUMBER;
  return (node->types & type) != 0;
}

/* Whether it fits, and nothing told; ends at the first fault. */
static gboolean
try_node (RecessJsonSchemaCheck      *check,
          const RecessJsonSchemaNode *node,
          JsonNode                   *value,
          const RecessJsonPlace      *place)
{
  GPtrArray *faults = g_steal_pointer (&check->faults);
  gboolean fits = recess_json_schema_check_node (check, node, value, place);

  check->faults = faults;
  return fits;
}

static const RecessJsonSchemaNode *
follow (const RecessJsonSchemaNode *node)
{
  while (node->ref != NULL && node->types == 0 && node->properties == NULL)
    node = node->ref;

  return node;
}

/* Whether the members that tell alternatives apart, those with a const or enum, are as @node has
 * them. */
static gboolean
has_marks (RecessJsonSchemaCheck      *check,
           const RecessJsonSchemaNode *node,
           JsonNode                   *value,
           const RecessJsonPlace      *place)
{
  JsonObject *object;

  if (!JSON_NODE_HOLDS_OBJECT (value) || node->properties == NULL)
    return FALSE;

  object = json_node_get_object (value);
  for (guint i = 0; i < node->properties->len; i++)
    {
      RecessJsonProperty property = g_array_index (node->properties, RecessJsonProperty, i);
      JsonNode *member = json_object_get_member (object, property.name);

      if (property.node->constant == NULL && property.node->enumeration == NULL)
        continue;
      if (member == NULL || !try_node (check, property.node, member, place))
        return FALSE;
    }

  return TRUE;
}

/* The alternative that was probably meant; NULL where the value has the type of none. */
static const RecessJsonSchemaNode *
find_nearest (RecessJsonSchemaCheck *check,
              GPtrArray             *choices,
              JsonNode              *value,
              const RecessJsonPlace *place,
              guint                 *position)
{
  const RecessJsonSchemaNode *nearest = NULL;

  for (guint i = 0; i < choices->len && check->exhausted == NULL; i++)
    {
      const RecessJsonSchemaNode *choice = follow (g_ptr_array_index (choices, i));
      gboolean marked;

      if (choice->never || !recess_json_schema_has_type (choice, value))
        continue;

      marked = has_marks (check, choice, value, place);
      if (nearest == NULL || marked)
        {
          nearest = g_ptr_array_index (choices, i);
          *position = i;
        }
      if (marked)
        break;
    }

  return nearest;
}

static RecessJsonTypes
get_all_types (GPtrArray *choices)
{
  RecessJsonTypes types = 0;

  for (guint i = 0; i < choices->len; i++)
    {
      const RecessJsonSchemaNode *choice = follow (g_ptr_array_index (choices, i));

      if (choice->types == 0)
        return 0;
      types |= choice->types;
    }

  return types;
}

static gboolean
tell_type (RecessJsonSchemaCheck *check,
           GPtrArray             *choices,
           JsonNode              *value,
           const RecessJsonPlace *place)
{
  RecessJsonTypes types = get_all_types (choices);
  g_autofree char *wanted = recess_json_types_describe (types);
  g_autofree char *found = recess_json_excerpt (value);

  if (types != 0)
    return recess_json_schema_check_fault (check, place, "must be %s, not %s.", wanted, found);

  return recess_json_schema_check_fault (check, place, "fits none of %u alternatives.",
                                         choices->len);
}

/* Says what keeps the value from the alternative that was probably meant. */
static gboolean
tell_nearest (RecessJsonSchemaCheck *check,
              GPtrArray             *choices,
              JsonNode              *value,
              const RecessJsonPlace *place)
{
  const RecessJsonSchemaNode *nearest;
  g_autoptr (GPtrArray) inner = NULL;
  GPtrArray *faults = check->faults;
  const RecessJsonFault *fault;
  guint position = 0;

  if (faults == NULL || check->exhausted != NULL)
    return FALSE;

  nearest = find_nearest (check, choices, value, place, &position);
  if (nearest == NULL)
    return tell_type (check, choices, value, place);

  inner = recess_json_faults_new ();
  check->faults = inner;
  recess_json_schema_check_node (check, nearest, value, place);
  check->faults = faults;
  if (inner->len == 0)
    return FALSE;

  fault = g_ptr_array_index (inner, 0);
  return recess_json_schema_check_fault (check, place, "fits none of %u alternatives; of number %u "
                                         "differs: %s", choices->len, position + 1,
                                         fault->message);
}

static gboolean
check_any (RecessJsonSchemaCheck      *check,
           const RecessJsonSchemaNode *node,
           JsonNode                   *value,
           const RecessJsonPlace      *place)
{
  for (guint i = 0; i < node->any->len && check->exhausted == NULL; i++)
    if (try_node (check, g_ptr_array_index (node->any, i), value, place))
      return TRUE;

  return tell_nearest (check, node->any, value, place);
}

static gboolean
check_one (RecessJsonSchemaCheck      *check,
           const RecessJsonSchemaNode *node,
           JsonNode                   *value,
           const RecessJsonPlace      *place)
{
  guint first = 0;
  guint count = 0;

  for (guint i = 0; i < node->one->len && check->exhausted == NULL; i++)
    {
      if (!try_node (check, g_ptr_array_index (node->one, i), value, place))
        continue;

      if (++count == 2)
        return recess_json_schema_check_fault (check, place, "must fit one alternative only, and "
                                               "fits numbers %u and %u.", first + 1, i + 1);
      first = i;
    }

  return count == 1 || tell_nearest (check, node->one, value, place);
}

static gboolean
check_all (RecessJsonSchemaCheck      *check,
           const RecessJsonSchemaNode *node,
           JsonNode                   *value,
           const RecessJsonPlace      *place)
{
  gboolean fits = TRUE;

  for (guint i = 0; i < node->all->len && (fits || check->faults != NULL); i++)
    if (!recess_json_schema_check_node (check, g_ptr_array_index (node->all, i), value, place))
      fits = FALSE;

  return fits;
}

gboolean
recess_json_schema_check_combined (RecessJsonSchemaCheck      *check,
                                   const RecessJsonSchemaNode *node,
                                   JsonNode                   *value,
                                   const RecessJsonPlace      *place)
{
  gboolean fits = TRUE;

  if (node->ref != NULL)
    fits = recess_json_schema_check_node (check, node->ref, value, place);
  if (node->all != NULL && (fits || check->faults != NULL))
    fits = check_all (check, node, value, place) && fits;
  if (node->any != NULL && (fits || check->faults != NULL))
    fits = check_any (check, node, value, place) && fits;
  if (node->one != NULL && (fits || check->faults != NULL))
    fits = check_one (check, node, value, place) && fits;
  if (node->negated != NULL && fits && try_node (check, node->negated, value, place))
    fits = recess_json_schema_check_fault (check, place, "must not be what “not” describes.");

  return fits;
}
