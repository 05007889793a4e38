/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "engine/recess-models.h"

#include "recess-chat-session.h"
#include "recess-composer.h"

G_BEGIN_DECLS

#define RECESS_TYPE_CHAT_THREAD (recess_chat_thread_get_type ())

/**
 * RecessChatThread:
 *
 * The work of the Chat pane: the messages of a session, and the composer below them. Its notice
 * uses the actions `chat.retry`, `chat.choose-model` and `app.preferences`.
 *
 * The action `thread.add-system` makes ready for a system message.
 *
 * Signal: `notify-user (AdwToast *toast)`.
 */
G_DECLARE_FINAL_TYPE (RecessChatThread, recess_chat_thread, RECESS, CHAT_THREAD, GtkWidget)

/* Once, before the first session. */
void            recess_chat_thread_set_engine   (RecessChatThread  *self,
                                                 RecessEngine      *engine);
void            recess_chat_thread_set_session  (RecessChatThread  *self,
                                                 RecessChatSession *session);
/* Says what the context of a model takes, and its price. */
void            recess_chat_thread_set_models   (RecessChatThread  *self,
                                                 RecessModels      *models);
RecessComposer *recess_chat_thread_get_composer (RecessChatThread  *self);
/* Asks again for the answer that failed. */
void            recess_chat_thread_retry        (RecessChatThread  *self);
/* Sends a text as if it had been typed. */
void            recess_chat_thread_ask          (RecessChatThread  *self,
                                                 const char        *text);

G_END_DECLS
