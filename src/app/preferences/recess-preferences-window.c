/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "recess-access-page.h"
#include "recess-models-page.h"
#include "recess-preferences-window.h"
#include "recess-prices-page.h"
#include "recess-providers-page.h"

struct _RecessPreferencesWindow
{
  AdwWindow            parent_instance;

  /* Template widgets */
  RecessProvidersPage *providers;
  RecessModelsPage    *models_page;
  RecessPricesPage    *prices;
  RecessAccessPage    *access;
  AdwComboRow         *scheme;
  GtkSwitch           *enter_sends;
};

G_DEFINE_FINAL_TYPE (RecessPreferencesWindow, recess_preferences_window, ADW_TYPE_WINDOW)

static const char *const schemes[] = { "system", "light", "dark" };

static gboolean
scheme_to_position (GValue   *value,
                    GVariant *variant,
                    gpointer  user_data)
{
  const char *nick = g_variant_get_string (variant, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (schemes); i++)
    if (g_str_equal (schemes[i], nick))
      g_value_set_uint (value, i);

  return TRUE;
}

static GVariant *
position_to_scheme (const GValue       *value,
                    const GVariantType *expected_type,
                    gpointer            user_data)
{
  guint position = g_value_get_uint (value);

  return position < G_N_ELEMENTS (schemes) ? g_variant_new_string (schemes[position]) : NULL;
}

static void
recess_preferences_window_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), RECESS_TYPE_PREFERENCES_WINDOW);

  G_OBJECT_CLASS (recess_preferences_window_parent_class)->dispose (object);
}

static void
recess_preferences_window_class_init (RecessPreferencesWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = recess_preferences_window_dispose;

  g_type_ensure (RECESS_TYPE_ACCESS_PAGE);
  g_type_ensure (RECESS_TYPE_MODELS_PAGE);
  g_type_ensure (RECESS_TYPE_PRICES_PAGE);
  g_type_ensure (RECESS_TYPE_PROVIDERS_PAGE);

  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_w, GDK_CONTROL_MASK, "window.close",
                                       NULL);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               RESOURCE_PATH "/ui/recess-preferences-window.ui");
  gtk_widget_class_bind_template_child (widget_class, RecessPreferencesWindow, providers);
  gtk_widget_class_bind_template_child (widget_class, RecessPreferencesWindow, models_page);
  gtk_widget_class_bind_template_child (widget_class, RecessPreferencesWindow, prices);
  gtk_widget_class_bind_template_child (widget_class, RecessPreferencesWindow, access);
  gtk_widget_class_bind_template_child (widget_class, RecessPreferencesWindow, scheme);
  gtk_widget_class_bind_template_child (widget_class, RecessPreferencesWindow, enter_sends);
}

static void
recess_preferences_window_init (RecessPreferencesWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWindow *
recess_preferences_window_new (RecessEngine *engine,
                               RecessModels *models,
                               GSettings    *settings)
{
  RecessPreferencesWindow *self;

  g_return_val_if_fail (RECESS_IS_ENGINE (engine), NULL);
  g_return_val_if_fail (RECESS_IS_MODELS (models), NULL);
  g_return_val_if_fail (G_IS_SETTINGS (settings), NULL);

  self = g_object_new (RECESS_TYPE_PREFERENCES_WINDOW, NULL);
  recess_providers_page_set_engine (self->providers, engine);
  recess_models_page_set_engine (self->models_page, engine, models);
  recess_prices_page_set_engine (self->prices, engine);
  recess_access_page_set_engine (self->access, engine);
  g_settings_bind (settings, "enter-sends", self->enter_sends, "active", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind_with_mapping (settings, "color-scheme", self->scheme, "selected",
                                G_SETTINGS_BIND_DEFAULT, scheme_to_position, position_to_scheme,
                                NULL, NULL);

  return GTK_WINDOW (self);
}
