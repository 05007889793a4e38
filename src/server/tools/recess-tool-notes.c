/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>
#include <string.h>

#include "common/recess-json.h"

#include "recess-tool-functions.h"

#define MAX_NOTES (1024u * 1024)
#define MAX_QUERY 1000
#define MAX_WORDS 32
#define DEFAULT_LIMIT 3
#define HIGHEST_LIMIT 10

/* Characters of a passage that are shown, and how many of them before the first hit. */
#define EXCERPT 500
#define EXCERPT_BEFORE 150

/* Of BM25. */
#define K1 1.2
#define B 0.75

typedef struct
{
  const char *text;
  gsize       length;
  GHashTable *counts;
  guint       n_words;
  double      score;
} Passage;

static void
passage_free (Passage *passage)
{
  g_hash_table_unref (passage->counts);
  g_free (passage);
}

/* Words that differ in case, or in the s of a plural, are one. */
static char *
fold_word (const char *word,
           gsize       length)
{
  char *folded = g_utf8_casefold (word, (gssize) length);
  gsize end = strlen (folded);

  if (end > 3 && folded[end - 1] == 's' && folded[end - 2] != 's')
    folded[end - 1] = '\0';
  return folded;
}

/* The next word at or after @at. Returns: (nullable): its first byte */
static const char *
find_word (const char *at,
           const char *end,
           gsize      *length)
{
  const char *start;

  while (at < end && !g_unichar_isalnum (g_utf8_get_char (at)))
    at = g_utf8_next_char (at);

  for (start = at; at < end; at = g_utf8_next_char (at))
    {
      gunichar character = g_utf8_get_char (at);

      if (!g_unichar_isalnum (character) && !g_unichar_ismark (character))
        break;
    }

  *length = (gsize) (at - start);
  return at > start ? start : NULL;
}

static void
add_passage (GPtrArray  *passages,
             const char *text,
             gsize       length)
{
  const char *end = text + length;
  const char *word;
  Passage *passage;

  while (length > 0 && g_ascii_isspace (text[length - 1]))
    length--;
  if (length == 0)
    return;

  passage = g_new0 (Passage, 1);
  passage->text = text;
  passage->length = length;
  passage->counts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_ptr_array_add (passages, passage);

  for (const char *at = text; (word = find_word (at, end, &length)) != NULL; at = word + length)
    {
      char *folded = fold_word (word, length);
      guint count = GPOINTER_TO_UINT (g_hash_table_lookup (passage->counts, folded));

      g_hash_table_replace (passage->counts, folded, GUINT_TO_POINTER (count + 1));
      passage->n_words++;
    }
}

static gboolean
is_blank (const char *line,
          gsize       length)
{
  for (gsize i = 0; i < length; i++)
    {
      if (!g_ascii_isspace (line[i]))
        return FALSE;
    }

  return TRUE;
}

/* One a paragraph: between blank lines. */
static GPtrArray *
read_passages (const char *notes)
{
  GPtrArray *passages = g_ptr_array_new_with_free_func ((GDestroyNotify) passage_free);
  const char *start = notes;
  const char *line = notes;

  for (;;)
    {
      gsize length = strcspn (line, "\n");
      gboolean last = line[length] == '\0';

      if (is_blank (line, length))
        {
          add_passage (passages, start, (gsize) (line - start));
          start = line + length + !last;
        }
      else if (last)
        add_passage (passages, start, (gsize) (line + length - start));

      if (last)
        return passages;
      line += length + 1;
    }
}

static guint
count_with (GPtrArray  *passages,
            const char *word)
{
  guint n = 0;

  for (guint i = 0; i < passages->len; i++)
    {
      const Passage *passage = g_ptr_array_index (passages, i);

      n += g_hash_table_contains (passage->counts, word);
    }

  return n;
}

static void
score_word (GPtrArray  *passages,
            const char *word,
            double      average)
{
  guint n_with = count_with (passages, word);
  double weight = log (1 + (passages->len - n_with + 0.5) / (n_with + 0.5));

  for (guint i = 0; i < passages->len; i++)
    {
      Passage *passage = g_ptr_array_index (passages, i);
      double count = GPOINTER_TO_UINT (g_hash_table_lookup (passage->counts, word));

      passage->score += weight * count * (K1 + 1) /
                        (count + K1 * (1 - B + B * passage->n_words / average));
    }
}

/* Returns: (transfer full): the words of the query, each once */
static GHashTable *
score (GPtrArray  *passages,
       const char *query)
{
  GHashTable *words = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  const char *end = query + strlen (query);
  double total = 1;
  const char *word;
  gsize length;

  for (guint i = 0; i < passages->len; i++)
    total += ((const Passage *) g_ptr_array_index (passages, i))->n_words;

  for (const char *at = query;
       g_hash_table_size (words) < MAX_WORDS && (word = find_word (at, end, &length)) != NULL;
       at = word + length)
    {
      char *folded = fold_word (word, length);

      if (!g_hash_table_contains (words, folded))
        score_word (passages, folded, total / MAX (passages->len, 1));
      g_hash_table_add (words, folded);
    }

  return words;
}

static int
compare_passages (gconstpointer a,
                  gconstpointer b)
{
  const Passage *left = *(Passage *const *) a;
  const Passage *right = *(Passage *const *) b;

  if (left->score != right->score)
    return left->score > right->score ? -1 : 1;
  return left->text < right->text ? -1 : left->text > right->text;
}

static const char *
find_hit (const Passage *passage,
          GHashTable    *words)
{
  const char *end = passage->text + passage->length;
  const char *word;
  gsize length;

  for (const char *at = passage->text; (word = find_word (at, end, &length)) != NULL;
       at = word + length)
    {
      g_autofree char *folded = fold_word (word, length);

      if (g_hash_table_contains (words, folded))
        return word;
    }

  return passage->text;
}

static void
append_excerpt (GString       *json,
                const Passage *passage,
                GHashTable    *words)
{
  const char *end = passage->text + passage->length;
  const char *start = passage->text;
  const char *stop = end;
  g_autoptr(GString) excerpt = g_string_new (NULL);

  if (g_utf8_strlen (start, (gssize) passage->length) > EXCERPT)
    {
      const char *hit = find_hit (passage, words);

      if (g_utf8_pointer_to_offset (passage->text, hit) > EXCERPT_BEFORE)
        start = g_utf8_offset_to_pointer (hit, -EXCERPT_BEFORE);
      if (g_utf8_strlen (start, end - start) > EXCERPT)
        stop = g_utf8_offset_to_pointer (start, EXCERPT);
    }

  if (start > passage->text)
    g_string_append (excerpt, "…");
  g_string_append_len (excerpt, start, stop - start);
  if (stop < end)
    g_string_append (excerpt, "…");
  recess_json_append_string (json, excerpt->str, (gssize) excerpt->len);
}

char *
recess_tool_search_notes (JsonObject  *arguments,
                          const char  *notes,
                          GError     **error)
{
  g_autoptr(GPtrArray) passages = NULL;
  g_autoptr(GHashTable) words = NULL;
  const char *query;
  GString *json;
  gint64 limit;

  g_return_val_if_fail (arguments != NULL, NULL);
  g_return_val_if_fail (notes != NULL, NULL);

  query = recess_tool_require_text (arguments, "query", error);
  if (query == NULL)
    return NULL;

  if (strlen (query) > MAX_QUERY || strlen (notes) > MAX_NOTES)
    {
      g_set_error_literal (error, RECESS_TOOL_ERROR, RECESS_TOOL_ERROR_ARGUMENTS,
                           "The query must have at most 1000 bytes, the notes 1 MiB.");
      return NULL;
    }

  limit = CLAMP (recess_json_object_get_int (arguments, "limit", DEFAULT_LIMIT), 1, HIGHEST_LIMIT);
  passages = read_passages (notes);
  words = score (passages, query);
  g_ptr_array_sort (passages, compare_passages);

  json = g_string_new ("{\"query\":");
  recess_json_append_string (json, query, -1);
  g_string_append (json, ",\"results\":[");
  for (guint i = 0; i < passages->len && i < limit; i++)
    {
      const Passage *passage = g_ptr_array_index (passages, i);

      if (passage->score <= 0)
        break;

      g_string_append (json, i > 0 ? ",{\"text\":" : "{\"text\":");
      append_excerpt (json, passage, words);
      g_string_append (json, ",\"score\":");
      recess_json_append_double (json, round (passage->score * 1000) / 1000);
      g_string_append_c (json, '}');
    }
  g_string_append (json, "]}");

  return g_string_free (json, FALSE);
}
