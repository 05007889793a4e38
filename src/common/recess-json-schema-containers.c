/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "recess-json-schema-check.h"

#define MAX_NAMES 8
#define MAX_NAME 32

static gboolean
check_required (RecessJsonSchemaCheck      *check,
                const RecessJsonSchemaNode *node,
                JsonObject                 *object,
                const RecessJsonPlace      *place)
{
  gboolean fits = TRUE;

  if (node->required == NULL)
    return TRUE;
  if (!recess_json_schema_check_spend (check, node->required->len / 4))
    return FALSE;

  for (guint i = 0; i < node->required->len; i++)
    {
      const char *name = g_ptr_array_index (node->required, i);
      RecessJsonPlace missing = { place, name, 0 };

      if (!json_object_has_member (object, name))
        fits = recess_json_schema_check_fault (check, &missing, "is missing; it is required.");
    }

  return fits;
}

/* Edits that make one of the other; names of at most MAX_NAME bytes. */
static guint
get_distance (const char *a,
              const char *b)
{
  guint row[MAX_NAME + 1];
  guint length = strlen (b);

  for (guint j = 0; j <= length; j++)
    row[j] = j;

  for (guint i = 1; a[i - 1] != '\0'; i++)
    {
      guint corner = row[0];

      row[0] = i;
      for (guint j = 1; j <= length; j++)
        {
          guint above = row[j];
          guint change = g_ascii_tolower (a[i - 1]) == g_ascii_tolower (b[j - 1]) ? 0 : 1;

          row[j] = MIN (MIN (above, row[j - 1]) + 1, corner + change);
          corner = above;
        }
    }

  return row[length];
}

static const char *
find_similar (const RecessJsonSchemaNode *node,
              const char                 *name)
{
  const char *nearest = NULL;
  guint least = strlen (name) / 3 + 1;

  if (strlen (name) > MAX_NAME)
    return NULL;

  for (guint i = 0; i < node->properties->len; i++)
    {
      const char *other = g_array_index (node->properties, RecessJsonProperty, i).name;
      guint distance = strlen (other) <= MAX_NAME ? get_distance (name, other) : G_MAXUINT;

      if (distance < least)
        {
          nearest = other;
          least = distance;
        }
    }

  return nearest;
}

static char *
list_names (const RecessJsonSchemaNode *node)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < node->properties->len && i < MAX_NAMES; i++)
    {
      if (i > 0)
        g_string_append (text, ", ");
      g_string_append_printf (text, "“%s”",
                              g_array_index (node->properties, RecessJsonProperty, i).name);
    }
  if (node->properties->len > MAX_NAMES)
    g_string_append_printf (text, " and %u more", node->properties->len - MAX_NAMES);

  return g_string_free (text, FALSE);
}

static gboolean
refuse_member (RecessJsonSchemaCheck      *check,
               const RecessJsonSchemaNode *node,
               const char                 *name,
               const RecessJsonPlace      *place)
{
  g_autofree char *names = NULL;
  const char *similar;

  if (check->faults == NULL)
    return FALSE;

  if (node->properties == NULL || node->properties->len == 0)
    return recess_json_schema_check_fault (check, place, "must not be there: the schema allows no "
                                                         "other properties.");

  similar = find_similar (node, name);
  if (similar != NULL)
    return recess_json_schema_check_fault (check, place, "is no property here; did you mean “%s”?",
                                           similar);

  names = list_names (node);
  return recess_json_schema_check_fault (check, place, "is no property here; there is only %s.",
                                         names);
}

static gboolean
check_patterns (RecessJsonSchemaCheck      *check,
                const RecessJsonSchemaNode *node,
                const char                 *name,
                JsonNode                   *value,
                const RecessJsonPlace      *place,
                gboolean                   *described)
{
  gboolean fits = TRUE;

  for (guint i = 0; node->pattern_properties != NULL && i < node->pattern_properties->len; i++)
    {
      const RecessJsonPatternProperty *property =
          &g_array_index (node->pattern_properties, RecessJsonPatternProperty, i);
      RecessJsonPatternResult result =
          recess_json_pattern_match (property->regex, name, &check->effort);

      if (result == RECESS_JSON_PATTERN_TOO_HARD || result == RECESS_JSON_PATTERN_TOO_LONG)
        return recess_json_schema_check_exhaust (check, "takes too much work to check: a pattern "
                                                        "of the schema does not come to an end.");
      if (result == RECESS_JSON_PATTERN_NO_MATCH)
        continue;

      *described = TRUE;
      fits = recess_json_schema_check_node (check, property->node, value, place) && fits;
    }

  return fits;
}

static gboolean
check_member (RecessJsonSchemaCheck      *check,
              const RecessJsonSchemaNode *node,
              const char                 *name,
              JsonNode                   *value,
              const RecessJsonPlace      *place)
{
  const RecessJsonSchemaNode *described = NULL;
  gboolean any = FALSE;
  gboolean fits;

  if (node->properties_by_name != NULL)
    described = g_hash_table_lookup (node->properties_by_name, name);
  any = described != NULL;
  fits = !any || recess_json_schema_check_node (check, described, value, place);

  if (!check_patterns (check, node, name, value, place, &any))
    fits = FALSE;

  if (any || node->additional == NULL)
    return fits;

  if (node->additional->never)
    return refuse_member (check, node, name, place);

  return recess_json_schema_check_node (check, node->additional, value, place);
}

gboolean
recess_json_schema_check_object (RecessJsonSchemaCheck      *check,
                                 const RecessJsonSchemaNode *node,
                                 JsonObject                 *object,
                                 const RecessJsonPlace      *place)
{
  guint n_required = node->required != NULL ? node->required->len : 0;
  JsonObjectIter iter;
  JsonNode *value;
  const char *name;
  gboolean fits;

  if (!recess_json_schema_check_spend (check, (json_object_get_size (object) + n_required) / 8))
    return FALSE;

  fits = check_required (check, node, object, place);
  if (!recess_json_schema_check_size (check, &node->member_counts, json_object_get_size (object),
                                      "property", "properties", place))
    fits = FALSE;

  json_object_iter_init_ordered (&iter, object);
  while ((fits || check->faults != NULL) && check->exhausted == NULL &&
         json_object_iter_next_ordered (&iter, &name, &value))
    {
      RecessJsonPlace member = { place, name, 0 };

      if (!check_member (check, node, name, value, &member))
        fits = FALSE;
    }

  return fits;
}

typedef struct
{
  char  *text;
  guint  index;
} Item;

static void
clear_item (gpointer data)
{
  Item *item = data;

  g_free (item->text);
}

static int
compare_items (gconstpointer a,
               gconstpointer b)
{
  const Item *one = a;
  const Item *other = b;
  int order = strcmp (one->text, other->text);

  return order != 0 ? order : (one->index > other->index) - (one->index < other->index);
}

static gboolean
check_unique (RecessJsonSchemaCheck *check,
              JsonArray             *array,
              const RecessJsonPlace *place)
{
  g_autoptr (GArray) items = g_array_new (FALSE, FALSE, sizeof (Item));
  guint length = json_array_get_length (array);

  g_array_set_clear_func (items, clear_item);
  for (guint i = 0; i < length; i++)
    {
      Item item = { recess_json_canonical (json_array_get_element (array, i)), i };

      g_array_append_val (items, item);
      if (!recess_json_schema_check_spend (check, 4 + strlen (item.text) / 8))
        return FALSE;
    }

  g_array_sort (items, compare_items);
  for (guint i = 1; i < length; i++)
    {
      const Item *first = &g_array_index (items, Item, i - 1);
      const Item *second = &g_array_index (items, Item, i);
      RecessJsonPlace repeated = { place, NULL, second->index };

      if (strcmp (first->text, second->text) == 0)
        return recess_json_schema_check_fault (check, &repeated, "must be unlike all other items; "
                                               "it equals item %u.", first->index);
    }

  return TRUE;
}

gboolean
recess_json_schema_check_array (RecessJsonSchemaCheck      *check,
                                const RecessJsonSchemaNode *node,
                                JsonArray                  *array,
                                const RecessJsonPlace      *place)
{
  guint length = json_array_get_length (array);
  guint n_prefix = node->prefix != NULL ? node->prefix->len : 0;
  gboolean fits;

  fits = recess_json_schema_check_size (check, &node->item_counts, length, "item", "items",
                                        place);
  if (fits && node->unique)
    fits = check_unique (check, array, place);

  for (guint i = 0; i < length && check->exhausted == NULL; i++)
    {
      const RecessJsonSchemaNode *item = i < n_prefix ? g_ptr_array_index (node->prefix, i)
                                                      : node->items;
      RecessJsonPlace inner = { place, NULL, i };

      if (!fits && check->faults == NULL)
        break;
      if (item == NULL)
        break;
      if (!recess_json_schema_check_node (check, item, json_array_get_element (array, i), &inner))
        fits = FALSE;
    }

  return fits;
}
