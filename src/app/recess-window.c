/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n.h>

#include "recess-window.h"
#include "widgets/recess-pane-host.h"

struct _RecessWindow
{
  AdwApplicationWindow  parent_instance;

  /* Template widgets */
  AdwToastOverlay      *toasts;
  RecessPaneHost       *host;
};

G_DEFINE_FINAL_TYPE (RecessWindow, recess_window, ADW_TYPE_APPLICATION_WINDOW)

static void
recess_window_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), RECESS_TYPE_WINDOW);

  G_OBJECT_CLASS (recess_window_parent_class)->dispose (object);
}

static void
recess_window_class_init (RecessWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = recess_window_dispose;

  g_type_ensure (RECESS_TYPE_PANE_HOST);

  gtk_widget_class_set_template_from_resource (widget_class, RESOURCE_PATH "/ui/recess-window.ui");
  gtk_widget_class_bind_template_child (widget_class, RecessWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, RecessWindow, host);
}

static void
recess_window_init (RecessWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

RecessWindow *
recess_window_new (RecessApplication *app,
                   GSettings         *settings)
{
  RecessWindow *self;

  g_return_val_if_fail (RECESS_IS_APPLICATION (app), NULL);

  self = g_object_new (RECESS_TYPE_WINDOW, "application", app, NULL);
  g_settings_bind (settings, "window-width", self, "default-width", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "window-height", self, "default-height", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "window-maximized", self, "maximized", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "list-width", self->host, "list-width", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "inspector-width", self->host, "inspector-width",
                   G_SETTINGS_BIND_DEFAULT);

  return self;
}
