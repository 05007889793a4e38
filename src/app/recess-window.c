/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n.h>

#include "chat/recess-chat-pane.h"
#include "welcome/recess-welcome-page.h"
#include "widgets/recess-notice.h"

#include "recess-window.h"

struct _RecessWindow
{
  AdwApplicationWindow  parent_instance;

  /* Template widgets */
  AdwToastOverlay      *toasts;
  AdwWindowTitle       *window_title;
  GtkWidget            *back;
  GtkWidget            *new_button;
  GtkWidget            *search;
  GtkWidget            *inspector_toggle;
  RecessNotice         *notice;
  GtkStack             *stack;

  /* Pages that are made when they are first shown */
  RecessChatPane       *chat;
  GtkWidget            *welcome;

  /* Owned references */
  RecessEngine         *engine;
  RecessModels         *models;
  GSettings            *settings;

  guint                 update_source;
};

G_DEFINE_FINAL_TYPE (RecessWindow, recess_window, ADW_TYPE_APPLICATION_WINDOW)

static gboolean
recess_window_shows_pane (RecessWindow *self)
{
  return self->chat != NULL
         && gtk_stack_get_visible_child (self->stack) == GTK_WIDGET (self->chat);
}

/* One place for all that depends on which page is shown. */
static void
recess_window_update (RecessWindow *self)
{
  RecessPaneHost *host;
  gboolean pane;
  gboolean paged;
  RecessPanePage page;

  g_assert (RECESS_IS_WINDOW (self));

  /* Not while the window is made or taken apart. */
  if (self->engine == NULL)
    return;

  pane = recess_window_shows_pane (self);
  host = pane ? recess_chat_pane_get_host (self->chat) : NULL;
  paged = pane && recess_pane_host_get_folded (host);
  page = pane ? recess_pane_host_get_page (host) : RECESS_PANE_PAGE_LIST;

  gtk_widget_set_visible (self->back, paged && page != RECESS_PANE_PAGE_LIST);
  gtk_widget_set_visible (self->new_button, !paged || page == RECESS_PANE_PAGE_LIST);
  gtk_widget_set_visible (self->search, pane && (!paged || page == RECESS_PANE_PAGE_LIST));
  gtk_widget_set_visible (self->inspector_toggle,
                          pane && (!paged || page == RECESS_PANE_PAGE_WORK));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.toggle-inspector", pane);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.search", pane);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->inspector_toggle),
                                pane && recess_pane_host_get_inspector_visible (host));
  adw_window_title_set_title (self->window_title,
                              page == RECESS_PANE_PAGE_LIST ? _("Recess")
                              : page == RECESS_PANE_PAGE_INSPECTOR ? _("Inspector")
                              : recess_chat_pane_get_title (self->chat));
}

static gboolean
recess_window_update_idle_cb (gpointer user_data)
{
  RecessWindow *self = user_data;

  g_assert (RECESS_IS_WINDOW (self));

  self->update_source = 0;
  recess_window_update (self);

  return G_SOURCE_REMOVE;
}

/* The host folds while it is laid out, when nothing in the header may come or go. */
static void
recess_window_host_cb (RecessWindow *self)
{
  g_assert (RECESS_IS_WINDOW (self));

  if (self->update_source == 0 && self->engine != NULL)
    self->update_source = g_idle_add_full (G_PRIORITY_HIGH_IDLE, recess_window_update_idle_cb,
                                           self, NULL);
}

static void
recess_window_engine_cb (RecessWindow *self)
{
  const char *message;

  g_assert (RECESS_IS_WINDOW (self));

  message = recess_engine_get_message (self->engine);
  switch (recess_engine_get_state (self->engine))
    {
    case RECESS_ENGINE_LOST:
      recess_notice_show (self->notice, _("The engine stopped and is being started again."),
                          _("What was written so far is kept."), NULL, NULL);
      break;

    case RECESS_ENGINE_FAILED:
      recess_notice_show (self->notice, _("The engine does not start."), message, _("_Try Again"),
                          "win.start-engine");
      break;

    case RECESS_ENGINE_STARTING:
    case RECESS_ENGINE_READY:
    default:
      recess_notice_hide (self->notice);
    }
}

static void
recess_window_toast_cb (RecessWindow *self,
                        AdwToast     *toast)
{
  g_assert (RECESS_IS_WINDOW (self));

  adw_toast_overlay_add_toast (self->toasts, g_object_ref (toast));
}

static void
recess_window_show_chat (RecessWindow *self)
{
  if (self->chat == NULL)
    {
      GtkWidget *chat = recess_chat_pane_new (self->engine, self->models, self->settings);

      self->chat = RECESS_CHAT_PANE (chat);
      g_signal_connect_object (chat, "notify-user", G_CALLBACK (recess_window_toast_cb), self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (chat, "notify::title", G_CALLBACK (recess_window_update), self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (recess_chat_pane_get_host (self->chat), "notify",
                               G_CALLBACK (recess_window_host_cb), self, G_CONNECT_SWAPPED);
      gtk_stack_add_child (self->stack, chat);
    }

  gtk_stack_set_visible_child (self->stack, GTK_WIDGET (self->chat));
}

static void
recess_window_ask_cb (RecessWindow *self,
                      const char   *text,
                      const char   *model)
{
  g_assert (RECESS_IS_WINDOW (self));

  g_settings_set_boolean (self->settings, "welcomed", TRUE);
  recess_window_show_chat (self);
  if (text != NULL)
    recess_chat_pane_ask (self->chat, text, model);
  else
    gtk_widget_activate_action (GTK_WIDGET (self->chat), "chat.new", NULL);
  gtk_widget_grab_focus (GTK_WIDGET (self->chat));
}

static void
recess_window_show_welcome (RecessWindow *self)
{
  if (self->welcome == NULL)
    {
      self->welcome = recess_welcome_page_new (self->engine, self->models);
      g_signal_connect_object (self->welcome, "ask", G_CALLBACK (recess_window_ask_cb), self,
                               G_CONNECT_SWAPPED);
      gtk_stack_add_child (self->stack, self->welcome);
    }

  gtk_stack_set_visible_child (self->stack, self->welcome);
}

static void
recess_window_new_action (GtkWidget  *widget,
                          const char *action_name,
                          GVariant   *parameter)
{
  recess_window_ask_cb (RECESS_WINDOW (widget), NULL, NULL);
}

static void
recess_window_try_functions_action (GtkWidget  *widget,
                                    const char *action_name,
                                    GVariant   *parameter)
{
  RecessWindow *self = RECESS_WINDOW (widget);

  g_settings_set_boolean (self->settings, "welcomed", TRUE);
  recess_window_show_chat (self);
  recess_chat_pane_try_functions (self->chat);
}

static void
recess_window_import_action (GtkWidget  *widget,
                             const char *action_name,
                             GVariant   *parameter)
{
  RecessWindow *self = RECESS_WINDOW (widget);

  g_settings_set_boolean (self->settings, "welcomed", TRUE);
  recess_window_show_chat (self);
  gtk_widget_activate_action (GTK_WIDGET (self->chat), "chat.import", NULL);
}

static void
recess_window_search_action (GtkWidget  *widget,
                             const char *action_name,
                             GVariant   *parameter)
{
  recess_chat_pane_start_search (RECESS_WINDOW (widget)->chat);
}

static void
recess_window_toggle_inspector_action (GtkWidget  *widget,
                                       const char *action_name,
                                       GVariant   *parameter)
{
  RecessPaneHost *host = recess_chat_pane_get_host (RECESS_WINDOW (widget)->chat);

  recess_pane_host_set_inspector_visible (host, !recess_pane_host_get_inspector_visible (host));
}

static void
recess_window_back_action (GtkWidget  *widget,
                           const char *action_name,
                           GVariant   *parameter)
{
  recess_pane_host_back (recess_chat_pane_get_host (RECESS_WINDOW (widget)->chat));
}

static void
recess_window_welcome_action (GtkWidget  *widget,
                              const char *action_name,
                              GVariant   *parameter)
{
  recess_window_show_welcome (RECESS_WINDOW (widget));
}

static void
recess_window_start_engine_action (GtkWidget  *widget,
                                   const char *action_name,
                                   GVariant   *parameter)
{
  recess_engine_start (RECESS_WINDOW (widget)->engine);
}

static void
recess_window_dispose (GObject *object)
{
  RecessWindow *self = RECESS_WINDOW (object);

  g_clear_object (&self->engine);
  self->chat = NULL;
  self->welcome = NULL;
  g_clear_handle_id (&self->update_source, g_source_remove);
  gtk_widget_dispose_template (GTK_WIDGET (object), RECESS_TYPE_WINDOW);
  g_clear_object (&self->models);
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (recess_window_parent_class)->dispose (object);
}

static void
recess_window_class_init (RecessWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = recess_window_dispose;

  g_type_ensure (RECESS_TYPE_NOTICE);

  gtk_widget_class_install_action (widget_class, "win.new", NULL, recess_window_new_action);
  gtk_widget_class_install_action (widget_class, "win.try-functions", NULL,
                                   recess_window_try_functions_action);
  gtk_widget_class_install_action (widget_class, "win.import", NULL, recess_window_import_action);
  gtk_widget_class_install_action (widget_class, "win.search", NULL, recess_window_search_action);
  gtk_widget_class_install_action (widget_class, "win.toggle-inspector", NULL,
                                   recess_window_toggle_inspector_action);
  gtk_widget_class_install_action (widget_class, "win.back", NULL, recess_window_back_action);
  gtk_widget_class_install_action (widget_class, "win.welcome", NULL,
                                   recess_window_welcome_action);
  gtk_widget_class_install_action (widget_class, "win.start-engine", NULL,
                                   recess_window_start_engine_action);

  gtk_widget_class_set_template_from_resource (widget_class, RESOURCE_PATH "/ui/recess-window.ui");
  gtk_widget_class_bind_template_child (widget_class, RecessWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, RecessWindow, window_title);
  gtk_widget_class_bind_template_child (widget_class, RecessWindow, back);
  gtk_widget_class_bind_template_child (widget_class, RecessWindow, new_button);
  gtk_widget_class_bind_template_child (widget_class, RecessWindow, search);
  gtk_widget_class_bind_template_child (widget_class, RecessWindow, inspector_toggle);
  gtk_widget_class_bind_template_child (widget_class, RecessWindow, notice);
  gtk_widget_class_bind_template_child (widget_class, RecessWindow, stack);
  gtk_widget_class_bind_template_callback (widget_class, recess_window_update);
}

/* Built when it is asked for: the window is seen sooner. */
static void
recess_window_shortcuts_action (GSimpleAction *action,
                                GVariant      *parameter,
                                gpointer       user_data)
{
  GtkApplicationWindow *window = user_data;

  if (gtk_application_window_get_help_overlay (window) == NULL)
    {
      g_autoptr(GtkBuilder) builder = NULL;
      GObject *shortcuts;

      builder = gtk_builder_new_from_resource (RESOURCE_PATH "/ui/recess-shortcuts.ui");
      shortcuts = gtk_builder_get_object (builder, "shortcuts");
      gtk_application_window_set_help_overlay (window, GTK_SHORTCUTS_WINDOW (shortcuts));
    }

  gtk_window_present (GTK_WINDOW (gtk_application_window_get_help_overlay (window)));
}

static const GActionEntry actions[] = {
  { "show-help-overlay", recess_window_shortcuts_action },
};

static void
recess_window_init (RecessWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_action_map_add_action_entries (G_ACTION_MAP (self), actions, G_N_ELEMENTS (actions), self);
}

RecessWindow *
recess_window_new (RecessApplication *app,
                   RecessEngine      *engine,
                   RecessModels      *models,
                   GSettings         *settings)
{
  RecessWindow *self;
  GSettingsBindFlags flags;

  g_return_val_if_fail (RECESS_IS_APPLICATION (app), NULL);
  g_return_val_if_fail (RECESS_IS_ENGINE (engine), NULL);

  self = g_object_new (RECESS_TYPE_WINDOW, "application", app, NULL);
  self->engine = g_object_ref (engine);
  self->models = g_object_ref (models);
  self->settings = g_object_ref (settings);
  /* Where settings cannot be written, the window is used all the same. */
  flags = G_SETTINGS_BIND_DEFAULT | G_SETTINGS_BIND_NO_SENSITIVITY;
  g_settings_bind (settings, "window-width", self, "default-width", flags);
  g_settings_bind (settings, "window-height", self, "default-height", flags);
  g_settings_bind (settings, "window-maximized", self, "maximized", flags);

  if (g_settings_get_boolean (settings, "welcomed"))
    {
      recess_window_show_chat (self);
      gtk_widget_grab_focus (GTK_WIDGET (self->chat));
    }
  else
    recess_window_show_welcome (self);
  g_signal_connect_object (engine, "notify", G_CALLBACK (recess_window_engine_cb), self,
                           G_CONNECT_SWAPPED);
  recess_window_engine_cb (self);
  recess_window_update (self);

  return self;
}
