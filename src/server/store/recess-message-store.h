/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "recess-call-begin.h"
#include "recess-live-answer.h"
#include "recess-message-edits.h"
#include "recess-store.h"

G_BEGIN_DECLS

#define RECESS_TYPE_MESSAGE_STORE (recess_message_store_get_type ())

/**
 * RecessMessageStore:
 *
 * The messages of all conversations, and the answers that are being written. The text of an answer
 * is in memory as it comes and on disk within a second; an answer that no request has taken within
 * a minute ends as `interrupted`. What is deleted goes for good after a day: looked after here, at
 * the start and each hour.
 *
 * #RecessMessageStore::calls-begun (#GPtrArray of #RecessBegunCall): their rows are `in_progress`,
 * that is on disk, and their answers are taken, for who runs them and ends them.
 *
 * Functions that read or write messages complete with the JSON text of the API (transfer full),
 * or fail with the %RECESS_API_ERROR that the client is to get.
 */
G_DECLARE_FINAL_TYPE (RecessMessageStore, recess_message_store, RECESS, MESSAGE_STORE, GObject)

/**
 * RecessAnswerChoice:
 * @calls: (nullable): JSON text: the array `tool_calls`
 *
 * An answer beside the first one, where several were asked for. It never changes.
 */
typedef struct
{
  char *content;
  char *reasoning;
  char *calls;
  char *finish_reason;
} RecessAnswerChoice;

void recess_answer_choice_free (RecessAnswerChoice *self);

/**
 * RecessAnswerEnd:
 * @status: "complete", "stopped", "interrupted" or "failed"
 * @model: (nullable): what the provider says that it was; %NULL leaves what was asked for
 * @request_id: (nullable): "req_…", the row of the log
 * @usage: (nullable): JSON text as the provider gave it
 * @finish_reason: (nullable): of the first choice
 * @error: (nullable): JSON text of an error object {message, type, param, code}
 * @choices: (nullable) (element-type RecessAnswerChoice): become siblings of the answer
 * @cost: in US dollars, where @has_cost
 */
typedef struct
{
  const char *status;
  const char *model;
  const char *request_id;
  const char *usage;
  const char *finish_reason;
  const char *error;
  GPtrArray  *choices;
  gboolean    has_cost;
  double      cost;
} RecessAnswerEnd;

RecessMessageStore *recess_message_store_new           (RecessStore             *store);
/* Sends what is in memory to the disk, and ends what is being written as `interrupted`. For just
 * before recess_store_close(). */
void                recess_message_store_close         (RecessMessageStore      *self);
/* For tests: milliseconds between two looks at what is being written, and after how many an answer
 * that nobody writes is given up. */
void                recess_message_store_set_times     (RecessMessageStore      *self,
                                                        guint                    tick,
                                                        guint                    claim_limit);

/* Returns: (transfer none) (nullable): the answer while it is being written */
RecessLiveAnswer   *recess_message_store_find_live     (RecessMessageStore      *self,
                                                        const char              *id);
/* How many answers are being written: while there are, the server stays. */
guint               recess_message_store_get_n_live    (RecessMessageStore      *self);

/**
 * recess_message_store_claim_async:
 * @id: "cmsg_…" of a row that is `in_progress`
 *
 * Takes an answer to write it. 404 where there is no such message, 400 where it is complete or
 * another request writes it.
 */
void                recess_message_store_claim_async   (RecessMessageStore      *self,
                                                        const char              *id,
                                                        GCancellable            *cancellable,
                                                        GAsyncReadyCallback      callback,
                                                        gpointer                 user_data);
/* Returns: (transfer full): who has it ends it, with recess_message_store_end_async() */
RecessLiveAnswer   *recess_message_store_claim_finish  (RecessMessageStore      *self,
                                                        GAsyncResult            *result,
                                                        GError                 **error);
/* Adds to the answer. What comes after the end is dropped. */
void                recess_message_store_append_delta  (RecessMessageStore      *self,
                                                        RecessLiveAnswer        *answer,
                                                        const RecessAnswerDelta *delta);
/* The same for text alone; either may be %NULL. */
void                recess_message_store_append        (RecessMessageStore      *self,
                                                        RecessLiveAnswer        *answer,
                                                        const char              *content,
                                                        const char              *reasoning);
/* Copies @end. The same commit makes the rows of its calls, which wait. Completes when it is on
 * disk. Where that fails (a full disk) the caller is told at once, and it is tried again each
 * second. */
void                recess_message_store_end_async     (RecessMessageStore      *self,
                                                        RecessLiveAnswer        *answer,
                                                        const RecessAnswerEnd   *end,
                                                        GAsyncReadyCallback      callback,
                                                        gpointer                 user_data);
gboolean            recess_message_store_end_finish    (RecessMessageStore      *self,
                                                        GAsyncResult            *result,
                                                        GError                 **error);
/* Asks the one who writes to end it; ends it where nobody does. Returns: (transfer none)
 * (nullable): the answer, or %NULL where it is not being written */
RecessLiveAnswer   *recess_message_store_stop          (RecessMessageStore      *self,
                                                        const char              *id);
void                recess_message_store_stop_all      (RecessMessageStore      *self,
                                                        const char              *conversation_id);

/* One message, with the newest text. */
void                recess_message_store_get_async     (RecessMessageStore      *self,
                                                        const char              *conversation_id,
                                                        const char              *id,
                                                        GCancellable            *cancellable,
                                                        GAsyncReadyCallback      callback,
                                                        gpointer                 user_data);
/* The path that is shown, or @all rows. */
void                recess_message_store_list_async    (RecessMessageStore      *self,
                                                        const char              *conversation_id,
                                                        gboolean                 all,
                                                        GCancellable            *cancellable,
                                                        GAsyncReadyCallback      callback,
                                                        gpointer                 user_data);
/* Takes @message. The text is a list of the new rows. */
void                recess_message_store_add_async     (RecessMessageStore      *self,
                                                        const char              *conversation_id,
                                                        RecessNewMessage        *message,
                                                        GCancellable            *cancellable,
                                                        GAsyncReadyCallback      callback,
                                                        gpointer                 user_data);
/* Takes @change. */
void                recess_message_store_edit_async    (RecessMessageStore      *self,
                                                        const char              *conversation_id,
                                                        const char              *id,
                                                        RecessMessageChange     *change,
                                                        GCancellable            *cancellable,
                                                        GAsyncReadyCallback      callback,
                                                        gpointer                 user_data);
/* Opens an answer that was cut, to be claimed and written again. */
void                recess_message_store_continue_async (RecessMessageStore     *self,
                                                        const char              *conversation_id,
                                                        const char              *id,
                                                        GCancellable            *cancellable,
                                                        GAsyncReadyCallback      callback,
                                                        gpointer                 user_data);
/* Begins the call of a row of role "tool": the text is the row. */
void                recess_message_store_begin_call_async (RecessMessageStore   *self,
                                                        const char              *conversation_id,
                                                        const char              *id,
                                                        GCancellable            *cancellable,
                                                        GAsyncReadyCallback      callback,
                                                        gpointer                 user_data);
/* Begins the calls of an answer that wait and do not ask the user: the text is the list of the rows
 * of all its calls. */
void                recess_message_store_begin_calls_async (RecessMessageStore  *self,
                                                        const char              *conversation_id,
                                                        const char              *id,
                                                        GCancellable            *cancellable,
                                                        GAsyncReadyCallback      callback,
                                                        gpointer                 user_data);
/* Stops what is being written of it. */
void                recess_message_store_delete_async  (RecessMessageStore      *self,
                                                        const char              *conversation_id,
                                                        const char              *id,
                                                        gboolean                 below,
                                                        GCancellable            *cancellable,
                                                        GAsyncReadyCallback      callback,
                                                        gpointer                 user_data);
void                recess_message_store_restore_async (RecessMessageStore      *self,
                                                        const char              *conversation_id,
                                                        const char              *id,
                                                        GCancellable            *cancellable,
                                                        GAsyncReadyCallback      callback,
                                                        gpointer                 user_data);
void                recess_message_store_select_async  (RecessMessageStore      *self,
                                                        const char              *conversation_id,
                                                        const char              *id,
                                                        GCancellable            *cancellable,
                                                        GAsyncReadyCallback      callback,
                                                        gpointer                 user_data);
/* Ends each of the ten above. */
char               *recess_message_store_text_finish   (RecessMessageStore      *self,
                                                        GAsyncResult            *result,
                                                        GError                 **error);

G_END_DECLS
