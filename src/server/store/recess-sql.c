/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <errno.h>
#include <gio/gio.h>
#include <string.h>

#include "recess-sql.h"

#include "common/recess-api-error.h"

static void
set_final_error (GError     **error,
                 guint        status,
                 const char  *message)
{
  GError *failure = recess_api_error_new (status, NULL, NULL, "%s", message);

  recess_api_error_set_final (failure, TRUE);
  g_propagate_error (error, failure);
}

static void
set_full_error (GError **error)
{
  set_final_error (error, 507,
                   "The disk is full. Nothing was lost that was acknowledged; free some space and "
                   "try again.");
}

static void
set_io_error (GError  **error,
              sqlite3  *db,
              int       last_errno)
{
  /* SQLite keeps no number for what fails in a commit. */
  int number = sqlite3_system_errno (db) != 0 ? sqlite3_system_errno (db) : last_errno;
  g_autofree char *message = NULL;

  if (number == ENOSPC || number == EDQUOT || number == EFBIG)
    {
      set_full_error (error);
      return;
    }

  message = g_strdup_printf ("The data could not be read or written on the disk: %s.",
                             number != 0 ? g_strerror (number) : sqlite3_errmsg (db));
  set_final_error (error, 500, message);
}

static void
set_damaged_error (GError  **error,
                   sqlite3  *db)
{
  g_autofree char *message =
    g_strdup_printf ("The file “%s” is damaged or is no database. It was left as it is; move it "
                     "away to begin anew, or put a copy in its place.",
                     sqlite3_db_filename (db, "main"));

  set_final_error (error, 500, message);
}

void
recess_sql_set_error (GError  **error,
                      sqlite3  *db)
{
  int last_errno = errno;

  g_return_if_fail (db != NULL);

  switch (sqlite3_errcode (db) & 0xff)
    {
    case SQLITE_FULL:
      set_full_error (error);
      break;

    case SQLITE_READONLY:
    case SQLITE_PERM:
      set_final_error (error, 500, "The data folder is read-only: nothing can be changed.");
      break;

    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      set_damaged_error (error, db);
      break;

    case SQLITE_IOERR:
      set_io_error (error, db, last_errno);
      break;

    case SQLITE_INTERRUPT:
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "Operation was cancelled");
      break;

    default:
      recess_set_api_error (error, 500, NULL, NULL, "The database failed: %s.",
                            sqlite3_errmsg (db));
      break;
    }
}

gboolean
recess_sql_exec (sqlite3     *db,
                 const char  *sql,
                 GError     **error)
{
  g_return_val_if_fail (db != NULL, FALSE);
  g_return_val_if_fail (sql != NULL, FALSE);

  if (sqlite3_exec (db, sql, NULL, NULL, NULL) == SQLITE_OK)
    return TRUE;

  recess_sql_set_error (error, db);
  return FALSE;
}

static void
bind_bytes (sqlite3_stmt *statement,
            int           index,
            GBytes       *bytes)
{
  gsize length;
  const char *data;

  if (bytes == NULL)
    {
      sqlite3_bind_null (statement, index);
      return;
    }

  data = g_bytes_get_data (bytes, &length);
  sqlite3_bind_text64 (statement, index, data != NULL ? data : "", length,
                       SQLITE_STATIC, SQLITE_UTF8);
}

static void
bind_values (sqlite3_stmt *statement,
             const char   *types,
             va_list       values)
{
  for (int i = 1; *types != '\0'; types++, i++)
    {
      switch (*types)
        {
        case 's':
          sqlite3_bind_text (statement, i, va_arg (values, const char *), -1, SQLITE_STATIC);
          break;

        case 'i':
          sqlite3_bind_int64 (statement, i, va_arg (values, gint64));
          break;

        case 'd':
          sqlite3_bind_double (statement, i, va_arg (values, double));
          break;

        case 'b':
          bind_bytes (statement, i, va_arg (values, GBytes *));
          break;

        default:
          g_assert_not_reached ();
        }
    }
}

static sqlite3_stmt *
query_valist (sqlite3     *db,
              GError     **error,
              const char  *sql,
              const char  *types,
              va_list      values)
{
  sqlite3_stmt *statement = NULL;

  if (sqlite3_prepare_v2 (db, sql, -1, &statement, NULL) != SQLITE_OK)
    {
      recess_sql_set_error (error, db);
      return NULL;
    }

  bind_values (statement, types, values);
  return statement;
}

sqlite3_stmt *
recess_sql_query (sqlite3     *db,
                  GError     **error,
                  const char  *sql,
                  const char  *types,
                  ...)
{
  sqlite3_stmt *statement;
  va_list values;

  g_return_val_if_fail (db != NULL, NULL);
  g_return_val_if_fail (sql != NULL, NULL);
  g_return_val_if_fail (types != NULL, NULL);

  va_start (values, types);
  statement = query_valist (db, error, sql, types, values);
  va_end (values);

  return statement;
}

gboolean
recess_sql_step (sqlite3_stmt  *statement,
                 GError       **error)
{
  g_return_val_if_fail (statement != NULL, FALSE);

  switch (sqlite3_step (statement))
    {
    case SQLITE_ROW:
      return TRUE;

    case SQLITE_DONE:
      return FALSE;

    default:
      recess_sql_set_error (error, sqlite3_db_handle (statement));
      return FALSE;
    }
}

gboolean
recess_sql_run (sqlite3     *db,
                GError     **error,
                const char  *sql,
                const char  *types,
                ...)
{
  g_autoptr(sqlite3_stmt) statement = NULL;
  g_autoptr(GError) failure = NULL;
  va_list values;

  g_return_val_if_fail (db != NULL, FALSE);
  g_return_val_if_fail (sql != NULL, FALSE);
  g_return_val_if_fail (types != NULL, FALSE);

  va_start (values, types);
  statement = query_valist (db, error, sql, types, values);
  va_end (values);
  if (statement == NULL)
    return FALSE;

  while (recess_sql_step (statement, &failure))
    ;

  if (failure == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

gboolean
recess_sql_get_int (sqlite3     *db,
                    gint64      *value,
                    gint64       fallback,
                    GError     **error,
                    const char  *sql,
                    const char  *types,
                    ...)
{
  g_autoptr(sqlite3_stmt) statement = NULL;
  g_autoptr(GError) failure = NULL;
  va_list values;

  g_return_val_if_fail (db != NULL, FALSE);
  g_return_val_if_fail (value != NULL, FALSE);

  va_start (values, types);
  statement = query_valist (db, error, sql, types, values);
  va_end (values);
  if (statement == NULL)
    return FALSE;

  *value = recess_sql_step (statement, &failure) ? sqlite3_column_int64 (statement, 0) : fallback;
  if (failure == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}
