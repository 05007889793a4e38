/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <json-glib/json-glib.h>

#include "recess-practice-features.h"
#include "recess-practice-tool.h"

G_BEGIN_DECLS

#define RECESS_PRACTICE_MOST_CHOICES 128

/**
 * RecessPracticeMade:
 * @id: (nullable): what a result names; NULL for calls of the older kind
 * @arguments: as the model wrote them
 * @result: (nullable): what came back
 *
 * A call that was made since the user spoke.
 */
typedef struct
{
  char *id;
  char *name;
  char *arguments;
  char *result;
} RecessPracticeMade;

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
 * @tools: (element-type RecessPracticeTool): the functions
 * @offered: (element-type RecessPracticeTool): those that may be called now
 * @need: whether one must be called
 * @parallel: whether several may be called in one turn
 * @legacy: whether they were given as `functions`
 * @json: whether the answer must be JSON
 * @format: (nullable): the schema it must fit
 * @made: (element-type RecessPracticeMade): the calls since the user spoke
 * @spoken: (element-type utf8): what the assistant has said, message by message
 * @last_is_result: whether the last message is the result of a call
 * @last_is_spoken: whether the last message is the assistant's
 * @now: what a date counts from
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

  GPtrArray          *tools;
  GPtrArray          *offered;
  gboolean            need;
  gboolean            parallel;
  gboolean            legacy;
  gboolean            json;
  RecessPracticeTool *format;
  GPtrArray          *made;
  GPtrArray          *spoken;
  gboolean            last_is_result;
  gboolean            last_is_spoken;
  GDateTime          *now;

  gboolean  stream;
  gboolean  include_usage;
} RecessPracticeRequest;

/**
 * recess_practice_request_new:
 * @object: the body of a chat completion
 * @now: seconds since 1970: what "tomorrow" counts from
 *
 * Checks every field: what is missing, wrong or beyond the practice model is refused by name.
 *
 * Returns: (transfer full): the request, or %NULL with a %RECESS_API_ERROR
 */
RecessPracticeRequest *recess_practice_request_new        (JsonObject             *object,
                                                           gint64                  now,
                                                           GError                **error);
void                   recess_practice_request_free       (RecessPracticeRequest  *self);
void                   recess_practice_request_add_call   (RecessPracticeRequest  *self,
                                                           const char             *id,
                                                           const char             *name,
                                                           const char             *arguments);
/* The result of the call with that id; where @id is NULL, of the last one of that name. */
void                   recess_practice_request_add_result (RecessPracticeRequest  *self,
                                                           const char             *id,
                                                           const char             *name,
                                                           const char             *result);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RecessPracticeRequest, recess_practice_request_free)

G_END_DECLS
