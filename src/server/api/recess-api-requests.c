/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "common/recess-api-error.h"
#include "store/recess-request-log.h"

#include "recess-api.h"

static void
on_read_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(RecessRequest) request = user_data;
  g_autoptr(GError) error = NULL;
  char *text = recess_store_read_finish (RECESS_STORE (source), result, &error);

  if (text != NULL)
    recess_request_reply_json (request, SOUP_STATUS_OK, text);
  else
    recess_request_reply_error (request, error);
}

static gboolean
parse_filter (RecessRequest    *request,
              RecessLogFilter  *filter,
              GError          **error)
{
  const char *status = recess_request_get_query (request, "status");
  guint64 number = 0;

  if (status != NULL && !g_ascii_string_to_unsigned (status, 10, 100, 599, &number, NULL))
    {
      recess_set_api_error (error, 400, "status", NULL,
                            "'status' must be an HTTP status, from 100 to 599.");
      return FALSE;
    }

  filter->message_id = recess_request_get_query (request, "message_id");
  filter->conversation_id = recess_request_get_query (request, "conversation_id");
  filter->model = recess_request_get_query (request, "model");
  filter->status = (guint) number;
  return TRUE;
}

static void
list_requests (RecessRequest *request,
               gpointer       user_data)
{
  RecessApi *api = user_data;
  g_autoptr(GError) error = NULL;
  RecessLogFilter filter;
  RecessPage page;

  if (recess_page_init (&page,
                        recess_request_get_query (request, "limit"),
                        recess_request_get_query (request, "order"),
                        recess_request_get_query (request, "after"),
                        recess_request_get_query (request, "before"),
                        &error) &&
      parse_filter (request, &filter, &error))
    recess_request_log_list_async (api->store, &page, &filter, NULL, on_read_cb,
                                   g_object_ref (request));
  else
    recess_request_reply_error (request, error);

  recess_page_clear (&page);
}

static void
get_request (RecessRequest *request,
             gpointer       user_data)
{
  RecessApi *api = user_data;

  recess_request_log_get_async (api->store, recess_request_get_param (request, "id"), NULL,
                                on_read_cb, g_object_ref (request));
}

static void
on_cleared_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr(RecessRequest) request = user_data;
  g_autoptr(GError) error = NULL;

  if (recess_store_write_finish_plain (RECESS_STORE (source), result, &error))
    recess_request_reply_json (request, SOUP_STATUS_OK,
                               g_strdup ("{\"object\":\"recess.requests.deleted\","
                                         "\"deleted\":true}"));
  else
    recess_request_reply_error (request, error);
}

static void
clear_requests (RecessRequest *request,
                gpointer       user_data)
{
  RecessApi *api = user_data;

  recess_request_log_clear_async (api->store, NULL, on_cleared_cb, g_object_ref (request));
}

void
recess_api_add_requests (RecessApi *api)
{
  g_return_if_fail (api != NULL);

  recess_router_add (api->router, "GET", "/recess/requests", 0, list_requests, api);
  recess_router_add (api->router, "GET", "/recess/requests/{id}", 0, get_request, api);
  recess_router_add (api->router, "DELETE", "/recess/requests", 0, clear_requests, api);
}
