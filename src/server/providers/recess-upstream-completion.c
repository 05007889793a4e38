/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "common/recess-api-error.h"

#include "recess-upstream-body.h"
#include "recess-upstream-completion.h"

struct _RecessUpstreamCompletion
{
  RecessCompletion     parent_instance;

  RecessProvider      *provider;
  char                *model;
  GBytes              *body;
  RecessClientStream  *stream;
  RecessStreamOptions  options;
};

G_DEFINE_FINAL_TYPE (RecessUpstreamCompletion, recess_upstream_completion, RECESS_TYPE_COMPLETION)

static void prepare (RecessUpstreamCompletion *self,
                     GTask                    *task);

static gboolean
names_stream_options (const GError *error)
{
  guint status = recess_api_error_get_status (error);
  const char *param = recess_api_error_get_param (error);

  if (status != 400 && status != 422)
    return FALSE;

  return strstr (error->message, "stream_options") != NULL ||
         strstr (error->message, "include_usage") != NULL ||
         (param != NULL && g_str_has_prefix (param, "stream_options"));
}

static void
stream_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  RecessUpstreamCompletion *self = g_task_get_source_object (task);

  g_assert (RECESS_IS_UPSTREAM_COMPLETION (self));

  self->stream = recess_client_stream_finish (RECESS_CLIENT (source), result, &error);
  if (self->stream != NULL)
    {
      g_task_return_boolean (task, TRUE);
      return;
    }

  if (self->options == RECESS_STREAM_OPTIONS_USAGE && names_stream_options (error))
    {
      recess_provider_set_stream_options (self->provider, FALSE);
      self->options = RECESS_STREAM_OPTIONS_DROP;
      prepare (self, task);
      return;
    }

  g_task_return_error (task, recess_provider_explain (self->provider, error));
}

static void
prepare_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  RecessUpstreamCompletion *self = g_task_get_source_object (task);
  g_autoptr (GBytes) body = recess_upstream_body_finish (result);
  g_autofree char *path = NULL;

  path = recess_provider_dup_path (self->provider, "/chat/completions", self->model);
  recess_client_stream_async (recess_provider_get_client (self->provider), "POST", path, body, NULL,
                              g_task_get_cancellable (task), stream_cb, g_object_ref (task));
}

static void
prepare (RecessUpstreamCompletion *self,
         GTask                    *task)
{
  g_assert (RECESS_IS_UPSTREAM_COMPLETION (self));

  recess_upstream_body_async (self->body, self->model, self->options, prepare_cb,
                              g_object_ref (task));
}

static void
key_cb (GObject      *source,
        GAsyncResult *result,
        gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (!recess_provider_wait_key_finish (RECESS_PROVIDER (source), result, &error))
    g_task_return_error (task, error);
  else
    prepare (g_task_get_source_object (task), task);
}

static void
recess_upstream_completion_start_async (RecessCompletion    *completion,
                                        GCancellable        *cancellable,
                                        GAsyncReadyCallback  callback,
                                        gpointer             user_data)
{
  RecessUpstreamCompletion *self = RECESS_UPSTREAM_COMPLETION (completion);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, recess_upstream_completion_start_async);
  if (self->options == RECESS_STREAM_OPTIONS_USAGE &&
      !recess_provider_get_stream_options (self->provider))
    self->options = RECESS_STREAM_OPTIONS_DROP;

  recess_provider_wait_key_async (self->provider, cancellable, key_cb, g_object_ref (task));
}

static gboolean
recess_upstream_completion_start_finish (RecessCompletion  *completion,
                                         GAsyncResult      *result,
                                         GError           **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  RecessUpstreamCompletion *self = g_task_get_source_object (task);
  GBytes *bytes;

  bytes = recess_client_stream_read_finish (RECESS_CLIENT_STREAM (source), result, &error);
  if (bytes != NULL)
    g_task_return_pointer (task, bytes, (GDestroyNotify) g_bytes_unref);
  else
    g_task_return_error (task, recess_provider_explain (self->provider, error));
}

static void
recess_upstream_completion_read_async (RecessCompletion    *completion,
                                       GCancellable        *cancellable,
                                       GAsyncReadyCallback  callback,
                                       gpointer             user_data)
{
  RecessUpstreamCompletion *self = RECESS_UPSTREAM_COMPLETION (completion);
  GTask *task;

  g_return_if_fail (self->stream != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, recess_upstream_completion_read_async);
  recess_client_stream_read_async (self->stream, cancellable, read_cb, task);
}

static GBytes *
recess_upstream_completion_read_finish (RecessCompletion  *completion,
                                        GAsyncResult      *result,
                                        GError           **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static const char *
recess_upstream_completion_get_content_type (RecessCompletion *completion)
{
  RecessUpstreamCompletion *self = RECESS_UPSTREAM_COMPLETION (completion);

  return self->stream != NULL ? recess_client_stream_get_header (self->stream, "Content-Type")
                              : NULL;
}

static void
recess_upstream_completion_finalize (GObject *object)
{
  RecessUpstreamCompletion *self = RECESS_UPSTREAM_COMPLETION (object);

  g_clear_object (&self->stream);
  g_clear_object (&self->provider);
  g_clear_pointer (&self->body, g_bytes_unref);
  g_clear_pointer (&self->model, g_free);

  G_OBJECT_CLASS (recess_upstream_completion_parent_class)->finalize (object);
}

static void
recess_upstream_completion_class_init (RecessUpstreamCompletionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  RecessCompletionClass *completion_class = RECESS_COMPLETION_CLASS (klass);

  object_class->finalize = recess_upstream_completion_finalize;
  completion_class->start_async = recess_upstream_completion_start_async;
  completion_class->start_finish = recess_upstream_completion_start_finish;
  completion_class->read_async = recess_upstream_completion_read_async;
  completion_class->read_finish = recess_upstream_completion_read_finish;
  completion_class->get_content_type = recess_upstream_completion_get_content_type;
}

static void
recess_upstream_completion_init (RecessUpstreamCompletion *self)
{
}

RecessCompletion *
recess_upstream_completion_new (RecessProvider *provider,
                                const char     *model,
                                GBytes         *body,
                                gboolean        stream)
{
  RecessUpstreamCompletion *self;

  g_return_val_if_fail (RECESS_IS_PROVIDER (provider), NULL);
  g_return_val_if_fail (model != NULL, NULL);
  g_return_val_if_fail (body != NULL, NULL);

  self = g_object_new (RECESS_TYPE_UPSTREAM_COMPLETION, NULL);
  self->provider = g_object_ref (provider);
  self->model = g_strdup (model);
  self->body = g_bytes_ref (body);
  self->options = stream ? RECESS_STREAM_OPTIONS_USAGE : RECESS_STREAM_OPTIONS_KEEP;
  return RECESS_COMPLETION (self);
}
