/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "recess-practice-tool.h"

G_BEGIN_DECLS

/**
 * RecessPracticeCall:
 * @tool: what is called
 * @filled: (element-type RecessPracticeFilled): what the text says about its arguments
 * @first: the first token of the text that speaks of it
 * @end: the token behind the last
 * @waits: whether it needs the result of a call before it
 *
 * A call that a text asks for.
 */
typedef struct
{
  const RecessPracticeTool *tool;
  GArray                   *filled;
  guint                     first;
  guint                     end;
  gboolean                  waits;
} RecessPracticeCall;

typedef enum
{
  RECESS_PRACTICE_CALL_IF_MATCHED,
  RECESS_PRACTICE_CALL_ONE_AT_LEAST,
} RecessPracticeNeed;

/**
 * recess_practice_plan:
 * @tools: (element-type RecessPracticeTool): what may be called; must outlive the calls
 *
 * Finds the calls that a text asks for.
 *
 * Returns: (transfer full) (element-type RecessPracticeCall): the calls in the order of the text
 */
GPtrArray *recess_practice_plan       (const char               *text,
                                       GPtrArray                *tools,
                                       GDateTime                *now,
                                       RecessPracticeNeed        need);
/* Reads all of a text as being about one tool, and as one call of it. */
GPtrArray *recess_practice_plan_whole (const char               *text,
                                       const RecessPracticeTool *tool,
                                       GDateTime                *now);
/* Returns: (transfer full): the arguments as JSON */
char      *recess_practice_call_write (const RecessPracticeCall *call,
                                       GDateTime                *now);

G_END_DECLS
