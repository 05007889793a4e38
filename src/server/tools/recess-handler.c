/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "common/recess-json-schema.h"
#include "common/recess-json.h"

#include "recess-handler.h"
#include "recess-tool-functions.h"

#define RUN_PATH "/io/github/recess/Recess/functions/run.py"
#define CODE_NAME "function.py"

/* More is no output that a model could read. */
#define MAX_OUTPUT (8u * 1024 * 1024)

typedef struct
{
  RecessSandbox        *sandbox;
  RecessFunction       *function;
  char                 *arguments;
  RecessHandlerLogFunc  log;
  gpointer              log_data;

  /* What came over the descriptor for the output */
  GString              *reply;
} Run;

static void
run_free (Run *run)
{
  g_object_unref (run->sandbox);
  recess_function_free (run->function);
  g_free (run->arguments);
  g_string_free (run->reply, TRUE);
  g_free (run);
}

static void
set_failure (GError     **error,
             const char  *words)
{
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, words);
}

static gboolean
check_schema (const RecessFunction  *function,
              const char            *arguments,
              GError               **error)
{
  g_autoptr(RecessJsonSchema) schema = NULL;
  g_autoptr(GError) failure = NULL;

  if (function->parameters == NULL)
    return TRUE;

  schema = recess_json_schema_new (function->parameters, strlen (function->parameters), &failure);
  if (schema == NULL)
    g_set_error (error, RECESS_TOOL_ERROR, RECESS_TOOL_ERROR_ARGUMENTS,
                 "The parameters of the function are no JSON Schema: %s", failure->message);
  else if (!recess_json_schema_check_text (schema, arguments, strlen (arguments), "arguments",
                                           &failure))
    g_set_error (error, RECESS_TOOL_ERROR, RECESS_TOOL_ERROR_ARGUMENTS,
                 "The arguments do not fit the parameters of the function: %s", failure->message);
  return failure == NULL;
}

gboolean
recess_handler_check (const RecessFunction  *function,
                      const char            *arguments,
                      GError               **error)
{
  g_autoptr(JsonNode) node = NULL;
  g_autoptr(GError) failure = NULL;

  g_return_val_if_fail (function != NULL, FALSE);
  g_return_val_if_fail (arguments != NULL, FALSE);

  node = recess_json_parse (arguments, strlen (arguments), &failure);
  if (node == NULL)
    {
      g_set_error (error, RECESS_TOOL_ERROR, RECESS_TOOL_ERROR_ARGUMENTS,
                   "The arguments are not valid JSON: %s", failure->message);
      return FALSE;
    }

  if (!JSON_NODE_HOLDS_OBJECT (node))
    {
      g_set_error_literal (error, RECESS_TOOL_ERROR, RECESS_TOOL_ERROR_ARGUMENTS,
                           "The arguments must be a JSON object.");
      return FALSE;
    }

  return check_schema (function, arguments, error);
}

static char *
dup_handler_string (const Run  *run,
                    const char *name)
{
  return recess_json_dup_string (run->function->handler, strlen (run->function->handler), name);
}

/* Returns: the output, or %NULL without an error where something else computes it */
static char *
compute (const Run  *run,
         GError    **error)
{
  g_autofree char *type = dup_handler_string (run, "type");
  g_autofree char *function = NULL;
  g_autofree char *notes = NULL;

  if (!recess_handler_check (run->function, run->arguments, error))
    return NULL;

  if (g_strcmp0 (type, "fixed") == 0)
    return dup_handler_string (run, "output");

  if (g_strcmp0 (type, "python") == 0)
    return NULL;

  if (g_strcmp0 (type, "ready") != 0)
    {
      set_failure (error, "The function has no handler that can run: it asks for the output.");
      return NULL;
    }

  function = dup_handler_string (run, "function");
  notes = dup_handler_string (run, "notes");
  return recess_tool_compute (function, notes, run->arguments, error);
}

static void
compute_worker (GTask        *task,
                gpointer      source,
                gpointer      task_data,
                GCancellable *cancellable)
{
  GError *error = NULL;
  char *output = compute (task_data, &error);

  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, output, g_free);
}

static void
on_output_cb (RecessSandboxStream  stream,
              const char          *text,
              gsize                length,
              gpointer             user_data)
{
  Run *run = user_data;

  if (stream != RECESS_SANDBOX_REPLY)
    {
      if (run->log != NULL)
        run->log (text, run->log_data);
    }
  else if (run->reply->len + length <= MAX_OUTPUT)
    g_string_append_len (run->reply, text, (gssize) length);
}

/* "ok 3\nabc" or "error 3\nabc"; what breaks off is nothing. */
static char *
parse_reply (const Run  *run,
             gboolean   *failed)
{
  const char *body = strchr (run->reply->str, '\n');
  const char *number = strchr (run->reply->str, ' ');
  guint64 length;

  if (body == NULL || number == NULL || number > body)
    return NULL;

  body++;
  length = g_ascii_strtoull (number + 1, NULL, 10);
  if (length != run->reply->len - (gsize) (body - run->reply->str))
    return NULL;

  *failed = !g_str_has_prefix (run->reply->str, "ok ");
  return g_strdup (body);
}

static void
on_run_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(RecessSandboxResult) outcome = NULL;
  g_autofree char *reply = NULL;
  gboolean failed = FALSE;
  Run *run = g_task_get_task_data (task);

  outcome = recess_sandbox_run_finish (RECESS_SANDBOX (source), result);
  if (outcome->status == RECESS_SANDBOX_COMPLETED)
    reply = parse_reply (run, &failed);

  if (outcome->status == RECESS_SANDBOX_CANCELLED)
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "The call was stopped.");
  else if (outcome->status != RECESS_SANDBOX_COMPLETED)
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_FAILED, "%s", outcome->message);
  else if (reply == NULL)
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_FAILED,
                             "The function ended without an output, or with one that is too "
                             "large.");
  else if (failed)
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_FAILED, "%s", reply);
  else
    g_task_return_pointer (task, g_steal_pointer (&reply), g_free);
}

/* The name, and the arguments as they are. */
static GBytes *
make_input (const Run *run)
{
  GString *json = g_string_new ("[");

  recess_json_append_string (json, run->function->name, -1);
  g_string_append_printf (json, ",%s]", run->arguments);
  return g_string_free_to_bytes (json);
}

static guint
get_time_limit (const Run *run)
{
  g_autoptr(JsonObject) handler = NULL;
  const char *text = run->function->handler;

  handler = recess_json_parse_object (text, strlen (text), NULL);
  return (guint) recess_json_object_get_int (handler, "time_limit_ms",
                                             RECESS_HANDLER_TIME_LIMIT_MS);
}

static void
run_python (GTask *task)
{
  Run *run = g_task_get_task_data (task);
  RecessSandboxLimits limits = { .wall_ms = get_time_limit (run) };
  g_autoptr(RecessSandboxSpec) spec = NULL;
  g_autoptr(GBytes) program = NULL;
  g_autoptr(GBytes) input = make_input (run);
  g_autoptr(GBytes) code = NULL;
  char *text = dup_handler_string (run, "code");
  GError *error = NULL;

  code = g_bytes_new_take (text, strlen (text));
  program = g_resources_lookup_data (RUN_PATH, G_RESOURCE_LOOKUP_FLAGS_NONE, &error);
  if (program != NULL)
    {
      spec = recess_sandbox_spec_new (RECESS_SANDBOX_PYTHON, program);
      recess_sandbox_spec_set_stdin (spec, input);
      recess_sandbox_spec_set_limits (spec, &limits);
      recess_sandbox_spec_set_reply (spec, TRUE);
      recess_sandbox_spec_add_file (spec, CODE_NAME, code, &error);
    }

  if (error != NULL)
    g_task_return_error (task, error);
  else
    recess_sandbox_run_async (run->sandbox, spec, on_output_cb, run, g_task_get_cancellable (task),
                              on_run_cb, g_object_ref (task));
}

static void
on_computed_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GError *error = NULL;
  char *output = g_task_propagate_pointer (G_TASK (result), &error);

  if (error != NULL)
    g_task_return_error (task, error);
  else if (output != NULL)
    g_task_return_pointer (task, output, g_free);
  else
    run_python (task);
}

void
recess_handler_run_async (RecessSandbox         *sandbox,
                          const RecessFunction  *function,
                          const char            *arguments,
                          RecessHandlerLogFunc   log,
                          gpointer               log_data,
                          GCancellable          *cancellable,
                          GAsyncReadyCallback    callback,
                          gpointer               user_data)
{
  g_autoptr(GTask) worker = NULL;
  GTask *task;
  Run *run;

  g_return_if_fail (RECESS_IS_SANDBOX (sandbox));
  g_return_if_fail (function != NULL);
  g_return_if_fail (arguments != NULL);

  run = g_new0 (Run, 1);
  run->sandbox = g_object_ref (sandbox);
  run->function = recess_function_new (function->name, function->parameters, function->handler);
  run->arguments = g_strdup (arguments);
  run->log = log;
  run->log_data = log_data;
  run->reply = g_string_new (NULL);

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, recess_handler_run_async);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, run, (GDestroyNotify) run_free);

  worker = g_task_new (NULL, cancellable, on_computed_cb, task);
  g_task_set_source_tag (worker, compute_worker);
  g_task_set_task_data (worker, run, NULL);
  g_task_run_in_thread (worker, compute_worker);
}

char *
recess_handler_run_finish (GAsyncResult  *result,
                           GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
