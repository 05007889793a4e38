/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "common/recess-tokenizer.h"

static const RecessTokenizer *
get (RecessEncoding encoding)
{
  g_autoptr (GError) error = NULL;
  const RecessTokenizer *tokenizer = recess_tokenizer_get (encoding, &error);

  g_assert_no_error (error);
  return tokenizer;
}

static void
test_known (void)
{
  static const guint32 wanted[] = { 24912, 2375 };
  g_autoptr (GArray) ids = recess_tokenizer_encode (get (RECESS_ENCODING_O200K_BASE),
                                                    "hello world", -1);

  g_assert_cmpmem (ids->data, ids->len * sizeof (guint32), wanted, sizeof wanted);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tokenizer/known", test_known);

  return g_test_run ();
}
