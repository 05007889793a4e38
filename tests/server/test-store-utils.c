/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gstdio.h>

#include "store/recess-sql.h"

#include "test-store-utils.h"

char *
test_make_dir (void)
{
  g_autoptr(GError) error = NULL;
  char *dir = g_dir_make_tmp ("recess-test-XXXXXX", &error);

  g_assert_no_error (error);
  return dir;
}

void
test_remove_dir (const char *dir)
{
  g_autoptr(GDir) entries = g_dir_open (dir, 0, NULL);
  const char *name;

  while (entries != NULL && (name = g_dir_read_name (entries)) != NULL)
    {
      g_autofree char *path = g_build_filename (dir, name, NULL);

      if (g_file_test (path, G_FILE_TEST_IS_DIR))
        test_remove_dir (path);
      else
        g_unlink (path);
    }

  g_assert_cmpint (g_rmdir (dir), ==, 0);
}

RecessStore *
test_open (const char *dir)
{
  g_autoptr(GError) error = NULL;
  RecessStore *store = recess_store_open (dir, &error);

  g_assert_no_error (error);
  g_assert_nonnull (store);
  return store;
}

void
test_settle_store (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

void
test_close (RecessStore *store)
{
  recess_store_close (store);
  test_settle_store ();
  g_assert_finalize_object (store);
}

void
test_result_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  GAsyncResult **slot = user_data;

  g_assert_null (*slot);
  *slot = g_object_ref (result);
}

GAsyncResult *
test_wait_result (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);

  return g_steal_pointer (result);
}

gpointer
test_write (RecessStore           *store,
            RecessStoreWriteFunc   func,
            gpointer               data,
            GError               **error)
{
  GAsyncResult *slot = NULL;
  g_autoptr(GAsyncResult) result = NULL;

  recess_store_write_async (store, func, data, NULL, g_free, NULL, test_result_cb, &slot);
  result = test_wait_result (&slot);
  return recess_store_write_finish (store, result, error);
}

gpointer
test_read (RecessStore          *store,
           RecessStoreReadFunc   func,
           gpointer              data,
           GError              **error)
{
  GAsyncResult *slot = NULL;
  g_autoptr(GAsyncResult) result = NULL;

  recess_store_read_async (store, func, data, NULL, g_free, NULL, test_result_cb, &slot);
  result = test_wait_result (&slot);
  return recess_store_read_finish (store, result, error);
}

static gpointer
exec_func (RecessTransaction  *transaction,
           gpointer            user_data,
           GError            **error)
{
  recess_sql_exec (recess_transaction_get_db (transaction), user_data, error);
  return NULL;
}

gboolean
test_exec (RecessStore  *store,
           const char   *sql,
           GError      **error)
{
  g_autoptr(GError) failure = NULL;

  test_write (store, exec_func, (gpointer) sql, &failure);
  if (failure == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

static gpointer
select_func (sqlite3   *db,
             gpointer   user_data,
             GError   **error)
{
  g_autoptr(sqlite3_stmt) statement = recess_sql_query (db, error, user_data, "");
  GString *text = g_string_new (NULL);
  gboolean more = FALSE;

  while (statement != NULL && recess_sql_step (statement, error))
    {
      const char *value = recess_sql_text (statement, 0);

      if (more)
        g_string_append_c (text, '|');
      g_string_append (text, value != NULL ? value : "NULL");
      more = TRUE;
    }

  return g_string_free (text, FALSE);
}

char *
test_select (RecessStore *store,
             const char  *sql)
{
  g_autoptr(GError) error = NULL;
  char *text = test_read (store, select_func, (gpointer) sql, &error);

  g_assert_no_error (error);
  return text;
}
