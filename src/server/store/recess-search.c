/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "recess-conversation-rows.h"
#include "recess-search.h"
#include "recess-sql.h"

/* More words than a person types only cost time. */
#define MAX_WORDS 32

/* Less is better. A hit in a title counts for more, also where there are so few rows that all hits
 * are worth next to nothing. */
#define SCORE "bm25 (search) - iif (rowid < 0, 1.0, 0.0)"

/* First strong isolate and pop directional isolate: they bound the hit whatever its script. */
#define HIT_BEGIN "\342\201\250"
#define HIT_END "\342\201\251"

static gboolean
has_letter (const char *word)
{
  for (; *word != '\0'; word = g_utf8_next_char (word))
    {
      if (g_unichar_isalnum (g_utf8_get_char (word)))
        return TRUE;
    }

  return FALSE;
}

char *
recess_search_make_query (const char *text)
{
  g_autoptr(GString) query = g_string_new (NULL);
  g_autofree char *valid = NULL;
  g_auto(GStrv) words = NULL;
  guint n_words = 0;

  g_return_val_if_fail (text != NULL, NULL);

  valid = g_utf8_make_valid (text, -1);
  words = g_strsplit_set (valid, " \t\r\n\"", -1);

  for (guint i = 0; words[i] != NULL && n_words < MAX_WORDS; i++)
    {
      if (!has_letter (words[i]))
        continue;

      g_string_append_printf (query, "%s\"%s\"", n_words > 0 ? " " : "", words[i]);
      n_words++;
    }

  if (n_words == 0)
    return NULL;

  g_string_append_c (query, '*');
  return g_string_free (g_steal_pointer (&query), FALSE);
}

/* Scores are rounded so that of equally good hits the newest comes first. */
static sqlite3_stmt *
query_hits (sqlite3     *db,
            const char  *match,
            GError     **error)
{
  return recess_sql_query (db, error,
                           "WITH hits (place, score) AS MATERIALIZED ("
                           "  SELECT rowid, " SCORE " FROM search WHERE search MATCH ?),"
                           "found (seq, place, score) AS ("
                           "  SELECT c.seq, hits.place, hits.score FROM hits"
                           "    JOIN conversations c ON c.seq = -hits.place"
                           "  UNION ALL SELECT m.conversation, hits.place, hits.score FROM hits"
                           "    JOIN messages m ON m.seq = hits.place"
                           "    WHERE m.deleted_at IS NULL),"
                           "best (seq, place, score) AS ("
                           "  SELECT seq, place, min (score) FROM found GROUP BY seq) "
                           "SELECT " RECESS_CONVERSATION_COLUMNS ", best.place"
                           "  FROM best JOIN conversations c ON c.seq = best.seq"
                           "  WHERE c.deleted_at IS NULL"
                           "  ORDER BY round (best.score, 2), c.updated_at DESC, c.seq DESC",
                           "s", match);
}

static char *
dup_snippet (sqlite3     *db,
             const char  *match,
             gint64       place,
             GError     **error)
{
  g_autoptr(sqlite3_stmt) statement = NULL;

  statement = recess_sql_query (db, error,
                                "SELECT snippet (search, -1, '" HIT_BEGIN "', '" HIT_END "',"
                                "  '…', 16) FROM search WHERE search MATCH ? AND rowid = ?",
                                "si", match, place);
  if (statement == NULL || !recess_sql_step (statement, error))
    return NULL;

  return g_strdup (recess_sql_text (statement, 0));
}

static GString *
make_row (sqlite3       *db,
          sqlite3_stmt  *statement,
          const char    *match,
          GError       **error)
{
  GString *json = g_string_new (NULL);
  g_autofree char *snippet = NULL;

  snippet = dup_snippet (db, match,
                         sqlite3_column_int64 (statement, RECESS_N_CONVERSATION_COLUMNS), error);
  recess_row_json_begin (json);
  recess_conversation_rows_append (json, statement);
  recess_row_json_add_string (json, "snippet", snippet);
  recess_row_json_end (json);

  return json;
}

static void
string_free (GString *string)
{
  g_string_free (string, TRUE);
}

typedef struct
{
  GPtrArray *rows;
  GPtrArray *ids;
  gboolean   has_more;
} Found;

/* The rank of a hit is known only when all are, so the cursor is looked for among them. */
static gboolean
collect (sqlite3           *db,
         sqlite3_stmt      *statement,
         const RecessPage  *page,
         const char        *match,
         Found             *found,
         GError           **error)
{
  gboolean begun = page->after == NULL;
  g_autoptr(GError) failure = NULL;

  while (failure == NULL && !found->has_more && recess_sql_step (statement, &failure))
    {
      const char *id = recess_sql_text (statement, 0);

      if (!begun)
        begun = g_str_equal (id, page->after);
      else if (found->rows->len == page->limit)
        found->has_more = TRUE;
      else
        {
          g_ptr_array_add (found->ids, g_strdup (id));
          g_ptr_array_add (found->rows, make_row (db, statement, match, &failure));
        }
    }

  if (failure == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

char *
recess_search_conversations (sqlite3           *db,
                             const RecessPage  *page,
                             const char        *text,
                             GError           **error)
{
  g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) string_free);
  g_autoptr(GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(sqlite3_stmt) statement = NULL;
  g_autofree char *match = NULL;
  Found found = { rows, ids, FALSE };

  g_return_val_if_fail (db != NULL, NULL);
  g_return_val_if_fail (page != NULL, NULL);
  g_return_val_if_fail (text != NULL, NULL);

  match = recess_search_make_query (text);
  if (match == NULL)
    return recess_row_json_list (rows, NULL, NULL, FALSE);

  statement = query_hits (db, match, error);
  if (statement == NULL || !collect (db, statement, page, match, &found, error))
    return NULL;

  return recess_row_json_list (rows,
                               ids->len > 0 ? g_ptr_array_index (ids, 0) : NULL,
                               ids->len > 0 ? g_ptr_array_index (ids, ids->len - 1) : NULL,
                               found.has_more);
}
