/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <gio/gunixinputstream.h>
#include <gio/gunixoutputstream.h>
#include <glib-unix.h>
#include <string.h>

#include "common/recess-json.h"

#include "recess-sandbox-collector.h"
#include "recess-sandbox-command.h"
#include "recess-sandbox-process.h"
#include "recess-sandbox-spec-private.h"
#include "recess-sandbox-text.h"
#include "recess-sandbox-verdict.h"
#include "recess-sandbox-watch.h"

#define PIECE (64 * 1024)
#define MAX_COMPLAINT 2048
/* How often the limit of output is written until the program is taken for one that never stops. */
#define FLOOD 16

typedef struct
{
  GInputStream      *stream;
  RecessSandboxText  text;
  gboolean           noted;
} Pump;

enum
{
  PUMP_STATUS = RECESS_SANDBOX_REPLY + 1,
  N_PUMPS
};

struct _RecessSandboxProcess
{
  GObject                  parent_instance;

  RecessSandboxSpec       *spec;
  RecessSandboxOutputFunc  output;
  gpointer                 output_data;

  GSubprocess             *bwrap;
  RecessSandboxPipes       pipes;
  GCancellable            *input_cancellable;
  RecessSandboxWatch      *watch;
  Pump                     pumps[N_PUMPS];
  GString                 *status;
  GString                 *complaint;

  /* What has to end before all has ended. */
  guint                    n_pending;
  guint                    gone_id;
  gint64                   ended_at;
  int                      exit_code;
  guint64                  n_printed;
  guint64                  n_replied;
  gboolean                 cancelled;
  gboolean                 flooded;
  gboolean                 truncated;
  GPtrArray               *written;
};

G_DEFINE_FINAL_TYPE (RecessSandboxProcess, recess_sandbox_process, G_TYPE_OBJECT)

enum
{
  SIGNAL_ENDED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
recess_sandbox_process_finalize (GObject *object)
{
  RecessSandboxProcess *self = RECESS_SANDBOX_PROCESS (object);

  for (guint i = 0; i < N_PUMPS; i++)
    g_clear_object (&self->pumps[i].stream);
  g_clear_handle_id (&self->gone_id, g_source_remove);
  g_clear_pointer (&self->watch, recess_sandbox_watch_free);
  recess_sandbox_pipes_close (&self->pipes);
  g_clear_object (&self->bwrap);
  g_clear_object (&self->input_cancellable);
  g_string_free (self->status, TRUE);
  g_string_free (self->complaint, TRUE);
  g_clear_pointer (&self->written, g_ptr_array_unref);
  recess_sandbox_spec_unref (self->spec);

  G_OBJECT_CLASS (recess_sandbox_process_parent_class)->finalize (object);
}

static void
recess_sandbox_process_class_init (RecessSandboxProcessClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = recess_sandbox_process_finalize;

  signals[SIGNAL_ENDED] =
    g_signal_new ("ended", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);
}

static void
recess_sandbox_process_init (RecessSandboxProcess *self)
{
  self->pipes = (RecessSandboxPipes) { -1, -1, -1 };
  self->input_cancellable = g_cancellable_new ();
  self->status = g_string_new (NULL);
  self->complaint = g_string_new (NULL);
  self->exit_code = -1;
}

static gboolean
has_started (RecessSandboxProcess *self)
{
  return self->watch != NULL && recess_sandbox_watch_has_started (self->watch);
}

/* Each of what is pending holds a reference. */
static void
hold (RecessSandboxProcess *self)
{
  g_object_ref (self);
  self->n_pending++;
}

static void collect (RecessSandboxProcess *self);

static gboolean
wants_collection (RecessSandboxProcess *self)
{
  return self->spec->collect_bytes > 0 && self->written == NULL && !self->cancelled &&
         self->watch != NULL && recess_sandbox_watch_get_folder (self->watch) >= 0;
}

static void
release (RecessSandboxProcess *self)
{
  g_assert (RECESS_IS_SANDBOX_PROCESS (self));

  if (--self->n_pending == 0)
    {
      g_cancellable_cancel (self->input_cancellable);
      if (wants_collection (self))
        collect (self);
      else
        g_signal_emit (self, signals[SIGNAL_ENDED], 0);
    }

  g_object_unref (self);
}

static void
collect_worker (GTask        *task,
                gpointer      source,
                gpointer      task_data,
                GCancellable *cancellable)
{
  RecessSandboxProcess *self = RECESS_SANDBOX_PROCESS (source);

  g_task_return_pointer (task,
                         recess_sandbox_collect (recess_sandbox_watch_get_folder (self->watch),
                                                 self->spec->files, self->spec->collect_bytes),
                         (GDestroyNotify) g_ptr_array_unref);
}

static void
collected_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  RecessSandboxProcess *self = RECESS_SANDBOX_PROCESS (source);

  self->written = g_task_propagate_pointer (G_TASK (result), NULL);
  release (self);
}

/* Its folder is still there, and nobody in it any more. */
static void
collect (RecessSandboxProcess *self)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, collected_cb, NULL);

  hold (self);
  g_task_set_source_tag (task, collect);
  g_task_run_in_thread (task, collect_worker);
}

static void
end_all (RecessSandboxProcess *self)
{
  g_assert (RECESS_IS_SANDBOX_PROCESS (self));

  /* Where its first process is not known yet it is ended as soon as it is: bwrap killed before
   * would leave it behind. */
  if (self->watch != NULL)
    recess_sandbox_watch_kill (self->watch);
}

static gboolean
gone_cb (int          fd,
         GIOCondition condition,
         gpointer     user_data)
{
  RecessSandboxProcess *self = user_data;

  self->gone_id = 0;
  release (self);
  return G_SOURCE_REMOVE;
}

static void
begin_watch (RecessSandboxProcess *self,
             int                   pid)
{
  int parent = (int) g_ascii_strtoll (g_subprocess_get_identifier (self->bwrap) ?: "0", NULL, 10);

  g_assert (RECESS_IS_SANDBOX_PROCESS (self));

  self->watch = recess_sandbox_watch_new (pid, parent, self->pipes.gate, &self->spec->limits);
  if (self->watch == NULL)
    {
      g_string_append (self->complaint, "its first process cannot be watched");
      recess_sandbox_pipes_close (&self->pipes);
      return;
    }

  self->pipes.gate = -1;
  hold (self);
  self->gone_id = g_unix_fd_add (recess_sandbox_watch_get_fd (self->watch), G_IO_IN, gone_cb, self);
  if (self->cancelled)
    end_all (self);
}

static void
take_status_line (RecessSandboxProcess *self,
                  const char           *line,
                  gsize                 length)
{
  g_autoptr (JsonObject) words = recess_json_parse_object (line, length, NULL);

  g_assert (RECESS_IS_SANDBOX_PROCESS (self));

  if (words == NULL)
    return;

  if (self->watch == NULL && json_object_has_member (words, "child-pid"))
    begin_watch (self, (int) recess_json_object_get_int (words, "child-pid", -1));
  if (json_object_has_member (words, "exit-code"))
    self->exit_code = (int) recess_json_object_get_int (words, "exit-code", -1);
}

static void
take_status (RecessSandboxProcess *self,
             const char           *bytes,
             gsize                 length)
{
  const char *end;

  g_assert (RECESS_IS_SANDBOX_PROCESS (self));

  g_string_append_len (self->status, bytes, (gssize) length);
  while ((end = memchr (self->status->str, '\n', self->status->len)) != NULL)
    {
      gsize n = (gsize) (end - self->status->str);

      take_status_line (self, self->status->str, n);
      g_string_erase (self->status, 0, (gssize) n + 1);
    }
}

static void
give (RecessSandboxProcess *self,
      guint                 which,
      const GString        *text)
{
  if (text->len > 0 && self->output != NULL)
    self->output ((RecessSandboxStream) which, text->str, text->len, self->output_data);
}

static void
note_cut (RecessSandboxProcess *self,
          Pump                 *pump,
          GString              *text)
{
  g_autofree char *size = recess_sandbox_format_size (self->spec->limits.output_bytes);

  self->truncated = TRUE;
  if (pump->noted)
    return;

  pump->noted = TRUE;
  recess_sandbox_text_end (&pump->text, text);
  g_string_append_printf (text, "\n[The output was cut here: more than %s.]\n", size);
}

static void
take_output (RecessSandboxProcess *self,
             guint                 which,
             const guint8         *bytes,
             gsize                 length)
{
  Pump *pump = &self->pumps[which];
  guint64 limit = self->spec->limits.output_bytes;
  guint64 *n = which == RECESS_SANDBOX_REPLY ? &self->n_replied : &self->n_printed;
  gsize shown = (gsize) MIN (length, limit - MIN (limit, *n));
  g_autoptr (GString) text = g_string_new (NULL);

  g_assert (RECESS_IS_SANDBOX_PROCESS (self));

  if (shown > 0)
    recess_sandbox_text_push (&pump->text, bytes, shown, text);
  if (shown < length)
    note_cut (self, pump, text);

  *n += length;
  if (*n > FLOOD * limit && !self->flooded)
    {
      self->flooded = TRUE;
      end_all (self);
    }
  give (self, which, text);
}

/* What is said before the program starts is said by bwrap. */
static void
take_piece (RecessSandboxProcess *self,
            guint                 which,
            GBytes               *piece)
{
  gsize length;
  const char *bytes = g_bytes_get_data (piece, &length);

  g_assert (RECESS_IS_SANDBOX_PROCESS (self));

  if (which == PUMP_STATUS)
    take_status (self, bytes, length);
  else if (has_started (self))
    take_output (self, which, (const guint8 *) bytes, length);
  else if (self->complaint->len < MAX_COMPLAINT)
    g_string_append_len (self->complaint, bytes, (gssize) MIN (length, MAX_COMPLAINT));
}

static void
end_pump (RecessSandboxProcess *self,
          guint                 which)
{
  g_autoptr (GString) text = g_string_new (NULL);

  g_assert (RECESS_IS_SANDBOX_PROCESS (self));

  if (which != PUMP_STATUS)
    {
      recess_sandbox_text_end (&self->pumps[which].text, text);
      give (self, which, text);
    }
  release (self);
}

static void pump (RecessSandboxProcess *self,
                  guint                 which);

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  RecessSandboxProcess *self = user_data;
  g_autoptr (GBytes) piece = g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result,
                                                               NULL);
  guint which = 0;

  while (self->pumps[which].stream != (GInputStream *) source)
    which++;

  if (piece == NULL || g_bytes_get_size (piece) == 0)
    {
      end_pump (self, which);
      return;
    }

  take_piece (self, which, piece);
  pump (self, which);
}

static void
pump (RecessSandboxProcess *self,
      guint                 which)
{
  g_input_stream_read_bytes_async (self->pumps[which].stream, PIECE, G_PRIORITY_DEFAULT, NULL,
                                   read_cb, self);
}

static void
begin_pump (RecessSandboxProcess *self,
            guint                 which,
            GInputStream         *stream)
{
  self->pumps[which].stream = stream;
  hold (self);
  pump (self, which);
}

static void
wait_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  RecessSandboxProcess *self = user_data;

  g_subprocess_wait_finish (G_SUBPROCESS (source), result, NULL);
  self->ended_at = g_get_monotonic_time ();
  /* What the program left running. */
  end_all (self);
  release (self);
}

static void
input_closed_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_output_stream_close_finish (G_OUTPUT_STREAM (source), result, NULL);
}

static void
input_written_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr (RecessSandboxProcess) self = user_data;

  /* A program need not read what it is given. */
  g_output_stream_write_all_finish (G_OUTPUT_STREAM (source), result, NULL, NULL);
  g_output_stream_close_async (G_OUTPUT_STREAM (source), G_PRIORITY_DEFAULT, NULL, input_closed_cb,
                               NULL);
}

static void
begin_input (RecessSandboxProcess *self)
{
  GOutputStream *stream = g_subprocess_get_stdin_pipe (self->bwrap);
  gsize length = 0;
  gconstpointer bytes = self->spec->input == NULL ? NULL
                                                  : g_bytes_get_data (self->spec->input, &length);

  /* Else the stream waits for room in the pipe and then writes as if there were room for all. */
  g_unix_set_fd_nonblocking (g_unix_output_stream_get_fd (G_UNIX_OUTPUT_STREAM (stream)), TRUE,
                             NULL);
  g_output_stream_write_all_async (stream, bytes, length, G_PRIORITY_DEFAULT,
                                   self->input_cancellable, input_written_cb, g_object_ref (self));
}

RecessSandboxProcess *
recess_sandbox_process_new (RecessSandboxSpec       *spec,
                            RecessSandboxOutputFunc  output,
                            gpointer                 output_data)
{
  RecessSandboxProcess *self;

  g_return_val_if_fail (spec != NULL, NULL);

  self = g_object_new (RECESS_TYPE_SANDBOX_PROCESS, NULL);
  self->spec = recess_sandbox_spec_ref (spec);
  self->output = output;
  self->output_data = output_data;
  return self;
}

gboolean
recess_sandbox_process_start (RecessSandboxProcess  *self,
                              const char            *bwrap,
                              GError               **error)
{
  g_return_val_if_fail (RECESS_IS_SANDBOX_PROCESS (self), FALSE);
  g_return_val_if_fail (self->bwrap == NULL, FALSE);

  self->bwrap = recess_sandbox_command_spawn (self->spec, bwrap, &self->pipes, error);
  if (self->bwrap == NULL)
    return FALSE;

  begin_pump (self, PUMP_STATUS,
              g_unix_input_stream_new (g_steal_fd (&self->pipes.status), TRUE));
  begin_pump (self, RECESS_SANDBOX_STDOUT,
              g_object_ref (g_subprocess_get_stdout_pipe (self->bwrap)));
  begin_pump (self, RECESS_SANDBOX_STDERR,
              g_object_ref (g_subprocess_get_stderr_pipe (self->bwrap)));
  if (self->pipes.reply >= 0)
    begin_pump (self, RECESS_SANDBOX_REPLY,
                g_unix_input_stream_new (g_steal_fd (&self->pipes.reply), TRUE));
  begin_input (self);
  hold (self);
  g_subprocess_wait_async (self->bwrap, NULL, wait_cb, self);
  return TRUE;
}

void
recess_sandbox_process_cancel (RecessSandboxProcess *self)
{
  g_return_if_fail (RECESS_IS_SANDBOX_PROCESS (self));

  self->cancelled = TRUE;
  end_all (self);
}

RecessSandboxResult *
recess_sandbox_process_make_result (RecessSandboxProcess *self)
{
  RecessSandboxVerdict verdict = { 0 };
  RecessSandboxResult *result;

  g_return_val_if_fail (RECESS_IS_SANDBOX_PROCESS (self), NULL);
  g_return_val_if_fail (self->n_pending == 0, NULL);

  verdict.limits = &self->spec->limits;
  verdict.cancelled = self->cancelled;
  verdict.exit_code = self->exit_code;
  verdict.complaint = self->complaint->str;
  verdict.started = has_started (self);
  verdict.truncated = self->truncated;
  if (self->flooded)
    verdict.limit = RECESS_SANDBOX_LIMIT_OUTPUT;
  else if (self->watch != NULL)
    verdict.limit = recess_sandbox_watch_get_limit (self->watch);
  if (verdict.started)
    {
      verdict.duration_us = self->ended_at - recess_sandbox_watch_get_start (self->watch);
      verdict.peak_bytes = recess_sandbox_watch_get_peak (self->watch);
    }

  result = recess_sandbox_verdict_to_result (&verdict);
  result->written = g_steal_pointer (&self->written);
  return result;
}
