/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "store/recess-conversation-store.h"

G_BEGIN_DECLS

/* The bodies that conversations and messages are made and changed with: each function is a
 * #RecessBodyParser, whose error is the 400 that names the member. */

/**
 * RecessNewConversation:
 * @messages: (element-type RecessNewMessage): one below the other
 */
typedef struct
{
  RecessConversationChange *change;
  GPtrArray                *messages;
} RecessNewConversation;

void     recess_new_conversation_free     (RecessNewConversation  *self);

/* Returns: (transfer full): a #RecessNewConversation */
gpointer recess_new_conversation_parse    (JsonObject             *object,
                                           GBytes                 *body,
                                           GError                **error);
/* Returns: (transfer full): a #RecessConversationChange */
gpointer recess_conversation_change_parse (JsonObject             *object,
                                           GBytes                 *body,
                                           GError                **error);
/* Returns: (transfer full): a #RecessNewMessage */
gpointer recess_new_message_parse         (JsonObject             *object,
                                           GBytes                 *body,
                                           GError                **error);

/* Returns: (transfer full): a #RecessMessageChange */
gpointer recess_message_change_parse      (JsonObject             *object,
                                           GBytes                 *body,
                                           GError                **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RecessNewConversation, recess_new_conversation_free)

G_END_DECLS
