/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "store/recess-message-store.h"

G_BEGIN_DECLS

/* Called with what has grown of the first choice. Valid UTF-8, terminated. */
typedef void (*RecessAnswerFunc) (const RecessAnswerDelta *delta,
                                  gpointer                 user_data);

/**
 * RecessAnswerReducer:
 *
 * Reads an answer out of a chat completion: out of its chunks as they come, or out of the whole.
 * The first choice is told as it grows, the others are gathered. A refusal is text like any other;
 * a legacy call of a function is a call like any other.
 */
typedef struct _RecessAnswerReducer RecessAnswerReducer;

RecessAnswerReducer *recess_answer_reducer_new               (RecessAnswerFunc      func,
                                                              gpointer              user_data);
void                 recess_answer_reducer_free              (RecessAnswerReducer  *self);

/* Bytes of the stream, in any split. Events that are no JSON are counted and left out; an error is
 * an event that is too large. */
gboolean             recess_answer_reducer_push              (RecessAnswerReducer  *self,
                                                              GBytes               *bytes,
                                                              GError              **error);
gboolean             recess_answer_reducer_take_whole        (RecessAnswerReducer  *self,
                                                              const char           *text,
                                                              gsize                 length,
                                                              GError              **error);

const char          *recess_answer_reducer_get_model         (RecessAnswerReducer  *self);
const char          *recess_answer_reducer_get_finish_reason (RecessAnswerReducer  *self);
/* Returns: (nullable): the JSON text as the provider gave it */
const char          *recess_answer_reducer_get_usage         (RecessAnswerReducer  *self);
guint                recess_answer_reducer_get_n_unreadable  (RecessAnswerReducer  *self);
/* Bytes of the choices beyond the first. */
gsize                recess_answer_reducer_get_size          (RecessAnswerReducer  *self);
/* Returns: (transfer full) (nullable) (element-type RecessAnswerChoice): the choices beyond the
 * first, in their order */
GPtrArray           *recess_answer_reducer_dup_choices       (RecessAnswerReducer  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RecessAnswerReducer, recess_answer_reducer_free)

G_END_DECLS
