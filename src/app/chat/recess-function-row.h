/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "engine/recess-functions.h"

G_BEGIN_DECLS

#define RECESS_TYPE_FUNCTION_ROW (recess_function_row_get_type ())

/**
 * RecessFunctionRow:
 *
 * A function with its switch: whether the model is told of it.
 *
 * Property: `active`. Signals: `edit ()`, `duplicate ()`, `delete ()`.
 */
G_DECLARE_FINAL_TYPE (RecessFunctionRow, recess_function_row,
                      RECESS, FUNCTION_ROW, GtkWidget)

GtkWidget      *recess_function_row_new          (RecessFunction    *function);
RecessFunction *recess_function_row_get_function (RecessFunctionRow *self);
gboolean        recess_function_row_get_active   (RecessFunctionRow *self);
void            recess_function_row_set_active   (RecessFunctionRow *self,
                                                  gboolean           active);
/* Whether changes of it wait to be saved. */
void            recess_function_row_set_edited   (RecessFunctionRow *self,
                                                  gboolean           edited);

G_END_DECLS
