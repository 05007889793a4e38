/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "common/recess-api-error.h"
#include "common/recess-json.h"
#include "providers/recess-field.h"
#include "providers/recess-nearby.h"
#include "providers/recess-provider-settings.h"

#include "recess-api.h"
#include "recess-body-parser.h"
#include "recess-provider-test.h"

static RecessProvider *
require_provider (RecessApi     *api,
                  RecessRequest *request)
{
  const char *id = recess_request_get_param (request, "id");
  RecessProvider *provider = recess_providers_find (api->providers, id);

  if (provider == NULL)
    recess_request_reply_problem (request, 404, NULL, NULL, "No provider found with id '%.100s'.",
                                  id);
  return provider;
}

static void
list_providers (RecessRequest *request,
                gpointer       user_data)
{
  RecessApi *api = user_data;
  GListModel *model = G_LIST_MODEL (api->providers);
  guint n_items = g_list_model_get_n_items (model);
  g_autofree char *first = g_strdup ("null");
  g_autofree char *last = g_strdup ("null");
  GString *json = g_string_new ("{\"object\":\"list\",\"data\":[");

  for (guint i = 0; i < n_items; i++)
    {
      g_autoptr (RecessProvider) provider = g_list_model_get_item (model, i);
      g_autofree char *row = recess_provider_to_json (provider);

      g_string_append_printf (json, "%s%s", i > 0 ? "," : "", row);
      if (i == 0)
        {
          g_free (first);
          first = recess_json_quote (recess_provider_get_id (provider));
        }
      g_free (last);
      last = recess_json_quote (recess_provider_get_id (provider));
    }

  g_string_append_printf (json, "],\"first_id\":%s,\"last_id\":%s,\"has_more\":false}",
                          first, last);
  recess_request_reply_json (request, 200, g_string_free (json, FALSE));
}

static void
get_provider (RecessRequest *request,
              gpointer       user_data)
{
  RecessProvider *provider = require_provider (user_data, request);

  if (provider != NULL)
    recess_request_reply_json (request, 200, recess_provider_to_json (provider));
}

static void
saved_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (RecessRequest) request = user_data;
  g_autoptr (RecessProvider) provider = NULL;
  g_autoptr (GError) error = NULL;

  provider = recess_providers_save_finish (RECESS_PROVIDERS (source), result, &error);
  if (provider == NULL)
    {
      recess_request_reply_error (request, error);
      return;
    }

  recess_request_reply_json (request, 200, recess_provider_to_json (provider));
  /* So that its models are there when somebody looks. */
  recess_provider_refresh_async (provider, 0, NULL, NULL, NULL);
}

/* Keys are written and never read, also not by way of an address of the caller's choice: on TCP,
 * the environment is closed, and a kept key goes where it was meant to go. */
static gboolean
check_secrets (RecessRequest  *request,
               RecessProvider *provider,
               JsonObject     *settings)
{
  const char *base_url = recess_json_object_get_string (settings, "base_url", NULL);

  if (recess_request_is_private (request))
    return TRUE;

  if (recess_json_object_get_string (settings, "key_env", NULL) != NULL)
    {
      recess_request_reply_problem (request, 403, "key_env", "private_socket_only",
                                    "Only the window may name a variable of the environment. Send "
                                    "'key', or start recess-server with --provider "
                                    "NAME=BASE_URL,key-env=VARIABLE.");
      return FALSE;
    }

  if (provider != NULL && recess_provider_get_has_key (provider) && base_url != NULL &&
      g_strcmp0 (base_url, recess_provider_get_base_url (provider)) != 0 &&
      !json_object_has_member (settings, "key"))
    {
      recess_request_reply_problem (request, 400, "key", NULL,
                                    "The key that is kept was meant for '%s'. Send 'key' along "
                                    "with another 'base_url'.",
                                    recess_provider_get_base_url (provider));
      return FALSE;
    }

  return TRUE;
}

static void
create_parsed (RecessApi     *api,
               RecessRequest *request,
               gpointer       parsed)
{
  g_autoptr (JsonObject) settings = parsed;

  if (check_secrets (request, NULL, settings))
    recess_providers_save_async (api->providers, NULL, settings, NULL, saved_cb,
                                 g_object_ref (request));
}

static void
create_provider (RecessRequest *request,
                 gpointer       user_data)
{
  recess_api_parse_body (user_data, request, recess_api_parse_object,
                         (GDestroyNotify) json_object_unref, create_parsed);
}

static void
change_parsed (RecessApi     *api,
               RecessRequest *request,
               gpointer       parsed)
{
  g_autoptr (JsonObject) settings = parsed;
  RecessProvider *provider = require_provider (api, request);

  if (provider != NULL && check_secrets (request, provider, settings))
    recess_providers_save_async (api->providers, provider, settings, NULL, saved_cb,
                                 g_object_ref (request));
}

static void
change_provider (RecessRequest *request,
                 gpointer       user_data)
{
  recess_api_parse_body (user_data, request, recess_api_parse_object,
                         (GDestroyNotify) json_object_unref, change_parsed);
}

static void
removed_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (RecessRequest) request = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = NULL;

  if (!recess_providers_remove_finish (RECESS_PROVIDERS (source), result, &error))
    {
      recess_request_reply_error (request, error);
      return;
    }

  id = recess_json_quote (recess_request_get_param (request, "id"));
  recess_request_reply_json (request, 200,
                             g_strdup_printf ("{\"id\":%s,\"object\":\"recess.provider.deleted\","
                                              "\"deleted\":true}", id));
}

static void
delete_provider (RecessRequest *request,
                 gpointer       user_data)
{
  RecessApi *api = user_data;
  RecessProvider *provider = require_provider (api, request);

  if (provider != NULL)
    recess_providers_remove_async (api->providers, provider, NULL, removed_cb,
                                   g_object_ref (request));
}

static void
test_provider (RecessRequest *request,
               gpointer       user_data)
{
  RecessProvider *provider = require_provider (user_data, request);

  if (provider != NULL)
    recess_provider_test_start (provider, request);
}

static void
test_parsed (RecessApi     *api,
             RecessRequest *request,
             gpointer       parsed)
{
  g_autoptr (JsonObject) settings = parsed;
  g_autoptr (RecessProvider) provider = NULL;
  g_autoptr (GError) error = NULL;
  const char *key;

  if (!check_secrets (request, NULL, settings))
    return;

  /* A test needs no name. */
  if (!json_object_has_member (settings, "name"))
    json_object_set_string_member (settings, "name", "test");

  provider = recess_provider_new ();
  if (!recess_provider_settings_check_key (settings, &error) ||
      !recess_provider_configure (provider, settings, &error))
    {
      recess_request_reply_error (request, error);
      return;
    }

  key = recess_json_object_get_string (settings, "key", NULL);
  if (key != NULL)
    recess_provider_set_key (provider, key, RECESS_KEY_STORAGE_SESSION);
  recess_provider_test_start (provider, request);
}

static void
test_settings (RecessRequest *request,
               gpointer       user_data)
{
  recess_api_parse_body (user_data, request, recess_api_parse_object,
                         (GDestroyNotify) json_object_unref, test_parsed);
}

static void
append_nearby (GString            *json,
               const RecessNearby *server)
{
  g_autofree char *name = recess_json_quote (server->name);
  g_autofree char *label = recess_json_quote (server->label);
  g_autofree char *url = recess_json_quote (server->base_url);

  g_string_append_printf (json, "{\"name\":%s,\"label\":%s,\"base_url\":%s,\"models\":[",
                          name, label, url);
  for (guint i = 0; server->models[i] != NULL; i++)
    {
      g_autofree char *model = recess_json_quote (server->models[i]);

      g_string_append_printf (json, "%s%s", i > 0 ? "," : "", model);
    }
  g_string_append (json, "]}");
}

static void
nearby_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (RecessRequest) request = user_data;
  g_autoptr (GPtrArray) found = NULL;
  g_autoptr (GError) error = NULL;
  GString *json;

  found = recess_nearby_find_finish (result, &error);
  if (found == NULL)
    {
      recess_request_reply_error (request, error);
      return;
    }

  json = g_string_new ("{\"object\":\"list\",\"data\":[");
  for (guint i = 0; i < found->len; i++)
    {
      if (i > 0)
        g_string_append_c (json, ',');
      append_nearby (json, g_ptr_array_index (found, i));
    }
  g_string_append (json, "]}");
  recess_request_reply_json (request, 200, g_string_free (json, FALSE));
}

static void
list_nearby (RecessRequest *request,
             gpointer       user_data)
{
  recess_nearby_find_async (NULL, nearby_cb, g_object_ref (request));
}

static void
reply_aliases (RecessApi     *api,
               RecessRequest *request)
{
  RecessAliases *aliases = recess_providers_get_aliases (api->providers);

  recess_request_reply_json (request, 200, recess_aliases_to_json (aliases));
}

static void
get_aliases (RecessRequest *request,
             gpointer       user_data)
{
  reply_aliases (user_data, request);
}

static void
aliases_changed_cb (GObject      *source,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  RecessProviders *providers = RECESS_PROVIDERS (source);
  g_autoptr (RecessRequest) request = user_data;
  g_autoptr (GError) error = NULL;

  if (!recess_providers_change_aliases_finish (providers, result, &error))
    recess_request_reply_error (request, error);
  else
    recess_request_reply_json (request, 200,
                               recess_aliases_to_json (recess_providers_get_aliases (providers)));
}

static void
aliases_parsed (RecessApi     *api,
                RecessRequest *request,
                gpointer       parsed)
{
  g_autoptr (JsonObject) changes = parsed;

  recess_providers_change_aliases_async (api->providers, changes, NULL, aliases_changed_cb,
                                         g_object_ref (request));
}

static void
put_aliases (RecessRequest *request,
             gpointer       user_data)
{
  recess_api_parse_body (user_data, request, recess_api_parse_object,
                         (GDestroyNotify) json_object_unref, aliases_parsed);
}

void
recess_api_add_providers (RecessApi *api)
{
  RecessRouter *router;

  g_return_if_fail (api != NULL);

  router = api->router;
  recess_router_add (router, "GET", "/recess/providers", 0, list_providers, api);
  recess_router_add (router, "POST", "/recess/providers", RECESS_BODY_JSON, create_provider, api);
  recess_router_add (router, "POST", "/recess/providers/test", RECESS_BODY_JSON, test_settings,
                     api);
  recess_router_add (router, "GET", "/recess/providers/nearby", 0, list_nearby, api);
  recess_router_add (router, "GET", "/recess/providers/{id}", 0, get_provider, api);
  recess_router_add (router, "POST", "/recess/providers/{id}", RECESS_BODY_JSON, change_provider,
                     api);
  recess_router_add (router, "DELETE", "/recess/providers/{id}", 0, delete_provider, api);
  recess_router_add (router, "POST", "/recess/providers/{id}/test", RECESS_BODY_JSON,
                     test_provider, api);
  recess_router_add (router, "GET", "/recess/aliases", 0, get_aliases, api);
  recess_router_add (router, "PUT", "/recess/aliases", RECESS_BODY_JSON, put_aliases, api);
}
