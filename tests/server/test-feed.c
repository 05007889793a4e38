/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "store/recess-feed.h"

#include "test-store-utils.h"

static void
append_change (const RecessChange *change,
               gpointer            user_data)
{
  g_string_append_printf (user_data, "%" G_GUINT64_FORMAT " %s %s %s %s\n", change->seq,
                          change->kind, change->id, change->change,
                          change->parent != NULL ? change->parent : "-");
}

static void
on_changed_cb (RecessFeed *feed,
               guint64     seq,
               const char *kind,
               const char *id,
               const char *change,
               const char *parent,
               GString    *told)
{
  RecessChange row = { seq, kind, id, change, parent };

  append_change (&row, told);
}

static void
count_change (const RecessChange *change,
              gpointer            user_data)
{
  guint64 *next = user_data;

  g_assert_cmpuint (change->seq, ==, *next);
  (*next)++;
}

static void
test_tell (void)
{
  g_autoptr(RecessFeed) feed = recess_feed_new ();
  g_autoptr(GString) told = g_string_new (NULL);
  g_autoptr(GString) replayed = g_string_new (NULL);

  g_signal_connect (feed, "changed", G_CALLBACK (on_changed_cb), told);
  g_assert_cmpuint (recess_feed_get_seq (feed), ==, 0);

  recess_feed_tell (feed, "provider", "prov_a", "created");
  recess_feed_tell_child (feed, "message", "cmsg_a", "updated", "conv_a");
  recess_feed_tell (feed, "model", "", "updated");

  g_assert_cmpstr (told->str, ==,
                   "1 provider prov_a created -\n"
                   "2 message cmsg_a updated conv_a\n"
                   "3 model  updated -\n");

  g_assert_true (recess_feed_replay (feed, 1, append_change, replayed));
  g_assert_cmpstr (replayed->str, ==,
                   "2 message cmsg_a updated conv_a\n"
                   "3 model  updated -\n");
}

static void
test_resume (void)
{
  g_autoptr(RecessFeed) feed = recess_feed_new ();
  const guint64 total = RECESS_FEED_KEPT + 5;
  guint64 next;

  g_assert_true (recess_feed_replay (feed, 0, count_change, &next));
  g_assert_false (recess_feed_replay (feed, 1, count_change, &next));

  for (guint64 i = 0; i < total; i++)
    recess_feed_tell (feed, "conversation", "conv_a", "updated");

  next = 6;
  g_assert_true (recess_feed_replay (feed, 5, count_change, &next));
  g_assert_cmpuint (next, ==, total + 1);

  next = 0;
  g_assert_false (recess_feed_replay (feed, 4, count_change, &next));
  g_assert_false (recess_feed_replay (feed, total + 1, count_change, &next));
  g_assert_false (recess_feed_replay (feed, G_MAXUINT64, count_change, &next));
  g_assert_cmpuint (next, ==, 0);

  g_assert_true (recess_feed_replay (feed, total, count_change, &next));
  g_assert_cmpuint (next, ==, 0);
}

static void
test_epochs (void)
{
  g_autoptr(RecessFeed) first = recess_feed_new ();
  g_autoptr(RecessFeed) second = recess_feed_new ();

  g_assert_cmpstr (recess_feed_get_epoch (first), !=, recess_feed_get_epoch (second));
  g_assert_null (strchr (recess_feed_get_epoch (first), '-'));
}

static gpointer
change_func (RecessTransaction  *transaction,
             gpointer            user_data,
             GError            **error)
{
  recess_transaction_change (transaction, "conversation", user_data, "updated");
  if (g_str_equal (user_data, "bad"))
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, "no");
  return NULL;
}

typedef struct
{
  GString *told;
  guint    waiting;
} Order;

static void
on_written_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  Order *order = user_data;
  g_autoptr(GError) error = NULL;

  recess_store_write_finish (RECESS_STORE (source), result, &error);
  g_string_append (order->told, error == NULL ? "done\n" : "failed\n");
  order->waiting--;
}

/* A caller has its answer before the feed tells; what failed is not told. */
static void
test_order (void)
{
  g_autofree char *dir = test_make_dir ();
  RecessStore *store = test_open (dir);
  g_autoptr(GString) told = g_string_new (NULL);
  Order order = { told, 3 };
  static const char *const ids[] = { "one", "bad", "two" };

  g_signal_connect (recess_store_get_feed (store), "changed", G_CALLBACK (on_changed_cb), told);
  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    recess_store_write_async (store, change_func, (gpointer) ids[i], NULL, NULL, NULL,
                              on_written_cb, &order);

  /* Closing makes the writer take what waits; the answers come when the loop runs. */
  recess_store_close (store);
  g_assert_cmpstr (told->str, ==, "");
  test_settle_store ();
  g_assert_cmpuint (order.waiting, ==, 0);
  g_assert_true (g_str_has_prefix (told->str, "done\n"));
  g_assert_nonnull (strstr (told->str, "failed\n"));
  g_assert_nonnull (strstr (told->str, "1 conversation one updated -\n"));
  g_assert_nonnull (strstr (told->str, "2 conversation two updated -\n"));
  g_assert_null (strstr (told->str, "bad"));

  test_close (store);
  test_remove_dir (dir);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/feed/tell", test_tell);
  g_test_add_func ("/feed/resume", test_resume);
  g_test_add_func ("/feed/epochs", test_epochs);
  g_test_add_func ("/feed/order", test_order);

  return g_test_run ();
}
