/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>
#include <string.h>

#include "recess-practice-features.h"

/* Longer messages count by their beginning and their end, which hold the question. */
#define MOST_WORDS   96
#define MOST_LETTERS 32

#define WORD_VALUE    1.0f
#define PAIR_VALUE    0.7f
#define LETTERS_VALUE 0.9f

typedef enum
{
  KIND_WORD,
  KIND_PAIR,
  KIND_LETTERS,
  KIND_ANSWERED,
  KIND_SYSTEM,
} Kind;

/* FNV-1a, with the kind of the piece in front and the high bits folded in. */
static guint32
hash_piece (Kind        kind,
            const char *piece,
            gsize       length)
{
  guint64 hash = G_GUINT64_CONSTANT (0xcbf29ce484222325);

  hash = (hash ^ (guint) kind) * G_GUINT64_CONSTANT (0x100000001b3);
  for (gsize i = 0; i < length; i++)
    hash = (hash ^ (guint8) piece[i]) * G_GUINT64_CONSTANT (0x100000001b3);

  hash ^= hash >> 32;
  hash *= G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);
  return hash >> (64 - RECESS_PRACTICE_BUCKET_BITS);
}

static void
add_piece (GArray     *features,
           Kind        kind,
           const char *piece,
           gsize       length,
           guint       word,
           guint8      part,
           float       value)
{
  RecessPracticeFeature feature = { 0, };

  feature.bucket = hash_piece (kind, piece, length);
  feature.word = word;
  feature.part = part;
  feature.whole = kind == KIND_WORD || kind == KIND_SYSTEM;
  feature.value = value;
  g_array_append_val (features, feature);
}

static void
flush_word (GPtrArray *words,
            GString   *word,
            guint      limit)
{
  if (word->len == 0)
    return;

  /* The second half moves up, so that the last words stay. */
  if (words->len == limit)
    g_ptr_array_remove_index (words, limit / 2);
  g_ptr_array_add (words, g_strndup (word->str, word->len));
  g_string_truncate (word, 0);
}

GPtrArray *
recess_practice_features_words (const char *text,
                                guint       limit)
{
  g_autoptr(GPtrArray) words = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(GString) word = g_string_new (NULL);

  g_return_val_if_fail (limit > 1, NULL);

  for (const char *p = text; p != NULL && *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar letter = g_utf8_get_char (p);

      if (g_unichar_isalnum (letter) || g_unichar_ismark (letter))
        g_string_append_unichar (word, g_unichar_tolower (letter));
      else if (letter != '\'' && letter != 0x2019)
        flush_word (words, word, limit);
    }
  flush_word (words, word, limit);

  return g_steal_pointer (&words);
}

/* All groups of three to five letters, the edges of the word counted as letters. */
static void
add_letters (GArray     *features,
             const char *word,
             guint       number,
             guint8      part)
{
  g_autofree char *edged = g_strconcat ("<", word, ">", NULL);
  const char *starts[MOST_LETTERS + 1];
  guint length = 0;
  guint groups = 0;
  float value;

  for (const char *p = edged; *p != '\0' && length < MOST_LETTERS; p = g_utf8_next_char (p))
    starts[length++] = p;
  starts[length] = g_utf8_next_char (starts[length - 1]);

  for (guint size = 3; size <= 5; size++)
    groups += length >= size ? length - size + 1 : 0;
  value = LETTERS_VALUE / sqrtf (MAX (groups, 1));

  for (guint size = 3; size <= 5; size++)
    {
      for (guint i = 0; i + size <= length; i++)
        add_piece (features, KIND_LETTERS, starts[i], starts[i + size] - starts[i], number, part,
                   value);
    }
}

static void
add_pair (GArray     *features,
          const char *first,
          const char *second,
          guint       number,
          guint8      part)
{
  g_autofree char *pair = g_strconcat (first, " ", second, NULL);

  add_piece (features, KIND_PAIR, pair, strlen (pair), number, part, PAIR_VALUE);
}

static void
add_text (GArray     *features,
          const char *text,
          guint       first,
          guint8      part)
{
  g_autoptr(GPtrArray) words = recess_practice_features_words (text, MOST_WORDS);

  if (words->len > 0)
    add_pair (features, ".", g_ptr_array_index (words, 0), first, part);

  for (guint i = 0; i < words->len; i++)
    {
      const char *word = g_ptr_array_index (words, i);

      add_piece (features, KIND_WORD, word, strlen (word), first + i, part, WORD_VALUE);
      add_pair (features, word, i + 1 < words->len ? g_ptr_array_index (words, i + 1) : ".",
                first + i, part);
      add_letters (features, word, first + i, part);
    }
}

/* What stands in the system message is told apart from what the user says. */
static void
add_system (GArray     *features,
            const char *text)
{
  g_autoptr(GPtrArray) words = recess_practice_features_words (text, MOST_WORDS);

  for (guint i = 0; i < words->len; i++)
    {
      const char *word = g_ptr_array_index (words, i);

      add_piece (features, KIND_SYSTEM, word, strlen (word), 2 * MOST_WORDS + i,
                 RECESS_PRACTICE_SYSTEM, WORD_VALUE);
    }
}

GArray *
recess_practice_features_new (const RecessPracticeQuery *query)
{
  g_autoptr(GArray) features = g_array_new (FALSE, FALSE, sizeof (RecessPracticeFeature));

  g_return_val_if_fail (query != NULL, NULL);

  add_text (features, query->text, 0, RECESS_PRACTICE_TEXT);
  add_text (features, query->previous, MOST_WORDS, RECESS_PRACTICE_PREVIOUS);
  add_system (features, query->system);
  if (query->answered)
    add_piece (features, KIND_ANSWERED, "", 0, 3 * MOST_WORDS, RECESS_PRACTICE_ANSWERED, 1);

  return g_steal_pointer (&features);
}
