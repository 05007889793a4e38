/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "recess-blobs.h"
#include "recess-message-rows.h"
#include "recess-sql.h"

#include "common/recess-api-error.h"

#define DAY (24 * 60 * 60)
#define KEPT_UNNAMED (30 * DAY)
#define KEPT_INCOMPLETE (60 * 60)

void
recess_blob_free (RecessBlob *self)
{
  g_free (self->content_type);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_free (self);
}

gboolean
recess_blob_is_hash (const char *hash)
{
  g_return_val_if_fail (hash != NULL, FALSE);

  return strspn (hash, "0123456789abcdef") == RECESS_BLOB_HASH_LENGTH &&
         hash[RECESS_BLOB_HASH_LENGTH] == '\0';
}

char *
recess_blob_get_path (const char *data_dir,
                      const char *hash)
{
  g_return_val_if_fail (data_dir != NULL, NULL);
  g_return_val_if_fail (hash != NULL, NULL);

  return g_build_filename (data_dir, "blobs", hash, NULL);
}

static char *
dup_data_dir (sqlite3 *db)
{
  return g_path_get_dirname (sqlite3_db_filename (db, "main"));
}

static void
set_absent_error (GError     **error,
                  const char  *hash)
{
  recess_set_api_error (error, 404, NULL, NULL, "No blob found with id '%s'.", hash);
}

static GBytes *
read_file (sqlite3     *db,
           const char  *hash,
           GError     **error)
{
  g_autofree char *dir = dup_data_dir (db);
  g_autofree char *path = recess_blob_get_path (dir, hash);
  g_autoptr(GError) failure = NULL;
  char *data;
  gsize length;

  if (g_file_get_contents (path, &data, &length, &failure))
    return g_bytes_new_take (data, length);

  if (g_error_matches (failure, G_FILE_ERROR, G_FILE_ERROR_NOENT))
    set_absent_error (error, hash);
  else
    recess_set_api_error (error, 500, NULL, NULL, "The file of blob '%s' cannot be read: %s", hash,
                          failure->message);

  return NULL;
}

RecessBlob *
recess_blobs_read (sqlite3     *db,
                   const char  *hash,
                   GError     **error)
{
  g_autoptr(sqlite3_stmt) statement = NULL;
  g_autoptr(RecessBlob) blob = g_new0 (RecessBlob, 1);
  GError *failure = NULL;

  g_return_val_if_fail (db != NULL, NULL);
  g_return_val_if_fail (hash != NULL, NULL);

  statement = recess_sql_query (db, error, "SELECT content_type FROM blobs WHERE hash = ?", "s",
                                hash);
  if (statement == NULL)
    return NULL;

  if (!recess_sql_step (statement, &failure))
    {
      if (failure != NULL)
        g_propagate_error (error, failure);
      else
        set_absent_error (error, hash);
      return NULL;
    }

  blob->content_type = g_strdup (recess_sql_text (statement, 0));
  blob->bytes = read_file (db, hash, error);
  return blob->bytes != NULL ? g_steal_pointer (&blob) : NULL;
}

static gboolean
sync_dir (const char *dir)
{
  int fd = g_open (dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
  gboolean synced;

  if (fd == -1)
    return FALSE;

  synced = fsync (fd) == 0;
  close (fd);
  return synced;
}

/* The rename is here, where files are removed too: one thread knows what is there. It may have been
 * done by a transaction that was rolled back. */
static gboolean
move_into_place (sqlite3     *db,
                 const char  *path,
                 const char  *hash,
                 GError     **error)
{
  g_autofree char *data_dir = dup_data_dir (db);
  g_autofree char *place = recess_blob_get_path (data_dir, hash);
  g_autofree char *dir = g_path_get_dirname (place);
  int number;

  if (!g_file_test (path, G_FILE_TEST_EXISTS) && g_file_test (place, G_FILE_TEST_EXISTS))
    return TRUE;

  if (g_rename (path, place) == 0 && sync_dir (dir))
    return TRUE;

  number = errno;
  recess_set_api_error (error, number == ENOSPC ? 507 : 500, NULL, NULL,
                        "The file '%s' cannot be written: %s.", place, g_strerror (number));
  return FALSE;
}

gboolean
recess_blobs_adopt (RecessTransaction  *transaction,
                    const char         *path,
                    const char         *hash,
                    gint64              n_bytes,
                    const char         *content_type,
                    GError            **error)
{
  sqlite3 *db = recess_transaction_get_db (transaction);
  double now = recess_rows_now ();

  g_return_val_if_fail (path != NULL, FALSE);
  g_return_val_if_fail (hash != NULL && recess_blob_is_hash (hash), FALSE);
  g_return_val_if_fail (content_type != NULL, FALSE);

  return move_into_place (db, path, hash, error) &&
         recess_sql_run (db, error,
                         "INSERT INTO blobs (hash, bytes, content_type, created_at, kept_until)"
                         "  VALUES (?, ?, ?, ?, ?)"
                         "  ON CONFLICT (hash) DO UPDATE SET content_type = excluded.content_type,"
                         "    kept_until = excluded.kept_until",
                         "sisdd", hash, n_bytes, content_type, now, now + KEPT_UNNAMED);
}

static gpointer
load_func (sqlite3   *db,
           gpointer   user_data,
           GError   **error)
{
  return recess_blobs_read (db, user_data, error);
}

void
recess_blobs_load_async (RecessStore         *store,
                         const char          *hash,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  g_return_if_fail (hash != NULL);

  recess_store_read_async (store, load_func, g_strdup (hash), g_free,
                           (GDestroyNotify) recess_blob_free, cancellable, callback, user_data);
}

RecessBlob *
recess_blobs_load_finish (RecessStore   *store,
                          GAsyncResult  *result,
                          GError       **error)
{
  return recess_store_read_finish (store, result, error);
}

static gpointer
forget_func (RecessTransaction  *transaction,
             gpointer            user_data,
             GError            **error)
{
  recess_sql_run (recess_transaction_get_db (transaction), error,
                  "DELETE FROM blobs WHERE kept_until < ?"
                  "  AND NOT EXISTS (SELECT 1 FROM blob_uses u WHERE u.hash = blobs.hash)",
                  "d", recess_rows_now ());
  return NULL;
}

static gboolean
is_left_over (sqlite3    *db,
              const char *path,
              const char *name)
{
  gint64 known = 1;
  GStatBuf info;

  if (recess_blob_is_hash (name))
    return recess_sql_get_int (db, &known, 0, NULL, "SELECT 1 FROM blobs WHERE hash = ?", "s",
                               name) && known == 0;

  return g_stat (path, &info) == 0 &&
         (double) info.st_mtime < recess_rows_now () - KEPT_INCOMPLETE;
}

/* Comes after the rows are gone from the disk, so that no row is ever without its file. */
static gpointer
sweep_func (RecessTransaction  *transaction,
            gpointer            user_data,
            GError            **error)
{
  sqlite3 *db = recess_transaction_get_db (transaction);
  g_autofree char *data_dir = dup_data_dir (db);
  g_autofree char *dir = g_build_filename (data_dir, "blobs", NULL);
  g_autoptr(GDir) files = g_dir_open (dir, 0, NULL);
  const char *name;

  while (files != NULL && (name = g_dir_read_name (files)) != NULL)
    {
      g_autofree char *path = g_build_filename (dir, name, NULL);

      if (is_left_over (db, path, name))
        g_unlink (path);
    }

  return NULL;
}

static void
forgotten_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  RecessStore *store = RECESS_STORE (source);

  if (recess_store_write_finish_plain (store, result, NULL))
    recess_store_write_async (store, sweep_func, NULL, NULL, NULL, NULL, NULL, NULL);
}

void
recess_blobs_purge (RecessStore *store)
{
  recess_store_write_async (store, forget_func, NULL, NULL, NULL, NULL, forgotten_cb, NULL);
}
