/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define RECESS_TYPE_ATTACHMENT (recess_attachment_get_type ())

/**
 * RecessAttachment:
 *
 * A part of a message that is not its text: shown as a picture or a chip.
 *
 * Properties: `uri` (nullable; notifies): where its bytes are, "recess-blob:HASH" or another URL.
 */
G_DECLARE_FINAL_TYPE (RecessAttachment, recess_attachment, RECESS, ATTACHMENT, GObject)

/**
 * recess_attachment_new:
 * @name: what it is called, as "notes.txt"
 * @kind: what it is: "image", "text", "file"
 * @size: its size in bytes, −1 where unknown
 */
RecessAttachment *recess_attachment_new          (const char       *name,
                                                  const char       *kind,
                                                  gint64            size);
/* @name: (nullable): what it is called, where it is a file; its text has its size. */
RecessAttachment *recess_attachment_new_text     (const char       *name,
                                                  const char       *text);
gboolean          recess_attachment_equal        (RecessAttachment *self,
                                                  RecessAttachment *other);
const char       *recess_attachment_get_name     (RecessAttachment *self);
const char       *recess_attachment_get_kind     (RecessAttachment *self);
gboolean          recess_attachment_is_image     (RecessAttachment *self);
/* Whether it has a name of its own. */
gboolean          recess_attachment_is_file      (RecessAttachment *self);
gint64            recess_attachment_get_size     (RecessAttachment *self);
/* Returns: (nullable): the words of a text, without what tells its name */
const char       *recess_attachment_get_text     (RecessAttachment *self);
void              recess_attachment_set_text     (RecessAttachment *self,
                                                  const char       *text);
/* Returns: (nullable): the bytes, where they are at hand */
GBytes           *recess_attachment_get_bytes    (RecessAttachment *self);
void              recess_attachment_set_bytes    (RecessAttachment *self,
                                                  GBytes           *bytes);
const char       *recess_attachment_get_uri      (RecessAttachment *self);
void              recess_attachment_set_uri      (RecessAttachment *self,
                                                  const char       *uri);

G_END_DECLS
