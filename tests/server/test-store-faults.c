/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

#include "common/recess-api-error.h"
#include "store/recess-sql.h"

#include "test-conversation-utils.h"

/* Acknowledged writes after which the child is killed. */
#define N_BEFORE_KILL 200

static const char *program;

static gpointer
insert_func (RecessTransaction  *transaction,
             gpointer            user_data,
             GError            **error)
{
  recess_sql_run (recess_transaction_get_db (transaction), error,
                  "INSERT INTO t (n, filling) VALUES (?, zeroblob (8192))", "i",
                  (gint64) GPOINTER_TO_INT (user_data));
  return NULL;
}

static gboolean
insert (RecessStore  *store,
        int           n,
        GError      **error)
{
  g_autoptr(GError) failure = NULL;

  test_write (store, insert_func, GINT_TO_POINTER (n), &failure);
  if (failure == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

static void
make_table (RecessStore *store)
{
  g_autoptr(GError) error = NULL;

  test_exec (store, "CREATE TABLE t (n INTEGER PRIMARY KEY, filling)", &error);
  g_assert_no_error (error);
}

/* The child: writes for ever, and says each number once it is acknowledged. */

typedef struct
{
  RecessStore *store;
  int          n;
} Writing;

static void
on_child_wrote_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  Writing *writing = user_data;
  g_autofree char *line = g_strdup_printf ("%d\n", writing->n);

  if (!recess_store_write_finish_plain (RECESS_STORE (source), result, NULL) ||
      write (STDOUT_FILENO, line, strlen (line)) < 0)
    _exit (1);

  writing->n += 4;
  recess_store_write_async (writing->store, insert_func, GINT_TO_POINTER (writing->n), NULL, NULL,
                            NULL, on_child_wrote_cb, writing);
}

static void
write_partial_answer (TestStores *stores)
{
  g_autofree char *id = test_create (stores, NULL);
  g_autofree char *mid = test_add_answer (stores, id, "Question");
  GAsyncResult *slot = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  RecessLiveAnswer *answer;

  recess_message_store_claim_async (stores->messages, mid, NULL, test_result_cb, &slot);
  result = test_wait_result (&slot);
  answer = recess_message_store_claim_finish (stores->messages, result, NULL);
  recess_message_store_append (stores->messages, answer, "partial", NULL);

  for (;;)
    {
      g_autofree char *count = test_select (stores->store, "SELECT count (*) FROM message_deltas");

      if (g_str_equal (count, "1"))
        return;
      g_main_context_iteration (NULL, TRUE);
    }
}

G_GNUC_NORETURN static void
run_child (const char *dir)
{
  TestStores stores = { .dir = (char *) dir };
  Writing writing[4];

  stores.store = test_open (dir);
  stores.messages = recess_message_store_new (stores.store);
  recess_message_store_set_times (stores.messages, 5, G_MAXUINT);
  make_table (stores.store);
  write_partial_answer (&stores);

  for (int i = 0; i < 4; i++)
    {
      writing[i].store = stores.store;
      writing[i].n = i;
      recess_store_write_async (stores.store, insert_func, GINT_TO_POINTER (i), NULL, NULL, NULL,
                                on_child_wrote_cb, &writing[i]);
    }

  for (;;)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_kill (void)
{
  g_autofree char *dir = test_make_dir ();
  g_autoptr(GSubprocess) child = NULL;
  g_autoptr(GDataInputStream) lines = NULL;
  g_autoptr(GArray) acknowledged = g_array_new (FALSE, FALSE, sizeof (int));
  g_autoptr(GError) error = NULL;
  RecessStore *store;
  g_autofree char *partial = NULL;
  g_autofree char *check = NULL;
  char *line;

  child = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, program, "--child", dir, NULL);
  g_assert_no_error (error);
  lines = g_data_input_stream_new (g_subprocess_get_stdout_pipe (child));

  while ((line = g_data_input_stream_read_line (lines, NULL, NULL, NULL)) != NULL)
    {
      int n = atoi (line);

      g_free (line);
      g_array_append_val (acknowledged, n);
      if (acknowledged->len == N_BEFORE_KILL)
        g_subprocess_force_exit (child);
    }
  g_assert_true (g_subprocess_wait (child, NULL, NULL));
  g_assert_cmpuint (acknowledged->len, >=, N_BEFORE_KILL);

  store = test_open (dir);
  for (guint i = 0; i < acknowledged->len; i++)
    {
      g_autofree char *sql = g_strdup_printf ("SELECT count (*) FROM t WHERE n = %d",
                                              g_array_index (acknowledged, int, i));
      g_autofree char *count = test_select (store, sql);

      g_assert_cmpstr (count, ==, "1");
    }

  partial = test_select (store, "SELECT status || content FROM messages ORDER BY seq DESC LIMIT 1");
  g_assert_cmpstr (partial, ==, "interrupted\"partial\"");
  check = test_select (store, "PRAGMA integrity_check");
  g_assert_cmpstr (check, ==, "ok");

  test_close (store);
  test_remove_dir (dir);
}

static void
assert_full_error (GError *error)
{
  g_assert_error (error, RECESS_API_ERROR, 507);
  g_assert_cmpstr (error->message, ==,
                   "The disk is full. Nothing was lost that was acknowledged; free some space and "
                   "try again.");
  g_assert_true (recess_api_error_get_final (error));
}

static void
set_file_size_limit (rlim_t bytes)
{
  struct rlimit limit;

  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  limit.rlim_cur = MIN (bytes, limit.rlim_max);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
}

/* The file cannot grow at the commit, as on a device without space. */
static void
test_full_at_commit (void)
{
  g_autofree char *dir = test_make_dir ();
  RecessStore *store = test_open (dir);
  g_autoptr(GError) error = NULL;
  g_autofree char *rows = NULL;
  g_autofree char *expected = NULL;
  int n = 0;

  make_table (store);
  signal (SIGXFSZ, SIG_IGN);
  set_file_size_limit (512 * 1024);
  while (insert (store, n, &error))
    g_assert_cmpint (++n, <, 1000);
  assert_full_error (error);
  g_clear_error (&error);
  g_assert_cmpstr (recess_store_get_state (store), ==, "full");
  rows = test_select (store, "SELECT count (*) FROM t");
  expected = g_strdup_printf ("%d", n);
  g_assert_cmpstr (rows, ==, expected);

  set_file_size_limit (RLIM_INFINITY);
  g_assert_true (insert (store, n, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (recess_store_get_state (store), ==, "ok");

  test_close (store);
  store = test_open (dir);
  g_free (rows);
  rows = test_select (store, "SELECT max (n) FROM t");
  g_assert_cmpstr (rows, ==, expected);
  test_close (store);
  test_remove_dir (dir);
}

static gpointer
exec_func (RecessTransaction  *transaction,
           gpointer            user_data,
           GError            **error)
{
  recess_sql_exec (recess_transaction_get_db (transaction), user_data, error);
  return NULL;
}

static void
note_change_cb (RecessFeed *feed,
                guint64     seq,
                const char *kind,
                const char *id,
                const char *change,
                const char *parent,
                guint      *count)
{
  (*count)++;
}

static gpointer
fill_func (RecessTransaction  *transaction,
           gpointer            user_data,
           GError            **error)
{
  recess_transaction_change (transaction, "conversation", "conv_x", "updated");
  recess_sql_exec (recess_transaction_get_db (transaction),
                   "INSERT INTO t (filling) VALUES (zeroblob (1500000))", error);
  return NULL;
}

typedef struct
{
  GAsyncQueue *begun;
  GAsyncQueue *free;
} Hold;

static gpointer
hold_func (RecessTransaction  *transaction,
           gpointer            user_data,
           GError            **error)
{
  Hold *hold = user_data;

  g_async_queue_push (hold->begun, hold);
  g_async_queue_pop (hold->free);
  return NULL;
}

/* Writes 1, what does not fit, and 2 as one group, since they come while the writer is busy. Only
 * what does not fit fails, and the feed does not tell of it. */
static void
write_group_too_large (RecessStore *store)
{
  Hold hold = { g_async_queue_new (), g_async_queue_new () };
  GAsyncResult *slots[4] = { NULL, };
  guint n_changes = 0;
  g_autofree char *rows = NULL;

  g_signal_connect (recess_store_get_feed (store), "changed", G_CALLBACK (note_change_cb),
                    &n_changes);
  recess_store_write_async (store, hold_func, &hold, NULL, NULL, NULL, test_result_cb, &slots[3]);
  g_async_queue_pop (hold.begun);
  recess_store_write_async (store, insert_func, GINT_TO_POINTER (1), NULL, NULL, NULL,
                            test_result_cb, &slots[0]);
  recess_store_write_async (store, fill_func, NULL, NULL, NULL, NULL, test_result_cb, &slots[1]);
  recess_store_write_async (store, insert_func, GINT_TO_POINTER (2), NULL, NULL, NULL,
                            test_result_cb, &slots[2]);
  g_async_queue_push (hold.free, &hold);

  for (guint i = 0; i < G_N_ELEMENTS (slots); i++)
    {
      g_autoptr(GAsyncResult) result = test_wait_result (&slots[i]);
      g_autoptr(GError) error = NULL;

      recess_store_write_finish_plain (store, result, &error);
      if (i == 1)
        assert_full_error (error);
      else
        g_assert_no_error (error);
    }

  rows = test_select (store, "SELECT n FROM t ORDER BY n");
  g_assert_cmpstr (rows, ==, "1|2");
  g_assert_cmpuint (n_changes, ==, 0);
  g_signal_handlers_disconnect_by_data (recess_store_get_feed (store), &n_changes);
  g_async_queue_unref (hold.begun);
  g_async_queue_unref (hold.free);
}

/* SQLite rolls all of the transaction back by itself. */
static void
test_group_full_in_statement (void)
{
  g_autofree char *dir = test_make_dir ();
  RecessStore *store = test_open (dir);
  g_autoptr(GError) late = NULL;

  make_table (store);
  test_write (store, exec_func, (gpointer) "PRAGMA max_page_count = 200", NULL);
  write_group_too_large (store);

  test_write (store, exec_func, (gpointer) "PRAGMA max_page_count = 1000000", NULL);
  g_assert_true (insert (store, 3, &late));
  g_assert_cmpstr (recess_store_get_state (store), ==, "ok");

  test_close (store);
  test_remove_dir (dir);
}

static void
test_group_full_at_commit (void)
{
  g_autofree char *dir = test_make_dir ();
  RecessStore *store = test_open (dir);

  make_table (store);
  signal (SIGXFSZ, SIG_IGN);
  set_file_size_limit (1024 * 1024);
  write_group_too_large (store);
  set_file_size_limit (RLIM_INFINITY);

  test_close (store);
  test_remove_dir (dir);
}

static int
run_read_only_child (const char *dir)
{
  RecessStore *store = test_open (dir);
  g_autoptr(GError) error = NULL;
  g_autofree char *rows = test_select (store, "SELECT count (*) FROM t");

  g_assert_cmpstr (rows, ==, "1");
  g_assert_false (insert (store, 2, &error));
  g_assert_error (error, RECESS_API_ERROR, 500);
  g_assert_cmpstr (error->message, ==, "The data folder is read-only: nothing can be changed.");
  g_assert_true (recess_api_error_get_final (error));
  g_assert_cmpstr (recess_store_get_state (store), ==, "read-only");
  test_close (store);
  return 0;
}

static void
test_read_only (void)
{
  g_autofree char *dir = test_make_dir ();
  RecessStore *store = test_open (dir);
  g_autoptr(GSubprocess) probe = NULL;
  g_autoptr(GSubprocess) child = NULL;

  make_table (store);
  g_assert_true (insert (store, 1, NULL));
  test_close (store);

  probe = g_subprocess_new (G_SUBPROCESS_FLAGS_STDERR_SILENCE, NULL, "bwrap", "--dev-bind", "/",
                            "/", "--ro-bind", dir, dir, "true", NULL);
  if (probe != NULL && g_subprocess_wait_check (probe, NULL, NULL))
    {
      child = g_subprocess_new (G_SUBPROCESS_FLAGS_NONE, NULL, "bwrap", "--dev-bind", "/", "/",
                                "--ro-bind", dir, dir, program, "--read-only-child", dir, NULL);
      g_assert_true (g_subprocess_wait_check (child, NULL, NULL));
    }
  else
    {
      g_test_skip ("There is no sandbox to make a folder read-only.");
    }

  test_remove_dir (dir);
}

static void
assert_refused (const char *dir,
                const char *message)
{
  g_autofree char *path = g_build_filename (dir, "server.db", NULL);
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autoptr(GError) error = NULL;
  gsize length_before, length_after;

  g_assert_true (g_file_get_contents (path, &before, &length_before, NULL));
  g_assert_null (recess_store_open (dir, &error));
  g_assert_nonnull (error);
  g_test_message ("%s", error->message);
  g_assert_nonnull (strstr (error->message, path));
  g_assert_nonnull (strstr (error->message, message));
  g_assert_true (g_file_get_contents (path, &after, &length_after, NULL));
  g_assert_cmpmem (after, length_after, before, length_before);
}

static void
test_garbage (void)
{
  g_autofree char *dir = test_make_dir ();
  g_autofree char *path = g_build_filename (dir, "server.db", NULL);
  g_autofree char *garbage = g_strnfill (20000, 'x');

  g_assert_true (g_file_set_contents (path, garbage, -1, NULL));
  assert_refused (dir, "is damaged");
  test_remove_dir (dir);
}

static void
test_torn (void)
{
  g_autofree char *dir = test_make_dir ();
  g_autofree char *path = g_build_filename (dir, "server.db", NULL);
  g_autofree char *bytes = NULL;
  RecessStore *store = test_open (dir);
  gsize length;

  test_close (store);
  g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));
  memset (bytes + 4096, 0xff, length - 4096);
  g_assert_true (g_file_set_contents (path, bytes, (gssize) length, NULL));
  assert_refused (dir, "is damaged");
  test_remove_dir (dir);
}

static void
make_database (const char *dir,
               const char *sql)
{
  g_autofree char *path = g_build_filename (dir, "server.db", NULL);
  sqlite3 *db;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (db);
}

static void
test_foreign (void)
{
  g_autofree char *dir = test_make_dir ();

  make_database (dir, "CREATE TABLE bookmarks (url)");
  assert_refused (dir, "another program");
  test_remove_dir (dir);
}

static void
test_newer (void)
{
  g_autofree char *dir = test_make_dir ();

  test_close (test_open (dir));
  make_database (dir, "PRAGMA user_version = 9999");
  assert_refused (dir, "newer version");
  test_remove_dir (dir);
}

static void
test_no_folder (void)
{
  g_autofree char *dir = test_make_dir ();
  g_autofree char *file = g_build_filename (dir, "file", NULL);
  g_autofree char *below = g_build_filename (file, "data", NULL);
  g_autoptr(GError) error = NULL;

  g_assert_true (g_file_set_contents (file, "", 0, NULL));
  g_assert_null (recess_store_open (below, &error));
  g_assert_nonnull (error);
  g_assert_nonnull (strstr (error->message, below));
  test_remove_dir (dir);
}

int
main (int   argc,
      char *argv[])
{
  if (argc == 3 && g_str_equal (argv[1], "--child"))
    run_child (argv[2]);
  if (argc == 3 && g_str_equal (argv[1], "--read-only-child"))
    return run_read_only_child (argv[2]);

  program = argv[0];
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/store/faults/kill", test_kill);
  g_test_add_func ("/store/faults/full-at-commit", test_full_at_commit);
  g_test_add_func ("/store/faults/group-full-in-statement", test_group_full_in_statement);
  g_test_add_func ("/store/faults/group-full-at-commit", test_group_full_at_commit);
  g_test_add_func ("/store/faults/read-only", test_read_only);
  g_test_add_func ("/store/faults/garbage", test_garbage);
  g_test_add_func ("/store/faults/torn", test_torn);
  g_test_add_func ("/store/faults/foreign", test_foreign);
  g_test_add_func ("/store/faults/newer", test_newer);
  g_test_add_func ("/store/faults/no-folder", test_no_folder);

  return g_test_run ();
}
