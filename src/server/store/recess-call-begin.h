/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "recess-function-rows.h"
#include "recess-store.h"

G_BEGIN_DECLS

/* Calls that begin to run: for the writer thread. */

/**
 * RecessBegunCall:
 * @id: "cmsg_…" of its row
 * @name: of the function that it calls
 * @function: (nullable): %NULL where there is none of that name
 * @answer: (nullable): the live answer of its row, once that is committed
 */
typedef struct
{
  char           *id;
  char           *name;
  char           *arguments;
  RecessFunction *function;
  gpointer        answer;
} RecessBegunCall;

void       recess_begun_call_free   (RecessBegunCall    *self);

/* Makes the row of a call `in_progress`: 400 where it is none, runs already, or its function asks
 * the user. Returns: (transfer full) (element-type RecessBegunCall): the one */
GPtrArray *recess_call_begin        (RecessTransaction  *transaction,
                                     const char         *conversation_id,
                                     const char         *id,
                                     GError            **error);
/* The same for all calls of an answer that wait and whose functions do not ask. @rows: (out)
 * (transfer full) (element-type utf8): the ids of the rows of all its calls */
GPtrArray *recess_call_begin_all    (RecessTransaction  *transaction,
                                     const char         *conversation_id,
                                     const char         *id,
                                     GPtrArray         **rows,
                                     GError            **error);

G_END_DECLS
