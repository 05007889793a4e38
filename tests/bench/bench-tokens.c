/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* The tokenizer by itself, for bench_tokens.py and for comparing ids: see usage (). A corpus is
 * texts one after another, each behind its length as four bytes, little-endian. */

#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "common/recess-tokenizer.h"

static int
usage (void)
{
  g_printerr ("Usage: bench-tokens ids ENCODING CORPUS    for each text how many ids, and the ids\n"
              "       bench-tokens time ENCODING CORPUS   CPU milliseconds and tokens of counting\n"
              "       bench-tokens map ENCODING           CPU milliseconds to the first count\n");
  return EXIT_FAILURE;
}

static double
cpu_ms (void)
{
  struct timespec now;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &now);
  return now.tv_sec * 1e3 + now.tv_nsec / 1e6;
}

static const RecessTokenizer *
tokenizer_named (const char *name)
{
  g_autoptr (GError) error = NULL;
  const RecessTokenizer *self = NULL;

  for (guint i = 0; i < RECESS_N_ENCODINGS; i++)
    if (g_strcmp0 (name, recess_encoding_get_name (i)) == 0)
      self = recess_tokenizer_get (i, &error);

  if (self == NULL)
    g_error ("%s: %s", name, error != NULL ? error->message : "no such encoding");

  return self;
}

/* The next text of a corpus, or %NULL. */
static const char *
next_text (const char **at,
           const char  *end,
           guint32     *length)
{
  const char *text = *at + sizeof *length;

  if (end - *at < (gssize) sizeof *length)
    return NULL;

  memcpy (length, *at, sizeof *length);
  *length = GUINT32_FROM_LE (*length);
  *at = text + *length;
  return text;
}

static void
write_ids (const RecessTokenizer *tokenizer,
           const char            *corpus,
           gsize                  size)
{
  const char *at = corpus;
  const char *text;
  guint32 length;

  while ((text = next_text (&at, corpus + size, &length)) != NULL)
    {
      g_autoptr (GArray) ids = recess_tokenizer_encode (tokenizer, text, length);
      guint32 n = ids->len;

      fwrite (&n, sizeof n, 1, stdout);
      fwrite (ids->data, sizeof n, n, stdout);
    }
}

static void
write_time (const RecessTokenizer *tokenizer,
            const char            *corpus,
            gsize                  size)
{
  const char *at = corpus;
  const char *text;
  guint32 length;
  gsize n = 0;
  double start;

  recess_tokenizer_count (tokenizer, "", 0);
  start = cpu_ms ();
  while ((text = next_text (&at, corpus + size, &length)) != NULL)
    n += recess_tokenizer_count (tokenizer, text, length);
  g_print ("%.3f %" G_GSIZE_FORMAT "\n", cpu_ms () - start, n);
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *corpus = NULL;
  gsize size;
  double start = cpu_ms ();

  if (argc == 3 && g_str_equal (argv[1], "map"))
    {
      recess_tokenizer_count (tokenizer_named (argv[2]), "Hello, world", -1);
      g_print ("%.3f\n", cpu_ms () - start);
      return EXIT_SUCCESS;
    }
  if (argc != 4)
    return usage ();

  if (!g_file_get_contents (argv[3], &corpus, &size, &error))
    g_error ("%s", error->message);
  if (g_str_equal (argv[1], "ids"))
    write_ids (tokenizer_named (argv[2]), corpus, size);
  else
    write_time (tokenizer_named (argv[2]), corpus, size);

  return EXIT_SUCCESS;
}
