/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "common/recess-api-error.h"
#include "common/recess-glib-compat.h"
#include "common/recess-id.h"
#include "common/recess-json.h"

#include "recess-key-store.h"
#include "recess-model-list.h"
#include "recess-provider-private.h"

#define MAX_RETRIES 2
#define LIST_LIMIT_MS 10000

G_DEFINE_FINAL_TYPE (RecessProvider, recess_provider, G_TYPE_OBJECT)

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static const char *storage_names[] = { "none", "secret-service", "session", "environment" };
static const char *state_names[] = { "unknown", "ok", "failed" };

static double
now (void)
{
  return g_get_real_time () / 1e6;
}

static void
apply_auth (RecessProvider *self)
{
  RecessAuth auth = self->settings->auth;

  if (self->client == NULL)
    return;

  if (self->key == NULL)
    auth = RECESS_AUTH_NONE;

  recess_client_set_auth (self->client, auth, auth == RECESS_AUTH_NONE ? NULL : self->key);
  recess_client_set_auth (self->list_client, auth, auth == RECESS_AUTH_NONE ? NULL : self->key);
}

/* The settings' own, and what a server asked by itself knows that by. */
static GHashTable *
make_headers (RecessProviderSettings *settings)
{
  GHashTable *headers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  GHashTableIter iter;
  gpointer name, value;

  g_hash_table_iter_init (&iter, settings->headers);
  while (g_hash_table_iter_next (&iter, &name, &value))
    g_hash_table_insert (headers, g_strdup (name), g_strdup (value));

  g_hash_table_insert (headers, g_strdup ("Recess-Via"), g_strdup (recess_id_of_process ()));
  return headers;
}

static RecessClient *
make_client (RecessProvider *self,
             guint           max_retries)
{
  RecessProviderSettings *settings = self->settings;
  g_autoptr (GHashTable) headers = make_headers (settings);
  RecessClient *client = recess_client_new (settings->base_url);

  if (settings->api_version != NULL)
    {
      g_autofree char *version = g_uri_escape_string (settings->api_version, NULL, FALSE);
      g_autofree char *query = g_strconcat ("api-version=", version, NULL);

      recess_client_set_query (client, query);
    }

  recess_client_set_headers (client, headers);
  recess_client_set_max_retries (client, max_retries);
  return client;
}

static void
apply_settings (RecessProvider *self)
{
  RecessProviderSettings *settings = self->settings;

  /* Requests under way keep the client that they began with. */
  g_clear_object (&self->client);
  g_clear_object (&self->list_client);
  self->client = make_client (self, MAX_RETRIES);
  self->list_client = make_client (self, 0);
  recess_client_set_time_limits (self->client, settings->first_byte_limit, settings->idle_limit);
  recess_client_set_time_limits (self->list_client, LIST_LIMIT_MS, LIST_LIMIT_MS);

  if (settings->key_env != NULL)
    recess_provider_set_key (self, g_getenv (settings->key_env), RECESS_KEY_STORAGE_ENVIRONMENT);
  else if (self->key_storage == RECESS_KEY_STORAGE_ENVIRONMENT)
    recess_provider_set_key (self, NULL, RECESS_KEY_STORAGE_NONE);
  else
    apply_auth (self);
}

static void
recess_provider_finalize (GObject *object)
{
  RecessProvider *self = RECESS_PROVIDER (object);

  /* Every waiter holds a reference, so there is none. */
  g_assert (self->key_waiters->len == 0);
  g_assert (self->refresh_waiters->len == 0);

  g_clear_pointer (&self->key, recess_key_free);
  g_clear_pointer (&self->settings, recess_provider_settings_free);
  g_clear_pointer (&self->key_waiters, g_ptr_array_unref);
  g_clear_pointer (&self->refresh_waiters, g_ptr_array_unref);
  g_clear_pointer (&self->models, g_ptr_array_unref);
  g_clear_pointer (&self->id, g_free);
  g_clear_pointer (&self->message, g_free);
  g_clear_object (&self->client);
  g_clear_object (&self->list_client);
  g_clear_object (&self->refresh_cancellable);

  G_OBJECT_CLASS (recess_provider_parent_class)->finalize (object);
}

static void
recess_provider_class_init (RecessProviderClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = recess_provider_finalize;

  /**
   * RecessProvider::changed:
   * @models: whether the list of models is another, and not the state alone
   */
  signals[CHANGED] = g_signal_new ("changed",
                                   G_TYPE_FROM_CLASS (klass),
                                   G_SIGNAL_RUN_LAST,
                                   0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 1, G_TYPE_BOOLEAN);
}

static void
recess_provider_init (RecessProvider *self)
{
  self->settings = recess_provider_settings_new ();
  self->key_waiters = g_ptr_array_new_with_free_func (g_object_unref);
  self->refresh_waiters = g_ptr_array_new_with_free_func (g_object_unref);
  self->models = g_ptr_array_new_with_free_func ((GDestroyNotify) recess_model_info_free);
}

RecessProvider *
recess_provider_new (void)
{
  g_autofree char *id = recess_id_new ("prov_");

  return recess_provider_new_with_id (id, now (), now ());
}

RecessProvider *
recess_provider_new_with_id (const char *id,
                             double      created_at,
                             double      updated_at)
{
  RecessProvider *self;

  g_return_val_if_fail (id != NULL, NULL);

  self = g_object_new (RECESS_TYPE_PROVIDER, NULL);
  self->id = g_strdup (id);
  self->created_at = created_at;
  self->updated_at = updated_at;
  return self;
}

RecessProvider *
recess_provider_copy (RecessProvider *self)
{
  RecessProvider *copy;

  g_return_val_if_fail (RECESS_IS_PROVIDER (self), NULL);

  copy = recess_provider_new_with_id (self->id, self->created_at, self->updated_at);
  recess_provider_settings_free (copy->settings);
  copy->settings = recess_provider_settings_copy (self->settings);
  if (self->settings->base_url != NULL)
    apply_settings (copy);

  return copy;
}

gboolean
recess_provider_configure (RecessProvider  *self,
                           JsonObject      *settings,
                           GError         **error)
{
  RecessProviderSettings *changed;

  g_return_val_if_fail (RECESS_IS_PROVIDER (self), FALSE);
  g_return_val_if_fail (settings != NULL, FALSE);

  changed = recess_provider_settings_new_changed (self->settings, settings, error);
  if (changed == NULL)
    return FALSE;

  recess_provider_settings_free (self->settings);
  self->settings = changed;
  self->no_stream_options = FALSE;
  apply_settings (self);
  _recess_provider_forget (self);
  return TRUE;
}

char *
recess_provider_dup_settings (RecessProvider *self)
{
  GString *json;

  g_return_val_if_fail (RECESS_IS_PROVIDER (self), NULL);

  json = g_string_new ("{");
  recess_provider_settings_append (self->settings, json);
  g_string_append_printf (json, ",\"key_storage\":\"%s\"}", storage_names[self->key_storage]);
  return g_string_free (json, FALSE);
}

static void
append_time (GString    *json,
             const char *name,
             double      seconds)
{
  g_string_append_printf (json, ",\"%s\":", name);
  if (seconds > 0)
    recess_json_append_double (json, seconds);
  else
    g_string_append (json, "null");
}

char *
recess_provider_to_json (RecessProvider *self)
{
  g_autofree char *message = NULL;
  GString *json;

  g_return_val_if_fail (RECESS_IS_PROVIDER (self), NULL);

  json = g_string_new ("{\"id\":");
  recess_json_append_string (json, self->id, -1);
  g_string_append (json, ",\"object\":\"recess.provider\",");
  recess_provider_settings_append (self->settings, json);
  g_string_append_printf (json, ",\"key_storage\":\"%s\",\"has_key\":%s",
                          storage_names[self->key_storage],
                          recess_provider_get_has_key (self) ? "true" : "false");
  append_time (json, "created_at", self->created_at);
  append_time (json, "updated_at", self->updated_at);
  message = recess_json_quote (self->message);
  g_string_append_printf (json, ",\"state\":{\"state\":\"%s\",\"message\":%s",
                          state_names[self->state], message);
  append_time (json, "checked_at", self->checked_at);
  g_string_append_printf (json, ",\"model_count\":%u}}", self->models->len);
  return g_string_free (json, FALSE);
}

const char *
recess_provider_get_id (RecessProvider *self)
{
  g_return_val_if_fail (RECESS_IS_PROVIDER (self), NULL);

  return self->id;
}

const char *
recess_provider_get_name (RecessProvider *self)
{
  g_return_val_if_fail (RECESS_IS_PROVIDER (self), NULL);

  return self->settings->name;
}

const char *
recess_provider_get_base_url (RecessProvider *self)
{
  g_return_val_if_fail (RECESS_IS_PROVIDER (self), NULL);

  return self->settings->base_url;
}

double
recess_provider_get_created_at (RecessProvider *self)
{
  g_return_val_if_fail (RECESS_IS_PROVIDER (self), 0);

  return self->created_at;
}

double
recess_provider_get_updated_at (RecessProvider *self)
{
  g_return_val_if_fail (RECESS_IS_PROVIDER (self), 0);

  return self->updated_at;
}

void
recess_provider_set_updated_at (RecessProvider *self,
                                double          updated_at)
{
  g_return_if_fail (RECESS_IS_PROVIDER (self));

  self->updated_at = updated_at;
}

gboolean
recess_provider_get_fixed (RecessProvider *self)
{
  g_return_val_if_fail (RECESS_IS_PROVIDER (self), FALSE);

  return self->fixed;
}

void
recess_provider_set_fixed (RecessProvider *self,
                           gboolean        fixed)
{
  g_return_if_fail (RECESS_IS_PROVIDER (self));

  self->fixed = !!fixed;
}

RecessKeyStorage
recess_provider_get_key_storage (RecessProvider *self)
{
  g_return_val_if_fail (RECESS_IS_PROVIDER (self), RECESS_KEY_STORAGE_NONE);

  return self->key_storage;
}

gboolean
recess_provider_get_has_key (RecessProvider *self)
{
  g_return_val_if_fail (RECESS_IS_PROVIDER (self), FALSE);

  return self->key != NULL || self->key_pending;
}

static void
wake_key_waiters (RecessProvider *self)
{
  g_autoptr (GPtrArray) waiters = g_steal_pointer (&self->key_waiters);

  self->key_waiters = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < waiters->len; i++)
    {
      GTask *task = g_ptr_array_index (waiters, i);

      if (!g_task_return_error_if_cancelled (task))
        g_task_return_boolean (task, TRUE);
    }
}

void
recess_provider_set_key (RecessProvider   *self,
                         const char       *key,
                         RecessKeyStorage  storage)
{
  gboolean changed;

  g_return_if_fail (RECESS_IS_PROVIDER (self));

  if (key != NULL && *key == '\0')
    key = NULL;

  changed = g_strcmp0 (self->key, key) != 0;
  if (changed)
    {
      g_clear_pointer (&self->key, recess_key_free);
      self->key = g_strdup (key);
    }

  self->key_storage = storage;
  self->key_pending = FALSE;
  apply_auth (self);
  if (changed)
    _recess_provider_forget (self);
  wake_key_waiters (self);
}

void
recess_provider_set_key_pending (RecessProvider   *self,
                                 RecessKeyStorage  storage)
{
  g_return_if_fail (RECESS_IS_PROVIDER (self));

  self->key_storage = storage;
  self->key_pending = TRUE;
}

gboolean
recess_provider_is_key_pending (RecessProvider *self)
{
  g_return_val_if_fail (RECESS_IS_PROVIDER (self), FALSE);

  return self->key_pending;
}

/* The keyring may wait for its password for ever. */
static void
key_wait_cancelled_cb (GCancellable *cancellable,
                       GTask        *task)
{
  RecessProvider *self = g_task_get_source_object (task);
  g_autoptr (GTask) keep = g_object_ref (task);

  g_assert (RECESS_IS_PROVIDER (self));

  if (g_ptr_array_remove (self->key_waiters, task))
    g_task_return_error_if_cancelled (task);
}

void
recess_provider_wait_key_async (RecessProvider      *self,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (RECESS_IS_PROVIDER (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, recess_provider_wait_key_async);

  if (g_task_return_error_if_cancelled (task))
    return;

  if (!self->key_pending)
    {
      g_task_return_boolean (task, TRUE);
      return;
    }

  if (cancellable != NULL)
    g_signal_connect_object (cancellable, "cancelled", G_CALLBACK (key_wait_cancelled_cb), task, 0);
  g_ptr_array_add (self->key_waiters, g_steal_pointer (&task));
}

gboolean
recess_provider_wait_key_finish (RecessProvider  *self,
                                 GAsyncResult    *result,
                                 GError         **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

RecessClient *
recess_provider_get_client (RecessProvider *self)
{
  g_return_val_if_fail (RECESS_IS_PROVIDER (self), NULL);

  return self->client;
}

char *
recess_provider_dup_path (RecessProvider *self,
                          const char     *path,
                          const char     *model)
{
  g_autofree char *deployment = NULL;
  const char *root;

  g_return_val_if_fail (RECESS_IS_PROVIDER (self), NULL);
  g_return_val_if_fail (path != NULL, NULL);

  if (!self->settings->deployment_paths)
    return g_strdup (path);

  root = g_str_has_suffix (self->settings->base_url, "/openai") ? "" : "/openai";
  if (model == NULL)
    return g_strconcat (root, path, NULL);

  deployment = g_uri_escape_string (model, NULL, FALSE);
  return g_strconcat (root, "/deployments/", deployment, path, NULL);
}

gboolean
recess_provider_get_stream_options (RecessProvider *self)
{
  g_return_val_if_fail (RECESS_IS_PROVIDER (self), FALSE);

  return !self->no_stream_options;
}

void
recess_provider_set_stream_options (RecessProvider *self,
                                    gboolean        accepted)
{
  g_return_if_fail (RECESS_IS_PROVIDER (self));

  self->no_stream_options = !accepted;
}

RecessProviderState
recess_provider_get_state (RecessProvider *self)
{
  g_return_val_if_fail (RECESS_IS_PROVIDER (self), RECESS_PROVIDER_UNKNOWN);

  return self->state;
}

GPtrArray *
recess_provider_get_models (RecessProvider *self)
{
  g_return_val_if_fail (RECESS_IS_PROVIDER (self), NULL);

  return self->models;
}

const RecessModelInfo *
recess_provider_find_model (RecessProvider *self,
                            const char     *model)
{
  g_return_val_if_fail (RECESS_IS_PROVIDER (self), NULL);
  g_return_val_if_fail (model != NULL, NULL);

  for (guint i = 0; i < self->models->len; i++)
    {
      const RecessModelInfo *info = g_ptr_array_index (self->models, i);

      if (strcmp (info->id, model) == 0)
        return info;
    }

  return NULL;
}

GError *
recess_provider_explain (RecessProvider *self,
                         const GError   *error)
{
  GError *copy;
  guint status;

  g_return_val_if_fail (RECESS_IS_PROVIDER (self), NULL);
  g_return_val_if_fail (error != NULL, NULL);

  copy = g_error_copy (error);
  if (error->domain != RECESS_API_ERROR)
    return copy;

  status = recess_api_error_get_status (error);
  if (status == 0)
    {
      g_free (copy->message);
      copy->message = g_strdup_printf ("The provider '%s' failed: %s",
                                       self->settings->name, error->message);
      copy->code = g_strcmp0 (recess_api_error_get_code (error), "timeout") == 0 ? 504 : 502;
    }
  else if (status == 401 || status == 403)
    {
      g_free (copy->message);
      copy->message = g_strdup_printf (self->key != NULL
                                         ? "The provider '%s' refused its key: %s"
                                         : "The provider '%s' wants a key: %s",
                                       self->settings->name, error->message);
    }

  else if (status < 400 || status > 599)
    copy->code = 502;

  /* The client has tried again as often as it makes sense. */
  if (copy->code == 408 || copy->code == 409 || copy->code == 429 || copy->code >= 500)
    recess_api_error_set_final (copy, TRUE);

  return copy;
}
