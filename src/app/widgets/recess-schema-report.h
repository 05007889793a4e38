/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "common/recess-json-schema.h"

G_BEGIN_DECLS

typedef enum
{
  RECESS_ISSUE_FAULT,
  RECESS_ISSUE_WARNING,
  RECESS_ISSUE_UNCHECKED,
} RecessIssueKind;

/**
 * RecessIssue:
 * @line: from 1, 0 where it is not known
 * @start: where the value begins, in characters
 * @end: where its first line ends
 *
 * Something to say about a schema, at its place in the text.
 */
typedef struct
{
  RecessIssueKind  kind;
  guint            line;
  guint            start;
  guint            end;
  char            *message;
} RecessIssue;

/**
 * RecessSchemaReport:
 * @schema: (nullable): the compiled schema, where it is one
 * @issues: (element-type RecessIssue): faults first
 * @n_faults: how many of them keep it from being used
 */
typedef struct
{
  RecessJsonSchema *schema;
  GPtrArray        *issues;
  guint             n_faults;
} RecessSchemaReport;

/**
 * recess_schema_report_new:
 * @name: how places begin, "parameters"
 * @needs_object: whether it must be the schema of an object
 * @strict: whether to warn of what is not allowed in strict output
 *
 * Checks a schema; a matter for a worker.
 */
RecessSchemaReport *recess_schema_report_new  (const char         *text,
                                               const char         *name,
                                               gboolean            needs_object,
                                               gboolean            strict);
void                recess_schema_report_free (RecessSchemaReport *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RecessSchemaReport, recess_schema_report_free)

G_END_DECLS
