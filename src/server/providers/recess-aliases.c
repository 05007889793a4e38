/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "common/recess-api-error.h"
#include "common/recess-glib-compat.h"
#include "common/recess-json.h"

#include "recess-aliases.h"
#include "recess-field.h"

#define MAX_ALIASES 1000
#define MAX_NAME 256

struct _RecessAliases
{
  gatomicrefcount  ref_count;
  char            *default_model;
  char            *default_provider;
  GHashTable      *table;
};

G_DEFINE_BOXED_TYPE (RecessAliases, recess_aliases, recess_aliases_ref, recess_aliases_unref)

RecessAliases *
recess_aliases_new (void)
{
  RecessAliases *self = g_new0 (RecessAliases, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->table = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return self;
}

RecessAliases *
recess_aliases_ref (RecessAliases *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
recess_aliases_unref (RecessAliases *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_free (self->default_model);
  g_free (self->default_provider);
  g_hash_table_unref (self->table);
  g_free (self);
}

static RecessAliases *
copy (RecessAliases *base)
{
  RecessAliases *self = recess_aliases_new ();
  GHashTableIter iter;
  gpointer name;
  gpointer model;

  self->default_model = g_strdup (base->default_model);
  self->default_provider = g_strdup (base->default_provider);
  g_hash_table_iter_init (&iter, base->table);
  while (g_hash_table_iter_next (&iter, &name, &model))
    g_hash_table_insert (self->table, g_strdup (name), g_strdup (model));

  return self;
}

static gboolean
check_alias (const char  *name,
             JsonNode    *model,
             GError     **error)
{
  g_autofree char *param = g_strdup_printf ("aliases.%.*s", MAX_NAME, name);

  if (*name == '\0' || strlen (name) > MAX_NAME)
    {
      recess_set_api_error (error, 400, param, NULL,
                            "An alias has 1 to %d characters.", MAX_NAME);
      return FALSE;
    }

  if (!recess_field_node_is (model, RECESS_FIELD_STRING) || *json_node_get_string (model) == '\0')
    {
      recess_set_api_error (error, 400, param, NULL,
                            "Invalid value for '%s': an alias stands for the name of a model.",
                            param);
      return FALSE;
    }

  return TRUE;
}

static gboolean
take_table (RecessAliases  *self,
            JsonObject     *table,
            GError        **error)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *model;

  if (json_object_get_size (table) > MAX_ALIASES)
    {
      recess_set_api_error (error, 400, "aliases", NULL,
                            "There can be %d aliases at most.", MAX_ALIASES);
      return FALSE;
    }

  g_hash_table_remove_all (self->table);
  json_object_iter_init (&iter, table);
  while (json_object_iter_next (&iter, &name, &model))
    {
      if (!check_alias (name, model, error))
        return FALSE;

      g_hash_table_insert (self->table, g_strdup (name), g_strdup (json_node_get_string (model)));
    }

  return TRUE;
}

static gboolean
take_default (JsonObject  *settings,
              const char  *name,
              char       **value,
              GError     **error)
{
  const char *text;

  if (!recess_field_check (settings, NULL, name, RECESS_FIELD_STRING | RECESS_FIELD_NULL, error))
    return FALSE;

  if (!json_object_has_member (settings, name))
    return TRUE;

  text = recess_json_object_get_string (settings, name, NULL);
  recess_set_str (value, text != NULL && *text != '\0' ? text : NULL);
  return TRUE;
}

RecessAliases *
recess_aliases_new_changed (RecessAliases  *base,
                            JsonObject     *settings,
                            GError        **error)
{
  g_autoptr (RecessAliases) self = NULL;

  g_return_val_if_fail (base != NULL, NULL);
  g_return_val_if_fail (settings != NULL, NULL);

  self = copy (base);
  if (!take_default (settings, "default_model", &self->default_model, error) ||
      !take_default (settings, "default_provider", &self->default_provider, error) ||
      !recess_field_check (settings, NULL, "aliases", RECESS_FIELD_OBJECT, error))
    return NULL;

  if (json_object_has_member (settings, "aliases") &&
      !take_table (self, json_object_get_object_member (settings, "aliases"), error))
    return NULL;

  return g_steal_pointer (&self);
}

RecessAliases *
recess_aliases_new_with (RecessAliases *base,
                         const char    *name,
                         const char    *model)
{
  RecessAliases *self;

  g_return_val_if_fail (base != NULL, NULL);
  g_return_val_if_fail (name != NULL, NULL);
  g_return_val_if_fail (model != NULL, NULL);

  self = copy (base);
  g_hash_table_insert (self->table, g_strdup (name), g_strdup (model));
  return self;
}

static void
append_string_or_null (GString    *json,
                       const char *text)
{
  if (text != NULL)
    recess_json_append_string (json, text, -1);
  else
    g_string_append (json, "null");
}

char *
recess_aliases_to_json (RecessAliases *self)
{
  g_autoptr (GList) names = NULL;
  GString *json;

  g_return_val_if_fail (self != NULL, NULL);

  json = g_string_new ("{\"default_model\":");
  append_string_or_null (json, self->default_model);
  g_string_append (json, ",\"default_provider\":");
  append_string_or_null (json, self->default_provider);
  g_string_append (json, ",\"aliases\":{");

  names = g_list_sort (g_hash_table_get_keys (self->table), (GCompareFunc) strcmp);
  for (const GList *iter = names; iter != NULL; iter = iter->next)
    {
      if (iter != names)
        g_string_append_c (json, ',');
      recess_json_append_string (json, iter->data, -1);
      g_string_append_c (json, ':');
      recess_json_append_string (json, g_hash_table_lookup (self->table, iter->data), -1);
    }

  g_string_append (json, "}}");
  return g_string_free (json, FALSE);
}

const char *
recess_aliases_lookup (RecessAliases *self,
                       const char    *name)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (name != NULL, NULL);

  return g_hash_table_lookup (self->table, name);
}

const char *
recess_aliases_get_default_model (RecessAliases *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->default_model;
}

const char *
recess_aliases_get_default_provider (RecessAliases *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->default_provider;
}
