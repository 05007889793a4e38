/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <adwaita.h>

#include "recess-button-name.h"

void
recess_button_name (GtkButton *button)
{
  GtkWidget *child;
  GtkWidget *row;

  g_return_if_fail (GTK_IS_BUTTON (button));

  child = gtk_button_get_child (button);
  if (!gtk_button_get_use_underline (button) || !GTK_IS_LABEL (child))
    return;

  /* A row says what its button is of, in place of the button's own label. */
  row = gtk_widget_get_ancestor (GTK_WIDGET (button), ADW_TYPE_ACTION_ROW);
  if (row != NULL
      && adw_action_row_get_activatable_widget (ADW_ACTION_ROW (row)) == GTK_WIDGET (button))
    gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                    gtk_label_get_text (GTK_LABEL (child)), -1);
  else
    gtk_accessible_reset_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL);
}

static gboolean
map_hook (GSignalInvocationHint *hint,
          guint                  n_values,
          const GValue          *values,
          gpointer               data)
{
  GObject *widget = g_value_get_object (&values[0]);

  if (GTK_IS_BUTTON (widget))
    recess_button_name (GTK_BUTTON (widget));

  return TRUE;
}

void
recess_button_names_init (void)
{
  g_autoptr(GTypeClass) klass = g_type_class_ref (GTK_TYPE_WIDGET);

  /* Newer ones leave the mnemonic out. */
  if (gtk_get_minor_version () >= 10)
    return;

  g_signal_add_emission_hook (g_signal_lookup ("map", G_TYPE_FROM_CLASS (klass)), 0, map_hook,
                              NULL, NULL);
}
