/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "app/chat/recess-attacher.h"
#include "app/widgets/recess-image.h"

#define PIXEL \
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="

typedef struct
{
  char           *dir;
  RecessAttacher *attacher;
  guint           n_told;
  char           *detail;
} Fixture;

static void
problem_cb (RecessAttacher *attacher,
            const char     *title,
            const char     *detail,
            gpointer        user_data)
{
  Fixture *fixture = user_data;

  g_test_message ("%s %s", title, detail);
  fixture->n_told++;
  g_free (fixture->detail);
  fixture->detail = g_strdup (detail);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->dir = g_dir_make_tmp ("recess-attacher-XXXXXX", NULL);
  fixture->attacher = recess_attacher_new ();
  g_signal_connect (fixture->attacher, "problem", G_CALLBACK (problem_cb), fixture);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_object_unref (fixture->attacher);
  g_rmdir (fixture->dir);
  g_free (fixture->dir);
  g_free (fixture->detail);
}

static guint
n_attachments (Fixture *fixture)
{
  return g_list_model_get_n_items (recess_attacher_get_attachments (fixture->attacher));
}

/* Attaches a file with these bytes, and waits for what becomes of it. */
static void
attach (Fixture    *fixture,
        const char *name,
        const char *bytes,
        gsize       length)
{
  g_autofree char *path = g_build_filename (fixture->dir, name, NULL);
  g_autoptr(GFile) file = g_file_new_for_path (path);
  guint n_before = n_attachments (fixture);
  guint n_told = fixture->n_told;

  g_assert_true (g_file_set_contents (path, bytes, (gssize) length, NULL));
  recess_attacher_add_file (fixture->attacher, file);
  while (n_attachments (fixture) == n_before && fixture->n_told == n_told)
    g_main_context_iteration (NULL, TRUE);
  g_unlink (path);
}

static void
test_text (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr(RecessAttachment) attachment = NULL;

  attach (fixture, "notes.txt", "\357\273\277héllo", 9);
  g_assert_cmpuint (n_attachments (fixture), ==, 1);
  attachment = g_list_model_get_item (recess_attacher_get_attachments (fixture->attacher), 0);
  g_assert_cmpstr (recess_attachment_get_name (attachment), ==, "notes.txt");
  g_assert_cmpstr (recess_attachment_get_text (attachment), ==, "héllo");
  g_assert_true (recess_attacher_get_ready (fixture->attacher));

  recess_attacher_remove (fixture->attacher, attachment);
  g_assert_cmpuint (n_attachments (fixture), ==, 0);
}

/* What it is tells its content, not its name. It waits for the engine, which is not here. */
static void
test_image (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr(RecessAttachment) attachment = NULL;
  g_autofree char *png = NULL;
  gsize length;

  png = (char *) g_base64_decode (PIXEL, &length);
  attach (fixture, "photo.txt", png, length);
  attachment = g_list_model_get_item (recess_attacher_get_attachments (fixture->attacher), 0);
  g_assert_true (recess_attachment_is_image (attachment));
  g_assert_false (recess_attacher_get_ready (fixture->attacher));
  recess_attachment_set_uri (attachment, "recess-blob:00");
  g_assert_true (recess_attacher_get_ready (fixture->attacher));
}

static void
test_refused (Fixture       *fixture,
              gconstpointer  data)
{
  g_autofree char *long_text = g_strnfill (RECESS_ATTACHER_TEXT_LIMIT + 1, 'x');
  g_autofree char *large = g_strnfill (RECESS_ATTACHER_IMAGE_LIMIT + 1, 'x');
  g_autoptr(GFile) folder = g_file_new_for_path (fixture->dir);
  g_autoptr(GFile) absent = g_file_get_child (folder, "absent");

  attach (fixture, "binary", "a\0b", 3);
  g_assert_nonnull (strstr (fixture->detail, "neither"));
  attach (fixture, "latin-1", "caf\351", 4);
  g_assert_nonnull (strstr (fixture->detail, "neither"));
  attach (fixture, "long.txt", long_text, RECESS_ATTACHER_TEXT_LIMIT + 1);
  g_assert_nonnull (strstr (fixture->detail, "a text file may"));
  attach (fixture, "large.png", large, RECESS_ATTACHER_IMAGE_LIMIT + 1);
  g_assert_nonnull (strstr (fixture->detail, "an image may"));

  recess_attacher_add_file (fixture->attacher, folder);
  while (fixture->n_told < 5)
    g_main_context_iteration (NULL, TRUE);
  g_assert_nonnull (strstr (fixture->detail, "Only files"));
  recess_attacher_add_file (fixture->attacher, absent);
  while (fixture->n_told < 6)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (n_attachments (fixture), ==, 0);
}

static void
decoded_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  GAsyncResult **kept = user_data;

  *kept = g_object_ref (result);
}

static GdkTexture *
decode (const char  *data,
        gsize        length,
        GError     **error)
{
  g_autoptr(GBytes) bytes = g_bytes_new (data, length);
  g_autoptr(GAsyncResult) result = NULL;

  recess_image_decode_async (bytes, 100, 100, NULL, decoded_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);

  return recess_image_decode_finish (result, error);
}

static void
test_decode (void)
{
  /* A head of 60000 × 60000 pixels: nothing may be allocated for it. */
  static const char bomb[] = "\211PNG\r\n\032\n\0\0\0\015IHDR\0\0\352\140\0\0\352\140\010\006\0\0\0";
  g_autofree char *png = NULL;
  g_autoptr(GdkTexture) whole = NULL;
  g_autoptr(GError) cut = NULL;
  g_autoptr(GError) many = NULL;
  g_autoptr(GError) none = NULL;
  gsize length;

  png = (char *) g_base64_decode (PIXEL, &length);
  whole = decode (png, length, NULL);
  g_assert_cmpint (gdk_texture_get_width (whole), ==, 1);
  g_assert_null (decode (png, 40, &cut));
  g_assert_error (cut, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
  g_assert_null (decode (bomb, sizeof bomb - 1, &many));
  g_assert_error (many, G_IO_ERROR, G_IO_ERROR_NO_SPACE);
  g_assert_null (decode ("", 0, &none));
  g_assert_error (none, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func) g_test_add ("/attacher/" path, Fixture, NULL, set_up, func, tear_down)
  ADD ("text", test_text);
  ADD ("image", test_image);
  ADD ("refused", test_refused);
#undef ADD
  g_test_add_func ("/image/decode", test_decode);
  return g_test_run ();
}
