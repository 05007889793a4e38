/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "recess-feed.h"

#include "common/recess-id.h"

typedef struct
{
  const char *kind;
  const char *change;
  char       *id;
  char       *parent;
} Entry;

struct _RecessFeed
{
  GObject  parent_instance;

  char    *epoch;
  guint64  seq;
  /* A ring: the change number n is at n modulo its size. */
  Entry   *ring;
};

G_DEFINE_FINAL_TYPE (RecessFeed, recess_feed, G_TYPE_OBJECT)

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
entry_clear (Entry *entry)
{
  g_free (entry->id);
  g_free (entry->parent);
}

static void
recess_feed_finalize (GObject *object)
{
  RecessFeed *self = RECESS_FEED (object);

  for (guint i = 0; i < RECESS_FEED_KEPT; i++)
    entry_clear (&self->ring[i]);

  g_free (self->ring);
  g_free (self->epoch);

  G_OBJECT_CLASS (recess_feed_parent_class)->finalize (object);
}

static void
recess_feed_class_init (RecessFeedClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = recess_feed_finalize;

  /**
   * RecessFeed::changed:
   * @seq: the number of the change
   * @kind: what kind of thing
   * @id: its id
   * @change: "created", "updated" or "deleted"
   * @parent: (nullable): the conversation of a message
   */
  signals[CHANGED] =
    g_signal_new ("changed",
                  G_TYPE_FROM_CLASS (klass),
                  G_SIGNAL_RUN_LAST,
                  0, NULL, NULL, NULL,
                  G_TYPE_NONE,
                  5,
                  G_TYPE_UINT64,
                  G_TYPE_STRING | G_SIGNAL_TYPE_STATIC_SCOPE,
                  G_TYPE_STRING | G_SIGNAL_TYPE_STATIC_SCOPE,
                  G_TYPE_STRING | G_SIGNAL_TYPE_STATIC_SCOPE,
                  G_TYPE_STRING | G_SIGNAL_TYPE_STATIC_SCOPE);
}

static void
recess_feed_init (RecessFeed *self)
{
  self->epoch = recess_id_new ("");
  self->ring = g_new0 (Entry, RECESS_FEED_KEPT);
}

RecessFeed *
recess_feed_new (void)
{
  return g_object_new (RECESS_TYPE_FEED, NULL);
}

guint64
recess_feed_get_seq (RecessFeed *self)
{
  g_return_val_if_fail (RECESS_IS_FEED (self), 0);

  return self->seq;
}

const char *
recess_feed_get_epoch (RecessFeed *self)
{
  g_return_val_if_fail (RECESS_IS_FEED (self), NULL);

  return self->epoch;
}

void
recess_feed_tell (RecessFeed *self,
                  const char *kind,
                  const char *id,
                  const char *change)
{
  recess_feed_tell_child (self, kind, id, change, NULL);
}

void
recess_feed_tell_child (RecessFeed *self,
                        const char *kind,
                        const char *id,
                        const char *change,
                        const char *parent)
{
  Entry *entry;

  g_return_if_fail (RECESS_IS_FEED (self));
  g_return_if_fail (kind != NULL);
  g_return_if_fail (id != NULL);
  g_return_if_fail (change != NULL);

  entry = &self->ring[++self->seq % RECESS_FEED_KEPT];
  entry_clear (entry);
  entry->kind = g_intern_string (kind);
  entry->change = g_intern_string (change);
  entry->id = g_strdup (id);
  entry->parent = g_strdup (parent);

  g_signal_emit (self, signals[CHANGED], 0, self->seq, kind, id, change, parent);
}

gboolean
recess_feed_replay (RecessFeed     *self,
                    guint64         seq,
                    RecessFeedFunc  func,
                    gpointer        user_data)
{
  g_return_val_if_fail (RECESS_IS_FEED (self), FALSE);
  g_return_val_if_fail (func != NULL, FALSE);

  if (seq > self->seq || self->seq - seq > RECESS_FEED_KEPT)
    return FALSE;

  while (seq < self->seq)
    {
      const Entry *entry = &self->ring[++seq % RECESS_FEED_KEPT];
      RecessChange change = { seq, entry->kind, entry->id, entry->change, entry->parent };

      func (&change, user_data);
    }

  return TRUE;
}
