/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "recess-chat-settings.h"
#include "recess-chat-turns.h"
#include "engine/recess-functions.h"
#include "widgets/recess-message.h"

G_BEGIN_DECLS

#define RECESS_TYPE_CHAT_SESSION (recess_chat_session_get_type ())

/**
 * RecessChatSession:
 *
 * A conversation that is open: its path of messages, its settings, the answer that is being
 * written, and what can be done with them. A new one is made in the engine when the first message
 * is sent.
 *
 * Properties: `id` (nullable), `busy` (an answer is being written,
 * or handlers run), `loaded`, `can-undo`,
 * `can-redo`, `default-model`.
 *
 * Signals:
 * - `created (JsonObject *row)`: the conversation exists now
 * - `branched (JsonObject *row)`: another conversation was made from it
 * - `sent ()`: what was given to recess_chat_session_send() is kept by the engine
 * - `deleted (RecessMessage *)`: can be undone
 * - `failed (GError *, RecessMessage *)`: something that was asked for did not happen; the message
 *   is set where it is an answer
 * - `request-changed ()`: recess_chat_session_dup_request() would give another text
 */
G_DECLARE_FINAL_TYPE (RecessChatSession, recess_chat_session, RECESS, CHAT_SESSION, GObject)

RecessChatSession  *recess_chat_session_new            (RecessEngine      *engine,
                                                        const char        *id);
const char         *recess_chat_session_get_id         (RecessChatSession *self);
GListModel         *recess_chat_session_get_messages   (RecessChatSession *self);
RecessChatSettings *recess_chat_session_get_settings   (RecessChatSession *self);
gboolean            recess_chat_session_get_busy       (RecessChatSession *self);
gboolean            recess_chat_session_get_loaded     (RecessChatSession *self);
/* The model that is asked: that of the settings, or the default one. */
char               *recess_chat_session_dup_model      (RecessChatSession *self);
void                recess_chat_session_set_default_model (RecessChatSession *self,
                                                        const char        *model);
/* Those whose names are in the settings are sent. */
void                recess_chat_session_set_functions  (RecessChatSession *self,
                                                        RecessFunctions   *functions);
/* The row of the conversation told of another end of the path. */
void                recess_chat_session_set_head       (RecessChatSession *self,
                                                        const char        *head);

/* @content: a JSON text, a string or an array of parts; @answer: whether it is answered */
void                recess_chat_session_send           (RecessChatSession *self,
                                                        const char        *role,
                                                        const char        *content,
                                                        gboolean           answer);
void                recess_chat_session_stop           (RecessChatSession *self);
void                recess_chat_session_edit           (RecessChatSession *self,
                                                        RecessMessage     *message,
                                                        const char        *text);
void                recess_chat_session_delete         (RecessChatSession *self,
                                                        RecessMessage     *message);
void                recess_chat_session_regenerate     (RecessChatSession *self,
                                                        RecessMessage     *message);
/* Asks for the rest of an answer that was cut. */
void                recess_chat_session_continue_answer (RecessChatSession *self,
                                                        RecessMessage     *message);
/* Shows the tokens of an answer in place of its text, or the text again. */
void                recess_chat_session_toggle_probabilities
                                                       (RecessChatSession *self,
                                                        RecessMessage     *message);
void                recess_chat_session_branch         (RecessChatSession *self,
                                                        RecessMessage     *message);
void                recess_chat_session_step_sibling   (RecessChatSession *self,
                                                        RecessMessage     *message,
                                                        int                step);
void                recess_chat_session_undo           (RecessChatSession *self);
void                recess_chat_session_redo           (RecessChatSession *self);
gboolean            recess_chat_session_get_can_undo   (RecessChatSession *self);
gboolean            recess_chat_session_get_can_redo   (RecessChatSession *self);
/**
 * recess_chat_session_call_action:
 * @answer: an answer of the conversation
 * @call: (nullable): one of its calls; %NULL for all
 * @action: as #RecessMessageView::call-action says it
 * @text: (nullable): what was typed
 */
void                recess_chat_session_call_action    (RecessChatSession *self,
                                                        RecessMessage     *answer,
                                                        RecessToolCall    *call,
                                                        const char        *action,
                                                        const char        *text);
/* Asks again after the outputs at the end, whether all are there or not. */
void                recess_chat_session_continue       (RecessChatSession *self);
/* What of the conversation is sent when it is answered as it stands. */
RecessChatTurns    *recess_chat_session_dup_turns      (RecessChatSession *self);
/* Returns: (transfer full) (nullable): the functions that are sent, a JSON list */
char               *recess_chat_session_dup_tools      (RecessChatSession *self);
/* The JSON that is sent when the conversation is answered as it stands. */
char               *recess_chat_session_dup_request    (RecessChatSession *self);
void                recess_chat_session_save_settings  (RecessChatSession *self);

G_END_DECLS
