/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib-unix.h>
#include <gtk/gtk.h>

/* Another program that has copied something: files, or a picture with --image. It says "ready", and
 * ends with its standard input. */

static GdkContentProvider *
make_files (char **paths)
{
  GSList *files = NULL;
  GdkContentProvider *provider;

  for (guint i = 0; paths[i] != NULL; i++)
    files = g_slist_append (files, g_file_new_for_commandline_arg (paths[i]));
  provider = gdk_content_provider_new_typed (GDK_TYPE_FILE_LIST, files);
  g_slist_free_full (files, g_object_unref);

  return provider;
}

static GdkContentProvider *
make_image (const char *path)
{
  g_autoptr(GdkTexture) texture = gdk_texture_new_from_filename (path, NULL);

  return gdk_content_provider_new_typed (GDK_TYPE_TEXTURE, texture);
}

static gboolean
input_cb (int          fd,
          GIOCondition condition,
          gpointer     user_data)
{
  g_main_loop_quit (user_data);

  return G_SOURCE_REMOVE;
}

int
main (int    argc,
      char **argv)
{
  g_autoptr(GMainLoop) loop = NULL;
  g_autoptr(GdkContentProvider) provider = NULL;
  GdkClipboard *clipboard;

  gtk_init ();
  loop = g_main_loop_new (NULL, FALSE);
  clipboard = gdk_display_get_clipboard (gdk_display_get_default ());
  if (argc > 2 && g_str_equal (argv[1], "--image"))
    provider = make_image (argv[2]);
  else
    provider = make_files (argv + 1);

  gdk_clipboard_set_content (clipboard, provider);
  gdk_display_sync (gdk_display_get_default ());
  g_print ("ready\n");
  g_unix_fd_add (0, G_IO_IN | G_IO_HUP, input_cb, loop);
  g_main_loop_run (loop);

  return 0;
}
