/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "engine/recess-call.h"
#include "widgets/recess-model-chooser.h"
#include "widgets/recess-template.h"

#include "recess-models-page.h"

struct _RecessModelsPage
{
  GtkWidget            parent_instance;

  /* Template widgets */
  RecessModelChooser  *default_model;
  AdwPreferencesGroup *aliases;
  GtkEditable         *alias;
  RecessModelChooser  *alias_model;
  GtkWidget           *add;
  GtkLabel            *fault;

  /* Borrowed rows of the group */
  GPtrArray           *rows;

  /* Owned references */
  RecessEngine        *engine;
  GCancellable        *cancellable;
  JsonObject          *table;
  guint                updating : 1;
};

G_DEFINE_FINAL_TYPE (RecessModelsPage, recess_models_page, GTK_TYPE_WIDGET)

static void recess_models_page_take (RecessModelsPage *self,
                                     JsonObject       *settings);

static void
recess_models_page_settings_cb (GObject      *object,
                                GAsyncResult *result,
                                gpointer      user_data)
{
  g_autoptr(RecessModelsPage) self = user_data;
  g_autoptr(JsonObject) settings = NULL;
  g_autoptr(GError) error = NULL;

  settings = recess_call_finish (RECESS_CLIENT (object), result, &error);
  if (g_cancellable_is_cancelled (self->cancellable))
    return;

  gtk_label_set_label (self->fault, error != NULL ? error->message : "");
  gtk_widget_set_visible (GTK_WIDGET (self->fault), error != NULL);
  if (settings != NULL)
    recess_models_page_take (self, settings);
}

static void
recess_models_page_put (RecessModelsPage *self,
                        const char       *body)
{
  recess_call_async (recess_engine_get_client (self->engine), "PUT", "/recess/aliases", body,
                     NULL, recess_models_page_settings_cb, g_object_ref (self));
}

static void
recess_models_page_put_table (RecessModelsPage *self)
{
  g_autoptr(JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  g_autofree char *text = NULL;
  g_autofree char *body = NULL;

  json_node_set_object (node, self->table);
  text = recess_json_node_to_text (node, FALSE);
  body = g_strdup_printf ("{\"aliases\":%s}", text);
  recess_models_page_put (self, body);
}

static void
recess_models_page_remove_cb (RecessModelsPage *self,
                              GtkButton        *button)
{
  GtkWidget *row = gtk_widget_get_ancestor (GTK_WIDGET (button), ADW_TYPE_ACTION_ROW);
  const char *name = adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row));

  g_assert (RECESS_IS_MODELS_PAGE (self));

  json_object_remove_member (self->table, name);
  recess_models_page_put_table (self);
}

static void
recess_models_page_add_row (JsonObject *table,
                            const char *name,
                            JsonNode   *model,
                            gpointer    user_data)
{
  RecessModelsPage *self = user_data;
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *button = gtk_button_new_from_icon_name ("user-trash-symbolic");

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), name);
  if (json_node_get_value_type (model) == G_TYPE_STRING)
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), json_node_get_string (model));
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, _("Delete Alias"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, _("Delete Alias"), -1);
  g_signal_connect_object (button, "clicked", G_CALLBACK (recess_models_page_remove_cb), self,
                           G_CONNECT_SWAPPED);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  adw_preferences_group_add (self->aliases, row);
  g_ptr_array_add (self->rows, row);
}

static void
recess_models_page_take (RecessModelsPage *self,
                         JsonObject       *settings)
{
  JsonObject *table = recess_json_object_get_object (settings, "aliases");

  self->updating = TRUE;
  recess_model_chooser_set_model (self->default_model,
                                  recess_json_object_get_string (settings, "default_model", NULL));
  self->updating = FALSE;

  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (self->aliases, g_ptr_array_index (self->rows, i));
  g_ptr_array_set_size (self->rows, 0);

  g_clear_pointer (&self->table, json_object_unref);
  self->table = table != NULL ? json_object_ref (table) : json_object_new ();
  json_object_foreach_member (self->table, recess_models_page_add_row, self);
}

static void
recess_models_page_default_cb (RecessModelsPage *self)
{
  g_autofree char *model = NULL;
  g_autofree char *body = NULL;

  g_assert (RECESS_IS_MODELS_PAGE (self));

  if (self->updating || recess_model_chooser_get_model (self->default_model) == NULL)
    return;

  model = recess_json_quote (recess_model_chooser_get_model (self->default_model));
  body = g_strdup_printf ("{\"default_model\":%s}", model);
  recess_models_page_put (self, body);
}

static void
recess_models_page_update (RecessModelsPage *self)
{
  g_assert (RECESS_IS_MODELS_PAGE (self));

  gtk_widget_set_sensitive (self->add,
                            *gtk_editable_get_text (self->alias) != '\0' &&
                            recess_model_chooser_get_model (self->alias_model) != NULL);
}

static void
recess_models_page_add_cb (RecessModelsPage *self)
{
  g_assert (RECESS_IS_MODELS_PAGE (self));

  if (self->table == NULL)
    return;

  json_object_set_string_member (self->table, gtk_editable_get_text (self->alias),
                                 recess_model_chooser_get_model (self->alias_model));
  gtk_editable_set_text (self->alias, "");
  recess_models_page_put_table (self);
}

static void
recess_models_page_dispose (GObject *object)
{
  RecessModelsPage *self = RECESS_MODELS_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  recess_template_dispose (GTK_WIDGET (object), RECESS_TYPE_MODELS_PAGE);
  g_clear_object (&self->engine);

  G_OBJECT_CLASS (recess_models_page_parent_class)->dispose (object);
}

static void
recess_models_page_finalize (GObject *object)
{
  RecessModelsPage *self = RECESS_MODELS_PAGE (object);

  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->table, json_object_unref);
  g_clear_pointer (&self->rows, g_ptr_array_unref);

  G_OBJECT_CLASS (recess_models_page_parent_class)->finalize (object);
}

static void
recess_models_page_class_init (RecessModelsPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = recess_models_page_dispose;
  object_class->finalize = recess_models_page_finalize;

  g_type_ensure (RECESS_TYPE_MODEL_CHOOSER);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               RESOURCE_PATH "/ui/recess-models-page.ui");
  gtk_widget_class_bind_template_child (widget_class, RecessModelsPage, default_model);
  gtk_widget_class_bind_template_child (widget_class, RecessModelsPage, aliases);
  gtk_widget_class_bind_template_child (widget_class, RecessModelsPage, alias);
  gtk_widget_class_bind_template_child (widget_class, RecessModelsPage, alias_model);
  gtk_widget_class_bind_template_child (widget_class, RecessModelsPage, add);
  gtk_widget_class_bind_template_child (widget_class, RecessModelsPage, fault);
  gtk_widget_class_bind_template_callback (widget_class, recess_models_page_default_cb);
  gtk_widget_class_bind_template_callback (widget_class, recess_models_page_update);
  gtk_widget_class_bind_template_callback (widget_class, recess_models_page_add_cb);
}

static void
recess_models_page_init (RecessModelsPage *self)
{
  self->cancellable = g_cancellable_new ();
  self->rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
recess_models_page_set_engine (RecessModelsPage *self,
                               RecessEngine     *engine,
                               RecessModels     *models)
{
  g_return_if_fail (RECESS_IS_MODELS_PAGE (self));
  g_return_if_fail (RECESS_IS_ENGINE (engine));

  g_set_object (&self->engine, engine);
  recess_model_chooser_set_models (self->default_model, models);
  recess_model_chooser_set_models (self->alias_model, models);
  recess_call_async (recess_engine_get_client (engine), "GET", "/recess/aliases", NULL,
                     self->cancellable, recess_models_page_settings_cb, g_object_ref (self));
}
