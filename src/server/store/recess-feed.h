/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define RECESS_FEED_KEPT 10000

#define RECESS_TYPE_FEED (recess_feed_get_type ())

/**
 * RecessFeed:
 *
 * Tells of every committed change, in order, on the main context: the signal #RecessFeed::changed
 * with (guint64 seq, kind, id, change, parent). Keeps the newest %RECESS_FEED_KEPT changes in
 * memory so that a reader that was away can resume; a restart of the server begins a new feed.
 */
G_DECLARE_FINAL_TYPE (RecessFeed, recess_feed, RECESS, FEED, GObject)

/**
 * RecessChange:
 * @seq: counts from 1
 * @kind: "conversation", "message", "provider", "model", "request", "listener", "alias",
 *   "function" or "price"
 * @id: what has changed; empty where the kind has only one or all of them changed
 * @change: "created", "updated" or "deleted"
 * @parent: (nullable): the conversation of a message
 */
typedef struct
{
  guint64     seq;
  const char *kind;
  const char *id;
  const char *change;
  const char *parent;
} RecessChange;

typedef void (*RecessFeedFunc) (const RecessChange *change,
                                gpointer            user_data);

RecessFeed *recess_feed_new        (void);
guint64     recess_feed_get_seq    (RecessFeed     *self);
/* What names this run of the server in event ids: "EPOCH-SEQ". Letters and digits. */
const char *recess_feed_get_epoch  (RecessFeed     *self);
void        recess_feed_tell       (RecessFeed     *self,
                                    const char     *kind,
                                    const char     *id,
                                    const char     *change);
void        recess_feed_tell_child (RecessFeed     *self,
                                    const char     *kind,
                                    const char     *id,
                                    const char     *change,
                                    const char     *parent);
/* Calls @func for the changes after @seq. Returns: FALSE, without a call, when some of them are
 * gone or @seq is yet to come. */
gboolean    recess_feed_replay     (RecessFeed     *self,
                                    guint64         seq,
                                    RecessFeedFunc  func,
                                    gpointer        user_data);

G_END_DECLS
