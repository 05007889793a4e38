/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "recess-sql.h"
#include "recess-writer.h"

#include "common/recess-api-error.h"

/* A group this large costs a commit no more than one job does; a larger one would only make the
 * first of its jobs wait. */
#define MAX_GROUP 256

typedef struct
{
  char *kind;
  char *id;
  char *change;
  char *parent;
} Note;

struct _RecessTransaction
{
  sqlite3   *db;
  GPtrArray *notes;
};

typedef struct
{
  RecessTransaction     transaction;
  GTask                *task;
  RecessStoreWriteFunc  func;
  gpointer              func_data;
  GDestroyNotify        func_data_free;
  GDestroyNotify        result_free;
  gpointer              result;
  GError               *error;
} Job;

typedef struct
{
  RecessFeed *feed;
  GPtrArray  *notes;
} News;

struct _RecessWriter
{
  sqlite3      *db;
  RecessFeed   *feed;
  GMainContext *context;
  GAsyncQueue  *jobs;
  GThread      *thread;
  const char   *state;
};

static void
note_free (Note *note)
{
  g_free (note->kind);
  g_free (note->id);
  g_free (note->change);
  g_free (note->parent);
  g_free (note);
}

static void
job_free (Job *job)
{
  g_clear_object (&job->task);
  g_clear_error (&job->error);
  g_ptr_array_unref (job->transaction.notes);
  if (job->func_data_free != NULL)
    job->func_data_free (job->func_data);
  g_free (job);
}

static void
job_drop_result (Job *job)
{
  if (job->result != NULL && job->result_free != NULL)
    job->result_free (job->result);
  job->result = NULL;
}

static void
job_undo (Job *job)
{
  job_drop_result (job);
  g_ptr_array_set_size (job->transaction.notes, 0);
}

static void
job_fail (Job          *job,
          const GError *error)
{
  job_undo (job);
  if (job->error == NULL)
    job->error = g_error_copy (error);
}

static gboolean
job_complete_cb (gpointer user_data)
{
  Job *job = user_data;

  if (job->error != NULL)
    g_task_return_error (job->task, g_steal_pointer (&job->error));
  else
    g_task_return_pointer (job->task, g_steal_pointer (&job->result), job->result_free);

  return G_SOURCE_REMOVE;
}

static void
run_in (GMainContext   *context,
        GSourceFunc     func,
        gpointer        data,
        GDestroyNotify  data_free)
{
  g_autoptr(GSource) source = g_idle_source_new ();

  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, func, data, data_free);
  g_source_attach (source, context);
}

static void
news_free (News *news)
{
  g_object_unref (news->feed);
  g_ptr_array_unref (news->notes);
  g_free (news);
}

static gboolean
tell_news_cb (gpointer user_data)
{
  News *news = user_data;

  for (guint i = 0; i < news->notes->len; i++)
    {
      Note *note = g_ptr_array_index (news->notes, i);

      recess_feed_tell_child (news->feed, note->kind, note->id, note->change, note->parent);
    }

  return G_SOURCE_REMOVE;
}

static void
note_state (RecessWriter *self,
            const GError *error)
{
  const char *state = "ok";

  if (error != NULL && g_error_matches (error, RECESS_API_ERROR, 507))
    state = "full";
  else if (error != NULL && (sqlite3_errcode (self->db) & 0xff) == SQLITE_READONLY)
    state = "read-only";
  else if (error != NULL)
    return;

  g_atomic_pointer_set (&self->state, state);
}

/* Whether the transaction is still there: some failures make SQLite roll all of it back. */
static gboolean
run_job (RecessWriter  *self,
         Job           *job,
         GError       **error)
{
  if (g_cancellable_set_error_if_cancelled (g_task_get_cancellable (job->task), &job->error))
    return TRUE;

  if (!recess_sql_exec (self->db, "SAVEPOINT job", error))
    return FALSE;

  job->result = job->func (&job->transaction, job->func_data, &job->error);
  if (job->error == NULL)
    return recess_sql_exec (self->db, "RELEASE job", error);

  note_state (self, job->error);
  if (sqlite3_get_autocommit (self->db))
    {
      g_propagate_error (error, g_error_copy (job->error));
      return FALSE;
    }

  job_fail (job, job->error);
  return recess_sql_exec (self->db, "ROLLBACK TO job; RELEASE job", error);
}

static gboolean
run_jobs (RecessWriter  *self,
          Job          **jobs,
          guint          n_jobs,
          GError       **error)
{
  if (!recess_sql_exec (self->db, "BEGIN IMMEDIATE", error))
    return FALSE;

  for (guint i = 0; i < n_jobs; i++)
    {
      if (!run_job (self, jobs[i], error))
        return FALSE;
    }

  return recess_sql_exec (self->db, "COMMIT", error);
}

static gboolean
have_success (Job   **jobs,
              guint   n_jobs)
{
  for (guint i = 0; i < n_jobs; i++)
    {
      if (jobs[i]->error == NULL)
        return TRUE;
    }

  return FALSE;
}

/* Returns: FALSE when nothing of the transaction is there */
static gboolean
write_jobs (RecessWriter  *self,
            Job          **jobs,
            guint          n_jobs,
            GError       **error)
{
  g_autoptr(GError) failure = NULL;

  if (run_jobs (self, jobs, n_jobs, &failure))
    {
      if (have_success (jobs, n_jobs))
        note_state (self, NULL);
      return TRUE;
    }

  note_state (self, failure);
  if (!sqlite3_get_autocommit (self->db))
    sqlite3_exec (self->db, "ROLLBACK", NULL, NULL, NULL);

  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

/* A job for which there is no room takes the whole transaction with it, and a failed commit does
 * not say which job that was. Each is tried by itself then: what fits, or makes room, is
 * written. */
static void
write_group (RecessWriter *self,
             GPtrArray    *group)
{
  Job **jobs = (Job **) group->pdata;

  if (group->len > 1 && write_jobs (self, jobs, group->len, NULL))
    return;

  for (guint i = 0; i < group->len; i++)
    {
      g_autoptr(GError) error = NULL;

      job_undo (jobs[i]);
      g_clear_error (&jobs[i]->error);
      if (!write_jobs (self, &jobs[i], 1, &error))
        job_fail (jobs[i], error);
    }
}

static void
complete_group (RecessWriter *self,
                GPtrArray    *group)
{
  News *news = g_new0 (News, 1);

  news->feed = g_object_ref (self->feed);
  news->notes = g_ptr_array_new_with_free_func ((GDestroyNotify) note_free);

  for (guint i = 0; i < group->len; i++)
    {
      Job *job = g_ptr_array_index (group, i);

      g_ptr_array_extend_and_steal (news->notes, g_ptr_array_ref (job->transaction.notes));
      run_in (g_task_get_context (job->task), job_complete_cb, job, (GDestroyNotify) job_free);
    }

  if (news->notes->len > 0)
    run_in (self->context, tell_news_cb, news, (GDestroyNotify) news_free);
  else
    news_free (news);
}

/* Returns: TRUE when a job said that it was the last one */
static gboolean
take_group (RecessWriter *self,
            GPtrArray    *group)
{
  Job *job = g_async_queue_pop (self->jobs);

  while (job != NULL && job->task != NULL)
    {
      g_ptr_array_add (group, job);
      if (group->len == MAX_GROUP)
        return FALSE;
      job = g_async_queue_try_pop (self->jobs);
    }

  if (job == NULL)
    return FALSE;

  job_free (job);
  return TRUE;
}

static gpointer
writer_thread (gpointer user_data)
{
  RecessWriter *self = user_data;
  gboolean last = FALSE;

  while (!last)
    {
      g_autoptr(GPtrArray) group = g_ptr_array_new ();

      last = take_group (self, group);
      if (group->len > 0)
        {
          write_group (self, group);
          complete_group (self, group);
        }
    }

  return NULL;
}

static Job *
job_new (RecessWriter *self,
         GTask        *task)
{
  Job *job = g_new0 (Job, 1);

  job->task = task;
  job->transaction.db = self->db;
  job->transaction.notes = g_ptr_array_new_with_free_func ((GDestroyNotify) note_free);

  return job;
}

RecessWriter *
recess_writer_new (sqlite3    *db,
                   RecessFeed *feed)
{
  RecessWriter *self;

  g_return_val_if_fail (db != NULL, NULL);
  g_return_val_if_fail (RECESS_IS_FEED (feed), NULL);

  self = g_new0 (RecessWriter, 1);
  self->db = db;
  self->feed = g_object_ref (feed);
  self->context = g_main_context_ref_thread_default ();
  self->jobs = g_async_queue_new ();
  self->state = sqlite3_db_readonly (db, "main") ? "read-only" : "ok";
  self->thread = g_thread_new ("recess-writer", writer_thread, self);

  return self;
}

void
recess_writer_push (RecessWriter         *self,
                    GTask                *task,
                    RecessStoreWriteFunc  func,
                    gpointer              func_data,
                    GDestroyNotify        func_data_free,
                    GDestroyNotify        result_free)
{
  Job *job;

  g_return_if_fail (self != NULL);
  g_return_if_fail (G_IS_TASK (task));
  g_return_if_fail (func != NULL);

  job = job_new (self, task);
  job->func = func;
  job->func_data = func_data;
  job->func_data_free = func_data_free;
  job->result_free = result_free;

  g_async_queue_push (self->jobs, job);
}

const char *
recess_writer_get_state (RecessWriter *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_pointer_get (&self->state);
}

void
recess_writer_free (RecessWriter *self)
{
  g_return_if_fail (self != NULL);

  g_async_queue_push (self->jobs, job_new (self, NULL));
  g_thread_join (self->thread);

  sqlite3_close_v2 (self->db);
  g_async_queue_unref (self->jobs);
  g_main_context_unref (self->context);
  g_object_unref (self->feed);
  g_free (self);
}

sqlite3 *
recess_transaction_get_db (RecessTransaction *transaction)
{
  g_return_val_if_fail (transaction != NULL, NULL);

  return transaction->db;
}

void
recess_transaction_change (RecessTransaction *transaction,
                           const char        *kind,
                           const char        *id,
                           const char        *change)
{
  recess_transaction_change_child (transaction, kind, id, change, NULL);
}

void
recess_transaction_change_child (RecessTransaction *transaction,
                                 const char        *kind,
                                 const char        *id,
                                 const char        *change,
                                 const char        *parent)
{
  Note *note;

  g_return_if_fail (transaction != NULL);
  g_return_if_fail (kind != NULL);
  g_return_if_fail (id != NULL);
  g_return_if_fail (change != NULL);

  note = g_new0 (Note, 1);
  note->kind = g_strdup (kind);
  note->id = g_strdup (id);
  note->change = g_strdup (change);
  note->parent = g_strdup (parent);
  g_ptr_array_add (transaction->notes, note);
}
