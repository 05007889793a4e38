/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * RecessToken:
 * @text: what it says
 * @probability: from 0 to 1
 * @alternatives: (element-type RecessToken): the likeliest tokens at its place, itself perhaps
 *   among them; empty where none were asked for
 *
 * A token of an answer as the provider gave it. Tokens that are only part of a character are one.
 */
typedef struct
{
  char      *text;
  double     probability;
  GPtrArray *alternatives;
} RecessToken;

void       recess_token_free   (RecessToken *self);
/* @tokens: the `content` of the `logprobs` of a choice. Returns: (element-type RecessToken) */
GPtrArray *recess_tokens_parse (JsonArray   *tokens);

G_END_DECLS
