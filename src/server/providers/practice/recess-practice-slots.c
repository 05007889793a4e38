/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "common/recess-json.h"
#include "recess-practice-features.h"
#include "recess-practice-shapes.h"
#include "recess-practice-slots.h"
#include "recess-practice-text.h"
#include "recess-practice-values.h"
#include "recess-practice-words.h"

#define MOST_DEPTH      4
#define MOST_SLOTS      96
#define MOST_ABOUT      48
#define MOST_PROPERTIES 64
#define MOST_CHOICES    500

typedef struct
{
  GPtrArray *slots;
  int        groups;
} Walk;

typedef struct
{
  const char *path;
  GPtrArray  *outer;
  int         group;
  gboolean    required;
  guint       depth;
} Place;

static void
slot_free (gpointer data)
{
  RecessPracticeSlot *slot = data;

  recess_practice_shape_free (slot->shape);
  g_free (slot->path);
  g_ptr_array_unref (slot->names);
  g_ptr_array_unref (slot->outer);
  g_ptr_array_unref (slot->about);
  g_ptr_array_unref (slot->choices);
  g_free (slot);
}

const RecessJsonSchemaNode *
recess_practice_slot_node (const RecessJsonSchemaNode *node)
{
  for (guint depth = 0; depth < MOST_DEPTH && node != NULL; depth++)
    {
      guint n_choices = recess_json_schema_node_get_n_choices (node);
      const RecessJsonSchemaNode *chosen = NULL;

      for (guint i = 0; i < n_choices && chosen == NULL; i++)
        {
          const RecessJsonSchemaNode *choice = recess_json_schema_node_get_choice (node, i);

          if (recess_json_schema_node_get_types (choice) != RECESS_JSON_TYPE_NULL)
            chosen = choice;
        }
      if (chosen == NULL)
        return node;
      node = chosen;
    }

  return node;
}

GPtrArray *
recess_practice_telling_stems (const char *text,
                               guint       limit)
{
  GPtrArray *stems = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(GPtrArray) words = recess_practice_features_words (text, MAX (limit, 2));

  for (guint i = 0; i < words->len; i++)
    {
      const char *word = g_ptr_array_index (words, i);

      if (!recess_practice_word_is_stop (word))
        g_ptr_array_add (stems, recess_practice_stem (word));
    }

  return stems;
}

/* "weight_kg", "Weight in kilograms" */
static const char *
find_unit (const char *name,
           const char *description)
{
  g_autoptr(GPtrArray) words = recess_practice_features_words (name, 16);
  g_autoptr(GPtrArray) more = recess_practice_features_words (description, MOST_ABOUT);
  const char *unit = NULL;

  if (words->len > 1)
    unit = recess_practice_unit_of (g_ptr_array_index (words, words->len - 1));
  else if (words->len == 1 && g_str_has_suffix (g_ptr_array_index (words, 0), "s"))
    unit = recess_practice_unit_of (g_ptr_array_index (words, 0));
  for (guint i = 0; unit == NULL && i < more->len; i++)
    {
      const char *word = g_ptr_array_index (more, i);

      if (strlen (word) > 1 && !g_str_equal (word, "in")
          && (i == 0 || g_str_equal (g_ptr_array_index (more, i - 1), "in") || strlen (word) > 3))
        unit = recess_practice_unit_of (word);
    }

  return unit;
}

static char *
split_name (const char *name)
{
  g_autoptr(GString) words = g_string_new (NULL);
  gboolean small = FALSE;

  for (const char *p = name; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (!g_unichar_isalnum (c) || (small && g_unichar_isupper (c)))
        g_string_append_c (words, ' ');
      if (g_unichar_isalnum (c))
        g_string_append_unichar (words, g_unichar_tolower (c));
      small = g_unichar_islower (c);
    }

  return g_string_free (g_steal_pointer (&words), FALSE);
}

/* Returns: the words of each value; NULL in place of what is no text */
static GPtrArray *
read_choices (const RecessJsonSchemaNode *node)
{
  GPtrArray *choices = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  JsonArray *values = recess_json_schema_node_get_enum (node);

  for (guint i = 0; values != NULL && i < MIN (json_array_get_length (values), MOST_CHOICES); i++)
    {
      JsonNode *value = json_array_get_element (values, i);
      g_autofree char *lower = NULL;

      if (JSON_NODE_HOLDS_VALUE (value) && json_node_get_value_type (value) == G_TYPE_STRING)
        lower = g_strstrip (g_strdelimit (g_utf8_strdown (json_node_get_string (value), -1), "_-",
                                          ' '));
      g_ptr_array_add (choices, lower != NULL ? g_strsplit (lower, " ", -1) : NULL);
    }

  return choices;
}

/* A string of which the schema tells no more than what is said about it */
static gboolean
is_open (const RecessPracticeSlot *self)
{
  return self->types == RECESS_JSON_TYPE_STRING
         && recess_json_schema_node_get_enum (self->node) == NULL
         && recess_json_schema_node_get_format (self->node) == NULL
         && recess_json_schema_node_get_pattern (self->node) == NULL;
}

static void
add_slot (Walk                       *walk,
          const RecessJsonSchemaNode *node,
          const RecessJsonSchemaNode *described,
          const char                 *name,
          const Place                *place,
          gboolean                    list)
{
  RecessPracticeSlot *slot;
  g_autofree char *spaced = split_name (name);
  const char *description = recess_json_schema_node_get_description (described);

  if (walk->slots->len == MOST_SLOTS)
    return;

  slot = g_new0 (RecessPracticeSlot, 1);
  slot->path = g_strdup (place->path);
  slot->node = node;
  slot->types = recess_json_schema_node_get_types (node) & ~RECESS_JSON_TYPE_NULL;
  if (slot->types == 0)
    slot->types = RECESS_JSON_TYPE_STRING;
  slot->list = list;
  slot->group = place->group;
  slot->required = place->required;
  slot->names = recess_practice_name_stems (name);
  slot->outer = g_ptr_array_ref (place->outer);
  slot->about = recess_practice_telling_stems (description, MOST_ABOUT);
  slot->choices = read_choices (node);
  slot->unit = find_unit (spaced, description);
  slot->shape = is_open (slot) ? recess_practice_shape_new (description) : NULL;
  g_ptr_array_add (walk->slots, slot);
}

static void walk_object (Walk                       *walk,
                         const RecessJsonSchemaNode *node,
                         const Place                *place);

static void
walk_array (Walk                       *walk,
            const RecessJsonSchemaNode *node,
            const char                 *name,
            Place                      *place)
{
  const RecessJsonSchemaNode *item =
    recess_practice_slot_node (recess_json_schema_node_get_item (node, 0));
  RecessJsonTypes types = item != NULL ? recess_json_schema_node_get_types (item)
                                       : RECESS_JSON_TYPE_STRING;

  if (item == NULL || types == RECESS_JSON_TYPE_ARRAY)
    return;

  if (types == RECESS_JSON_TYPE_OBJECT && place->group == RECESS_PRACTICE_NO_LIST)
    {
      g_autofree char *path = g_strconcat (place->path, "/*", NULL);

      place->path = path;
      place->group = walk->groups++;
      walk_object (walk, item, place);
    }
  else if (types != RECESS_JSON_TYPE_OBJECT)
    {
      add_slot (walk, item, node, name, place, place->group == RECESS_PRACTICE_NO_LIST);
    }
}

static void
walk_property (Walk                       *walk,
               const RecessJsonSchemaNode *node,
               const char                 *name,
               gboolean                    required,
               const Place                *outer)
{
  const RecessJsonSchemaNode *chosen = recess_practice_slot_node (node);
  RecessJsonTypes types = recess_json_schema_node_get_types (chosen) & ~RECESS_JSON_TYPE_NULL;
  g_autofree char *path = *outer->path != '\0' ? g_strconcat (outer->path, "/", name, NULL)
                                               : g_strdup (name);
  Place place = { path, outer->outer, outer->group, outer->required && required,
                  outer->depth + 1 };

  if (types == RECESS_JSON_TYPE_OBJECT)
    {
      g_autoptr(GPtrArray) stems = recess_practice_name_stems (name);

      place.outer = stems;
      walk_object (walk, chosen, &place);
    }
  else if (types == RECESS_JSON_TYPE_ARRAY)
    {
      walk_array (walk, chosen, name, &place);
    }
  else if (recess_json_schema_node_get_const (chosen) == NULL)
    {
      gboolean outside = recess_json_schema_node_get_description (node) != NULL;

      add_slot (walk, chosen, outside ? node : chosen, name, &place, FALSE);
    }
}

static void
walk_object (Walk                       *walk,
             const RecessJsonSchemaNode *node,
             const Place                *place)
{
  guint n_properties = recess_json_schema_node_get_n_properties (node);

  if (place->depth >= MOST_DEPTH)
    return;

  for (guint i = 0; i < MIN (n_properties, MOST_PROPERTIES); i++)
    {
      const char *name;
      gboolean required;
      const RecessJsonSchemaNode *property = recess_json_schema_node_get_property (node, i, &name,
                                                                                   &required);

      walk_property (walk, property, name, required, place);
    }
}

GPtrArray *
recess_practice_slots_new (const RecessJsonSchemaNode *root)
{
  Walk walk = { g_ptr_array_new_with_free_func (slot_free), 0 };
  g_autoptr(GPtrArray) outer = g_ptr_array_new ();
  Place place = { "", outer, RECESS_PRACTICE_NO_LIST, TRUE, 0 };

  if (root != NULL)
    walk_object (&walk, recess_practice_slot_node (root), &place);

  return walk.slots;
}

float
recess_practice_slot_is_named (const RecessPracticeSlot *self,
                               const char               *stem)
{
  float best = 0;

  for (guint i = 0; i < self->names->len; i++)
    best = MAX (best, recess_practice_stem_kinship (g_ptr_array_index (self->names, i), stem));

  return best;
}

float
recess_practice_slot_has_any (const RecessPracticeSlot *self,
                              const char               *words)
{
  const char *const *stems = (const char *const *) recess_practice_stems_of (words);

  for (guint i = 0; i < self->names->len; i++)
    {
      if (g_strv_contains (stems, g_ptr_array_index (self->names, i)))
        return 1;
    }
  for (guint i = 0; i < self->about->len; i++)
    {
      if (g_strv_contains (stems, g_ptr_array_index (self->about, i)))
        return 0.6f;
    }

  return 0;
}

float
recess_practice_slot_tells (const RecessPracticeSlot *self,
                            const char               *stem)
{
  float named = recess_practice_slot_is_named (self, stem);

  for (guint i = 0; i < self->about->len && named < 0.6f; i++)
    named = MAX (named, 0.6f * recess_practice_stem_kinship (g_ptr_array_index (self->about, i),
                                                             stem));

  return named;
}

gboolean
recess_practice_slot_takes_text (const RecessPracticeSlot *self,
                                 const char               *value)
{
  const char *pattern = recess_json_schema_node_get_pattern (self->node);
  const char *format = recess_json_schema_node_get_format (self->node);
  g_autoptr(RecessJsonSchema) schema = NULL;
  g_autoptr(GString) json = NULL;
  g_autoptr(GPtrArray) faults = NULL;
  g_autoptr(JsonNode) node = NULL;

  if (pattern == NULL && format == NULL)
    return TRUE;

  json = g_string_new ("{\"type\":\"string\"");
  if (pattern != NULL)
    {
      g_string_append (json, ",\"pattern\":");
      recess_json_append_string (json, pattern, -1);
    }
  if (format != NULL)
    {
      g_string_append (json, ",\"format\":");
      recess_json_append_string (json, format, -1);
    }
  g_string_append_c (json, '}');
  if (!(schema = recess_json_schema_new (json->str, json->len, NULL)))
    return TRUE;

  node = json_node_init_string (json_node_alloc (), value);
  faults = recess_json_schema_validate (schema, node, "value");
  return faults->len == 0;
}
