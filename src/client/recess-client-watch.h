/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * RecessClientWatch:
 *
 * A cancellable for one wait: cancelled with the caller's, and by itself after a time limit.
 */
typedef struct _RecessClientWatch RecessClientWatch;

/* Starts to count at once; a limit of 0 ms is none. */
RecessClientWatch *recess_client_watch_new             (GCancellable      *outer,
                                                        guint              limit);
/* Counts anew, with another limit. */
void               recess_client_watch_restart         (RecessClientWatch *self,
                                                        guint              limit);
GCancellable      *recess_client_watch_get_cancellable (RecessClientWatch *self);
gboolean           recess_client_watch_get_expired     (RecessClientWatch *self);
guint              recess_client_watch_get_limit       (RecessClientWatch *self);
void               recess_client_watch_free            (RecessClientWatch *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RecessClientWatch, recess_client_watch_free)

G_END_DECLS
