/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "recess-chat-session.h"
#include "engine/recess-models.h"

G_BEGIN_DECLS

#define RECESS_TYPE_CHAT_INSPECTOR (recess_chat_inspector_get_type ())

/**
 * RecessChatInspector:
 *
 * Two pages beside a conversation: its settings, and its requests. A function is edited on a page
 * of its own over them.
 *
 * Signal: `notify-user (AdwToast *)`.
 */
G_DECLARE_FINAL_TYPE (RecessChatInspector, recess_chat_inspector,
                      RECESS, CHAT_INSPECTOR, GtkWidget)

/* Once, before the first session. */
void recess_chat_inspector_set_context  (RecessChatInspector *self,
                                         RecessEngine        *engine,
                                         RecessModels     *models,
                                         RecessFunctions     *functions,
                                         GSettings           *settings);
void recess_chat_inspector_set_session  (RecessChatInspector *self,
                                         RecessChatSession   *session);
void recess_chat_inspector_choose_model (RecessChatInspector *self);

G_END_DECLS
