/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib-unix.h>
#include <glib/gi18n.h>
#include <gtksourceview/gtksource.h>

#include "engine/recess-blob-cache.h"
#include "preferences/recess-preferences-window.h"

#include "widgets/recess-button-name.h"

#include "recess-application.h"
#include "recess-resources.h"
#include "recess-window.h"

struct _RecessApplication
{
  AdwApplication   parent_instance;

  GSettings       *settings;
  RecessEngine    *engine;
  RecessBlobCache *blobs;
  RecessModels    *models;

  /* Borrowed, while it is open */
  GtkWindow       *preferences;
};

G_DEFINE_FINAL_TYPE (RecessApplication, recess_application, ADW_TYPE_APPLICATION)

static void
recess_application_close_windows (RecessApplication *self)
{
  g_autoptr(GList) windows = NULL;

  windows = g_list_copy (gtk_application_get_windows (GTK_APPLICATION (self)));
  for (GList *iter = windows; iter != NULL; iter = iter->next)
    gtk_window_close (GTK_WINDOW (iter->data));
}

static void
recess_application_quit_action (GSimpleAction *action,
                                GVariant      *parameter,
                                gpointer       user_data)
{
  g_assert (RECESS_IS_APPLICATION (user_data));

  recess_application_close_windows (user_data);
}

/* The session ends: what is written but not sent is kept. */
static gboolean
recess_application_signal_cb (gpointer user_data)
{
  g_assert (RECESS_IS_APPLICATION (user_data));

  recess_application_close_windows (user_data);

  return G_SOURCE_CONTINUE;
}

static void
recess_application_about_action (GSimpleAction *action,
                                 GVariant      *parameter,
                                 gpointer       user_data)
{
  RecessApplication *self = user_data;
  GtkWindow *window;

  g_assert (RECESS_IS_APPLICATION (self));

  window = gtk_application_get_active_window (GTK_APPLICATION (self));
  gtk_show_about_dialog (window,
                         "program-name", _("Recess"),
                         "logo-icon-name", APPLICATION_ID,
                         "version", PACKAGE_VERSION,
                         "comments", _("A playground for language models"),
                         "copyright", _("© 2026 The Recess authors"),
                         "license-type", GTK_LICENSE_GPL_3_0,
                         NULL);
}

static void
recess_application_preferences_action (GSimpleAction *action,
                                       GVariant      *parameter,
                                       gpointer       user_data)
{
  RecessApplication *self = user_data;
  GtkWindow *window;

  g_assert (RECESS_IS_APPLICATION (self));

  if (self->preferences == NULL)
    {
      window = recess_preferences_window_new (self->engine, self->models, self->settings);
      gtk_window_set_transient_for (window,
                                    gtk_application_get_active_window (GTK_APPLICATION (self)));
      gtk_window_set_destroy_with_parent (window, TRUE);
      g_set_weak_pointer (&self->preferences, window);
    }

  gtk_window_present (self->preferences);
}

static const GActionEntry actions[] = {
  { "quit", recess_application_quit_action },
  { "preferences", recess_application_preferences_action },
  { "about", recess_application_about_action },
};

static void
recess_application_set_accels (RecessApplication *self)
{
  static const struct
  {
    const char *action;
    const char *accels[3];
  } accels[] = {
    { "app.quit", { "<Control>q" } },
    { "app.preferences", { "<Control>comma" } },
    { "win.new", { "<Control>n" } },
    { "win.search", { "<Control>f" } },
    { "win.toggle-inspector", { "F9" } },
    { "win.show-help-overlay", { "F1", "<Control>question" } },
    { "window.close", { "<Control>w" } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (accels); i++)
    gtk_application_set_accels_for_action (GTK_APPLICATION (self), accels[i].action,
                                           accels[i].accels);
}

static void
recess_application_scheme_cb (RecessApplication *self)
{
  static const AdwColorScheme schemes[] = {
    ADW_COLOR_SCHEME_DEFAULT,
    ADW_COLOR_SCHEME_FORCE_LIGHT,
    ADW_COLOR_SCHEME_FORCE_DARK,
  };
  int scheme;

  g_assert (RECESS_IS_APPLICATION (self));

  scheme = g_settings_get_enum (self->settings, "color-scheme");
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), schemes[scheme]);
}

static void
recess_application_startup (GApplication *application)
{
  RecessApplication *self = RECESS_APPLICATION (application);

  /* The server starts while GTK does. */
  self->engine = recess_engine_new ();
  self->blobs = recess_blob_cache_new (self->engine);
  recess_engine_start (self->engine);

  G_APPLICATION_CLASS (recess_application_parent_class)->startup (application);

  gtk_source_init ();
  recess_button_names_init ();
  self->models = recess_models_new (self->engine);
  self->settings = g_settings_new (APPLICATION_ID);
  g_signal_connect_object (self->settings, "changed::color-scheme",
                           G_CALLBACK (recess_application_scheme_cb), self, G_CONNECT_SWAPPED);
  recess_application_scheme_cb (self);

  g_unix_signal_add (SIGTERM, recess_application_signal_cb, self);
  g_unix_signal_add (SIGINT, recess_application_signal_cb, self);
  g_unix_signal_add (SIGHUP, recess_application_signal_cb, self);
  g_action_map_add_action_entries (G_ACTION_MAP (self), actions, G_N_ELEMENTS (actions), self);
  recess_application_set_accels (self);
  gtk_window_set_default_icon_name (APPLICATION_ID);
}

static void
recess_application_activate (GApplication *application)
{
  RecessApplication *self = RECESS_APPLICATION (application);
  GtkWindow *window;

  window = gtk_application_get_active_window (GTK_APPLICATION (self));
  if (window == NULL)
    window = GTK_WINDOW (recess_window_new (self, self->engine, self->models, self->settings));

  gtk_window_present (window);
}

static int
recess_application_handle_local_options (GApplication *application,
                                         GVariantDict *options)
{
  if (!g_variant_dict_contains (options, "version"))
    return -1;

  g_print ("recess %s\n", PACKAGE_VERSION);
  g_print ("GTK %d.%d.%d, built with %d.%d.%d\n",
           gtk_get_major_version (), gtk_get_minor_version (), gtk_get_micro_version (),
           GTK_MAJOR_VERSION, GTK_MINOR_VERSION, GTK_MICRO_VERSION);
  g_print ("libadwaita %d.%d.%d, built with %s\n",
           adw_get_major_version (), adw_get_minor_version (), adw_get_micro_version (),
           ADW_VERSION_S);
  return 0;
}

static void
recess_application_dispose (GObject *object)
{
  RecessApplication *self = RECESS_APPLICATION (object);

  g_clear_weak_pointer (&self->preferences);
  g_clear_object (&self->settings);
  g_clear_object (&self->models);
  g_clear_object (&self->blobs);
  g_clear_object (&self->engine);

  G_OBJECT_CLASS (recess_application_parent_class)->dispose (object);
}

static void
recess_application_class_init (RecessApplicationClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GApplicationClass *app_class = G_APPLICATION_CLASS (klass);

  object_class->dispose = recess_application_dispose;

  app_class->startup = recess_application_startup;
  app_class->activate = recess_application_activate;
  app_class->handle_local_options = recess_application_handle_local_options;
}

static void
recess_application_init (RecessApplication *self)
{
  g_resources_register (recess_get_resource ());
  g_application_add_main_option (G_APPLICATION (self), "version", 0, 0, G_OPTION_ARG_NONE,
                                 _("Print the versions and exit"), NULL);
}

RecessApplication *
recess_application_new (void)
{
  return g_object_new (RECESS_TYPE_APPLICATION,
                       "application-id", APPLICATION_ID,
                       "resource-base-path", RESOURCE_PATH,
                       NULL);
}
