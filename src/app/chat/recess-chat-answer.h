/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/recess-engine.h"
#include "widgets/recess-message.h"

G_BEGIN_DECLS

#define RECESS_TYPE_CHAT_ANSWER (recess_chat_answer_get_type ())

/**
 * RecessChatAnswer:
 *
 * One answer that is being written: asks for it, or joins it where it is, and lets the message
 * grow. When this object goes the answer goes on in the engine.
 *
 * ::ended (GError, nullable) once, when the message has its last state.
 */
G_DECLARE_FINAL_TYPE (RecessChatAnswer, recess_chat_answer, RECESS, CHAT_ANSWER, GObject)

RecessChatAnswer *recess_chat_answer_new         (RecessEngine     *engine,
                                                  const char       *conversation_id,
                                                  RecessMessage    *message);
RecessMessage    *recess_chat_answer_get_message (RecessChatAnswer *self);
/* @body: a chat completion, to be written into the message */
void              recess_chat_answer_request     (RecessChatAnswer *self,
                                                  const char       *body);
/* Joins, or only fetches what became of it. */
void              recess_chat_answer_watch       (RecessChatAnswer *self);
void              recess_chat_answer_stop        (RecessChatAnswer *self);

G_END_DECLS
