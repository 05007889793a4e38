/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "recess-context-usage.h"

G_BEGIN_DECLS

#define RECESS_TYPE_CONTEXT_BAR (recess_context_bar_get_type ())

/**
 * RecessContextBar:
 *
 * How full the context of the next request is, as a bar of four pixels: one field for each part,
 * what does not fit hatched. A click tells the parts with their tokens and what they cost.
 */
G_DECLARE_FINAL_TYPE (RecessContextBar, recess_context_bar, RECESS, CONTEXT_BAR, GtkWidget)

GtkWidget *recess_context_bar_new       (void);
/* @usage: (nullable): %NULL leaves the bar empty */
void       recess_context_bar_set_usage (RecessContextBar         *self,
                                         const RecessContextUsage *usage);

G_END_DECLS
