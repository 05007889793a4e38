/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "recess-request-entry.h"

G_BEGIN_DECLS

#define RECESS_TYPE_REQUEST_ROW (recess_request_row_get_type ())

/**
 * RecessRequestRow:
 *
 * A request of a conversation. When it is opened it has room for a widget that shows the request;
 * `toggled` tells when it is opened or closed.
 */
G_DECLARE_FINAL_TYPE (RecessRequestRow, recess_request_row, RECESS, REQUEST_ROW, GtkListBoxRow)

GtkWidget          *recess_request_row_new          (RecessRequestEntry *entry);
RecessRequestEntry *recess_request_row_get_entry    (RecessRequestRow   *self);
gboolean            recess_request_row_get_expanded (RecessRequestRow   *self);
void                recess_request_row_set_expanded (RecessRequestRow   *self,
                                                     gboolean            expanded);
/* @detail: (nullable): what is shown below the row from now on */
void                recess_request_row_set_detail   (RecessRequestRow   *self,
                                                     GtkWidget          *detail);

G_END_DECLS
