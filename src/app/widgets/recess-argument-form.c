/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n.h>

#include "recess-argument-form.h"

#define MAX_ROWS 100

struct _RecessArgumentForm
{
  GtkWidget         parent_instance;

  GtkWidget        *box;
  RecessJsonSchema *schema;
};

G_DEFINE_FINAL_TYPE (RecessArgumentForm, recess_argument_form, GTK_TYPE_WIDGET)

static GHashTable *
recess_argument_form_collect (RecessArgumentForm *self)
{
  GHashTable *values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (self->box)) != NULL)
    {
      if (RECESS_IS_ARGUMENT_ROW (child))
        {
          RecessArgumentRow *row = RECESS_ARGUMENT_ROW (child);
          g_autofree char *message = NULL;
          char *value = recess_argument_row_dup_value (row, &message);

          if (value != NULL)
            g_hash_table_insert (values, g_strdup (recess_argument_row_get_name (row)), value);
        }
      gtk_box_remove (GTK_BOX (self->box), child);
    }

  return values;
}

static void
recess_argument_form_add_words (RecessArgumentForm *self,
                                const char         *words)
{
  GtkWidget *label = gtk_label_new (words);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, "meta");
  gtk_box_append (GTK_BOX (self->box), label);
}

static void
recess_argument_form_fill (RecessArgumentForm *self,
                           GHashTable         *values)
{
  const RecessJsonSchemaNode *root = recess_json_schema_get_root (self->schema);
  guint n_properties = recess_json_schema_node_get_n_properties (root);

  if (n_properties == 0)
    recess_argument_form_add_words (self, _("It takes no arguments."));

  for (guint i = 0; i < MIN (n_properties, MAX_ROWS); i++)
    {
      const RecessJsonSchemaNode *node;
      const char *name;
      const char *value;
      gboolean required;
      GtkWidget *row;

      node = recess_json_schema_node_get_property (root, i, &name, &required);
      row = recess_argument_row_new (name, node, required);
      value = g_hash_table_lookup (values, name);
      if (value != NULL)
        recess_argument_row_set_value (RECESS_ARGUMENT_ROW (row), value);
      gtk_box_append (GTK_BOX (self->box), row);
    }

  if (n_properties > MAX_ROWS)
    recess_argument_form_add_words (self, _("There are more properties than can be shown here."));
}

static void
recess_argument_form_dispose (GObject *object)
{
  RecessArgumentForm *self = RECESS_ARGUMENT_FORM (object);

  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_pointer (&self->schema, recess_json_schema_unref);

  G_OBJECT_CLASS (recess_argument_form_parent_class)->dispose (object);
}

static void
recess_argument_form_class_init (RecessArgumentFormClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = recess_argument_form_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
recess_argument_form_init (RecessArgumentForm *self)
{
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
}

GtkWidget *
recess_argument_form_new (void)
{
  return g_object_new (RECESS_TYPE_ARGUMENT_FORM, NULL);
}

void
recess_argument_form_set_schema (RecessArgumentForm *self,
                                 RecessJsonSchema   *schema)
{
  g_autoptr(GHashTable) values = NULL;

  g_return_if_fail (RECESS_IS_ARGUMENT_FORM (self));

  if (schema != NULL && self->schema != NULL &&
      g_str_equal (recess_json_schema_get_text (schema),
                   recess_json_schema_get_text (self->schema)))
    return;

  values = recess_argument_form_collect (self);
  g_clear_pointer (&self->schema, recess_json_schema_unref);
  if (schema == NULL)
    return;

  self->schema = recess_json_schema_ref (schema);
  recess_argument_form_fill (self, values);
}

char *
recess_argument_form_dup_arguments (RecessArgumentForm *self,
                                    char              **message)
{
  g_autoptr(GString) json = NULL;

  g_return_val_if_fail (RECESS_IS_ARGUMENT_FORM (self), NULL);
  g_return_val_if_fail (message != NULL, NULL);

  *message = NULL;
  json = g_string_new ("{");
  for (GtkWidget *child = gtk_widget_get_first_child (self->box); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      g_autofree char *value = NULL;

      if (!RECESS_IS_ARGUMENT_ROW (child))
        continue;

      value = recess_argument_row_dup_value (RECESS_ARGUMENT_ROW (child), message);
      if (*message != NULL)
        return NULL;
      if (value == NULL)
        continue;

      g_string_append (json, json->len > 1 ? ", " : " ");
      recess_json_append_string (json,
                                 recess_argument_row_get_name (RECESS_ARGUMENT_ROW (child)), -1);
      g_string_append_printf (json, ": %s", value);
    }

  g_string_append (json, json->len > 1 ? " }" : "}");
  return g_strdup (json->str);
}
