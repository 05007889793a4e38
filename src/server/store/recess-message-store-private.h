/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "recess-message-store.h"

G_BEGIN_DECLS

RecessStore *recess_message_store_get_store (RecessMessageStore *self);
/* A row is `in_progress`: from now on it has a live answer. @text: (nullable): what it has got */
void         recess_message_store_adopt     (RecessMessageStore     *self,
                                             const char             *id,
                                             const char             *conversation_id,
                                             const RecessAnswerText *text);
/* Tells who runs calls. @calls: (element-type RecessBegunCall) */
void         recess_message_store_calls_begun (RecessMessageStore   *self,
                                             GPtrArray              *calls);
/* Returns: (transfer full) (nullable): ids to #RecessAnswerText, of a conversation where there are
 * answers being written */
GHashTable  *recess_message_store_dup_live  (RecessMessageStore *self,
                                             const char         *conversation_id);

G_END_DECLS
