/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <fcntl.h>
#include <glib-unix.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "recess-sandbox-command.h"
#include "recess-sandbox-filter.h"
#include "recess-sandbox-memory.h"
#include "recess-sandbox-spec-private.h"

#define TEMPORARY_BYTES ((guint64) 128 * RECESS_SANDBOX_MIB)
#define SHARED_BYTES    ((guint64) 64 * RECESS_SANDBOX_MIB)
#define RESERVED_BYTES  ((guint64) 1024 * RECESS_SANDBOX_MIB)
#define MAX_DESCRIPTORS 512

/* Waits for a line on GATE_FD. Where it is closed instead, we are gone, and nothing is to run: at
 * bwrap's own --block-fd a program begins then, and does not die with its parent any more. */
#define WAIT_AT_GATE "read -r go <&5 || exit 0; exec \"$@\" 5<&-"

/* Descriptors as bwrap gets them; what it is told to copy comes after these. */
enum
{
  REPLY_FD = 3,
  STATUS_FD,
  GATE_FD,
  FILTER_FD,
  FIRST_FILE_FD,
};

typedef struct
{
  RecessSandboxSpec   *spec;
  GSubprocessLauncher *launcher;
  GPtrArray           *arguments;
  int                  next_fd;
} Command;

static void add (Command    *command,
                 const char *first,
                 ...) G_GNUC_NULL_TERMINATED;

static void
add (Command    *command,
     const char *first,
     ...)
{
  va_list rest;

  va_start (rest, first);
  for (const char *word = first; word != NULL; word = va_arg (rest, const char *))
    g_ptr_array_add (command->arguments, g_strdup (word));
  va_end (rest);
}

static void
add_number (Command    *command,
            const char *option,
            guint64     value)
{
  g_ptr_array_add (command->arguments, g_strdup (option));
  g_ptr_array_add (command->arguments, g_strdup_printf ("%" G_GUINT64_FORMAT, value));
}

static void add_format (Command    *command,
                        const char *format,
                        ...) G_GNUC_PRINTF (2, 3);

static void
add_format (Command    *command,
            const char *format,
            ...)
{
  va_list values;

  va_start (values, format);
  g_ptr_array_add (command->arguments, g_strdup_vprintf (format, values));
  va_end (values);
}

static void
add_namespaces (Command *command)
{
  add (command, "--unshare-all", "--unshare-user", "--disable-userns", "--die-with-parent",
       "--new-session", "--clearenv", "--cap-drop", "ALL", "--uid", "1000", "--gid", "1000",
       "--hostname", "sandbox", NULL);
}

/* The system as it is: folders of their own, or links into /usr. */
static void
add_system (Command *command)
{
  static const char *folders[] = { "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32" };
  static const char *settings[] = {
    "/etc/alternatives", "/etc/fonts", "/etc/ld.so.cache", "/etc/localtime", "/etc/matplotlibrc",
  };

  add (command, "--ro-bind", "/usr", "/usr", NULL);
  for (guint i = 0; i < G_N_ELEMENTS (folders); i++)
    {
      g_autofree char *target = g_file_read_link (folders[i], NULL);

      if (target != NULL)
        add (command, "--symlink", target, folders[i], NULL);
      else
        add (command, "--ro-bind-try", folders[i], folders[i], NULL);
    }
  for (guint i = 0; i < G_N_ELEMENTS (settings); i++)
    add (command, "--ro-bind-try", settings[i], settings[i], NULL);
}

static void
add_memory_folder (Command    *command,
                   const char *path,
                   guint64     size)
{
  add_number (command, "--size", size);
  add (command, "--tmpfs", path, NULL);
}

static void
add_environment (Command *command)
{
  static const char *variables[][2] = {
    { "PATH", "/usr/local/bin:/usr/bin:/bin" }, { "HOME", "/tmp" }, { "TMPDIR", "/tmp" },
    { "USER", "sandbox" }, { "LANG", "C.UTF-8" }, { "MPLBACKEND", "Agg" },
    { "PYTHONUNBUFFERED", "1" }, { "PYTHONDONTWRITEBYTECODE", "1" },
    { "PYTHONPATH", "/" RECESS_SANDBOX_FOLDER },
  };

  for (guint i = 0; i < G_N_ELEMENTS (variables); i++)
    add (command, "--setenv", variables[i][0], variables[i][1], NULL);
}

static gboolean
add_file (Command     *command,
          const char  *path,
          GBytes      *content,
          GError     **error)
{
  gsize length;
  gconstpointer bytes = g_bytes_get_data (content, &length);
  int fd = recess_sandbox_memory_open ("file", bytes, length, error);

  if (fd < 0)
    return FALSE;

  g_subprocess_launcher_take_fd (command->launcher, fd, command->next_fd);
  add (command, "--perms", "0644", NULL);
  add_number (command, "--file", (guint64) command->next_fd++);
  add (command, path, NULL);
  return TRUE;
}

static const char *
get_code_path (RecessSandboxSpec *spec)
{
  return spec->language == RECESS_SANDBOX_PYTHON ? "/run/main.py" : "/run/main.sh";
}

static gboolean
add_files (Command  *command,
           GError  **error)
{
  RecessSandboxSpec *spec = command->spec;

  for (guint i = 0; i < spec->files->len; i++)
    {
      RecessSandboxFile *file = g_ptr_array_index (spec->files, i);
      g_autofree char *path = g_strconcat ("/" RECESS_SANDBOX_FOLDER "/", file->name, NULL);

      if (!add_file (command, path, file->content, error))
        return FALSE;
    }

  return add_file (command, get_code_path (spec), spec->code, error);
}

static gboolean
add_folders (Command  *command,
             GError  **error)
{
  const RecessSandboxLimits *limits = &command->spec->limits;

  add (command, "--proc", "/proc", "--dev", "/dev", NULL);
  add_memory_folder (command, "/dev/shm", SHARED_BYTES);
  add_memory_folder (command, "/tmp", MIN (limits->file_bytes, TEMPORARY_BYTES));
  add_memory_folder (command, "/" RECESS_SANDBOX_FOLDER, limits->file_bytes);
  if (!add_files (command, error))
    return FALSE;

  /* Where they belong to the user who runs this, /proc/sys and the rest would be writable. */
  add (command, "--remount-ro", "/proc", "--remount-ro", "/dev", "--remount-ro", "/",
       "--chdir", "/" RECESS_SANDBOX_FOLDER, NULL);
  return TRUE;
}

/* For each process; what all of them use is watched from outside. The watch is to see a process too
 * many, and memory that is only reserved does no harm. */
static void
add_limits (Command *command)
{
  const RecessSandboxLimits *limits = &command->spec->limits;

  add (command, "/usr/bin/prlimit", "--core=0", "--memlock=65536", "--msgqueue=0", "--rtprio=0",
       NULL);
  add_format (command, "--as=%" G_GUINT64_FORMAT, 2 * limits->memory_bytes + RESERVED_BYTES);
  add_format (command, "--cpu=%u:%u", limits->cpu_s, limits->cpu_s + 1);
  add_format (command, "--fsize=%" G_GUINT64_FORMAT, limits->file_bytes);
  add_format (command, "--nproc=%u", limits->processes + 16);
  add_format (command, "--nofile=%u", MAX_DESCRIPTORS);
  add (command, "--", "/bin/sh", "-c", WAIT_AT_GATE, "sh", NULL);
}

static void
add_program (Command *command)
{
  RecessSandboxSpec *spec = command->spec;
  const char *shell = g_file_test ("/usr/bin/bash", G_FILE_TEST_IS_EXECUTABLE) ? "/usr/bin/bash"
                                                                               : "/bin/sh";

  add (command, spec->language == RECESS_SANDBOX_PYTHON ? RECESS_SANDBOX_PYTHON_PATH : shell,
       get_code_path (spec), NULL);
}

/* In the child, before bwrap: only what is safe between fork and exec. Out of memory, this goes
 * first; and the windows of the user stay quick. */
static void
set_up_child (gpointer user_data)
{
  int fd = open ("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);
  G_GNUC_UNUSED gssize written = write (fd, "1000", 4);

  close (fd);
  setpriority (PRIO_PROCESS, 0, 5);
  signal (SIGHUP, SIG_DFL);
}

static gboolean
open_pipe (int     *ours,
           gboolean we_read,
           int     *theirs,
           GError **error)
{
  int ends[2];

  if (!g_unix_open_pipe (ends, FD_CLOEXEC, error))
    return FALSE;

  *ours = we_read ? ends[0] : ends[1];
  *theirs = we_read ? ends[1] : ends[0];
  return TRUE;
}

static gboolean
give_pipe (Command   *command,
           int       *ours,
           gboolean   we_read,
           int        number,
           GError   **error)
{
  int theirs;

  if (!open_pipe (ours, we_read, &theirs, error))
    return FALSE;

  g_subprocess_launcher_take_fd (command->launcher, theirs, number);
  return TRUE;
}

static gboolean
give_descriptors (Command             *command,
                  RecessSandboxPipes  *pipes,
                  GError             **error)
{
  int filter = recess_sandbox_filter_open (error);

  if (filter < 0)
    return FALSE;

  g_subprocess_launcher_take_fd (command->launcher, filter, FILTER_FD);
  if (!give_pipe (command, &pipes->status, TRUE, STATUS_FD, error) ||
      !give_pipe (command, &pipes->gate, FALSE, GATE_FD, error) ||
      (command->spec->reply && !give_pipe (command, &pipes->reply, TRUE, REPLY_FD, error)))
    return FALSE;

  add_number (command, "--seccomp", FILTER_FD);
  add_number (command, "--json-status-fd", STATUS_FD);
  return TRUE;
}

static GSubprocess *
spawn (Command             *command,
       const char          *bwrap,
       RecessSandboxPipes  *pipes,
       GError             **error)
{
  char *nothing[] = { NULL };

  add (command, bwrap, NULL);
  add_namespaces (command);
  add_system (command);
  if (!add_folders (command, error) || !give_descriptors (command, pipes, error))
    return NULL;

  add_environment (command);
  add (command, "--", NULL);
  add_limits (command);
  add_program (command);
  g_ptr_array_add (command->arguments, NULL);

  /* What bwrap itself got at its start is to be read in the sandbox. */
  g_subprocess_launcher_set_environ (command->launcher, nothing);
  g_subprocess_launcher_set_child_setup (command->launcher, set_up_child, NULL, NULL);
  return g_subprocess_launcher_spawnv (command->launcher,
                                       (const char * const *) command->arguments->pdata, error);
}

GSubprocess *
recess_sandbox_command_spawn (RecessSandboxSpec   *spec,
                              const char          *bwrap,
                              RecessSandboxPipes  *pipes,
                              GError             **error)
{
  Command command = { .spec = spec, .next_fd = FIRST_FILE_FD };
  GSubprocess *process;

  g_return_val_if_fail (spec != NULL && bwrap != NULL && pipes != NULL, NULL);

  *pipes = (RecessSandboxPipes) { -1, -1, -1 };
  command.arguments = g_ptr_array_new_with_free_func (g_free);
  command.launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDIN_PIPE |
                                                G_SUBPROCESS_FLAGS_STDOUT_PIPE |
                                                G_SUBPROCESS_FLAGS_STDERR_PIPE);
  process = spawn (&command, bwrap, pipes, error);
  if (process == NULL)
    recess_sandbox_pipes_close (pipes);

  g_ptr_array_unref (command.arguments);
  /* With it go the ends of the pipes that are the child's. */
  g_object_unref (command.launcher);
  return process;
}

void
recess_sandbox_pipes_close (RecessSandboxPipes *pipes)
{
  int *ends[] = { &pipes->status, &pipes->gate, &pipes->reply };

  g_return_if_fail (pipes != NULL);

  for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
    {
      if (*ends[i] >= 0)
        close (*ends[i]);
      *ends[i] = -1;
    }
}

char *
recess_sandbox_command_explain (const char *complaint)
{
  static const char *namespaces[] = {
    "No permissions to create", "Creating new namespace failed", "setting up uid map",
    "RTM_NEWADDR", "user namespaces", "userns",
  };
  g_autofree char *words = g_strstrip (g_strdup (complaint));

  g_return_val_if_fail (complaint != NULL, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (namespaces); i++)
    {
      if (strstr (words, namespaces[i]) == NULL)
        continue;

      return g_strdup_printf (
        "This system does not let Bubblewrap make the namespaces that the sandbox consists of "
        "(%s). On Ubuntu, install an AppArmor profile for bwrap (package “apparmor-profiles”) or "
        "run “sudo sysctl kernel.apparmor_restrict_unprivileged_userns=0”; on others, "
        "“sudo sysctl user.max_user_namespaces=10000”, and on older Debian "
        "“sudo sysctl kernel.unprivileged_userns_clone=1”.", words);
    }

  return g_strdup_printf ("Bubblewrap could not set up the sandbox (%s).",
                          *words != '\0' ? words : "it said nothing");
}
