/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "common/recess-json.h"
#include "store/recess-blobs.h"

#include "recess-api-conversations-body.h"
#include "recess-api.h"
#include "recess-body-parser.h"

typedef struct
{
  RecessApi     *api;
  RecessRequest *request;
} Call;

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
call_free (Call *call)
{
  g_object_unref (call->request);
  g_free (call);
}

static void
reply_text (RecessRequest *request,
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

  reply_text (request, text, error);
}

static void
on_written_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr(RecessRequest) request = user_data;
  g_autoptr(GError) error = NULL;
  char *text = recess_store_write_finish (RECESS_STORE (source), result, &error);

  reply_text (request, text, error);
}

static void
list_conversations (RecessRequest *request,
                    gpointer       user_data)
{
  RecessApi *api = user_data;
  const char *query = recess_request_get_query (request, "query");
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GError) error = NULL;
  RecessPage page;

  /* Who types on asks for something else: the old search is not finished. */
  g_signal_connect_object (request, "gone", G_CALLBACK (g_cancellable_cancel), cancellable,
                           G_CONNECT_SWAPPED);

  if (recess_page_init (&page,
                        recess_request_get_query (request, "limit"),
                        recess_request_get_query (request, "order"),
                        recess_request_get_query (request, "after"),
                        recess_request_get_query (request, "before"),
                        &error))
    recess_conversation_store_list_async (api->store, &page,
                                          query != NULL && *query != '\0' ? query : NULL,
                                          cancellable, on_read_cb, g_object_ref (request));
  else
    recess_request_reply_error (request, error);

  recess_page_clear (&page);
}

static void
create_parsed (RecessApi     *api,
               RecessRequest *request,
               gpointer       parsed)
{
  g_autoptr(RecessNewConversation) conversation = parsed;

  recess_conversation_store_create_async (api->store, g_steal_pointer (&conversation->change),
                                          g_steal_pointer (&conversation->messages), NULL,
                                          on_written_cb, g_object_ref (request));
}

static void
create_conversation (RecessRequest *request,
                     gpointer       user_data)
{
  recess_api_parse_body (user_data, request, recess_new_conversation_parse,
                         (GDestroyNotify) recess_new_conversation_free, create_parsed);
}

static void
get_conversation (RecessRequest *request,
                  gpointer       user_data)
{
  RecessApi *api = user_data;

  recess_conversation_store_get_async (api->store, recess_request_get_param (request, "id"), NULL,
                                       on_read_cb, g_object_ref (request));
}

static void
change_parsed (RecessApi     *api,
               RecessRequest *request,
               gpointer       parsed)
{
  recess_conversation_store_change_async (api->store, recess_request_get_param (request, "id"),
                                          parsed, NULL, on_written_cb, g_object_ref (request));
}

static void
change_conversation (RecessRequest *request,
                     gpointer       user_data)
{
  recess_api_parse_body (user_data, request, recess_conversation_change_parse,
                         (GDestroyNotify) recess_conversation_change_free, change_parsed);
}

static void
on_deleted_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  Call *call = user_data;
  g_autoptr(GError) error = NULL;
  char *text = recess_store_write_finish (RECESS_STORE (source), result, &error);

  if (text != NULL)
    {
      recess_message_store_stop_all (call->api->messages,
                                     recess_request_get_param (call->request, "id"));
      recess_blobs_purge (call->api->store);
    }

  reply_text (call->request, text, error);
  call_free (call);
}

static void
delete_conversation (RecessRequest *request,
                     gpointer       user_data)
{
  RecessApi *api = user_data;
  const char *purge = recess_request_get_query (request, "purge");

  recess_conversation_store_delete_async (api->store, recess_request_get_param (request, "id"),
                                          g_strcmp0 (purge, "true") == 0, NULL, on_deleted_cb,
                                          call_new (api, request));
}

static void
restore_conversation (RecessRequest *request,
                      gpointer       user_data)
{
  RecessApi *api = user_data;

  recess_conversation_store_restore_async (api->store, recess_request_get_param (request, "id"),
                                           NULL, on_written_cb, g_object_ref (request));
}

static void
branch_parsed (RecessApi     *api,
               RecessRequest *request,
               gpointer       parsed)
{
  g_autoptr(JsonObject) body = parsed;
  const char *message_id = recess_json_object_get_string (body, "message_id", NULL);

  if (message_id == NULL)
    {
      recess_request_reply_problem (request, SOUP_STATUS_BAD_REQUEST, "message_id", NULL,
                                    "'message_id' must be the id of a message.");
      return;
    }

  recess_conversation_store_branch_async (api->store, recess_request_get_param (request, "id"),
                                          message_id, NULL, on_written_cb,
                                          g_object_ref (request));
}

static void
branch_conversation (RecessRequest *request,
                     gpointer       user_data)
{
  recess_api_parse_body (user_data, request, recess_api_parse_object,
                         (GDestroyNotify) json_object_unref, branch_parsed);
}

void
recess_api_add_conversations (RecessApi *api)
{
  static const char list[] = "/recess/conversations";
  static const char one[] = "/recess/conversations/{id}";

  g_return_if_fail (api != NULL);

  recess_router_add (api->router, "GET", list, 0, list_conversations, api);
  recess_router_add (api->router, "POST", list, RECESS_BODY_CHAT, create_conversation, api);
  recess_router_add (api->router, "GET", one, 0, get_conversation, api);
  recess_router_add (api->router, "POST", one, RECESS_BODY_JSON, change_conversation, api);
  recess_router_add (api->router, "DELETE", one, 0, delete_conversation, api);
  recess_router_add (api->router, "POST", "/recess/conversations/{id}/restore", RECESS_BODY_JSON,
                     restore_conversation, api);
  recess_router_add (api->router, "POST", "/recess/conversations/{id}/branch", RECESS_BODY_JSON,
                     branch_conversation, api);

  recess_api_add_conversation_files (api);
  recess_api_add_messages (api);
}
