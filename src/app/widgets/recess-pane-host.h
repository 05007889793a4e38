/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define RECESS_TYPE_PANE_HOST (recess_pane_host_get_type ())

/**
 * RecessPaneHost:
 *
 * What a pane is made of: a list, the work, an inspector. Wide, the three stand side by side; below
 * about 900 px the inspector comes over the work as a sheet; below about 600 px they are pages.
 * The only place that knows how the floor folds.
 *
 * Properties: `list`, `work`, `inspector` (the widgets), `folded` (they are pages), `page`,
 * `inspector-visible`, `inspector-wanted`, `list-width`, `inspector-width`.
 */
G_DECLARE_FINAL_TYPE (RecessPaneHost, recess_pane_host, RECESS, PANE_HOST, GtkWidget)

typedef enum
{
  RECESS_PANE_PAGE_LIST,
  RECESS_PANE_PAGE_WORK,
  RECESS_PANE_PAGE_INSPECTOR,
} RecessPanePage;

GtkWidget      *recess_pane_host_new                   (void);
gboolean        recess_pane_host_get_folded            (RecessPaneHost *self);
RecessPanePage  recess_pane_host_get_page              (RecessPaneHost *self);
void            recess_pane_host_show_page             (RecessPaneHost *self,
                                                        RecessPanePage  page);
gboolean        recess_pane_host_get_inspector_visible (RecessPaneHost *self);
void            recess_pane_host_set_inspector_visible (RecessPaneHost *self,
                                                        gboolean        visible);
/* One page back; FALSE where there is none. */
gboolean        recess_pane_host_back                  (RecessPaneHost *self);

G_END_DECLS
