/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "recess-sandbox-command.h"
#include "recess-sandbox-usage.h"

/* Places in /proc/PID/stat, counted from the one after the name. */
enum
{
  STAT_STATE,
  STAT_PARENT,
  STAT_USER_TIME = 11,
  STAT_SYSTEM_TIME,
  STAT_CHILDREN_USER_TIME,
  STAT_CHILDREN_SYSTEM_TIME,
  STAT_THREADS = 17,
  STAT_RESIDENT = 21,
  N_STATS
};

#define INIT_PID 1

static gboolean
read_text (int         folder,
           const char *path,
           char       *text,
           gsize       size)
{
  int fd = openat (folder, path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
  gssize length;

  if (fd < 0)
    return FALSE;

  length = read (fd, text, size - 1);
  close (fd);
  text[MAX (length, 0)] = '\0';
  return length > 0;
}

/* The name of a program may hold anything, also spaces and parentheses. */
static gboolean
parse_stat (const char *text,
            guint64    *values)
{
  const char *at = strrchr (text, ')');

  if (at == NULL)
    return FALSE;

  at++;
  for (guint i = 0; i < N_STATS; i++)
    {
      at += strspn (at, " ");
      if (*at == '\0')
        return FALSE;

      values[i] = g_ascii_strtoull (at, NULL, 10);
      at += strcspn (at, " ");
    }

  return TRUE;
}

static gboolean
read_stat (int      proc,
           int      pid,
           guint64 *values)
{
  char path[32];
  char text[1024];

  g_snprintf (path, sizeof path, "%d/stat", pid);
  return read_text (proc, path, text, sizeof text) && parse_stat (text, values);
}

/* Returns: bytes of which each process that shares them has its part */
static guint64
read_share (int proc,
            int pid)
{
  char path[32];
  char text[4096];
  const char *line;

  g_snprintf (path, sizeof path, "%d/smaps_rollup", pid);
  if (!read_text (proc, path, text, sizeof text))
    return 0;

  line = strstr (text, "\nPss:");
  return line == NULL ? 0 : g_ascii_strtoull (line + strlen ("\nPss:"), NULL, 10) * 1024;
}

static GArray *
list_processes (int root)
{
  int fd = openat (root, "proc", O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
  DIR *folder = fd < 0 ? NULL : fdopendir (fd);
  GArray *pids;

  if (folder == NULL)
    {
      if (fd >= 0)
        close (fd);
      return NULL;
    }

  pids = g_array_new (FALSE, FALSE, sizeof (int));
  for (struct dirent *entry = readdir (folder); entry != NULL; entry = readdir (folder))
    {
      int pid = atoi (entry->d_name);

      if (pid > 0)
        g_array_append_val (pids, pid);
    }

  closedir (folder);
  return pids;
}

static void
add_process (int                 proc,
             int                 pid,
             RecessSandboxUsage *usage)
{
  guint64 ticks_a_second = (guint64) sysconf (_SC_CLK_TCK);
  guint64 values[N_STATS];
  guint64 ticks;

  if (!read_stat (proc, pid, values))
    return;

  ticks = values[STAT_USER_TIME] + values[STAT_SYSTEM_TIME] + values[STAT_CHILDREN_USER_TIME] +
          values[STAT_CHILDREN_SYSTEM_TIME];
  usage->cpu_ms += ticks * 1000 / ticks_a_second;
  if (pid == INIT_PID)
    return;

  usage->processes += (guint) MAX (values[STAT_THREADS], 1);
  usage->memory_bytes += values[STAT_RESIDENT] * (guint64) sysconf (_SC_PAGESIZE);
}

static guint64
sum_shares (int     proc,
            GArray *pids)
{
  guint64 sum = 0;

  for (guint i = 0; i < pids->len; i++)
    {
      int pid = g_array_index (pids, int, i);

      if (pid != INIT_PID)
        sum += read_share (proc, pid);
    }

  return sum;
}

static guint64
count_files (int root)
{
  static const char *folders[] = { "tmp", "dev/shm", RECESS_SANDBOX_FOLDER };
  guint64 sum = 0;

  for (guint i = 0; i < G_N_ELEMENTS (folders); i++)
    {
      int fd = openat (root, folders[i], O_PATH | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
      struct statvfs info;

      if (fd < 0)
        continue;
      if (fstatvfs (fd, &info) == 0)
        sum += info.f_files - info.f_ffree;
      close (fd);
    }

  return sum;
}

/* bwrap takes its filter after it has bound its life to ours, which comes after all else. */
static gboolean
is_set_up (int pid)
{
  char path[32];
  char text[4096];

  g_snprintf (path, sizeof path, "/proc/%d/status", pid);
  return read_text (AT_FDCWD, path, text, sizeof text) && strstr (text, "\nSeccomp:\t2") != NULL;
}

int
recess_sandbox_usage_open (int pid)
{
  char path[32];
  struct stat here, there;
  int root;

  if (!is_set_up (pid))
    {
      errno = EAGAIN;
      return -1;
    }

  g_snprintf (path, sizeof path, "/proc/%d/root", pid);
  root = open (path, O_PATH | O_DIRECTORY | O_CLOEXEC);
  if (root < 0)
    return -1;

  /* Before it has its root it has ours, and then one with the new one in it. */
  if (stat ("/", &here) == 0 && fstat (root, &there) == 0 &&
      (here.st_dev != there.st_dev || here.st_ino != there.st_ino) &&
      faccessat (root, RECESS_SANDBOX_FOLDER, F_OK, 0) == 0 &&
      faccessat (root, "proc/1/stat", R_OK, 0) == 0)
    return root;

  close (root);
  errno = EAGAIN;
  return -1;
}

gboolean
recess_sandbox_usage_read (int                 root,
                           guint64             enough,
                           RecessSandboxUsage *usage)
{
  g_autoptr (GArray) pids = list_processes (root);
  int proc;

  *usage = (RecessSandboxUsage) { 0 };
  proc = pids == NULL || pids->len == 0 ? -1 : openat (root, "proc", O_PATH | O_CLOEXEC);
  if (proc < 0)
    return FALSE;

  for (guint i = 0; i < pids->len; i++)
    add_process (proc, g_array_index (pids, int, i), usage);
  if (usage->memory_bytes > enough)
    usage->memory_bytes = sum_shares (proc, pids);
  usage->files = count_files (root);
  close (proc);
  return TRUE;
}

int
recess_sandbox_usage_get_parent (int pid)
{
  int proc = open ("/proc", O_PATH | O_DIRECTORY | O_CLOEXEC);
  guint64 values[N_STATS];
  int parent;

  if (proc < 0)
    return -1;

  parent = read_stat (proc, pid, values) ? (int) values[STAT_PARENT] : -1;
  close (proc);
  return parent;
}
