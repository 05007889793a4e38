/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "store/recess-conversation-export.h"

#include "recess-api.h"
#include "recess-body-parser.h"
#include "recess-import-body.h"

static gboolean
is_markdown (RecessRequest *request)
{
  return g_strcmp0 (recess_request_get_query (request, "format"), "markdown") == 0;
}

static void
on_exported_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr(RecessRequest) request = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) file = NULL;

  file = recess_conversation_export_finish (RECESS_STORE (source), result, &error);
  if (file == NULL)
    {
      recess_request_reply_error (request, error);
      return;
    }

  recess_request_set_reply_header (request, "Content-Disposition",
                                   is_markdown (request)
                                     ? "attachment; filename=\"conversation.md\""
                                     : "attachment; filename=\"conversation.json\"");
  recess_request_reply (request, SOUP_STATUS_OK,
                        is_markdown (request) ? "text/markdown; charset=utf-8"
                                              : "application/json", file);
}

static void
export_conversation (RecessRequest *request,
                     gpointer       user_data)
{
  RecessApi *api = user_data;
  const char *format = recess_request_get_query (request, "format");

  if (format != NULL && !g_str_equal (format, "json") && !g_str_equal (format, "markdown"))
    {
      recess_request_reply_problem (request, SOUP_STATUS_BAD_REQUEST, "format", NULL,
                                    "'format' must be 'json' or 'markdown'.");
      return;
    }

  recess_conversation_export_async (api->store, recess_request_get_param (request, "id"),
                                    is_markdown (request) ? RECESS_EXPORT_MARKDOWN
                                                          : RECESS_EXPORT_JSON,
                                    NULL, on_exported_cb, g_object_ref (request));
}

static void
on_imported_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr(RecessRequest) request = user_data;
  g_autoptr(GError) error = NULL;
  char *text = recess_store_write_finish (RECESS_STORE (source), result, &error);

  if (text != NULL)
    recess_request_reply_json (request, SOUP_STATUS_OK, text);
  else
    recess_request_reply_error (request, error);
}

static void
import_parsed (RecessApi     *api,
               RecessRequest *request,
               gpointer       parsed)
{
  recess_conversation_import_async (api->store, parsed, NULL, on_imported_cb,
                                    g_object_ref (request));
}

static void
import_conversation (RecessRequest *request,
                     gpointer       user_data)
{
  recess_api_parse_body (user_data, request, recess_import_parse,
                         (GDestroyNotify) recess_import_free, import_parsed);
}

void
recess_api_add_conversation_files (RecessApi *api)
{
  g_return_if_fail (api != NULL);

  recess_router_add (api->router, "GET", "/recess/conversations/{id}/export", 0,
                     export_conversation, api);
  recess_router_add (api->router, "POST", "/recess/conversations/import", RECESS_BODY_CHAT,
                     import_conversation, api);
}
