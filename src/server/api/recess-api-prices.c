/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "recess-api.h"
#include "recess-body-parser.h"

static void
get_prices (RecessRequest *request,
            gpointer       user_data)
{
  RecessApi *api = user_data;

  recess_request_reply_json (request, 200, recess_prices_to_json (api->prices));
}

static void
changed_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (RecessRequest) request = user_data;
  RecessPrices *prices = RECESS_PRICES (source);
  g_autoptr (GError) error = NULL;

  if (recess_prices_change_finish (prices, result, &error))
    recess_request_reply_json (request, 200, recess_prices_to_json (prices));
  else
    recess_request_reply_error (request, error);
}

static void
parsed (RecessApi     *api,
        RecessRequest *request,
        gpointer       object)
{
  g_autoptr (JsonObject) body = object;

  recess_prices_change_async (api->prices, body, changed_cb, g_object_ref (request));
}

static void
put_prices (RecessRequest *request,
            gpointer       user_data)
{
  recess_api_parse_body (user_data, request, recess_api_parse_object,
                         (GDestroyNotify) json_object_unref, parsed);
}

void
recess_api_add_prices (RecessApi *api)
{
  g_return_if_fail (api != NULL);

  recess_router_add (api->router, "GET", "/recess/prices", 0, get_prices, api);
  recess_router_add (api->router, "PUT", "/recess/prices", RECESS_BODY_JSON, put_prices, api);
}
