/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <dirent.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "recess-sandbox-collector.h"
#include "recess-sandbox-spec-private.h"

/* A program may write more, and deeper: the rest is not told. */
#define MAX_WRITTEN 256
#define MAX_LOOKED_AT 4096
#define MAX_DEPTH 8

typedef struct
{
  GPtrArray *written;
  GPtrArray *given;
  guint64    left;
  guint      looked_at;
} Collection;

static GBytes *
read_whole (int     fd,
            guint64 size)
{
  g_autofree char *bytes = g_try_malloc (size);
  gsize length = 0;

  if (bytes == NULL && size > 0)
    return NULL;

  while (length < size)
    {
      gssize n = read (fd, bytes + length, size - length);

      if (n <= 0)
        break;
      length += (gsize) n;
    }

  return g_bytes_new_take (g_steal_pointer (&bytes), length);
}

static gboolean
was_given (Collection *collection,
           const char *name,
           GBytes     *content)
{
  for (guint i = 0; i < collection->given->len; i++)
    {
      RecessSandboxFile *file = g_ptr_array_index (collection->given, i);

      if (g_str_equal (file->name, name))
        return content != NULL && g_bytes_equal (file->content, content);
    }

  return FALSE;
}

static void
add_file (Collection *collection,
          const char *name,
          int         fd,
          guint64     size)
{
  g_autoptr (GBytes) content = NULL;
  RecessSandboxWritten *written;

  if (size <= collection->left)
    content = read_whole (fd, size);
  if (was_given (collection, name, content))
    return;

  if (content != NULL)
    collection->left -= g_bytes_get_size (content);
  written = g_new0 (RecessSandboxWritten, 1);
  written->name = g_utf8_make_valid (name, -1);
  written->size = size;
  written->content = g_steal_pointer (&content);
  g_ptr_array_add (collection->written, written);
}

static void collect_folder (Collection *collection,
                            int         fd,
                            const char *path,
                            guint       depth);

/* Takes @fd. */
static void
collect_entry (Collection *collection,
               int         fd,
               const char *path,
               guint       depth)
{
  struct stat info = { 0 };

  if (fstat (fd, &info) == 0 && S_ISDIR (info.st_mode) && depth < MAX_DEPTH)
    {
      collect_folder (collection, fd, path, depth + 1);
      return;
    }

  if (S_ISREG (info.st_mode))
    add_file (collection, path, fd, (guint64) info.st_size);
  close (fd);
}

/* Takes @fd. */
static void
collect_folder (Collection *collection,
                int         fd,
                const char *path,
                guint       depth)
{
  DIR *folder = fdopendir (fd);

  if (folder == NULL)
    {
      close (fd);
      return;
    }

  for (struct dirent *entry = readdir (folder); entry != NULL; entry = readdir (folder))
    {
      g_autofree char *name = NULL;
      int child;

      if (g_str_equal (entry->d_name, ".") || g_str_equal (entry->d_name, ".."))
        continue;
      if (collection->written->len >= MAX_WRITTEN || collection->looked_at++ >= MAX_LOOKED_AT)
        break;

      /* A pipe would wait for its other end. */
      child = openat (dirfd (folder), entry->d_name,
                      O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
      if (child < 0)
        continue;

      name = *path == '\0' ? g_strdup (entry->d_name)
                           : g_build_filename (path, entry->d_name, NULL);
      collect_entry (collection, child, name, depth);
    }

  closedir (folder);
}

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  const RecessSandboxWritten *first = *(RecessSandboxWritten * const *) a;
  const RecessSandboxWritten *second = *(RecessSandboxWritten * const *) b;

  return strcmp (first->name, second->name);
}

GPtrArray *
recess_sandbox_collect (int        folder,
                        GPtrArray *given,
                        guint64    max_bytes)
{
  Collection collection = { .given = given, .left = max_bytes };
  int fd;

  g_return_val_if_fail (given != NULL, NULL);

  collection.written =
    g_ptr_array_new_with_free_func ((GDestroyNotify) recess_sandbox_written_free);
  fd = openat (folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd >= 0)
    collect_folder (&collection, fd, "", 0);
  g_ptr_array_sort (collection.written, compare_names);
  return collection.written;
}
