/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>
#include <string.h>

G_BEGIN_DECLS

/*
 * A table of tokens, as data/tokens/convert.py lays it out in a file that is mapped as it is: the
 * ids of the single bytes, those of two bytes, an open-addressed hash of the whole tokens, where
 * each one begins, the classes of the Unicode characters, and the bytes of the tokens. Numbers are
 * little-endian.
 */
typedef struct
{
  GMappedFile   *file;
  /* No other table of this program has it, or had it. */
  guint          serial;
  gboolean       splits_case;
  guint32        n_tokens;
  guint32        max_length;
  guint32        slot_mask;
  guint          slot_shift;
  const guint32 *bytes;
  const guint32 *pairs;
  const guint32 *slots;
  const guint32 *offsets;
  const guint8  *class_blocks;
  const guint8  *classes;
  const guint8  *text;
} RecessTokenTable;

#define RECESS_TOKEN_NONE G_MAXUINT32

#define RECESS_TOKEN_ID_MASK 0x3ffffu

/* The classes of characters, a bit each: see convert.py. */
enum
{
  RECESS_CLASS_UPPER   = 1 << 0,
  RECESS_CLASS_LOWER   = 1 << 1,
  RECESS_CLASS_LETTER  = 1 << 2,
  RECESS_CLASS_MARK    = 1 << 3,
  RECESS_CLASS_NUMBER  = 1 << 4,
  RECESS_CLASS_SPACE   = 1 << 5,
  RECESS_CLASS_NEWLINE = 1 << 6,
  RECESS_CLASS_OTHER   = 1 << 7,
};

gboolean recess_token_table_map   (RecessTokenTable  *self,
                                   const char        *path,
                                   GError           **error);
void     recess_token_table_clear (RecessTokenTable  *self);

static inline guint64
recess_token_load (const guint8 *at,
                   gsize         size)
{
  guint64 word = 0;

  memcpy (&word, at, size);
  return GUINT64_FROM_LE (word);
}

static inline guint64
recess_token_hash (const guint8 *text,
                   gsize         length)
{
  guint64 value = length * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);
  guint64 last;
  gsize at = 0;

  for (; at + 8 < length; at += 8)
    {
      value = (value ^ recess_token_load (text + at, 8)) * G_GUINT64_CONSTANT (0xd6e8feb86659fd93);
      value ^= value >> 32;
    }

  if (length >= 8)
    last = recess_token_load (text + length - 8, 8);
  else if (length >= 4)
    last = recess_token_load (text, 4) | recess_token_load (text + length - 4, 4) << 32;
  else
    last = text[0] | (guint64) text[length / 2] << 8 | (guint64) text[length - 1] << 16;

  value = (value ^ last) * G_GUINT64_CONSTANT (0xd6e8feb86659fd93);
  value ^= value >> 32;
  return value * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);
}

static inline gboolean
recess_token_equals (const RecessTokenTable *self,
                     guint32                 id,
                     const guint8           *text,
                     gsize                   length)
{
  guint32 start = GUINT32_FROM_LE (self->offsets[id]);

  return GUINT32_FROM_LE (self->offsets[id + 1]) - start == length &&
         memcmp (self->text + start, text, length) == 0;
}

/* The id of the token that is exactly @text, which is also its rank, or %RECESS_TOKEN_NONE. */
static inline guint32
recess_token_lookup (const RecessTokenTable *self,
                     const guint8           *text,
                     gsize                   length)
{
  guint64 hash;
  guint32 mark;

  if (length == 1)
    return GUINT32_FROM_LE (self->bytes[text[0]]);
  if (length == 2)
    return GUINT32_FROM_LE (self->pairs[text[0] << 8 | text[1]]);
  if (length > self->max_length)
    return RECESS_TOKEN_NONE;

  hash = recess_token_hash (text, length);
  mark = (guint32) hash << 18;
  for (guint32 at = hash >> self->slot_shift;; at++)
    {
      guint32 slot = GUINT32_FROM_LE (self->slots[at & self->slot_mask]);

      if (slot == 0)
        return RECESS_TOKEN_NONE;
      if (((slot ^ mark) & ~RECESS_TOKEN_ID_MASK) == 0 &&
          recess_token_equals (self, (slot & RECESS_TOKEN_ID_MASK) - 1, text, length))
        return (slot & RECESS_TOKEN_ID_MASK) - 1;
    }
}

G_END_DECLS
