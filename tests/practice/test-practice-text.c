/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "providers/practice/recess-practice-features.h"
#include "providers/practice/recess-practice-pieces.h"

static void
test_pieces_join (void)
{
  static const char *const texts[] = {
    "", " ", "  ", "a", "Hello, world!", "  two  blanks ", "line\n\n    indented\n",
    "extraordinarily long words", "日本語のテキスト", "e\xcc\x81" "e", "```c\nint x;\n```",
    "!!!!!!!!!!", " \n ", "\t\tx",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr(GString) joined = g_string_new (NULL);
      const char *p = texts[i];
      guint64 n_pieces = 0;
      gsize length;

      while ((length = recess_practice_piece_length (p)) > 0)
        {
          g_assert_true (g_utf8_validate (p, length, NULL));
          g_string_append_len (joined, p, length);
          p += length;
          n_pieces++;
        }
      g_assert_cmpstr (joined->str, ==, texts[i]);
      g_assert_cmpuint (n_pieces, ==, recess_practice_count_pieces (texts[i]));
    }
}

static void
test_pieces_are_words (void)
{
  g_assert_cmpuint (recess_practice_piece_length ("Hello, world"), ==, 5);
  g_assert_cmpuint (recess_practice_piece_length (", world"), ==, 1);
  g_assert_cmpuint (recess_practice_piece_length (" world"), ==, 6);
  g_assert_cmpuint (recess_practice_piece_length ("\n\n  code"), ==, 3);
  g_assert_cmpuint (recess_practice_count_pieces ("Hello, world"), ==, 3);
}

static void
test_words (void)
{
  g_autoptr(GPtrArray) words = recess_practice_features_words ("What's TOP_P, please?", 8);
  g_autoptr(GPtrArray) none = recess_practice_features_words (NULL, 8);
  g_autoptr(GPtrArray) few = recess_practice_features_words ("a b c d e f", 4);

  g_assert_cmpuint (words->len, ==, 4);
  g_assert_cmpstr (g_ptr_array_index (words, 0), ==, "whats");
  g_assert_cmpstr (g_ptr_array_index (words, 1), ==, "top");
  g_assert_cmpstr (g_ptr_array_index (words, 3), ==, "please");
  g_assert_cmpuint (none->len, ==, 0);

  g_assert_cmpuint (few->len, ==, 4);
  g_assert_cmpstr (g_ptr_array_index (few, 0), ==, "a");
  g_assert_cmpstr (g_ptr_array_index (few, 1), ==, "b");
  g_assert_cmpstr (g_ptr_array_index (few, 3), ==, "f");
}

static void
test_features_are_bounded (void)
{
  g_autofree char *blanks = g_strnfill (1000000, ' ');
  g_autofree char *letters = g_strnfill (1000000, 'x');
  g_autoptr(GString) many = g_string_new (NULL);
  RecessPracticeQuery query = { .text = blanks };
  g_autoptr(GArray) none = recess_practice_features_new (&query);
  g_autoptr(GArray) one = NULL;
  g_autoptr(GArray) all = NULL;

  query.text = letters;
  one = recess_practice_features_new (&query);
  for (guint i = 0; i < 50000; i++)
    g_string_append_printf (many, "word%u ", i);
  query.text = query.previous = query.system = many->str;
  all = recess_practice_features_new (&query);

  g_assert_cmpuint (none->len, ==, 0);
  g_assert_cmpuint (one->len, <, 200);
  g_assert_cmpuint (all->len, <, 96 * 200);
}

/* The same words in another part are other features, or count less. */
static void
test_parts_are_told_apart (void)
{
  RecessPracticeQuery query = { .text = "a", .previous = "b", .system = "c", .answered = TRUE };
  g_autoptr(GArray) features = recess_practice_features_new (&query);
  guint parts[RECESS_PRACTICE_PARTS] = { 0, };

  for (guint i = 0; i < features->len; i++)
    parts[g_array_index (features, RecessPracticeFeature, i).part]++;

  for (guint i = 0; i < RECESS_PRACTICE_PARTS; i++)
    g_assert_cmpuint (parts[i], >, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/practice/text/pieces-join", test_pieces_join);
  g_test_add_func ("/practice/text/pieces-are-words", test_pieces_are_words);
  g_test_add_func ("/practice/text/words", test_words);
  g_test_add_func ("/practice/text/features-are-bounded", test_features_are_bounded);
  g_test_add_func ("/practice/text/parts-are-told-apart", test_parts_are_told_apart);
  return g_test_run ();
}
