/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <json-glib/json-glib.h>

#include "recess-tokenizer.h"

G_BEGIN_DECLS

/* What a message costs beside its words, and what every answer is opened with. */
#define RECESS_TOKENS_PER_MESSAGE 3
#define RECESS_TOKENS_TO_ANSWER   3

/**
 * RecessTokenCount:
 * @tokens: how many
 * @estimated: whether something was counted whose form is not published: functions, calls of them,
 *   schemas, images. Such a sum is shown with "≈".
 *
 * A sum to which the functions below add.
 */
typedef struct
{
  gsize    tokens;
  gboolean estimated;
} RecessTokenCount;

/**
 * recess_token_count_message:
 * @message: a message of a chat completion; whatever is not of the right type counts nothing
 * @count: (inout): the sum
 *
 * Adds what a message costs as part of a request, by OpenAI's published rule.
 */
void recess_token_count_message   (const RecessTokenizer *tokenizer,
                                   JsonObject            *message,
                                   RecessTokenCount      *count);
/* Adds what a message cost as the answer to a request: its content, refusal and calls. */
void recess_token_count_answer    (const RecessTokenizer *tokenizer,
                                   JsonObject            *message,
                                   RecessTokenCount      *count);
/**
 * recess_token_count_functions:
 * @tools: `tools` of a request, or its legacy `functions`
 * @count: (inout): the sum
 *
 * Adds an estimate of definitions of functions: they reach the models as types of TypeScript, as
 * observed by many.
 */
void recess_token_count_functions (const RecessTokenizer *tokenizer,
                                   JsonArray             *tools,
                                   RecessTokenCount      *count);
/* Adds what a whole chat completion asks with: messages, functions, schema, and the opening. */
void recess_token_count_request   (const RecessTokenizer *tokenizer,
                                   JsonObject            *request,
                                   RecessTokenCount      *count);

G_END_DECLS
