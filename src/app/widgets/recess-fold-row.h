/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "recess-row-content.h"

G_BEGIN_DECLS

/* One line that stands for more: the reasoning, or a text that is too long to be read here. */
#define RECESS_TYPE_FOLD_ROW (recess_fold_row_get_type ())
G_DECLARE_FINAL_TYPE (RecessFoldRow, recess_fold_row, RECESS, FOLD_ROW, GtkWidget)

GtkWidget *recess_fold_row_new (void);

G_END_DECLS
