/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <errno.h>
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "recess-paths.h"

#define MAX_SOCKET_PATH 107
#define HASH_LENGTH 16

#if DEVELOPMENT
#define FOLDER_NAME "recess-devel"
#else
#define FOLDER_NAME "recess"
#endif

/* The same for every way to write it, also before the last pieces of it exist. */
static char *
dup_real_path (const char *path)
{
  g_autofree char *known = g_canonicalize_filename (path, NULL);
  g_autofree char *rest = g_strdup ("");

  for (;;)
    {
      char *real = realpath (known, NULL);
      g_autofree char *name = NULL, *parent = NULL, *longer = NULL;

      if (real != NULL)
        {
          char *whole = g_strconcat (g_str_equal (real, "/") ? "" : real, rest, NULL);

          free (real);
          return whole;
        }

      name = g_path_get_basename (known);
      parent = g_path_get_dirname (known);
      if (g_str_equal (parent, known))
        return g_strconcat (known, rest, NULL);

      longer = g_strconcat ("/", name, rest, NULL);
      g_free (rest);
      rest = g_steal_pointer (&longer);
      g_free (known);
      known = g_steal_pointer (&parent);
    }
}

static char *
dup_runtime_dir (void)
{
  const char *runtime = g_getenv ("XDG_RUNTIME_DIR");
  const char *flatpak = g_getenv ("FLATPAK_ID");

  if (runtime == NULL || !g_path_is_absolute (runtime) || g_access (runtime, W_OK | X_OK) != 0)
    return NULL;

  if (flatpak != NULL && *flatpak != '\0')
    return g_build_filename (runtime, "app", flatpak, NULL);

  return g_build_filename (runtime, FOLDER_NAME, NULL);
}

char *
recess_paths_dup_data_dir (void)
{
  return g_build_filename (g_get_user_data_dir (), FOLDER_NAME, NULL);
}

char *
recess_paths_dup_socket (const char *data_dir)
{
  g_autofree char *real = NULL, *digest = NULL, *name = NULL, *runtime = NULL, *path = NULL;

  g_return_val_if_fail (data_dir != NULL, NULL);

  real = dup_real_path (data_dir);
  digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, real, -1);
  name = g_strdup_printf ("%.*s.sock", HASH_LENGTH, digest);

  runtime = dup_runtime_dir ();
  if (runtime != NULL)
    path = g_build_filename (runtime, name, NULL);

  if (path == NULL || strlen (path) > MAX_SOCKET_PATH)
    {
      g_free (path);
      path = g_strdup_printf ("/tmp/" FOLDER_NAME "-%u/%s", (guint) geteuid (), name);
    }

  return g_steal_pointer (&path);
}

gboolean
recess_paths_make_private (const char  *dir,
                           GError     **error)
{
  struct stat info;

  g_return_val_if_fail (dir != NULL, FALSE);

  if (g_mkdir_with_parents (dir, S_IRWXU) != 0 || lstat (dir, &info) != 0)
    {
      int saved_errno = errno;

      g_set_error (error, G_IO_ERROR, g_io_error_from_errno (saved_errno),
                   "The folder “%s” cannot be made: %s.", dir, g_strerror (saved_errno));
      return FALSE;
    }

  if (!S_ISDIR (info.st_mode) || info.st_uid != geteuid () ||
      (info.st_mode & (S_IWGRP | S_IWOTH)) != 0)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED,
                   "The folder “%s” is open to other users. Remove it, or take their rights away.",
                   dir);
      return FALSE;
    }

  return TRUE;
}
