/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "client/recess-client.h"

G_BEGIN_DECLS

typedef enum
{
  RECESS_ENGINE_STARTING,
  RECESS_ENGINE_READY,
  RECESS_ENGINE_LOST,
  RECESS_ENGINE_FAILED,
} RecessEngineState;

#define RECESS_TYPE_ENGINE (recess_engine_get_type ())

/**
 * RecessEngine:
 *
 * The way to the server of this data folder: finds it or starts it, and does so again with backoff
 * when it is lost. Its client is there from the beginning; calls made before
 * %RECESS_ENGINE_READY fail.
 *
 * ::changed (kind, id, change, conversation_id) for every committed change, the last being NULL but
 * for messages; ::reset when what was listed before has to be listed again.
 */
G_DECLARE_FINAL_TYPE (RecessEngine, recess_engine, RECESS, ENGINE, GObject)

RecessEngine      *recess_engine_new         (void);
void               recess_engine_start       (RecessEngine *self);
RecessEngineState  recess_engine_get_state   (RecessEngine *self);
/* Returns: (nullable): why it is lost or failed, for a person */
const char        *recess_engine_get_message (RecessEngine *self);
RecessClient      *recess_engine_get_client  (RecessEngine *self);

G_END_DECLS
