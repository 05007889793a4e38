/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gdk/gdk.h>

#include "widgets/recess-attachment.h"

G_BEGIN_DECLS

#define RECESS_ATTACHER_IMAGE_LIMIT (20 * 1024 * 1024)
#define RECESS_ATTACHER_TEXT_LIMIT  (1024 * 1024)

#define RECESS_TYPE_ATTACHER (recess_attacher_get_type ())

/**
 * RecessAttacher:
 *
 * The attachments of a message that is being written: reads files, says what they are, and gives
 * their bytes to the engine, so that a draft keeps them.
 *
 * Properties: `ready`: whether all of them can be sent.
 *
 * Signals: `changed ()`: there are more or fewer, or the engine has one now;
 * `problem (const char *title, const char *detail)`: something cannot be attached.
 */
G_DECLARE_FINAL_TYPE (RecessAttacher, recess_attacher, RECESS, ATTACHER, GObject)

RecessAttacher *recess_attacher_new             (void);
/* Returns: (transfer none): a #GListStore of #RecessAttachment */
GListModel     *recess_attacher_get_attachments (RecessAttacher   *self);
/* Shows those of another draft; what is not here of them is fetched. */
void            recess_attacher_set_attachments (RecessAttacher   *self,
                                                 GListModel       *attachments);
gboolean        recess_attacher_get_ready       (RecessAttacher   *self);
void            recess_attacher_add_file        (RecessAttacher   *self,
                                                 GFile            *file);
/* @name: (nullable): where it comes from a file */
void            recess_attacher_add_text        (RecessAttacher   *self,
                                                 const char       *name,
                                                 const char       *text);
void            recess_attacher_add_texture     (RecessAttacher   *self,
                                                 GdkTexture       *texture);
void            recess_attacher_remove          (RecessAttacher   *self,
                                                 RecessAttachment *attachment);

G_END_DECLS
