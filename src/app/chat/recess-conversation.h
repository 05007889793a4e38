/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib-object.h>

#include "common/recess-json.h"

G_BEGIN_DECLS

#define RECESS_TYPE_CONVERSATION (recess_conversation_get_type ())

/**
 * RecessConversation:
 *
 * A conversation as the list knows it. Properties: `id`, `title` (nullable), `display-title`,
 * `snippet`, `head`, `updated-at`, `pinned`, `active`.
 */
G_DECLARE_FINAL_TYPE (RecessConversation, recess_conversation, RECESS, CONVERSATION, GObject)

/* Returns: (nullable): NULL for a row without an id */
RecessConversation *recess_conversation_new_from_row   (JsonObject         *row);
void                recess_conversation_update         (RecessConversation *self,
                                                        JsonObject         *row);

const char         *recess_conversation_get_id         (RecessConversation *self);
const char         *recess_conversation_get_title      (RecessConversation *self);
const char         *recess_conversation_get_display_title (RecessConversation *self);
const char         *recess_conversation_get_snippet    (RecessConversation *self);
const char         *recess_conversation_get_head       (RecessConversation *self);
double              recess_conversation_get_updated_at (RecessConversation *self);
gboolean            recess_conversation_get_pinned     (RecessConversation *self);
gboolean            recess_conversation_get_active     (RecessConversation *self);
/* Order of the list: pinned first, then the newest. */
int                 recess_conversation_compare        (RecessConversation *a,
                                                        RecessConversation *b);

G_END_DECLS
