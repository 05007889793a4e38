/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <locale.h>

#include "recess-practice-calibration.h"
#include "recess-practice-file.h"
#include "recess-practice-random.h"

/* Makes the file of the practice model from data/practice, with the code that fine-tunes it. */

static char *replies_path;
static char *background_path;
static char *development_path;
static char *output_path;
static char *depfile_path;
static char **pair_paths;
static int epochs = 24;
static int seed = 1;
static int dimension = 48;
static double learning_rate = 0.1;
static double dropout = 0.4;
static gboolean verbose;

static const GOptionEntry entries[] = {
  { "replies", 0, 0, G_OPTION_ARG_FILENAME, &replies_path, "Folder of the replies", "FOLDER" },
  { "background", 0, 0, G_OPTION_ARG_FILENAME, &background_path,
    "Questions that have no reply", "FILE" },
  { "development", 0, 0, G_OPTION_ARG_FILENAME, &development_path,
    "Questions to calibrate with", "FILE" },
  { "output", 0, 0, G_OPTION_ARG_FILENAME, &output_path, "What to write", "FILE" },
  { "depfile", 0, 0, G_OPTION_ARG_FILENAME, &depfile_path, "Where to tell what was read", "FILE" },
  { "epochs", 0, 0, G_OPTION_ARG_INT, &epochs, "Passes over the pairs", "N" },
  { "seed", 0, 0, G_OPTION_ARG_INT, &seed, "Where chance begins", "N" },
  { "dimension", 0, 0, G_OPTION_ARG_INT, &dimension, "Numbers per vector", "N" },
  { "learning-rate", 0, 0, G_OPTION_ARG_DOUBLE, &learning_rate, "Step size", "X" },
  { "dropout", 0, 0, G_OPTION_ARG_DOUBLE, &dropout, "Share of words left out", "X" },
  { "verbose", 0, 0, G_OPTION_ARG_NONE, &verbose, "Tell how it goes", NULL },
  { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &pair_paths, NULL, "PAIRS…" },
  { NULL }
};

/* What was said before must not decide where the last message is clear: each question is learned
 * once alone, and once after another one. */
static void
add_pair (RecessPracticeTrainer    *trainer,
          RecessPracticeCorpus     *corpus,
          const RecessPracticePair *pair,
          const char               *before)
{
  RecessPracticeQuery query = { 0, };
  const char *title = NULL;
  const char *reply = NULL;

  if (pair->subject != NULL)
    {
      title = recess_practice_corpus_get_title (corpus, pair->subject);
      reply = recess_practice_corpus_get_reply (corpus, pair->subject);
    }

  query.text = pair->question;
  if (pair->previous == NULL)
    recess_practice_trainer_add (trainer, RECESS_PRACTICE_TRAINING, &query, title, reply);

  query.previous = pair->previous != NULL ? pair->previous : before;
  query.answered = TRUE;
  recess_practice_trainer_add (trainer, RECESS_PRACTICE_TRAINING, &query, title, reply);
}

static void
add_pairs (RecessPracticeTrainer *trainer,
           RecessPracticeCorpus  *corpus,
           GPtrArray             *pairs)
{
  RecessPracticeRandom random;

  recess_practice_random_init (&random, pairs->len);
  for (guint i = 0; i < pairs->len; i++)
    {
      guint other = recess_practice_random_below (&random, pairs->len);
      const RecessPracticePair *before = g_ptr_array_index (pairs, other);

      add_pair (trainer, corpus, g_ptr_array_index (pairs, i), before->question);
    }
}

/* What a subject is called is a question about it, too, and so is that with what people put before
 * it: such openings then tell nothing. */
static const char *const openings[] = { "", "tell me about ", "explain " };

static void
add_titles (RecessPracticeTrainer *trainer,
            RecessPracticeCorpus  *corpus)
{
  g_autoptr(GPtrArray) subjects = recess_practice_corpus_subjects (corpus);

  for (guint i = 0; i < subjects->len; i++)
    {
      const char *subject = g_ptr_array_index (subjects, i);
      const char *title = recess_practice_corpus_get_title (corpus, subject);

      for (guint j = 0; title != NULL && j < G_N_ELEMENTS (openings); j++)
        {
          g_autofree char *question = g_strconcat (openings[j], title, NULL);
          RecessPracticeQuery query = { .text = question };

          recess_practice_trainer_add (trainer, RECESS_PRACTICE_TRAINING, &query, title,
                                       recess_practice_corpus_get_reply (corpus, subject));
        }
    }
}

static gboolean
add_all (RecessPracticeTrainer  *trainer,
         RecessPracticeCorpus   *corpus,
         GError                **error)
{
  g_autoptr(GPtrArray) background = NULL;

  add_titles (trainer, corpus);
  for (guint i = 0; pair_paths[i] != NULL; i++)
    {
      g_autoptr(GPtrArray) pairs = recess_practice_corpus_read (corpus, pair_paths[i], error);

      if (pairs == NULL)
        return FALSE;

      add_pairs (trainer, corpus, pairs);
    }

  if (!(background = recess_practice_corpus_read (corpus, background_path, error)))
    return FALSE;

  add_pairs (trainer, corpus, background);
  return TRUE;
}

/* For ninja: the replies are many, and no list of them is kept. */
static gboolean
write_depfile (RecessPracticeCorpus  *corpus,
               GError               **error)
{
  g_autoptr(GPtrArray) subjects = recess_practice_corpus_subjects (corpus);
  g_autoptr(GString) text = g_string_new (NULL);

  g_string_append_printf (text, "%s: %s %s", output_path, background_path, development_path);
  for (guint i = 0; i < subjects->len; i++)
    g_string_append_printf (text, " \\\n  %s/%s.md", replies_path,
                            (const char *) g_ptr_array_index (subjects, i));
  g_string_append_c (text, '\n');

  return g_file_set_contents (depfile_path, text->str, text->len, error);
}

static void
train (RecessPracticeTrainer *trainer)
{
  guint n_steps = recess_practice_trainer_get_epoch_steps (trainer);

  for (int epoch = 1; epoch <= epochs; epoch++)
    {
      RecessPracticeMetrics sum = { 0, };

      for (guint i = 0; i < n_steps; i++)
        {
          RecessPracticeMetrics metrics;

          recess_practice_trainer_step (trainer, &metrics);
          sum.loss += metrics.loss / n_steps;
          sum.accuracy += metrics.accuracy / n_steps;
        }
      if (verbose)
        g_print ("epoch %d: loss %.4f, accuracy %.4f\n", epoch, sum.loss, sum.accuracy);
    }
}

static gboolean
make (GError **error)
{
  g_autoptr(RecessPracticeCorpus) corpus = NULL;
  g_autoptr(RecessPracticeTrainer) trainer = NULL;
  g_autoptr(RecessPracticeModel) model = NULL;
  g_autoptr(GPtrArray) development = NULL;
  g_autoptr(GBytes) bytes = NULL;
  RecessPracticeOptions options;

  recess_practice_options_init (&options);
  options.seed = seed;
  options.dimension = dimension;
  options.learning_rate = learning_rate;
  options.dropout = dropout;

  trainer = recess_practice_trainer_new (NULL, &options);
  if (!(corpus = recess_practice_corpus_new (replies_path, error))
      || !(development = recess_practice_corpus_read (corpus, development_path, error))
      || !add_all (trainer, corpus, error)
      || (depfile_path != NULL && !write_depfile (corpus, error)))
    return FALSE;

  train (trainer);
  model = recess_practice_trainer_dup_model (trainer);
  recess_practice_calibrate (model, corpus, development);
  bytes = recess_practice_model_to_bytes (model);
  return g_file_set_contents (output_path, g_bytes_get_data (bytes, NULL),
                              g_bytes_get_size (bytes), error);
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr(GOptionContext) context = g_option_context_new (NULL);
  g_autoptr(GError) error = NULL;

  setlocale (LC_ALL, "");
  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error))
    {
      g_printerr ("%s\n", error->message);
      return 2;
    }

  if (!replies_path || !background_path || !development_path || !output_path || !pair_paths
      || dimension < 1 || epochs < 1)
    {
      g_printerr ("See --help.\n");
      return 2;
    }

  if (!make (&error))
    {
      g_printerr ("%s\n", error->message);
      return 1;
    }

  return 0;
}
