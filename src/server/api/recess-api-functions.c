/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "recess-api-functions-body.h"
#include "recess-api.h"
#include "recess-body-parser.h"
#include "store/recess-row-json.h"
#include "tools/recess-tool-functions.h"

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

typedef struct
{
  RecessRequest *request;
  GCancellable  *cancellable;
  GString       *log;
  gint64         started_at;
} Trial;

static void
trial_free (Trial *trial)
{
  g_signal_handlers_disconnect_by_data (trial->request, trial->cancellable);
  g_object_unref (trial->request);
  g_object_unref (trial->cancellable);
  g_string_free (trial->log, TRUE);
  g_free (trial);
}

static void
reply_trial (Trial        *trial,
             const char   *output,
             const GError *error)
{
  GString *json = g_string_new (NULL);

  recess_row_json_begin (json);
  recess_row_json_add_string (json, "object", "recess.function.trial");
  recess_row_json_add_string (json, "output", output);
  recess_row_json_add_string (json, "log", trial->log->len > 0 ? trial->log->str : NULL);
  recess_row_json_add_string (json, "error", error != NULL ? error->message : NULL);
  recess_row_json_end (json);
  g_string_truncate (json, json->len - 1);
  g_string_append_printf (json, ",\"duration_ms\":%" G_GINT64_FORMAT "}",
                          (g_get_monotonic_time () - trial->started_at) / 1000);
  recess_request_reply_json (trial->request, SOUP_STATUS_OK, g_string_free (json, FALSE));
}

static void
on_tried_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  Trial *trial = user_data;
  g_autoptr(GError) error = NULL;
  g_autofree char *output = recess_handler_run_finish (result, &error);

  if (g_error_matches (error, RECESS_TOOL_ERROR, RECESS_TOOL_ERROR_ARGUMENTS))
    recess_request_reply_problem (trial->request, SOUP_STATUS_BAD_REQUEST, "arguments", NULL,
                                  "%s", error->message);
  else
    reply_trial (trial, output, error);

  trial_free (trial);
}

static void
log_cb (const char *text,
        gpointer    user_data)
{
  Trial *trial = user_data;
  g_autofree char *taken = recess_call_runner_cut_log (text, trial->log->len);

  if (taken != NULL)
    g_string_append (trial->log, taken);
}

static void
try_function (RecessApi            *api,
              RecessRequest        *request,
              const RecessFunction *function,
              const char           *arguments)
{
  Trial *trial = g_new0 (Trial, 1);

  trial->request = g_object_ref (request);
  trial->cancellable = g_cancellable_new ();
  trial->log = g_string_new (NULL);
  trial->started_at = g_get_monotonic_time ();
  g_signal_connect_swapped (request, "gone", G_CALLBACK (g_cancellable_cancel),
                            trial->cancellable);
  recess_handler_run_async (api->sandbox, function, arguments, log_cb, trial, trial->cancellable,
                            on_tried_cb, trial);
}

static void
trial_parsed (RecessApi     *api,
              RecessRequest *request,
              gpointer       parsed)
{
  g_autoptr(RecessFunctionTry) trial = parsed;

  try_function (api, request, trial->function, trial->arguments);
}

typedef struct
{
  RecessApi     *api;
  RecessRequest *request;
  char          *arguments;
} Lookup;

static void
on_found_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autofree Lookup *lookup = user_data;
  g_autoptr(RecessRequest) request = lookup->request;
  g_autofree char *arguments = lookup->arguments;
  g_autoptr(GError) error = NULL;
  g_autoptr(RecessFunction) function = NULL;

  function = recess_function_store_find_finish (RECESS_STORE (source), result, &error);
  if (function != NULL)
    try_function (lookup->api, request, function, arguments);
  else
    recess_request_reply_error (request, error);
}

static void
try_parsed (RecessApi     *api,
            RecessRequest *request,
            gpointer       parsed)
{
  g_autoptr(RecessFunctionTry) trial = parsed;
  Lookup *lookup = g_new0 (Lookup, 1);

  lookup->api = api;
  lookup->request = g_object_ref (request);
  lookup->arguments = g_steal_pointer (&trial->arguments);
  recess_function_store_find_async (api->store, recess_request_get_param (request, "id"), NULL,
                                    on_found_cb, lookup);
}

/* What runs is the user's affair, on their own machine. */
static gboolean
require_private (RecessRequest *request)
{
  if (recess_request_is_private (request))
    return TRUE;

  recess_request_reply_problem (request, SOUP_STATUS_FORBIDDEN, NULL, "private_socket_only",
                                "Only the window may run functions.");
  return FALSE;
}

static void
try_kept (RecessRequest *request,
          gpointer       user_data)
{
  if (require_private (request))
    recess_api_parse_body (user_data, request, recess_function_parse_try,
                           (GDestroyNotify) recess_function_try_free, try_parsed);
}

static void
try_given (RecessRequest *request,
           gpointer       user_data)
{
  if (require_private (request))
    recess_api_parse_body (user_data, request, recess_function_parse_trial,
                           (GDestroyNotify) recess_function_try_free, trial_parsed);
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
  recess_router_add (router, "POST", "/recess/functions/try", RECESS_BODY_JSON, try_given, api);
  recess_router_add (router, "POST", "/recess/functions/{id}/try", RECESS_BODY_JSON, try_kept,
                     api);
  recess_router_add (router, "GET", "/recess/functions/{id}", 0, get_function, api);
  recess_router_add (router, "POST", "/recess/functions/{id}", RECESS_BODY_JSON, change_function,
                     api);
  recess_router_add (router, "DELETE", "/recess/functions/{id}", 0, delete_function, api);
}
