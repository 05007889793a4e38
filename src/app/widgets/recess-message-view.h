/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "engine/recess-engine.h"

#include "recess-message.h"

G_BEGIN_DECLS

/**
 * RecessMessageView:
 *
 * Shows a conversation. Its model is a list of #RecessMessage, oldest first; a message may grow,
 * and the list may change, at any time.
 *
 * Signals:
 *
 * - `link-activated (const char *uri)`: a link was clicked. Only http, https and mailto should be
 *   opened.
 * - `edited (RecessMessage *message, const char *text)`: the text of @message was edited in place
 *   and is to be saved. The message is not changed yet.
 * - `message-action (RecessMessage *message, const char *action)`: one of "delete", "regenerate",
 *   "branch", "previous-sibling", "next-sibling", "continue", "probabilities". What
 *   needs no server, "copy" and "edit", the view does by itself.
 * - `call-action (RecessMessage *answer, RecessToolCall *call, const char *action,
 *   const char *text)`: something is to be done with a call of @answer: "run", "stop", "answer" or
 *   "arguments", the last two with what was typed; or with all of them, @call being %NULL:
 *   "run-all" or "continue".
 * - `save-code (const char *name, const char *text)`: the code is to be saved; @name is a proposal.
 *
 * Actions, each with the id of a message as parameter: `message.copy`, `message.edit`,
 * `message.delete`, `message.regenerate`, `message.branch`, `message.previous-sibling`,
 * `message.next-sibling`.
 *
 * The property `read-only` hides what would change the conversation.
 */
#define RECESS_TYPE_MESSAGE_VIEW (recess_message_view_get_type ())
G_DECLARE_FINAL_TYPE (RecessMessageView, recess_message_view, RECESS, MESSAGE_VIEW, GtkWidget)

GtkWidget  *recess_message_view_new               (void);
GListModel *recess_message_view_get_messages      (RecessMessageView *self);

/**
 * recess_message_view_set_messages:
 * @messages: (nullable) (transfer none): a list of #RecessMessage
 *
 * Shows another conversation, from its end.
 */
void        recess_message_view_set_messages      (RecessMessageView *self,
                                                   GListModel        *messages);
gboolean    recess_message_view_get_read_only     (RecessMessageView *self);
void        recess_message_view_set_read_only     (RecessMessageView *self,
                                                   gboolean           read_only);

/* Once, before there is anything to show: code can be run there. */
void        recess_message_view_set_engine        (RecessMessageView *self,
                                                   RecessEngine      *engine);

/**
 * recess_message_view_edit:
 * @message: a message of the list
 *
 * Turns @message into an editor. One message is edited at a time: another is left as it was.
 */
void        recess_message_view_edit              (RecessMessageView *self,
                                                   RecessMessage     *message);
void        recess_message_view_cancel_edit       (RecessMessageView *self);
void        recess_message_view_scroll_to_end     (RecessMessageView *self);

/**
 * recess_message_view_dup_selected_text:
 *
 * Returns: (transfer full) (nullable): the selected text, as Ctrl+C copies it
 */
char       *recess_message_view_dup_selected_text (RecessMessageView *self);

G_END_DECLS
