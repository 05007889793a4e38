/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>

#include "common/recess-json.h"
#include "common/recess-tokenizer.h"

static const RecessTokenizer *
get (RecessEncoding encoding)
{
  g_autoptr (GError) error = NULL;
  const RecessTokenizer *tokenizer = recess_tokenizer_get (encoding, &error);

  g_assert_no_error (error);
  return tokenizer;
}

static void
assert_ids (RecessEncoding  encoding,
            const char     *text,
            JsonArray      *wanted)
{
  g_autoptr (GArray) ids = recess_tokenizer_encode (get (encoding), text, -1);

  g_assert_cmpuint (recess_tokenizer_count (get (encoding), text, -1), ==, ids->len);
  if (ids->len != json_array_get_length (wanted))
    g_error ("%s: '%s' has %u tokens instead of %u", recess_encoding_get_name (encoding), text,
             ids->len, json_array_get_length (wanted));

  for (guint i = 0; i < ids->len; i++)
    if (g_array_index (ids, guint32, i) != json_array_get_int_element (wanted, i))
      g_error ("%s: token %u of '%s' is %u", recess_encoding_get_name (encoding), i, text,
               g_array_index (ids, guint32, i));
}

/* What the reference makes of them: see tests/tools/make_token_vectors.mjs. */
static void
test_vectors (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "fixtures", "tokens",
                                                 "vectors.jsonl", NULL);
  g_autofree char *contents = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) lines = NULL;
  guint n_rows = 0;

  g_file_get_contents (path, &contents, NULL, &error);
  g_assert_no_error (error);
  lines = g_strsplit (contents, "\n", -1);
  for (guint i = 0; *lines[i] != '\0'; i++)
    {
      g_autoptr (JsonObject) row = recess_json_parse_object (lines[i], strlen (lines[i]), &error);
      const char *text;

      g_assert_no_error (error);
      text = json_object_get_string_member (row, "text");
      /* U+0000 is U+FFFD to those who read JSON. */
      if (strstr (lines[i], "\\u0000") != NULL)
        continue;

      assert_ids (RECESS_ENCODING_O200K_BASE, text,
                  json_object_get_array_member (row, "o200k_base"));
      assert_ids (RECESS_ENCODING_CL100K_BASE, text,
                  json_object_get_array_member (row, "cl100k_base"));
      n_rows++;
    }

  g_assert_cmpuint (n_rows, >, 300);
}

static void
assert_round_trip (RecessEncoding  encoding,
                   const char     *text,
                   gsize           length)
{
  g_autoptr (GArray) ids = recess_tokenizer_encode (get (encoding), text, length);
  g_autoptr (GBytes) bytes = NULL;
  gconstpointer data;
  gsize size;

  bytes = recess_tokenizer_decode (get (encoding), (const guint32 *) (gpointer) ids->data,
                                   ids->len);
  g_assert_nonnull (bytes);
  data = g_bytes_get_data (bytes, &size);
  g_assert_cmpmem (data, size, text, length);
  g_assert_cmpuint (recess_tokenizer_count (get (encoding), text, length), ==, ids->len);
}

static gunichar
random_character (void)
{
  static const gunichar limits[] = { 0x80, 0x80, 0x800, 0x3100, 0x10000, 0x110000 };
  gunichar character;

  do
    character = g_test_rand_int_range (0, limits[g_test_rand_int_range (0, 6)]);
  while (character >= 0xd800 && character < 0xe000);

  return character;
}

static void
test_round_trip (void)
{
  for (guint i = 0; i < 1000; i++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      guint length = g_test_rand_int_range (0, i % 100 == 0 ? 3000 : 60);
      gunichar repeated = random_character ();

      for (guint j = 0; j < length; j++)
        g_string_append_unichar (text, i % 3 == 0 ? repeated : random_character ());
      assert_round_trip (RECESS_ENCODING_O200K_BASE, text->str, text->len);
      assert_round_trip (RECESS_ENCODING_CL100K_BASE, text->str, text->len);
    }
}

/* A long piece is merged by other means than a short one, to the same end. */
static void
test_lengths (void)
{
  static const char *const texts[] = { "a", " ", "ab", "the", "\xe6\x97\xa5", "\xcc\x81", "-=" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      gsize last = 0;

      for (guint n = 1; n < 300; n++)
        {
          g_autoptr (GString) text = g_string_new (NULL);
          gsize count;

          for (guint j = 0; j < n; j++)
            g_string_append (text, texts[i]);
          assert_round_trip (RECESS_ENCODING_O200K_BASE, text->str, text->len);
          count = recess_tokenizer_count (get (RECESS_ENCODING_O200K_BASE), text->str, text->len);
          g_assert_cmpuint (count, <=, last + strlen (texts[i]));
          g_assert_cmpuint (count, >, 0);
          last = count;
        }
    }
}

static void
test_broken (void)
{
  static const struct
  {
    const char *broken;
    const char *read;
  } texts[] = {
    { "a\xff" "b", "a\xef\xbf\xbd" "b" },
    { "\xff\xfe", "\xef\xbf\xbd\xef\xbf\xbd" },
    { "\x80", "\xef\xbf\xbd" },
    { "a\xc3", "a\xef\xbf\xbd" },
    { "\xe6\x97", "\xef\xbf\xbd" },
    { "\xe6\x97 x", "\xef\xbf\xbd x" },
    { "\xf0\x9f\x8f", "\xef\xbf\xbd" },
    { "\xf0\x9f\x8f\xf0\x9f\x8f\x93", "\xef\xbf\xbd\xf0\x9f\x8f\x93" },
    { "\xc0\xaf", "\xef\xbf\xbd\xef\xbf\xbd" },
    { "\xe0\x80\x80", "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd" },
    { "\xed\xa0\x80", "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd" },
    { "\xf4\x90\x80\x80", "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd" },
    { "\xf8\x88\x80\x80\x80", "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    for (guint encoding = 0; encoding < RECESS_N_ENCODINGS; encoding++)
      {
        g_autoptr (GArray) broken = recess_tokenizer_encode (get (encoding), texts[i].broken, -1);
        g_autoptr (GArray) read = recess_tokenizer_encode (get (encoding), texts[i].read, -1);

        g_assert_cmpmem (broken->data, broken->len * sizeof (guint32),
                         read->data, read->len * sizeof (guint32));
      }
}

static void
test_nul (void)
{
  g_autoptr (GArray) ids = recess_tokenizer_encode (get (RECESS_ENCODING_O200K_BASE), "a\0b", 3);

  g_assert_cmpuint (ids->len, ==, 3);
  assert_round_trip (RECESS_ENCODING_O200K_BASE, "a\0b", 3);
  g_assert_cmpuint (recess_tokenizer_count (get (RECESS_ENCODING_O200K_BASE), "", 0), ==, 0);
  g_assert_cmpuint (recess_tokenizer_count (get (RECESS_ENCODING_O200K_BASE), NULL, 0), ==, 0);
}

static void
test_unknown_ids (void)
{
  static const guint32 ids[] = { 0, 199998 };
  static const guint32 last[] = { 199997 };
  gsize length;

  g_assert_null (recess_tokenizer_decode (get (RECESS_ENCODING_O200K_BASE), ids, 2));
  g_assert_null (recess_tokenizer_get_bytes (get (RECESS_ENCODING_CL100K_BASE), 100256, &length));
  g_assert_null (recess_tokenizer_get_bytes (get (RECESS_ENCODING_CL100K_BASE), G_MAXUINT32,
                                             &length));
  g_assert_nonnull (recess_tokenizer_get_bytes (get (RECESS_ENCODING_O200K_BASE), last[0],
                                                &length));
  g_assert_cmpuint (length, >, 0);
}

/* Every token is its own encoding, unless it spans pieces. */
static void
test_every_token (void)
{
  for (guint encoding = 0; encoding < RECESS_N_ENCODINGS; encoding++)
    {
      guint n_whole = 0;
      gsize length;
      const char *bytes;

      for (guint32 id = 0; (bytes = recess_tokenizer_get_bytes (get (encoding), id, &length));
           id++)
        {
          g_autoptr (GArray) ids = recess_tokenizer_encode (get (encoding), bytes, length);

          n_whole += ids->len == 1 && g_array_index (ids, guint32, 0) == id;
        }
      g_assert_cmpuint (n_whole, >, 90000);
    }
}

static gpointer
count_in_thread (gpointer data)
{
  const char *text = data;
  gsize wanted = recess_tokenizer_count (get (RECESS_ENCODING_O200K_BASE), text, -1);

  for (guint i = 0; i < 50; i++)
    g_assert_cmpuint (recess_tokenizer_count (get (RECESS_ENCODING_O200K_BASE), text, -1), ==,
                      wanted);

  return GSIZE_TO_POINTER (wanted);
}

static void
test_threads (void)
{
  g_autofree char *text = g_strnfill (5000, 'q');
  GThread *threads[4];
  gpointer first = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("count", count_in_thread, text);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    {
      gpointer count = g_thread_join (threads[i]);

      g_assert_true (i == 0 || count == first);
      first = count;
    }
}

static void
test_files (void)
{
  g_autofree char *source = g_build_filename (g_getenv ("RECESS_TOKENS_DIR"),
                                              "cl100k_base.tokens", NULL);
  g_autofree char *folder = g_dir_make_tmp ("recess-tokens-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "cut.tokens", NULL);
  g_autofree char *contents = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (source, &contents, &length, NULL));
  for (guint i = 0; i < 7; i++)
    {
      g_autoptr (GError) error = NULL;
      const gsize lengths[] = { 0, 7, 63, 64, 4096, length / 2, length - 1 };

      g_assert_true (g_file_set_contents (path, contents, lengths[i], NULL));
      g_assert_null (recess_tokenizer_new (path, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
    }

  /* Whole, but an offset leads out of the text, or a block out of the classes: see the head. */
  for (guint i = 0; i < 2; i++)
    {
      guint32 place;
      char kept;

      memcpy (&place, contents + (i == 0 ? 36 : 40), sizeof place);
      place = GUINT32_FROM_LE (place) + 3;
      kept = contents[place];
      contents[place] = '\xff';
      g_assert_true (g_file_set_contents (path, contents, (gssize) length, NULL));
      g_assert_null (recess_tokenizer_new (path, NULL));
      contents[place] = kept;
    }

  contents[12] = '\xff';
  contents[15] = '\xff';
  g_assert_true (g_file_set_contents (path, contents, length, NULL));
  g_assert_null (recess_tokenizer_new (path, NULL));
  g_unlink (path);
  g_assert_null (recess_tokenizer_new (path, NULL));
  g_rmdir (folder);
}

static void
test_models (void)
{
  static const struct
  {
    const char *model;
    int         encoding;
  } models[] = {
    { "gpt-4o-mini", RECESS_ENCODING_O200K_BASE },
    { "gpt-4.1-nano-2025-04-14", RECESS_ENCODING_O200K_BASE },
    { "gpt-5", RECESS_ENCODING_O200K_BASE },
    { "o3-mini", RECESS_ENCODING_O200K_BASE },
    { "chatgpt-4o-latest", RECESS_ENCODING_O200K_BASE },
    { "gpt-4", RECESS_ENCODING_CL100K_BASE },
    { "gpt-4-turbo-2024-04-09", RECESS_ENCODING_CL100K_BASE },
    { "gpt-3.5-turbo", RECESS_ENCODING_CL100K_BASE },
    { "ft:gpt-4o-mini-2024-07-18:acme::abc", RECESS_ENCODING_O200K_BASE },
    { "ft:gpt-3.5-turbo:acme::abc", RECESS_ENCODING_CL100K_BASE },
    { "openrouter/openai/gpt-4o", RECESS_ENCODING_O200K_BASE },
    { "text-embedding-3-small", RECESS_ENCODING_CL100K_BASE },
    { "llama-3.1-8b", -1 },
    { "claude", -1 },
    { "", -1 },
    { "up/", -1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (models); i++)
    {
      RecessEncoding encoding = RECESS_N_ENCODINGS;
      gboolean known = recess_encoding_of_model (models[i].model, &encoding);

      g_assert_cmpint (known ? (int) encoding : -1, ==, models[i].encoding);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tokenizer/vectors", test_vectors);
  g_test_add_func ("/tokenizer/round-trip", test_round_trip);
  g_test_add_func ("/tokenizer/lengths", test_lengths);
  g_test_add_func ("/tokenizer/broken", test_broken);
  g_test_add_func ("/tokenizer/nul", test_nul);
  g_test_add_func ("/tokenizer/unknown-ids", test_unknown_ids);
  g_test_add_func ("/tokenizer/every-token", test_every_token);
  g_test_add_func ("/tokenizer/threads", test_threads);
  g_test_add_func ("/tokenizer/files", test_files);
  g_test_add_func ("/tokenizer/models", test_models);

  return g_test_run ();
}
