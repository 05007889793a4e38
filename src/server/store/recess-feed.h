/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define RECESS_TYPE_FEED (recess_feed_get_type ())

/**
 * RecessFeed:
 *
 * Tells of every committed change, in order, on the main context: the signal #RecessFeed::changed
 * with (guint64 seq, kind, id, change). Keeps the newest changes in memory so that a reader that
 * was away can resume; a restart of the server begins a new feed.
 */
G_DECLARE_FINAL_TYPE (RecessFeed, recess_feed, RECESS, FEED, GObject)

typedef struct
{
  guint64     seq;
  const char *kind;
  const char *id;
  const char *change;
} RecessChange;

typedef void (*RecessFeedFunc) (const RecessChange *change,
                                gpointer            user_data);

RecessFeed *recess_feed_new     (void);
guint64     recess_feed_get_seq (RecessFeed     *self);
/* What names this run of the server in event ids: "EPOCH-SEQ". */
const char *recess_feed_get_epoch (RecessFeed   *self);
void        recess_feed_tell    (RecessFeed     *self,
                                 const char     *kind,
                                 const char     *id,
                                 const char     *change);
/* Calls @func for the changes after @seq. Returns: FALSE when some of them are gone. */
gboolean    recess_feed_replay  (RecessFeed     *self,
                                 guint64         seq,
                                 RecessFeedFunc  func,
                                 gpointer        user_data);

G_END_DECLS
