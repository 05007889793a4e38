/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <libsecret/secret.h>
#include <string.h>

#include "recess-key-store.h"
#include "recess-session-bus.h"

static const SecretSchema schema = {
  APPLICATION_ID ".Provider",
  SECRET_SCHEMA_NONE,
  {
    { "provider", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { NULL, 0 },
  },
};

void
recess_key_free (char *key)
{
  if (key == NULL)
    return;

  explicit_bzero (key, strlen (key));
  g_free (key);
}

static void
store_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;

  if (secret_password_store_finish (result, &error))
    {
      g_task_return_int (task, RECESS_KEY_STORAGE_SECRET_SERVICE);
      return;
    }

  g_info ("No Secret Service, the key serves this session only: %s", error->message);
  g_task_return_int (task, RECESS_KEY_STORAGE_SESSION);
}

static void
clear_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;

  if (!secret_password_clear_finish (result, &error) && error != NULL)
    g_info ("The key could not be taken out of the Secret Service: %s", error->message);

  g_task_return_int (task, RECESS_KEY_STORAGE_NONE);
}

void
recess_key_store_named_async (const char          *id,
                              const char          *label,
                              const char          *key,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (id != NULL);
  g_return_if_fail (label != NULL);

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, recess_key_store_named_async);

  recess_session_bus_outlive ();
  if (key == NULL)
    secret_password_clear (&schema, cancellable, clear_cb, g_steal_pointer (&task),
                           "provider", id, NULL);
  else
    secret_password_store (&schema, SECRET_COLLECTION_DEFAULT, label, key, cancellable,
                           store_cb, g_steal_pointer (&task), "provider", id, NULL);
}

void
recess_key_store_async (RecessProvider      *provider,
                        const char          *key,
                        GCancellable        *cancellable,
                        GAsyncReadyCallback  callback,
                        gpointer             user_data)
{
  g_autofree char *label = NULL;

  g_return_if_fail (RECESS_IS_PROVIDER (provider));

  label = g_strdup_printf ("Recess: key of the provider “%s”", recess_provider_get_name (provider));
  recess_key_store_named_async (recess_provider_get_id (provider), label, key, cancellable,
                                callback, user_data);
}

RecessKeyStorage
recess_key_store_finish (GAsyncResult *result)
{
  g_return_val_if_fail (G_IS_TASK (result), RECESS_KEY_STORAGE_NONE);

  return (RecessKeyStorage) g_task_propagate_int (G_TASK (result), NULL);
}

static void
lookup_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  char *key = secret_password_lookup_finish (result, &error);

  if (error != NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  g_task_return_pointer (task, g_strdup (key), (GDestroyNotify) recess_key_free);
  secret_password_free (key);
}

void
recess_key_lookup_named_async (const char          *id,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (id != NULL);

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, recess_key_lookup_named_async);
  recess_session_bus_outlive ();
  secret_password_lookup (&schema, cancellable, lookup_cb, g_steal_pointer (&task),
                          "provider", id, NULL);
}

void
recess_key_lookup_async (RecessProvider      *provider,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  g_return_if_fail (RECESS_IS_PROVIDER (provider));

  recess_key_lookup_named_async (recess_provider_get_id (provider), cancellable, callback,
                                 user_data);
}

char *
recess_key_lookup_finish (GAsyncResult  *result,
                          GError       **error)
{
  g_return_val_if_fail (G_IS_TASK (result), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
session_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (SecretService) service = secret_service_get_finish (result, NULL);

  g_task_return_boolean (task, service != NULL);
}

/* A proxy is made for a service that is not there too, so its owner is looked for first. */
static void
found_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;

  if (recess_session_bus_find_finish (result, &error))
    {
      secret_service_get (SECRET_SERVICE_OPEN_SESSION, NULL, session_cb, g_object_ref (task));
      return;
    }

  g_info ("There is no Secret Service: %s", error->message);
  g_task_return_boolean (task, FALSE);
}

void
recess_key_store_probe_async (GAsyncReadyCallback callback,
                              gpointer            user_data)
{
  GTask *task = g_task_new (NULL, NULL, callback, user_data);

  g_task_set_source_tag (task, recess_key_store_probe_async);
  recess_session_bus_find_async ("org.freedesktop.secrets", NULL, found_cb, task);
}

gboolean
recess_key_store_probe_finish (GAsyncResult *result)
{
  g_return_val_if_fail (G_IS_TASK (result), FALSE);

  return g_task_propagate_boolean (G_TASK (result), NULL);
}
