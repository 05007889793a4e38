/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "recess-call-begin.h"
#include "recess-live-answer-private.h"
#include "recess-message-deletion.h"
#include "recess-message-store-private.h"
#include "recess-row-json.h"
#include "recess-sql.h"

/* What one call works with; each uses a part of it. */
typedef struct
{
  char                *conversation_id;
  char                *id;
  RecessMessageChange *change;
  RecessNewMessage    *message;
  GHashTable          *live;
  gboolean             flag;
} Work;

/* What a write tells of answers: which was made, or opened again with which text, which are to be
 * stopped, and which calls begin. */
typedef struct
{
  char             *text;
  char             *answer_id;
  RecessAnswerText *answer_text;
  GPtrArray        *stopped;
  GPtrArray        *calls;
} Outcome;

static void
work_free (Work *work)
{
  g_free (work->conversation_id);
  g_free (work->id);
  g_clear_pointer (&work->change, recess_message_change_free);
  g_clear_pointer (&work->message, recess_new_message_free);
  g_clear_pointer (&work->live, g_hash_table_unref);
  g_free (work);
}

static Work *
work_new (const char *conversation_id,
          const char *id)
{
  Work *work = g_new0 (Work, 1);

  work->conversation_id = g_strdup (conversation_id);
  work->id = g_strdup (id);

  return work;
}

static void
outcome_free (Outcome *outcome)
{
  g_free (outcome->text);
  g_free (outcome->answer_id);
  g_clear_pointer (&outcome->answer_text, recess_answer_text_free);
  g_clear_pointer (&outcome->stopped, g_ptr_array_unref);
  g_clear_pointer (&outcome->calls, g_ptr_array_unref);
  g_free (outcome);
}

/* Takes @text; %NULL is a failure. */
static Outcome *
outcome_new (char *text)
{
  Outcome *outcome;

  if (text == NULL)
    return NULL;

  outcome = g_new0 (Outcome, 1);
  outcome->text = text;
  return outcome;
}

static gpointer
get_func (sqlite3   *db,
          gpointer   user_data,
          GError   **error)
{
  const Work *work = user_data;

  return recess_message_rows_get (db, work->conversation_id, work->id, work->live, error);
}

static gpointer
list_func (sqlite3   *db,
           gpointer   user_data,
           GError   **error)
{
  const Work *work = user_data;

  if (work->flag)
    return recess_message_rows_get_all (db, work->conversation_id, work->live, error);

  return recess_message_rows_get_path (db, work->conversation_id, work->live, error);
}

static void
string_free (GString *string)
{
  g_string_free (string, TRUE);
}

static char *
make_list (sqlite3     *db,
           const char  *conversation_id,
           GPtrArray   *ids,
           GError     **error)
{
  g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) string_free);

  for (guint i = 0; i < ids->len; i++)
    {
      g_autofree char *text = NULL;

      text = recess_message_rows_get (db, conversation_id, g_ptr_array_index (ids, i), NULL,
                                      error);
      if (text == NULL)
        return NULL;
      g_ptr_array_add (rows, g_string_new (text));
    }

  return recess_row_json_list (rows, ids->len > 0 ? g_ptr_array_index (ids, 0) : NULL,
                               ids->len > 0 ? g_ptr_array_index (ids, ids->len - 1) : NULL, FALSE);
}

static gpointer
add_func (RecessTransaction  *transaction,
          gpointer            user_data,
          GError            **error)
{
  const Work *work = user_data;
  g_autoptr(GPtrArray) ids = NULL;
  Outcome *outcome;

  ids = recess_message_rows_add (transaction, work->conversation_id, work->message, error);
  if (ids == NULL)
    return NULL;

  outcome = outcome_new (make_list (recess_transaction_get_db (transaction),
                                    work->conversation_id, ids, error));
  if (outcome != NULL && work->message->answer_model != NULL)
    outcome->answer_id = g_strdup (g_ptr_array_index (ids, ids->len - 1));

  return outcome;
}

static gpointer
edit_func (RecessTransaction  *transaction,
           gpointer            user_data,
           GError            **error)
{
  const Work *work = user_data;

  if (!recess_message_rows_edit (transaction, work->conversation_id, work->id, work->change,
                                 error))
    return NULL;

  return outcome_new (recess_message_rows_get (recess_transaction_get_db (transaction),
                                               work->conversation_id, work->id, NULL, error));
}

static char *
make_deleted_text (const char *id)
{
  GString *json = g_string_new (NULL);

  recess_row_json_begin (json);
  recess_row_json_add_string (json, "id", id);
  recess_row_json_add_string (json, "object", "recess.message.deleted");
  recess_row_json_add_boolean (json, "deleted", TRUE);
  recess_row_json_end (json);

  return g_string_free (json, FALSE);
}

/* The answers that were being written among the rows that a deletion took. */
static GPtrArray *
find_stopped (sqlite3     *db,
              const char  *id,
              GError     **error)
{
  g_autoptr(GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(sqlite3_stmt) statement = NULL;
  g_autoptr(GError) failure = NULL;

  statement = recess_sql_query (db, error,
                                "SELECT a.id FROM messages d JOIN messages a"
                                "  ON a.conversation = d.conversation AND a.deletion = d.seq"
                                "  WHERE d.id = ? AND a.status = 'in_progress'", "s", id);
  if (statement == NULL)
    return NULL;

  while (recess_sql_step (statement, &failure))
    g_ptr_array_add (ids, g_strdup (recess_sql_text (statement, 0)));

  if (failure == NULL)
    return g_steal_pointer (&ids);

  g_propagate_error (error, g_steal_pointer (&failure));
  return NULL;
}

static gpointer
delete_func (RecessTransaction  *transaction,
             gpointer            user_data,
             GError            **error)
{
  const Work *work = user_data;
  g_autoptr(GPtrArray) stopped = NULL;
  Outcome *outcome;

  if (!recess_message_rows_delete (transaction, work->conversation_id, work->id, work->flag,
                                   error))
    return NULL;

  stopped = find_stopped (recess_transaction_get_db (transaction), work->id, error);
  if (stopped == NULL)
    return NULL;

  outcome = outcome_new (make_deleted_text (work->id));
  outcome->stopped = g_steal_pointer (&stopped);
  return outcome;
}

static gpointer
restore_func (RecessTransaction  *transaction,
              gpointer            user_data,
              GError            **error)
{
  const Work *work = user_data;

  if (!recess_message_rows_restore (transaction, work->conversation_id, work->id, error))
    return NULL;

  return outcome_new (recess_message_rows_get (recess_transaction_get_db (transaction),
                                               work->conversation_id, work->id, NULL, error));
}

static gpointer
continue_func (RecessTransaction  *transaction,
               gpointer            user_data,
               GError            **error)
{
  const Work *work = user_data;
  g_autoptr(RecessAnswerText) text = NULL;
  Outcome *outcome;

  text = recess_message_rows_reopen (transaction, work->conversation_id, work->id, error);
  if (text == NULL)
    return NULL;

  outcome = outcome_new (recess_message_rows_get (recess_transaction_get_db (transaction),
                                                  work->conversation_id, work->id, NULL, error));
  if (outcome != NULL)
    {
      outcome->answer_id = g_strdup (work->id);
      outcome->answer_text = g_steal_pointer (&text);
    }

  return outcome;
}

static gpointer
begin_call_func (RecessTransaction  *transaction,
                 gpointer            user_data,
                 GError            **error)
{
  const Work *work = user_data;
  g_autoptr(GPtrArray) calls = NULL;
  Outcome *outcome;

  calls = recess_call_begin (transaction, work->conversation_id, work->id, error);
  if (calls == NULL)
    return NULL;

  outcome = outcome_new (recess_message_rows_get (recess_transaction_get_db (transaction),
                                                  work->conversation_id, work->id, NULL, error));
  if (outcome != NULL)
    outcome->calls = g_steal_pointer (&calls);
  return outcome;
}

static gpointer
begin_calls_func (RecessTransaction  *transaction,
                  gpointer            user_data,
                  GError            **error)
{
  const Work *work = user_data;
  g_autoptr(GPtrArray) rows = NULL;
  g_autoptr(GPtrArray) calls = NULL;
  Outcome *outcome;

  calls = recess_call_begin_all (transaction, work->conversation_id, work->id, &rows, error);
  if (calls == NULL)
    return NULL;

  outcome = outcome_new (make_list (recess_transaction_get_db (transaction),
                                    work->conversation_id, rows, error));
  if (outcome != NULL)
    outcome->calls = g_steal_pointer (&calls);
  return outcome;
}

static gpointer
select_func (RecessTransaction  *transaction,
             gpointer            user_data,
             GError            **error)
{
  const Work *work = user_data;

  if (!recess_message_rows_select (transaction, work->conversation_id, work->id, error))
    return NULL;

  return outcome_new (recess_message_rows_get (recess_transaction_get_db (transaction),
                                               work->conversation_id, work->id, work->live,
                                               error));
}

static void
on_read_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GError *error = NULL;
  char *text = recess_store_read_finish (RECESS_STORE (source), result, &error);

  if (text != NULL)
    g_task_return_pointer (task, text, g_free);
  else
    g_task_return_error (task, error);
}

/* From now on each call has a live answer, which is taken. */
static void
adopt_calls (RecessMessageStore *self,
             const char         *conversation_id,
             GPtrArray          *calls)
{
  for (guint i = 0; i < calls->len; i++)
    {
      RecessBegunCall *call = g_ptr_array_index (calls, i);

      recess_message_store_adopt (self, call->id, conversation_id, NULL);
      call->answer = g_object_ref (recess_message_store_find_live (self, call->id));
      recess_live_answer_claim (call->answer);
    }
}

static void
on_written_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  RecessMessageStore *self = g_task_get_source_object (task);
  const char *conversation_id = g_task_get_task_data (task);
  GError *error = NULL;
  Outcome *outcome = recess_store_write_finish (RECESS_STORE (source), result, &error);

  if (outcome == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  if (outcome->answer_id != NULL)
    recess_message_store_adopt (self, outcome->answer_id, conversation_id, outcome->answer_text);

  for (guint i = 0; outcome->stopped != NULL && i < outcome->stopped->len; i++)
    recess_message_store_stop (self, g_ptr_array_index (outcome->stopped, i));

  if (outcome->calls != NULL)
    {
      adopt_calls (self, conversation_id, outcome->calls);
      recess_message_store_calls_begun (self, outcome->calls);
    }

  g_task_return_pointer (task, g_steal_pointer (&outcome->text), g_free);
  outcome_free (outcome);
}

static GTask *
make_task (RecessMessageStore  *self,
           Work                *work,
           GCancellable        *cancellable,
           GAsyncReadyCallback  callback,
           gpointer             user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, make_task);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, g_strdup (work->conversation_id), g_free);

  return task;
}

static void
read_work (RecessMessageStore  *self,
           RecessStoreReadFunc  func,
           Work                *work,
           GCancellable        *cancellable,
           GAsyncReadyCallback  callback,
           gpointer             user_data)
{
  work->live = recess_message_store_dup_live (self, work->conversation_id);
  recess_store_read_async (recess_message_store_get_store (self), func, work,
                           (GDestroyNotify) work_free, g_free, cancellable, on_read_cb,
                           make_task (self, work, cancellable, callback, user_data));
}

static void
write_work (RecessMessageStore   *self,
            RecessStoreWriteFunc  func,
            Work                 *work,
            GCancellable         *cancellable,
            GAsyncReadyCallback   callback,
            gpointer              user_data)
{
  recess_store_write_async (recess_message_store_get_store (self), func, work,
                            (GDestroyNotify) work_free, (GDestroyNotify) outcome_free,
                            cancellable, on_written_cb,
                            make_task (self, work, cancellable, callback, user_data));
}

void
recess_message_store_get_async (RecessMessageStore  *self,
                                const char          *conversation_id,
                                const char          *id,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  g_return_if_fail (RECESS_IS_MESSAGE_STORE (self));
  g_return_if_fail (conversation_id != NULL && id != NULL);

  read_work (self, get_func, work_new (conversation_id, id), cancellable, callback, user_data);
}

void
recess_message_store_list_async (RecessMessageStore  *self,
                                 const char          *conversation_id,
                                 gboolean             all,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  Work *work;

  g_return_if_fail (RECESS_IS_MESSAGE_STORE (self));
  g_return_if_fail (conversation_id != NULL);

  work = work_new (conversation_id, NULL);
  work->flag = all;
  read_work (self, list_func, work, cancellable, callback, user_data);
}

void
recess_message_store_add_async (RecessMessageStore  *self,
                                const char          *conversation_id,
                                RecessNewMessage    *message,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  Work *work;

  g_return_if_fail (RECESS_IS_MESSAGE_STORE (self));
  g_return_if_fail (conversation_id != NULL);
  g_return_if_fail (message != NULL && message->role != NULL);
  g_return_if_fail (message->content != NULL || message->answer_model != NULL);

  work = work_new (conversation_id, NULL);
  work->message = message;
  write_work (self, add_func, work, cancellable, callback, user_data);
}

void
recess_message_store_edit_async (RecessMessageStore  *self,
                                 const char          *conversation_id,
                                 const char          *id,
                                 RecessMessageChange *change,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  Work *work;

  g_return_if_fail (RECESS_IS_MESSAGE_STORE (self));
  g_return_if_fail (conversation_id != NULL && id != NULL);
  g_return_if_fail (change != NULL);

  work = work_new (conversation_id, id);
  work->change = change;
  write_work (self, edit_func, work, cancellable, callback, user_data);
}

void
recess_message_store_continue_async (RecessMessageStore  *self,
                                     const char          *conversation_id,
                                     const char          *id,
                                     GCancellable        *cancellable,
                                     GAsyncReadyCallback  callback,
                                     gpointer             user_data)
{
  g_return_if_fail (RECESS_IS_MESSAGE_STORE (self));
  g_return_if_fail (conversation_id != NULL && id != NULL);

  write_work (self, continue_func, work_new (conversation_id, id), cancellable, callback,
              user_data);
}

void
recess_message_store_begin_call_async (RecessMessageStore  *self,
                                       const char          *conversation_id,
                                       const char          *id,
                                       GCancellable        *cancellable,
                                       GAsyncReadyCallback  callback,
                                       gpointer             user_data)
{
  g_return_if_fail (RECESS_IS_MESSAGE_STORE (self));
  g_return_if_fail (conversation_id != NULL && id != NULL);

  write_work (self, begin_call_func, work_new (conversation_id, id), cancellable, callback,
              user_data);
}

void
recess_message_store_begin_calls_async (RecessMessageStore  *self,
                                        const char          *conversation_id,
                                        const char          *id,
                                        GCancellable        *cancellable,
                                        GAsyncReadyCallback  callback,
                                        gpointer             user_data)
{
  g_return_if_fail (RECESS_IS_MESSAGE_STORE (self));
  g_return_if_fail (conversation_id != NULL && id != NULL);

  write_work (self, begin_calls_func, work_new (conversation_id, id), cancellable, callback,
              user_data);
}

void
recess_message_store_delete_async (RecessMessageStore  *self,
                                   const char          *conversation_id,
                                   const char          *id,
                                   gboolean             below,
                                   GCancellable        *cancellable,
                                   GAsyncReadyCallback  callback,
                                   gpointer             user_data)
{
  Work *work;

  g_return_if_fail (RECESS_IS_MESSAGE_STORE (self));
  g_return_if_fail (conversation_id != NULL && id != NULL);

  work = work_new (conversation_id, id);
  work->flag = below;
  write_work (self, delete_func, work, cancellable, callback, user_data);
}

void
recess_message_store_restore_async (RecessMessageStore  *self,
                                    const char          *conversation_id,
                                    const char          *id,
                                    GCancellable        *cancellable,
                                    GAsyncReadyCallback  callback,
                                    gpointer             user_data)
{
  g_return_if_fail (RECESS_IS_MESSAGE_STORE (self));
  g_return_if_fail (conversation_id != NULL && id != NULL);

  write_work (self, restore_func, work_new (conversation_id, id), cancellable, callback,
              user_data);
}

void
recess_message_store_select_async (RecessMessageStore  *self,
                                   const char          *conversation_id,
                                   const char          *id,
                                   GCancellable        *cancellable,
                                   GAsyncReadyCallback  callback,
                                   gpointer             user_data)
{
  Work *work;

  g_return_if_fail (RECESS_IS_MESSAGE_STORE (self));
  g_return_if_fail (conversation_id != NULL && id != NULL);

  work = work_new (conversation_id, id);
  work->live = recess_message_store_dup_live (self, conversation_id);
  write_work (self, select_func, work, cancellable, callback, user_data);
}

char *
recess_message_store_text_finish (RecessMessageStore  *self,
                                  GAsyncResult        *result,
                                  GError             **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
