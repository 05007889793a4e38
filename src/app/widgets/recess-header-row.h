/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "recess-row-content.h"

G_BEGIN_DECLS

/* The first row of a message: its role, what is known of it, and what can be done with it. */
#define RECESS_TYPE_HEADER_ROW (recess_header_row_get_type ())
G_DECLARE_FINAL_TYPE (RecessHeaderRow, recess_header_row, RECESS, HEADER_ROW, GtkWidget)

GtkWidget *recess_header_row_new (void);

G_END_DECLS
