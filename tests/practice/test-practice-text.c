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
    "!!!!!!!!!!", " \n ", "\t\tx", "\xf0\x9f\xa6\x96\xf0\x9f\x8f\x93", "\xe1\x9a\xa0",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr(GArray) pieces = recess_practice_pieces_new (texts[i]);
      const char *p = texts[i];

      for (guint j = 0; j < pieces->len; j++)
        {
          gsize length = g_array_index (pieces, gsize, j);

          g_assert_cmpuint (length, >, 0);
          g_assert_true (g_utf8_validate (p, length, NULL));
          p += length;
        }
      g_assert_cmpstr (p, ==, "");
      g_assert_cmpuint (pieces->len, <=, recess_practice_count_pieces (texts[i]));
    }
}

static void
test_pieces_are_tokens (void)
{
  g_autoptr(GArray) words = recess_practice_pieces_new ("Hello, world");
  g_autofree char *cut = g_strdup ("Hello, world");
  g_autofree char *rune = g_strdup ("\xe1\x9a\xa0");

  g_assert_cmpuint (words->len, ==, 3);
  g_assert_cmpuint (g_array_index (words, gsize, 0), ==, 5);
  g_assert_cmpuint (g_array_index (words, gsize, 1), ==, 1);
  g_assert_cmpuint (recess_practice_count_pieces ("Hello, world"), ==, 3);

  g_assert_false (recess_practice_cut_pieces (cut, 3));
  g_assert_true (recess_practice_cut_pieces (cut, 2));
  g_assert_cmpstr (cut, ==, "Hello,");

  /* A character of several tokens goes whole or not at all. */
  g_assert_cmpuint (recess_practice_count_pieces (rune), >, 1);
  g_assert_true (recess_practice_cut_pieces (rune, 1));
  g_assert_cmpstr (rune, ==, "");
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
  g_test_add_func ("/practice/text/pieces-are-tokens", test_pieces_are_tokens);
  g_test_add_func ("/practice/text/words", test_words);
  g_test_add_func ("/practice/text/features-are-bounded", test_features_are_bounded);
  g_test_add_func ("/practice/text/parts-are-told-apart", test_parts_are_told_apart);
  return g_test_run ();
}
