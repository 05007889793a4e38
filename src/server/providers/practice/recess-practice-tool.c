/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "common/recess-json.h"
#include "recess-practice-features.h"
#include "recess-practice-text.h"
#include "recess-practice-tool.h"
#include "recess-practice-words.h"

#define ANY_OBJECT "{\"type\":\"object\"}"

#define MOST_WORDS 64
#define MOST_ENUM  200

/* What a word tells by where it stands */
#define NAME_CUE        1.0f
#define DESCRIPTION_CUE 0.85f
#define SLOT_CUE        0.6f
#define ENUM_CUE        0.7f
#define ABOUT_CUE       0.4f

static void
add_cue (GHashTable *cues,
         const char *stem,
         float       value)
{
  float *known = g_hash_table_lookup (cues, stem);

  if (*stem == '\0')
    return;
  if (known != NULL)
    *known = MAX (*known, value);
  else
    g_hash_table_insert (cues, g_strdup (stem), g_memdup2 (&value, sizeof value));
}

static void
add_cues (GHashTable *cues,
          GPtrArray  *stems,
          float       value)
{
  for (guint i = 0; i < stems->len; i++)
    add_cue (cues, g_ptr_array_index (stems, i), value);
}

static void
add_enum (RecessPracticeTool         *self,
          const RecessJsonSchemaNode *node)
{
  JsonArray *values = recess_json_schema_node_get_enum (node);

  for (guint i = 0; values != NULL && i < MIN (json_array_get_length (values), MOST_ENUM); i++)
    {
      JsonNode *value = json_array_get_element (values, i);
      g_autoptr(GPtrArray) stems = NULL;

      if (!JSON_NODE_HOLDS_VALUE (value) || json_node_get_value_type (value) != G_TYPE_STRING
          || strlen (json_node_get_string (value)) < 2)
        continue;

      stems = recess_practice_telling_stems (json_node_get_string (value), 4);
      add_cues (self->cues, stems, ENUM_CUE);
      if (stems->len == 0)
        add_cue (self->cues, json_node_get_string (value), ENUM_CUE);
    }
}

static void
add_words (RecessPracticeTool *self,
           const char         *description)
{
  g_autoptr(GPtrArray) names = recess_practice_name_stems (self->name);
  g_autoptr(GPtrArray) said = recess_practice_telling_stems (description, MOST_WORDS);

  for (guint i = 0; i < names->len; i++)
    {
      if (!recess_practice_word_is_stop (g_ptr_array_index (names, i)))
        {
          add_cue (self->cues, g_ptr_array_index (names, i), NAME_CUE);
          g_ptr_array_add (self->core, g_strdup (g_ptr_array_index (names, i)));
        }
    }
  add_cues (self->cues, said, DESCRIPTION_CUE);
  g_ptr_array_extend_and_steal (self->core, g_steal_pointer (&said));

  for (guint i = 0; i < self->slots->len; i++)
    {
      const RecessPracticeSlot *slot = g_ptr_array_index (self->slots, i);

      add_cues (self->cues, slot->names, SLOT_CUE);
      add_cues (self->cues, slot->about, ABOUT_CUE);
      add_enum (self, slot->node);
    }
}

RecessPracticeTool *
recess_practice_tool_new (const char  *name,
                          const char  *description,
                          JsonNode    *parameters,
                          GError     **error)
{
  g_autoptr(RecessPracticeTool) self = g_new0 (RecessPracticeTool, 1);
  g_autofree char *text = NULL;

  g_return_val_if_fail (name != NULL, NULL);

  text = parameters != NULL ? recess_json_node_to_text (parameters, FALSE) : g_strdup (ANY_OBJECT);
  if (!(self->schema = recess_json_schema_new (text, strlen (text), error)))
    return NULL;

  self->name = g_strdup (name);
  self->slots = recess_practice_slots_new (recess_json_schema_get_root (self->schema));
  self->cues = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->core = g_ptr_array_new_with_free_func (g_free);
  add_words (self, description);
  return g_steal_pointer (&self);
}

void
recess_practice_tool_free (RecessPracticeTool *self)
{
  if (self == NULL)
    return;

  g_clear_pointer (&self->core, g_ptr_array_unref);
  g_clear_pointer (&self->cues, g_hash_table_unref);
  g_clear_pointer (&self->slots, g_ptr_array_unref);
  g_clear_pointer (&self->schema, recess_json_schema_unref);
  g_free (self->name);
  g_free (self);
}

float
recess_practice_tool_cue (const RecessPracticeTool *self,
                          const char               *stem)
{
  const float *known = g_hash_table_lookup (self->cues, stem);
  GHashTableIter iter;
  gpointer key;
  gpointer value;
  float best = known != NULL ? *known : 0;
  gboolean related = recess_practice_stem_has_kin (stem);

  g_hash_table_iter_init (&iter, self->cues);
  while (g_hash_table_iter_next (&iter, &key, &value))
    {
      if (*(float *) value > best && (related || *(char *) key == *stem))
        best = MAX (best, *(float *) value * recess_practice_stem_kinship (key, stem));
    }

  return best;
}

gboolean
recess_practice_tool_is_core (const RecessPracticeTool *self,
                              const char               *stem)
{
  for (guint i = 0; i < self->core->len; i++)
    {
      if (recess_practice_stem_kinship (g_ptr_array_index (self->core, i), stem) > 0)
        return TRUE;
    }

  return FALSE;
}
