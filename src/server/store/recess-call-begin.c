/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "recess-call-begin.h"
#include "recess-message-rows.h"
#include "recess-sql.h"

#include "common/recess-api-error.h"
#include "common/recess-json.h"

void
recess_begun_call_free (RecessBegunCall *self)
{
  g_free (self->id);
  g_free (self->name);
  g_free (self->arguments);
  g_clear_pointer (&self->function, recess_function_free);
  g_clear_object (&self->answer);
  g_free (self);
}

static gboolean
asks_user (const RecessFunction *function)
{
  g_autofree char *type = NULL;

  if (function == NULL)
    return FALSE;

  type = recess_json_dup_string (function->handler, strlen (function->handler), "type");
  return g_strcmp0 (type, "ask") == 0;
}

/* The call of the row @seq as it stands in its answer, which is above it and the rows of the calls
 * before it. */
static RecessBegunCall *
read_call (sqlite3  *db,
           gint64    seq,
           GError  **error)
{
  g_autoptr(sqlite3_stmt) statement = NULL;
  RecessBegunCall *call;

  statement = recess_sql_query (db, error,
                                "WITH RECURSIVE above (seq, parent, role, calls) AS ("
                                "  SELECT seq, parent, role, tool_calls FROM messages"
                                "    WHERE seq = ?1 UNION ALL"
                                "  SELECT m.seq, m.parent, m.role, m.tool_calls FROM above"
                                "    JOIN messages m ON m.seq = above.parent"
                                "    WHERE above.role = 'tool') "
                                "SELECT t.id, json_extract (c.value, '$.function.name'),"
                                "  json_extract (c.value, '$.function.arguments')"
                                "  FROM above JOIN messages t ON t.seq = ?1,"
                                "  json_each (above.calls) c"
                                "  WHERE above.role = 'assistant' AND above.calls IS NOT NULL"
                                "  AND json_extract (c.value, '$.id') = t.tool_call_id",
                                "i", seq);
  if (statement == NULL || !recess_sql_step (statement, error))
    return NULL;

  call = g_new0 (RecessBegunCall, 1);
  call->id = g_strdup (recess_sql_text (statement, 0));
  call->name = g_strdup (recess_sql_text (statement, 1));
  call->arguments = g_strdup (recess_sql_text (statement, 2));
  return call;
}

static gboolean
begin (RecessTransaction  *transaction,
       const char         *conversation_id,
       const char         *id,
       GError            **error)
{
  if (!recess_sql_run (recess_transaction_get_db (transaction), error,
                       "UPDATE messages SET status = 'in_progress', content = '\"\"', log = NULL,"
                       "  error = NULL, duration_ms = NULL, updated_at = ? WHERE id = ?",
                       "ds", recess_rows_now (), id))
    return FALSE;

  recess_transaction_change_child (transaction, "message", id, "updated", conversation_id);
  recess_transaction_change (transaction, "conversation", conversation_id, "updated");
  return TRUE;
}

/* Adds the call of the row @seq to @calls and begins it, unless it asks the user. */
static gboolean
begin_row (RecessTransaction  *transaction,
           const char         *conversation_id,
           gint64              seq,
           GPtrArray          *calls,
           GError            **error)
{
  sqlite3 *db = recess_transaction_get_db (transaction);
  g_autoptr(GError) failure = NULL;
  RecessBegunCall *call = read_call (db, seq, &failure);

  if (call != NULL)
    call->function = recess_function_rows_find (db, call->name, &failure);

  if (failure == NULL && call != NULL && !asks_user (call->function) &&
      begin (transaction, conversation_id, call->id, &failure))
    g_ptr_array_add (calls, g_steal_pointer (&call));

  g_clear_pointer (&call, recess_begun_call_free);
  if (failure == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

static gboolean
find_row (sqlite3           *db,
          const char        *conversation_id,
          const char        *id,
          RecessMessageRow  *row,
          GError           **error)
{
  RecessConversationRow conversation;

  return recess_rows_find_conversation (db, conversation_id, FALSE, &conversation, error) &&
         recess_rows_find_message (db, conversation.seq, id, FALSE, row, error);
}

GPtrArray *
recess_call_begin (RecessTransaction  *transaction,
                   const char         *conversation_id,
                   const char         *id,
                   GError            **error)
{
  g_autoptr(GPtrArray) calls = NULL;
  RecessMessageRow row;

  if (!find_row (recess_transaction_get_db (transaction), conversation_id, id, &row, error))
    return NULL;

  if (row.active)
    {
      recess_set_api_error (error, 400, NULL, NULL, "Message '%s' is being written already.", id);
      return NULL;
    }

  calls = g_ptr_array_new_with_free_func ((GDestroyNotify) recess_begun_call_free);
  if (!begin_row (transaction, conversation_id, row.seq, calls, error))
    return NULL;

  if (calls->len > 0)
    return g_steal_pointer (&calls);

  recess_set_api_error (error, 400, NULL, NULL,
                        "Message '%s' is no call of a function that can run: its function asks "
                        "for the output, or it belongs to no answer.", id);
  return NULL;
}

/* The rows of the calls of an answer: their ids, and the seqs of those that wait. */
static gboolean
find_rows (sqlite3    *db,
           gint64      answer,
           GPtrArray  *ids,
           GArray     *waiting,
           GError    **error)
{
  g_autoptr(sqlite3_stmt) statement = NULL;
  g_autoptr(GError) failure = NULL;

  statement = recess_sql_query (db, error,
                                "WITH RECURSIVE chain (seq, depth) AS (SELECT ?1, 0 UNION ALL"
                                "  SELECT m.seq, depth + 1 FROM chain"
                                "  JOIN messages m ON m.parent = chain.seq WHERE m.role = 'tool') "
                                "SELECT m.id, m.seq, m.status FROM chain"
                                "  JOIN messages m ON m.seq = chain.seq"
                                "  WHERE m.seq <> ?1 AND m.deleted_at IS NULL ORDER BY depth",
                                "i", answer);
  if (statement == NULL)
    return FALSE;

  while (recess_sql_step (statement, &failure))
    {
      gint64 seq = sqlite3_column_int64 (statement, 1);

      g_ptr_array_add (ids, g_strdup (recess_sql_text (statement, 0)));
      if (g_str_equal (recess_sql_text (statement, 2), "waiting"))
        g_array_append_val (waiting, seq);
    }

  if (failure == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

GPtrArray *
recess_call_begin_all (RecessTransaction  *transaction,
                       const char         *conversation_id,
                       const char         *id,
                       GPtrArray         **rows,
                       GError            **error)
{
  sqlite3 *db = recess_transaction_get_db (transaction);
  g_autoptr(GPtrArray) calls = NULL;
  g_autoptr(GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(GArray) waiting = g_array_new (FALSE, FALSE, sizeof (gint64));
  RecessMessageRow row;

  if (!find_row (db, conversation_id, id, &row, error) ||
      !find_rows (db, row.seq, ids, waiting, error))
    return NULL;

  calls = g_ptr_array_new_with_free_func ((GDestroyNotify) recess_begun_call_free);
  for (guint i = 0; i < waiting->len; i++)
    {
      if (!begin_row (transaction, conversation_id, g_array_index (waiting, gint64, i), calls,
                      error))
        return NULL;
    }

  *rows = g_steal_pointer (&ids);
  return g_steal_pointer (&calls);
}
