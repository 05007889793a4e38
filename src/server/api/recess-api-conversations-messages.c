/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "recess-answer-watch.h"
#include "recess-api-conversations-body.h"
#include "recess-api.h"
#include "recess-body-parser.h"

#define CONVERSATION_ID "id"
#define MESSAGE_ID "mid"

static void
on_text_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(RecessRequest) request = user_data;
  g_autoptr(GError) error = NULL;
  char *text = recess_message_store_text_finish (RECESS_MESSAGE_STORE (source), result, &error);

  if (text != NULL)
    recess_request_reply_json (request, SOUP_STATUS_OK, text);
  else
    recess_request_reply_error (request, error);
}

static gboolean
is_true (RecessRequest *request,
         const char    *name)
{
  return g_strcmp0 (recess_request_get_query (request, name), "true") == 0;
}

static void
list_messages (RecessRequest *request,
               gpointer       user_data)
{
  RecessApi *api = user_data;

  recess_message_store_list_async (api->messages,
                                   recess_request_get_param (request, CONVERSATION_ID),
                                   is_true (request, "all"), NULL, on_text_cb,
                                   g_object_ref (request));
}

static void
add_parsed (RecessApi     *api,
            RecessRequest *request,
            gpointer       parsed)
{
  recess_message_store_add_async (api->messages,
                                  recess_request_get_param (request, CONVERSATION_ID), parsed,
                                  NULL, on_text_cb, g_object_ref (request));
}

static void
add_message (RecessRequest *request,
             gpointer       user_data)
{
  recess_api_parse_body (user_data, request, recess_new_message_parse,
                         (GDestroyNotify) recess_new_message_free, add_parsed);
}

static void
reply_row (RecessApi     *api,
           RecessRequest *request)
{
  recess_message_store_get_async (api->messages,
                                  recess_request_get_param (request, CONVERSATION_ID),
                                  recess_request_get_param (request, MESSAGE_ID), NULL,
                                  on_text_cb, g_object_ref (request));
}

static void
get_message (RecessRequest *request,
             gpointer       user_data)
{
  reply_row (user_data, request);
}

static void
edit_parsed (RecessApi     *api,
             RecessRequest *request,
             gpointer       parsed)
{
  recess_message_store_edit_async (api->messages,
                                   recess_request_get_param (request, CONVERSATION_ID),
                                   recess_request_get_param (request, MESSAGE_ID), parsed, NULL,
                                   on_text_cb, g_object_ref (request));
}

static void
edit_message (RecessRequest *request,
              gpointer       user_data)
{
  recess_api_parse_body (user_data, request, recess_message_change_parse,
                         (GDestroyNotify) recess_message_change_free, edit_parsed);
}

static void
delete_message (RecessRequest *request,
                gpointer       user_data)
{
  RecessApi *api = user_data;

  recess_message_store_delete_async (api->messages,
                                     recess_request_get_param (request, CONVERSATION_ID),
                                     recess_request_get_param (request, MESSAGE_ID),
                                     is_true (request, "after"), NULL, on_text_cb,
                                     g_object_ref (request));
}

static void
restore_message (RecessRequest *request,
                 gpointer       user_data)
{
  RecessApi *api = user_data;

  recess_message_store_restore_async (api->messages,
                                      recess_request_get_param (request, CONVERSATION_ID),
                                      recess_request_get_param (request, MESSAGE_ID), NULL,
                                      on_text_cb, g_object_ref (request));
}

static void
continue_message (RecessRequest *request,
                  gpointer       user_data)
{
  RecessApi *api = user_data;

  recess_message_store_continue_async (api->messages,
                                       recess_request_get_param (request, CONVERSATION_ID),
                                       recess_request_get_param (request, MESSAGE_ID), NULL,
                                       on_text_cb, g_object_ref (request));
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
run_call (RecessRequest *request,
          gpointer       user_data)
{
  RecessApi *api = user_data;

  if (require_private (request))
    recess_message_store_begin_call_async (api->messages,
                                           recess_request_get_param (request, CONVERSATION_ID),
                                           recess_request_get_param (request, MESSAGE_ID), NULL,
                                           on_text_cb, g_object_ref (request));
}

static void
run_calls (RecessRequest *request,
           gpointer       user_data)
{
  RecessApi *api = user_data;

  if (require_private (request))
    recess_message_store_begin_calls_async (api->messages,
                                            recess_request_get_param (request, CONVERSATION_ID),
                                            recess_request_get_param (request, MESSAGE_ID), NULL,
                                            on_text_cb, g_object_ref (request));
}

static void
select_message (RecessRequest *request,
                gpointer       user_data)
{
  RecessApi *api = user_data;

  recess_message_store_select_async (api->messages,
                                     recess_request_get_param (request, CONVERSATION_ID),
                                     recess_request_get_param (request, MESSAGE_ID), NULL,
                                     on_text_cb, g_object_ref (request));
}

typedef struct
{
  RecessApi     *api;
  RecessRequest *request;
} Stop;

static void
stop_free (gpointer  data,
           GClosure *closure)
{
  Stop *stop = data;

  g_object_unref (stop->request);
  g_free (stop);
}

static void
on_ended_cb (RecessLiveAnswer *answer,
             Stop             *stop)
{
  reply_row (stop->api, stop->request);
}

/* Replies when the text is settled, with the row as it then is. */
static void
stop_message (RecessRequest *request,
              gpointer       user_data)
{
  RecessApi *api = user_data;
  const char *conversation_id = recess_request_get_param (request, CONVERSATION_ID);
  const char *id = recess_request_get_param (request, MESSAGE_ID);
  RecessLiveAnswer *answer = recess_message_store_find_live (api->messages, id);
  Stop *stop;

  if (answer == NULL ||
      !g_str_equal (recess_live_answer_get_conversation_id (answer), conversation_id))
    {
      reply_row (api, request);
      return;
    }

  stop = g_new0 (Stop, 1);
  stop->api = api;
  stop->request = g_object_ref (request);
  g_signal_connect_data (answer, "ended", G_CALLBACK (on_ended_cb), stop, stop_free, 0);
  recess_message_store_stop (api->messages, id);
}

static void
watch_message (RecessRequest *request,
               gpointer       user_data)
{
  RecessApi *api = user_data;

  recess_answer_watch_begin (api->messages, request,
                             recess_request_get_param (request, CONVERSATION_ID),
                             recess_request_get_param (request, MESSAGE_ID));
}

void
recess_api_add_messages (RecessApi *api)
{
  static const struct
  {
    const char    *method;
    const char    *below;
    gsize          limit;
    RecessHandler  handler;
  } routes[] = {
    { "GET", "", 0, list_messages },
    { "POST", "", RECESS_BODY_CHAT, add_message },
    { "GET", "/{mid}", 0, get_message },
    { "POST", "/{mid}", RECESS_BODY_CHAT, edit_message },
    { "DELETE", "/{mid}", 0, delete_message },
    { "POST", "/{mid}/continue", RECESS_BODY_JSON, continue_message },
    { "POST", "/{mid}/restore", RECESS_BODY_JSON, restore_message },
    { "POST", "/{mid}/run", RECESS_BODY_JSON, run_call },
    { "POST", "/{mid}/run-calls", RECESS_BODY_JSON, run_calls },
    { "POST", "/{mid}/select", RECESS_BODY_JSON, select_message },
    { "POST", "/{mid}/stop", RECESS_BODY_JSON, stop_message },
    { "GET", "/{mid}/events", 0, watch_message },
  };

  g_return_if_fail (api != NULL);

  for (guint i = 0; i < G_N_ELEMENTS (routes); i++)
    {
      g_autofree char *pattern = g_strconcat ("/recess/conversations/{id}/messages",
                                              routes[i].below, NULL);

      recess_router_add (api->router, routes[i].method, pattern, routes[i].limit,
                         routes[i].handler, api);
    }
}
