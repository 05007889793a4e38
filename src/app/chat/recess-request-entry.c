/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n.h>

#include "widgets/recess-format.h"

#include "recess-request-entry.h"

struct _RecessRequestEntry
{
  GObject  parent_instance;

  char    *id;
  char    *label;
  char    *summary;
};

G_DEFINE_FINAL_TYPE (RecessRequestEntry, recess_request_entry, G_TYPE_OBJECT)

static char *
build_summary (JsonObject *row)
{
  GString *summary = g_string_new (NULL);
  JsonObject *usage = recess_json_object_get_object (row, "usage");
  JsonObject *error = recess_json_object_get_object (row, "error");
  gint64 status = recess_json_object_get_int (row, "status", 0);
  g_autofree char *latency = NULL;
  g_autofree char *prompt = NULL;
  g_autofree char *completion = NULL;

  latency = recess_format_duration (recess_json_object_get_int (row, "latency_ms", -1));
  if (status > 0)
    g_string_append_printf (summary, "%d", (int) status);
  else
    g_string_append (summary, "–");
  g_string_append_printf (summary, " · %s", latency);
  if (usage != NULL)
    {
      prompt = recess_format_count (recess_json_object_get_int (usage, "prompt_tokens", -1));
      completion = recess_format_count (recess_json_object_get_int (usage, "completion_tokens",
                                                                    -1));
      g_string_append_printf (summary, _(" · %s + %s tokens"), prompt, completion);
    }
  if (error != NULL)
    g_string_append_printf (summary, "\n%s", recess_json_object_get_string (error, "message", ""));

  return g_string_free (summary, FALSE);
}

static char *
build_label (JsonObject *row)
{
  double created_at = recess_json_object_get_double (row, "created_at", 0);
  g_autoptr(GDateTime) time = g_date_time_new_from_unix_local ((gint64) created_at);
  g_autofree char *clock = time != NULL ? g_date_time_format (time, "%H:%M:%S") : NULL;
  gint64 status = recess_json_object_get_int (row, "status", 0);

  return g_strdup_printf ("%s  %s  %s", clock != NULL ? clock : "–",
                          status >= 400 ? "✗" : "✓",
                          recess_json_object_get_string (row, "model", ""));
}

static void
recess_request_entry_finalize (GObject *object)
{
  RecessRequestEntry *self = RECESS_REQUEST_ENTRY (object);

  g_clear_pointer (&self->id, g_free);
  g_clear_pointer (&self->label, g_free);
  g_clear_pointer (&self->summary, g_free);

  G_OBJECT_CLASS (recess_request_entry_parent_class)->finalize (object);
}

static void
recess_request_entry_class_init (RecessRequestEntryClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = recess_request_entry_finalize;
}

static void
recess_request_entry_init (RecessRequestEntry *self)
{
}

RecessRequestEntry *
recess_request_entry_new (JsonObject *row)
{
  RecessRequestEntry *self = g_object_new (RECESS_TYPE_REQUEST_ENTRY, NULL);

  if (row == NULL)
    {
      self->label = g_strdup (_("Next Request"));
      return self;
    }

  self->id = g_strdup (recess_json_object_get_string (row, "id", NULL));
  self->label = build_label (row);
  self->summary = build_summary (row);

  return self;
}

const char *
recess_request_entry_get_id (RecessRequestEntry *self)
{
  g_return_val_if_fail (RECESS_IS_REQUEST_ENTRY (self), NULL);

  return self->id;
}

const char *
recess_request_entry_get_label (RecessRequestEntry *self)
{
  g_return_val_if_fail (RECESS_IS_REQUEST_ENTRY (self), NULL);

  return self->label;
}

const char *
recess_request_entry_get_summary (RecessRequestEntry *self)
{
  g_return_val_if_fail (RECESS_IS_REQUEST_ENTRY (self), NULL);

  return self->summary;
}
