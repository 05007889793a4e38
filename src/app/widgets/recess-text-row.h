/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "recess-row-content.h"

G_BEGIN_DECLS

/* A paragraph, heading, list item, quote, rule: text that draws itself, and knows its height for a
 * width at once, which a GtkTextView does only after idle work: so nothing jumps. */
#define RECESS_TYPE_TEXT_ROW (recess_text_row_get_type ())
G_DECLARE_FINAL_TYPE (RecessTextRow, recess_text_row, RECESS, TEXT_ROW, GtkWidget)

GtkWidget *recess_text_row_new (void);

G_END_DECLS
