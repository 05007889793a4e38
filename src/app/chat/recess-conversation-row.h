/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "recess-conversation.h"

G_BEGIN_DECLS

#define RECESS_TYPE_CONVERSATION_ROW (recess_conversation_row_get_type ())

/**
 * RecessConversationRow:
 *
 * A conversation in the list: its title, when it changed or where the search hit, whether an answer
 * is being written. The menu uses the actions `chat.rename`, `chat.pin` and
 * `chat.delete-conversation` with the id.
 */
G_DECLARE_FINAL_TYPE (RecessConversationRow, recess_conversation_row,
                      RECESS, CONVERSATION_ROW, GtkWidget)

GtkWidget *recess_conversation_row_new              (void);
void       recess_conversation_row_set_conversation (RecessConversationRow *self,
                                                     RecessConversation    *conversation);

G_END_DECLS
