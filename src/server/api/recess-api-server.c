/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <unistd.h>

#include "common/recess-json.h"
#include "recess-api.h"

static void
append_boolean (GString    *json,
                const char *name,
                gboolean    value)
{
  g_string_append_printf (json, ",\"%s\":%s", name, value ? "true" : "false");
}

static void
get_server (RecessRequest *request,
            gpointer       user_data)
{
  RecessApi *api = user_data;
  GString *json = g_string_new ("{\"object\":\"recess.server\","
                                "\"version\":\"" PACKAGE_VERSION "\"");

  g_string_append_printf (json, ",\"pid\":%d,\"started_at\":%" G_GINT64_FORMAT ",\"data_dir\":",
                          (int) getpid (), api->started_at);
  recess_json_append_string (json, recess_store_get_data_dir (api->store), -1);
  append_boolean (json, "secret_service", recess_providers_has_secret_service (api->providers));
  append_boolean (json, "practice", recess_providers_has_practice (api->providers));
  g_string_append_printf (json, ",\"store\":\"%s\"}", recess_store_get_state (api->store));
  recess_request_reply_json (request, SOUP_STATUS_OK, g_string_free (json, FALSE));
}

static void
delete_server (RecessRequest *request,
               gpointer       user_data)
{
  RecessApi *api = user_data;

  if (!recess_request_is_private (request))
    {
      recess_request_reply_problem (request, SOUP_STATUS_FORBIDDEN, NULL, "private_socket_only",
                                    "Only the window may end the server.");
      return;
    }

  recess_request_reply_json (request, SOUP_STATUS_OK,
                             g_strdup ("{\"object\":\"recess.server.deleted\",\"deleted\":true}"));
  api->end (api->end_data);
}

void
recess_api_add_server (RecessApi *api)
{
  g_return_if_fail (api != NULL);

  recess_router_add (api->router, "GET", "/recess/server", 0, get_server, api);
  recess_router_add (api->router, "DELETE", "/recess/server", 0, delete_server, api);
}
