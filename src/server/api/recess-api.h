/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "http/recess-router.h"
#include "providers/recess-prices.h"
#include "providers/recess-providers.h"
#include "store/recess-message-store.h"
#include "store/recess-store.h"
#include "tools/recess-call-runner.h"

#include "recess-sandbox-runs.h"
#include "recess-script-listener.h"

G_BEGIN_DECLS

/**
 * RecessApi:
 *
 * What the resources work with. A resource is one file with one function that adds its routes;
 * a new one is a new file and a line in recess-api.c.
 *
 * @started_at: seconds since 1970
 * @end: ends the server, after the replies that are under way
 */
typedef struct
{
  RecessRouter         *router;
  RecessStore          *store;
  RecessMessageStore   *messages;
  RecessProviders      *providers;
  RecessPrices         *prices;
  RecessScriptListener *listener;
  RecessSandbox        *sandbox;
  RecessSandboxRuns    *sandbox_runs;
  RecessCallRunner     *call_runner;
  gint64                started_at;
  void                (*end) (gpointer end_data);
  gpointer              end_data;
} RecessApi;

void recess_api_add_routes (RecessApi *api);

void recess_api_add_blobs            (RecessApi *api);
void recess_api_add_chat_completions (RecessApi *api);
void recess_api_add_conversation_files (RecessApi *api);
void recess_api_add_conversations    (RecessApi *api);
void recess_api_add_embeddings       (RecessApi *api);
void recess_api_add_events           (RecessApi *api);
void recess_api_add_functions        (RecessApi *api);
void recess_api_add_listener         (RecessApi *api);
void recess_api_add_messages         (RecessApi *api);
void recess_api_add_models           (RecessApi *api);
void recess_api_add_prices           (RecessApi *api);
void recess_api_add_providers        (RecessApi *api);
void recess_api_add_requests         (RecessApi *api);
void recess_api_add_sandbox          (RecessApi *api);
void recess_api_add_server           (RecessApi *api);

G_END_DECLS
