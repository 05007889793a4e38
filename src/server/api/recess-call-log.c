/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "store/recess-request-log.h"

#include "recess-call-log.h"
#include "recess-error-json.h"

struct _RecessCallLog
{
  RecessStore *store;
  char        *id;
  char        *usage;
  GByteArray  *body;
  gsize        body_bytes;
  gint64       started_at;
  gint64       first_byte_ms;
  double       cost;
  gboolean     has_cost;
  gboolean     ended;
};

RecessCallLog *
recess_call_log_new (RecessStore   *store,
                     RecessRequest *request,
                     const char    *model,
                     const char    *provider,
                     const char    *message_id,
                     gboolean       stream)
{
  RecessCallLog *self;
  RecessLogEntry entry;

  g_return_val_if_fail (RECESS_IS_STORE (store), NULL);
  g_return_val_if_fail (RECESS_IS_REQUEST (request), NULL);

  self = g_new0 (RecessCallLog, 1);
  self->store = g_object_ref (store);
  self->id = g_strdup (recess_request_get_id (request));
  self->body = g_byte_array_new ();
  self->started_at = g_get_monotonic_time ();
  self->first_byte_ms = -1;

  entry = (RecessLogEntry) {
    .id = self->id,
    .method = recess_request_get_method (request),
    .path = recess_request_get_path (request),
    .model = model,
    .provider = provider,
    .message_id = message_id,
    .source = recess_request_is_private (request) ? "window" : "api",
    .stream = stream,
    .body = recess_request_get_body (request),
  };
  recess_request_log_begin (store, &entry);
  return self;
}

void
recess_call_log_free (RecessCallLog *self)
{
  g_return_if_fail (self != NULL);

  if (!self->ended)
    recess_call_log_end (self, 0, NULL, NULL);

  g_object_unref (self->store);
  g_byte_array_unref (self->body);
  g_free (self->id);
  g_free (self->usage);
  g_free (self);
}

gint64
recess_call_log_get_elapsed (RecessCallLog *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return (g_get_monotonic_time () - self->started_at) / 1000;
}

void
recess_call_log_first_byte (RecessCallLog *self)
{
  g_return_if_fail (self != NULL);

  if (self->first_byte_ms < 0)
    self->first_byte_ms = recess_call_log_get_elapsed (self);
}

void
recess_call_log_add (RecessCallLog *self,
                     GBytes        *bytes)
{
  gconstpointer data;
  gsize length;

  g_return_if_fail (self != NULL);
  g_return_if_fail (bytes != NULL);

  data = g_bytes_get_data (bytes, &length);
  self->body_bytes += length;
  if (self->body_bytes <= RECESS_REQUEST_LOG_BODY)
    g_byte_array_append (self->body, data, length);
  else
    g_byte_array_set_size (self->body, 0);
}

void
recess_call_log_set_usage (RecessCallLog *self,
                           const char    *usage)
{
  g_return_if_fail (self != NULL);

  g_free (self->usage);
  self->usage = g_strdup (usage);
}

const char *
recess_call_log_get_usage (RecessCallLog *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->usage;
}

void
recess_call_log_set_cost (RecessCallLog *self,
                          double         cost)
{
  g_return_if_fail (self != NULL);

  self->cost = cost;
  self->has_cost = TRUE;
}

void
recess_call_log_end (RecessCallLog *self,
                     guint          status,
                     const char    *content_type,
                     const GError  *error)
{
  g_autoptr (GBytes) body = NULL;
  g_autofree char *json = NULL;
  RecessLogResult result;

  g_return_if_fail (self != NULL);

  if (self->ended)
    return;

  self->ended = TRUE;
  json = error != NULL ? recess_error_json (error) : NULL;
  if (self->body_bytes <= RECESS_REQUEST_LOG_BODY)
    body = g_bytes_new (self->body->data, self->body->len);

  result = (RecessLogResult) {
    .status = status,
    .latency_ms = recess_call_log_get_elapsed (self),
    .first_byte_ms = self->first_byte_ms,
    .usage = self->usage,
    .has_cost = self->has_cost,
    .cost = self->cost,
    .error = json,
    .content_type = content_type,
    .body = body,
    .body_bytes = self->body_bytes,
  };
  recess_request_log_end (self->store, self->id, &result);
}
