/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "recess-message-rows.h"

G_BEGIN_DECLS

/* Adding and changing messages, in the writer thread. */

/**
 * RecessNewMessage:
 * @content: (nullable): JSON text, or %NULL for an answer alone
 * @parent_id: (nullable): what it stands below; %NULL with @at_root is nothing, else the head
 * @before_id: (nullable): what it is put above instead: this one and its siblings hang on it
 *   then, and the head stays
 * @answer_model: (nullable): the model of the empty answer to be made below it
 */
typedef struct
{
  char     *role;
  char     *content;
  char     *parent_id;
  char     *before_id;
  gboolean  at_root;
  char     *answer_model;
} RecessNewMessage;

void              recess_new_message_free           (RecessNewMessage       *self);

/**
 * recess_message_rows_add:
 *
 * Adds the rows, moves the head, and gives the conversation a title where it has none.
 *
 * Returns: (transfer full) (element-type utf8): the ids of the new rows
 */
GPtrArray        *recess_message_rows_add           (RecessTransaction       *transaction,
                                                     const char              *conversation_id,
                                                     const RecessNewMessage  *message,
                                                     GError                 **error);
/* From the first user message that says something, where there is no title. */
gboolean          recess_message_rows_give_title    (sqlite3                 *db,
                                                     gint64                   conversation,
                                                     GError                 **error);
/**
 * RecessMessageChange:
 * @content: (nullable): JSON text; %NULL leaves it
 * @role: (nullable): %NULL leaves it
 * @calls: (nullable): JSON text: the array `tool_calls`; %NULL leaves it
 */
typedef struct
{
  char *content;
  char *role;
  char *calls;
} RecessMessageChange;

void              recess_message_change_free        (RecessMessageChange     *self);

/* A row of a call that had no output, and gets content, is complete. */
gboolean          recess_message_rows_edit          (RecessTransaction          *transaction,
                                                     const char                 *conversation_id,
                                                     const char                 *id,
                                                     const RecessMessageChange  *change,
                                                     GError                    **error);
/**
 * recess_message_rows_reopen:
 *
 * Makes an answer that was cut `in_progress` again: 400 where it was not, or has calls. Its text
 * stays, also if the server should die before more of it comes.
 *
 * Returns: (transfer full): the text
 */
RecessAnswerText *recess_message_rows_reopen        (RecessTransaction       *transaction,
                                                     const char              *conversation_id,
                                                     const char              *id,
                                                     GError                 **error);
gboolean          recess_message_rows_select        (RecessTransaction       *transaction,
                                                     const char              *conversation_id,
                                                     const char              *id,
                                                     GError                 **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RecessMessageChange, recess_message_change_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RecessNewMessage, recess_new_message_free)

G_END_DECLS
