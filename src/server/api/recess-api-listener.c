/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "recess-api.h"
#include "recess-body-parser.h"

typedef struct
{
  RecessApi     *api;
  RecessRequest *request;
} Call;

static gboolean
require_private (RecessRequest *request)
{
  if (recess_request_is_private (request))
    return TRUE;

  recess_request_reply_problem (request, SOUP_STATUS_FORBIDDEN, NULL, "private_socket_only",
                                "Only the window may see and change who may ask this server.");
  return FALSE;
}

static void
get_listener (RecessRequest *request,
              gpointer       user_data)
{
  RecessApi *api = user_data;

  if (require_private (request))
    recess_request_reply_json (request, SOUP_STATUS_OK,
                               recess_script_listener_to_json (api->listener));
}

static void
changed_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autofree Call *call = user_data;
  g_autoptr (RecessRequest) request = call->request;
  g_autoptr (GError) error = NULL;

  if (recess_script_listener_change_finish (call->api->listener, result, &error))
    recess_request_reply_json (request, SOUP_STATUS_OK,
                               recess_script_listener_to_json (call->api->listener));
  else
    recess_request_reply_error (request, error);
}

static void
settings_read_cb (RecessApi     *api,
                  RecessRequest *request,
                  gpointer       parsed)
{
  g_autoptr (JsonObject) settings = parsed;
  Call *call = g_new0 (Call, 1);

  call->api = api;
  call->request = g_object_ref (request);
  recess_script_listener_change_async (api->listener, settings, changed_cb, call);
}

static void
put_listener (RecessRequest *request,
              gpointer       user_data)
{
  if (require_private (request))
    recess_api_parse_body (user_data, request, recess_api_parse_object,
                           (GDestroyNotify) json_object_unref, settings_read_cb);
}

void
recess_api_add_listener (RecessApi *api)
{
  g_return_if_fail (api != NULL);

  recess_router_add (api->router, "GET", "/recess/listener", 0, get_listener, api);
  recess_router_add (api->router, "PUT", "/recess/listener", RECESS_BODY_JSON, put_listener, api);
}
