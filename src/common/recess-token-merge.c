/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "recess-token-merge.h"

/* Up to here looking through all the pairs is faster than keeping them in order. */
#define SHORT_PIECE 96

static inline guint32
rank_of (const RecessTokenTable *table,
         const guint8           *piece,
         gsize                   start,
         gsize                   end)
{
  return recess_token_lookup (table, piece + start, end - start);
}

static guint
lowest (const guint32 *ranks,
        guint          n_ranks)
{
  guint best = 0;

  for (guint i = 1; i < n_ranks; i++)
    if (ranks[i] < ranks[best])
      best = i;

  return best;
}

static gsize
merge_short (const RecessTokenTable *table,
             const guint8           *piece,
             guint                   length,
             GArray                 *ids)
{
  /* starts[i] is where the i-th part begins, ranks[i] the rank of it and the next one. */
  guint8 starts[SHORT_PIECE + 2];
  guint32 ranks[SHORT_PIECE];
  guint n = length;

  for (guint i = 0; i <= length; i++)
    starts[i] = i;
  for (guint i = 0; i + 1 < length; i++)
    ranks[i] = GUINT32_FROM_LE (table->pairs[piece[i] << 8 | piece[i + 1]]);

  while (n > 1)
    {
      guint at = lowest (ranks, n - 1);

      if (ranks[at] == RECESS_TOKEN_NONE)
        break;

      memmove (starts + at + 1, starts + at + 2, n - at - 1);
      memmove (ranks + at, ranks + at + 1, (n - at - 2) * sizeof *ranks);
      n--;
      if (at + 1 < n)
        ranks[at] = rank_of (table, piece, starts[at], starts[at + 2]);
      if (at > 0)
        ranks[at - 1] = rank_of (table, piece, starts[at - 1], starts[at + 1]);
    }

  for (guint i = 0; ids != NULL && i < n; i++)
    {
      guint32 id = rank_of (table, piece, starts[i], starts[i + 1]);

      g_array_append_val (ids, id);
    }

  return n;
}

/* A long piece: its parts are a linked list over the bytes where they begin, its pairs a heap. */
typedef struct
{
  const RecessTokenTable *table;
  const guint8           *piece;
  guint32                 length;
  guint32                *next;
  guint32                *previous;
  guint32                *ranks;
  guint64                *heap;
  gsize                   heap_length;
} Merge;

static void
sift_up (Merge *self,
         gsize  at)
{
  guint64 entry = self->heap[at];

  while (at > 0 && self->heap[(at - 1) / 2] > entry)
    {
      self->heap[at] = self->heap[(at - 1) / 2];
      at = (at - 1) / 2;
    }
  self->heap[at] = entry;
}

static void
sift_down (Merge *self,
           gsize  at)
{
  guint64 entry = self->heap[at];
  gsize child;

  while ((child = 2 * at + 1) < self->heap_length)
    {
      if (child + 1 < self->heap_length && self->heap[child + 1] < self->heap[child])
        child++;
      if (self->heap[child] >= entry)
        break;
      self->heap[at] = self->heap[child];
      at = child;
    }
  self->heap[at] = entry;
}

static guint64
pop (Merge *self)
{
  guint64 top = self->heap[0];

  self->heap[0] = self->heap[--self->heap_length];
  if (self->heap_length > 0)
    sift_down (self, 0);

  return top;
}

/* What the part at @at and its neighbour are together. */
static void
rank_pair (Merge   *self,
           guint32  at)
{
  guint32 end = self->next[at] < self->length ? self->next[self->next[at]] : 0;

  self->ranks[at] = end > 0 ? rank_of (self->table, self->piece, at, end) : RECESS_TOKEN_NONE;
  if (self->ranks[at] == RECESS_TOKEN_NONE)
    return;

  self->heap[self->heap_length] = (guint64) self->ranks[at] << 32 | at;
  sift_up (self, self->heap_length++);
}

static void
merge_init (Merge                  *self,
            const RecessTokenTable *table,
            const guint8           *piece,
            guint32                 length)
{
  self->table = table;
  self->piece = piece;
  self->length = length;
  self->next = g_new (guint32, length + 1);
  self->previous = g_new (guint32, length + 1);
  self->ranks = g_new (guint32, length);
  /* Each pair of bytes once, and two for each of the at most length - 1 merges. */
  self->heap = g_new (guint64, 3 * (gsize) length);
  self->heap_length = 0;

  for (guint32 i = 0; i <= length; i++)
    {
      self->next[i] = i + 1;
      self->previous[i] = i - 1;
    }
  for (guint32 i = 0; i < length; i++)
    rank_pair (self, i);
}

static void
merge_clear (Merge *self)
{
  g_free (self->next);
  g_free (self->previous);
  g_free (self->ranks);
  g_free (self->heap);
}

static void
merge_run (Merge *self)
{
  while (self->heap_length > 0)
    {
      guint64 entry = pop (self);
      guint32 at = (guint32) entry;
      guint32 gone;

      /* A pair that has changed since is in the heap again. */
      if (self->ranks[at] != entry >> 32)
        continue;

      gone = self->next[at];
      self->next[at] = self->next[gone];
      self->previous[self->next[at]] = at;
      self->ranks[gone] = RECESS_TOKEN_NONE;
      rank_pair (self, at);
      if (at > 0)
        rank_pair (self, self->previous[at]);
    }
}

static gsize
merge_long (const RecessTokenTable *table,
            const guint8           *piece,
            guint32                 length,
            GArray                 *ids)
{
  Merge merge;
  gsize n = 0;

  merge_init (&merge, table, piece, length);
  merge_run (&merge);
  for (guint32 at = 0; at < length; at = merge.next[at])
    {
      if (ids != NULL)
        {
          guint32 id = rank_of (table, piece, at, merge.next[at]);

          g_array_append_val (ids, id);
        }
      n++;
    }
  merge_clear (&merge);

  return n;
}

gsize
recess_token_merge (const RecessTokenTable *table,
                    const guint8           *piece,
                    gsize                   length,
                    GArray                 *ids)
{
  if (length <= SHORT_PIECE)
    return merge_short (table, piece, length, ids);

  return merge_long (table, piece, length, ids);
}
