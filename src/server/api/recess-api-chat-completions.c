/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "recess-body-parser.h"
#include "recess-chat-exchange.h"

static gpointer
parse_chat (JsonObject  *object,
            GBytes      *body,
            GError     **error)
{
  return recess_chat_request_new (object, error);
}

static void
start_chat (RecessApi     *api,
            RecessRequest *request,
            gpointer       parsed)
{
  recess_chat_exchange_start (api, request, parsed);
}

static void
create_chat_completion (RecessRequest *request,
                        gpointer       user_data)
{
  recess_api_parse_body (user_data, request, parse_chat,
                         (GDestroyNotify) recess_chat_request_free, start_chat);
}

void
recess_api_add_chat_completions (RecessApi *api)
{
  g_return_if_fail (api != NULL);

  recess_router_add (api->router, "POST", "/chat/completions", RECESS_BODY_CHAT,
                     create_chat_completion, api);
}
