/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "http/recess-request.h"
#include "store/recess-message-store.h"

G_BEGIN_DECLS

/* What a watcher that does not read may leave lying here before it is dropped. */
#define RECESS_WATCH_PENDING (1024u * 1024)

/**
 * recess_answer_watch_begin:
 *
 * Replies with a stream of events: `snapshot` with the row, `delta` as its text grows, `end` with
 * the row as it is then. A message that is not being written ends at once.
 */
void recess_answer_watch_begin (RecessMessageStore *messages,
                                RecessRequest      *request,
                                const char         *conversation_id,
                                const char         *id);

G_END_DECLS
