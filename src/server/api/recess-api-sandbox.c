/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "common/recess-json.h"

#include "recess-api.h"
#include "recess-body-parser.h"
#include "recess-sandbox-body.h"

static gboolean
require_private (RecessRequest *request)
{
  if (recess_request_is_private (request))
    return TRUE;

  recess_request_reply_problem (request, SOUP_STATUS_FORBIDDEN, NULL, "private_socket_only",
                                "Only the window may run programs.");
  return FALSE;
}

static void
probed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (RecessRequest) request = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *reason = NULL;
  gboolean available = recess_sandbox_probe_finish (RECESS_SANDBOX (source), result, &error);

  reason = recess_json_quote (error != NULL ? error->message : NULL);
  recess_request_reply_json (request, SOUP_STATUS_OK,
                             g_strdup_printf ("{\"object\":\"recess.sandbox\","
                                              "\"available\":%s,\"reason\":%s}",
                                              available ? "true" : "false", reason));
}

static void
get_sandbox (RecessRequest *request,
             gpointer       user_data)
{
  RecessApi *api = user_data;

  if (require_private (request))
    recess_sandbox_probe_async (api->sandbox, NULL, probed_cb, g_object_ref (request));
}

static void
run_parsed (RecessApi     *api,
            RecessRequest *request,
            gpointer       parsed)
{
  g_autoptr (RecessSandboxSpec) spec = parsed;

  recess_sandbox_runs_begin (api->sandbox_runs, request, spec);
}

static void
create_run (RecessRequest *request,
            gpointer       user_data)
{
  if (require_private (request))
    recess_api_parse_body (user_data, request, recess_sandbox_body_parse,
                           (GDestroyNotify) recess_sandbox_spec_unref, run_parsed);
}

static void
cancel_run (RecessRequest *request,
            gpointer       user_data)
{
  RecessApi *api = user_data;
  const char *id = recess_request_get_param (request, "id");
  g_autofree char *quoted = recess_json_quote (id);

  if (!require_private (request))
    return;

  if (recess_sandbox_runs_cancel (api->sandbox_runs, id))
    recess_request_reply_json (request, SOUP_STATUS_OK,
                               g_strdup_printf ("{\"id\":%s,\"object\":\"recess.sandbox.run\","
                                                "\"cancelled\":true}", quoted));
  else
    recess_request_reply_problem (request, SOUP_STATUS_NOT_FOUND, NULL, NULL,
                                  "No program with id '%s' is running.", id);
}

void
recess_api_add_sandbox (RecessApi *api)
{
  g_return_if_fail (api != NULL);

  recess_router_add (api->router, "GET", "/recess/sandbox", 0, get_sandbox, api);
  recess_router_add (api->router, "POST", "/recess/sandbox/runs", RECESS_BODY_JSON, create_run,
                     api);
  recess_router_add (api->router, "POST", "/recess/sandbox/runs/{id}/cancel", RECESS_BODY_JSON,
                     cancel_run, api);
}
