/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "recess-message-view-private.h"

static RecessMessage *
get_target (RecessMessageView *self,
            GVariant          *parameter)
{
  if (self->transcript == NULL)
    return NULL;

  return recess_transcript_find_message (self->transcript, g_variant_get_string (parameter, NULL));
}

static void
copy_message_action (GtkWidget  *widget,
                     const char *action_name,
                     GVariant   *parameter)
{
  RecessMessage *message = get_target (RECESS_MESSAGE_VIEW (widget), parameter);

  if (message != NULL)
    gdk_clipboard_set_text (gtk_widget_get_clipboard (widget),
                            recess_message_get_content (message));
}

static void
edit_message_action (GtkWidget  *widget,
                     const char *action_name,
                     GVariant   *parameter)
{
  RecessMessageView *self = RECESS_MESSAGE_VIEW (widget);
  RecessMessage *message = get_target (self, parameter);

  if (message != NULL && !self->read_only)
    recess_message_view_edit (self, message);
}

static void
message_action (GtkWidget  *widget,
                const char *action_name,
                GVariant   *parameter)
{
  RecessMessageView *self = RECESS_MESSAGE_VIEW (widget);
  RecessMessage *message = get_target (self, parameter);

  if (message != NULL && !self->read_only)
    g_signal_emit_by_name (self, "message-action", message, action_name + strlen ("message."));
}

static void
copy_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  g_autofree char *text = recess_message_view_dup_selected_text (RECESS_MESSAGE_VIEW (widget));

  if (text != NULL)
    gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), text);
}

static void
copy_link_action (GtkWidget  *widget,
                  const char *action_name,
                  GVariant   *parameter)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget),
                          g_variant_get_string (parameter, NULL));
}

static void
select_all_action (GtkWidget  *widget,
                   const char *action_name,
                   GVariant   *parameter)
{
  recess_message_selection_select_all (RECESS_MESSAGE_VIEW (widget)->selection);
}

/* Escape goes on to the window where there is nothing to clear. */
static gboolean
unselect_cb (GtkWidget *widget,
             GVariant  *args,
             gpointer   user_data)
{
  RecessMessageView *self = RECESS_MESSAGE_VIEW (widget);

  if (recess_message_selection_is_empty (self->selection))
    return FALSE;

  recess_message_selection_clear (self->selection);
  return TRUE;
}

static gboolean
scroll_key_cb (GtkWidget *widget,
               GVariant  *args,
               gpointer   user_data)
{
  RecessMessageView *self = RECESS_MESSAGE_VIEW (widget);
  GtkScrollType scroll = g_variant_get_int32 (args);
  gboolean handled = FALSE;

  if (!gtk_widget_is_focus (widget))
    return FALSE;

  if (scroll == GTK_SCROLL_PAGE_UP || scroll == GTK_SCROLL_STEP_UP || scroll == GTK_SCROLL_START)
    recess_end_follower_scrolled_up (self->follower);
  g_signal_emit_by_name (self->scroller, "scroll-child", scroll, FALSE, &handled);
  return handled;
}

static void
add_scroll_binding (GtkWidgetClass *widget_class,
                    guint           key,
                    GtkScrollType   scroll)
{
  gtk_widget_class_add_binding (widget_class, key, 0, scroll_key_cb, "i", (int)scroll);
}

void
_recess_message_view_install_actions (GtkWidgetClass *widget_class)
{
  static const char *others[] = {
    "message.delete", "message.regenerate", "message.branch", "message.previous-sibling",
    "message.next-sibling", "message.continue", "message.probabilities",
  };

  gtk_widget_class_install_action (widget_class, "message.copy", "s", copy_message_action);
  gtk_widget_class_install_action (widget_class, "message.edit", "s", edit_message_action);
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    gtk_widget_class_install_action (widget_class, others[i], "s", message_action);

  gtk_widget_class_install_action (widget_class, "selection.copy", NULL, copy_action);
  gtk_widget_class_install_action (widget_class, "selection.copy-link", "s", copy_link_action);
  gtk_widget_class_install_action (widget_class, "selection.select-all", NULL, select_all_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_c, GDK_CONTROL_MASK,
                                       "selection.copy", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Insert, GDK_CONTROL_MASK,
                                       "selection.copy", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_a, GDK_CONTROL_MASK,
                                       "selection.select-all", NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Escape, 0, unselect_cb, NULL);

  add_scroll_binding (widget_class, GDK_KEY_Page_Up, GTK_SCROLL_PAGE_UP);
  add_scroll_binding (widget_class, GDK_KEY_Page_Down, GTK_SCROLL_PAGE_DOWN);
  add_scroll_binding (widget_class, GDK_KEY_Up, GTK_SCROLL_STEP_UP);
  add_scroll_binding (widget_class, GDK_KEY_Down, GTK_SCROLL_STEP_DOWN);
  add_scroll_binding (widget_class, GDK_KEY_Home, GTK_SCROLL_START);
  add_scroll_binding (widget_class, GDK_KEY_End, GTK_SCROLL_END);
}
