/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "recess-attachment.h"

G_BEGIN_DECLS

/* Shows an attachment whole in a window of its own, where it can be saved. */
void recess_attachment_viewer_present (GtkWidget        *widget,
                                       RecessAttachment *attachment);

G_END_DECLS
