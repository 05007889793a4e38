/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "recess-json-place.h"

#define MAX_NAME 60
#define MAX_EXCERPT 40

static gboolean
is_plain_name (const char *name)
{
  if (!g_ascii_isalpha (*name) && *name != '_' && *name != '$')
    return FALSE;

  for (; *name != '\0'; name++)
    if (!g_ascii_isalnum (*name) && *name != '_' && *name != '-' && *name != '$')
      return FALSE;

  return TRUE;
}

char *
recess_json_shorten (const char *text,
                     glong       max)
{
  g_autofree char *start = NULL;

  if (g_utf8_strlen (text, -1) <= max)
    return g_strdup (text);

  start = g_utf8_substring (text, 0, max - 1);
  return g_strconcat (start, "…", NULL);
}

static void
append_text (const RecessJsonPlace *place,
             GString               *text)
{
  g_autofree char *name = NULL;

  if (place->parent != NULL)
    append_text (place->parent, text);

  if (place->name == NULL)
    {
      g_string_append_printf (text, "[%u]", place->index);
      return;
    }

  name = recess_json_shorten (place->name, MAX_NAME);
  if (place->parent == NULL)
    g_string_append (text, name);
  else if (is_plain_name (place->name))
    g_string_append_printf (text, ".%s", name);
  else
    {
      g_string_append_c (text, '[');
      recess_json_append_string (text, name, -1);
      g_string_append_c (text, ']');
    }
}

char *
recess_json_place_to_text (const RecessJsonPlace *self)
{
  GString *text = g_string_new (NULL);

  g_return_val_if_fail (self != NULL, NULL);

  append_text (self, text);
  return g_string_free (text, FALSE);
}

static void
append_pointer (const RecessJsonPlace *place,
                GString               *pointer)
{
  if (place->parent == NULL)
    return;

  append_pointer (place->parent, pointer);
  g_string_append_c (pointer, '/');
  if (place->name == NULL)
    {
      g_string_append_printf (pointer, "%u", place->index);
      return;
    }

  for (const char *c = place->name; *c != '\0'; c++)
    {
      if (*c == '~')
        g_string_append (pointer, "~0");
      else if (*c == '/')
        g_string_append (pointer, "~1");
      else
        g_string_append_c (pointer, *c);
    }
}

char *
recess_json_place_to_pointer (const RecessJsonPlace *self)
{
  GString *pointer = g_string_new (NULL);

  g_return_val_if_fail (self != NULL, NULL);

  append_pointer (self, pointer);
  return g_string_free (pointer, FALSE);
}

RecessJsonFault *
recess_json_place_new_fault (const RecessJsonPlace *self,
                             const char            *predicate)
{
  g_autofree char *text = recess_json_place_to_text (self);
  g_autofree char *pointer = recess_json_place_to_pointer (self);
  g_autofree char *message = g_strdup_printf ("%s %s", text, predicate);

  return recess_json_fault_new (text, pointer, message);
}

typedef struct
{
  JsonNode        *value;
  const char      *predicate;
  RecessJsonFault *fault;
} Search;

static void search (Search                *self,
                    JsonNode              *value,
                    const RecessJsonPlace *place);

static void
search_object (Search                *self,
               JsonObject            *object,
               const RecessJsonPlace *place)
{
  JsonObjectIter iter;
  JsonNode *member;
  const char *name;

  json_object_iter_init_ordered (&iter, object);
  while (self->fault == NULL && json_object_iter_next_ordered (&iter, &name, &member))
    search (self, member, &(RecessJsonPlace) { place, name, 0 });
}

static void
search (Search                *self,
        JsonNode              *value,
        const RecessJsonPlace *place)
{
  if (value == self->value)
    {
      self->fault = recess_json_place_new_fault (place, self->predicate);
    }
  else if (JSON_NODE_HOLDS_OBJECT (value))
    {
      search_object (self, json_node_get_object (value), place);
    }
  else if (JSON_NODE_HOLDS_ARRAY (value))
    {
      JsonArray *array = json_node_get_array (value);

      for (guint i = 0; self->fault == NULL && i < json_array_get_length (array); i++)
        search (self, json_array_get_element (array, i), &(RecessJsonPlace) { place, NULL, i });
    }
}

RecessJsonFault *
recess_json_place_find_fault (JsonNode   *root,
                              const char *name,
                              JsonNode   *value,
                              const char *predicate)
{
  RecessJsonPlace outermost = { NULL, name, 0 };
  Search self = { value, predicate, NULL };

  g_return_val_if_fail (root != NULL && value != NULL, NULL);

  search (&self, root, &outermost);
  if (self.fault == NULL)
    self.fault = recess_json_place_new_fault (&outermost, predicate);
  return self.fault;
}

char *
recess_json_excerpt (JsonNode *value)
{
  g_autofree char *text = NULL;

  g_return_val_if_fail (value != NULL, NULL);

  if (JSON_NODE_HOLDS_OBJECT (value))
    return g_strdup ("an object");
  if (JSON_NODE_HOLDS_ARRAY (value))
    return g_strdup ("an array");

  if (json_node_get_value_type (value) == G_TYPE_STRING)
    {
      g_autofree char *start = recess_json_shorten (json_node_get_string (value), MAX_EXCERPT);

      return recess_json_quote (start);
    }

  return recess_json_node_to_text (value, FALSE);
}
