/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "recess-attachment.h"

G_BEGIN_DECLS

/**
 * RecessMessageStatus:
 * @RECESS_MESSAGE_COMPLETE: nothing more is to come
 * @RECESS_MESSAGE_IN_PROGRESS: it is being written
 * @RECESS_MESSAGE_STOPPED: the user stopped it
 * @RECESS_MESSAGE_INTERRUPTED: the connection or the server died; the text so far is kept
 * @RECESS_MESSAGE_FAILED: there is an error, see #RecessMessage:error-message
 * @RECESS_MESSAGE_WAITING: an output of a function that nobody has given yet
 */
typedef enum
{
  RECESS_MESSAGE_COMPLETE,
  RECESS_MESSAGE_IN_PROGRESS,
  RECESS_MESSAGE_STOPPED,
  RECESS_MESSAGE_INTERRUPTED,
  RECESS_MESSAGE_FAILED,
  RECESS_MESSAGE_WAITING,
} RecessMessageStatus;

#define RECESS_TYPE_MESSAGE_STATUS (recess_message_status_get_type ())
GType               recess_message_status_get_type    (void);

/**
 * recess_message_status_from_string:
 * @status: (nullable): the word of the API, as "in_progress"
 *
 * Returns: the status; complete for a word that is not known
 */
RecessMessageStatus recess_message_status_from_string (const char *status);

/**
 * RecessMessage:
 *
 * A message as the window shows it. Every property notifies; growing text does not: it emits
 * RecessMessage::appended instead, so that a token costs no more than itself.
 *
 * Properties: `id`, `parent-id`, `role`, `content` (read only), `reasoning` (read only),
 * `model`, `status`, `error-message`, `created-at` (seconds, 0 unknown), `prompt-tokens`,
 * `completion-tokens`, `duration-ms`, `first-token-ms`, `cost` (each −1 unknown), `estimated`,
 * `position` (from 0) and `siblings` (a count) among the children of its parent, `attachments`,
 * `finish-reason`, `tool-call-id`, `function-name` (of a tool message), `calls` (read only:
 * notifies when there are more or fewer), `call` (read only).
 */
#define RECESS_TYPE_MESSAGE (recess_message_get_type ())
G_DECLARE_FINAL_TYPE (RecessMessage, recess_message, RECESS, MESSAGE, GObject)

/**
 * recess_message_new:
 * @id: (nullable): its id
 * @role: "system", "developer", "user", "assistant" or "tool"
 *
 * Returns: (transfer full): an empty, complete message. Set the rest with g_object_set ().
 */
RecessMessage       *recess_message_new                   (const char          *id,
                                                           const char          *role);

/**
 * recess_message_append:
 * @content: (nullable): text that was added to the answer
 * @reasoning: (nullable): text that was added to the reasoning before it
 */
void                 recess_message_append                (RecessMessage       *self,
                                                           const char          *content,
                                                           const char          *reasoning);

/**
 * recess_message_set_content:
 * @content: (nullable): the whole text
 *
 * Replaces the text. Where @content only adds to it, that is an append.
 */
void                 recess_message_set_content           (RecessMessage       *self,
                                                           const char          *content);
void                 recess_message_set_reasoning         (RecessMessage       *self,
                                                           const char          *reasoning);
const char          *recess_message_get_id                (RecessMessage       *self);
const char          *recess_message_get_parent_id         (RecessMessage       *self);
const char          *recess_message_get_role              (RecessMessage       *self);
const char          *recess_message_get_content           (RecessMessage       *self);
gsize                recess_message_get_content_length    (RecessMessage       *self);
const char          *recess_message_get_reasoning         (RecessMessage       *self);
gsize                recess_message_get_reasoning_length  (RecessMessage       *self);
const char          *recess_message_get_model             (RecessMessage       *self);
RecessMessageStatus  recess_message_get_status            (RecessMessage       *self);
void                 recess_message_set_status            (RecessMessage       *self,
                                                           RecessMessageStatus  status);
const char          *recess_message_get_error_message     (RecessMessage       *self);
double               recess_message_get_created_at        (RecessMessage       *self);
/* Dollars, −1 unknown */
double               recess_message_get_cost              (RecessMessage       *self);
/* Whether the tokens were counted here, and not by the provider. */
gboolean             recess_message_get_estimated         (RecessMessage       *self);
int                  recess_message_get_prompt_tokens     (RecessMessage       *self);
int                  recess_message_get_completion_tokens (RecessMessage       *self);
int                  recess_message_get_duration_ms       (RecessMessage       *self);
int                  recess_message_get_first_token_ms    (RecessMessage       *self);
int                  recess_message_get_position          (RecessMessage       *self);
int                  recess_message_get_siblings          (RecessMessage       *self);

/**
 * recess_message_get_attachments:
 *
 * Returns: (transfer none): a #GListStore of #RecessAttachment, made at the first call. Fill it
 *   before the message is shown, or as it changes.
 */
GListModel          *recess_message_get_attachments       (RecessMessage       *self);

/* When its row was last written, in seconds; 0 where that is not known. */
double               recess_message_get_updated_at        (RecessMessage       *self);
void                 recess_message_set_updated_at        (RecessMessage       *self,
                                                           double               updated_at);
/* Whether the provider told the probabilities of its tokens, `has-probabilities`; and those tokens,
 * `tokens`, while they are shown in place of the text: (nullable) (element-type RecessToken). */
gboolean             recess_message_get_has_probabilities (RecessMessage       *self);
void                 recess_message_set_has_probabilities (RecessMessage       *self,
                                                           gboolean             has_probabilities);
GPtrArray           *recess_message_get_tokens            (RecessMessage       *self);
void                 recess_message_set_tokens            (RecessMessage       *self,
                                                           GPtrArray           *tokens);

/* Of an answer that had to have a form: what the check of it found, a text for people; NULL before.
 * Another text takes it away. Notifies `check`. */
void                 recess_message_set_check             (RecessMessage       *self,
                                                           const char          *check,
                                                           gboolean             passed);
const char          *recess_message_get_check             (RecessMessage       *self);
gboolean             recess_message_get_check_passed      (RecessMessage       *self);

/* Of an assistant: why it stopped writing, as the API says it: "stop", "length", "tool_calls". */
const char          *recess_message_get_finish_reason     (RecessMessage       *self);
/* Whether an answer ended before it was done, so that it can go on. */
gboolean             recess_message_is_cut                (RecessMessage       *self);

typedef struct _RecessToolCall RecessToolCall;

/**
 * recess_message_append_call:
 * @index: which one, as the API counts them; those that are not known are added
 * @id: (nullable): its id
 * @name: (nullable): the function
 * @arguments: (nullable): what is added to its arguments
 *
 * A piece of a call of the answer that is being written. Only that call changes.
 */
void                 recess_message_append_call           (RecessMessage       *self,
                                                           int                  index,
                                                           const char          *id,
                                                           const char          *name,
                                                           const char          *arguments);

/* Leaves @n calls, the first ones; makes those that are missing. */
void                 recess_message_set_n_calls           (RecessMessage       *self,
                                                           guint                n);
guint                recess_message_get_n_calls           (RecessMessage       *self);
/* Returns: (transfer none) */
RecessToolCall      *recess_message_get_call_at           (RecessMessage       *self,
                                                           guint                position);

/* Of an answer whose calls all have their outputs: whether the user may let it go on. */
gboolean             recess_message_get_can_continue      (RecessMessage       *self);
void                 recess_message_set_can_continue      (RecessMessage       *self,
                                                           gboolean             can_continue);

/* Of a tool message: the call that it answers, by its id, and as #RecessCallLinker found it. */
const char          *recess_message_get_tool_call_id      (RecessMessage       *self);
RecessToolCall      *recess_message_get_call              (RecessMessage       *self);
void                 recess_message_set_call              (RecessMessage       *self,
                                                           RecessToolCall      *call);

/* Of a tool message: what its handler printed. */
const char          *recess_message_get_log               (RecessMessage       *self);
void                 recess_message_set_log               (RecessMessage       *self,
                                                           const char          *log);
void                 recess_message_append_log            (RecessMessage       *self,
                                                           const char          *log);

G_END_DECLS
