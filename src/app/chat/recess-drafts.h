/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define RECESS_TYPE_DRAFTS (recess_drafts_get_type ())

/**
 * RecessDrafts:
 *
 * What was typed and not sent, by conversation; kept in the settings a moment after the last
 * change.
 */
G_DECLARE_FINAL_TYPE (RecessDrafts, recess_drafts, RECESS, DRAFTS, GObject)

RecessDrafts *recess_drafts_new  (GSettings    *settings);
/* @id: (nullable): a conversation, or the one that is not begun; Returns: (nullable) */
const char   *recess_drafts_get  (RecessDrafts *self,
                                  const char   *id);
/* @text: (nullable): nothing, or an empty text, forgets the draft */
void          recess_drafts_set  (RecessDrafts *self,
                                  const char   *id,
                                  const char   *text);
/* Returns: (transfer none) (nullable): a list of #RecessAttachment */
GListModel   *recess_drafts_get_attachments (RecessDrafts *self,
                                             const char   *id);
/* @attachments: a list of #RecessAttachment, which is copied; none forgets them */
void          recess_drafts_set_attachments (RecessDrafts *self,
                                             const char   *id,
                                             GListModel   *attachments);
void          recess_drafts_save (RecessDrafts *self);

G_END_DECLS
