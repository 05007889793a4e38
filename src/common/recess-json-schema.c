/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>

#include "recess-json-schema-private.h"

G_DEFINE_QUARK (recess-json-schema-error-quark, recess_json_schema_error)

RecessJsonSchemaNode *
recess_json_schema_node_new (JsonNode *json)
{
  RecessJsonSchemaNode *self = g_new0 (RecessJsonSchemaNode, 1);

  self->json = json;
  self->min.number.value = -INFINITY;
  self->max.number.value = INFINITY;
  self->lengths.max = G_MAXUINT64;
  self->item_counts.max = G_MAXUINT64;
  self->member_counts.max = G_MAXUINT64;

  return self;
}

void
recess_json_schema_node_free (RecessJsonSchemaNode *self)
{
  g_free (self->canonical_constant);
  g_clear_pointer (&self->sorted_enum, g_ptr_array_unref);
  g_clear_pointer (&self->all, g_ptr_array_unref);
  g_clear_pointer (&self->any, g_ptr_array_unref);
  g_clear_pointer (&self->one, g_ptr_array_unref);
  g_clear_pointer (&self->properties, g_array_unref);
  g_clear_pointer (&self->properties_by_name, g_hash_table_unref);
  g_clear_pointer (&self->required, g_ptr_array_unref);
  g_clear_pointer (&self->pattern_properties, g_array_unref);
  g_clear_pointer (&self->prefix, g_ptr_array_unref);
  g_clear_pointer (&self->pattern, g_regex_unref);
  g_free (self);
}

static void
foreach_in (GPtrArray          *list,
            RecessJsonNodeFunc  func,
            gpointer            user_data)
{
  for (guint i = 0; list != NULL && i < list->len; i++)
    func (g_ptr_array_index (list, i), user_data);
}

void
recess_json_schema_node_foreach_same (const RecessJsonSchemaNode *self,
                                      RecessJsonNodeFunc          func,
                                      gpointer                    user_data)
{
  if (self->ref != NULL)
    func (self->ref, user_data);
  if (self->negated != NULL)
    func (self->negated, user_data);
  foreach_in (self->all, func, user_data);
  foreach_in (self->any, func, user_data);
  foreach_in (self->one, func, user_data);
}

static RecessJsonSchema *
schema_new (const char *text,
            gsize       length,
            JsonNode   *tree)
{
  RecessJsonSchema *self = g_new0 (RecessJsonSchema, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->text = g_strndup (text, length);
  self->tree = tree;
  self->nodes = g_ptr_array_new_with_free_func ((GDestroyNotify) recess_json_schema_node_free);
  self->unchecked = recess_json_faults_new ();

  return self;
}

RecessJsonSchema *
recess_json_schema_ref (RecessJsonSchema *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
recess_json_schema_unref (RecessJsonSchema *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_ptr_array_unref (self->nodes);
  g_ptr_array_unref (self->unchecked);
  json_node_unref (self->tree);
  g_free (self->text);
  g_free (self);
}

static RecessJsonSchema *
compile (const char  *text,
         gsize        length,
         const char  *name,
         GPtrArray   *faults,
         GError     **error)
{
  g_autoptr (RecessJsonSchema) self = NULL;
  JsonNode *tree;

  if (length > RECESS_JSON_SCHEMA_MAX_BYTES)
    {
      g_set_error (error, RECESS_JSON_SCHEMA_ERROR, RECESS_JSON_SCHEMA_ERROR_TOO_LARGE,
                   "The schema is larger than %d KiB.", RECESS_JSON_SCHEMA_MAX_BYTES / 1024);
      return NULL;
    }

  tree = recess_json_parse (text, length, error);
  if (tree == NULL)
    return NULL;

  self = schema_new (text, length, tree);
  recess_json_schema_compile_tree (self, name, faults);
  if (faults->len > 0)
    {
      g_autofree char *message = recess_json_faults_join (faults, 3);

      g_set_error_literal (error, RECESS_JSON_SCHEMA_ERROR, RECESS_JSON_SCHEMA_ERROR_INVALID,
                           message);
      return NULL;
    }

  return g_steal_pointer (&self);
}

RecessJsonSchema *
recess_json_schema_new (const char  *text,
                        gsize        length,
                        GError     **error)
{
  g_autoptr (GPtrArray) faults = recess_json_faults_new ();

  g_return_val_if_fail (text != NULL || length == 0, NULL);

  return compile (text, length, "schema", faults, error);
}

/* A parser's error is a fault of the whole text: its message has line and column. */
static void
add_error (GPtrArray    *faults,
           const char   *name,
           const GError *error)
{
  if (faults->len == 0)
    g_ptr_array_add (faults, recess_json_fault_new (name, "", error->message));
}

RecessJsonSchema *
recess_json_schema_compile (const char  *text,
                            gsize        length,
                            const char  *name,
                            GPtrArray  **faults)
{
  g_autoptr (GError) error = NULL;
  RecessJsonSchema *self;

  g_return_val_if_fail (text != NULL || length == 0, NULL);
  g_return_val_if_fail (name != NULL && faults != NULL, NULL);

  *faults = recess_json_faults_new ();
  self = compile (text, length, name, *faults, &error);
  if (self == NULL)
    add_error (*faults, name, error);

  return self;
}

const char *
recess_json_schema_get_text (RecessJsonSchema *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->text;
}

GPtrArray *
recess_json_schema_get_unchecked (RecessJsonSchema *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->unchecked;
}

GPtrArray *
recess_json_schema_validate_text (RecessJsonSchema *self,
                                  const char       *text,
                                  gsize             length,
                                  const char       *name)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) value = NULL;
  GPtrArray *faults;

  g_return_val_if_fail (self != NULL && name != NULL, NULL);
  g_return_val_if_fail (text != NULL || length == 0, NULL);

  value = recess_json_parse (text, length, &error);
  if (value != NULL)
    return recess_json_schema_validate (self, value, name);

  faults = recess_json_faults_new ();
  add_error (faults, name, error);
  return faults;
}

gboolean
recess_json_schema_check_text (RecessJsonSchema  *self,
                               const char        *text,
                               gsize              length,
                               const char        *name,
                               GError           **error)
{
  g_autoptr (GPtrArray) faults = recess_json_schema_validate_text (self, text, length, name);
  g_autofree char *message = NULL;

  g_return_val_if_fail (faults != NULL, FALSE);

  if (faults->len == 0)
    return TRUE;

  message = recess_json_faults_join (faults, 3);
  g_set_error_literal (error, RECESS_JSON_SCHEMA_ERROR, RECESS_JSON_SCHEMA_ERROR_MISFIT, message);
  return FALSE;
}
