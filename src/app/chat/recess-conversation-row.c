/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n.h>

#include "widgets/recess-format.h"
#include "widgets/recess-template.h"

#include "recess-conversation-row.h"

struct _RecessConversationRow
{
  GtkWidget      parent_instance;

  /* Template widgets */
  GtkLabel      *title;
  GtkLabel      *meta;
  GtkImage      *pinned;
  GtkWidget     *active;
  GtkPopover    *menu;

  /* Owned references */
  GSignalGroup  *signals;
  GBindingGroup *bindings;
};

G_DEFINE_FINAL_TYPE (RecessConversationRow, recess_conversation_row, GTK_TYPE_WIDGET)

/* The server marks the hit with isolates; here it is bold. */
static char *
recess_conversation_row_markup (const char *snippet)
{
  g_autofree char *escaped = g_markup_escape_text (snippet, -1);
  GString *markup = g_string_new (escaped);

  g_string_replace (markup, "\n", " ", 0);
  g_string_replace (markup, "\u2068", "<b>", 0);
  g_string_replace (markup, "\u2069", "</b>", 0);

  return g_string_free (markup, FALSE);
}

static void
recess_conversation_row_update (RecessConversationRow *self)
{
  g_autoptr(RecessConversation) conversation = g_signal_group_dup_target (self->signals);
  const char *snippet;
  g_autofree char *meta = NULL;

  g_assert (RECESS_IS_CONVERSATION_ROW (self));

  if (conversation == NULL)
    return;

  snippet = recess_conversation_get_snippet (conversation);
  if (snippet != NULL)
    {
      meta = recess_conversation_row_markup (snippet);
      if (pango_parse_markup (meta, -1, 0, NULL, NULL, NULL, NULL))
        gtk_label_set_markup (self->meta, meta);
      else
        gtk_label_set_text (self->meta, snippet);
    }
  else
    {
      meta = recess_format_when (recess_conversation_get_updated_at (conversation),
                                 g_get_real_time () / 1e6);
      gtk_label_set_text (self->meta, recess_conversation_get_active (conversation)
                                      ? _("answering…") : meta);
    }
}

static void
append_item (GMenu      *menu,
             const char *label,
             const char *action,
             const char *id)
{
  g_autoptr(GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target (item, action, "s", id);
  g_menu_append_item (menu, item);
}

static GMenuModel *
recess_conversation_row_build_menu (RecessConversation *conversation)
{
  const char *id = recess_conversation_get_id (conversation);
  GMenu *menu = g_menu_new ();
  g_autoptr(GMenuItem) rename = g_menu_item_new (_("_Rename…"), NULL);
  g_autoptr(GMenuItem) pin = NULL;
  g_autoptr(GMenuItem) delete = g_menu_item_new (_("_Delete"), NULL);

  pin = g_menu_item_new (recess_conversation_get_pinned (conversation) ? _("Un_pin") : _("_Pin"),
                         NULL);
  g_menu_item_set_action_and_target (rename, "chat.rename", "s", id);
  g_menu_item_set_action_and_target (pin, "chat.pin", "s", id);
  g_menu_item_set_action_and_target (delete, "chat.delete-conversation", "s", id);
  g_menu_append_item (menu, pin);
  g_menu_append_item (menu, rename);
  append_item (menu, _("_Export…"), "chat.export", id);
  append_item (menu, _("Export as _Markdown…"), "chat.export-markdown", id);
  g_menu_append_item (menu, delete);

  return G_MENU_MODEL (menu);
}

static void
recess_conversation_row_popup (RecessConversationRow *self,
                               const GdkRectangle    *at)
{
  g_autoptr(RecessConversation) conversation = g_signal_group_dup_target (self->signals);
  g_autoptr(GMenuModel) model = NULL;

  if (conversation == NULL)
    return;

  model = recess_conversation_row_build_menu (conversation);
  if (self->menu == NULL)
    {
      self->menu = GTK_POPOVER (gtk_popover_menu_new_from_model (model));
      gtk_popover_set_has_arrow (self->menu, FALSE);
      gtk_widget_set_halign (GTK_WIDGET (self->menu), GTK_ALIGN_START);
      gtk_widget_set_parent (GTK_WIDGET (self->menu), GTK_WIDGET (self));
    }
  else
    gtk_popover_menu_set_menu_model (GTK_POPOVER_MENU (self->menu), model);

  gtk_popover_set_pointing_to (self->menu, at);
  gtk_popover_popup (self->menu);
}

static void
recess_conversation_row_pressed_cb (RecessConversationRow *self,
                                    int                    n_press,
                                    double                 x,
                                    double                 y,
                                    GtkGesture            *gesture)
{
  g_assert (RECESS_IS_CONVERSATION_ROW (self));

  gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
  recess_conversation_row_popup (self, &(GdkRectangle) { (int) x, (int) y, 1, 1 });
}

static void
recess_conversation_row_menu_action (GtkWidget  *widget,
                                     const char *action_name,
                                     GVariant   *parameter)
{
  recess_conversation_row_popup (RECESS_CONVERSATION_ROW (widget),
                                 &(GdkRectangle) { 12, gtk_widget_get_height (widget) / 2, 1, 1 });
}

static void
recess_conversation_row_size_allocate (GtkWidget *widget,
                                       int        width,
                                       int        height,
                                       int        baseline)
{
  RecessConversationRow *self = RECESS_CONVERSATION_ROW (widget);

  GTK_WIDGET_CLASS (recess_conversation_row_parent_class)->size_allocate (widget, width, height,
                                                                          baseline);
  if (self->menu != NULL)
    gtk_popover_present (self->menu);
}

static void
recess_conversation_row_dispose (GObject *object)
{
  RecessConversationRow *self = RECESS_CONVERSATION_ROW (object);

  g_clear_object (&self->signals);
  g_clear_object (&self->bindings);
  if (self->menu != NULL)
    gtk_widget_unparent (GTK_WIDGET (self->menu));
  self->menu = NULL;
  recess_template_dispose (GTK_WIDGET (object), RECESS_TYPE_CONVERSATION_ROW);

  G_OBJECT_CLASS (recess_conversation_row_parent_class)->dispose (object);
}

static void
recess_conversation_row_class_init (RecessConversationRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = recess_conversation_row_dispose;
  widget_class->size_allocate = recess_conversation_row_size_allocate;

  gtk_widget_class_install_action (widget_class, "row.menu", NULL,
                                   recess_conversation_row_menu_action);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               RESOURCE_PATH "/ui/recess-conversation-row.ui");
  gtk_widget_class_bind_template_child (widget_class, RecessConversationRow, title);
  gtk_widget_class_bind_template_child (widget_class, RecessConversationRow, meta);
  gtk_widget_class_bind_template_child (widget_class, RecessConversationRow, pinned);
  gtk_widget_class_bind_template_child (widget_class, RecessConversationRow, active);
  gtk_widget_class_bind_template_callback (widget_class, recess_conversation_row_pressed_cb);
}

static void
recess_conversation_row_init (RecessConversationRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->bindings = g_binding_group_new ();
  g_binding_group_bind (self->bindings, "display-title", self->title, "label",
                        G_BINDING_SYNC_CREATE);
  g_binding_group_bind (self->bindings, "pinned", self->pinned, "visible", G_BINDING_SYNC_CREATE);
  g_binding_group_bind (self->bindings, "active", self->active, "visible", G_BINDING_SYNC_CREATE);
  self->signals = g_signal_group_new (RECESS_TYPE_CONVERSATION);
  g_signal_group_connect_object (self->signals, "notify",
                                 G_CALLBACK (recess_conversation_row_update), self,
                                 G_CONNECT_SWAPPED);
}

GtkWidget *
recess_conversation_row_new (void)
{
  return g_object_new (RECESS_TYPE_CONVERSATION_ROW, NULL);
}

void
recess_conversation_row_set_conversation (RecessConversationRow *self,
                                          RecessConversation    *conversation)
{
  g_return_if_fail (RECESS_IS_CONVERSATION_ROW (self));

  g_binding_group_set_source (self->bindings, conversation);
  g_signal_group_set_target (self->signals, conversation);
  recess_conversation_row_update (self);
}
