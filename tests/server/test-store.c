/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gstdio.h>
#include <sys/stat.h>

#include "common/recess-api-error.h"
#include "store/recess-schema.h"
#include "store/recess-sql.h"

#include "test-store-utils.h"

#define N_WRITES 100

typedef struct
{
  char        *dir;
  RecessStore *store;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->dir = test_make_dir ();
  fixture->store = test_open (fixture->dir);
  g_assert_true (test_exec (fixture->store, "CREATE TABLE t (n INTEGER UNIQUE)", NULL));
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  if (fixture->store != NULL)
    test_close (fixture->store);
  test_remove_dir (fixture->dir);
  g_free (fixture->dir);
}

static gpointer
insert_func (RecessTransaction  *transaction,
             gpointer            user_data,
             GError            **error)
{
  recess_sql_run (recess_transaction_get_db (transaction), error, "INSERT INTO t VALUES (?)", "i",
                  (gint64) GPOINTER_TO_INT (user_data));
  return g_strdup_printf ("%d", GPOINTER_TO_INT (user_data));
}

/* Fails after it has written. */
static gpointer
insert_and_fail_func (RecessTransaction  *transaction,
                      gpointer            user_data,
                      GError            **error)
{
  char *text = insert_func (transaction, user_data, error);

  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, "no");
  return text;
}

static int
on_commit_cb (gpointer user_data)
{
  g_atomic_int_inc ((int *) user_data);
  return 0;
}

static gpointer
count_commits_func (RecessTransaction  *transaction,
                    gpointer            user_data,
                    GError            **error)
{
  sqlite3_commit_hook (recess_transaction_get_db (transaction), on_commit_cb, user_data);
  return NULL;
}

typedef struct
{
  GMutex   mutex;
  GCond    cond;
  gboolean open;
} Gate;

/* Holds the writer until the test has filled its queue. */
static gpointer
wait_func (RecessTransaction  *transaction,
           gpointer            user_data,
           GError            **error)
{
  Gate *gate = user_data;

  g_mutex_lock (&gate->mutex);
  while (!gate->open)
    g_cond_wait (&gate->cond, &gate->mutex);
  g_mutex_unlock (&gate->mutex);
  return NULL;
}

static void
gate_open (Gate *gate)
{
  g_mutex_lock (&gate->mutex);
  gate->open = TRUE;
  g_cond_signal (&gate->cond);
  g_mutex_unlock (&gate->mutex);
}

static void
count_done_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *text = recess_store_write_finish (RECESS_STORE (source), result, &error);

  g_assert_no_error (error);
  (*(guint *) user_data)++;
}

static void
test_group (Fixture       *fixture,
            gconstpointer  data)
{
  g_autofree char *count = NULL;
  int commits = 0;
  guint done = 0;
  Gate gate = { 0 };

  test_write (fixture->store, count_commits_func, &commits, NULL);
  commits = 0;
  recess_store_write_async (fixture->store, wait_func, &gate, NULL, NULL, NULL, NULL, NULL);
  for (int i = 0; i < N_WRITES; i++)
    recess_store_write_async (fixture->store, insert_func, GINT_TO_POINTER (i), NULL, g_free,
                              NULL, count_done_cb, &done);
  gate_open (&gate);

  while (done < N_WRITES)
    g_main_context_iteration (NULL, TRUE);

  g_assert_cmpint (g_atomic_int_get (&commits), <=, 2);
  count = test_select (fixture->store, "SELECT count(*) FROM t");
  g_assert_cmpstr (count, ==, "100");
}

static void
test_failing_job_alone (Fixture       *fixture,
                        gconstpointer  data)
{
  GAsyncResult *slots[4] = { NULL, };
  static const int numbers[] = { 1, 2, 7, 3 };
  g_autofree char *rows = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    recess_store_write_async (fixture->store, i == 2 ? insert_and_fail_func : insert_func,
                              GINT_TO_POINTER (numbers[i]), NULL, g_free, NULL, test_result_cb,
                              &slots[i]);

  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      g_autoptr(GAsyncResult) result = test_wait_result (&slots[i]);
      g_autoptr(GError) error = NULL;
      g_autofree char *text = recess_store_write_finish (fixture->store, result, &error);

      g_assert_cmpint (i == 2, ==, error != NULL);
      g_assert_cmpint (i == 2, ==, text == NULL);
    }

  rows = test_select (fixture->store, "SELECT n FROM t ORDER BY n");
  g_assert_cmpstr (rows, ==, "1|2|3");
  g_assert_cmpstr (recess_store_get_state (fixture->store), ==, "ok");
}

static void
test_read_sees_write (Fixture       *fixture,
                      gconstpointer  data)
{
  for (int i = 0; i < 20; i++)
    {
      g_autofree char *text = test_write (fixture->store, insert_func, GINT_TO_POINTER (i), NULL);
      g_autofree char *newest = test_select (fixture->store, "SELECT max (n) FROM t");

      g_assert_cmpstr (newest, ==, text);
    }
}

static gpointer
sneak_func (sqlite3   *db,
            gpointer   user_data,
            GError   **error)
{
  recess_sql_exec (db, "INSERT INTO t VALUES (7)", error);
  return NULL;
}

static void
test_reader_cannot_write (Fixture       *fixture,
                          gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *count = NULL;

  test_read (fixture->store, sneak_func, NULL, &error);
  g_assert_error (error, RECESS_API_ERROR, 500);
  count = test_select (fixture->store, "SELECT count(*) FROM t");
  g_assert_cmpstr (count, ==, "0");
  g_assert_cmpstr (recess_store_get_state (fixture->store), ==, "ok");
}

static gpointer
pragma_func (RecessTransaction  *transaction,
             gpointer            user_data,
             GError            **error)
{
  g_autoptr(sqlite3_stmt) statement =
    recess_sql_query (recess_transaction_get_db (transaction), error, user_data, "");

  g_assert_true (recess_sql_step (statement, error));
  return g_strdup (recess_sql_text (statement, 0));
}

/* What makes an acknowledged write outlive a power cut cannot be seen otherwise. */
static void
test_pragmas (Fixture       *fixture,
              gconstpointer  data)
{
  static const char *const pragmas[][2] = {
    { "PRAGMA synchronous", "2" },
    { "PRAGMA journal_mode", "wal" },
    { "PRAGMA foreign_keys", "1" },
    { "PRAGMA auto_vacuum", "2" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (pragmas); i++)
    {
      g_autofree char *value = test_write (fixture->store, pragma_func, (gpointer) pragmas[i][0],
                                           NULL);

      g_assert_cmpstr (value, ==, pragmas[i][1]);
    }
}

static void
test_cancel (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *count = NULL;
  GAsyncResult *slot = NULL;
  Gate gate = { 0 };

  recess_store_write_async (fixture->store, wait_func, &gate, NULL, NULL, NULL, NULL, NULL);
  recess_store_write_async (fixture->store, insert_func, GINT_TO_POINTER (1), NULL, g_free,
                            cancellable, test_result_cb, &slot);
  g_cancellable_cancel (cancellable);
  gate_open (&gate);

  result = test_wait_result (&slot);
  g_assert_null (recess_store_write_finish (fixture->store, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  count = test_select (fixture->store, "SELECT count(*) FROM t");
  g_assert_cmpstr (count, ==, "0");
}

/* Counts for ever, so only cancelling ends it. */
static gpointer
endless_func (sqlite3   *db,
              gpointer   user_data,
              GError   **error)
{
  gint64 count;

  g_cancellable_cancel (user_data);
  recess_sql_get_int (db, &count, 0, error,
                      "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) "
                      "SELECT count (*) FROM n", "");
  return NULL;
}

static void
test_cancel_read (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  GAsyncResult *slot = NULL;

  recess_store_read_async (fixture->store, endless_func, cancellable, NULL, NULL, cancellable,
                           test_result_cb, &slot);
  result = test_wait_result (&slot);
  g_assert_null (recess_store_read_finish (fixture->store, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_close_drains (Fixture       *fixture,
                   gconstpointer  data)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *count = NULL;
  GAsyncResult *slot = NULL;
  guint done = 0;

  for (int i = 0; i < N_WRITES; i++)
    recess_store_write_async (fixture->store, insert_func, GINT_TO_POINTER (i), NULL, g_free,
                              NULL, count_done_cb, &done);
  recess_store_close (fixture->store);

  recess_store_write_async (fixture->store, insert_func, GINT_TO_POINTER (1), NULL, g_free, NULL,
                            test_result_cb, &slot);
  result = test_wait_result (&slot);
  g_assert_null (recess_store_write_finish (fixture->store, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CLOSED);
  test_settle_store ();
  g_assert_cmpuint (done, ==, N_WRITES);

  g_clear_object (&result);
  test_close (g_steal_pointer (&fixture->store));
  fixture->store = test_open (fixture->dir);
  count = test_select (fixture->store, "SELECT count(*) FROM t");
  g_assert_cmpstr (count, ==, "100");
}

static void
test_modes (void)
{
  g_autofree char *dir = test_make_dir ();
  g_autofree char *inner = g_build_filename (dir, "new", "data", NULL);
  g_autofree char *path = g_build_filename (inner, "server.db", NULL);
  g_autofree char *wal = g_strconcat (path, "-wal", NULL);
  RecessStore *store = test_open (inner);
  GStatBuf info;

  g_assert_cmpint (g_stat (inner, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0700);
  g_assert_cmpint (g_stat (path, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);
  g_assert_true (test_exec (store, "CREATE TABLE t (n)", NULL));
  g_assert_cmpint (g_stat (wal, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);

  test_close (store);
  test_remove_dir (dir);
}

static char *
dump_schema (sqlite3 *db)
{
  g_autoptr(sqlite3_stmt) statement =
    recess_sql_query (db, NULL, "SELECT name || sql FROM sqlite_schema ORDER BY name", "");
  GString *text = g_string_new (NULL);

  while (recess_sql_step (statement, NULL))
    {
      const char *row = recess_sql_text (statement, 0);

      g_string_append (text, row != NULL ? row : "");
    }

  return g_string_free (text, FALSE);
}

/* From each version there was, the newest comes out as if made at once. */
static void
test_migrations (void)
{
  g_autofree char *expected = NULL;

  for (int from = (int) recess_schema_get_version (); from >= 0; from--)
    {
      sqlite3 *db;
      g_autoptr(GError) error = NULL;
      g_autofree char *schema = NULL;

      g_assert_cmpint (sqlite3_open (":memory:", &db), ==, SQLITE_OK);
      g_assert_true (recess_schema_migrate_to (db, (guint) from, &error));
      g_assert_no_error (error);
      g_assert_true (recess_schema_migrate (db, &error));
      g_assert_no_error (error);
      schema = dump_schema (db);
      if (expected == NULL)
        expected = g_steal_pointer (&schema);
      else
        g_assert_cmpstr (schema, ==, expected);
      sqlite3_close (db);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)
  ADD ("/store/group", test_group);
  ADD ("/store/failing-job-alone", test_failing_job_alone);
  ADD ("/store/read-sees-write", test_read_sees_write);
  ADD ("/store/reader-cannot-write", test_reader_cannot_write);
  ADD ("/store/pragmas", test_pragmas);
  ADD ("/store/cancel", test_cancel);
  ADD ("/store/cancel-read", test_cancel_read);
  ADD ("/store/close-drains", test_close_drains);
#undef ADD
  g_test_add_func ("/store/modes", test_modes);
  g_test_add_func ("/store/migrations", test_migrations);

  return g_test_run ();
}
