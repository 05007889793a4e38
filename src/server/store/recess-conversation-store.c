/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "recess-answer-rows.h"
#include "recess-conversation-rows.h"
#include "recess-conversation-store.h"
#include "recess-message-deletion.h"
#include "recess-search.h"
#include "recess-sql.h"

#include "common/recess-api-error.h"
#include "common/recess-id.h"

typedef struct
{
  RecessPage  page;
  char       *query;
} List;

typedef struct
{
  char                     *id;
  char                     *message_id;
  RecessConversationChange *change;
  GPtrArray                *messages;
  gboolean                  purge;
} Work;

void
recess_conversation_change_free (RecessConversationChange *self)
{
  g_free (self->title);
  g_free (self->settings);
  g_free (self->head);
  g_free (self);
}

static void
list_free (List *list)
{
  recess_page_clear (&list->page);
  g_free (list->query);
  g_free (list);
}

static void
work_free (Work *work)
{
  g_free (work->id);
  g_free (work->message_id);
  g_clear_pointer (&work->change, recess_conversation_change_free);
  g_clear_pointer (&work->messages, g_ptr_array_unref);
  g_free (work);
}

static Work *
work_new (const char *id)
{
  Work *work = g_new0 (Work, 1);

  work->id = g_strdup (id);
  return work;
}

static void
append_row (GString      *json,
            sqlite3_stmt *statement)
{
  recess_row_json_begin (json);
  recess_conversation_rows_append (json, statement);
  recess_row_json_end (json);
}

static gboolean
check_cursor (sqlite3           *db,
              const RecessPage  *page,
              GError           **error)
{
  const char *cursor = recess_page_get_cursor (page);
  gint64 found = TRUE;

  if (cursor != NULL &&
      !recess_sql_get_int (db, &found, 0, error,
                           "SELECT 1 FROM conversations WHERE id = ?", "s", cursor))
    return FALSE;

  if (found)
    return TRUE;

  recess_page_set_error (page, "conversation", error);
  return FALSE;
}

static char *
list_page (sqlite3           *db,
           const RecessPage  *page,
           GError           **error)
{
  gboolean descends = recess_page_descends (page);
  const char *direction = descends ? "DESC" : "ASC";
  g_autofree char *sql = NULL;
  g_autoptr(sqlite3_stmt) statement = NULL;

  sql = g_strdup_printf ("SELECT " RECESS_CONVERSATION_COLUMNS " FROM conversations c"
                         "  WHERE c.deleted_at IS NULL AND (?1 IS NULL OR"
                         "    (c.pinned, c.updated_at, c.seq) %s"
                         "    (SELECT pinned, updated_at, seq FROM conversations WHERE id = ?1))"
                         "  ORDER BY c.pinned %s, c.updated_at %s, c.seq %s LIMIT ?2",
                         descends ? "<" : ">", direction, direction, direction);
  statement = recess_sql_query (db, error, sql, "si", recess_page_get_cursor (page),
                                (gint64) page->limit + 1);

  return statement != NULL ? recess_page_read (page, statement, append_row, error) : NULL;
}

static gpointer
list_func (sqlite3   *db,
           gpointer   user_data,
           GError   **error)
{
  const List *list = user_data;

  if (!check_cursor (db, &list->page, error))
    return NULL;

  if (list->query != NULL)
    return recess_search_conversations (db, &list->page, list->query, error);

  return list_page (db, &list->page, error);
}

static gpointer
get_func (sqlite3   *db,
          gpointer   user_data,
          GError   **error)
{
  return recess_conversation_rows_get (db, user_data, error);
}

static gboolean
insert_conversation (sqlite3     *db,
                     const char  *id,
                     const char  *title,
                     const char  *settings,
                     GError     **error)
{
  double now = recess_rows_now ();

  return recess_sql_run (db, error,
                         "INSERT INTO conversations (id, title, settings, created_at, updated_at)"
                         "  VALUES (?, ?, ?, ?, ?)",
                         "sssdd", id, title, settings != NULL ? settings : "{}", now, now);
}

static gpointer
create_func (RecessTransaction  *transaction,
             gpointer            user_data,
             GError            **error)
{
  const Work *work = user_data;
  sqlite3 *db = recess_transaction_get_db (transaction);

  if (!insert_conversation (db, work->id, work->change->title, work->change->settings, error))
    return NULL;

  recess_transaction_change (transaction, "conversation", work->id, "created");
  for (guint i = 0; work->messages != NULL && i < work->messages->len; i++)
    {
      g_autoptr(GPtrArray) ids = NULL;

      ids = recess_message_rows_add (transaction, work->id, g_ptr_array_index (work->messages, i),
                                     error);
      if (ids == NULL)
        return NULL;
    }

  return recess_conversation_rows_get (db, work->id, error);
}

static gboolean
change_title (sqlite3     *db,
              gint64       conversation,
              const char  *title,
              GError     **error)
{
  if (!recess_sql_run (db, error, "UPDATE conversations SET title = ? WHERE seq = ?", "si",
                       title, conversation))
    return FALSE;

  return title != NULL || recess_message_rows_give_title (db, conversation, error);
}

static gboolean
change_head (sqlite3     *db,
             gint64       conversation,
             const char  *head,
             GError     **error)
{
  RecessMessageRow row = { 0 };
  g_autoptr(GError) failure = NULL;

  if (head == NULL || recess_rows_find_message (db, conversation, head, FALSE, &row, &failure))
    return recess_rows_set_head (db, conversation, row.seq, error);

  if (g_error_matches (failure, RECESS_API_ERROR, 404))
    recess_set_api_error (error, 400, "head", NULL, "%s", failure->message);
  else
    g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

static gpointer
change_func (RecessTransaction  *transaction,
             gpointer            user_data,
             GError            **error)
{
  const Work *work = user_data;
  const RecessConversationChange *change = work->change;
  sqlite3 *db = recess_transaction_get_db (transaction);
  RecessConversationRow row;

  if (!recess_rows_find_conversation (db, work->id, FALSE, &row, error) ||
      !recess_sql_run (db, error,
                       "UPDATE conversations SET settings = coalesce (?, settings),"
                       "  pinned = iif (?, ?, pinned) WHERE seq = ?",
                       "siii", change->settings, (gint64) change->set_pinned,
                       (gint64) (change->pinned != FALSE), row.seq) ||
      (change->set_title && !change_title (db, row.seq, change->title, error)) ||
      (change->set_head && !change_head (db, row.seq, change->head, error)))
    return NULL;

  recess_transaction_change (transaction, "conversation", work->id, "updated");
  return recess_conversation_rows_get (db, work->id, error);
}

static char *
make_deleted_text (const char *id)
{
  GString *json = g_string_new (NULL);

  recess_row_json_begin (json);
  recess_row_json_add_string (json, "id", id);
  recess_row_json_add_string (json, "object", "recess.conversation.deleted");
  recess_row_json_add_boolean (json, "deleted", TRUE);
  recess_row_json_end (json);

  return g_string_free (json, FALSE);
}

static gpointer
delete_func (RecessTransaction  *transaction,
             gpointer            user_data,
             GError            **error)
{
  const Work *work = user_data;
  sqlite3 *db = recess_transaction_get_db (transaction);
  RecessConversationRow row;
  gboolean done;

  if (!recess_rows_find_conversation (db, work->id, work->purge, &row, error))
    return NULL;

  if (work->purge)
    done = recess_sql_run (db, error, "DELETE FROM conversations WHERE seq = ?", "i", row.seq);
  else
    done = recess_sql_run (db, error, "UPDATE conversations SET deleted_at = ? WHERE seq = ?",
                           "di", recess_rows_now (), row.seq);
  if (!done)
    return NULL;

  if (!row.deleted)
    recess_transaction_change (transaction, "conversation", work->id, "deleted");
  return make_deleted_text (work->id);
}

static gpointer
restore_func (RecessTransaction  *transaction,
              gpointer            user_data,
              GError            **error)
{
  const Work *work = user_data;
  sqlite3 *db = recess_transaction_get_db (transaction);
  RecessConversationRow row;

  if (!recess_rows_find_conversation (db, work->id, TRUE, &row, error) ||
      !recess_sql_run (db, error, "UPDATE conversations SET deleted_at = NULL WHERE seq = ?", "i",
                       row.seq))
    return NULL;

  if (row.deleted)
    recess_transaction_change (transaction, "conversation", work->id, "created");
  return recess_conversation_rows_get (db, work->id, error);
}

/* A row of the path as a copy below @parent; one that is being written stands still there. */
static gboolean
copy_message (sqlite3  *db,
              gint64    message,
              gint64    conversation,
              gint64   *parent,
              GError  **error)
{
  g_autofree char *id = recess_id_new ("cmsg_");

  if (!recess_sql_run (db, error,
                       "INSERT INTO messages (id, conversation, parent, hang, role, content,"
                       "  reasoning, status, error, model, request_id, usage, finish_reason,"
                       "  duration_ms, first_token_ms, created_at, updated_at, cost, tool_calls,"
                       "  tool_call_id, name, log)"
                       "  SELECT ?1, ?2, nullif (?3, 0), nullif (?3, 0), role,"
                       "  coalesce (" RECESS_ANSWER_CONTENT_SQL ", content),"
                       "  coalesce (" RECESS_ANSWER_REASONING_SQL ", reasoning),"
                       "  iif (status = 'in_progress', 'interrupted', status), error, model,"
                       "  request_id, usage, finish_reason, duration_ms, first_token_ms,"
                       "  created_at, updated_at, cost, tool_calls, tool_call_id, name, log"
                       "  FROM messages WHERE seq = ?4",
                       "siii", id, conversation, *parent, message))
    return FALSE;

  *parent = sqlite3_last_insert_rowid (db);
  return recess_sql_run (db, error,
                         "INSERT INTO message_logprobs (message, logprobs)"
                         "  SELECT ?, logprobs FROM message_logprobs WHERE message = ?",
                         "ii", *parent, message);
}

static gboolean
copy_path (sqlite3  *db,
           gint64    from,
           gint64    conversation,
           GError  **error)
{
  g_autoptr(sqlite3_stmt) statement = NULL;
  g_autoptr(GError) failure = NULL;
  gint64 parent = 0;

  statement = recess_sql_query (db, error,
                                "WITH RECURSIVE path (seq, hang, depth) AS ("
                                "  SELECT seq, hang, 0 FROM messages WHERE seq = ?"
                                "  UNION ALL SELECT m.seq, m.hang, depth + 1"
                                "  FROM path JOIN messages m ON m.seq = path.hang) "
                                "SELECT seq FROM path ORDER BY depth DESC",
                                "i", from);
  if (statement == NULL)
    return FALSE;

  while (failure == NULL && recess_sql_step (statement, &failure))
    copy_message (db, sqlite3_column_int64 (statement, 0), conversation, &parent, &failure);

  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }

  return recess_rows_set_head (db, conversation, parent, error);
}

static gboolean
find_branch_point (sqlite3     *db,
                   const Work  *work,
                   gint64      *message,
                   GError     **error)
{
  RecessConversationRow conversation;
  RecessMessageRow row;
  g_autoptr(GError) failure = NULL;

  if (!recess_rows_find_conversation (db, work->id, FALSE, &conversation, error))
    return FALSE;

  /* An answer comes with the rows of its calls. */
  if (recess_rows_find_message (db, conversation.seq, work->message_id, FALSE, &row, &failure))
    return recess_sql_get_int (db, message, row.seq, error,
                               "WITH RECURSIVE chain (seq, depth) AS (SELECT ?1, 0 UNION ALL"
                               "  SELECT m.seq, depth + 1 FROM chain"
                               "  JOIN messages m ON m.hang = chain.seq AND m.role = 'tool'"
                               "  AND m.deleted_at IS NULL"
                               "  WHERE (SELECT tool_calls IS NOT NULL FROM messages"
                               "         WHERE seq = ?1)) "
                               "SELECT seq FROM chain ORDER BY depth DESC LIMIT 1", "i", row.seq);

  if (g_error_matches (failure, RECESS_API_ERROR, 404))
    recess_set_api_error (error, 400, "message_id", NULL, "%s", failure->message);
  else
    g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

static gpointer
branch_func (RecessTransaction  *transaction,
             gpointer            user_data,
             GError            **error)
{
  const Work *work = user_data;
  sqlite3 *db = recess_transaction_get_db (transaction);
  g_autofree char *id = recess_id_new ("conv_");
  gint64 message;

  if (!find_branch_point (db, work, &message, error) ||
      !insert_conversation (db, id, NULL, NULL, error) ||
      !copy_path (db, message, sqlite3_last_insert_rowid (db), error) ||
      !recess_sql_run (db, error,
                       "UPDATE conversations SET title = o.title, settings = o.settings"
                       "  FROM conversations o WHERE o.id = ? AND conversations.id = ?",
                       "ss", work->id, id))
    return NULL;

  recess_transaction_change (transaction, "conversation", id, "created");
  return recess_conversation_rows_get (db, id, error);
}

static gpointer
purge_func (RecessTransaction  *transaction,
            gpointer            user_data,
            GError            **error)
{
  recess_message_rows_purge (transaction, recess_rows_now () - RECESS_PURGE_SECONDS, error);
  return NULL;
}

void
recess_conversation_store_list_async (RecessStore         *store,
                                      const RecessPage    *page,
                                      const char          *query,
                                      GCancellable        *cancellable,
                                      GAsyncReadyCallback  callback,
                                      gpointer             user_data)
{
  List *list;

  g_return_if_fail (page != NULL);

  list = g_new0 (List, 1);
  list->page = *page;
  list->page.after = g_strdup (page->after);
  list->page.before = g_strdup (page->before);
  list->query = g_strdup (query);
  recess_store_read_async (store, list_func, list, (GDestroyNotify) list_free, g_free,
                           cancellable, callback, user_data);
}

void
recess_conversation_store_get_async (RecessStore         *store,
                                     const char          *id,
                                     GCancellable        *cancellable,
                                     GAsyncReadyCallback  callback,
                                     gpointer             user_data)
{
  g_return_if_fail (id != NULL);

  recess_store_read_async (store, get_func, g_strdup (id), g_free, g_free,
                           cancellable, callback, user_data);
}

static void
write_work (RecessStore          *store,
            RecessStoreWriteFunc  func,
            Work                 *work,
            GCancellable         *cancellable,
            GAsyncReadyCallback   callback,
            gpointer              user_data)
{
  recess_store_write_async (store, func, work, (GDestroyNotify) work_free, g_free,
                            cancellable, callback, user_data);
}

void
recess_conversation_store_create_async (RecessStore              *store,
                                        RecessConversationChange *change,
                                        GPtrArray                *messages,
                                        GCancellable             *cancellable,
                                        GAsyncReadyCallback       callback,
                                        gpointer                  user_data)
{
  g_autofree char *id = recess_id_new ("conv_");
  Work *work;

  g_return_if_fail (change != NULL);

  work = work_new (id);
  work->change = change;
  work->messages = messages;
  write_work (store, create_func, work, cancellable, callback, user_data);
}

void
recess_conversation_store_change_async (RecessStore              *store,
                                        const char               *id,
                                        RecessConversationChange *change,
                                        GCancellable             *cancellable,
                                        GAsyncReadyCallback       callback,
                                        gpointer                  user_data)
{
  Work *work;

  g_return_if_fail (id != NULL);
  g_return_if_fail (change != NULL);

  work = work_new (id);
  work->change = change;
  write_work (store, change_func, work, cancellable, callback, user_data);
}

void
recess_conversation_store_delete_async (RecessStore         *store,
                                        const char          *id,
                                        gboolean             purge,
                                        GCancellable        *cancellable,
                                        GAsyncReadyCallback  callback,
                                        gpointer             user_data)
{
  Work *work;

  g_return_if_fail (id != NULL);

  work = work_new (id);
  work->purge = purge;
  write_work (store, delete_func, work, cancellable, callback, user_data);
}

void
recess_conversation_store_restore_async (RecessStore         *store,
                                         const char          *id,
                                         GCancellable        *cancellable,
                                         GAsyncReadyCallback  callback,
                                         gpointer             user_data)
{
  g_return_if_fail (id != NULL);

  write_work (store, restore_func, work_new (id), cancellable, callback, user_data);
}

void
recess_conversation_store_branch_async (RecessStore         *store,
                                        const char          *id,
                                        const char          *message_id,
                                        GCancellable        *cancellable,
                                        GAsyncReadyCallback  callback,
                                        gpointer             user_data)
{
  Work *work;

  g_return_if_fail (id != NULL);
  g_return_if_fail (message_id != NULL);

  work = work_new (id);
  work->message_id = g_strdup (message_id);
  write_work (store, branch_func, work, cancellable, callback, user_data);
}

void
recess_conversation_store_purge (RecessStore *store)
{
  recess_store_write_async (store, purge_func, NULL, NULL, NULL, NULL, NULL, NULL);
}
