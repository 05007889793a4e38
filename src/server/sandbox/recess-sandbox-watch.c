/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/pidfd.h>
#include <unistd.h>

#include "recess-sandbox-command.h"
#include "recess-sandbox-usage.h"
#include "recess-sandbox-watch.h"

#define LOOK_MS     25
#define SET_UP_MS   1
/* A slow disk, a busy machine. */
#define MAX_SET_UP_MS 20000
#define MAX_IN_MEMORY 65536

struct _RecessSandboxWatch
{
  int                 pid;
  int                 pidfd;
  int                 gate;
  int                 root;
  int                 folder;
  RecessSandboxLimits limits;
  GThread            *thread;

  /* Under the lock. */
  GMutex              lock;
  GCond               stop_asked;
  gboolean            stop;
  gint64              start;
  RecessSandboxLimit  limit;
  guint64             peak;
};

/* Returns: FALSE when the thread is to end */
static gboolean
wait_a_little (RecessSandboxWatch *self,
               guint               ms)
{
  gint64 until = g_get_monotonic_time () + ms * G_TIME_SPAN_MILLISECOND;
  gboolean stop;

  g_mutex_lock (&self->lock);
  while (!self->stop && g_cond_wait_until (&self->stop_asked, &self->lock, until))
    ;
  stop = self->stop;
  g_mutex_unlock (&self->lock);
  return !stop;
}

static void
end_for (RecessSandboxWatch *self,
         RecessSandboxLimit  limit)
{
  g_mutex_lock (&self->lock);
  if (self->limit == RECESS_SANDBOX_LIMIT_NONE)
    self->limit = limit;
  g_mutex_unlock (&self->lock);

  recess_sandbox_watch_kill (self);
}

static void
let_go (RecessSandboxWatch *self)
{
  gssize written;

  g_mutex_lock (&self->lock);
  self->start = g_get_monotonic_time ();
  g_mutex_unlock (&self->lock);

  do
    written = write (self->gate, "\n", 1);
  while (written < 0 && errno == EINTR);
  close (self->gate);
  self->gate = -1;
}

/* The kernel tells nobody when a process has got its root. */
static gboolean
wait_for_set_up (RecessSandboxWatch *self)
{
  for (guint n = 0; n < MAX_SET_UP_MS / SET_UP_MS; n++)
    {
      self->root = recess_sandbox_usage_open (self->pid);
      if (self->root >= 0)
        {
          self->folder = openat (self->root, RECESS_SANDBOX_FOLDER,
                                 O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
          return TRUE;
        }

      if (!wait_a_little (self, SET_UP_MS))
        return FALSE;
    }

  recess_sandbox_watch_kill (self);
  return FALSE;
}

static RecessSandboxLimit
compare (RecessSandboxWatch       *self,
         const RecessSandboxUsage *usage)
{
  gint64 ran_us = g_get_monotonic_time () - recess_sandbox_watch_get_start (self);

  if (usage->memory_bytes > self->limits.memory_bytes)
    return RECESS_SANDBOX_LIMIT_MEMORY;
  if (usage->processes > self->limits.processes)
    return RECESS_SANDBOX_LIMIT_PROCESSES;
  if (usage->files > MAX_IN_MEMORY)
    return RECESS_SANDBOX_LIMIT_FILE;
  if (usage->cpu_ms > self->limits.cpu_s * G_GUINT64_CONSTANT (1000))
    return RECESS_SANDBOX_LIMIT_CPU;
  if (ran_us > self->limits.wall_ms * G_TIME_SPAN_MILLISECOND)
    return RECESS_SANDBOX_LIMIT_WALL;

  return RECESS_SANDBOX_LIMIT_NONE;
}

static void
note_peak (RecessSandboxWatch *self,
           guint64             memory)
{
  g_mutex_lock (&self->lock);
  self->peak = MAX (self->peak, memory);
  g_mutex_unlock (&self->lock);
}

static gpointer
watch (gpointer data)
{
  RecessSandboxWatch *self = data;
  RecessSandboxUsage usage;

  if (!wait_for_set_up (self))
    return NULL;

  let_go (self);
  do
    {
      RecessSandboxLimit limit;

      /* Nothing is seen of one that has ended; of one that has not, the time still counts. */
      if (recess_sandbox_usage_read (self->root, self->limits.memory_bytes, &usage))
        note_peak (self, usage.memory_bytes);
      limit = compare (self, &usage);
      if (limit != RECESS_SANDBOX_LIMIT_NONE)
        {
          end_for (self, limit);
          break;
        }
    }
  while (wait_a_little (self, LOOK_MS));

  return NULL;
}

RecessSandboxWatch *
recess_sandbox_watch_new (int                        pid,
                          int                        parent,
                          int                        gate,
                          const RecessSandboxLimits *limits)
{
  RecessSandboxWatch *self;
  int pidfd;

  g_return_val_if_fail (limits != NULL, NULL);

  pidfd = pid > 1 ? pidfd_open (pid, 0) : -1;
  if (pidfd < 0 || recess_sandbox_usage_get_parent (pid) != parent)
    {
      if (pidfd >= 0)
        close (pidfd);
      return NULL;
    }

  self = g_new0 (RecessSandboxWatch, 1);
  self->pid = pid;
  self->pidfd = pidfd;
  self->gate = gate;
  self->root = -1;
  self->folder = -1;
  self->limits = *limits;
  g_mutex_init (&self->lock);
  g_cond_init (&self->stop_asked);
  self->thread = g_thread_new ("sandbox-watch", watch, self);
  return self;
}

void
recess_sandbox_watch_free (RecessSandboxWatch *self)
{
  g_return_if_fail (self != NULL);

  g_mutex_lock (&self->lock);
  self->stop = TRUE;
  g_cond_signal (&self->stop_asked);
  g_mutex_unlock (&self->lock);
  g_thread_join (self->thread);

  close (self->pidfd);
  if (self->gate >= 0)
    close (self->gate);
  if (self->root >= 0)
    close (self->root);
  if (self->folder >= 0)
    close (self->folder);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->stop_asked);
  g_free (self);
}

void
recess_sandbox_watch_kill (RecessSandboxWatch *self)
{
  g_return_if_fail (self != NULL);

  pidfd_send_signal (self->pidfd, SIGKILL, NULL, 0);
}

int
recess_sandbox_watch_get_fd (RecessSandboxWatch *self)
{
  g_return_val_if_fail (self != NULL, -1);

  return self->pidfd;
}

int
recess_sandbox_watch_get_folder (RecessSandboxWatch *self)
{
  g_return_val_if_fail (self != NULL, -1);

  return recess_sandbox_watch_has_started (self) ? self->folder : -1;
}

RecessSandboxLimit
recess_sandbox_watch_get_limit (RecessSandboxWatch *self)
{
  RecessSandboxLimit limit;

  g_return_val_if_fail (self != NULL, RECESS_SANDBOX_LIMIT_NONE);

  g_mutex_lock (&self->lock);
  limit = self->limit;
  g_mutex_unlock (&self->lock);
  return limit;
}

gint64
recess_sandbox_watch_get_start (RecessSandboxWatch *self)
{
  gint64 start;

  g_return_val_if_fail (self != NULL, 0);

  g_mutex_lock (&self->lock);
  start = self->start;
  g_mutex_unlock (&self->lock);
  return start;
}

gboolean
recess_sandbox_watch_has_started (RecessSandboxWatch *self)
{
  return recess_sandbox_watch_get_start (self) != 0;
}

guint64
recess_sandbox_watch_get_peak (RecessSandboxWatch *self)
{
  guint64 peak;

  g_return_val_if_fail (self != NULL, 0);

  g_mutex_lock (&self->lock);
  peak = self->peak;
  g_mutex_unlock (&self->lock);
  return peak;
}
