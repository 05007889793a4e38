/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n.h>

#include "recess-format.h"
#include "recess-token-meter.h"

struct _RecessTokenMeter
{
  GtkWidget  parent_instance;

  GtkWidget *label;
};

G_DEFINE_FINAL_TYPE (RecessTokenMeter, recess_token_meter, GTK_TYPE_WIDGET)

static void
recess_token_meter_dispose (GObject *object)
{
  g_clear_pointer (&RECESS_TOKEN_METER (object)->label, gtk_widget_unparent);

  G_OBJECT_CLASS (recess_token_meter_parent_class)->dispose (object);
}

static void
recess_token_meter_class_init (RecessTokenMeterClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = recess_token_meter_dispose;

  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
recess_token_meter_init (RecessTokenMeter *self)
{
  self->label = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->label), 1);
  gtk_label_set_ellipsize (GTK_LABEL (self->label), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (self->label, "meta");
  gtk_widget_add_css_class (self->label, "numeric");
  gtk_widget_set_parent (self->label, GTK_WIDGET (self));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, _("Next request"), -1);
}

GtkWidget *
recess_token_meter_new (void)
{
  return g_object_new (RECESS_TYPE_TOKEN_METER, NULL);
}

void
recess_token_meter_set_usage (RecessTokenMeter         *self,
                              const RecessContextUsage *usage)
{
  g_autofree char *tokens = NULL;
  g_autofree char *cost = NULL;
  g_autofree char *text = NULL;

  g_return_if_fail (RECESS_IS_TOKEN_METER (self));

  if (usage == NULL)
    {
      gtk_label_set_label (GTK_LABEL (self->label), "");
      return;
    }

  tokens = recess_context_usage_to_string (usage);
  cost = recess_format_cost (recess_context_usage_get_total (usage));
  text = usage->input_price < 0 ? g_strdup (tokens) : g_strdup_printf ("%s · %s", tokens, cost);
  gtk_label_set_label (GTK_LABEL (self->label), text);
  gtk_widget_set_tooltip_text (self->label, usage->estimated
                                              ? _("What the next request has, estimated")
                                              : _("What the next request has"));
}
