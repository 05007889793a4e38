/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "recess-token-table.h"

G_BEGIN_DECLS

/*
 * What a thread found out of short pieces lately. A few thousand pieces are most of any text, and
 * they are found here in one line of the processor's cache, where the table needs three of its own.
 */
#define RECESS_TOKEN_CACHE_BITS   13
#define RECESS_TOKEN_CACHE_LENGTH 16

typedef struct
{
  guint64 first;
  guint64 last;
  /* The table and the length; 0 where there is nothing yet */
  guint32 kind;
  /* The id of the only token, or minus how many there are */
  gint32  result;
} RecessTokenCached;

/* Returns: (transfer none): the entries of this thread */
RecessTokenCached *recess_token_cache_get (void);

/* The entry where a piece is, or has its place: *@key says which it is. @piece is not empty. */
static inline RecessTokenCached *
recess_token_cache_find (RecessTokenCached      *entries,
                         const RecessTokenTable *table,
                         const guint8           *piece,
                         gsize                   length,
                         RecessTokenCached      *key)
{
  guint64 hash;

  if (length >= 8)
    {
      key->first = recess_token_load (piece, 8);
      key->last = recess_token_load (piece + length - 8, 8);
    }
  else if (length >= 4)
    {
      key->first = recess_token_load (piece, 4) | recess_token_load (piece + length - 4, 4) << 32;
      key->last = 0;
    }
  else
    {
      key->first = piece[0] | (guint64) piece[length / 2] << 8 | (guint64) piece[length - 1] << 16;
      key->last = 0;
    }
  key->kind = table->serial << 8 | length;

  hash = (key->first + length) * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);
  hash = (hash ^ (hash >> 29) ^ key->last) * G_GUINT64_CONSTANT (0xd6e8feb86659fd93);
  return entries + (hash >> (64 - RECESS_TOKEN_CACHE_BITS));
}

static inline gboolean
recess_token_cache_holds (const RecessTokenCached *entry,
                          const RecessTokenCached *key)
{
  return entry->first == key->first && entry->last == key->last && entry->kind == key->kind;
}

G_END_DECLS
