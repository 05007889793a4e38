/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "recess-answer-rows.h"
#include "recess-sql.h"

#include "common/recess-api-error.h"
#include "common/recess-json.h"

gboolean
recess_answer_rows_append (sqlite3                 *db,
                           const char              *id,
                           const RecessAnswerText  *delta,
                           GError                 **error)
{
  g_return_val_if_fail (db != NULL, FALSE);
  g_return_val_if_fail (id != NULL, FALSE);

  return recess_sql_run (db, error,
                         "INSERT INTO message_deltas (message, content, reasoning)"
                         "  SELECT seq, ?2, ?3 FROM messages"
                         "  WHERE id = ?1 AND status = 'in_progress'",
                         "sss", id, delta->content, delta->reasoning);
}

static gboolean
settle (sqlite3                  *db,
        const char               *id,
        const RecessAnswerText   *text,
        const RecessAnswerEnd    *end,
        const RecessAnswerTimes  *times,
        GError                  **error)
{
  g_autofree char *content = recess_json_quote (text->content);

  return recess_sql_run (db, error,
                         "UPDATE messages SET status = ?2, content = ?3, reasoning = ?4,"
                         "  model = coalesce (?5, model), request_id = ?6, usage = ?7,"
                         "  finish_reason = ?8, error = ?9, duration_ms = nullif (?10, -1),"
                         "  first_token_ms = nullif (?11, -1), updated_at = ?12"
                         "  WHERE id = ?1 AND status = 'in_progress'",
                         "sssssssssiid", id, end->status, content, text->reasoning, end->model,
                         end->request_id, end->usage, end->finish_reason, end->error,
                         times->duration_ms, times->first_token_ms, recess_rows_now ());
}

static gboolean
tell_end (RecessTransaction  *transaction,
          const char         *id,
          GError            **error)
{
  sqlite3 *db = recess_transaction_get_db (transaction);
  g_autoptr(sqlite3_stmt) statement = NULL;
  g_autoptr(GError) failure = NULL;

  statement = recess_sql_query (db, error,
                                "UPDATE conversations SET updated_at = ? WHERE seq ="
                                "  (SELECT conversation FROM messages WHERE id = ?) RETURNING id",
                                "ds", recess_rows_now (), id);
  if (statement == NULL)
    return FALSE;

  while (recess_sql_step (statement, &failure))
    {
      const char *conversation_id = recess_sql_text (statement, 0);

      recess_transaction_change_child (transaction, "message", id, "updated", conversation_id);
      recess_transaction_change (transaction, "conversation", conversation_id, "updated");
    }

  if (failure == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

gboolean
recess_answer_rows_end (RecessTransaction        *transaction,
                        const char               *id,
                        const RecessAnswerText   *text,
                        const RecessAnswerEnd    *end,
                        const RecessAnswerTimes  *times,
                        GError                  **error)
{
  sqlite3 *db = recess_transaction_get_db (transaction);

  if (!settle (db, id, text, end, times, error))
    return FALSE;

  /* Deleted for good meanwhile. */
  if (sqlite3_changes (db) == 0)
    return TRUE;

  return recess_sql_run (db, error,
                         "DELETE FROM message_deltas WHERE message ="
                         "  (SELECT seq FROM messages WHERE id = ?)", "s", id) &&
         tell_end (transaction, id, error);
}

void
recess_answer_rows_explain (sqlite3     *db,
                            const char  *id,
                            GError     **error)
{
  gint64 found;

  if (!recess_sql_get_int (db, &found, 0, error,
                           "SELECT count (*) FROM messages WHERE id = ?", "s", id))
    return;

  if (found)
    recess_set_api_error (error, 400, NULL, NULL,
                          "Message '%s' is no answer that waits to be written.", id);
  else
    recess_set_api_error (error, 404, NULL, NULL, "No message found with id '%s'.", id);
}

gboolean
recess_answer_rows_recover (sqlite3  *db,
                            GError  **error)
{
  g_return_val_if_fail (db != NULL, FALSE);

  return recess_sql_exec (db,
                          "BEGIN IMMEDIATE;"
                          "UPDATE messages SET status = 'interrupted',"
                          "  content = coalesce (" RECESS_ANSWER_CONTENT_SQL ", content),"
                          "  reasoning = coalesce (" RECESS_ANSWER_REASONING_SQL ", reasoning)"
                          "  WHERE status = 'in_progress';"
                          "DELETE FROM message_deltas;"
                          "COMMIT;",
                          error);
}
