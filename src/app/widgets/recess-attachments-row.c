/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "recess-attachments-row.h"

struct _RecessAttachmentsRow
{
  GtkWidget parent_instance;

  GtkWidget *flow;
  RecessMessage *message;
};

static void row_content_iface_init (RecessRowContentInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (RecessAttachmentsRow, recess_attachments_row, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (RECESS_TYPE_ROW_CONTENT,
                                                      row_content_iface_init))

static GtkWidget *
create_chip_cb (gpointer item,
                gpointer user_data)
{
  RecessAttachment *attachment = RECESS_ATTACHMENT (item);
  gboolean image = g_strcmp0 (recess_attachment_get_kind (attachment), "image") == 0;
  gint64 size = recess_attachment_get_size (attachment);
  g_autofree char *amount = size < 0 ? NULL : g_format_size (size);
  g_autofree char *text = g_strjoin (" · ", recess_attachment_get_name (attachment), amount, NULL);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *label = gtk_label_new (text);
  GtkWidget *child = gtk_flow_box_child_new ();

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_MIDDLE);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 32);
  gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name (image ? "image-x-generic-symbolic"
                                                                     : "text-x-generic-symbolic"));
  gtk_box_append (GTK_BOX (box), label);
  gtk_widget_add_css_class (box, "chip");
  gtk_flow_box_child_set_child (GTK_FLOW_BOX_CHILD (child), box);
  gtk_widget_set_focusable (child, FALSE);
  gtk_widget_set_halign (child, GTK_ALIGN_START);

  return child;
}

static void
recess_attachments_row_set_row (RecessRowContent *content,
                                RecessRow        *row)
{
  RecessAttachmentsRow *self = RECESS_ATTACHMENTS_ROW (content);
  RecessMessage *message = row == NULL ? NULL : recess_row_get_message (row);

  if (g_set_object (&self->message, message))
    gtk_flow_box_bind_model (GTK_FLOW_BOX (self->flow),
                             message == NULL ? NULL : recess_message_get_attachments (message),
                             create_chip_cb, NULL, NULL);
}

static void
row_content_iface_init (RecessRowContentInterface *iface)
{
  iface->set_row = recess_attachments_row_set_row;
}

static void
recess_attachments_row_dispose (GObject *object)
{
  RecessAttachmentsRow *self = RECESS_ATTACHMENTS_ROW (object);

  g_clear_pointer (&self->flow, gtk_widget_unparent);
  g_clear_object (&self->message);

  G_OBJECT_CLASS (recess_attachments_row_parent_class)->dispose (object);
}

static void
recess_attachments_row_class_init (RecessAttachmentsRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = recess_attachments_row_dispose;

  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
recess_attachments_row_init (RecessAttachmentsRow *self)
{
  self->flow = gtk_flow_box_new ();
  gtk_flow_box_set_selection_mode (GTK_FLOW_BOX (self->flow), GTK_SELECTION_NONE);
  gtk_flow_box_set_max_children_per_line (GTK_FLOW_BOX (self->flow), 12);
  gtk_flow_box_set_column_spacing (GTK_FLOW_BOX (self->flow), 6);
  gtk_flow_box_set_row_spacing (GTK_FLOW_BOX (self->flow), 6);
  gtk_widget_set_halign (self->flow, GTK_ALIGN_START);
  gtk_widget_set_parent (self->flow, GTK_WIDGET (self));
}

GtkWidget *
recess_attachments_row_new (void)
{
  return g_object_new (RECESS_TYPE_ATTACHMENTS_ROW, NULL);
}
