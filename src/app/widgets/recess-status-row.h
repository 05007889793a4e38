/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "recess-row-content.h"

G_BEGIN_DECLS

/* How an answer ended that is not complete, and the next step. */
#define RECESS_TYPE_STATUS_ROW (recess_status_row_get_type ())
G_DECLARE_FINAL_TYPE (RecessStatusRow, recess_status_row, RECESS, STATUS_ROW, GtkWidget)

GtkWidget *recess_status_row_new (void);

G_END_DECLS
