/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "http/recess-request.h"
#include "store/recess-conversation-store.h"

G_BEGIN_DECLS

/* The bodies that conversations and messages are made and changed with. Each function answers
 * %NULL after having replied with the 400 that names the member. */

RecessConversationChange *recess_conversation_body_parse (RecessRequest     *request,
                                                          GPtrArray        **messages);
RecessNewMessage         *recess_message_body_parse      (RecessRequest     *request);

/**
 * RecessMessageChange:
 * @content: (nullable): JSON text; %NULL leaves it
 * @role: (nullable): %NULL leaves it
 */
typedef struct
{
  char *content;
  char *role;
} RecessMessageChange;

RecessMessageChange      *recess_message_change_parse    (RecessRequest        *request);
void                      recess_message_change_free     (RecessMessageChange  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RecessMessageChange, recess_message_change_free)

G_END_DECLS
