/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "recess-practice-tool.h"
#include "recess-practice-values.h"

G_BEGIN_DECLS

typedef enum
{
  RECESS_PRACTICE_JOINT_START,
  RECESS_PRACTICE_JOINT_COMMA,
  RECESS_PRACTICE_JOINT_AND,
  RECESS_PRACTICE_JOINT_THEN,
} RecessPracticeJoint;

/**
 * RecessPracticeClause:
 * @first: its first token
 * @end: the token behind its last
 * @joint: how it goes on from the one before
 * @tool: the position of the tool it speaks of, or -1
 *
 * A piece of a request.
 */
typedef struct
{
  guint               first;
  guint               end;
  RecessPracticeJoint joint;
  int                 tool;
} RecessPracticeClause;

/* Returns: (transfer full) (element-type RecessPracticeClause): the pieces, none of them matched */
GArray *recess_practice_clauses_new  (const RecessPracticeText *text,
                                      const GArray             *values);
/**
 * recess_practice_match:
 * @tools: (element-type RecessPracticeTool): what may be called
 * @bar: what the words that speak for a tool must sum up to
 *
 * Finds the tool that each clause speaks of, for all clauses together: going on with one tool is
 * free, turning to another must be worth @bar.
 */
void    recess_practice_match        (GArray                   *clauses,
                                      const RecessPracticeText *text,
                                      const GArray             *values,
                                      GPtrArray                *tools,
                                      float                     bar);

/* Returns: the tool that all clauses together speak of most */
int     recess_practice_match_best   (GArray                   *clauses,
                                      const RecessPracticeText *text,
                                      const GArray             *values,
                                      GPtrArray                *tools);

#define RECESS_PRACTICE_BAR 0.75f

G_END_DECLS
