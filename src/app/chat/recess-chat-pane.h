/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "engine/recess-engine.h"
#include "engine/recess-models.h"
#include "widgets/recess-pane-host.h"

G_BEGIN_DECLS

#define RECESS_TYPE_CHAT_PANE (recess_chat_pane_get_type ())

/**
 * RecessChatPane:
 *
 * Conversations, the open one, and its inspector.
 *
 * Properties: `title` (of what is shown). Signals: `notify-user (AdwToast *)`: something to tell in
 * passing.
 *
 * Actions: `chat.new`, `chat.search`, `chat.stop`, `chat.retry`, `chat.undo`, `chat.redo`,
 * `chat.choose-model`, `chat.try-functions`; with the id of a conversation `chat.rename`,
 * `chat.pin`, `chat.delete-conversation`.
 */
G_DECLARE_FINAL_TYPE (RecessChatPane, recess_chat_pane, RECESS, CHAT_PANE, GtkWidget)

GtkWidget      *recess_chat_pane_new       (RecessEngine    *engine,
                                            RecessModels *models,
                                            GSettings       *settings);
RecessPaneHost *recess_chat_pane_get_host  (RecessChatPane  *self);
const char     *recess_chat_pane_get_title (RecessChatPane  *self);
/* A new conversation that begins with @text; @model: (nullable). */
void            recess_chat_pane_ask       (RecessChatPane  *self,
                                            const char      *text,
                                            const char      *model);
/* A new conversation: the ready-made project of three functions in one prompt. */
void            recess_chat_pane_try_functions (RecessChatPane *self);
void            recess_chat_pane_start_search (RecessChatPane *self);

G_END_DECLS
