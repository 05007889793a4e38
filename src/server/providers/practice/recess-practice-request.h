/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <json-glib/json-glib.h>

#include "recess-practice-features.h"

G_BEGIN_DECLS

#define RECESS_PRACTICE_MOST_CHOICES 128

/**
 * RecessPracticeRequest:
 * @model: the name it was asked by
 * @system: all system and developer messages, one after the other
 * @previous: (nullable): the user's message before the last
 * @text: the user's last message; empty where there is none
 * @answered: whether an assistant has spoken
 * @unread: whether the last message has parts that are no text
 * @prompt_pieces: what messages and functions count
 * @max_pieces: most pieces of an answer, or 0
 * @stop: (nullable): where an answer ends
 * @seeded: whether @seed was given
 *
 * A request for a chat completion that has been checked.
 */
typedef struct
{
  char     *model;

  GString  *system;
  char     *previous;
  char     *text;
  gboolean  answered;
  gboolean  unread;
  guint64   prompt_pieces;

  guint     n;
  double    temperature;
  double    top_p;
  guint     max_pieces;
  GStrv     stop;
  gboolean  seeded;
  gint64    seed;

  gboolean  stream;
  gboolean  include_usage;
} RecessPracticeRequest;

/**
 * recess_practice_request_new:
 * @object: the body of a chat completion
 *
 * Checks every field: what is missing, wrong or beyond the practice model is refused by name.
 *
 * Returns: (transfer full): the request, or %NULL with a %RECESS_API_ERROR
 */
RecessPracticeRequest *recess_practice_request_new  (JsonObject             *object,
                                                     GError                **error);
void                   recess_practice_request_free (RecessPracticeRequest  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RecessPracticeRequest, recess_practice_request_free)

G_END_DECLS
