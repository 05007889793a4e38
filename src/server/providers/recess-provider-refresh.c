/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "common/recess-api-error.h"

#include "recess-model-list.h"
#include "recess-provider-private.h"

/* A list that failed is asked for again sooner than one that is there. */
#define FAILED_MAX_AGE 10

static void
start_refresh (RecessProvider *self);

void
_recess_provider_forget (RecessProvider *self)
{
  gboolean had_models;

  g_assert (RECESS_IS_PROVIDER (self));

  had_models = self->models->len > 0;
  self->generation++;
  self->asked_at = 0;
  self->checked_at = 0;
  self->state = RECESS_PROVIDER_UNKNOWN;
  g_clear_pointer (&self->message, g_free);
  g_ptr_array_set_size (self->models, 0);
  if (self->refresh_cancellable != NULL)
    g_cancellable_cancel (self->refresh_cancellable);

  g_signal_emit_by_name (self, "changed", had_models);
}

static void
wake_refresh_waiters (RecessProvider *self,
                      const GError   *error)
{
  g_autoptr (GPtrArray) waiters = g_steal_pointer (&self->refresh_waiters);

  self->refresh_waiters = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < waiters->len; i++)
    {
      GTask *task = g_ptr_array_index (waiters, i);

      if (g_task_return_error_if_cancelled (task))
        continue;

      if (error != NULL)
        g_task_return_error (task, g_error_copy (error));
      else
        g_task_return_boolean (task, TRUE);
    }
}

/* Takes @models, or keeps the earlier ones where there is an @error. */
static void
finish_refresh (RecessProvider *self,
                GPtrArray      *models,
                const GError   *error)
{
  g_autofree char *message = g_steal_pointer (&self->message);
  g_autoptr (GError) explained = NULL;
  RecessProviderState state = self->state;
  gboolean models_changed = FALSE;

  g_clear_object (&self->refresh_cancellable);
  self->asked_at = g_get_monotonic_time ();
  self->checked_at = g_get_real_time () / 1e6;

  if (error != NULL)
    {
      explained = recess_provider_explain (self, error);
      self->state = RECESS_PROVIDER_FAILED;
      self->message = g_strdup (explained->message);
    }
  else
    {
      models_changed = !recess_model_list_equal (self->models, models);
      g_ptr_array_unref (self->models);
      self->models = g_ptr_array_ref (models);
      self->state = RECESS_PROVIDER_OK;
    }

  if (models_changed || state != self->state || g_strcmp0 (message, self->message) != 0)
    g_signal_emit_by_name (self, "changed", models_changed);
  wake_refresh_waiters (self, explained);
}

typedef struct
{
  RecessProvider *self;
  GCancellable   *cancellable;
  GBytes         *body;
  guint           generation;
} Refresh;

static void
refresh_free (Refresh *refresh)
{
  g_clear_object (&refresh->self);
  g_clear_object (&refresh->cancellable);
  g_clear_pointer (&refresh->body, g_bytes_unref);
  g_free (refresh);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Refresh, refresh_free)

static void
complete (Refresh      *refresh,
          GPtrArray    *models,
          const GError *error)
{
  RecessProvider *self = refresh->self;

  /* The settings are others by now: what came is no answer to what the waiters want to know. */
  if (refresh->generation != self->generation)
    {
      g_clear_object (&self->refresh_cancellable);
      start_refresh (self);
      return;
    }

  finish_refresh (self, models, error);
}

static void
parse_worker (GTask        *task,
              gpointer      source,
              gpointer      task_data,
              GCancellable *cancellable)
{
  GError *error = NULL;
  GPtrArray *models = recess_model_list_parse (task_data, &error);

  if (models != NULL)
    g_task_return_pointer (task, models, (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_error (task, error);
}

static void
parse_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (Refresh) refresh = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) models = g_task_propagate_pointer (G_TASK (result), &error);

  if (error != NULL && error->domain != RECESS_API_ERROR)
    {
      g_autoptr (GError) unusable = NULL;

      unusable = recess_api_error_new (502, NULL, NULL,
                                       "'%s/models' answered with something that is no list of "
                                       "models: %s",
                                       refresh->self->settings->base_url, error->message);
      complete (refresh, NULL, unusable);
      return;
    }

  complete (refresh, models, error);
}

static void
list_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (Refresh) refresh = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GTask) task = NULL;
  GBytes *body;

  body = recess_client_request_finish (RECESS_CLIENT (source), result, &error);
  if (body == NULL)
    {
      complete (refresh, NULL, error);
      return;
    }

  task = g_task_new (NULL, NULL, parse_cb, g_steal_pointer (&refresh));
  g_task_set_source_tag (task, list_cb);
  g_task_set_task_data (task, body, (GDestroyNotify) g_bytes_unref);
  g_task_run_in_thread (task, parse_worker);
}

static void
key_cb (GObject      *source,
        GAsyncResult *result,
        gpointer      user_data)
{
  g_autoptr (Refresh) refresh = user_data;
  g_autofree char *path = NULL;

  recess_provider_wait_key_finish (refresh->self, result, NULL);
  path = recess_provider_dup_path (refresh->self, "/models", NULL);
  recess_client_request_async (refresh->self->list_client, "GET", path, NULL,
                               refresh->cancellable, list_cb, refresh);
  g_steal_pointer (&refresh);
}

static void
start_refresh (RecessProvider *self)
{
  Refresh *refresh;

  g_assert (RECESS_IS_PROVIDER (self));
  g_assert (self->refresh_cancellable == NULL);

  self->refresh_cancellable = g_cancellable_new ();
  refresh = g_new0 (Refresh, 1);
  refresh->self = g_object_ref (self);
  refresh->cancellable = g_object_ref (self->refresh_cancellable);
  refresh->generation = self->generation;
  recess_provider_wait_key_async (self, NULL, key_cb, refresh);
}

static gboolean
is_fresh (RecessProvider *self,
          guint           max_age)
{
  gint64 age = (g_get_monotonic_time () - self->asked_at) / G_USEC_PER_SEC;

  if (self->asked_at == 0)
    return FALSE;

  return age < (self->state == RECESS_PROVIDER_OK ? max_age : MIN (max_age, FAILED_MAX_AGE));
}

void
recess_provider_refresh_async (RecessProvider      *self,
                               guint                max_age,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (RECESS_IS_PROVIDER (self));
  g_return_if_fail (self->list_client != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, recess_provider_refresh_async);

  if (!is_fresh (self, max_age))
    {
      g_ptr_array_add (self->refresh_waiters, g_steal_pointer (&task));
      if (self->refresh_cancellable == NULL)
        start_refresh (self);
    }
  else if (self->state == RECESS_PROVIDER_OK)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, recess_api_error_new (502, NULL, NULL, "%s", self->message));
}

gboolean
recess_provider_refresh_finish (RecessProvider  *self,
                                GAsyncResult    *result,
                                GError         **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
