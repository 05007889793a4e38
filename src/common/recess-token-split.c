/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "recess-token-split.h"

/*
 * The patterns, of tiktoken's openai_public.py:
 *
 * cl100k_base
 *   '(?i:[sdmt]|ll|ve|re)|[^\r\n\p{L}\p{N}]?+\p{L}++|\p{N}{1,3}+| ?[^\s\p{L}\p{N}]++[\r\n]*+
 *   |\s++$|\s*[\r\n]|\s+(?!\S)|\s
 * o200k_base, with H for \p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M} and T for \p{Ll}\p{Lm}\p{Lo}\p{M}
 *   [^\r\n\p{L}\p{N}]?[H]*[T]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?
 *   |[^\r\n\p{L}\p{N}]?[H]+[T]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?
 *   |\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+
 *
 * Written out, they need no backtracking: each piece is found in one pass and one step back.
 */
enum
{
  HEADS   = RECESS_CLASS_UPPER | RECESS_CLASS_LETTER | RECESS_CLASS_MARK,
  TAILS   = RECESS_CLASS_LOWER | RECESS_CLASS_LETTER | RECESS_CLASS_MARK,
  LETTERS = RECESS_CLASS_UPPER | RECESS_CLASS_LOWER | RECESS_CLASS_LETTER,
  SIGNS   = RECESS_CLASS_MARK | RECESS_CLASS_OTHER,
  BLANKS  = RECESS_CLASS_SPACE | RECESS_CLASS_NEWLINE,
  LEADS   = RECESS_CLASS_MARK | RECESS_CLASS_OTHER | RECESS_CLASS_SPACE,
};

static guint
class_beyond_ascii (const RecessTokenTable *table,
                    const guint8           *at,
                    gsize                  *length)
{
  guint32 point;

  if (*at < 0xe0)
    {
      *length = 2;
      point = (at[0] & 0x1f) << 6 | (at[1] & 0x3f);
    }
  else if (*at < 0xf0)
    {
      *length = 3;
      point = (at[0] & 0x0f) << 12 | (at[1] & 0x3f) << 6 | (at[2] & 0x3f);
    }
  else
    {
      *length = 4;
      point = (at[0] & 0x07) << 18 | (at[1] & 0x3f) << 12 | (at[2] & 0x3f) << 6 | (at[3] & 0x3f);
    }

  return table->classes[table->class_blocks[point >> 8] << 8 | (point & 0xff)];
}

/* The class of the character at @at and its length; 0 at the end. */
static inline guint
class_at (const RecessTokenTable *table,
          const guint8           *at,
          const guint8           *end,
          gsize                  *length)
{
  if (at == end)
    return 0;
  if (G_UNLIKELY (*at >= 0x80))
    return class_beyond_ascii (table, at, length);

  *length = 1;
  return table->classes[*at];
}

static inline const guint8 *
skip (const RecessTokenTable *table,
      const guint8           *at,
      const guint8           *end,
      guint                   classes)
{
  gsize length;

  while (class_at (table, at, end, &length) & classes)
    at += length;

  return at;
}

static inline const guint8 *
skip_bytes (const guint8 *at,
            const guint8 *end,
            const char   *bytes)
{
  while (at < end && *at != '\0' && strchr (bytes, *at) != NULL)
    at++;

  return at;
}

static inline gboolean
begins_with (const guint8 *at,
             const guint8 *end,
             const char   *lower)
{
  return end - at >= 2 && (at[0] | 0x20) == lower[0] && (at[1] | 0x20) == lower[1];
}

/* Behind 's and its like, which may begin at @at; U+017F is an s to the pattern. */
static const guint8 *
skip_contraction (const guint8 *at,
                  const guint8 *end)
{
  const guint8 *next = at + 1;

  if (at == end || *at != '\'' || next == end)
    return at;

  if (*next < 0x80 && strchr ("stmdSTMD", *next) != NULL && *next != '\0')
    return next + 1;
  if (end - next >= 2 && next[0] == 0xc5 && next[1] == 0xbf)
    return next + 2;
  if (begins_with (next, end, "re") || begins_with (next, end, "ve") ||
      begins_with (next, end, "ll"))
    return next + 2;

  return at;
}

/* HEADS* TAILS+, or NULL. */
static inline const guint8 *
skip_word (const RecessTokenTable *table,
           const guint8           *at,
           const guint8           *end)
{
  const guint8 *last_tail = NULL;
  gsize length;
  guint class;

  while ((class = class_at (table, at, end, &length)) & HEADS)
    {
      at += length;
      if (class & TAILS)
        last_tail = at;
    }

  return class & TAILS ? skip (table, at + length, end, TAILS) : last_tail;
}

static const guint8 *
split_number (const RecessTokenTable *table,
              const guint8           *at,
              const guint8           *end)
{
  gsize length;

  for (guint i = 0; i < 3 && class_at (table, at, end, &length) & RECESS_CLASS_NUMBER; i++)
    at += length;

  return at;
}

/* " ?" signs and what may follow them, or NULL. */
static const guint8 *
split_signs (const RecessTokenTable *table,
             const guint8           *at,
             const guint8           *end,
             const char             *tail)
{
  const guint8 *first = *at == ' ' ? at + 1 : at;
  const guint8 *behind = skip (table, first, end, SIGNS);

  return behind > first ? skip_bytes (behind, end, tail) : NULL;
}

static const guint8 *
split_blanks (const RecessTokenTable *table,
              const guint8           *text,
              const guint8           *end)
{
  const guint8 *at = text;
  const guint8 *last = text;
  const guint8 *line = NULL;
  gsize length;
  guint class;

  while ((class = class_at (table, at, end, &length)) & BLANKS)
    {
      last = at;
      at += length;
      if (class == RECESS_CLASS_NEWLINE)
        line = at;
    }

  if (at == end && !table->splits_case)
    return at;
  if (line != NULL)
    return line;

  /* The last blank goes with what follows. */
  return at == end || last == text ? at : last;
}

static const guint8 *
split_o200k (const RecessTokenTable *table,
             const guint8           *text,
             const guint8           *end)
{
  const guint8 *word = NULL;
  gsize length = 0;
  guint class = class_at (table, text, end, &length);

  if (class & (LETTERS | LEADS))
    {
      const guint8 *first = class & LEADS ? text + length : text;

      word = skip_word (table, first, end);
      if (word == NULL && class == RECESS_CLASS_MARK)
        word = text + length;
      if (word == NULL)
        {
          const guint8 *behind = skip (table, first, end, RECESS_CLASS_UPPER);

          word = behind > first ? behind : NULL;
        }
    }
  if (word != NULL)
    return skip_contraction (word, end);

  if (class == RECESS_CLASS_NUMBER)
    return split_number (table, text, end);

  word = split_signs (table, text, end, "\r\n/");
  return word != NULL ? word : split_blanks (table, text, end);
}

static const guint8 *
split_cl100k (const RecessTokenTable *table,
              const guint8           *text,
              const guint8           *end)
{
  const guint8 *behind = skip_contraction (text, end);
  gsize length = 0;
  gsize next_length;
  guint class;

  if (behind > text)
    return behind;

  class = class_at (table, text, end, &length);
  if (class & LETTERS ||
      (class & LEADS && class_at (table, text + length, end, &next_length) & LETTERS))
    return skip (table, text + length, end, LETTERS);
  if (class == RECESS_CLASS_NUMBER)
    return split_number (table, text, end);

  behind = split_signs (table, text, end, "\r\n");
  return behind != NULL ? behind : split_blanks (table, text, end);
}

const guint8 *
recess_token_split (const RecessTokenTable *table,
                    const guint8           *text,
                    const guint8           *end)
{
  return table->splits_case ? split_o200k (table, text, end) : split_cl100k (table, text, end);
}
