/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "recess-api.h"

void
recess_api_add_routes (RecessApi *api)
{
  g_return_if_fail (api != NULL);

  recess_api_add_blobs (api);
  recess_api_add_chat_completions (api);
  recess_api_add_conversations (api);
  recess_api_add_embeddings (api);
  recess_api_add_events (api);
  recess_api_add_functions (api);
  recess_api_add_listener (api);
  recess_api_add_models (api);
  recess_api_add_prices (api);
  recess_api_add_providers (api);
  recess_api_add_requests (api);
  recess_api_add_sandbox (api);
  recess_api_add_server (api);
}
