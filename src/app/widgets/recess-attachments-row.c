/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "recess-attachment-chip.h"
#include "recess-attachments-row.h"

struct _RecessAttachmentsRow
{
  GtkWidget parent_instance;

  GtkWidget *box;
};

static void row_content_iface_init (RecessRowContentInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (RecessAttachmentsRow, recess_attachments_row, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (RECESS_TYPE_ROW_CONTENT,
                                                      row_content_iface_init))

static void
remove_chips (RecessAttachmentsRow *self)
{
  GtkWidget *chip;

  while ((chip = gtk_widget_get_first_child (self->box)) != NULL)
    gtk_flow_box_remove (GTK_FLOW_BOX (self->box), chip);
}

static gboolean
shows (RecessAttachmentsRow *self,
       GListModel           *attachments)
{
  guint i = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (self->box); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *chip = gtk_flow_box_child_get_child (GTK_FLOW_BOX_CHILD (child));
      g_autoptr (RecessAttachment) attachment = g_list_model_get_item (attachments, i++);

      if (recess_attachment_chip_get_attachment (RECESS_ATTACHMENT_CHIP (chip)) != attachment)
        return FALSE;
    }

  return i == g_list_model_get_n_items (attachments);
}

static void
recess_attachments_row_set_row (RecessRowContent *content,
                                RecessRow        *row)
{
  RecessAttachmentsRow *self = RECESS_ATTACHMENTS_ROW (content);
  GListModel *attachments;

  /* A row that has changed otherwise keeps its pictures. */
  attachments = row == NULL ? NULL : recess_message_get_attachments (recess_row_get_message (row));
  if (attachments != NULL && shows (self, attachments))
    return;

  remove_chips (self);
  if (row == NULL)
    return;

  for (guint i = 0; i < g_list_model_get_n_items (attachments); i++)
    {
      g_autoptr (RecessAttachment) attachment = g_list_model_get_item (attachments, i);

      gtk_flow_box_append (GTK_FLOW_BOX (self->box),
                           recess_attachment_chip_new (attachment, TRUE, FALSE));
      /* The button in it takes the focus. */
      gtk_widget_set_focusable (gtk_widget_get_last_child (self->box), FALSE);
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

  g_clear_pointer (&self->box, gtk_widget_unparent);

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
  self->box = gtk_flow_box_new ();
  gtk_flow_box_set_selection_mode (GTK_FLOW_BOX (self->box), GTK_SELECTION_NONE);
  gtk_flow_box_set_max_children_per_line (GTK_FLOW_BOX (self->box), 12);
  gtk_flow_box_set_row_spacing (GTK_FLOW_BOX (self->box), 6);
  gtk_flow_box_set_column_spacing (GTK_FLOW_BOX (self->box), 6);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
}

GtkWidget *
recess_attachments_row_new (void)
{
  return g_object_new (RECESS_TYPE_ATTACHMENTS_ROW, NULL);
}
