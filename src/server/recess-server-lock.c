/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "recess-server-lock.h"

#define LOCK_FILE "server.lock"

struct _RecessServerLock
{
  int      fd;
  gboolean writable;
};

static int
open_lock (const char *data_dir,
           gboolean   *writable)
{
  g_autofree char *path = g_build_filename (data_dir, LOCK_FILE, NULL);
  int fd = open (path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, S_IRUSR | S_IWUSR);

  *writable = fd >= 0;

  /* A folder that cannot be written can still be read, and by one server only. */
  if (fd < 0 && (errno == EROFS || errno == EACCES || errno == ENOSPC || errno == EDQUOT))
    fd = open (path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
  if (fd < 0 && errno == ENOENT)
    fd = open (data_dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

  return fd;
}

static char *
read_words (int fd)
{
  char buffer[4096];
  ssize_t length = pread (fd, buffer, sizeof buffer, 0);

  return g_strndup (buffer, MAX (length, 0));
}

RecessServerLock *
recess_server_lock_take (const char  *data_dir,
                         char       **words,
                         GError     **error)
{
  g_autoptr (RecessServerLock) self = g_new0 (RecessServerLock, 1);
  int made_errno;
  int saved_errno;

  g_return_val_if_fail (data_dir != NULL, NULL);

  made_errno = g_mkdir_with_parents (data_dir, S_IRWXU) == 0 ? 0 : errno;

  self->fd = open_lock (data_dir, &self->writable);
  if (self->fd >= 0 && flock (self->fd, LOCK_EX | LOCK_NB) == 0)
    {
      recess_server_lock_write (self, "");
      return g_steal_pointer (&self);
    }

  saved_errno = errno == ENOENT && made_errno != 0 ? made_errno : errno;
  if (self->fd >= 0 && saved_errno == EWOULDBLOCK)
    {
      *words = read_words (self->fd);
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_BUSY,
                   "Another recess-server works on “%s”.", data_dir);
    }
  else
    {
      g_set_error (error, G_IO_ERROR, g_io_error_from_errno (saved_errno),
                   "The data folder “%s” cannot be used: %s. Choose another one with --data-dir.",
                   data_dir, g_strerror (saved_errno));
    }

  return NULL;
}

void
recess_server_lock_write (RecessServerLock *self,
                          const char       *words)
{
  size_t length = strlen (words);

  g_return_if_fail (self != NULL);

  if (self->writable &&
      (ftruncate (self->fd, 0) != 0 || pwrite (self->fd, words, length, 0) != (ssize_t) length))
    g_message ("The lock file cannot be written: %s", g_strerror (errno));
}

void
recess_server_lock_free (RecessServerLock *self)
{
  if (self->fd >= 0)
    close (self->fd);
  g_free (self);
}
