/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>

#include "recess-engine-process.h"

#define LOG_LIMIT (1024 * 1024)

struct _RecessEngineProcess
{
  GObject           parent_instance;

  GSubprocess      *subprocess;
  GDataInputStream *output;
  GCancellable     *cancellable;
  char             *log_path;
  /* Where in the log this process begins. */
  gsize             log_start;
};

G_DEFINE_FINAL_TYPE (RecessEngineProcess, recess_engine_process, G_TYPE_OBJECT)

enum
{
  SIGNAL_READY,
  SIGNAL_EXITED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
recess_engine_process_child_setup (gpointer user_data)
{
  setsid ();
}

static void
recess_engine_process_rotate_log (const char *path)
{
  g_autofree char *older = NULL;
  GStatBuf info;

  if (g_stat (path, &info) != 0 || info.st_size < LOG_LIMIT)
    return;

  older = g_strconcat (path, ".1", NULL);
  g_rename (path, older);
}

/* What the servers before this one had to say is kept. */
static void
recess_engine_process_open_log (RecessEngineProcess *self,
                                GSubprocessLauncher *launcher)
{
  struct stat info;
  int fd;

  recess_engine_process_rotate_log (self->log_path);
  fd = g_open (self->log_path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (fd < 0)
    return;

  if (fstat (fd, &info) == 0)
    self->log_start = (gsize) info.st_size;
  g_subprocess_launcher_take_stderr_fd (launcher, fd);
}

static void
recess_engine_process_line_cb (GObject      *object,
                               GAsyncResult *result,
                               gpointer      user_data)
{
  g_autoptr(RecessEngineProcess) self = user_data;
  g_autofree char *line = NULL;

  line = g_data_input_stream_read_line_finish (G_DATA_INPUT_STREAM (object), result, NULL, NULL);
  if (line != NULL && strstr (line, "\"listening\"") != NULL)
    g_signal_emit (self, signals[SIGNAL_READY], 0);
}

/* The last line of the log is the reason, as the server words it. */
static char *
recess_engine_process_dup_last_words (RecessEngineProcess *self)
{
  g_autofree char *text = NULL;
  char *words;
  char *newline;
  gsize length;

  if (self->log_path == NULL ||
      !g_file_get_contents (self->log_path, &text, &length, NULL) ||
      length < self->log_start)
    return NULL;

  words = g_strchomp (text + self->log_start);
  if (*words == '\0' || !g_utf8_validate (words, -1, NULL))
    return NULL;

  newline = strrchr (words, '\n');
  return g_strdup (newline != NULL ? newline + 1 : words);
}

static void
recess_engine_process_wait_cb (GObject      *object,
                               GAsyncResult *result,
                               gpointer      user_data)
{
  g_autoptr(RecessEngineProcess) self = user_data;
  g_autofree char *words = NULL;

  if (!g_subprocess_wait_finish (G_SUBPROCESS (object), result, NULL))
    return;

  words = recess_engine_process_dup_last_words (self);
  g_signal_emit (self, signals[SIGNAL_EXITED], 0, words);
}

static void
recess_engine_process_dispose (GObject *object)
{
  RecessEngineProcess *self = RECESS_ENGINE_PROCESS (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->output);
  g_clear_object (&self->subprocess);

  G_OBJECT_CLASS (recess_engine_process_parent_class)->dispose (object);
}

static void
recess_engine_process_finalize (GObject *object)
{
  RecessEngineProcess *self = RECESS_ENGINE_PROCESS (object);

  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->log_path, g_free);

  G_OBJECT_CLASS (recess_engine_process_parent_class)->finalize (object);
}

static void
recess_engine_process_class_init (RecessEngineProcessClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = recess_engine_process_dispose;
  object_class->finalize = recess_engine_process_finalize;

  signals[SIGNAL_READY] =
    g_signal_new ("ready", RECESS_TYPE_ENGINE_PROCESS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);
  signals[SIGNAL_EXITED] =
    g_signal_new ("exited", RECESS_TYPE_ENGINE_PROCESS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
recess_engine_process_init (RecessEngineProcess *self)
{
  self->cancellable = g_cancellable_new ();
}

RecessEngineProcess *
recess_engine_process_new (const char  *binary,
                           const char  *socket_path,
                           const char  *data_dir,
                           const char  *log_path,
                           GError     **error)
{
  g_autoptr(GSubprocessLauncher) launcher = NULL;
  g_autoptr(RecessEngineProcess) self = NULL;
  g_autofree char *listen = NULL;

  g_return_val_if_fail (binary != NULL && socket_path != NULL, NULL);
  g_return_val_if_fail (data_dir != NULL, NULL);

  self = g_object_new (RECESS_TYPE_ENGINE_PROCESS, NULL);
  self->log_path = g_strdup (log_path);

  listen = g_strconcat ("unix:", socket_path, NULL);
  launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_subprocess_launcher_set_child_setup (launcher, recess_engine_process_child_setup, NULL, NULL);
  if (log_path != NULL)
    recess_engine_process_open_log (self, launcher);
  self->subprocess = g_subprocess_launcher_spawn (launcher, error, binary, "--listen", listen,
                                                  "--data-dir", data_dir, NULL);
  if (self->subprocess == NULL)
    return NULL;

  self->output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (self->subprocess));
  g_data_input_stream_read_line_async (self->output, G_PRIORITY_DEFAULT, self->cancellable,
                                       recess_engine_process_line_cb, g_object_ref (self));
  g_subprocess_wait_async (self->subprocess, self->cancellable,
                           recess_engine_process_wait_cb, g_object_ref (self));

  return g_steal_pointer (&self);
}
