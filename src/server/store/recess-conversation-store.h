/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "recess-message-edits.h"
#include "recess-page.h"
#include "recess-store.h"

G_BEGIN_DECLS

/* The conversations, as JSON texts of the API. A reading function is ended by
 * recess_store_read_finish(), a writing one by recess_store_write_finish(): the text, in both
 * cases (transfer full), or a %RECESS_API_ERROR. */

/**
 * RecessConversationChange:
 * @set_title: whether @title is to be taken; %NULL then takes it from the first user message
 * @settings: (nullable): JSON text of an object
 * @set_pinned: whether @pinned is to be taken
 * @set_head: whether @head is to be taken; %NULL then shows no message
 *
 * What to change of a conversation.
 */
typedef struct
{
  char     *title;
  char     *settings;
  char     *head;
  gboolean  pinned;
  guint     set_title : 1;
  guint     set_pinned : 1;
  guint     set_head : 1;
} RecessConversationChange;

void recess_conversation_change_free           (RecessConversationChange *self);

/* Pinned first, then the newest message. With @query only those where each of its words is in the
 * title or in one message (the last one may be a beginning), the best first. Copies what it is
 * given. */
void recess_conversation_store_list_async      (RecessStore              *store,
                                                const RecessPage         *page,
                                                const char               *query,
                                                GCancellable             *cancellable,
                                                GAsyncReadyCallback       callback,
                                                gpointer                  user_data);
/* Also one that is deleted and not yet purged. */
void recess_conversation_store_get_async       (RecessStore              *store,
                                                const char               *id,
                                                GCancellable             *cancellable,
                                                GAsyncReadyCallback       callback,
                                                gpointer                  user_data);
/* Takes @change and @messages. @messages: (element-type RecessNewMessage) one below the other */
void recess_conversation_store_create_async    (RecessStore              *store,
                                                RecessConversationChange *change,
                                                GPtrArray                *messages,
                                                GCancellable             *cancellable,
                                                GAsyncReadyCallback       callback,
                                                gpointer                  user_data);
/* Takes @change. */
void recess_conversation_store_change_async    (RecessStore              *store,
                                                const char               *id,
                                                RecessConversationChange *change,
                                                GCancellable             *cancellable,
                                                GAsyncReadyCallback       callback,
                                                gpointer                  user_data);
/* The text says what is deleted; @purge takes it away for good. */
void recess_conversation_store_delete_async    (RecessStore              *store,
                                                const char               *id,
                                                gboolean                  purge,
                                                GCancellable             *cancellable,
                                                GAsyncReadyCallback       callback,
                                                gpointer                  user_data);
void recess_conversation_store_restore_async   (RecessStore              *store,
                                                const char               *id,
                                                GCancellable             *cancellable,
                                                GAsyncReadyCallback       callback,
                                                gpointer                  user_data);
/* A new conversation with the path up to @message_id. */
void recess_conversation_store_branch_async    (RecessStore              *store,
                                                const char               *id,
                                                const char               *message_id,
                                                GCancellable             *cancellable,
                                                GAsyncReadyCallback       callback,
                                                gpointer                  user_data);
/* Takes away for good what was deleted more than a day ago. */
void recess_conversation_store_purge           (RecessStore              *store);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RecessConversationChange, recess_conversation_change_free)

G_END_DECLS
