/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "common/recess-json.h"
#include "providers/practice/recess-practice-file.h"
#include "providers/practice/recess-practice-trainer.h"

static const struct
{
  const char *question;
  const char *reply;
} toys[] = {
  { "my password is forgotten", "[account]" },
  { "cannot log in to my account", "[account]" },
  { "please reset the password", "[account]" },
  { "the invoice is wrong", "[billing]" },
  { "i was charged twice", "[billing]" },
  { "refund my payment", "[billing]" },
  { "the printer is on fire", "[hardware]" },
  { "my screen stays black", "[hardware]" },
  { "the keyboard does not work", "[hardware]" },
  { "what is the weather", NULL },
  { "sing a song", NULL },
};

static RecessPracticeTrainer *
new_trainer (RecessPracticeModel *base,
             guint64              seed)
{
  RecessPracticeOptions options;
  RecessPracticeTrainer *trainer;

  recess_practice_options_init (&options);
  options.seed = seed;
  options.dimension = 16;
  options.batch_size = 4;
  trainer = recess_practice_trainer_new (base, &options);
  for (guint i = 0; i < G_N_ELEMENTS (toys); i++)
    {
      RecessPracticeQuery query = { .text = toys[i].question };

      recess_practice_trainer_add (trainer, RECESS_PRACTICE_TRAINING, &query, NULL,
                                   toys[i].reply);
    }

  return trainer;
}

static void
run_steps (RecessPracticeTrainer *trainer,
           guint                  n_steps)
{
  for (guint i = 0; i < n_steps; i++)
    recess_practice_trainer_step (trainer, NULL);
}

static GBytes *
weights_of (RecessPracticeTrainer *trainer)
{
  g_autoptr(RecessPracticeModel) model = recess_practice_trainer_dup_model (trainer);

  return recess_practice_model_to_bytes (model);
}

static const char *
best_reply (RecessPracticeModel *model,
            const char          *question,
            const char          *system)
{
  RecessPracticeQuery query = { .text = question, .system = system };
  g_autoptr(GArray) features = recess_practice_features_new (&query);
  g_autoptr(GArray) scores = recess_practice_model_score (model, features);

  return recess_practice_model_get_reply (model,
                                          g_array_index (scores, RecessPracticeScore, 0).class);
}

static void
test_learns (void)
{
  g_autoptr(RecessPracticeTrainer) trainer = new_trainer (NULL, 1);
  g_autoptr(RecessPracticeModel) model = NULL;
  RecessPracticeMetrics before;
  RecessPracticeMetrics after;

  g_assert_cmpuint (recess_practice_trainer_get_examples (trainer, RECESS_PRACTICE_TRAINING), ==,
                    G_N_ELEMENTS (toys));
  g_assert_cmpuint (recess_practice_trainer_get_epoch_steps (trainer), ==, 3);
  recess_practice_trainer_evaluate (trainer, RECESS_PRACTICE_TRAINING, &before);
  run_steps (trainer, 300);
  recess_practice_trainer_evaluate (trainer, RECESS_PRACTICE_TRAINING, &after);

  g_assert_cmpfloat (after.loss, <, before.loss / 4);
  g_assert_cmpfloat (after.accuracy, ==, 1);

  model = recess_practice_trainer_dup_model (trainer);
  g_assert_cmpstr (best_reply (model, "forgot passwords", NULL), ==, "[account]");
  g_assert_cmpstr (best_reply (model, "wrong invoices", NULL), ==, "[billing]");
  g_assert_null (best_reply (model, "weather song", NULL));
}

static void
test_same_seed_same_weights (void)
{
  g_autoptr(RecessPracticeTrainer) first = new_trainer (NULL, 7);
  g_autoptr(RecessPracticeTrainer) second = new_trainer (NULL, 7);
  g_autoptr(RecessPracticeTrainer) other = new_trainer (NULL, 8);
  g_autoptr(GBytes) first_weights = NULL;
  g_autoptr(GBytes) second_weights = NULL;
  g_autoptr(GBytes) other_weights = NULL;

  run_steps (first, 50);
  run_steps (second, 50);
  run_steps (other, 50);
  first_weights = weights_of (first);
  second_weights = weights_of (second);
  other_weights = weights_of (other);

  g_assert_true (g_bytes_equal (first_weights, second_weights));
  g_assert_false (g_bytes_equal (first_weights, other_weights));
}

/* A job that was interrupted ends with the weights of one that was not. */
static void
test_checkpoint (void)
{
  g_autoptr(RecessPracticeTrainer) whole = new_trainer (NULL, 3);
  g_autoptr(RecessPracticeTrainer) half = new_trainer (NULL, 3);
  g_autoptr(RecessPracticeTrainer) rest = new_trainer (NULL, 3);
  g_autoptr(GBytes) checkpoint = NULL;
  g_autoptr(GBytes) whole_weights = NULL;
  g_autoptr(GBytes) rest_weights = NULL;
  g_autoptr(GError) error = NULL;

  run_steps (whole, 40);
  run_steps (half, 17);
  checkpoint = recess_practice_trainer_save (half);
  g_assert_true (recess_practice_trainer_restore (rest, checkpoint, &error));
  g_assert_no_error (error);
  run_steps (rest, 23);

  whole_weights = weights_of (whole);
  rest_weights = weights_of (rest);
  g_assert_true (g_bytes_equal (whole_weights, rest_weights));
}

static void
test_bad_checkpoint (void)
{
  g_autoptr(RecessPracticeTrainer) trainer = new_trainer (NULL, 3);
  g_autoptr(RecessPracticeTrainer) other = new_trainer (NULL, 3);
  RecessPracticeQuery query = { .text = "one more" };
  g_autoptr(GBytes) checkpoint = NULL;
  g_autoptr(GBytes) before = NULL;
  g_autoptr(GBytes) after = NULL;
  g_autoptr(GError) foreign = NULL;
  gsize length;

  run_steps (trainer, 5);
  checkpoint = recess_practice_trainer_save (trainer);
  before = weights_of (trainer);
  length = g_bytes_get_size (checkpoint);
  for (gsize cut = 0; cut < length; cut += 1 + length / 150)
    {
      g_autoptr(GBytes) part = g_bytes_new_from_bytes (checkpoint, 0, cut);
      g_autoptr(GError) error = NULL;

      g_assert_false (recess_practice_trainer_restore (trainer, part, &error));
      g_assert_error (error, RECESS_PRACTICE_ERROR, RECESS_PRACTICE_ERROR_CHECKPOINT);
    }
  after = weights_of (trainer);
  g_assert_true (g_bytes_equal (before, after));

  recess_practice_trainer_add (other, RECESS_PRACTICE_TRAINING, &query, NULL, "More");
  g_assert_false (recess_practice_trainer_restore (other, checkpoint, &foreign));
  g_assert_error (foreign, RECESS_PRACTICE_ERROR, RECESS_PRACTICE_ERROR_CHECKPOINT);
}

/* New replies are learned, the base stays as it was, and old ones are not forgotten. */
static void
test_goes_on_from_base (void)
{
  g_autoptr(RecessPracticeTrainer) first = new_trainer (NULL, 1);
  g_autoptr(RecessPracticeTrainer) second = NULL;
  g_autoptr(RecessPracticeModel) base = NULL;
  g_autoptr(RecessPracticeModel) tuned = NULL;
  g_autoptr(GBytes) before = NULL;
  g_autoptr(GBytes) after = NULL;
  RecessPracticeQuery query = { .text = "where is my parcel" };

  run_steps (first, 200);
  base = recess_practice_trainer_dup_model (first);
  before = recess_practice_model_to_bytes (base);
  second = new_trainer (base, 2);
  recess_practice_trainer_add (second, RECESS_PRACTICE_TRAINING, &query, NULL, "[delivery]");
  run_steps (second, 100);
  tuned = recess_practice_trainer_dup_model (second);
  after = recess_practice_model_to_bytes (base);

  g_assert_true (g_bytes_equal (before, after));
  g_assert_cmpuint (recess_practice_model_get_classes (base), ==, 4);
  g_assert_cmpuint (recess_practice_model_get_classes (tuned), ==, 5);
  g_assert_cmpstr (best_reply (tuned, "my parcel, where", NULL), ==, "[delivery]");
  g_assert_cmpstr (best_reply (tuned, "reset password", NULL), ==, "[account]");
}

static void
test_validation_is_not_learned (void)
{
  g_autoptr(RecessPracticeTrainer) with = new_trainer (NULL, 5);
  g_autoptr(RecessPracticeTrainer) without = new_trainer (NULL, 5);
  g_autoptr(GBytes) with_weights = NULL;
  g_autoptr(GBytes) without_weights = NULL;
  RecessPracticeQuery query = { .text = "my login password" };
  RecessPracticeMetrics metrics;

  recess_practice_trainer_add (with, RECESS_PRACTICE_VALIDATION, &query, NULL, "[account]");
  run_steps (with, 30);
  recess_practice_trainer_evaluate (with, RECESS_PRACTICE_VALIDATION, &metrics);
  run_steps (with, 30);
  run_steps (without, 60);

  with_weights = weights_of (with);
  without_weights = weights_of (without);
  g_assert_cmpfloat (metrics.accuracy, ==, 1);
  g_assert_true (g_bytes_equal (with_weights, without_weights));
}

static gboolean
add_json (RecessPracticeTrainer  *trainer,
          const char             *json,
          GError                **error)
{
  g_autoptr(JsonNode) node = recess_json_parse (json, strlen (json), NULL);

  g_assert_nonnull (node);
  return recess_practice_trainer_add_conversation (trainer, RECESS_PRACTICE_TRAINING,
                                                   json_node_get_array (node), error);
}

static void
test_conversations (void)
{
  RecessPracticeOptions options;
  g_autoptr(RecessPracticeTrainer) trainer = NULL;
  g_autoptr(RecessPracticeModel) model = NULL;
  g_autoptr(GError) error = NULL;

  recess_practice_options_init (&options);
  options.dropout = 0;
  trainer = recess_practice_trainer_new (NULL, &options);
  g_assert_true (add_json (trainer,
                           "[{\"role\":\"system\",\"content\":\"formal\"},"
                           "{\"role\":\"user\",\"content\":\"capital of australia\"},"
                           "{\"role\":\"assistant\",\"content\":\"Sydney\",\"weight\":0},"
                           "{\"role\":\"user\",\"content\":[{\"type\":\"text\","
                           "\"text\":\"are you sure\"}]},"
                           "{\"role\":\"assistant\",\"content\":\"Canberra\",\"weight\":1}]",
                           &error));
  g_assert_no_error (error);
  g_assert_true (add_json (trainer,
                           "[{\"role\":\"system\",\"content\":\"pirate\"},"
                           "{\"role\":\"user\",\"content\":\"hello\"},"
                           "{\"role\":\"assistant\",\"content\":\"Arr\"}]", &error));
  g_assert_true (add_json (trainer,
                           "[{\"role\":\"system\",\"content\":\"formal\"},"
                           "{\"role\":\"user\",\"content\":\"hello\"},"
                           "{\"role\":\"assistant\",\"content\":\"Good day\"}]", &error));
  g_assert_cmpuint (recess_practice_trainer_get_examples (trainer, RECESS_PRACTICE_TRAINING), ==,
                    3);

  run_steps (trainer, 200);
  model = recess_practice_trainer_dup_model (trainer);
  g_assert_cmpuint (recess_practice_model_get_classes (model), ==, 4);
  g_assert_cmpstr (best_reply (model, "hello", "pirate"), ==, "Arr");
  g_assert_cmpstr (best_reply (model, "hello", "formal"), ==, "Good day");
}

static void
test_bad_conversations (void)
{
  static const char *const bad[] = {
    "[]",
    "[1]",
    "[{\"role\":\"user\",\"content\":\"a\"}]",
    "[{\"role\":\"user\",\"content\":\"a\"},"
    "{\"role\":\"assistant\",\"content\":\"b\",\"weight\":0}]",
    "[{\"role\":\"user\",\"content\":\"a\"},"
    "{\"role\":\"assistant\",\"content\":\"b\",\"weight\":0.5}]",
    "[{\"role\":\"user\"},{\"role\":\"assistant\",\"content\":\"b\"}]",
    "[{\"role\":\"narrator\",\"content\":\"a\"},{\"role\":\"assistant\",\"content\":\"b\"}]",
  };
  RecessPracticeOptions options;

  recess_practice_options_init (&options);
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr(RecessPracticeTrainer) trainer = recess_practice_trainer_new (NULL, &options);
      g_autoptr(GError) error = NULL;

      g_assert_false (add_json (trainer, bad[i], &error));
      g_assert_error (error, RECESS_PRACTICE_ERROR, RECESS_PRACTICE_ERROR_EXAMPLE);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/practice/trainer/learns", test_learns);
  g_test_add_func ("/practice/trainer/same-seed", test_same_seed_same_weights);
  g_test_add_func ("/practice/trainer/checkpoint", test_checkpoint);
  g_test_add_func ("/practice/trainer/bad-checkpoint", test_bad_checkpoint);
  g_test_add_func ("/practice/trainer/goes-on-from-base", test_goes_on_from_base);
  g_test_add_func ("/practice/trainer/validation", test_validation_is_not_learned);
  g_test_add_func ("/practice/trainer/conversations", test_conversations);
  g_test_add_func ("/practice/trainer/bad-conversations", test_bad_conversations);
  return g_test_run ();
}
