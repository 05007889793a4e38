/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib-object.h>

#include "recess-tool-calls.h"

G_BEGIN_DECLS

/**
 * RecessAnswerDelta:
 * @content: (nullable): text
 * @reasoning: (nullable): text
 * @log: (nullable): text that the handler of a call printed
 * @logprobs: (nullable): JSON texts of tokens, with commas between them
 * @calls: (nullable) (array length=n_calls): pieces of calls
 *
 * What is added to an answer.
 */
typedef struct
{
  const char      *content;
  const char      *reasoning;
  const char      *log;
  const char      *logprobs;
  RecessCallPiece *calls;
  guint            n_calls;
} RecessAnswerDelta;

#define RECESS_TYPE_LIVE_ANSWER (recess_live_answer_get_type ())

/**
 * RecessLiveAnswer:
 *
 * An answer while it is being written, from the making of its row to the commit of its end, or the
 * row of a call while its handler runs. There is one for every row that is `in_progress`;
 * #RecessMessageStore makes and keeps them.
 *
 * Signals, all on the main context:
 * #RecessLiveAnswer::delta (#RecessAnswerDelta): it has grown; the indices of pieces are places.
 * #RecessLiveAnswer::stop-requested: for who writes it, who then ends it as `stopped`.
 * #RecessLiveAnswer::ended: it is settled and on disk, or will not be.
 */
G_DECLARE_FINAL_TYPE (RecessLiveAnswer, recess_live_answer, RECESS, LIVE_ANSWER, GObject)

const char *recess_live_answer_get_id              (RecessLiveAnswer *self);
const char *recess_live_answer_get_conversation_id (RecessLiveAnswer *self);
/* The text so far; "" at first. Valid until it grows. */
const char *recess_live_answer_get_content         (RecessLiveAnswer *self);
/* Returns: (nullable): %NULL until there was some */
const char *recess_live_answer_get_reasoning       (RecessLiveAnswer *self);
/* Returns: (nullable): %NULL until there was some */
const char *recess_live_answer_get_log             (RecessLiveAnswer *self);
/* Returns: (transfer full) (nullable): the array of the API, as it is so far */
char       *recess_live_answer_dup_calls           (RecessLiveAnswer *self);
/* Returns: (nullable): why a part of the calls was refused, for the user */
const char *recess_live_answer_get_problem         (RecessLiveAnswer *self);
/* Bytes of all of them. */
gsize       recess_live_answer_get_size            (RecessLiveAnswer *self);
/* Whether a request has taken it to write it. */
gboolean    recess_live_answer_is_claimed          (RecessLiveAnswer *self);
gboolean    recess_live_answer_is_ended            (RecessLiveAnswer *self);

G_END_DECLS
