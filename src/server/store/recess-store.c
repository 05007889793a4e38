/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "recess-answer-rows.h"
#include "recess-request-log.h"
#include "recess-schema.h"
#include "recess-sql.h"
#include "recess-store.h"
#include "recess-writer.h"

#define MAX_READERS 4
#define BUSY_MS 5000

struct _RecessStore
{
  GObject       parent_instance;

  char         *data_dir;
  char         *path;
  RecessFeed   *feed;
  RecessWriter *writer;
  const char   *last_state;

  GThreadPool  *readers;
  /* Connections that no reader uses at the moment. */
  GAsyncQueue  *connections;
  guint         immutable : 1;
};

typedef struct
{
  RecessStore         *store;
  GTask               *task;
  RecessStoreReadFunc  func;
  gpointer             func_data;
  GDestroyNotify       func_data_free;
  GDestroyNotify       result_free;
  gpointer             result;
  GError              *error;
} Read;

G_DEFINE_FINAL_TYPE (RecessStore, recess_store, G_TYPE_OBJECT)

static void
read_free (Read *read)
{
  g_object_unref (read->task);
  g_clear_error (&read->error);
  if (read->func_data_free != NULL)
    read->func_data_free (read->func_data);
  g_free (read);
}

static gboolean
read_complete_cb (gpointer user_data)
{
  Read *read = user_data;

  if (read->error != NULL)
    g_task_return_error (read->task, g_steal_pointer (&read->error));
  else
    g_task_return_pointer (read->task, g_steal_pointer (&read->result), read->result_free);

  return G_SOURCE_REMOVE;
}

static int
is_cancelled_cb (gpointer user_data)
{
  return g_cancellable_is_cancelled (user_data);
}

static sqlite3 *
open_connection (const char  *path,
                 int          flags,
                 gboolean     immutable,
                 GError     **error)
{
  g_autofree char *escaped = g_uri_escape_string (path, "/", FALSE);
  g_autofree char *uri = g_strconcat ("file:", escaped, immutable ? "?immutable=1" : NULL, NULL);
  sqlite3 *db = NULL;

  if (sqlite3_open_v2 (uri, &db, flags | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "The file “%s” cannot be opened: %s.",
                   path, db != NULL ? sqlite3_errmsg (db) : g_strerror (ENOMEM));
      sqlite3_close (db);
      return NULL;
    }

  sqlite3_extended_result_codes (db, TRUE);
  sqlite3_busy_timeout (db, BUSY_MS);
  return db;
}

static sqlite3 *
take_connection (RecessStore  *self,
                 GError      **error)
{
  sqlite3 *db = g_async_queue_try_pop (self->connections);

  if (db != NULL)
    return db;

  return open_connection (self->path, SQLITE_OPEN_READONLY, self->immutable, error);
}

/* One transaction a read, so that it sees one state however many statements it has. */
static void
run_read (Read    *read,
          sqlite3 *db)
{
  sqlite3_progress_handler (db, 10000, is_cancelled_cb, g_task_get_cancellable (read->task));

  if (recess_sql_exec (db, "BEGIN", &read->error))
    {
      read->result = read->func (db, read->func_data, &read->error);
      sqlite3_progress_handler (db, 0, NULL, NULL);
      sqlite3_exec (db, "COMMIT", NULL, NULL, NULL);
    }

  sqlite3_progress_handler (db, 0, NULL, NULL);
}

static void
read_worker (gpointer data,
             gpointer user_data)
{
  Read *read = data;
  RecessStore *self = read->store;
  sqlite3 *db;
  g_autoptr(GSource) source = g_idle_source_new ();

  if (!g_cancellable_set_error_if_cancelled (g_task_get_cancellable (read->task), &read->error) &&
      (db = take_connection (self, &read->error)) != NULL)
    {
      run_read (read, db);
      g_async_queue_push (self->connections, db);
    }

  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, read_complete_cb, read, (GDestroyNotify) read_free);
  g_source_attach (source, g_task_get_context (read->task));
}

static void
recess_store_finalize (GObject *object)
{
  RecessStore *self = RECESS_STORE (object);

  recess_store_close (self);
  g_clear_object (&self->feed);
  g_clear_pointer (&self->connections, g_async_queue_unref);
  g_clear_pointer (&self->data_dir, g_free);
  g_clear_pointer (&self->path, g_free);

  G_OBJECT_CLASS (recess_store_parent_class)->finalize (object);
}

static void
recess_store_class_init (RecessStoreClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = recess_store_finalize;
}

static void
recess_store_init (RecessStore *self)
{
  self->feed = recess_feed_new ();
  self->connections = g_async_queue_new ();
  self->last_state = "ok";
}

static void
set_errno_error (GError     **error,
                 const char  *path,
                 int          number)
{
  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (number),
               "The data folder “%s” cannot be written: %s.", path, g_strerror (number));
}

/* SQLite would make the file readable for others; its two companions take the mode from it. */
static gboolean
make_private_file (RecessStore  *self,
                   gboolean     *writable,
                   GError      **error)
{
  int fd;

  if (g_mkdir_with_parents (self->data_dir, 0700) != 0)
    {
      set_errno_error (error, self->data_dir, errno);
      return FALSE;
    }

  fd = g_open (self->path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOCTTY, 0600);
  *writable = fd != -1;
  if (fd != -1)
    {
      /* A copy that came from elsewhere may be readable for all. */
      (void) !fchmod (fd, 0600);
      close (fd);
      return TRUE;
    }

  if ((errno == EROFS || errno == EACCES) && g_access (self->path, R_OK) == 0)
    return TRUE;

  set_errno_error (error, self->data_dir, errno);
  return FALSE;
}

/* What comes after the check may write to the file. */
static gboolean
prepare_for_writing (sqlite3  *db,
                     GError  **error)
{
  guint version;

  if (!recess_schema_check (db, &version, error) ||
      (version == 0 && !recess_sql_exec (db, "PRAGMA auto_vacuum = INCREMENTAL", error)))
    return FALSE;

  return recess_sql_exec (db,
                          "PRAGMA journal_mode = WAL;"
                          "PRAGMA synchronous = FULL;"
                          "PRAGMA foreign_keys = ON;"
                          "PRAGMA journal_size_limit = 16777216;",
                          error) &&
         recess_schema_migrate (db, error) &&
         recess_answer_rows_recover (db, error) &&
         recess_request_log_recover (db, error);
}

static sqlite3 *
open_for_writing (RecessStore  *self,
                  GError      **error)
{
  sqlite3 *db = open_connection (self->path, SQLITE_OPEN_READWRITE, FALSE, error);

  if (db != NULL && prepare_for_writing (db, error))
    return db;

  sqlite3_close (db);
  return NULL;
}

/* On a medium that nobody can write, a database without a log beside it cannot change either. */
static sqlite3 *
open_for_reading (RecessStore  *self,
                  GError      **error)
{
  g_autofree char *wal = g_strconcat (self->path, "-wal", NULL);
  sqlite3 *db;

  self->immutable = !g_file_test (wal, G_FILE_TEST_EXISTS);
  db = open_connection (self->path, SQLITE_OPEN_READONLY, self->immutable, error);
  if (db != NULL && recess_schema_migrate (db, error))
    return db;

  sqlite3_close (db);
  return NULL;
}

RecessStore *
recess_store_open (const char  *data_dir,
                   GError     **error)
{
  g_autoptr(RecessStore) self = NULL;
  gboolean writable;
  sqlite3 *db;

  g_return_val_if_fail (data_dir != NULL, NULL);

  self = g_object_new (RECESS_TYPE_STORE, NULL);
  self->data_dir = g_canonicalize_filename (data_dir, NULL);
  self->path = g_build_filename (self->data_dir, "server.db", NULL);

  if (!make_private_file (self, &writable, error))
    return NULL;

  db = writable ? open_for_writing (self, error) : open_for_reading (self, error);
  if (db == NULL)
    return NULL;

  self->writer = recess_writer_new (db, self->feed);
  self->readers = g_thread_pool_new (read_worker, NULL, MAX_READERS, FALSE, NULL);
  return g_steal_pointer (&self);
}

void
recess_store_close (RecessStore *self)
{
  sqlite3 *db;

  g_return_if_fail (RECESS_IS_STORE (self));

  if (self->readers != NULL)
    g_thread_pool_free (g_steal_pointer (&self->readers), FALSE, TRUE);

  while ((db = g_async_queue_try_pop (self->connections)) != NULL)
    sqlite3_close_v2 (db);

  if (self->writer != NULL)
    {
      self->last_state = recess_writer_get_state (self->writer);
      recess_writer_free (g_steal_pointer (&self->writer));
    }
}

RecessFeed *
recess_store_get_feed (RecessStore *self)
{
  g_return_val_if_fail (RECESS_IS_STORE (self), NULL);

  return self->feed;
}

const char *
recess_store_get_data_dir (RecessStore *self)
{
  g_return_val_if_fail (RECESS_IS_STORE (self), NULL);

  return self->data_dir;
}

const char *
recess_store_get_state (RecessStore *self)
{
  g_return_val_if_fail (RECESS_IS_STORE (self), NULL);

  return self->writer != NULL ? recess_writer_get_state (self->writer) : self->last_state;
}

static gboolean
refuse_when_closed (gboolean        open,
                    GTask          *task,
                    gpointer        func_data,
                    GDestroyNotify  func_data_free)
{
  if (open)
    return FALSE;

  if (func_data_free != NULL)
    func_data_free (func_data);
  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CLOSED, "The server is closing.");
  g_object_unref (task);
  return TRUE;
}

void
recess_store_write_async (RecessStore          *self,
                          RecessStoreWriteFunc  func,
                          gpointer              func_data,
                          GDestroyNotify        func_data_free,
                          GDestroyNotify        result_free,
                          GCancellable         *cancellable,
                          GAsyncReadyCallback   callback,
                          gpointer              user_data)
{
  GTask *task;

  g_return_if_fail (RECESS_IS_STORE (self));
  g_return_if_fail (func != NULL);
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, recess_store_write_async);
  g_task_set_check_cancellable (task, FALSE);

  if (!refuse_when_closed (self->writer != NULL, task, func_data, func_data_free))
    recess_writer_push (self->writer, task, func, func_data, func_data_free, result_free);
}

gpointer
recess_store_write_finish (RecessStore   *self,
                           GAsyncResult  *result,
                           GError       **error)
{
  g_return_val_if_fail (RECESS_IS_STORE (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

gboolean
recess_store_write_finish_plain (RecessStore   *self,
                                 GAsyncResult  *result,
                                 GError       **error)
{
  g_autoptr(GError) failure = NULL;

  recess_store_write_finish (self, result, &failure);
  if (failure == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

void
recess_store_read_async (RecessStore         *self,
                         RecessStoreReadFunc  func,
                         gpointer             func_data,
                         GDestroyNotify       func_data_free,
                         GDestroyNotify       result_free,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  GTask *task;
  Read *read;

  g_return_if_fail (RECESS_IS_STORE (self));
  g_return_if_fail (func != NULL);
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, recess_store_read_async);
  if (refuse_when_closed (self->readers != NULL, task, func_data, func_data_free))
    return;

  read = g_new0 (Read, 1);
  read->store = self;
  read->task = task;
  read->func = func;
  read->func_data = func_data;
  read->func_data_free = func_data_free;
  read->result_free = result_free;
  g_thread_pool_push (self->readers, read, NULL);
}

gpointer
recess_store_read_finish (RecessStore   *self,
                          GAsyncResult  *result,
                          GError       **error)
{
  g_return_val_if_fail (RECESS_IS_STORE (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
