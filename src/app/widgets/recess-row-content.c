/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "recess-row-content.h"

G_DEFINE_INTERFACE (RecessRowContent, recess_row_content, GTK_TYPE_WIDGET)

static void
recess_row_content_default_init (RecessRowContentInterface *iface)
{
}

void
recess_row_content_set_row (RecessRowContent *self,
                            RecessRow        *row)
{
  g_return_if_fail (RECESS_IS_ROW_CONTENT (self));
  g_return_if_fail (row == NULL || RECESS_IS_ROW (row));

  RECESS_ROW_CONTENT_GET_IFACE (self)->set_row (self, row);
}

gboolean
recess_row_content_has_text (RecessRowContent *self)
{
  g_return_val_if_fail (RECESS_IS_ROW_CONTENT (self), FALSE);

  return RECESS_ROW_CONTENT_GET_IFACE (self)->locate != NULL;
}

gsize
recess_row_content_locate (RecessRowContent *self,
                           double            x,
                           double            y)
{
  g_return_val_if_fail (RECESS_IS_ROW_CONTENT (self), 0);

  if (RECESS_ROW_CONTENT_GET_IFACE (self)->locate == NULL)
    return 0;

  return RECESS_ROW_CONTENT_GET_IFACE (self)->locate (self, x, y);
}

void
recess_row_content_select (RecessRowContent *self,
                           gsize             start,
                           gsize             end)
{
  g_return_if_fail (RECESS_IS_ROW_CONTENT (self));

  if (RECESS_ROW_CONTENT_GET_IFACE (self)->select != NULL)
    RECESS_ROW_CONTENT_GET_IFACE (self)->select (self, start, end);
}

const char *
recess_row_content_find_link (RecessRowContent *self,
                              double            x,
                              double            y)
{
  g_return_val_if_fail (RECESS_IS_ROW_CONTENT (self), NULL);

  if (RECESS_ROW_CONTENT_GET_IFACE (self)->find_link == NULL)
    return NULL;

  return RECESS_ROW_CONTENT_GET_IFACE (self)->find_link (self, x, y);
}

void
recess_row_content_set_hover (RecessRowContent *self,
                              gboolean          hover)
{
  g_return_if_fail (RECESS_IS_ROW_CONTENT (self));

  if (RECESS_ROW_CONTENT_GET_IFACE (self)->set_hover != NULL)
    RECESS_ROW_CONTENT_GET_IFACE (self)->set_hover (self, hover);
}

void
recess_row_content_set_action (GtkWidget  *button,
                               const char *action_name)
{
  g_return_if_fail (GTK_IS_ACTIONABLE (button));

  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), NULL);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action_name);
}
