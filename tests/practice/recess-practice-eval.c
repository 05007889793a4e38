/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <locale.h>

#include "common/recess-json.h"
#include "practice-generated.h"
#include "practice-quality.h"
#include "providers/practice/recess-practice-file.h"
#include "providers/practice/recess-practice.h"

/* Measures the practice model, and the plain way beside it, on questions neither has seen. */

#define QUESTIONS 200
#define TOOL_SETS 60
#define REQUESTS  8

static char *model_path;
static char *data_path;
static char **call_paths;

static const GOptionEntry entries[] = {
  { "model", 0, 0, G_OPTION_ARG_FILENAME, &model_path, "File of the model", "FILE" },
  { "data", 0, 0, G_OPTION_ARG_FILENAME, &data_path, "The folder data/practice", "FOLDER" },
  { "calls", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &call_paths,
    "Only tell what is missed of the requests in FOLDER", "FOLDER" },
  { NULL }
};

static double
percent (guint part,
         guint whole)
{
  return 100.0 * part / MAX (whole, 1);
}

static void
print_tallies (const char                *name,
               const RecessPracticeTally *held_out,
               const RecessPracticeTally *unrelated)
{
  g_print ("%-14s %5.1f %% right, %4.1f %% wrong, %5.1f %% on top (of %u)   "
           "%5.1f %% abstained (of %u)\n", name,
           percent (held_out->right, held_out->related),
           percent (held_out->wrong, held_out->related),
           percent (held_out->best, held_out->related), held_out->related,
           percent (unrelated->unrelated - unrelated->answered, unrelated->unrelated),
           unrelated->unrelated);
}

static void
print_missed (const char *text,
              JsonArray  *wanted,
              JsonArray  *made,
              gpointer    user_data)
{
  g_autoptr(JsonNode) first = json_node_init_array (json_node_alloc (), wanted);
  g_autoptr(JsonNode) second = json_node_init_array (json_node_alloc (), made);
  g_autofree char *wanted_text = recess_json_node_to_text (first, FALSE);
  g_autofree char *made_text = recess_json_node_to_text (second, FALSE);

  g_print ("%s\n  wanted %s\n  made   %s\n", text, wanted_text, made_text);
}

static void
print_call_tally (const char              *name,
                  const PracticeCallTally *tally)
{
  g_print ("%-14s %5.1f %% right functions, %5.1f %% right arguments too (of %u requests)   "
           "%.1f %%, %.1f %% (of %u calls)\n", name, percent (tally->names, tally->requests),
           percent (tally->arguments, tally->requests), tally->requests,
           percent (tally->call_names, tally->calls),
           percent (tally->call_arguments, tally->calls), tally->calls);
}

static gboolean
print_calls (const char  *model_file,
             const char  *folder,
             gboolean     verbose,
             GError     **error)
{
  g_autoptr(RecessPractice) practice = recess_practice_load (model_file, error);
  g_autofree char *base = g_path_get_basename (folder);
  g_autofree char *name = g_strconcat ("calls, ", base, NULL);
  PracticeCallFunc missed = verbose ? print_missed : NULL;
  PracticeCallTally tally;

  if (practice == NULL
      || !practice_calls_measure (practice, folder, &tally, missed, NULL, error))
    return FALSE;

  print_call_tally (name, &tally);
  return TRUE;
}

static gboolean
print_all_calls (const char  *model_file,
                 GError     **error)
{
  static const char *const folders[] = { "first", "second", "third", "unseen", "everyday",
                                         "everyday-unseen" };
  g_autoptr(RecessPractice) practice = recess_practice_load (model_file, error);
  PracticeCallTally tally;

  for (guint i = 0; practice != NULL && i < G_N_ELEMENTS (folders); i++)
    {
      g_autofree char *folder = g_build_filename (PRACTICE_REQUESTS, folders[i], NULL);

      if (!print_calls (model_file, folder, FALSE, error))
        return FALSE;
    }
  if (practice == NULL)
    return FALSE;

  practice_tool_sets_measure (practice, TOOL_SETS, REQUESTS, &tally, NULL, NULL);
  print_call_tally ("calls, by rule", &tally);
  return TRUE;
}

static gboolean
print_latency (const char  *model_file,
               GError     **error)
{
  g_autoptr(RecessPractice) practice = recess_practice_load (model_file, error);
  g_autoptr(JsonNode) node = NULL;
  gint64 start;

  if (practice == NULL)
    return FALSE;

  node = json_from_string ("{\"model\":\"recess-practice\",\"messages\":[{\"role\":\"user\","
                           "\"content\":\"what does the temperature setting do?\"}]}", error);
  if (node == NULL)
    return FALSE;

  start = g_get_monotonic_time ();
  for (guint i = 0; i < QUESTIONS; i++)
    {
      g_autofree char *answer = recess_practice_complete (practice, json_node_get_object (node),
                                                          "chatcmpl-1", 0, error);

      if (answer == NULL)
        return FALSE;
    }
  g_print ("%.2f ms per answer\n",
           (g_get_monotonic_time () - start) / 1000.0 / QUESTIONS);
  return TRUE;
}

static gboolean
run (const char  *model_file,
     const char  *data,
     GError     **error)
{
  g_autoptr(RecessPracticeModel) model = NULL;
  g_autoptr(GBytes) bytes = NULL;
  PracticeQuality held_out;
  PracticeQuality unrelated;
  char *contents;
  gsize length;

  if (!g_file_get_contents (model_file, &contents, &length, error))
    return FALSE;

  bytes = g_bytes_new_take (contents, length);
  if (!(model = recess_practice_model_from_bytes (bytes, error))
      || !practice_quality_measure (model, data, &held_out, &unrelated, error))
    return FALSE;

  g_print ("%u replies, %.1f MB\n", recess_practice_model_get_classes (model) - 1, length / 1e6);
  print_tallies ("practice model", &held_out.model, &unrelated.model);
  print_tallies ("BM25", &held_out.plain, &unrelated.plain);
  return print_all_calls (model_file, error)
         && print_latency (model_file, error);
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr(GOptionContext) context = g_option_context_new (NULL);
  g_autoptr(GError) error = NULL;

  setlocale (LC_ALL, "");
  g_setenv ("TZ", "UTC", TRUE);
  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error))
    {
      g_printerr ("%s\n", error->message);
      return 2;
    }

  for (guint i = 0; call_paths != NULL && call_paths[i] != NULL; i++)
    {
      if (!print_calls (model_path != NULL ? model_path : PRACTICE_FILE, call_paths[i], TRUE,
                        &error))
        {
          g_printerr ("%s\n", error->message);
          return 1;
        }
    }
  if (call_paths != NULL)
    return 0;

  if (!run (model_path != NULL ? model_path : PRACTICE_FILE,
            data_path != NULL ? data_path : PRACTICE_DATA, &error))
    {
      g_printerr ("%s\n", error->message);
      return 1;
    }

  return 0;
}
