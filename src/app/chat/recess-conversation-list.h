/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "recess-conversation.h"
#include "engine/recess-engine.h"

G_BEGIN_DECLS

#define RECESS_TYPE_CONVERSATION_LIST (recess_conversation_list_get_type ())

/**
 * RecessConversationList:
 *
 * All conversations, or those that a query finds, as a #GListModel of #RecessConversation in the
 * order pinned, then newest. Comes in pages, and is kept fresh by the feed: one changed
 * conversation costs one small request.
 *
 * Properties: `query`, `loading`, `loaded` (the first page is here).
 */
G_DECLARE_FINAL_TYPE (RecessConversationList, recess_conversation_list,
                      RECESS, CONVERSATION_LIST, GObject)

RecessConversationList *recess_conversation_list_new       (RecessEngine           *engine);
void                    recess_conversation_list_set_query (RecessConversationList *self,
                                                            const char             *query);
gboolean                recess_conversation_list_get_loaded (RecessConversationList *self);
/* The next page, where there is one. */
void                    recess_conversation_list_load_more (RecessConversationList *self);
/* Returns: (nullable) (transfer none) */
RecessConversation     *recess_conversation_list_find      (RecessConversationList *self,
                                                            const char             *id,
                                                            guint                  *position);
/* A row that an answer brought: put in its place at once. */
RecessConversation     *recess_conversation_list_take_row  (RecessConversationList *self,
                                                            JsonObject             *row);
void                    recess_conversation_list_remove    (RecessConversationList *self,
                                                            const char             *id);

G_END_DECLS
