/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "common/recess-api-error.h"
#include "common/recess-json.h"
#include "store/recess-provider-store.h"
#include "store/recess-settings-store.h"

#include "recess-key-store.h"
#include "recess-provider-settings.h"
#include "recess-providers-private.h"

/*
 * A change is tried on a draft; the key goes to the Secret Service, then the row to the disk, and
 * only then is the change made.
 */
typedef struct
{
  RecessProvider *provider;
  RecessProvider *draft;
  JsonObject     *settings;
  char           *key;
  gboolean        has_key;
} Save;

static void
save_free (Save *save)
{
  g_clear_object (&save->provider);
  g_clear_object (&save->draft);
  g_clear_pointer (&save->settings, json_object_unref);
  g_clear_pointer (&save->key, recess_key_free);
  g_free (save);
}

static gboolean
check_name (RecessProviders  *self,
            Save             *save,
            GError          **error)
{
  const char *name = recess_provider_get_name (save->draft);
  RecessProvider *other = recess_providers_find_by_name (self, name);

  if (other == NULL || other == save->provider)
    return TRUE;

  recess_set_api_error (error, 400, "name", NULL, "There is a provider named '%s' already.", name);
  return FALSE;
}

static gboolean
check_key (Save    *save,
           GError **error)
{
  if (!recess_provider_settings_check_key (save->settings, error))
    return FALSE;

  if (recess_json_object_get_string (save->settings, "key", NULL) == NULL ||
      recess_provider_get_key_storage (save->draft) != RECESS_KEY_STORAGE_ENVIRONMENT)
    return TRUE;

  recess_set_api_error (error, 400, "key", NULL,
                        "The key is that of the environment variable; send 'key_env': null to set "
                        "another.");
  return FALSE;
}

static gboolean
make_draft (RecessProviders  *self,
            Save             *save,
            GError          **error)
{
  if (save->provider != NULL && recess_provider_get_fixed (save->provider))
    {
      recess_set_api_error (error, 400, NULL, NULL,
                            "The provider '%s' was given on the command line of recess-server and "
                            "is changed there.", recess_provider_get_name (save->provider));
      return FALSE;
    }

  save->draft = save->provider != NULL ? recess_provider_copy (save->provider)
                                       : recess_provider_new ();
  return recess_provider_configure (save->draft, save->settings, error) &&
         check_name (self, save, error) &&
         check_key (save, error);
}

static void
apply (RecessProviders *self,
       Save            *save)
{
  if (save->provider == NULL)
    {
      save->provider = g_object_ref (save->draft);
      _recess_providers_add (self, save->provider);
    }
  else
    {
      /* Was tried on the draft. */
      recess_provider_configure (save->provider, save->settings, NULL);
      recess_provider_set_updated_at (save->provider, recess_provider_get_updated_at (save->draft));
      if (save->has_key)
        recess_provider_set_key (save->provider, save->key,
                                 recess_provider_get_key_storage (save->draft));
    }

  recess_feed_tell (recess_store_get_feed (self->store), "model", "", "updated");
}

static void
row_cb (GObject      *source,
        GAsyncResult *result,
        gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  RecessProviders *self = g_task_get_source_object (task);
  Save *save = g_task_get_task_data (task);
  GError *error = NULL;

  if (!recess_provider_store_save_finish (RECESS_STORE (source), result, &error))
    {
      /* A key of what does not exist, or no longer. */
      if (save->key != NULL &&
          (save->provider == NULL || g_error_matches (error, RECESS_API_ERROR, 404)))
        recess_key_store_async (save->draft, NULL, NULL, NULL, NULL);
      g_task_return_error (task, error);
      return;
    }

  apply (self, save);
  g_task_return_pointer (task, g_object_ref (save->provider), g_object_unref);
}

static void
save_row (RecessProviders *self,
          GTask           *task)
{
  Save *save = g_task_get_task_data (task);
  g_autoptr (RecessProviderRow) row = NULL;
  g_autofree char *settings = NULL;

  recess_provider_set_updated_at (save->draft, g_get_real_time () / 1e6);
  settings = recess_provider_dup_settings (save->draft);
  row = recess_provider_row_new (recess_provider_get_id (save->draft),
                                 recess_provider_get_name (save->draft),
                                 settings,
                                 recess_provider_get_created_at (save->draft),
                                 recess_provider_get_updated_at (save->draft));
  recess_provider_store_save_async (self->store, row, save->provider == NULL,
                                    g_task_get_cancellable (task), row_cb, g_object_ref (task));
}

static void
key_cb (GObject      *source,
        GAsyncResult *result,
        gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  RecessProviders *self = g_task_get_source_object (task);
  Save *save = g_task_get_task_data (task);
  RecessKeyStorage storage = recess_key_store_finish (result);

  recess_provider_set_key (save->draft, save->key, storage);
  if (save->key != NULL)
    self->secret_service = storage == RECESS_KEY_STORAGE_SECRET_SERVICE;
  save_row (self, task);
}

void
recess_providers_save_async (RecessProviders     *self,
                             RecessProvider      *provider,
                             JsonObject          *settings,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  GError *error = NULL;
  Save *save;

  g_return_if_fail (RECESS_IS_PROVIDERS (self));
  g_return_if_fail (settings != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, recess_providers_save_async);

  save = g_new0 (Save, 1);
  save->provider = provider != NULL ? g_object_ref (provider) : NULL;
  save->settings = json_object_ref (settings);
  g_task_set_task_data (task, save, (GDestroyNotify) save_free);

  if (!make_draft (self, save, &error))
    {
      g_task_return_error (task, error);
      return;
    }

  save->has_key = json_object_has_member (settings, "key");
  save->key = g_strdup (recess_json_object_get_string (settings, "key", NULL));
  if (save->key != NULL && *save->key == '\0')
    g_clear_pointer (&save->key, recess_key_free);

  if (save->key != NULL || (save->has_key && provider != NULL))
    recess_key_store_async (save->draft, save->key, cancellable, key_cb, g_steal_pointer (&task));
  else
    save_row (self, task);
}

RecessProvider *
recess_providers_save_finish (RecessProviders  *self,
                              GAsyncResult     *result,
                              GError          **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
delete_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  RecessProviders *self = g_task_get_source_object (task);
  RecessProvider *provider = g_task_get_task_data (task);
  GError *error = NULL;

  if (!recess_provider_store_delete_finish (RECESS_STORE (source), result, &error))
    {
      g_task_return_error (task, error);
      return;
    }

  if (recess_provider_get_key_storage (provider) == RECESS_KEY_STORAGE_SECRET_SERVICE)
    recess_key_store_async (provider, NULL, NULL, NULL, NULL);
  _recess_providers_remove (self, provider);
  recess_feed_tell (recess_store_get_feed (self->store), "model", "", "updated");
  g_task_return_boolean (task, TRUE);
}

void
recess_providers_remove_async (RecessProviders     *self,
                               RecessProvider      *provider,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (RECESS_IS_PROVIDERS (self));
  g_return_if_fail (RECESS_IS_PROVIDER (provider));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, recess_providers_remove_async);
  g_task_set_task_data (task, g_object_ref (provider), g_object_unref);

  if (recess_provider_get_fixed (provider))
    {
      g_task_return_error (task,
                           recess_api_error_new (400, NULL, NULL,
                                                 "The provider '%s' was given on the command line "
                                                 "of recess-server and is removed there.",
                                                 recess_provider_get_name (provider)));
      return;
    }

  recess_provider_store_delete_async (self->store, recess_provider_get_id (provider), cancellable,
                                      delete_cb, g_steal_pointer (&task));
}

gboolean
recess_providers_remove_finish (RecessProviders  *self,
                                GAsyncResult     *result,
                                GError          **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
aliases_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  RecessProviders *self = g_task_get_source_object (task);
  GError *error = NULL;

  if (!recess_settings_store_set_finish (RECESS_STORE (source), result, &error))
    {
      g_task_return_error (task, error);
      return;
    }

  _recess_providers_take_aliases (self, g_task_get_task_data (task));
  g_task_return_boolean (task, TRUE);
}

static RecessAliases *
change_aliases (RecessProviders  *self,
                JsonObject       *changes,
                GError          **error)
{
  g_autoptr (RecessAliases) aliases = NULL;
  const char *name;

  aliases = recess_aliases_new_changed (self->kept_aliases, changes, error);
  if (aliases == NULL)
    return NULL;

  name = recess_aliases_get_default_provider (aliases);
  if (json_object_has_member (changes, "default_provider") && name != NULL &&
      recess_providers_find_by_name (self, name) == NULL)
    {
      recess_set_api_error (error, 400, "default_provider", NULL,
                            "There is no provider named '%.100s'.", name);
      return NULL;
    }

  return g_steal_pointer (&aliases);
}

void
recess_providers_change_aliases_async (RecessProviders     *self,
                                       JsonObject          *changes,
                                       GCancellable        *cancellable,
                                       GAsyncReadyCallback  callback,
                                       gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autofree char *json = NULL;
  RecessAliases *aliases;
  GError *error = NULL;

  g_return_if_fail (RECESS_IS_PROVIDERS (self));
  g_return_if_fail (changes != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, recess_providers_change_aliases_async);

  aliases = change_aliases (self, changes, &error);
  if (aliases == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  g_task_set_task_data (task, aliases, (GDestroyNotify) recess_aliases_unref);
  json = recess_aliases_to_json (aliases);
  recess_settings_store_set_async (self->store, "aliases", json, "alias", cancellable, aliases_cb,
                                   g_steal_pointer (&task));
}

gboolean
recess_providers_change_aliases_finish (RecessProviders  *self,
                                        GAsyncResult     *result,
                                        GError          **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/* One round of asking all for their models. */
typedef struct
{
  guint n_open;
  guint timeout_id;
} Round;

static void
round_free (Round *round)
{
  g_clear_handle_id (&round->timeout_id, g_source_remove);
  g_free (round);
}

static gboolean
round_timeout_cb (gpointer user_data)
{
  GTask *task = user_data;
  Round *round = g_task_get_task_data (task);

  round->timeout_id = 0;
  if (!g_task_get_completed (task))
    g_task_return_boolean (task, TRUE);
  return G_SOURCE_REMOVE;
}

static void
round_provider_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Round *round = g_task_get_task_data (task);

  /* The provider's state tells. */
  recess_provider_refresh_finish (RECESS_PROVIDER (source), result, NULL);
  if (--round->n_open == 0 && round->timeout_id != 0)
    {
      g_clear_handle_id (&round->timeout_id, g_source_remove);
      g_task_return_boolean (task, TRUE);
    }
}

void
recess_providers_refresh_async (RecessProviders     *self,
                                guint                max_age,
                                guint                limit,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  Round *round;

  g_return_if_fail (RECESS_IS_PROVIDERS (self));

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, recess_providers_refresh_async);
  if (self->items->len == 0)
    {
      g_task_return_boolean (task, TRUE);
      return;
    }

  round = g_new0 (Round, 1);
  round->n_open = self->items->len;
  g_task_set_task_data (task, round, (GDestroyNotify) round_free);
  round->timeout_id = g_timeout_add_full (G_PRIORITY_DEFAULT, limit, round_timeout_cb,
                                          g_object_ref (task), g_object_unref);
  for (guint i = 0; i < self->items->len; i++)
    recess_provider_refresh_async (g_ptr_array_index (self->items, i), max_age, NULL,
                                   round_provider_cb, g_object_ref (task));
}

gboolean
recess_providers_refresh_finish (RecessProviders  *self,
                                 GAsyncResult     *result,
                                 GError          **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
