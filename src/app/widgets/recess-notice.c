/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "recess-notice.h"
#include "recess-template.h"

struct _RecessNotice
{
  GtkWidget    parent_instance;

  /* Template widgets */
  GtkRevealer *revealer;
  GtkLabel    *title;
  GtkLabel    *detail;
  GtkButton   *step;
};

G_DEFINE_FINAL_TYPE (RecessNotice, recess_notice, GTK_TYPE_WIDGET)

static void
recess_notice_dispose (GObject *object)
{
  recess_template_dispose (GTK_WIDGET (object), RECESS_TYPE_NOTICE);

  G_OBJECT_CLASS (recess_notice_parent_class)->dispose (object);
}

static void
recess_notice_class_init (RecessNoticeClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = recess_notice_dispose;

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class, RESOURCE_PATH "/ui/recess-notice.ui");
  gtk_widget_class_bind_template_child (widget_class, RecessNotice, revealer);
  gtk_widget_class_bind_template_child (widget_class, RecessNotice, title);
  gtk_widget_class_bind_template_child (widget_class, RecessNotice, detail);
  gtk_widget_class_bind_template_child (widget_class, RecessNotice, step);
  gtk_widget_class_bind_template_callback (widget_class, recess_notice_hide);
}

static void
recess_notice_init (RecessNotice *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
recess_notice_new (void)
{
  return g_object_new (RECESS_TYPE_NOTICE, NULL);
}

void
recess_notice_show (RecessNotice *self,
                    const char   *title,
                    const char   *detail,
                    const char   *label,
                    const char   *action)
{
  g_return_if_fail (RECESS_IS_NOTICE (self));
  g_return_if_fail (title != NULL);

  gtk_label_set_label (self->title, title);
  gtk_label_set_label (self->detail, detail != NULL ? detail : "");
  gtk_widget_set_visible (GTK_WIDGET (self->detail), detail != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->step), label != NULL);
  if (label != NULL)
    {
      gtk_button_set_label (self->step, label);
      gtk_actionable_set_detailed_action_name (GTK_ACTIONABLE (self->step), action);
    }
  gtk_revealer_set_reveal_child (self->revealer, TRUE);
}

void
recess_notice_hide (RecessNotice *self)
{
  g_return_if_fail (RECESS_IS_NOTICE (self));

  gtk_revealer_set_reveal_child (self->revealer, FALSE);
}
