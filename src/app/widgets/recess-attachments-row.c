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
};

static void row_content_iface_init (RecessRowContentInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (RecessAttachmentsRow, recess_attachments_row, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (RECESS_TYPE_ROW_CONTENT,
                                                      row_content_iface_init))

static GtkWidget *
create_chip (RecessAttachment *attachment)
{
  gboolean image = g_strcmp0 (recess_attachment_get_kind (attachment), "image") == 0;
  gint64 size = recess_attachment_get_size (attachment);
  g_autofree char *amount = size < 0 ? NULL : g_format_size (size);
  g_autofree char *text = g_strjoin (" · ", recess_attachment_get_name (attachment), amount, NULL);
  GtkWidget *chip = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_MIDDLE);
  gtk_box_append (GTK_BOX (chip), gtk_image_new_from_icon_name (image ? "image-x-generic-symbolic"
                                                                      : "text-x-generic-symbolic"));
  gtk_box_append (GTK_BOX (chip), label);
  gtk_widget_add_css_class (chip, "chip");
  gtk_widget_set_tooltip_text (chip, text);

  return chip;
}

static void
remove_chips (RecessAttachmentsRow *self)
{
  GtkWidget *chip;

  while ((chip = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (chip);
}

static void
recess_attachments_row_set_row (RecessRowContent *content,
                                RecessRow        *row)
{
  RecessAttachmentsRow *self = RECESS_ATTACHMENTS_ROW (content);
  GListModel *attachments;

  remove_chips (self);
  if (row == NULL)
    return;

  attachments = recess_message_get_attachments (recess_row_get_message (row));
  for (guint i = 0; i < g_list_model_get_n_items (attachments); i++)
    {
      g_autoptr (RecessAttachment) attachment = g_list_model_get_item (attachments, i);

      gtk_widget_set_parent (create_chip (attachment), GTK_WIDGET (self));
    }
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

  remove_chips (self);

  G_OBJECT_CLASS (recess_attachments_row_parent_class)->dispose (object);
}

static void
recess_attachments_row_class_init (RecessAttachmentsRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = recess_attachments_row_dispose;

  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BOX_LAYOUT);
}

static void
recess_attachments_row_init (RecessAttachmentsRow *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), 6);
}

GtkWidget *
recess_attachments_row_new (void)
{
  return g_object_new (RECESS_TYPE_ATTACHMENTS_ROW, NULL);
}
