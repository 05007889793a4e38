/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "recess-client.h"

G_BEGIN_DECLS

#define RECESS_TYPE_CLIENT_FEED (recess_client_feed_get_type ())

/**
 * RecessClientFeed:
 *
 * Follows the changes that a recess-server tells at /recess/events: connects, connects again with
 * backoff when the connection is lost, and goes on where it was.
 *
 * Signals:
 * - changed (const char *kind, const char *id, const char *change, const char *conversation_id):
 *   something was committed; @conversation_id is %NULL but for messages
 * - reset (): changes were missed, everything must be listed anew; not at the first connection
 *
 * Properties:
 * - connected (gboolean, read only): whether the server has said hello on a living connection
 */
G_DECLARE_FINAL_TYPE (RecessClientFeed, recess_client_feed, RECESS, CLIENT_FEED, GObject)

RecessClientFeed *recess_client_feed_new           (RecessClient     *client);
void              recess_client_feed_start         (RecessClientFeed *self);
/* Ends at once; no signal comes after it. A later start goes on from the last change seen. */
void              recess_client_feed_stop          (RecessClientFeed *self);
gboolean          recess_client_feed_get_connected (RecessClientFeed *self);

G_END_DECLS
