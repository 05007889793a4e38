/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "recess-practice-pattern.h"

#define MOST_REPEATS 1024
#define MOST_DEPTH   24
#define MOST_LENGTH  4096

typedef struct
{
  const char *p;
  guint       more;
  guint       depth;
} Sampler;

static void sample_choices (Sampler *sampler,
                            GString *out);

/* What an escape such as \d stands for; letters stand for themselves. */
static char
letter_of_class (char escape)
{
  switch (escape)
    {
    case 'd':
    case 'w':
      return '0';
    case 's':
      return ' ';
    case 'D':
    case 'S':
      return 'a';
    case 'W':
      return '-';
    case 'n':
      return '\n';
    case 't':
      return '\t';
    default:
      return escape;
    }
}

static gboolean
set_has (const char *set,
         gsize       length,
         char        c)
{
  g_autofree char *text = g_strdup_printf ("^[%.*s]$", (int) length, set);
  char subject[2] = { c, '\0' };

  return g_regex_match_simple (text, subject, 0, 0);
}

/* A set in brackets; its first letter, or where it is negated one that is not in it */
static void
sample_set (Sampler *sampler,
            GString *out)
{
  const char *start = sampler->p;
  const char *p = start + (*start == '^') + (start[*start == '^'] == ']');
  static const char letters[] = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                "_-.#@/ ";

  while (*p != '\0' && *p != ']')
    p += *p == '\\' && p[1] != '\0' ? 2 : 1;
  sampler->p = *p == ']' ? p + 1 : p;

  for (const char *c = *start >= 'A' && *start <= 'z' && *start != '^' && *start != '\\'
                         ? start : letters; *c != '\0'; c = c == start ? letters : c + 1)
    {
      if (set_has (start, p - start, *c))
        {
          g_string_append_c (out, *c);
          return;
        }
    }
  if (*start != '^' && *start != ']')
    g_string_append_unichar (out, g_utf8_get_char (start));
}

static void
sample_group (Sampler *sampler,
              GString *out)
{
  gboolean silent = FALSE;

  if (*sampler->p == '?')
    {
      silent = sampler->p[1] == '=' || sampler->p[1] == '!'
               || (sampler->p[1] == '<' && (sampler->p[2] == '=' || sampler->p[2] == '!'));
      if (sampler->p[1] == '<' && !silent)
        sampler->p = strchr (sampler->p, '>') != NULL ? strchr (sampler->p, '>') + 1
                                                      : sampler->p + strlen (sampler->p);
      else
        sampler->p += MIN (strlen (sampler->p), 2);
    }

  if (silent)
    {
      g_autoptr(GString) ignored = g_string_new (NULL);

      sample_choices (sampler, ignored);
    }
  else
    {
      sample_choices (sampler, out);
    }
  if (*sampler->p == ')')
    sampler->p++;
}

static void
sample_atom (Sampler *sampler,
             GString *out)
{
  char c = *sampler->p;

  sampler->p = g_utf8_next_char (sampler->p);
  if (c == '[')
    {
      sample_set (sampler, out);
    }
  else if (c == '(')
    {
      sample_group (sampler, out);
    }
  else if (c == '\\' && *sampler->p != '\0')
    {
      if (*sampler->p != 'b' && *sampler->p != 'B')
        g_string_append_c (out, letter_of_class (*sampler->p));
      sampler->p = g_utf8_next_char (sampler->p);
    }
  else if (c == '.')
    {
      g_string_append_c (out, 'a');
    }
  else if (c != '^' && c != '$')
    {
      g_string_append_len (out, g_utf8_prev_char (sampler->p),
                           sampler->p - g_utf8_prev_char (sampler->p));
    }
}

/* Returns: how often the atom before is wanted; 1 where nothing is said */
static gsize
read_repeats (Sampler *sampler,
              gboolean *open)
{
  gsize least = 1;
  char *end;

  *open = FALSE;
  switch (*sampler->p)
    {
    case '*':
    case '?':
      *open = *sampler->p == '*';
      least = 0;
      sampler->p++;
      break;
    case '+':
      *open = TRUE;
      sampler->p++;
      break;
    case '{':
      least = MIN (g_ascii_strtoull (sampler->p + 1, &end, 10), MOST_REPEATS);
      *open = *end == ',' && end[1] == '}';
      end += strcspn (end, "}");
      sampler->p = *end == '}' ? end + 1 : end;
      break;
    default:
      return 1;
    }
  if (*sampler->p == '?' || *sampler->p == '+')
    sampler->p++;

  return least;
}

static void
sample_sequence (Sampler *sampler,
                 GString *out)
{
  while (*sampler->p != '\0' && *sampler->p != '|' && *sampler->p != ')')
    {
      g_autoptr(GString) piece = g_string_new (NULL);
      gboolean open;
      gsize n;

      sample_atom (sampler, piece);
      n = read_repeats (sampler, &open);
      if (open)
        {
          n += sampler->more;
          sampler->more = 0;
        }
      for (gsize i = 0; i < n && out->len < MOST_LENGTH; i++)
        g_string_append_len (out, piece->str, piece->len);
    }
}

/* The first of several choices; the others are read over. */
static void
sample_choices (Sampler *sampler,
                GString *out)
{
  if (++sampler->depth > MOST_DEPTH)
    {
      sampler->p += strlen (sampler->p);
      return;
    }

  sample_sequence (sampler, out);
  while (*sampler->p == '|')
    {
      g_autoptr(GString) ignored = g_string_new (NULL);

      sampler->p++;
      sample_sequence (sampler, ignored);
    }
  sampler->depth--;
}

char *
recess_practice_sample_pattern (const char *pattern,
                                gsize       length)
{
  Sampler sampler = { pattern, 0, 0 };
  g_autoptr(GString) sample = g_string_new (NULL);

  g_return_val_if_fail (pattern != NULL, NULL);

  sample_choices (&sampler, sample);
  if (sample->len < length)
    {
      sampler = (Sampler) { pattern, length - sample->len, 0 };
      g_string_truncate (sample, 0);
      sample_choices (&sampler, sample);
    }

  return g_utf8_validate (sample->str, sample->len, NULL)
           ? g_string_free (g_steal_pointer (&sample), FALSE) : NULL;
}
