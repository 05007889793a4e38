/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "common/recess-api-error.h"

#include "recess-api.h"
#include "recess-model-json.h"

/* Lists younger than this are good enough. */
#define MAX_AGE 300

/* How long a list waits for providers that were never asked, and for all when it is asked to. */
#define WAIT_MS 2000
#define REFRESH_WAIT_MS 10000

typedef struct
{
  RecessApi       *api;
  RecessRequest   *request;
  RecessModelName *model;
  char            *name;
  gboolean         recess;
} Call;

static void
call_free (Call *call)
{
  g_clear_object (&call->request);
  g_clear_pointer (&call->model, recess_model_name_free);
  g_free (call->name);
  g_free (call);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Call, call_free)

static Call *
call_new (RecessApi     *api,
          RecessRequest *request)
{
  Call *call = g_new0 (Call, 1);

  call->api = api;
  call->request = g_object_ref (request);
  return call;
}

static void
list_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (Call) call = user_data;

  recess_providers_refresh_finish (RECESS_PROVIDERS (source), result, NULL);
  recess_request_reply_json (call->request, 200,
                             recess_model_json_list (call->api->providers,
                                                     call->recess ? call->api->prices : NULL));
}

static void
list_models (RecessRequest *request,
             gpointer       user_data)
{
  RecessApi *api = user_data;

  recess_providers_refresh_async (api->providers, MAX_AGE, WAIT_MS, list_cb,
                                  call_new (api, request));
}

static void
list_recess_models (RecessRequest *request,
                    gpointer       user_data)
{
  RecessApi *api = user_data;
  gboolean refresh = g_strcmp0 (recess_request_get_query (request, "refresh"), "true") == 0;
  Call *call = call_new (api, request);

  call->recess = TRUE;
  recess_providers_refresh_async (api->providers, refresh ? 0 : MAX_AGE,
                                  refresh ? REFRESH_WAIT_MS : WAIT_MS, list_cb, call);
}

static void
reply_unknown (Call *call)
{
  recess_request_reply_problem (call->request, 404, "model", "model_not_found",
                                "The model '%.200s' does not exist: the provider '%s' does not "
                                "list it.", call->name,
                                recess_provider_get_name (call->model->provider));
}

static void
reply_model (Call                  *call,
             const RecessModelInfo *info)
{
  g_autoptr (GString) json = NULL;

  if (g_str_equal (recess_request_get_method (call->request), "DELETE"))
    {
      recess_request_reply_problem (call->request, 400, NULL, NULL,
                                    "Only tuned models can be deleted.");
      return;
    }

  json = g_string_new (NULL);
  recess_model_json_append (json, call->name, call->model->provider, info);
  recess_request_reply_json (call->request, 200,
                             g_string_free (g_steal_pointer (&json), FALSE));
}

static void
refresh_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  RecessProvider *provider = RECESS_PROVIDER (source);
  g_autoptr (Call) call = user_data;
  g_autoptr (GError) error = NULL;
  gboolean known = recess_provider_refresh_finish (provider, result, &error);
  const RecessModelInfo *info = recess_provider_find_model (provider, call->model->upstream);

  if (info != NULL)
    reply_model (call, info);
  else if (known)
    reply_unknown (call);
  else
    recess_request_reply_error (call->request, error);
}

static void
with_name (RecessApi     *api,
           RecessRequest *request,
           char          *name)
{
  g_autoptr (Call) call = call_new (api, request);
  g_autoptr (GError) error = NULL;

  call->name = name;
  call->model = recess_model_name_resolve (api->providers, name, &error);
  if (call->model == NULL)
    recess_request_reply_error (request, error);
  else if (call->model->provider == NULL)
    reply_model (call, NULL);
  else
    {
      recess_provider_refresh_async (call->model->provider, MAX_AGE, NULL, refresh_cb, call);
      g_steal_pointer (&call);
    }
}

static void
one_model (RecessRequest *request,
           gpointer       user_data)
{
  with_name (user_data, request, g_strdup (recess_request_get_param (request, "model")));
}

/* Some clients do not encode the slashes of a name. */
static void
one_model_of_pieces (RecessRequest *request,
                     gpointer       user_data)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  static const char *names[] = { "a", "b", "c" };
  g_auto (GStrv) pieces = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      const char *piece = recess_request_get_param (request, names[i]);

      if (piece != NULL)
        g_strv_builder_add (builder, piece);
    }

  pieces = g_strv_builder_end (builder);
  with_name (user_data, request, g_strjoinv ("/", pieces));
}

void
recess_api_add_models (RecessApi *api)
{
  static const char *methods[] = { "GET", "DELETE" };

  g_return_if_fail (api != NULL);

  recess_router_add (api->router, "GET", "/models", 0, list_models, api);
  recess_router_add (api->router, "GET", "/recess/models", 0, list_recess_models, api);
  for (guint i = 0; i < G_N_ELEMENTS (methods); i++)
    {
      recess_router_add (api->router, methods[i], "/models/{model}", 0, one_model, api);
      recess_router_add (api->router, methods[i], "/models/{a}/{b}", 0, one_model_of_pieces, api);
      recess_router_add (api->router, methods[i], "/models/{a}/{b}/{c}", 0, one_model_of_pieces,
                         api);
    }
}
