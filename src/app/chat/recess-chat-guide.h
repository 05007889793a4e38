/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "recess-chat-session.h"

G_BEGIN_DECLS

/* The value of the setting `guide` of a conversation that shows this one. */
#define RECESS_CHAT_GUIDE_FUNCTIONS "three-functions"

/**
 * RecessChatGuide:
 *
 * The steps of a ready-made project, at the top of the inspector. Each has a tick when what it says
 * has happened in the conversation.
 */
#define RECESS_TYPE_CHAT_GUIDE (recess_chat_guide_get_type ())
G_DECLARE_FINAL_TYPE (RecessChatGuide, recess_chat_guide, RECESS, CHAT_GUIDE, GtkWidget)

void  recess_chat_guide_set_session (RecessChatGuide   *self,
                                     RecessChatSession *session);

/* Returns: (transfer full): the settings of a conversation of the project, to begin with */
char *recess_chat_guide_dup_settings (void);
/* The prompt that it begins with. */
const char *recess_chat_guide_get_prompt (void);

G_END_DECLS
