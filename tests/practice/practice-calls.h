/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "providers/practice/recess-practice.h"

G_BEGIN_DECLS

/**
 * PracticeCallTally:
 * @requests: how many were asked
 * @names: how many were answered with the right functions in the right order
 * @arguments: how many of all were answered with the right arguments too
 * @calls: how many calls were asked for
 * @call_names: how many of them were made
 * @call_arguments: how many of them were made with the right arguments
 */
typedef struct
{
  guint requests;
  guint names;
  guint arguments;
  guint calls;
  guint call_names;
  guint call_arguments;
} PracticeCallTally;

/* What is asked for, and what is called: [{"name", "arguments"}] */
typedef void (*PracticeCallFunc) (const char *text,
                                  JsonArray  *wanted,
                                  JsonArray  *made,
                                  gpointer    user_data);

/* Returns: (transfer full): the calls of an answer, [{"name", "arguments"}] */
JsonArray *practice_calls_ask     (RecessPractice     *practice,
                                   const char         *text,
                                   JsonArray          *tools,
                                   gint64              now);
void       practice_calls_count   (PracticeCallTally  *tally,
                                   JsonArray          *wanted,
                                   JsonArray          *made);
/**
 * practice_calls_measure:
 * @folder: with functions.json, {"now", "tools": [{"name", "description", "parameters"}]}, and
 *   written.jsonl, one {"text", "calls": [{"name", "arguments"}]} a line
 * @missed: (nullable): called with each request that was not answered exactly
 *
 * Returns: whether both files could be read
 */
gboolean   practice_calls_measure (RecessPractice     *practice,
                                   const char         *folder,
                                   PracticeCallTally  *tally,
                                   PracticeCallFunc    missed,
                                   gpointer            user_data,
                                   GError            **error);

G_END_DECLS
