/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "message-fixture.h"
#include "recess-resources.h"

static void
use_style (void)
{
  static const char *sheets[] = { "style.css", "style-dark.css" };
  gboolean dark = adw_style_manager_get_dark (adw_style_manager_get_default ());

  for (guint i = 0; i < (dark ? 2 : 1); i++)
    {
      g_autoptr (GtkCssProvider) provider = gtk_css_provider_new ();
      g_autofree char *path = g_strconcat (RESOURCE_PATH "/", sheets[i], NULL);

      gtk_css_provider_load_from_resource (provider, path);
      gtk_style_context_add_provider_for_display (gdk_display_get_default (),
                                                  GTK_STYLE_PROVIDER (provider),
                                                  GTK_STYLE_PROVIDER_PRIORITY_APPLICATION + i);
    }
}

void
message_fixture_init (MessageFixture *self,
                      int             width,
                      int             height)
{
  static gsize styled;

  if (g_once_init_enter (&styled))
    {
      g_resources_register (recess_get_resource ());
      use_style ();
      g_once_init_leave (&styled, 1);
    }

  self->messages = g_list_store_new (RECESS_TYPE_MESSAGE);
  self->view = RECESS_MESSAGE_VIEW (recess_message_view_new ());
  self->window = GTK_WINDOW (adw_window_new ());
  g_object_add_weak_pointer (G_OBJECT (self->window), (gpointer *)&self->window);
  gtk_widget_add_css_class (GTK_WIDGET (self->view), "sheet");
  adw_window_set_content (ADW_WINDOW (self->window), GTK_WIDGET (self->view));
  gtk_window_set_default_size (self->window, width, height);
  recess_message_view_set_messages (self->view, G_LIST_MODEL (self->messages));
  gtk_window_present (self->window);
  message_fixture_frames (self, 2);
}

void
message_fixture_clear (MessageFixture *self)
{
  if (self->window != NULL)
    gtk_window_destroy (self->window);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_null (self->window);
  g_assert_finalize_object (self->messages);
}

RecessMessage *
message_fixture_add (MessageFixture *self,
                     const char     *role,
                     const char     *content)
{
  static guint counter;
  g_autofree char *id = g_strdup_printf ("cmsg_%u", counter++);
  g_autoptr (RecessMessage) message = recess_message_new (id, role);

  recess_message_set_content (message, content);
  g_list_store_append (self->messages, message);

  return message;
}

static void
painted_cb (gboolean *painted)
{
  *painted = TRUE;
}

void
message_fixture_frames (MessageFixture *self,
                        guint           n)
{
  GdkFrameClock *clock;

  gtk_widget_realize (GTK_WIDGET (self->window));
  clock = gtk_widget_get_frame_clock (GTK_WIDGET (self->window));
  for (guint i = 0; i < n; i++)
    {
      gboolean painted = FALSE;
      gulong handler = g_signal_connect_swapped (clock, "after-paint", G_CALLBACK (painted_cb),
                                                 &painted);

      gtk_widget_queue_draw (GTK_WIDGET (self->window));
      gdk_frame_clock_request_phase (clock, GDK_FRAME_CLOCK_PHASE_PAINT);
      while (!painted)
        g_main_context_iteration (NULL, TRUE);
      g_signal_handler_disconnect (clock, handler);
    }
}
