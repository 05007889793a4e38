/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "engine/recess-call.h"
#include "widgets/recess-template.h"

#include "recess-provider-editor.h"
#include "recess-providers-page.h"

struct _RecessProvidersPage
{
  GtkWidget             parent_instance;

  /* Template widgets */
  GtkStack             *stack;
  AdwPreferencesGroup  *providers;
  AdwPreferencesGroup  *nearby;
  AdwPreferencesGroup  *presets;
  RecessProviderEditor *editor;

  /* Borrowed rows of the groups, to take them away again */
  GPtrArray            *provider_rows;
  GPtrArray            *nearby_rows;

  /* Owned references */
  RecessEngine         *engine;
  GCancellable         *cancellable;
};

G_DEFINE_FINAL_TYPE (RecessProvidersPage, recess_providers_page, GTK_TYPE_WIDGET)

static AdwActionRow *
new_row (const char *title,
         const char *subtitle)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);

  return ADW_ACTION_ROW (row);
}

/* A row has no action for assistive technologies: its arrow is a button. */
static void
add_arrow (AdwActionRow *row)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("go-next-symbolic");

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_focusable (button, FALSE);
  gtk_widget_add_css_class (button, "flat");
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)), -1);
  g_signal_connect_object (button, "clicked", G_CALLBACK (adw_action_row_activate), row,
                           G_CONNECT_SWAPPED);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  adw_action_row_add_suffix (row, button);
}

static void
clear_rows (AdwPreferencesGroup *group,
            GPtrArray           *rows)
{
  for (guint i = 0; i < rows->len; i++)
    adw_preferences_group_remove (group, g_ptr_array_index (rows, i));
  g_ptr_array_set_size (rows, 0);
}

static void
closure_unref_object (gpointer  data,
                      GClosure *closure)
{
  json_object_unref (data);
}

static RecessProvidersPage *
row_get_page (AdwActionRow *row)
{
  return RECESS_PROVIDERS_PAGE (gtk_widget_get_ancestor (GTK_WIDGET (row),
                                                         RECESS_TYPE_PROVIDERS_PAGE));
}

static void
recess_providers_page_open_cb (AdwActionRow *row,
                               JsonObject   *provider)
{
  RecessProvidersPage *self = row_get_page (row);

  recess_provider_editor_edit (self->editor, provider);
  gtk_stack_set_visible_child_name (self->stack, "editor");
}

static char *
describe_state (JsonObject *provider)
{
  JsonObject *state = recess_json_object_get_object (provider, "state");
  const char *word = state != NULL ? recess_json_object_get_string (state, "state", "") : "";
  const char *url = recess_json_object_get_string (provider, "base_url", "");

  if (g_str_equal (word, "ok"))
    {
      guint count = (guint) recess_json_object_get_int (state, "model_count", 0);

      return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s · %u model", "%s · %u models",
                                           count), url, count);
    }
  if (g_str_equal (word, "failed"))
    return g_strdup_printf ("%s\n%s", url, recess_json_object_get_string (state, "message", ""));

  return g_strdup (url);
}

static void
recess_providers_page_add_provider (RecessProvidersPage *self,
                                    JsonObject          *provider)
{
  g_autofree char *state = describe_state (provider);
  AdwActionRow *row = new_row (recess_json_object_get_string (provider, "name", ""), state);

  add_arrow (row);
  g_signal_connect_data (row, "activated", G_CALLBACK (recess_providers_page_open_cb),
                         json_object_ref (provider), closure_unref_object, G_CONNECT_DEFAULT);
  adw_preferences_group_add (self->providers, GTK_WIDGET (row));
  g_ptr_array_add (self->provider_rows, row);
}

static void
recess_providers_page_use_cb (GtkButton  *button,
                              JsonObject *server)
{
  RecessProvidersPage *self =
    RECESS_PROVIDERS_PAGE (gtk_widget_get_ancestor (GTK_WIDGET (button),
                                                    RECESS_TYPE_PROVIDERS_PAGE));
  RecessProviderPreset preset = {
    .name = recess_json_object_get_string (server, "name", ""),
    .base_url = recess_json_object_get_string (server, "base_url", ""),
    .auth = "none",
  };

  recess_provider_editor_begin (self->editor, &preset);
  gtk_stack_set_visible_child_name (self->stack, "editor");
}

static void
recess_providers_page_add_nearby (RecessProvidersPage *self,
                                  JsonObject          *server)
{
  JsonArray *models = recess_json_object_get_array (server, "models");
  guint count = models != NULL ? json_array_get_length (models) : 0;
  GtkWidget *button = gtk_button_new_with_mnemonic (_("_Add"));
  g_autofree char *subtitle = NULL;
  AdwActionRow *row;

  subtitle = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s · %u model", "%s · %u models",
                                           count),
                              recess_json_object_get_string (server, "base_url", ""), count);
  row = new_row (recess_json_object_get_string (server, "label", ""), subtitle);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  adw_action_row_add_suffix (row, button);
  adw_action_row_set_activatable_widget (row, button);
  g_signal_connect_data (button, "clicked", G_CALLBACK (recess_providers_page_use_cb),
                         json_object_ref (server), closure_unref_object, G_CONNECT_DEFAULT);
  adw_preferences_group_add (self->nearby, GTK_WIDGET (row));
  g_ptr_array_add (self->nearby_rows, row);
}

static void
recess_providers_page_take (RecessProvidersPage *self,
                            JsonObject          *list,
                            void               (*add) (RecessProvidersPage *self,
                            JsonObject          *row))
{
  JsonArray *data = recess_json_object_get_array (list, "data");

  for (guint i = 0; data != NULL && i < json_array_get_length (data); i++)
    {
      JsonNode *node = json_array_get_element (data, i);

      if (JSON_NODE_HOLDS_OBJECT (node))
        add (self, json_node_get_object (node));
    }
}

static void
recess_providers_page_list_cb (GObject      *object,
                               GAsyncResult *result,
                               gpointer      user_data)
{
  g_autoptr(RecessProvidersPage) self = user_data;
  g_autoptr(JsonObject) list = NULL;

  list = recess_call_finish (RECESS_CLIENT (object), result, NULL);
  if (list == NULL || g_cancellable_is_cancelled (self->cancellable))
    return;

  clear_rows (self->providers, self->provider_rows);
  recess_providers_page_take (self, list, recess_providers_page_add_provider);
  adw_preferences_group_set_description (self->providers,
                                         self->provider_rows->len > 0
                                         ? NULL : _("None yet: the practice model answers."));
}

static void
recess_providers_page_nearby_cb (GObject      *object,
                                 GAsyncResult *result,
                                 gpointer      user_data)
{
  g_autoptr(RecessProvidersPage) self = user_data;
  g_autoptr(JsonObject) list = NULL;

  list = recess_call_finish (RECESS_CLIENT (object), result, NULL);
  if (list == NULL || g_cancellable_is_cancelled (self->cancellable))
    return;

  clear_rows (self->nearby, self->nearby_rows);
  recess_providers_page_take (self, list, recess_providers_page_add_nearby);
  gtk_widget_set_visible (GTK_WIDGET (self->nearby), self->nearby_rows->len > 0);
}

static void
recess_providers_page_load (RecessProvidersPage *self)
{
  recess_call_async (recess_engine_get_client (self->engine), "GET", "/recess/providers?limit=100",
                     NULL, self->cancellable, recess_providers_page_list_cb, g_object_ref (self));
}

static void
recess_providers_page_changed_cb (RecessProvidersPage *self,
                                  const char          *kind)
{
  g_assert (RECESS_IS_PROVIDERS_PAGE (self));

  if (g_str_equal (kind, "provider") || g_str_equal (kind, "model"))
    recess_providers_page_load (self);
}

static void
recess_providers_page_preset_cb (AdwActionRow               *row,
                                 const RecessProviderPreset *preset)
{
  RecessProvidersPage *self = row_get_page (row);

  recess_provider_editor_begin (self->editor, preset);
  gtk_stack_set_visible_child_name (self->stack, "editor");
}

static void
recess_providers_page_done_cb (RecessProvidersPage *self)
{
  g_assert (RECESS_IS_PROVIDERS_PAGE (self));

  gtk_stack_set_visible_child_name (self->stack, "list");
  recess_providers_page_load (self);
}

static void
recess_providers_page_dispose (GObject *object)
{
  RecessProvidersPage *self = RECESS_PROVIDERS_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  recess_template_dispose (GTK_WIDGET (object), RECESS_TYPE_PROVIDERS_PAGE);
  g_clear_object (&self->engine);

  G_OBJECT_CLASS (recess_providers_page_parent_class)->dispose (object);
}

static void
recess_providers_page_finalize (GObject *object)
{
  RecessProvidersPage *self = RECESS_PROVIDERS_PAGE (object);

  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->provider_rows, g_ptr_array_unref);
  g_clear_pointer (&self->nearby_rows, g_ptr_array_unref);

  G_OBJECT_CLASS (recess_providers_page_parent_class)->finalize (object);
}

static void
recess_providers_page_class_init (RecessProvidersPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = recess_providers_page_dispose;
  object_class->finalize = recess_providers_page_finalize;

  g_type_ensure (RECESS_TYPE_PROVIDER_EDITOR);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               RESOURCE_PATH "/ui/recess-providers-page.ui");
  gtk_widget_class_bind_template_child (widget_class, RecessProvidersPage, stack);
  gtk_widget_class_bind_template_child (widget_class, RecessProvidersPage, providers);
  gtk_widget_class_bind_template_child (widget_class, RecessProvidersPage, nearby);
  gtk_widget_class_bind_template_child (widget_class, RecessProvidersPage, presets);
  gtk_widget_class_bind_template_child (widget_class, RecessProvidersPage, editor);
  gtk_widget_class_bind_template_callback (widget_class, recess_providers_page_done_cb);
}

static void
recess_providers_page_init (RecessProvidersPage *self)
{
  const RecessProviderPreset *presets;
  guint n_presets;

  self->cancellable = g_cancellable_new ();
  self->provider_rows = g_ptr_array_new ();
  self->nearby_rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));

  presets = recess_provider_presets_get (&n_presets);
  for (guint i = 0; i < n_presets; i++)
    {
      AdwActionRow *row = new_row (_(presets[i].label), presets[i].base_url);

      add_arrow (row);
      g_signal_connect (row, "activated", G_CALLBACK (recess_providers_page_preset_cb),
                        (gpointer) &presets[i]);
      adw_preferences_group_add (self->presets, GTK_WIDGET (row));
    }
}

void
recess_providers_page_set_engine (RecessProvidersPage *self,
                                  RecessEngine        *engine)
{
  g_return_if_fail (RECESS_IS_PROVIDERS_PAGE (self));
  g_return_if_fail (RECESS_IS_ENGINE (engine));

  g_set_object (&self->engine, engine);
  recess_provider_editor_set_engine (self->editor, engine);
  g_signal_connect_object (engine, "changed", G_CALLBACK (recess_providers_page_changed_cb), self,
                           G_CONNECT_SWAPPED);
  recess_providers_page_load (self);
  recess_call_async (recess_engine_get_client (engine), "GET", "/recess/providers/nearby", NULL,
                     self->cancellable, recess_providers_page_nearby_cb, g_object_ref (self));
}
