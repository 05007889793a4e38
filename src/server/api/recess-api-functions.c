/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "recess-api-functions-body.h"
#include "recess-api.h"
#include "recess-body-parser.h"

static void
reply (RecessRequest *request,
       char          *text,
       const GError  *error)
{
  if (text != NULL)
    recess_request_reply_json (request, SOUP_STATUS_OK, text);
  else
    recess_request_reply_error (request, error);
}

static void
on_read_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(RecessRequest) request = user_data;
  g_autoptr(GError) error = NULL;
  char *text = recess_store_read_finish (RECESS_STORE (source), result, &error);

  reply (request, text, error);
}

static void
on_written_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr(RecessRequest) request = user_data;
  g_autoptr(GError) error = NULL;
  char *text = recess_store_write_finish (RECESS_STORE (source), result, &error);

  reply (request, text, error);
}

static void
list_functions (RecessRequest *request,
                gpointer       user_data)
{
  RecessApi *api = user_data;
  g_autoptr(GError) error = NULL;
  RecessPage page;

  if (recess_page_init (&page,
                        recess_request_get_query (request, "limit"),
                        recess_request_get_query (request, "order"),
                        recess_request_get_query (request, "after"),
                        recess_request_get_query (request, "before"),
                        &error))
    recess_function_store_list_async (api->store, &page, NULL, on_read_cb,
                                      g_object_ref (request));
  else
    recess_request_reply_error (request, error);

  recess_page_clear (&page);
}

static void
get_function (RecessRequest *request,
              gpointer       user_data)
{
  RecessApi *api = user_data;

  recess_function_store_get_async (api->store, recess_request_get_param (request, "id"), NULL,
                                   on_read_cb, g_object_ref (request));
}

static void
create_parsed (RecessApi     *api,
               RecessRequest *request,
               gpointer       parsed)
{
  recess_function_store_create_async (api->store, parsed, NULL, on_written_cb,
                                      g_object_ref (request));
}

static void
create_function (RecessRequest *request,
                 gpointer       user_data)
{
  recess_api_parse_body (user_data, request, recess_function_parse_new,
                         (GDestroyNotify) recess_function_change_free, create_parsed);
}

static void
change_parsed (RecessApi     *api,
               RecessRequest *request,
               gpointer       parsed)
{
  recess_function_store_change_async (api->store, recess_request_get_param (request, "id"), parsed,
                                      NULL, on_written_cb, g_object_ref (request));
}

static void
change_function (RecessRequest *request,
                 gpointer       user_data)
{
  recess_api_parse_body (user_data, request, recess_function_parse_change,
                         (GDestroyNotify) recess_function_change_free, change_parsed);
}

static void
delete_function (RecessRequest *request,
                 gpointer       user_data)
{
  RecessApi *api = user_data;

  recess_function_store_delete_async (api->store, recess_request_get_param (request, "id"), NULL,
                                      on_written_cb, g_object_ref (request));
}

static void
add_ready_functions (RecessRequest *request,
                     gpointer       user_data)
{
  RecessApi *api = user_data;

  recess_function_store_add_ready_async (api->store, NULL, on_written_cb, g_object_ref (request));
}

void
recess_api_add_functions (RecessApi *api)
{
  RecessRouter *router;

  g_return_if_fail (api != NULL);

  router = api->router;
  recess_router_add (router, "GET", "/recess/functions", 0, list_functions, api);
  recess_router_add (router, "POST", "/recess/functions", RECESS_BODY_JSON, create_function, api);
  recess_router_add (router, "POST", "/recess/functions/ready", RECESS_BODY_JSON,
                     add_ready_functions, api);
  recess_router_add (router, "GET", "/recess/functions/{id}", 0, get_function, api);
  recess_router_add (router, "POST", "/recess/functions/{id}", RECESS_BODY_JSON, change_function,
                     api);
  recess_router_add (router, "DELETE", "/recess/functions/{id}", 0, delete_function, api);
}
