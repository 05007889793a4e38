/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "providers/practice/recess-practice-file.h"
#include "providers/practice/recess-practice-random.h"
#include "providers/practice/recess-practice-trainer.h"
#include "providers/practice/recess-practice.h"

#define DIGEST_LENGTH 32

static GBytes *
small_file (void)
{
  RecessPracticeOptions options;
  RecessPracticeQuery query = { .text = "héllo" };
  g_autoptr(RecessPracticeTrainer) trainer = NULL;
  g_autoptr(RecessPracticeModel) model = NULL;

  recess_practice_options_init (&options);
  options.dimension = 3;
  trainer = recess_practice_trainer_new (NULL, &options);
  recess_practice_trainer_add (trainer, RECESS_PRACTICE_TRAINING, &query, "a title", "Hi ☺");
  recess_practice_trainer_step (trainer, NULL);
  model = recess_practice_trainer_dup_model (trainer);
  recess_practice_model_set_limit (model, 0.25f);

  return recess_practice_model_to_bytes (model);
}

static void
test_round_trip (void)
{
  g_autoptr(GBytes) bytes = small_file ();
  g_autoptr(GBytes) again = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(RecessPracticeModel) model = recess_practice_model_from_bytes (bytes, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (recess_practice_model_get_classes (model), ==, 2);
  g_assert_cmpstr (recess_practice_model_get_reply (model, 1), ==, "Hi ☺");
  g_assert_cmpstr (recess_practice_model_get_title (model, 1), ==, "a title");
  g_assert_cmpfloat (recess_practice_model_get_limit (model), ==, 0.25f);
  again = recess_practice_model_to_bytes (model);
  g_assert_true (g_bytes_equal (bytes, again));
}

static void
assert_refused (GBytes *bytes)
{
  g_autoptr(GError) error = NULL;

  g_assert_null (recess_practice_model_from_bytes (bytes, &error));
  g_assert_error (error, RECESS_PRACTICE_ERROR, RECESS_PRACTICE_ERROR_FILE);
}

static void
test_cut_off (void)
{
  g_autoptr(GBytes) bytes = small_file ();

  for (gsize length = 0; length < g_bytes_get_size (bytes); length++)
    {
      g_autoptr(GBytes) part = g_bytes_new_from_bytes (bytes, 0, length);

      assert_refused (part);
    }
}

static void
test_damaged (void)
{
  g_autoptr(GBytes) bytes = small_file ();
  gsize length = g_bytes_get_size (bytes);

  for (gsize i = 0; i < length; i++)
    {
      g_autofree guint8 *copy = g_memdup2 (g_bytes_get_data (bytes, NULL), length);
      g_autoptr(GBytes) damaged = NULL;

      copy[i] ^= 1 << (i % 8);
      damaged = g_bytes_new (copy, length);
      assert_refused (damaged);
    }
}

static void
seal (guint8 *data,
      gsize   length)
{
  g_autoptr(GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  gsize digest_length = DIGEST_LENGTH;

  g_checksum_update (checksum, data, length - DIGEST_LENGTH);
  g_checksum_get_digest (checksum, data + length - DIGEST_LENGTH, &digest_length);
}

/* Whoever makes the checksum right again still cannot break anything: what is read either is
 * refused or can be used. */
static void
test_forged (void)
{
  g_autoptr(GBytes) bytes = small_file ();
  RecessPracticeRandom random;
  gsize length = g_bytes_get_size (bytes);
  guint n_refused = 0;

  recess_practice_random_init (&random, 42);
  for (guint round = 0; round < 20000; round++)
    {
      g_autofree guint8 *copy = g_memdup2 (g_bytes_get_data (bytes, NULL), length);
      gsize shorter = round % 4 == 0 ? length - recess_practice_random_below (&random, 64) : length;
      g_autoptr(GBytes) forged = NULL;
      g_autoptr(RecessPracticeModel) model = NULL;

      for (guint i = 0; i <= round % 3; i++)
        copy[recess_practice_random_below (&random, MIN (round % 2 ? 64 : shorter, shorter))]
          = recess_practice_random_next (&random);
      seal (copy, shorter);
      forged = g_bytes_new (copy, shorter);
      model = recess_practice_model_from_bytes (forged, NULL);
      n_refused += model == NULL;
      if (model != NULL)
        {
          RecessPracticeQuery query = { .text = "hello" };
          g_autoptr(GArray) features = recess_practice_features_new (&query);
          g_autoptr(GArray) scores = recess_practice_model_score (model, features);

          g_assert_cmpuint (scores->len, ==, recess_practice_model_get_classes (model));
        }
    }
  g_assert_cmpuint (n_refused, >, 5000);
}

static void
test_load (void)
{
  g_autofree char *dir = g_dir_make_tmp ("recess-practice-XXXXXX", NULL);
  g_autofree char *missing = g_build_filename (dir, "missing", NULL);
  g_autofree char *foreign = g_build_filename (dir, "foreign", NULL);
  g_autoptr(RecessPractice) practice = NULL;
  g_autoptr(GError) first = NULL;
  g_autoptr(GError) second = NULL;
  g_autoptr(GError) third = NULL;

  g_assert_null (recess_practice_load (missing, &first));
  g_assert_error (first, G_FILE_ERROR, G_FILE_ERROR_NOENT);

  g_assert_true (g_file_set_contents (foreign, "{\"not\": \"a model\", \"but\": \"long enough to "
                                      "be one, if only it began as one does\"}", -1, NULL));
  g_assert_null (recess_practice_load (foreign, &second));
  g_assert_error (second, RECESS_PRACTICE_ERROR, RECESS_PRACTICE_ERROR_FILE);
  g_assert_nonnull (strstr (second->message, foreign));

  practice = recess_practice_load (g_getenv ("RECESS_PRACTICE_FILE"), &third);
  g_assert_no_error (third);
  g_assert_true (RECESS_IS_PRACTICE (practice));

  g_remove (foreign);
  g_rmdir (dir);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/practice/file/round-trip", test_round_trip);
  g_test_add_func ("/practice/file/cut-off", test_cut_off);
  g_test_add_func ("/practice/file/damaged", test_damaged);
  g_test_add_func ("/practice/file/forged", test_forged);
  g_test_add_func ("/practice/file/load", test_load);
  return g_test_run ();
}
