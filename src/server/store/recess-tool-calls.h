/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

#define RECESS_TOOL_CALLS_MAX 128
#define RECESS_TOOL_CALLS_MAX_BYTES (8u * 1024 * 1024)

/**
 * RecessCallPiece:
 * @index: what the provider says that it belongs to, or -1 where it does not say; once it is
 *   appended, the place of its call in the order in which they came
 * @id: (nullable): of the call
 * @name: (nullable): of its function
 * @arguments: (nullable): what is added to them
 */
typedef struct
{
  gint64      index;
  const char *id;
  const char *name;
  const char *arguments;
} RecessCallPiece;

/**
 * RecessToolCalls:
 *
 * The calls of an answer as they grow. Providers are taken as they are: some leave out the index,
 * or give the same one to several calls, or say the name again with each piece.
 */
typedef struct _RecessToolCalls RecessToolCalls;

RecessToolCalls *recess_tool_calls_new            (void);
void             recess_tool_calls_free           (RecessToolCalls  *self);

/**
 * recess_tool_calls_append:
 * @piece: (inout): what is added; what adds nothing is taken out of it
 *
 * Returns: whether anything was added
 */
gboolean         recess_tool_calls_append         (RecessToolCalls  *self,
                                                   RecessCallPiece  *piece);
/* The same for the text that recess_tool_calls_take_pending() gave. */
void             recess_tool_calls_append_text    (RecessToolCalls  *self,
                                                   const char       *text);
guint            recess_tool_calls_get_n          (RecessToolCalls  *self);
gsize            recess_tool_calls_get_size       (RecessToolCalls  *self);
/* Returns: (nullable): why something was refused, for the user */
const char      *recess_tool_calls_get_problem    (RecessToolCalls  *self);

/* Returns: (transfer full) (nullable): the array of the API, in the order in which they came, or
 * where @sorted in that of their indices; NULL where there is none */
char            *recess_tool_calls_to_text        (RecessToolCalls  *self,
                                                   gboolean          sorted);

/* What has come since the last time: pieces as in the chunks of the API. It counts as being written
 * until recess_tool_calls_settle_pending() says how that went. */
gboolean         recess_tool_calls_has_pending    (RecessToolCalls  *self);
char            *recess_tool_calls_take_pending   (RecessToolCalls  *self);
void             recess_tool_calls_settle_pending (RecessToolCalls  *self,
                                                   gboolean          written);

/* Adds a piece as in the chunks of the API: {index, id?, type?, function: {name?, arguments?}}. */
void             recess_call_piece_append_to      (const RecessCallPiece *piece,
                                                   GString               *json);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RecessToolCalls, recess_tool_calls_free)

G_END_DECLS
