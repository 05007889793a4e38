/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* fuzz-NAME [--seconds N | --runs N] [--seed N] FILE…
 *
 * Feeds the files, then changed copies of them, to fuzz_target (). The input in work is kept in
 * fuzz-NAME.input, so that it is there when the program has died of it. With one file and neither
 * time nor runs it is a replay.
 */

#include "config.h"

#include <fcntl.h>
#include <gio/gio.h>
#include <sys/mman.h>
#include <unistd.h>

#include "fuzz.h"

#define LARGEST_INPUT (256 * 1024)

typedef struct
{
  gsize  size;
  guint8 data[LARGEST_INPUT];
} LastInput;

/* What parsers trip over, and random bytes seldom are. */
static const char *const tokens[] = {
  "\r\n", "\n\n", "data: ", "event: ", "id: ", "retry: ", ":", "[DONE]", "\xef\xbb\xbf",
  "{", "}", "[", "]", "\"", "\\", "\\u0000", "\\ud800", "\\udc00", "\\u", ",", "null", "true",
  "1e999", "-0", "0.7", "18446744073709551616", "\"model\":", "\xff", "\xc0\x80", "\xed\xa0\x80",
  "```", "|", "|-|", "> ", "- ", "1. ", "# ", "**", "`", "](", "![", "<a>", "&#0;", "    ",
};

static int seconds;
static int runs;
static int seed = 1;
static char **paths;

static const GOptionEntry options[] = {
  { "seconds", 0, 0, G_OPTION_ARG_INT, &seconds, "Go on for this long", "N" },
  { "runs", 0, 0, G_OPTION_ARG_INT, &runs, "Go on for this many inputs", "N" },
  { "seed", 0, 0, G_OPTION_ARG_INT, &seed, "Another row of inputs", "N" },
  { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &paths, NULL, "FILE…" },
  G_OPTION_ENTRY_NULL
};

static LastInput *
open_last_input (const char *program)
{
  g_autofree char *name = g_strconcat (program, ".input", NULL);
  LastInput *last;
  int fd;

  fd = open (name, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (fd < 0 || ftruncate (fd, sizeof *last) < 0)
    g_error ("%s cannot be written", name);
  last = mmap (NULL, sizeof *last, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  if (last == MAP_FAILED)
    g_error ("%s cannot be mapped", name);
  close (fd);

  return last;
}

static void
feed (LastInput  *last,
      GByteArray *input)
{
  g_autofree guint8 *exact = NULL;

  last->size = input->len;
  memcpy (last->data, input->data, input->len);

  /* A block of its own, so that a read past the end is seen. */
  exact = g_memdup2 (input->data, input->len);
  fuzz_target (exact, input->len);
}

static void
insert (GByteArray   *input,
        guint         at,
        const guint8 *data,
        gsize         size)
{
  guint tail = input->len - at;

  if (size == 0 || input->len + size > LARGEST_INPUT)
    return;

  g_byte_array_set_size (input, input->len + size);
  memmove (input->data + at + size, input->data + at, tail);
  memcpy (input->data + at, data, size);
}

static void
insert_repeated (GRand      *rand,
                 GByteArray *input,
                 guint       at)
{
  const char *token = tokens[g_rand_int_range (rand, 0, G_N_ELEMENTS (tokens))];
  int count = 1 << g_rand_int_range (rand, 0, 12);
  g_autoptr(GString) row = g_string_new (NULL);

  for (int i = 0; i < count; i++)
    g_string_append (row, token);
  insert (input, at, (const guint8 *) row->str, row->len);
}

static void
change_once (GRand      *rand,
             GByteArray *input,
             GPtrArray  *seeds)
{
  guint at = g_rand_int_range (rand, 0, input->len + 1);
  guint left = input->len - at;
  guint length = left > 0 ? g_rand_int_range (rand, 1, MIN (left, 64) + 1) : 0;
  const char *token = tokens[g_rand_int_range (rand, 0, G_N_ELEMENTS (tokens))];
  GBytes *other = g_ptr_array_index (seeds, g_rand_int_range (rand, 0, seeds->len));

  switch (g_rand_int_range (rand, 0, 8))
    {
    case 0:
      if (left > 0)
        input->data[at] ^= 1 << g_rand_int_range (rand, 0, 8);
      break;
    case 1:
      if (left > 0)
        input->data[at] = g_rand_int (rand);
      break;
    case 2:
      g_byte_array_remove_range (input, at, length);
      break;
    case 3:
      g_byte_array_set_size (input, at);
      break;
    case 4:
      {
        g_autofree guint8 *piece = g_memdup2 (input->data + at, length);

        insert (input, at, piece, length);
        break;
      }
    case 5:
      insert (input, at, g_bytes_get_data (other, NULL), g_bytes_get_size (other));
      break;
    case 6:
      insert_repeated (rand, input, at);
      break;
    default:
      insert (input, at, (const guint8 *) token, strlen (token));
      break;
    }
}

static GPtrArray *
load_seeds (void)
{
  g_autoptr(GPtrArray) seeds = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);

  for (char **path = paths; path != NULL && *path != NULL; path++)
    {
      g_autoptr(GError) error = NULL;
      char *data;
      gsize size;

      if (!g_file_get_contents (*path, &data, &size, &error))
        g_error ("%s", error->message);
      g_ptr_array_add (seeds, g_bytes_new_take (data, MIN (size, LARGEST_INPUT)));
    }
  if (seeds->len == 0)
    g_ptr_array_add (seeds, g_bytes_new_static ("", 0));

  return g_steal_pointer (&seeds);
}

int
main (int    argc,
      char **argv)
{
  g_autoptr(GOptionContext) context = g_option_context_new ("FILE…");
  g_autoptr(GPtrArray) seeds = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(GRand) rand = NULL;
  LastInput *last;
  gint64 end;
  guint count = 0;

  g_option_context_add_main_entries (context, options, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error))
    g_error ("%s", error->message);

  rand = g_rand_new_with_seed (seed);
  seeds = load_seeds ();
  last = open_last_input (argv[0]);
  end = g_get_monotonic_time () + seconds * G_USEC_PER_SEC;

  while (count < seeds->len || count < (guint) runs || (seconds && g_get_monotonic_time () < end))
    {
      g_autoptr(GByteArray) input = g_byte_array_new ();
      GBytes *bytes = g_ptr_array_index (seeds, count % seeds->len);

      g_byte_array_append (input, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
      if (count >= seeds->len)
        for (int changes = g_rand_int_range (rand, 1, 6); changes > 0; changes--)
          change_once (rand, input, seeds);
      feed (last, input);
      count++;
    }

  g_print ("%s: %u inputs\n", argv[0], count);
  return 0;
}
