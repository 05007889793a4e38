/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "recess-message-view.h"

struct _RecessMessageView
{
  GtkWidget parent_instance;

  GtkWidget *scroller;
  GtkListView *list;
  GListModel *messages;
  guint read_only : 1;
};

G_DEFINE_FINAL_TYPE (RecessMessageView, recess_message_view, GTK_TYPE_WIDGET)

enum {
  PROP_0,
  PROP_MESSAGES,
  PROP_READ_ONLY,
  N_PROPS
};

enum {
  LINK_ACTIVATED,
  EDITED,
  MESSAGE_ACTION,
  SAVE_CODE,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static void
update_row_cb (GtkListItem *item)
{
  RecessMessage *message = gtk_list_item_get_item (item);

  gtk_label_set_label (GTK_LABEL (gtk_list_item_get_child (item)),
                       recess_message_get_content (message));
}

static void
setup_row_cb (GtkListItemFactory *factory,
              GtkListItem        *item)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_list_item_set_child (item, label);
}

static void
bind_row_cb (GtkListItemFactory *factory,
             GtkListItem        *item)
{
  g_signal_connect_object (gtk_list_item_get_item (item), "appended", G_CALLBACK (update_row_cb),
                           item, G_CONNECT_SWAPPED);
  g_signal_connect_object (gtk_list_item_get_item (item), "notify", G_CALLBACK (update_row_cb),
                           item, G_CONNECT_SWAPPED);
  update_row_cb (item);
}

static void
unbind_row_cb (GtkListItemFactory *factory,
               GtkListItem        *item)
{
  g_signal_handlers_disconnect_by_func (gtk_list_item_get_item (item), update_row_cb, item);
}

static void
recess_message_view_dispose (GObject *object)
{
  RecessMessageView *self = RECESS_MESSAGE_VIEW (object);

  g_clear_pointer (&self->scroller, gtk_widget_unparent);
  g_clear_object (&self->messages);

  G_OBJECT_CLASS (recess_message_view_parent_class)->dispose (object);
}

static void
recess_message_view_get_property (GObject    *object,
                                  guint       prop_id,
                                  GValue     *value,
                                  GParamSpec *pspec)
{
  RecessMessageView *self = RECESS_MESSAGE_VIEW (object);

  switch (prop_id)
    {
    case PROP_MESSAGES:
      g_value_set_object (value, self->messages);
      break;

    case PROP_READ_ONLY:
      g_value_set_boolean (value, self->read_only);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
recess_message_view_set_property (GObject      *object,
                                  guint         prop_id,
                                  const GValue *value,
                                  GParamSpec   *pspec)
{
  RecessMessageView *self = RECESS_MESSAGE_VIEW (object);

  switch (prop_id)
    {
    case PROP_MESSAGES:
      recess_message_view_set_messages (self, g_value_get_object (value));
      break;

    case PROP_READ_ONLY:
      recess_message_view_set_read_only (self, g_value_get_boolean (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
recess_message_view_class_init (RecessMessageViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->dispose = recess_message_view_dispose;
  object_class->get_property = recess_message_view_get_property;
  object_class->set_property = recess_message_view_set_property;

  properties[PROP_MESSAGES] =
    g_param_spec_object ("messages", NULL, NULL, G_TYPE_LIST_MODEL, flags);
  properties[PROP_READ_ONLY] =
    g_param_spec_boolean ("read-only", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[LINK_ACTIVATED] =
    g_signal_new ("link-activated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                  NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[EDITED] =
    g_signal_new ("edited", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                  NULL, G_TYPE_NONE, 2, RECESS_TYPE_MESSAGE, G_TYPE_STRING);
  signals[MESSAGE_ACTION] =
    g_signal_new ("message-action", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                  NULL, G_TYPE_NONE, 2, RECESS_TYPE_MESSAGE, G_TYPE_STRING);
  signals[SAVE_CODE] =
    g_signal_new ("save-code", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                  NULL, G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
recess_message_view_init (RecessMessageView *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  g_signal_connect (factory, "setup", G_CALLBACK (setup_row_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_row_cb), NULL);
  g_signal_connect (factory, "unbind", G_CALLBACK (unbind_row_cb), NULL);
  self->list = GTK_LIST_VIEW (gtk_list_view_new (NULL, factory));
  self->scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), GTK_WIDGET (self->list));
  gtk_widget_set_parent (self->scroller, GTK_WIDGET (self));
}

GtkWidget *
recess_message_view_new (void)
{
  return g_object_new (RECESS_TYPE_MESSAGE_VIEW, NULL);
}

GListModel *
recess_message_view_get_messages (RecessMessageView *self)
{
  g_return_val_if_fail (RECESS_IS_MESSAGE_VIEW (self), NULL);

  return self->messages;
}

void
recess_message_view_set_messages (RecessMessageView *self,
                                  GListModel        *messages)
{
  g_autoptr (GtkSelectionModel) model = NULL;

  g_return_if_fail (RECESS_IS_MESSAGE_VIEW (self));
  g_return_if_fail (messages == NULL || G_IS_LIST_MODEL (messages));

  if (!g_set_object (&self->messages, messages))
    return;

  if (messages != NULL)
    model = GTK_SELECTION_MODEL (gtk_no_selection_new (g_object_ref (messages)));
  gtk_list_view_set_model (self->list, model);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MESSAGES]);
}

gboolean
recess_message_view_get_read_only (RecessMessageView *self)
{
  g_return_val_if_fail (RECESS_IS_MESSAGE_VIEW (self), FALSE);

  return self->read_only;
}

void
recess_message_view_set_read_only (RecessMessageView *self,
                                   gboolean           read_only)
{
  g_return_if_fail (RECESS_IS_MESSAGE_VIEW (self));

  if (self->read_only == !!read_only)
    return;

  self->read_only = !!read_only;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_READ_ONLY]);
}

void
recess_message_view_edit (RecessMessageView *self,
                          RecessMessage     *message)
{
  g_return_if_fail (RECESS_IS_MESSAGE_VIEW (self));
  g_return_if_fail (RECESS_IS_MESSAGE (message));
}

void
recess_message_view_cancel_edit (RecessMessageView *self)
{
  g_return_if_fail (RECESS_IS_MESSAGE_VIEW (self));
}

void
recess_message_view_scroll_to_end (RecessMessageView *self)
{
  guint n_rows;

  g_return_if_fail (RECESS_IS_MESSAGE_VIEW (self));

  n_rows = self->messages == NULL ? 0 : g_list_model_get_n_items (self->messages);
  if (n_rows > 0)
    gtk_widget_activate_action (GTK_WIDGET (self->list), "list.scroll-to-item", "u", n_rows - 1);
}

char *
recess_message_view_dup_selected_text (RecessMessageView *self)
{
  g_return_val_if_fail (RECESS_IS_MESSAGE_VIEW (self), NULL);

  return NULL;
}
