/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "recess-request.h"

G_BEGIN_DECLS

#define RECESS_TYPE_REPLAY (recess_replay_get_type ())

/**
 * RecessReplay:
 *
 * Remembers for a day what requests with an Idempotency-Key were answered, and says it again when
 * they come again. Streams and failures that a retry may cure are not remembered.
 */
G_DECLARE_FINAL_TYPE (RecessReplay, recess_replay, RECESS, REPLAY, GObject)

RecessReplay *recess_replay_new  (void);
/**
 * recess_replay_take:
 * @request: a POST with its body
 *
 * Returns: TRUE when nothing is left to be done: the request has its reply, gets that of the same
 *   request which is at work, or is given to its handler when its large body has been looked at.
 *   FALSE when the handler is to be called.
 */
gboolean      recess_replay_take (RecessReplay  *self,
                                  RecessRequest *request);

G_END_DECLS
