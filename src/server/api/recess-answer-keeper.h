/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "store/recess-message-store.h"

G_BEGIN_DECLS

typedef enum
{
  RECESS_ANSWER_COMPLETE,
  RECESS_ANSWER_STOPPED,
  RECESS_ANSWER_INTERRUPTED,
  RECESS_ANSWER_FAILED,
} RecessAnswerOutcome;

#define RECESS_TYPE_ANSWER_KEEPER (recess_answer_keeper_get_type ())

/**
 * RecessAnswerKeeper:
 *
 * Writes an answer into the row of a conversation that `Recess-Message` names, while it passes.
 * #RecessAnswerKeeper::stopped is emitted when somebody ends it there.
 */
G_DECLARE_FINAL_TYPE (RecessAnswerKeeper, recess_answer_keeper, RECESS, ANSWER_KEEPER, GObject)

RecessAnswerKeeper *recess_answer_keeper_new          (RecessMessageStore   *messages,
                                                       const char           *message_id,
                                                       const char           *request_id);

/* Claims the row: an error where there is none, or it is not to be written. */
void                recess_answer_keeper_open_async   (RecessAnswerKeeper   *self,
                                                       GAsyncReadyCallback   callback,
                                                       gpointer              user_data);
gboolean            recess_answer_keeper_open_finish  (RecessAnswerKeeper   *self,
                                                       GAsyncResult         *result,
                                                       GError              **error);
/* Bytes of a stream, as the provider sent them. */
void                recess_answer_keeper_push         (RecessAnswerKeeper   *self,
                                                       GBytes               *bytes);
/* The whole answer, valid JSON. */
void                recess_answer_keeper_take_whole   (RecessAnswerKeeper   *self,
                                                       const char           *text,
                                                       gsize                 length);
/* Bytes of text so far. */
gsize               recess_answer_keeper_get_size     (RecessAnswerKeeper   *self);
/* The usage of an answer that told none, as JSON. */
void                recess_answer_keeper_set_usage    (RecessAnswerKeeper   *self,
                                                       const char           *usage);
/* What it cost, in dollars. */
void                recess_answer_keeper_set_cost     (RecessAnswerKeeper   *self,
                                                       double                cost);
/* Completes when the row is on disk as it stays. */
void                recess_answer_keeper_close_async  (RecessAnswerKeeper   *self,
                                                       RecessAnswerOutcome       end,
                                                       const GError         *error,
                                                       GAsyncReadyCallback   callback,
                                                       gpointer              user_data);
gboolean            recess_answer_keeper_close_finish (RecessAnswerKeeper   *self,
                                                       GAsyncResult         *result,
                                                       GError              **error);

G_END_DECLS
