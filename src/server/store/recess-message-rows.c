/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "recess-message-rows.h"
#include "recess-row-json.h"
#include "recess-sql.h"

#include "common/recess-api-error.h"

#define SIBLINGS_OF_M \
  "messages s WHERE s.conversation = m.conversation AND s.hang IS m.hang AND s.deleted_at IS NULL"

#define MESSAGE_COLUMNS \
  "m.id, (SELECT id FROM messages p WHERE p.seq = m.hang), m.role, m.content, m.created_at," \
  "m.updated_at, m.status, m.error, m.model, m.request_id, m.usage, m.finish_reason," \
  "m.reasoning, m.duration_ms, m.first_token_ms," \
  "(SELECT count (*) FROM " SIBLINGS_OF_M " AND s.seq < m.seq)," \
  "(SELECT count (*) FROM " SIBLINGS_OF_M ")," \
  "m.cost, m.tool_calls, m.tool_call_id, m.name, m.log," \
  "EXISTS (SELECT 1 FROM message_logprobs l WHERE l.message = m.seq)"
#define N_MESSAGE_COLUMNS 23

void
recess_answer_text_free (RecessAnswerText *self)
{
  g_free (self->content);
  g_free (self->reasoning);
  g_free (self->calls);
  g_free (self->log);
  g_free (self->logprobs);
  g_free (self);
}

double
recess_rows_now (void)
{
  return (double) g_get_real_time () / G_USEC_PER_SEC;
}

/* Sets a 404 unless the statement failed, which has set its own. */
static void
set_absent_error (GError     **error,
                  GError      *failure,
                  const char  *what,
                  const char  *id)
{
  if (failure != NULL)
    g_propagate_error (error, failure);
  else
    recess_set_api_error (error, 404, NULL, NULL, "No %s found with id '%s'.", what, id);
}

gboolean
recess_rows_find_conversation (sqlite3                *db,
                               const char             *id,
                               gboolean                with_deleted,
                               RecessConversationRow  *row,
                               GError                **error)
{
  g_autoptr(sqlite3_stmt) statement =
    recess_sql_query (db, error,
                      "SELECT seq, head, deleted_at IS NOT NULL FROM conversations WHERE id = ?",
                      "s", id);
  GError *failure = NULL;

  if (statement == NULL)
    return FALSE;

  if (!recess_sql_step (statement, &failure) ||
      (sqlite3_column_int (statement, 2) && !with_deleted))
    {
      set_absent_error (error, failure, "conversation", id);
      return FALSE;
    }

  row->seq = sqlite3_column_int64 (statement, 0);
  row->head = sqlite3_column_int64 (statement, 1);
  row->deleted = sqlite3_column_int (statement, 2);
  return TRUE;
}

gboolean
recess_rows_find_message (sqlite3           *db,
                          gint64             conversation,
                          const char        *id,
                          gboolean           with_deleted,
                          RecessMessageRow  *row,
                          GError           **error)
{
  g_autoptr(sqlite3_stmt) statement =
    recess_sql_query (db, error,
                      "SELECT seq, hang, deletion, status = 'in_progress', deleted_at IS NOT NULL "
                      "FROM messages WHERE id = ? AND conversation = ?",
                      "si", id, conversation);
  GError *failure = NULL;

  if (statement == NULL)
    return FALSE;

  if (!recess_sql_step (statement, &failure) ||
      (sqlite3_column_int (statement, 4) && !with_deleted))
    {
      set_absent_error (error, failure, "message", id);
      return FALSE;
    }

  row->seq = sqlite3_column_int64 (statement, 0);
  row->hang = sqlite3_column_int64 (statement, 1);
  row->deletion = sqlite3_column_int64 (statement, 2);
  row->active = sqlite3_column_int (statement, 3);
  return TRUE;
}

gboolean
recess_rows_find_leaf (sqlite3  *db,
                       gint64    message,
                       gint64   *leaf,
                       GError  **error)
{
  return recess_sql_get_int (db, leaf, message, error,
                             "WITH RECURSIVE branch (seq, depth) AS ("
                             "  SELECT ?1, 0 UNION ALL"
                             "  SELECT (SELECT max (m.seq) FROM messages m"
                             "          WHERE m.conversation ="
                             "            (SELECT conversation FROM messages WHERE seq = ?1)"
                             "          AND m.hang = branch.seq AND m.deleted_at IS NULL),"
                             "    depth + 1"
                             "  FROM branch WHERE branch.seq IS NOT NULL) "
                             "SELECT seq FROM branch WHERE seq IS NOT NULL"
                             "  ORDER BY depth DESC LIMIT 1",
                             "i", message);
}

gboolean
recess_rows_set_head (sqlite3  *db,
                      gint64    conversation,
                      gint64    head,
                      GError  **error)
{
  return recess_sql_run (db, error,
                         "UPDATE conversations SET head = nullif (?, 0) WHERE seq = ?", "ii",
                         head, conversation);
}

gboolean
recess_rows_hang_anew (sqlite3  *db,
                       gint64    message,
                       GError  **error)
{
  return recess_sql_run (db, error,
                         "WITH RECURSIVE tree (seq, hang, deleted_at) AS ("
                         "  SELECT seq, hang, deleted_at FROM messages WHERE seq = ?1"
                         "  UNION ALL"
                         "  SELECT m.seq, iif (tree.deleted_at IS NULL, tree.seq, tree.hang),"
                         "    m.deleted_at"
                         "  FROM tree JOIN messages m ON m.parent = tree.seq) "
                         "UPDATE messages SET hang = tree.hang FROM tree"
                         "  WHERE messages.seq = tree.seq AND messages.hang IS NOT tree.hang",
                         "i", message);
}

/* Those that a row which is being written has newer than it is on disk. */
static void
append_text_members (GString                *json,
                     sqlite3_stmt           *statement,
                     const RecessAnswerText *newer)
{
  if (newer != NULL)
    {
      recess_row_json_add_string (json, "content", newer->content);
      recess_row_json_add_string (json, "reasoning", newer->reasoning);
      recess_row_json_add_raw (json, "tool_calls", newer->calls);
      recess_row_json_add_string (json, "log", newer->log);
      return;
    }

  recess_row_json_add_raw_column (json, "content", statement, 3);
  recess_row_json_add_text_column (json, "reasoning", statement, 12);
  recess_row_json_add_raw_column (json, "tool_calls", statement, 18);
  recess_row_json_add_text_column (json, "log", statement, 21);
}

/* Without the end. */
static void
append_row (GString      *json,
            sqlite3_stmt *statement,
            const char   *conversation_id,
            GHashTable   *live)
{
  const char *id = recess_sql_text (statement, 0);
  gboolean active = g_strcmp0 (recess_sql_text (statement, 6), "in_progress") == 0;
  RecessAnswerText *newer = live != NULL && active ? g_hash_table_lookup (live, id) : NULL;

  recess_row_json_begin (json);
  recess_row_json_add_text_column (json, "id", statement, 0);
  recess_row_json_add_string (json, "object", "recess.message");
  recess_row_json_add_string (json, "conversation_id", conversation_id);
  recess_row_json_add_text_column (json, "parent_id", statement, 1);
  recess_row_json_add_text_column (json, "role", statement, 2);
  append_text_members (json, statement, newer);
  recess_row_json_add_double_column (json, "created_at", statement, 4);
  recess_row_json_add_double_column (json, "updated_at", statement, 5);
  recess_row_json_add_text_column (json, "status", statement, 6);
  recess_row_json_add_raw_column (json, "error", statement, 7);
  recess_row_json_add_text_column (json, "model", statement, 8);
  recess_row_json_add_text_column (json, "request_id", statement, 9);
  recess_row_json_add_raw_column (json, "usage", statement, 10);
  recess_row_json_add_text_column (json, "finish_reason", statement, 11);
  recess_row_json_add_integer_column (json, "duration_ms", statement, 13);
  recess_row_json_add_integer_column (json, "first_token_ms", statement, 14);
  recess_row_json_add_integer_column (json, "position", statement, 15);
  recess_row_json_add_integer_column (json, "siblings", statement, 16);
  recess_row_json_add_double_column (json, "cost", statement, 17);
  recess_row_json_add_text_column (json, "tool_call_id", statement, 19);
  recess_row_json_add_text_column (json, "name", statement, 20);
  recess_row_json_add_boolean (json, "has_logprobs", sqlite3_column_int (statement, 22));
}

char *
recess_message_rows_get (sqlite3     *db,
                         const char  *conversation_id,
                         const char  *id,
                         GHashTable  *live,
                         GError     **error)
{
  RecessConversationRow conversation;
  g_autoptr(sqlite3_stmt) statement = NULL;
  GError *failure = NULL;
  GString *json;

  if (!recess_rows_find_conversation (db, conversation_id, TRUE, &conversation, error))
    return NULL;

  statement = recess_sql_query (db, error,
                                "SELECT " MESSAGE_COLUMNS ", l.logprobs FROM messages m"
                                "  LEFT JOIN message_logprobs l ON l.message = m.seq"
                                "  WHERE m.id = ? AND m.conversation = ? AND m.deleted_at IS NULL",
                                "si", id, conversation.seq);
  if (statement == NULL)
    return NULL;

  if (!recess_sql_step (statement, &failure))
    {
      set_absent_error (error, failure, "message", id);
      return NULL;
    }

  json = g_string_new (NULL);
  append_row (json, statement, conversation_id, live);
  recess_row_json_add_raw_column (json, "logprobs", statement, N_MESSAGE_COLUMNS);
  recess_row_json_end (json);
  return g_string_free (json, FALSE);
}

/* One text from the start: two thousand rows are read in a few milliseconds. */
static char *
read_list (sqlite3_stmt  *statement,
           const char    *conversation_id,
           GHashTable    *live,
           GError       **error)
{
  g_autoptr(GString) json = g_string_new ("{\"object\":\"list\",\"data\":[");
  g_autofree char *first_id = NULL;
  g_autofree char *last_id = NULL;
  g_autoptr(GError) failure = NULL;

  while (recess_sql_step (statement, &failure))
    {
      if (first_id == NULL)
        first_id = g_strdup (recess_sql_text (statement, 0));
      else
        g_string_append_c (json, ',');

      g_free (last_id);
      last_id = g_strdup (recess_sql_text (statement, 0));
      append_row (json, statement, conversation_id, live);
      recess_row_json_end (json);
    }

  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return NULL;
    }

  g_string_append_c (json, ']');
  recess_row_json_add_string (json, "first_id", first_id);
  recess_row_json_add_string (json, "last_id", last_id);
  recess_row_json_add_boolean (json, "has_more", FALSE);
  recess_row_json_end (json);
  return g_string_free (g_steal_pointer (&json), FALSE);
}

char *
recess_message_rows_get_path (sqlite3     *db,
                              const char  *conversation_id,
                              GHashTable  *live,
                              GError     **error)
{
  RecessConversationRow conversation;
  g_autoptr(sqlite3_stmt) statement = NULL;

  if (!recess_rows_find_conversation (db, conversation_id, TRUE, &conversation, error))
    return NULL;

  statement = recess_sql_query (db, error,
                                "WITH RECURSIVE path (seq, hang, depth) AS ("
                                "  SELECT seq, hang, 0 FROM messages WHERE seq = ?"
                                "  UNION ALL SELECT m.seq, m.hang, depth + 1"
                                "  FROM path JOIN messages m ON m.seq = path.hang) "
                                "SELECT " MESSAGE_COLUMNS
                                " FROM path CROSS JOIN messages m ON m.seq = path.seq"
                                " ORDER BY path.depth DESC",
                                "i", conversation.head);

  return statement != NULL ? read_list (statement, conversation_id, live, error) : NULL;
}

char *
recess_message_rows_get_all (sqlite3     *db,
                             const char  *conversation_id,
                             GHashTable  *live,
                             GError     **error)
{
  RecessConversationRow conversation;
  g_autoptr(sqlite3_stmt) statement = NULL;

  if (!recess_rows_find_conversation (db, conversation_id, TRUE, &conversation, error))
    return NULL;

  statement = recess_sql_query (db, error,
                                "SELECT " MESSAGE_COLUMNS " FROM messages m"
                                "  WHERE m.conversation = ? AND m.deleted_at IS NULL"
                                "  ORDER BY m.seq",
                                "i", conversation.seq);

  return statement != NULL ? read_list (statement, conversation_id, live, error) : NULL;
}
