/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "widgets/recess-message.h"

#include "recess-request-builder.h"

G_BEGIN_DECLS

/**
 * RecessChatTurns:
 *
 * What of a path of messages is sent. Providers refuse a call without an output, and an output
 * without its call: so calls whose row was deleted are left out, and so are outputs that no call of
 * the path has. A call that nobody has answered yet gets an empty output.
 */
typedef struct _RecessChatTurns RecessChatTurns;

/**
 * recess_chat_turns_new:
 * @messages: (element-type RecessMessage): a path, seen by a #RecessCallLinker
 * @n: how many of them
 * @parts: (element-type utf8 utf8): the content of those messages that have more than a text
 */
RecessChatTurns      *recess_chat_turns_new  (GListModel      *messages,
                                              guint            n,
                                              GHashTable      *parts);
void                  recess_chat_turns_free (RecessChatTurns *self);
/* One more, which is in no row; @content is JSON. */
void              recess_chat_turns_append (RecessChatTurns *self,
                                            const char      *role,
                                            const char      *content);
const RecessChatTurn *recess_chat_turns_get  (RecessChatTurns *self,
                                              gsize           *n_turns);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RecessChatTurns, recess_chat_turns_free)

G_END_DECLS
