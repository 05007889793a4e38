/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "practice-quality.h"
#include "providers/practice/recess-practice-file.h"

/* What the model must reach on questions it has not seen. Nothing here is timed, and the weights are
 * the same in each build: a fall means that the data or the training became worse. */
static void
test_floors (void)
{
  g_autoptr(RecessPracticeModel) model = NULL;
  g_autoptr(GBytes) bytes = NULL;
  g_autoptr(GError) error = NULL;
  PracticeQuality held_out;
  PracticeQuality unrelated;
  char *contents;
  gsize length;

  g_file_get_contents (g_getenv ("RECESS_PRACTICE_FILE"), &contents, &length, &error);
  g_assert_no_error (error);
  bytes = g_bytes_new_take (contents, length);
  model = recess_practice_model_from_bytes (bytes, &error);
  g_assert_no_error (error);

  practice_quality_measure (model, g_getenv ("RECESS_PRACTICE_DATA"), &held_out, &unrelated,
                            &error);
  g_assert_no_error (error);

  g_test_message ("held out: %u right, %u wrong of %u; BM25 %u right, %u wrong",
                  held_out.model.right, held_out.model.wrong, held_out.model.related,
                  held_out.plain.right, held_out.plain.wrong);
  g_test_message ("unrelated: %u answered of %u; BM25 %u", unrelated.model.answered,
                  unrelated.model.unrelated, unrelated.plain.answered);

  g_assert_cmpuint (held_out.model.related, >=, 120);
  g_assert_cmpuint (unrelated.model.unrelated, >=, 200);
  g_assert_cmpuint (100 * held_out.model.right, >=, 90 * held_out.model.related);
  g_assert_cmpuint (100 * held_out.model.wrong, <, 3 * held_out.model.related);
  g_assert_cmpuint (100 * unrelated.model.answered, <=, 5 * unrelated.model.unrelated);
  g_assert_cmpuint (held_out.model.right, >, held_out.plain.right);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/practice/quality/floors", test_floors);
  return g_test_run ();
}
