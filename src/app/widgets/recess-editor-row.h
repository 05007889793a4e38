/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "recess-row-content.h"

G_BEGIN_DECLS

/* The text of a message while it is edited. The text stays with the row when the widget goes. */
#define RECESS_TYPE_EDITOR_ROW (recess_editor_row_get_type ())
G_DECLARE_FINAL_TYPE (RecessEditorRow, recess_editor_row, RECESS, EDITOR_ROW, GtkWidget)

GtkWidget *recess_editor_row_new (void);

G_END_DECLS
