/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "wait.h"

static void
keep_result_cb (GObject      *object,
                GAsyncResult *result,
                gpointer      user_data)
{
  GAsyncResult **kept = user_data;

  *kept = g_object_ref (result);
}

static GAsyncResult *
iterate (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);

  return *result;
}

static GBytes *
make_body (const char *body)
{
  return body != NULL ? g_bytes_new (body, strlen (body)) : NULL;
}

GBytes *
wait_request (RecessClient  *client,
              const char    *method,
              const char    *path,
              const char    *body,
              GCancellable  *cancellable,
              GError       **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GBytes) bytes = make_body (body);

  recess_client_request_async (client, method, path, bytes, cancellable, keep_result_cb, &result);
  return recess_client_request_finish (client, iterate (&result), error);
}

RecessClientStream *
wait_stream (RecessClient  *client,
             const char    *method,
             const char    *path,
             const char    *body,
             GHashTable    *headers,
             GCancellable  *cancellable,
             GError       **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GBytes) bytes = make_body (body);

  recess_client_stream_async (client, method, path, bytes, headers, cancellable, keep_result_cb,
                              &result);
  return recess_client_stream_finish (client, iterate (&result), error);
}

GBytes *
wait_read (RecessClientStream  *stream,
           GCancellable        *cancellable,
           GError             **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  recess_client_stream_read_async (stream, cancellable, keep_result_cb, &result);
  return recess_client_stream_read_finish (stream, iterate (&result), error);
}

gboolean
wait_follow (RecessClientStream  *stream,
             RecessSseFunc        func,
             gpointer             func_data,
             GCancellable        *cancellable,
             GError             **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  recess_client_stream_follow_async (stream, func, func_data, cancellable, keep_result_cb, &result);
  return recess_client_stream_follow_finish (stream, iterate (&result), error);
}
