/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "engine/recess-functions.h"

G_BEGIN_DECLS

#define RECESS_TYPE_FUNCTION_EDITOR (recess_function_editor_get_type ())

/**
 * RecessFunctionEditor:
 *
 * The page of one function: its definition, who answers it, and a try. It is kept when it is saved.
 *
 * Property: `edited` (there is something to save).
 *
 * Signals:
 * - `back ()`: the page may be left
 * - `saved (const char *old_name, const char *name)`: the engine has it; @old_name is NULL for a
 *   new one
 */
G_DECLARE_FINAL_TYPE (RecessFunctionEditor, recess_function_editor,
                      RECESS, FUNCTION_EDITOR, GtkWidget)

/* @function: (nullable): what is edited, or where a new one begins with @copy */
GtkWidget *recess_function_editor_new        (RecessFunctions      *functions,
                                              RecessFunction       *function,
                                              gboolean              copy);
gboolean   recess_function_editor_get_edited (RecessFunctionEditor *self);

G_END_DECLS
