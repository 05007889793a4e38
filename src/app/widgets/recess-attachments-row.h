/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "recess-row-content.h"

G_BEGIN_DECLS

/* What is attached to a message, as chips. */
#define RECESS_TYPE_ATTACHMENTS_ROW (recess_attachments_row_get_type ())
G_DECLARE_FINAL_TYPE (RecessAttachmentsRow, recess_attachments_row, RECESS, ATTACHMENTS_ROW,
                      GtkWidget)

GtkWidget *recess_attachments_row_new (void);

G_END_DECLS
