/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <fcntl.h>
#include <glib-unix.h>
#include <libsoup/soup.h>
#include <locale.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "common/recess-json.h"
#include "recess-server.h"

#define EXIT_USAGE 2
#define EXIT_ALREADY 3
#define MAX_DESCRIPTORS 8192

typedef struct
{
  GMainLoop        *loop;
  RecessServerLock *lock;
  int               exit_code;
} Program;

/* One line, whatever the locale: the last one says to the window why there is no server. */
static void
complain (const char *words)
{
  fprintf (stderr, "%s\n", words);
}

static void
print_version (void)
{
  printf ("recess-server " PACKAGE_VERSION "\n"
          "GLib %d.%d.%d (built with %d.%d.%d), libsoup %u.%u.%u (built with %d.%d.%d), "
          "SQLite %s (built with %s)\n",
          glib_major_version, glib_minor_version, glib_micro_version,
          GLIB_MAJOR_VERSION, GLIB_MINOR_VERSION, GLIB_MICRO_VERSION,
          soup_get_major_version (), soup_get_minor_version (), soup_get_micro_version (),
          SOUP_MAJOR_VERSION, SOUP_MINOR_VERSION, SOUP_MICRO_VERSION,
          sqlite3_libversion (), SQLITE_VERSION);
}

/* Each client and each question to a provider takes one. */
static void
raise_descriptors (void)
{
  struct rlimit limit;

  if (getrlimit (RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= MAX_DESCRIPTORS)
    return;

  limit.rlim_cur = MIN (limit.rlim_max, MAX_DESCRIPTORS);
  setrlimit (RLIMIT_NOFILE, &limit);
}

static void
set_up_process (void)
{
  /* Only the characters: numbers are written as JSON writes them. */
  setlocale (LC_CTYPE, "");
  umask (S_IRWXG | S_IRWXO);
  /* The window reads what is printed. */
  g_log_writer_default_set_use_stderr (TRUE);
  signal (SIGPIPE, SIG_IGN);
  signal (SIGHUP, SIG_IGN);
  raise_descriptors ();
}

static gboolean
signal_cb (gpointer user_data)
{
  recess_server_end (RECESS_SERVER (user_data));
  return G_SOURCE_CONTINUE;
}

static void
ready_cb (RecessServer *server,
          const char   *line,
          Program      *program)
{
  recess_server_lock_write (program->lock, line);
  printf ("%s\n", line);
  fflush (stdout);
}

static void
ended_cb (RecessServer *server,
          const GError *error,
          Program      *program)
{
  if (error != NULL)
    {
      complain (error->message);
      program->exit_code = EXIT_FAILURE;
    }

  g_main_loop_quit (program->loop);
}

static void
print_other (const char *words)
{
  g_autoptr (GBytes) line = NULL, whole = NULL;

  line = g_bytes_new_static (*words != '\0' ? words : "{\"listening\":null}",
                             *words != '\0' ? strlen (words) : strlen ("{\"listening\":null}"));
  whole = recess_json_set_member (line, "already", "true");
  printf ("%.*s\n", (int) g_bytes_get_size (whole), (const char *) g_bytes_get_data (whole, NULL));
}

static int
run (const RecessServerOptions *options)
{
  g_autoptr (RecessServerLock) lock = NULL;
  g_autoptr (RecessServer) server = NULL;
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (GError) error = NULL;
  g_autofree char *words = NULL;
  Program program = { .loop = loop };

  lock = recess_server_lock_take (options->data_dir, &words, &error);
  if (lock == NULL)
    {
      complain (error->message);
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_BUSY))
        return EXIT_FAILURE;

      print_other (words);
      return EXIT_ALREADY;
    }

  program.lock = lock;
  server = recess_server_new (options);
  g_signal_connect (server, "ready", G_CALLBACK (ready_cb), &program);
  g_signal_connect (server, "ended", G_CALLBACK (ended_cb), &program);
  if (!recess_server_start (server, &error))
    {
      complain (error->message);
      return error->domain == G_OPTION_ERROR ? EXIT_USAGE : EXIT_FAILURE;
    }

  g_unix_signal_add (SIGTERM, signal_cb, server);
  g_unix_signal_add (SIGINT, signal_cb, server);
  g_main_loop_run (loop);
  return program.exit_code;
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (RecessServerOptions) options = NULL;
  g_autoptr (GError) error = NULL;

  set_up_process ();
  options = recess_server_options_parse (&argc, &argv, &error);
  if (options == NULL)
    {
      complain (error->message);
      return EXIT_USAGE;
    }

  if (options->version)
    {
      print_version ();
      return EXIT_SUCCESS;
    }

  return run (options);
}
