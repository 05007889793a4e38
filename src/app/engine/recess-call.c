/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "recess-call.h"

#define WORKER_SIZE (64 * 1024)

typedef struct
{
  GBytes     *bytes;
  JsonObject *object;
} Answer;

static void
answer_free (gpointer data)
{
  Answer *answer = data;

  g_clear_pointer (&answer->bytes, g_bytes_unref);
  g_clear_pointer (&answer->object, json_object_unref);
  g_free (answer);
}

static void
recess_call_parse (GTask  *task,
                   Answer *answer)
{
  GError *error = NULL;
  const char *text;
  gsize length;

  text = g_bytes_get_data (answer->bytes, &length);
  answer->object = recess_json_parse_object (text, length, &error);
  if (answer->object == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

static void
recess_call_worker (GTask        *task,
                    gpointer      source_object,
                    gpointer      task_data,
                    GCancellable *cancellable)
{
  recess_call_parse (task, task_data);
}

static void
recess_call_request_cb (GObject      *object,
                        GAsyncResult *result,
                        gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GError *error = NULL;
  Answer *answer;

  answer = g_task_get_task_data (task);
  answer->bytes = recess_client_request_finish (RECESS_CLIENT (object), result, &error);
  if (answer->bytes == NULL)
    g_task_return_error (task, error);
  else if (g_bytes_get_size (answer->bytes) > WORKER_SIZE)
    g_task_run_in_thread (task, recess_call_worker);
  else
    recess_call_parse (task, answer);
}

/* The program does not end before what it was told to do was done. */
static void
recess_call_hold_application (GTask *task)
{
  GApplication *application = g_application_get_default ();

  if (application == NULL)
    return;

  g_application_hold (application);
  g_signal_connect_object (task, "notify::completed", G_CALLBACK (g_application_release),
                           application, G_CONNECT_SWAPPED);
}

void
recess_call_async (RecessClient        *client,
                   const char          *method,
                   const char          *path,
                   const char          *body,
                   GCancellable        *cancellable,
                   GAsyncReadyCallback  callback,
                   gpointer             user_data)
{
  g_autoptr(GBytes) bytes = NULL;
  GTask *task;

  g_return_if_fail (RECESS_IS_CLIENT (client));
  g_return_if_fail (method != NULL && path != NULL);

  task = g_task_new (client, cancellable, callback, user_data);
  g_task_set_source_tag (task, recess_call_async);
  g_task_set_task_data (task, g_new0 (Answer, 1), answer_free);
  if (!g_str_equal (method, "GET"))
    recess_call_hold_application (task);

  if (body != NULL)
    bytes = g_bytes_new (body, strlen (body));
  recess_client_request_async (client, method, path, bytes, cancellable,
                               recess_call_request_cb, task);
}

JsonObject *
recess_call_finish_bytes (RecessClient  *client,
                          GAsyncResult  *result,
                          GBytes       **bytes,
                          GError       **error)
{
  Answer *answer;

  g_return_val_if_fail (g_task_is_valid (result, client), NULL);

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return NULL;

  answer = g_task_get_task_data (G_TASK (result));
  if (bytes != NULL)
    *bytes = g_steal_pointer (&answer->bytes);

  return g_steal_pointer (&answer->object);
}

JsonObject *
recess_call_finish (RecessClient  *client,
                    GAsyncResult  *result,
                    GError       **error)
{
  return recess_call_finish_bytes (client, result, NULL, error);
}

gboolean
recess_call_cancelled (const GError *error)
{
  return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}
