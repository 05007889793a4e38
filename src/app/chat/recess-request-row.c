/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "recess-request-row.h"

struct _RecessRequestRow
{
  GtkListBoxRow       parent_instance;

  /* Template widgets */
  GtkToggleButton    *toggle;
  GtkLabel           *label;
  GtkLabel           *summary;
  AdwBin             *detail;

  RecessRequestEntry *entry;
};

G_DEFINE_FINAL_TYPE (RecessRequestRow, recess_request_row, GTK_TYPE_LIST_BOX_ROW)

enum
{
  SIGNAL_TOGGLED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
recess_request_row_toggled_cb (RecessRequestRow *self)
{
  gboolean expanded;

  g_assert (RECESS_IS_REQUEST_ROW (self));

  expanded = gtk_toggle_button_get_active (self->toggle);
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->toggle), GTK_ACCESSIBLE_STATE_EXPANDED,
                               expanded, -1);
  gtk_widget_set_visible (GTK_WIDGET (self->summary),
                          !expanded && *gtk_label_get_label (self->summary) != '\0');
  g_signal_emit (self, signals[SIGNAL_TOGGLED], 0);
}

static void
recess_request_row_dispose (GObject *object)
{
  RecessRequestRow *self = RECESS_REQUEST_ROW (object);

  gtk_widget_dispose_template (GTK_WIDGET (object), RECESS_TYPE_REQUEST_ROW);
  g_clear_object (&self->entry);

  G_OBJECT_CLASS (recess_request_row_parent_class)->dispose (object);
}

static void
recess_request_row_class_init (RecessRequestRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = recess_request_row_dispose;

  signals[SIGNAL_TOGGLED] =
    g_signal_new ("toggled", RECESS_TYPE_REQUEST_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               RESOURCE_PATH "/ui/recess-request-row.ui");
  gtk_widget_class_bind_template_child (widget_class, RecessRequestRow, toggle);
  gtk_widget_class_bind_template_child (widget_class, RecessRequestRow, label);
  gtk_widget_class_bind_template_child (widget_class, RecessRequestRow, summary);
  gtk_widget_class_bind_template_child (widget_class, RecessRequestRow, detail);
  gtk_widget_class_bind_template_callback (widget_class, recess_request_row_toggled_cb);
}

static void
recess_request_row_init (RecessRequestRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
recess_request_row_new (RecessRequestEntry *entry)
{
  RecessRequestRow *self;
  const char *summary;

  g_return_val_if_fail (RECESS_IS_REQUEST_ENTRY (entry), NULL);

  self = g_object_new (RECESS_TYPE_REQUEST_ROW, NULL);
  self->entry = g_object_ref (entry);
  summary = recess_request_entry_get_summary (entry);
  gtk_label_set_label (self->label, recess_request_entry_get_label (entry));
  gtk_label_set_label (self->summary, summary != NULL ? summary : "");
  gtk_widget_set_visible (GTK_WIDGET (self->summary), summary != NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->toggle), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  recess_request_entry_get_label (entry),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  summary != NULL ? summary : "", -1);

  return GTK_WIDGET (self);
}

RecessRequestEntry *
recess_request_row_get_entry (RecessRequestRow *self)
{
  g_return_val_if_fail (RECESS_IS_REQUEST_ROW (self), NULL);

  return self->entry;
}

gboolean
recess_request_row_get_expanded (RecessRequestRow *self)
{
  g_return_val_if_fail (RECESS_IS_REQUEST_ROW (self), FALSE);

  return gtk_toggle_button_get_active (self->toggle);
}

void
recess_request_row_set_expanded (RecessRequestRow *self,
                                 gboolean          expanded)
{
  g_return_if_fail (RECESS_IS_REQUEST_ROW (self));

  gtk_toggle_button_set_active (self->toggle, expanded);
}

void
recess_request_row_set_detail (RecessRequestRow *self,
                               GtkWidget        *detail)
{
  g_return_if_fail (RECESS_IS_REQUEST_ROW (self));

  adw_bin_set_child (self->detail, detail);
}
