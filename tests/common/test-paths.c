/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <unistd.h>

#include "common/recess-paths.h"

typedef struct
{
  char *root;
  char *runtime;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->root = g_dir_make_tmp ("recess-paths-XXXXXX", NULL);
  fixture->runtime = g_build_filename (fixture->root, "runtime", NULL);
  g_assert_no_errno (g_mkdir (fixture->runtime, 0700));
  g_setenv ("XDG_RUNTIME_DIR", fixture->runtime, TRUE);
  g_unsetenv ("FLATPAK_ID");
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_rmdir (fixture->runtime);
  g_rmdir (fixture->root);
  g_free (fixture->runtime);
  g_free (fixture->root);
}

static void
test_socket_place (Fixture       *fixture,
                   gconstpointer  data)
{
  g_autofree char *plain = recess_paths_dup_socket ("/data"), *flatpak = NULL, *private = NULL;
  g_autofree char *expected = g_build_filename (fixture->runtime, "app", "org.example.App", "", NULL);

  g_assert_true (g_str_has_prefix (plain, fixture->runtime));
  g_assert_true (g_str_has_suffix (plain, ".sock"));

  g_setenv ("FLATPAK_ID", "org.example.App", TRUE);
  flatpak = recess_paths_dup_socket ("/data");
  g_assert_true (g_str_has_prefix (flatpak, expected));

  g_unsetenv ("XDG_RUNTIME_DIR");
  private = recess_paths_dup_socket ("/data");
  g_assert_true (g_str_has_prefix (private, "/tmp/recess"));
}

static void
test_socket_fits (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autofree char *piece = g_strnfill (100, 'r');
  g_autofree char *deep = g_build_filename (fixture->runtime, piece, NULL);
  g_autofree char *socket = NULL;

  g_assert_no_errno (g_mkdir (deep, 0700));
  g_setenv ("XDG_RUNTIME_DIR", deep, TRUE);
  socket = recess_paths_dup_socket ("/data");
  g_assert_cmpuint (strlen (socket), <=, 107);
  g_rmdir (deep);
}

/* The window asks before the server has made the folder. */
static void
test_one_name (Fixture       *fixture,
               gconstpointer  data)
{
  g_autofree char *real = g_build_filename (fixture->root, "real", NULL);
  g_autofree char *link = g_build_filename (fixture->root, "link", NULL);
  g_autofree char *inside = g_build_filename (real, "data", "recess", NULL);
  g_autofree char *linked = g_build_filename (link, "data", ".", "recess", "", NULL);
  g_autofree char *other = g_build_filename (real, "data", "other", NULL);
  g_autofree char *one = NULL, *two = NULL, *three = NULL, *four = NULL;

  g_assert_no_errno (g_mkdir (real, 0700));
  g_assert_no_errno (symlink (real, link));
  one = recess_paths_dup_socket (linked);
  g_assert_no_errno (g_mkdir_with_parents (inside, 0700));
  two = recess_paths_dup_socket (linked);
  three = recess_paths_dup_socket (inside);
  four = recess_paths_dup_socket (other);
  g_assert_cmpstr (one, ==, two);
  g_assert_cmpstr (two, ==, three);
  g_assert_cmpstr (three, !=, four);

  g_rmdir (inside);
  g_unlink (link);
  inside[strlen (inside) - strlen ("/recess")] = '\0';
  g_rmdir (inside);
  g_rmdir (real);
}

static void
test_private (Fixture       *fixture,
              gconstpointer  data)
{
  g_autofree char *dir = g_build_filename (fixture->root, "a", "b", NULL);
  g_autofree char *link = g_build_filename (fixture->root, "link", NULL);
  g_autofree char *parent = g_path_get_dirname (dir);
  g_autoptr (GError) error = NULL;
  GStatBuf info;

  g_assert_true (recess_paths_make_private (dir, &error));
  g_assert_no_error (error);
  g_assert_no_errno (g_stat (dir, &info));
  g_assert_cmpuint (info.st_mode & 0777, ==, 0700);
  g_assert_true (recess_paths_make_private (dir, NULL));

  g_assert_no_errno (symlink (dir, link));
  g_assert_false (recess_paths_make_private (link, NULL));
  g_assert_no_errno (g_chmod (dir, 0770));
  g_assert_false (recess_paths_make_private (dir, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED);

  g_unlink (link);
  g_rmdir (dir);
  g_rmdir (parent);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/paths/socket-place", Fixture, NULL, set_up, test_socket_place, tear_down);
  g_test_add ("/paths/socket-fits", Fixture, NULL, set_up, test_socket_fits, tear_down);
  g_test_add ("/paths/one-name", Fixture, NULL, set_up, test_one_name, tear_down);
  g_test_add ("/paths/private", Fixture, NULL, set_up, test_private, tear_down);
  return g_test_run ();
}
