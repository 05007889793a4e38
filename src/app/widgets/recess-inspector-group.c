/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "recess-inspector-group.h"
#include "recess-template.h"

struct _RecessInspectorGroup
{
  GtkWidget        parent_instance;

  /* Template widgets */
  GtkToggleButton *toggle;
  GtkLabel        *title;
  GtkLabel        *summary;
  GtkRevealer     *revealer;
  GtkBox          *rows;
};

G_DEFINE_FINAL_TYPE (RecessInspectorGroup, recess_inspector_group, GTK_TYPE_WIDGET)

static void
recess_inspector_group_toggled_cb (RecessInspectorGroup *self)
{
  gboolean expanded;

  g_assert (RECESS_IS_INSPECTOR_GROUP (self));

  expanded = gtk_toggle_button_get_active (self->toggle);
  gtk_revealer_set_reveal_child (self->revealer, expanded);
  gtk_widget_set_visible (GTK_WIDGET (self->summary), !expanded);
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->toggle),
                               GTK_ACCESSIBLE_STATE_EXPANDED, expanded, -1);
}

static void
recess_inspector_group_dispose (GObject *object)
{
  recess_template_dispose (GTK_WIDGET (object), RECESS_TYPE_INSPECTOR_GROUP);

  G_OBJECT_CLASS (recess_inspector_group_parent_class)->dispose (object);
}

static void
recess_inspector_group_class_init (RecessInspectorGroupClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = recess_inspector_group_dispose;

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               RESOURCE_PATH "/ui/recess-inspector-group.ui");
  gtk_widget_class_bind_template_child (widget_class, RecessInspectorGroup, toggle);
  gtk_widget_class_bind_template_child (widget_class, RecessInspectorGroup, title);
  gtk_widget_class_bind_template_child (widget_class, RecessInspectorGroup, summary);
  gtk_widget_class_bind_template_child (widget_class, RecessInspectorGroup, revealer);
  gtk_widget_class_bind_template_child (widget_class, RecessInspectorGroup, rows);
  gtk_widget_class_bind_template_callback (widget_class, recess_inspector_group_toggled_cb);
}

static void
recess_inspector_group_init (RecessInspectorGroup *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
recess_inspector_group_new (const char *title)
{
  RecessInspectorGroup *self;

  g_return_val_if_fail (title != NULL, NULL);

  self = g_object_new (RECESS_TYPE_INSPECTOR_GROUP, NULL);
  gtk_label_set_label (self->title, title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->toggle),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);

  return GTK_WIDGET (self);
}

void
recess_inspector_group_append (RecessInspectorGroup *self,
                               GtkWidget            *row)
{
  g_return_if_fail (RECESS_IS_INSPECTOR_GROUP (self));

  gtk_box_append (self->rows, row);
}

void
recess_inspector_group_set_summary (RecessInspectorGroup *self,
                                    const char           *summary)
{
  g_return_if_fail (RECESS_IS_INSPECTOR_GROUP (self));

  gtk_label_set_label (self->summary, summary);
}

void
recess_inspector_group_set_expanded (RecessInspectorGroup *self,
                                     gboolean              expanded)
{
  g_return_if_fail (RECESS_IS_INSPECTOR_GROUP (self));

  gtk_toggle_button_set_active (self->toggle, expanded);
}
