/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "recess-message-deletion.h"
#include "recess-message-rows.h"
#include "recess-sql.h"

/* Rows that hang on @message, itself included. */
#define BELOW \
  "WITH RECURSIVE below (seq) AS (SELECT ?1 UNION ALL" \
  "  SELECT m.seq FROM below JOIN messages m" \
  "    ON m.conversation = ?2 AND m.hang = below.seq AND m.deleted_at IS NULL) "

/* An answer and the rows of its calls, which are nothing without it. */
#define WITH_CALLS \
  "WITH RECURSIVE chain (seq) AS (SELECT ?1 UNION ALL" \
  "  SELECT m.seq FROM chain JOIN messages m ON m.parent = chain.seq" \
  "  WHERE m.role = 'tool' AND m.deleted_at IS NULL" \
  "  AND (SELECT tool_calls IS NOT NULL FROM messages WHERE seq = ?1)) "

static gboolean
mark (sqlite3   *db,
      gint64     conversation,
      gint64     message,
      gboolean   below,
      GError   **error)
{
  return recess_sql_run (db, error,
                         below
                           ? BELOW "UPDATE messages SET deleted_at = ?3, deletion = ?1"
                                   "  WHERE seq IN (SELECT seq FROM below)"
                           : WITH_CALLS "UPDATE messages SET deleted_at = ?3, deletion = ?1"
                                        "  WHERE seq IN (SELECT seq FROM chain)"
                                        "  AND conversation = ?2",
                         "iid", message, conversation, recess_rows_now ());
}

/* Where the shown path ends when @row, at whose place it broke off, is gone: with the sibling
 * nearest to it, else with what it hung on. */
static gboolean
find_next_head (sqlite3                 *db,
                gint64                   conversation,
                const RecessMessageRow  *row,
                gint64                  *head,
                GError                 **error)
{
  gint64 sibling;

  if (!recess_sql_get_int (db, &sibling, 0, error,
                           "SELECT seq FROM messages WHERE conversation = ?1"
                           "  AND hang IS nullif (?2, 0) AND deleted_at IS NULL AND seq <> ?3"
                           "  ORDER BY seq > ?3, abs (seq - ?3) LIMIT 1",
                           "iii", conversation, row->hang, row->seq))
    return FALSE;

  *head = row->hang;
  return sibling == 0 || recess_rows_find_leaf (db, sibling, head, error);
}

static gboolean
move_head (sqlite3                 *db,
           RecessConversationRow   *conversation,
           const RecessMessageRow  *row,
           GError                 **error)
{
  gint64 gone, head;

  if (!recess_sql_get_int (db, &gone, 0, error,
                           "SELECT deleted_at IS NOT NULL FROM messages WHERE seq = ?", "i",
                           conversation->head))
    return FALSE;

  if (!gone)
    return TRUE;

  return find_next_head (db, conversation->seq, row, &head, error) &&
         recess_rows_set_head (db, conversation->seq, head, error) &&
         recess_sql_run (db, error,
                         "UPDATE messages SET head_before = ?, head_after = nullif (?, 0)"
                         "  WHERE seq = ?",
                         "iii", conversation->head, head, row->seq);
}

gboolean
recess_message_rows_delete (RecessTransaction  *transaction,
                            const char         *conversation_id,
                            const char         *id,
                            gboolean            below,
                            GError            **error)
{
  sqlite3 *db = recess_transaction_get_db (transaction);
  RecessConversationRow conversation;
  RecessMessageRow row;

  if (!recess_rows_find_conversation (db, conversation_id, FALSE, &conversation, error) ||
      !recess_rows_find_message (db, conversation.seq, id, FALSE, &row, error) ||
      !mark (db, conversation.seq, row.seq, below, error) ||
      !recess_rows_hang_anew (db, row.seq, error) ||
      !move_head (db, &conversation, &row, error))
    return FALSE;

  recess_transaction_change_child (transaction, "message", id, "deleted", conversation_id);
  recess_transaction_change (transaction, "conversation", conversation_id, "updated");
  return TRUE;
}

/* Gives the head back unless it was moved since. */
static gboolean
restore_head (sqlite3  *db,
              gint64    conversation,
              gint64    deletion,
              GError  **error)
{
  return recess_sql_run (db, error,
                         "UPDATE conversations SET head = d.head_before FROM messages d"
                         "  WHERE d.seq = ?1 AND conversations.seq = ?2"
                         "  AND d.head_before IS NOT NULL AND conversations.head IS d.head_after"
                         "  AND EXISTS (SELECT 1 FROM messages h WHERE h.seq = d.head_before"
                         "              AND h.deleted_at IS NULL)",
                         "ii", deletion, conversation) &&
         recess_sql_run (db, error,
                         "UPDATE messages SET head_before = NULL, head_after = NULL WHERE seq = ?",
                         "i", deletion);
}

gboolean
recess_message_rows_restore (RecessTransaction  *transaction,
                             const char         *conversation_id,
                             const char         *id,
                             GError            **error)
{
  sqlite3 *db = recess_transaction_get_db (transaction);
  RecessConversationRow conversation;
  RecessMessageRow row;

  if (!recess_rows_find_conversation (db, conversation_id, FALSE, &conversation, error) ||
      !recess_rows_find_message (db, conversation.seq, id, TRUE, &row, error))
    return FALSE;

  if (row.deletion == 0)
    return TRUE;

  if (!recess_sql_run (db, error,
                       "UPDATE messages SET deleted_at = NULL, deletion = NULL"
                       "  WHERE conversation = ? AND deletion = ?",
                       "ii", conversation.seq, row.deletion) ||
      !recess_rows_hang_anew (db, row.deletion, error) ||
      !restore_head (db, conversation.seq, row.deletion, error))
    return FALSE;

  recess_transaction_change_child (transaction, "message", id, "created", conversation_id);
  recess_transaction_change (transaction, "conversation", conversation_id, "updated");
  return TRUE;
}

static GArray *
find_marked_messages (sqlite3  *db,
                      double    time,
                      GError  **error)
{
  g_autoptr(GArray) rows = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr(sqlite3_stmt) statement = NULL;
  g_autoptr(GError) failure = NULL;

  statement = recess_sql_query (db, error,
                                "SELECT seq FROM messages WHERE deleted_at < ?", "d", time);
  if (statement == NULL)
    return NULL;

  while (recess_sql_step (statement, &failure))
    {
      gint64 seq = sqlite3_column_int64 (statement, 0);

      g_array_append_val (rows, seq);
    }

  if (failure == NULL)
    return g_steal_pointer (&rows);

  g_propagate_error (error, g_steal_pointer (&failure));
  return NULL;
}

/* Its children become those of its parent: what they hang on stays the same. */
static gboolean
purge_message (sqlite3  *db,
               gint64    message,
               GError  **error)
{
  return recess_sql_run (db, error,
                         "UPDATE messages SET parent ="
                         "  (SELECT parent FROM messages WHERE seq = ?1) WHERE parent = ?1",
                         "i", message) &&
         recess_sql_run (db, error, "DELETE FROM messages WHERE seq = ?", "i", message);
}

gboolean
recess_message_rows_purge (RecessTransaction  *transaction,
                           double              time,
                           GError            **error)
{
  sqlite3 *db = recess_transaction_get_db (transaction);
  g_autoptr(GArray) messages = NULL;

  if (!recess_sql_run (db, error, "DELETE FROM conversations WHERE deleted_at < ?", "d", time))
    return FALSE;

  messages = find_marked_messages (db, time, error);
  if (messages == NULL)
    return FALSE;

  for (guint i = 0; i < messages->len; i++)
    {
      if (!purge_message (db, g_array_index (messages, gint64, i), error))
        return FALSE;
    }

  return recess_sql_exec (db, "PRAGMA incremental_vacuum (256)", error);
}
