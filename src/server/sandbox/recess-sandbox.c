/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "recess-sandbox-command.h"
#include "recess-sandbox-process.h"
#include "recess-sandbox-spec-private.h"
#include "recess-sandbox-verdict.h"
#include "recess-sandbox.h"

/* Each may take the memory and the processors that its limits let it have. */
#define MAX_AT_ONCE 4
#define PROBE_AGAIN (5 * G_TIME_SPAN_SECOND)

struct _RecessSandbox
{
  GObject  parent_instance;

  GQueue   waiting;
  guint    n_running;

  gint64   probed_at;
  gboolean available;
  char    *reason;
};

G_DEFINE_FINAL_TYPE (RecessSandbox, recess_sandbox, G_TYPE_OBJECT)

/* The data of the task of a run. */
typedef struct
{
  RecessSandboxSpec       *spec;
  RecessSandboxOutputFunc  output;
  gpointer                 output_data;
  RecessSandboxProcess    *process;
  GSource                 *cancel_source;
} Run;

static void
run_free (gpointer data)
{
  Run *run = data;

  if (run->cancel_source != NULL)
    {
      g_source_destroy (run->cancel_source);
      g_source_unref (run->cancel_source);
    }
  g_clear_object (&run->process);
  recess_sandbox_spec_unref (run->spec);
  g_free (run);
}

static void
recess_sandbox_finalize (GObject *object)
{
  RecessSandbox *self = RECESS_SANDBOX (object);

  g_free (self->reason);

  G_OBJECT_CLASS (recess_sandbox_parent_class)->finalize (object);
}

static void
recess_sandbox_class_init (RecessSandboxClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = recess_sandbox_finalize;
}

static void
recess_sandbox_init (RecessSandbox *self)
{
  g_queue_init (&self->waiting);
}

RecessSandbox *
recess_sandbox_new (void)
{
  return g_object_new (RECESS_TYPE_SANDBOX, NULL);
}

/* What can be told without starting anything.
 *
 * Returns: (transfer full) (nullable): why not; else @bwrap is where it is */
static char *
find_obstacle (RecessSandboxLanguage   language,
               char                  **bwrap)
{
  if (g_file_test ("/.flatpak-info", G_FILE_TEST_EXISTS))
    return g_strdup ("Code does not run in the Flatpak of Recess, which cannot make a sandbox of "
                     "its own. It runs where Recess is installed as a package of the system.");

  *bwrap = g_find_program_in_path ("bwrap");
  if (*bwrap == NULL)
    return g_strdup ("Bubblewrap, which the sandbox is made with, is not installed. "
                     "Install the package “bubblewrap”.");

  if (language == RECESS_SANDBOX_PYTHON &&
      !g_file_test (RECESS_SANDBOX_PYTHON_PATH, G_FILE_TEST_IS_EXECUTABLE))
    return g_strdup ("There is no Python at " RECESS_SANDBOX_PYTHON_PATH ". "
                     "Install the package “python3”.");

  return NULL;
}

static void start_waiting (RecessSandbox *self);

static void
complete (GTask               *task,
          RecessSandboxResult *result)
{
  g_task_return_pointer (task, result, (GDestroyNotify) recess_sandbox_result_free);
}

static void
process_ended_cb (RecessSandboxProcess *process,
                  gpointer              user_data)
{
  g_autoptr (GTask) task = user_data;
  RecessSandbox *self = g_task_get_source_object (task);

  g_assert (RECESS_IS_SANDBOX (self));

  self->n_running--;
  complete (task, recess_sandbox_process_make_result (process));
  start_waiting (self);
}

static void
start (RecessSandbox *self,
       GTask         *task)
{
  Run *run = g_task_get_task_data (task);
  g_autofree char *bwrap = NULL;
  g_autofree char *obstacle = find_obstacle (run->spec->language, &bwrap);
  g_autoptr (GError) error = NULL;

  g_assert (RECESS_IS_SANDBOX (self));

  if (obstacle != NULL)
    {
      complete (task, recess_sandbox_verdict_not_run (RECESS_SANDBOX_UNAVAILABLE,
                                                      g_steal_pointer (&obstacle)));
      return;
    }

  run->process = recess_sandbox_process_new (run->spec, run->output, run->output_data);
  if (!recess_sandbox_process_start (run->process, bwrap, &error))
    {
      complete (task, recess_sandbox_verdict_not_run (RECESS_SANDBOX_UNAVAILABLE,
                                                      g_strdup (error->message)));
      return;
    }

  self->n_running++;
  g_signal_connect (run->process, "ended", G_CALLBACK (process_ended_cb), g_object_ref (task));
}

static void
start_waiting (RecessSandbox *self)
{
  g_assert (RECESS_IS_SANDBOX (self));

  while (self->n_running < MAX_AT_ONCE && !g_queue_is_empty (&self->waiting))
    {
      g_autoptr (GTask) task = g_queue_pop_head (&self->waiting);

      start (self, task);
    }
}

/* Runs on the main context, whichever thread cancels. */
static gboolean
cancelled_cb (GCancellable *cancellable,
              gpointer      user_data)
{
  GTask *task = user_data;
  RecessSandbox *self = g_task_get_source_object (task);
  Run *run = g_task_get_task_data (task);

  if (run->process != NULL)
    {
      recess_sandbox_process_cancel (run->process);
    }
  else if (g_queue_remove (&self->waiting, task))
    {
      complete (task, recess_sandbox_verdict_not_run (RECESS_SANDBOX_CANCELLED,
                                                      g_strdup ("Stopped")));
      g_object_unref (task);
    }

  return G_SOURCE_REMOVE;
}

static void
follow_cancellable (GTask        *task,
                    GCancellable *cancellable)
{
  Run *run = g_task_get_task_data (task);

  if (cancellable == NULL)
    return;

  run->cancel_source = g_cancellable_source_new (cancellable);
  g_source_set_callback (run->cancel_source, G_SOURCE_FUNC (cancelled_cb), task, NULL);
  g_source_attach (run->cancel_source, g_main_context_get_thread_default ());
}

void
recess_sandbox_run_async (RecessSandbox           *self,
                          RecessSandboxSpec       *spec,
                          RecessSandboxOutputFunc  output,
                          gpointer                 output_data,
                          GCancellable            *cancellable,
                          GAsyncReadyCallback      callback,
                          gpointer                 user_data)
{
  GTask *task;
  Run *run;

  g_return_if_fail (RECESS_IS_SANDBOX (self));
  g_return_if_fail (spec != NULL);

  run = g_new0 (Run, 1);
  run->spec = recess_sandbox_spec_ref (spec);
  run->output = output;
  run->output_data = output_data;

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, recess_sandbox_run_async);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, run, run_free);
  follow_cancellable (task, cancellable);

  g_queue_push_tail (&self->waiting, task);
  start_waiting (self);
}

RecessSandboxResult *
recess_sandbox_run_finish (RecessSandbox *self,
                           GAsyncResult  *result)
{
  g_return_val_if_fail (RECESS_IS_SANDBOX (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), NULL);
}

guint
recess_sandbox_get_n_runs (RecessSandbox *self)
{
  g_return_val_if_fail (RECESS_IS_SANDBOX (self), 0);

  return self->n_running + g_queue_get_length (&self->waiting);
}

static void
complete_probe (RecessSandbox *self,
                GTask         *task)
{
  g_assert (RECESS_IS_SANDBOX (self));

  if (self->available)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, "%s", self->reason);
}

static void
probed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  RecessSandbox *self = RECESS_SANDBOX (source);
  g_autoptr (GTask) task = user_data;
  g_autoptr (RecessSandboxResult) found = recess_sandbox_run_finish (self, result);

  self->probed_at = g_get_monotonic_time ();
  self->available = found->status == RECESS_SANDBOX_COMPLETED;
  g_free (self->reason);
  self->reason = g_strdup (found->message);
  complete_probe (self, task);
}

void
recess_sandbox_probe_async (RecessSandbox       *self,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (GBytes) code = g_bytes_new_static ("pass", 4);
  g_autoptr (RecessSandboxSpec) spec = NULL;

  g_return_if_fail (RECESS_IS_SANDBOX (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, recess_sandbox_probe_async);
  if (self->probed_at != 0 &&
      (self->available || g_get_monotonic_time () - self->probed_at < PROBE_AGAIN))
    {
      complete_probe (self, task);
      return;
    }

  spec = recess_sandbox_spec_new (RECESS_SANDBOX_PYTHON, code);
  recess_sandbox_run_async (self, spec, NULL, NULL, NULL, probed_cb, g_steal_pointer (&task));
}

gboolean
recess_sandbox_probe_finish (RecessSandbox  *self,
                             GAsyncResult   *result,
                             GError        **error)
{
  g_return_val_if_fail (RECESS_IS_SANDBOX (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
