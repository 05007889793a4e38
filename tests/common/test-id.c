/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "common/recess-id.h"

static void
test_unique (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < 10000; i++)
    {
      char *id = recess_id_new ("cmsg_");

      g_assert_true (recess_id_valid (id, "cmsg_"));
      g_assert_true (g_hash_table_add (seen, id));
    }
}

static void
test_valid (void)
{
  g_assert_false (recess_id_valid (NULL, "cmsg_"));
  g_assert_false (recess_id_valid ("", "cmsg_"));
  g_assert_false (recess_id_valid ("cmsg_", "cmsg_"));
  g_assert_false (recess_id_valid ("conv_ABCDEFGHIJKLMNOPQRSTUVWX", "cmsg_"));
  g_assert_false (recess_id_valid ("cmsg_ABCDEFGHIJKLMNOPQRSTUVW'", "cmsg_"));
  g_assert_true (recess_id_valid ("cmsg_ABCDEFGHIJKLMNOPQRSTUVWX", "cmsg_"));
}

static void
test_of_process (void)
{
  g_assert_true (recess_id_valid (recess_id_of_process (), "proc_"));
  g_assert_true (recess_id_of_process () == recess_id_of_process ());
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/id/unique", test_unique);
  g_test_add_func ("/id/valid", test_valid);
  g_test_add_func ("/id/of-process", test_of_process);
  return g_test_run ();
}
