/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "recess-live-answer.h"
#include "recess-message-rows.h"

G_BEGIN_DECLS

/* For #RecessMessageStore, which is the only one to change a live answer. */

RecessLiveAnswer *recess_live_answer_new                (const char       *id,
                                                         const char       *conversation_id);
void              recess_live_answer_claim              (RecessLiveAnswer *self);
/* Begins with a text that is on disk already. */
void              recess_live_answer_preset             (RecessLiveAnswer *self,
                                                         const char       *content,
                                                         const char       *reasoning);
void              recess_live_answer_append             (RecessLiveAnswer        *self,
                                                         const RecessAnswerDelta *delta);
/* Returns: (transfer full): what there is; where @final as it stays, else without the tokens */
RecessAnswerText *recess_live_answer_dup_text           (RecessLiveAnswer *self,
                                                         gboolean          final);
void              recess_live_answer_request_stop       (RecessLiveAnswer *self);
void              recess_live_answer_set_ended          (RecessLiveAnswer *self);

/* What is not on disk yet: gives it out, and counts it as being written until
 * recess_live_answer_settle_pending() says how that went. */
gboolean          recess_live_answer_has_pending        (RecessLiveAnswer *self);
RecessAnswerText *recess_live_answer_take_pending       (RecessLiveAnswer *self);
void              recess_live_answer_settle_pending     (RecessLiveAnswer *self,
                                                         gboolean          written);

/* Milliseconds from the claim to now and to the first text; -1 where there was none. */
gint64            recess_live_answer_get_duration_ms    (RecessLiveAnswer *self);
gint64            recess_live_answer_get_first_token_ms (RecessLiveAnswer *self);

G_END_DECLS
