/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "common/recess-id.h"
#include "common/recess-json.h"

#include "recess-sandbox-runs.h"

/* Those that wait for their turn included. */
#define MAX_RUNS 16

struct _RecessSandboxRuns
{
  GObject        parent_instance;

  RecessSandbox *sandbox;
  GHashTable    *runs;
};

G_DEFINE_FINAL_TYPE (RecessSandboxRuns, recess_sandbox_runs, G_TYPE_OBJECT)

/* Lives until its program has ended. */
typedef struct
{
  RecessSandboxRuns *runs;
  RecessEventStream *stream;
  GCancellable      *cancellable;
  char              *id;
} Run;

static void
run_free (Run *run)
{
  g_signal_handlers_disconnect_by_data (run->stream, run);
  g_object_unref (run->stream);
  g_object_unref (run->cancellable);
  g_object_unref (run->runs);
  g_free (run->id);
  g_free (run);
}

static void
recess_sandbox_runs_finalize (GObject *object)
{
  RecessSandboxRuns *self = RECESS_SANDBOX_RUNS (object);

  g_hash_table_unref (self->runs);
  g_object_unref (self->sandbox);

  G_OBJECT_CLASS (recess_sandbox_runs_parent_class)->finalize (object);
}

static void
recess_sandbox_runs_class_init (RecessSandboxRunsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = recess_sandbox_runs_finalize;
}

static void
recess_sandbox_runs_init (RecessSandboxRuns *self)
{
  self->runs = g_hash_table_new (g_str_hash, g_str_equal);
}

RecessSandboxRuns *
recess_sandbox_runs_new (RecessSandbox *sandbox)
{
  RecessSandboxRuns *self;

  g_return_val_if_fail (RECESS_IS_SANDBOX (sandbox), NULL);

  self = g_object_new (RECESS_TYPE_SANDBOX_RUNS, NULL);
  self->sandbox = g_object_ref (sandbox);
  return self;
}

static void
on_closed_cb (RecessEventStream *stream,
              Run               *run)
{
  g_cancellable_cancel (run->cancellable);
}

static void
output_cb (RecessSandboxStream  stream,
           const char          *text,
           gsize                length,
           gpointer             user_data)
{
  Run *run = user_data;
  g_autoptr (GString) json = g_string_new ("{\"stream\":");

  g_string_append (json, stream == RECESS_SANDBOX_STDERR ? "\"stderr\"" : "\"stdout\"");
  g_string_append (json, ",\"text\":");
  recess_json_append_string (json, text, (gssize) length);
  g_string_append_c (json, '}');
  recess_event_stream_send (run->stream, "output", NULL, json->str);
}

static void
append_number (GString    *json,
               const char *name,
               int         value,
               gboolean    is_null)
{
  if (is_null)
    g_string_append_printf (json, ",\"%s\":null", name);
  else
    g_string_append_printf (json, ",\"%s\":%d", name, value);
}

static char *
result_to_json (const RecessSandboxResult *result)
{
  GString *json = g_string_new (NULL);
  g_autofree char *limit = recess_json_quote (recess_sandbox_limit_to_name (result->limit));
  g_autofree char *message = recess_json_quote (result->message);

  g_string_append_printf (json, "{\"status\":\"%s\"",
                          recess_sandbox_status_to_name (result->status));
  append_number (json, "exit_code", result->exit_code, result->exit_code < 0);
  append_number (json, "signal", result->signal, result->signal == 0);
  g_string_append_printf (json, ",\"limit\":%s,\"message\":%s,\"duration_ms\":%u,"
                                "\"truncated\":%s}",
                          limit, message, result->duration_ms,
                          result->truncated ? "true" : "false");
  return g_string_free (json, FALSE);
}

static void
ended_cb (GObject      *source,
          GAsyncResult *async_result,
          gpointer      user_data)
{
  Run *run = user_data;
  g_autoptr (RecessSandboxResult) result = NULL;
  g_autofree char *json = NULL;

  result = recess_sandbox_run_finish (RECESS_SANDBOX (source), async_result);
  json = result_to_json (result);
  recess_event_stream_send (run->stream, "end", NULL, json);
  recess_event_stream_end (run->stream);
  g_hash_table_remove (run->runs->runs, run->id);
  run_free (run);
}

void
recess_sandbox_runs_begin (RecessSandboxRuns *self,
                           RecessRequest     *request,
                           RecessSandboxSpec *spec)
{
  g_autofree char *started = NULL;
  Run *run;

  g_return_if_fail (RECESS_IS_SANDBOX_RUNS (self));
  g_return_if_fail (RECESS_IS_REQUEST (request));

  if (g_hash_table_size (self->runs) >= MAX_RUNS)
    {
      recess_request_reply_problem (request, 429, NULL, "sandbox_busy",
                                    "%d programs are running or waiting. Wait for one to end.",
                                    MAX_RUNS);
      return;
    }

  run = g_new0 (Run, 1);
  run->runs = g_object_ref (self);
  run->id = recess_id_new ("srun_");
  run->cancellable = g_cancellable_new ();
  run->stream = recess_request_reply_stream (request, SOUP_STATUS_OK, "text/event-stream");
  if (recess_event_stream_is_closed (run->stream))
    {
      run_free (run);
      return;
    }

  g_hash_table_insert (self->runs, run->id, run);
  g_signal_connect (run->stream, "closed", G_CALLBACK (on_closed_cb), run);
  started = g_strdup_printf ("{\"id\":\"%s\"}", run->id);
  recess_event_stream_send (run->stream, "started", NULL, started);
  recess_sandbox_run_async (self->sandbox, spec, output_cb, run, run->cancellable, ended_cb, run);
}

gboolean
recess_sandbox_runs_cancel (RecessSandboxRuns *self,
                            const char        *id)
{
  Run *run;

  g_return_val_if_fail (RECESS_IS_SANDBOX_RUNS (self), FALSE);
  g_return_val_if_fail (id != NULL, FALSE);

  run = g_hash_table_lookup (self->runs, id);
  if (run == NULL)
    return FALSE;

  g_cancellable_cancel (run->cancellable);
  return TRUE;
}
