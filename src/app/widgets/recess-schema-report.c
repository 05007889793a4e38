/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>

#include "recess-schema-report.h"

static void
issue_free (gpointer data)
{
  RecessIssue *issue = data;

  g_free (issue->message);
  g_free (issue);
}

/* Text that is no JSON has no places; its message begins with one. */
static void
locate_in_broken_text (RecessIssue *issue,
                       const char  *text)
{
  guint line, column;
  const char *start = text;

  if (sscanf (issue->message, "Line %u, column %u", &line, &column) != 2)
    return;

  issue->line = line;
  for (guint i = 1; i < line && start != NULL; i++)
    {
      start = strchr (start, '\n');
      start = start != NULL ? start + 1 : NULL;
    }
  if (start == NULL)
    return;

  issue->end = g_utf8_strlen (text, start - text) +
               g_utf8_strlen (start, (gssize) strcspn (start, "\n"));
  issue->start = g_utf8_strlen (text, start - text) + column - 1;
  /* What ends too early is marked at its last character. */
  if (issue->start >= issue->end && issue->end > 0)
    issue->start = issue->end - 1;
}

static void
locate (RecessIssue *issue,
        const char  *text,
        const char  *pointer)
{
  RecessJsonSpan span;

  if (!recess_json_locate (text, strlen (text), pointer, &span, &issue->line))
    {
      locate_in_broken_text (issue, text);
      return;
    }

  issue->start = g_utf8_strlen (text, (gssize) span.start);
  issue->end = issue->start +
               g_utf8_strlen (text + span.start,
                              (gssize) MIN (span.length, strcspn (text + span.start, "\n")));
}

static void
add_faults (RecessSchemaReport *self,
            const char         *text,
            RecessIssueKind     kind,
            GPtrArray          *faults)
{
  for (guint i = 0; i < faults->len; i++)
    {
      const RecessJsonFault *fault = g_ptr_array_index (faults, i);
      RecessIssue *issue = g_new0 (RecessIssue, 1);

      issue->kind = kind;
      issue->message = g_strdup (fault->message);
      locate (issue, text, fault->pointer);
      g_ptr_array_add (self->issues, issue);
    }
}

static gboolean
describes_object (RecessJsonSchema *schema)
{
  const RecessJsonSchemaNode *root = recess_json_schema_get_root (schema);
  RecessJsonTypes types = recess_json_schema_node_get_types (root);

  return types == RECESS_JSON_TYPE_OBJECT || types == 0;
}

RecessSchemaReport *
recess_schema_report_new (const char *text,
                          const char *name,
                          gboolean    needs_object,
                          gboolean    strict)
{
  RecessSchemaReport *self = g_new0 (RecessSchemaReport, 1);
  g_autoptr(GPtrArray) faults = NULL;
  g_autoptr(GPtrArray) warnings = NULL;

  g_return_val_if_fail (text != NULL && name != NULL, NULL);

  self->issues = g_ptr_array_new_with_free_func (issue_free);
  self->schema = recess_json_schema_compile (text, strlen (text), name, &faults);
  if (self->schema != NULL && needs_object && !describes_object (self->schema))
    {
      g_autofree char *message = g_strdup_printf (_("%s must have “type”: \"object\"."), name);

      g_ptr_array_add (faults, recess_json_fault_new (name, "", message));
    }

  add_faults (self, text, RECESS_ISSUE_FAULT, faults);
  self->n_faults = self->issues->len;
  if (self->schema == NULL)
    return self;

  if (strict)
    {
      warnings = recess_json_schema_check_strict (self->schema, name);
      add_faults (self, text, RECESS_ISSUE_WARNING, warnings);
    }
  add_faults (self, text, RECESS_ISSUE_UNCHECKED, recess_json_schema_get_unchecked (self->schema));

  return self;
}

void
recess_schema_report_free (RecessSchemaReport *self)
{
  g_clear_pointer (&self->schema, recess_json_schema_unref);
  g_ptr_array_unref (self->issues);
  g_free (self);
}
