/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define RECESS_TYPE_INSPECTOR_GROUP (recess_inspector_group_get_type ())

/**
 * RecessInspectorGroup:
 *
 * Rows under a title that fold away; folded, one line says what they hold.
 */
G_DECLARE_FINAL_TYPE (RecessInspectorGroup, recess_inspector_group,
                      RECESS, INSPECTOR_GROUP, GtkWidget)

GtkWidget *recess_inspector_group_new          (const char           *title);
void       recess_inspector_group_append       (RecessInspectorGroup *self,
                                                GtkWidget            *row);
void       recess_inspector_group_set_summary  (RecessInspectorGroup *self,
                                                const char           *summary);
void       recess_inspector_group_set_expanded (RecessInspectorGroup *self,
                                                gboolean              expanded);

G_END_DECLS
