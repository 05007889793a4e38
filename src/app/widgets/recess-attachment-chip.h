/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "recess-attachment.h"

G_BEGIN_DECLS

#define RECESS_TYPE_ATTACHMENT_CHIP (recess_attachment_chip_get_type ())

/**
 * RecessAttachmentChip:
 *
 * An attachment as a chip with its name and size, or as a picture of bounded size. A click shows it
 * whole. The chip turns while its attachment has neither bytes nor an address.
 *
 * Signals: `removed ()`: the user wants it away; there is a button for that where @removable.
 */
G_DECLARE_FINAL_TYPE (RecessAttachmentChip, recess_attachment_chip, RECESS, ATTACHMENT_CHIP,
                      GtkWidget)

/* @large: whether an image is shown as a picture rather than beside its name */
GtkWidget        *recess_attachment_chip_new            (RecessAttachment     *attachment,
                                                         gboolean              large,
                                                         gboolean              removable);
RecessAttachment *recess_attachment_chip_get_attachment (RecessAttachmentChip *self);

G_END_DECLS
