/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/recess-models.h"
#include "widgets/recess-context-usage.h"

#include "recess-chat-session.h"
#include "recess-composer.h"

G_BEGIN_DECLS

#define RECESS_TYPE_CONTEXT_COUNTER (recess_context_counter_get_type ())

/**
 * RecessContextCounter:
 *
 * Counts what the next request of a session would have, in a thread, a while after the last change.
 * Each message is counted once; a letter that is typed costs the count of what is being written.
 *
 * Signals: `changed ()`.
 */
G_DECLARE_FINAL_TYPE (RecessContextCounter, recess_context_counter, RECESS, CONTEXT_COUNTER,
                      GObject)

RecessContextCounter     *recess_context_counter_new          (void);
void                      recess_context_counter_set_session  (RecessContextCounter *self,
                                                               RecessChatSession    *session);
void                      recess_context_counter_set_models   (RecessContextCounter *self,
                                                               RecessModels         *models);
/* Where the next message is being written, for as long as it is there. */
void                      recess_context_counter_set_composer (RecessContextCounter *self,
                                                               RecessComposer       *composer);
/* Returns: (nullable): %NULL where nothing is said */
const RecessContextUsage *recess_context_counter_get_usage    (RecessContextCounter *self);

G_END_DECLS
