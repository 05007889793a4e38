/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "common/recess-api-error.h"
#include "providers/recess-field.h"
#include "providers/recess-model-name.h"
#include "providers/recess-upstream-body.h"

#include "recess-body-parser.h"
#include "recess-call-log.h"
#include "recess-provider-answer.h"

#define MAX_INPUTS 2048

/* One request for embeddings under way. */
typedef struct
{
  RecessRequest   *request;
  RecessModelName *model;
  RecessCallLog   *log;
  GCancellable    *cancellable;
} Embedding;

static void
embedding_free (Embedding *self)
{
  g_signal_handlers_disconnect_by_data (self->request, self->cancellable);
  g_clear_object (&self->request);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->model, recess_model_name_free);
  g_clear_pointer (&self->log, recess_call_log_free);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Embedding, embedding_free)

static gboolean
check_input (JsonObject  *object,
             GError     **error)
{
  JsonNode *input;
  guint length;

  if (!recess_field_require (object, NULL, "input", RECESS_FIELD_STRING | RECESS_FIELD_ARRAY,
                             error))
    return FALSE;

  input = json_object_get_member (object, "input");
  length = JSON_NODE_HOLDS_ARRAY (input) ? json_array_get_length (json_node_get_array (input))
                                         : strlen (json_node_get_string (input));
  if (length == 0 || (JSON_NODE_HOLDS_ARRAY (input) && length > MAX_INPUTS))
    {
      recess_set_api_error (error, 400, "input", NULL,
                            "Invalid 'input': expected a text, or an array of 1 to %d of them.",
                            MAX_INPUTS);
      return FALSE;
    }

  return TRUE;
}

/* Returns: the name of the model */
static gpointer
parse_embedding (JsonObject  *object,
                 GBytes      *body,
                 GError     **error)
{
  static const char * const formats[] = { "float", "base64", NULL };

  if (!recess_field_require (object, NULL, "model", RECESS_FIELD_STRING, error) ||
      !check_input (object, error) ||
      !recess_field_check_enum (object, NULL, "encoding_format", formats, error) ||
      !recess_field_check_range (object, NULL, "dimensions", RECESS_FIELD_INTEGER, 1, G_MAXINT,
                                 error) ||
      !recess_field_check (object, NULL, "user", RECESS_FIELD_STRING | RECESS_FIELD_NULL, error))
    return NULL;

  return g_strdup (json_object_get_string_member (object, "model"));
}

static void
fail (Embedding    *self,
      const GError *error)
{
  g_autofree char *json = recess_api_error_to_json (error);
  g_autoptr (GBytes) bytes = g_bytes_new (json, strlen (json));

  recess_call_log_add (self->log, bytes);
  recess_call_log_end (self->log, recess_api_error_get_status (error), "application/json", error);
  if (!recess_request_is_gone (self->request))
    recess_request_reply_error (self->request, error);
}

static void
checked_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (Embedding) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) body = NULL;
  g_autofree char *usage = NULL;

  body = recess_provider_answer_check_finish (result, &usage, &error);
  if (body == NULL)
    {
      fail (self, error);
      return;
    }

  recess_call_log_set_usage (self->log, usage);
  recess_call_log_add (self->log, body);
  recess_call_log_end (self->log, 200, "application/json", NULL);
  if (!recess_request_is_gone (self->request))
    recess_request_reply (self->request, 200, "application/json", body);
}

static void
answer_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (Embedding) self = user_data;
  RecessProvider *provider = self->model->provider;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) body = NULL;

  body = recess_client_request_finish (RECESS_CLIENT (source), result, &error);
  if (body == NULL)
    {
      g_autoptr (GError) explained = recess_provider_explain (provider, error);

      fail (self, explained);
      return;
    }

  recess_call_log_first_byte (self->log);
  recess_provider_answer_check_async (provider, body, NULL, FALSE, checked_cb,
                                      g_steal_pointer (&self));
}

static void
body_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (Embedding) self = user_data;
  RecessProvider *provider = self->model->provider;
  g_autoptr (GBytes) body = recess_upstream_body_finish (result);
  g_autofree char *path = recess_provider_dup_path (provider, "/embeddings", self->model->upstream);

  recess_client_request_async (recess_provider_get_client (provider), "POST", path, body,
                               self->cancellable, answer_cb, self);
  g_steal_pointer (&self);
}

static void
key_cb (GObject      *source,
        GAsyncResult *result,
        gpointer      user_data)
{
  g_autoptr (Embedding) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!recess_provider_wait_key_finish (RECESS_PROVIDER (source), result, &error))
    {
      fail (self, error);
      return;
    }

  recess_upstream_body_async (recess_request_get_body (self->request), self->model->upstream,
                              RECESS_STREAM_OPTIONS_KEEP, body_cb, self);
  g_steal_pointer (&self);
}

static void
start_embedding (RecessApi     *api,
                 RecessRequest *request,
                 gpointer       parsed)
{
  g_autoptr (Embedding) self = g_new0 (Embedding, 1);
  g_autofree char *name = parsed;
  g_autoptr (GError) error = NULL;
  RecessProvider *provider;

  self->request = g_object_ref (request);
  self->cancellable = g_cancellable_new ();
  self->model = recess_model_name_resolve (api->providers, name, &error);
  provider = self->model != NULL ? self->model->provider : NULL;
  self->log = recess_call_log_new (api->store, request, name,
                                   provider != NULL ? recess_provider_get_name (provider) : NULL,
                                   NULL, FALSE);

  if (self->model != NULL && provider == NULL)
    error = recess_api_error_new (400, "model", NULL,
                                  "The practice model has no embeddings. Add a provider that has, "
                                  "and ask for 'PROVIDER/MODEL'.");
  if (error != NULL)
    {
      fail (self, error);
      return;
    }

  g_signal_connect_swapped (request, "gone", G_CALLBACK (g_cancellable_cancel), self->cancellable);
  recess_provider_wait_key_async (provider, self->cancellable, key_cb, self);
  g_steal_pointer (&self);
}

static void
create_embedding (RecessRequest *request,
                  gpointer       user_data)
{
  recess_api_parse_body (user_data, request, parse_embedding, g_free, start_embedding);
}

void
recess_api_add_embeddings (RecessApi *api)
{
  g_return_if_fail (api != NULL);

  recess_router_add (api->router, "POST", "/embeddings", RECESS_BODY_JSON, create_embedding, api);
}
