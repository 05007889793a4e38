/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "app/chat/recess-content.h"
#include "common/recess-json.h"

#define IMAGE "{\"type\":\"image_url\",\"image_url\":{\"url\":\"recess-blob:ab\"}}"
#define NOTES "{\"type\":\"text\",\"text\":\"[File: notes.txt]\\nfirst\\n\"}"

static GListModel *
make_attachments (gboolean with_image)
{
  GListStore *store = g_list_store_new (RECESS_TYPE_ATTACHMENT);
  g_autoptr(RecessAttachment) notes = recess_attachment_new_text ("notes.txt", "first\n");
  g_autoptr(RecessAttachment) image = recess_attachment_new ("a.png", "image", 7);

  recess_attachment_set_uri (image, "recess-blob:ab");
  g_list_store_append (store, notes);
  if (with_image)
    g_list_store_append (store, image);

  return G_LIST_MODEL (store);
}

static void
test_build (void)
{
  g_autoptr(GListStore) none = g_list_store_new (RECESS_TYPE_ATTACHMENT);
  g_autoptr(GListModel) attachments = make_attachments (TRUE);
  g_autofree char *plain = recess_content_build ("say \"hi\"", G_LIST_MODEL (none));
  g_autofree char *parts = recess_content_build ("Look", attachments);
  g_autofree char *silent = recess_content_build ("", attachments);

  g_assert_cmpstr (plain, ==, "\"say \\\"hi\\\"\"");
  g_assert_cmpstr (parts, ==,
                   "[{\"type\":\"text\",\"text\":\"Look\"}," NOTES "," IMAGE "]");
  g_assert_cmpstr (silent, ==, "[" NOTES "," IMAGE "]");
}

static RecessAttachment *
read_part (const char  *part,
           char       **words)
{
  g_autoptr(JsonObject) object = recess_json_parse_object (part, strlen (part), NULL);
  const char *found;
  RecessAttachment *attachment = recess_content_read_part (object, &found);

  *words = g_strdup (found);
  return attachment;
}

static void
test_read (void)
{
  g_autofree char *words = NULL;
  g_autoptr(RecessAttachment) notes = read_part (NOTES, &words);
  g_autoptr(RecessAttachment) image = NULL;

  g_assert_cmpstr (recess_attachment_get_name (notes), ==, "notes.txt");
  g_assert_cmpstr (recess_attachment_get_text (notes), ==, "first\n");
  g_assert_cmpint (recess_attachment_get_size (notes), ==, 6);

  g_clear_pointer (&words, g_free);
  image = read_part (IMAGE, &words);
  g_assert_true (recess_attachment_is_image (image));
  g_assert_cmpstr (recess_attachment_get_uri (image), ==, "recess-blob:ab");
  g_assert_null (words);
}

/* What only looks like a file is read as it stands. */
static void
test_marks (void)
{
  static const char *const words[] = {
    "", "[File: ", "[File: ]\nx", "[File: x\ny]", "see [File: x]\ny", "[File: x]",
  };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      g_test_message ("%s", words[i]);
      g_assert_false (recess_content_is_attachment (words[i]));
    }
  g_assert_true (recess_content_is_attachment ("[File: a]b]\n"));
}

static void
test_odd_names (void)
{
  g_autoptr(GListStore) store = g_list_store_new (RECESS_TYPE_ATTACHMENT);
  g_autoptr(RecessAttachment) odd = recess_attachment_new_text ("a]\n\"b.txt", "");
  g_autofree char *parts = NULL;
  g_autofree char *part = NULL;
  g_autofree char *words = NULL;
  g_autoptr(RecessAttachment) found = NULL;

  g_list_store_append (store, odd);
  parts = recess_content_build ("", G_LIST_MODEL (store));
  part = g_strndup (parts + 1, strlen (parts) - 2);
  found = read_part (part, &words);
  g_assert_cmpstr (recess_attachment_get_name (found), ==, "a] \"b.txt");
  g_assert_cmpstr (recess_attachment_get_text (found), ==, "");
}

static void
test_set_text (void)
{
  g_autofree char *changed = NULL;
  g_autofree char *added = NULL;
  g_autofree char *none = NULL;

  changed = recess_content_set_text ("[" NOTES ",{\"type\":\"text\",\"text\":\"a\"}]", "b");
  g_assert_cmpstr (changed, ==, "[" NOTES ",{\"type\":\"text\",\"text\":\"b\"}]");
  added = recess_content_set_text ("[" IMAGE "]", "b");
  g_assert_cmpstr (added, ==, "[{\"type\":\"text\",\"text\":\"b\"}," IMAGE "]");
  none = recess_content_set_text ("[" IMAGE "]", "");
  g_assert_cmpstr (none, ==, "[" IMAGE "]");
}

/* A draft keeps what the engine has. */
static void
test_drafts (void)
{
  g_autoptr(GListModel) attachments = make_attachments (TRUE);
  g_autofree char *json = recess_content_attachments_to_json (attachments);
  g_autoptr(GListStore) read_again = recess_content_attachments_from_json (json);
  g_autoptr(GListStore) broken = recess_content_attachments_from_json ("[1,{\"uri\":2},");
  g_autoptr(GListStore) odd = recess_content_attachments_from_json ("[1,{\"uri\":2}]");
  g_autoptr(RecessAttachment) image = g_list_model_get_item (G_LIST_MODEL (read_again), 0);

  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (read_again)), ==, 1);
  g_assert_cmpstr (recess_attachment_get_name (image), ==, "a.png");
  g_assert_cmpint (recess_attachment_get_size (image), ==, 7);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (broken)), ==, 0);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (odd)), ==, 1);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/content/build", test_build);
  g_test_add_func ("/content/read", test_read);
  g_test_add_func ("/content/marks", test_marks);
  g_test_add_func ("/content/odd-names", test_odd_names);
  g_test_add_func ("/content/set-text", test_set_text);
  g_test_add_func ("/content/drafts", test_drafts);
  return g_test_run ();
}
