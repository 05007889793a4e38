/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "recess-practice-pieces.h"

#define MOST_LETTERS 8
#define MOST_SIGNS   3

typedef enum
{
  CLASS_END,
  CLASS_WORD,
  CLASS_SPACE,
  CLASS_SIGN,
} Class;

static Class
classify (const char *p)
{
  gunichar letter;

  if (*p == '\0')
    return CLASS_END;

  letter = g_utf8_get_char (p);
  if (g_unichar_isalnum (letter) || g_unichar_ismark (letter))
    return CLASS_WORD;

  return g_unichar_isspace (letter) ? CLASS_SPACE : CLASS_SIGN;
}

static const char *
skip (const char *p,
      Class       class,
      guint       most)
{
  for (guint i = 0; i < most && classify (p) == class; i++)
    p = g_utf8_next_char (p);

  return p;
}

gsize
recess_practice_piece_length (const char *text)
{
  const char *p = text;
  Class class;

  g_return_val_if_fail (text != NULL, 0);

  /* One blank belongs to what follows it. */
  if (*p == ' ' && classify (p + 1) != CLASS_SPACE)
    p++;

  class = classify (p);
  switch (class)
    {
    case CLASS_WORD:
      return skip (p, class, MOST_LETTERS) - text;

    case CLASS_SIGN:
      return skip (p, class, MOST_SIGNS) - text;

    case CLASS_SPACE:
      p = skip (p, class, G_MAXUINT);
      if (p - text > 1 && p[-1] == ' ' && *p != '\0')
        p--;
      return p - text;

    case CLASS_END:
    default:
      return p - text;
    }
}

guint64
recess_practice_count_pieces (const char *text)
{
  guint64 n_pieces = 0;
  gsize length;

  g_return_val_if_fail (text != NULL, 0);

  while ((length = recess_practice_piece_length (text)) > 0)
    {
      n_pieces++;
      text += length;
    }

  return n_pieces;
}
