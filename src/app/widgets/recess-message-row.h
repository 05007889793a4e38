/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "recess-row-pool.h"

G_BEGIN_DECLS

/* What the list makes for each of its rows: it clamps the width, draws the rail of the message and
 * holds the widget that shows the row. */
#define RECESS_TYPE_MESSAGE_ROW (recess_message_row_get_type ())
G_DECLARE_FINAL_TYPE (RecessMessageRow, recess_message_row, RECESS, MESSAGE_ROW, GtkWidget)

GtkWidget        *recess_message_row_new         (RecessRowPool    *pool);
RecessRow        *recess_message_row_get_row     (RecessMessageRow *self);
void              recess_message_row_set_row     (RecessMessageRow *self,
                                                  RecessRow        *row);
RecessRowContent *recess_message_row_get_content (RecessMessageRow *self);

G_END_DECLS
