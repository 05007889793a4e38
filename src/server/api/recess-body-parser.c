/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "common/recess-json.h"

#include "recess-body-parser.h"

/* Beyond this the reading of a body is not for the main loop. */
#define LARGE_BODY (128 * 1024)

typedef struct
{
  RecessApi        *api;
  RecessRequest    *request;
  RecessBodyParser  parser;
  GDestroyNotify    parsed_free;
  RecessBodyFunc    func;
} Call;

static void
call_free (Call *call)
{
  g_object_unref (call->request);
  g_free (call);
}

static void
parse_worker (GTask        *task,
              gpointer      source,
              gpointer      task_data,
              GCancellable *cancellable)
{
  Call *call = task_data;
  GBytes *body = recess_request_get_body (call->request);
  g_autoptr (JsonObject) object = NULL;
  gpointer parsed = NULL;
  GError *error = NULL;

  object = recess_json_parse_object (g_bytes_get_data (body, NULL), g_bytes_get_size (body),
                                     &error);
  if (object != NULL)
    parsed = call->parser (object, body, &error);

  if (parsed != NULL)
    g_task_return_pointer (task, parsed, call->parsed_free);
  else
    g_task_return_error (task, error);
}

static void
parse_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  Call *call = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  gpointer parsed = g_task_propagate_pointer (G_TASK (result), &error);

  if (parsed != NULL)
    call->func (call->api, call->request, parsed);
  else
    recess_request_reply_error (call->request, error);
}

static void
parse_large (Call *call)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, parse_cb, NULL);

  g_task_set_source_tag (task, parse_large);
  g_task_set_task_data (task, call, (GDestroyNotify) call_free);
  g_task_run_in_thread (task, parse_worker);
}

gpointer
recess_api_parse_object (JsonObject  *object,
                         GBytes      *body,
                         GError     **error)
{
  return json_object_ref (object);
}

void
recess_api_parse_body (RecessApi        *api,
                       RecessRequest    *request,
                       RecessBodyParser  parser,
                       GDestroyNotify    parsed_free,
                       RecessBodyFunc    func)
{
  g_autoptr (JsonObject) object = NULL;
  g_autoptr (GError) error = NULL;
  gpointer parsed;
  GBytes *body;

  g_return_if_fail (api != NULL);
  g_return_if_fail (RECESS_IS_REQUEST (request));

  body = recess_request_get_body (request);
  if (g_bytes_get_size (body) > LARGE_BODY)
    {
      Call *call;

      if (!recess_request_require_json (request))
        return;

      call = g_new0 (Call, 1);
      *call = (Call) { api, g_object_ref (request), parser, parsed_free, func };
      parse_large (call);
      return;
    }

  object = recess_request_require_object (request);
  if (object == NULL)
    return;

  parsed = parser (object, body, &error);
  if (parsed != NULL)
    func (api, request, parsed);
  else
    recess_request_reply_error (request, error);
}
