/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "common/recess-json-schema.h"

#include "recess-answer-check.h"

#define SHOWN_FAULTS 3

typedef struct
{
  RecessMessage *message;
  char          *answer;
  char          *format;
  char          *found;
  gboolean       passed;
} Check;

static void
check_free (gpointer data)
{
  Check *check = data;

  g_object_unref (check->message);
  g_free (check->answer);
  g_free (check->format);
  g_free (check->found);
  g_free (check);
}

static char *
describe_faults (GPtrArray *faults)
{
  g_autofree char *text = recess_json_faults_join (faults, SHOWN_FAULTS);

  return g_strdup_printf (_("Does not fit the schema.\n%s"), text);
}

static char *
describe_fit (RecessJsonSchema *schema)
{
  guint n_unchecked = recess_json_schema_get_unchecked (schema)->len;

  if (n_unchecked == 0)
    return g_strdup (_("Fits the schema"));

  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                       "Fits the schema; %u keyword of it is not checked",
                                       "Fits the schema; %u keywords of it are not checked",
                                       n_unchecked), n_unchecked);
}

static char *
check_by_schema (const char *answer,
                 const char *schema_text,
                 gsize       length,
                 gboolean   *passed)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(RecessJsonSchema) schema = recess_json_schema_new (schema_text, length, &error);
  g_autoptr(GPtrArray) faults = NULL;

  if (schema == NULL)
    return g_strdup_printf (_("Not checked: the schema is wrong. %s"), error->message);

  faults = recess_json_schema_validate_text (schema, answer, strlen (answer), "answer");
  *passed = faults->len == 0;
  return *passed ? describe_fit (schema) : describe_faults (faults);
}

static char *
check_object (const char *answer,
              gboolean   *passed)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonObject) object = recess_json_parse_object (answer, strlen (answer), &error);

  *passed = object != NULL;
  return *passed ? g_strdup (_("A JSON object"))
                 : g_strdup_printf (_("Not a JSON object. %s"), error->message);
}

char *
recess_answer_check_text (const char *answer,
                          const char *format,
                          gboolean   *passed)
{
  g_autofree char *type = NULL;
  RecessJsonSpan outer, span;

  g_return_val_if_fail (answer != NULL && format != NULL && passed != NULL, NULL);

  *passed = FALSE;
  type = recess_json_dup_string (format, strlen (format), "type");
  if (g_strcmp0 (type, "json_object") == 0)
    return check_object (answer, passed);

  if (g_strcmp0 (type, "json_schema") != 0 ||
      !recess_json_find_member (format, strlen (format), "json_schema", &outer) ||
      !recess_json_find_member (format + outer.start, outer.length, "schema", &span))
    return NULL;

  return check_by_schema (answer, format + outer.start + span.start, span.length, passed);
}

static void
check_worker (GTask        *task,
              gpointer      source_object,
              gpointer      task_data,
              GCancellable *cancellable)
{
  Check *check = task_data;

  check->found = recess_answer_check_text (check->answer, check->format, &check->passed);
  g_task_return_boolean (task, TRUE);
}

static void
checked_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  Check *check = g_task_get_task_data (G_TASK (result));

  if (g_str_equal (recess_message_get_content (check->message), check->answer))
    recess_message_set_check (check->message, check->found, check->passed);
}

void
recess_answer_check_start (RecessMessage *answer,
                           const char    *format)
{
  g_autoptr(GTask) task = NULL;
  Check *check;

  g_return_if_fail (RECESS_IS_MESSAGE (answer));
  g_return_if_fail (format != NULL);

  check = g_new0 (Check, 1);
  check->message = g_object_ref (answer);
  check->answer = g_strdup (recess_message_get_content (answer));
  check->format = g_strdup (format);
  task = g_task_new (NULL, NULL, checked_cb, NULL);
  g_task_set_task_data (task, check, check_free);
  g_task_run_in_thread (task, check_worker);
}
