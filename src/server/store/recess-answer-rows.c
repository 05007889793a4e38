/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "recess-answer-rows.h"
#include "recess-call-rows.h"
#include "recess-sql.h"

#include "common/recess-api-error.h"
#include "common/recess-id.h"
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
                         "INSERT INTO message_deltas (message, content, reasoning, tool_calls,"
                         "  log, logprobs) SELECT seq, ?2, ?3, ?4, ?5, ?6 FROM messages"
                         "  WHERE id = ?1 AND status = 'in_progress'",
                         "ssssss", id, delta->content, delta->reasoning, delta->calls,
                         delta->log, delta->logprobs);
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
                         "  first_token_ms = nullif (?11, -1), updated_at = ?12, log = ?13,"
                         "  cost = iif (?14, ?15, NULL)"
                         "  WHERE id = ?1 AND status = 'in_progress'",
                         "sssssssssiidsid", id, end->status, content, text->reasoning, end->model,
                         end->request_id, end->usage, end->finish_reason, end->error,
                         times->duration_ms, times->first_token_ms, recess_rows_now (), text->log,
                         (gint64) end->has_cost, end->cost);
}

/* What came in an earlier part of the answer stays before it. */
static gboolean
settle_logprobs (sqlite3     *db,
                 gint64       answer,
                 const char  *logprobs,
                 GError     **error)
{
  return logprobs == NULL ||
         recess_sql_run (db, error,
                         "INSERT INTO message_logprobs (message, logprobs) VALUES (?, ?)"
                         "  ON CONFLICT (message) DO UPDATE SET logprobs ="
                         "  rtrim (logprobs, ']') || ',' || ltrim (excluded.logprobs, '[')",
                         "is", answer, logprobs);
}

static gboolean
settle_calls (sqlite3     *db,
              gint64       answer,
              const char  *calls,
              GPtrArray   *made,
              GError     **error)
{
  g_autofree char *settled = NULL;

  if (calls == NULL)
    return TRUE;

  settled = recess_call_rows_settle_ids (db, answer, calls, error);
  return settled != NULL &&
         recess_sql_run (db, error, "UPDATE messages SET tool_calls = ? WHERE seq = ?", "si",
                         settled, answer) &&
         recess_call_rows_make (db, answer, made, error);
}

/* A sibling of the answer, unless that is deleted meanwhile. */
static gboolean
insert_choice (sqlite3                   *db,
               gint64                     answer,
               const RecessAnswerChoice  *choice,
               GPtrArray                 *made,
               GError                   **error)
{
  g_autofree char *id = recess_id_new ("cmsg_");
  g_autofree char *content = recess_json_quote (choice->content);

  if (!recess_sql_run (db, error,
                       "INSERT INTO messages (id, conversation, parent, hang, role, content,"
                       "  reasoning, status, model, request_id, finish_reason, created_at,"
                       "  updated_at) SELECT ?2, conversation, parent, hang, role, ?3, ?4,"
                       "  iif (status = 'failed', 'interrupted', status), model, request_id, ?5,"
                       "  updated_at, updated_at FROM messages"
                       "  WHERE seq = ?1 AND deleted_at IS NULL",
                       "issss", answer, id, content, choice->reasoning, choice->finish_reason))
    return FALSE;

  if (sqlite3_changes (db) == 0)
    return TRUE;

  g_ptr_array_add (made, g_steal_pointer (&id));
  return settle_calls (db, sqlite3_last_insert_rowid (db), choice->calls, made, error);
}

static gboolean
insert_choices (sqlite3    *db,
                gint64      answer,
                GPtrArray  *choices,
                GPtrArray  *made,
                GError    **error)
{
  for (guint i = 0; choices != NULL && i < choices->len; i++)
    {
      if (!insert_choice (db, answer, g_ptr_array_index (choices, i), made, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
tell_end (RecessTransaction  *transaction,
          const char         *id,
          GPtrArray          *made,
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
      for (guint i = 0; i < made->len; i++)
        recess_transaction_change_child (transaction, "message", g_ptr_array_index (made, i),
                                         "created", conversation_id);
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
  g_autoptr(GPtrArray) made = g_ptr_array_new_with_free_func (g_free);
  gint64 answer;

  if (!settle (db, id, text, end, times, error))
    return FALSE;

  /* Deleted for good meanwhile. */
  if (sqlite3_changes (db) == 0)
    return TRUE;

  return recess_sql_get_int (db, &answer, 0, error, "SELECT seq FROM messages WHERE id = ?", "s",
                             id) &&
         recess_sql_run (db, error, "DELETE FROM message_deltas WHERE message = ?", "i", answer) &&
         settle_logprobs (db, answer, text->logprobs, error) &&
         settle_calls (db, answer, text->calls, made, error) &&
         insert_choices (db, answer, end->choices, made, error) &&
         tell_end (transaction, id, made, error);
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

/* The calls as their pieces on disk have them. */
static char *
gather_calls (sqlite3  *db,
              gint64    answer,
              GError  **error)
{
  g_autoptr(RecessToolCalls) calls = recess_tool_calls_new ();
  g_autoptr(sqlite3_stmt) statement = NULL;
  g_autoptr(GError) failure = NULL;

  statement = recess_sql_query (db, error,
                                "SELECT tool_calls FROM message_deltas"
                                "  WHERE message = ? AND tool_calls IS NOT NULL ORDER BY seq",
                                "i", answer);
  if (statement == NULL)
    return NULL;

  while (recess_sql_step (statement, &failure))
    recess_tool_calls_append_text (calls, recess_sql_text (statement, 0));

  if (failure == NULL)
    return recess_tool_calls_to_text (calls, FALSE);

  g_propagate_error (error, g_steal_pointer (&failure));
  return NULL;
}

static gboolean
recover_calls (sqlite3  *db,
               GError  **error)
{
  g_autoptr(sqlite3_stmt) statement = NULL;
  g_autoptr(GError) failure = NULL;

  statement = recess_sql_query (db, error,
                                "SELECT DISTINCT message FROM message_deltas"
                                "  WHERE tool_calls IS NOT NULL", "");
  if (statement == NULL)
    return FALSE;

  while (failure == NULL && recess_sql_step (statement, &failure))
    {
      gint64 answer = sqlite3_column_int64 (statement, 0);
      g_autofree char *calls = gather_calls (db, answer, &failure);

      if (failure == NULL)
        settle_calls (db, answer, calls, NULL, &failure);
    }

  if (failure == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

static gboolean
recover (sqlite3  *db,
         GError  **error)
{
  return recess_sql_exec (db,
                          "UPDATE messages SET status = 'interrupted',"
                          "  content = coalesce (" RECESS_ANSWER_CONTENT_SQL ", content),"
                          "  reasoning = coalesce (" RECESS_ANSWER_REASONING_SQL ", reasoning),"
                          "  log = coalesce (" RECESS_ANSWER_LOG_SQL ", log)"
                          "  WHERE status = 'in_progress';"
                          "INSERT INTO message_logprobs (message, logprobs)"
                          "  SELECT message, '[' || group_concat (logprobs, '') || ']' FROM"
                          "    (SELECT message, logprobs FROM message_deltas"
                          "     WHERE logprobs IS NOT NULL ORDER BY message, seq)"
                          "  WHERE true GROUP BY message ON CONFLICT (message) DO UPDATE SET"
                          "  logprobs = rtrim (logprobs, ']') || ',' || ltrim (excluded.logprobs,"
                          "  '[');",
                          error) &&
         recover_calls (db, error) &&
         recess_sql_exec (db, "DELETE FROM message_deltas; COMMIT;", error);
}

gboolean
recess_answer_rows_recover (sqlite3  *db,
                            GError  **error)
{
  g_return_val_if_fail (db != NULL, FALSE);

  if (!recess_sql_exec (db, "BEGIN IMMEDIATE", error))
    return FALSE;

  if (recover (db, error))
    return TRUE;

  sqlite3_exec (db, "ROLLBACK", NULL, NULL, NULL);
  return FALSE;
}
