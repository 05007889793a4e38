/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "common/recess-api-error.h"
#include "common/recess-json.h"
#include "store/recess-provider-store.h"
#include "store/recess-settings-store.h"

#include "recess-key-store.h"
#include "recess-providers-private.h"

static void
practice_worker (GTask        *task,
                 gpointer      source,
                 gpointer      task_data,
                 GCancellable *cancellable)
{
  GError *error = NULL;
  RecessPractice *practice = recess_practice_load (task_data, &error);

  if (practice != NULL)
    g_task_return_pointer (task, practice, g_object_unref);
  else
    g_task_return_error (task, error);
}

static void
return_practice (RecessProviders *self,
                 GTask           *task)
{
  if (self->practice != NULL)
    g_task_return_pointer (task, g_object_ref (self->practice), g_object_unref);
  else
    g_task_return_error (task, g_error_copy (self->practice_error));
}

static void
practice_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  RecessProviders *self = RECESS_PROVIDERS (source);
  g_autoptr (GPtrArray) waiters = g_steal_pointer (&self->practice_waiters);
  g_autoptr (GError) error = NULL;

  self->practice_waiters = g_ptr_array_new_with_free_func (g_object_unref);
  self->practice = g_task_propagate_pointer (G_TASK (result), &error);
  if (self->practice == NULL)
    {
      g_message ("No practice model: %s", error->message);
      self->practice_error = recess_api_error_new (503, NULL, NULL,
                                                   "The practice model is not installed: %s",
                                                   error->message);
      recess_api_error_set_final (self->practice_error, TRUE);
      recess_feed_tell (recess_store_get_feed (self->store), "model", "", "updated");
    }

  for (guint i = 0; i < waiters->len; i++)
    return_practice (self, g_ptr_array_index (waiters, i));
}

static void
load_practice (RecessProviders *self,
               const char      *path)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, practice_cb, NULL);

  if (path == NULL)
    path = g_getenv ("RECESS_PRACTICE_FILE");
  if (path == NULL)
    path = PKGDATADIR "/practice.bin";

  g_task_set_source_tag (task, load_practice);
  g_task_set_task_data (task, g_strdup (path), g_free);
  g_task_run_in_thread (task, practice_worker);
}

gboolean
recess_providers_has_practice (RecessProviders *self)
{
  g_return_val_if_fail (RECESS_IS_PROVIDERS (self), FALSE);

  return self->practice_error == NULL;
}

void
recess_providers_wait_practice_async (RecessProviders     *self,
                                      GCancellable        *cancellable,
                                      GAsyncReadyCallback  callback,
                                      gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (RECESS_IS_PROVIDERS (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, recess_providers_wait_practice_async);
  if (self->practice == NULL && self->practice_error == NULL)
    g_ptr_array_add (self->practice_waiters, g_steal_pointer (&task));
  else
    return_practice (self, task);
}

RecessPractice *
recess_providers_wait_practice_finish (RecessProviders  *self,
                                       GAsyncResult     *result,
                                       GError          **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
lookup_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (RecessProvider) provider = user_data;
  g_autoptr (GError) error = NULL;
  char *key = recess_key_lookup_finish (result, &error);

  if (error != NULL)
    g_message ("The key of the provider '%s' cannot be read: %s",
               recess_provider_get_name (provider), error->message);

  /* Unless another key was set meanwhile. */
  if (recess_provider_is_key_pending (provider))
    recess_provider_set_key (provider, key, RECESS_KEY_STORAGE_SECRET_SERVICE);
  g_clear_pointer (&key, recess_key_free);
}

static void
take_row (RecessProviders         *self,
          const RecessProviderRow *row)
{
  g_autoptr (RecessProvider) provider = NULL;
  g_autoptr (JsonObject) settings = NULL;
  g_autoptr (GError) error = NULL;

  provider = recess_provider_new_with_id (row->id, row->created_at, row->updated_at);
  settings = recess_json_parse_object (row->settings, strlen (row->settings), &error);
  if (settings == NULL || !recess_provider_configure (provider, settings, &error))
    {
      g_message ("The provider '%s' is kept in a form that is not understood: %s",
                 row->name, error->message);
      return;
    }

  if (g_strcmp0 (recess_json_object_get_string (settings, "key_storage", NULL),
                 "secret-service") == 0)
    {
      recess_provider_set_key_pending (provider, RECESS_KEY_STORAGE_SECRET_SERVICE);
      recess_key_lookup_async (provider, NULL, lookup_cb, g_object_ref (provider));
    }

  _recess_providers_add (self, provider);
}

static void
list_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  RecessProviders *self = g_task_get_source_object (task);
  g_autoptr (GPtrArray) rows = NULL;
  GError *error = NULL;

  rows = recess_provider_store_list_finish (RECESS_STORE (source), result, &error);
  if (rows == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  for (guint i = 0; i < rows->len; i++)
    take_row (self, g_ptr_array_index (rows, i));

  g_task_return_boolean (task, TRUE);
}

static void
aliases_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  RecessProviders *self = g_task_get_source_object (task);
  g_autoptr (RecessAliases) aliases = NULL;
  g_autoptr (JsonObject) object = NULL;
  g_autofree char *text = NULL;
  GError *error = NULL;

  text = recess_settings_store_get_finish (self->store, result, &error);
  if (error != NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  if (text != NULL)
    object = recess_json_parse_object (text, strlen (text), NULL);
  if (object != NULL)
    aliases = recess_aliases_new_changed (self->kept_aliases, object, NULL);
  if (aliases != NULL)
    _recess_providers_take_aliases (self, aliases);

  recess_provider_store_list_async (self->store, g_task_get_cancellable (task), list_cb,
                                    g_object_ref (task));
}

static void
probe_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (RecessProviders) self = user_data;

  self->secret_service = recess_key_store_probe_finish (result);
}

void
recess_providers_load_async (RecessProviders     *self,
                             const char          *practice_path,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  GTask *task;

  g_return_if_fail (RECESS_IS_PROVIDERS (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, recess_providers_load_async);

  load_practice (self, practice_path);
  recess_key_store_probe_async (probe_cb, g_object_ref (self));
  recess_settings_store_get_async (self->store, "aliases", cancellable, aliases_cb, task);
}

gboolean
recess_providers_load_finish (RecessProviders  *self,
                              GAsyncResult     *result,
                              GError          **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
