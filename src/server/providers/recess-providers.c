/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "common/recess-api-error.h"

#include "recess-providers-private.h"

static GType
recess_providers_get_item_type (GListModel *model)
{
  return RECESS_TYPE_PROVIDER;
}

static guint
recess_providers_get_n_items (GListModel *model)
{
  return RECESS_PROVIDERS (model)->items->len;
}

static gpointer
recess_providers_get_item (GListModel *model,
                           guint       position)
{
  RecessProviders *self = RECESS_PROVIDERS (model);

  return position < self->items->len ? g_object_ref (g_ptr_array_index (self->items, position))
                                     : NULL;
}

static void
list_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = recess_providers_get_item_type;
  iface->get_n_items = recess_providers_get_n_items;
  iface->get_item = recess_providers_get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (RecessProviders, recess_providers, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_iface_init))

static void
provider_changed_cb (RecessProviders *self,
                     gboolean         models,
                     RecessProvider  *provider)
{
  RecessFeed *feed;

  g_assert (RECESS_IS_PROVIDERS (self));
  g_assert (RECESS_IS_PROVIDER (provider));

  feed = recess_store_get_feed (self->store);
  recess_feed_tell (feed, "provider", recess_provider_get_id (provider), "updated");
  if (models)
    recess_feed_tell (feed, "model", "", "updated");
}

void
_recess_providers_add (RecessProviders *self,
                       RecessProvider  *provider)
{
  g_ptr_array_add (self->items, g_object_ref (provider));
  g_signal_connect_object (provider, "changed", G_CALLBACK (provider_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_list_model_items_changed (G_LIST_MODEL (self), self->items->len - 1, 0, 1);
}

void
_recess_providers_remove (RecessProviders *self,
                          RecessProvider  *provider)
{
  guint position;

  if (!g_ptr_array_find (self->items, provider, &position))
    return;

  g_signal_handlers_disconnect_by_data (provider, self);
  g_ptr_array_remove_index (self->items, position);
  g_list_model_items_changed (G_LIST_MODEL (self), position, 1, 0);
}

typedef struct
{
  char *name;
  char *model;
} AliasOption;

static void
alias_option_free (AliasOption *option)
{
  g_free (option->name);
  g_free (option->model);
  g_free (option);
}

void
_recess_providers_take_aliases (RecessProviders *self,
                                RecessAliases   *kept)
{
  RecessAliases *all = recess_aliases_ref (kept);

  for (guint i = 0; i < self->alias_options->len; i++)
    {
      const AliasOption *option = g_ptr_array_index (self->alias_options, i);
      g_autoptr (RecessAliases) before = all;

      all = recess_aliases_new_with (before, option->name, option->model);
    }

  recess_aliases_ref (kept);
  g_clear_pointer (&self->kept_aliases, recess_aliases_unref);
  g_clear_pointer (&self->aliases, recess_aliases_unref);
  self->kept_aliases = kept;
  self->aliases = all;
}

static void
recess_providers_finalize (GObject *object)
{
  RecessProviders *self = RECESS_PROVIDERS (object);

  g_clear_object (&self->store);
  g_clear_object (&self->practice);
  g_clear_error (&self->practice_error);
  g_clear_pointer (&self->default_option, g_free);
  g_clear_pointer (&self->items, g_ptr_array_unref);
  g_clear_pointer (&self->kept_aliases, recess_aliases_unref);
  g_clear_pointer (&self->aliases, recess_aliases_unref);
  g_clear_pointer (&self->alias_options, g_ptr_array_unref);
  g_clear_pointer (&self->practice_waiters, g_ptr_array_unref);

  G_OBJECT_CLASS (recess_providers_parent_class)->finalize (object);
}

static void
recess_providers_class_init (RecessProvidersClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = recess_providers_finalize;
}

static void
recess_providers_init (RecessProviders *self)
{
  self->items = g_ptr_array_new_with_free_func (g_object_unref);
  self->alias_options = g_ptr_array_new_with_free_func ((GDestroyNotify) alias_option_free);
  self->practice_waiters = g_ptr_array_new_with_free_func (g_object_unref);
  self->kept_aliases = recess_aliases_new ();
  self->aliases = recess_aliases_ref (self->kept_aliases);
}

RecessProviders *
recess_providers_new (RecessStore *store)
{
  RecessProviders *self;

  g_return_val_if_fail (RECESS_IS_STORE (store), NULL);

  self = g_object_new (RECESS_TYPE_PROVIDERS, NULL);
  self->store = g_object_ref (store);
  return self;
}

gboolean
recess_providers_add_option (RecessProviders  *self,
                             const char       *option,
                             GError          **error)
{
  g_autoptr (RecessProvider) provider = NULL;
  g_autoptr (JsonObject) settings = NULL;
  g_autofree char *name = NULL;
  g_autofree char *url = NULL;
  const char *equals;
  char *key_env;

  g_return_val_if_fail (RECESS_IS_PROVIDERS (self), FALSE);
  g_return_val_if_fail (option != NULL, FALSE);

  equals = strchr (option, '=');
  if (equals == NULL)
    {
      recess_set_api_error (error, 400, NULL, NULL,
                            "'%s' is not NAME=BASE_URL[,key-env=VARIABLE].", option);
      return FALSE;
    }

  name = g_strndup (option, equals - option);
  url = g_strdup (equals + 1);
  key_env = strstr (url, ",key-env=");
  if (key_env != NULL)
    {
      *key_env = '\0';
      key_env += strlen (",key-env=");
    }

  if (recess_providers_find_by_name (self, name) != NULL)
    {
      recess_set_api_error (error, 400, "name", NULL, "There are two providers named '%s'.", name);
      return FALSE;
    }

  settings = json_object_new ();
  json_object_set_string_member (settings, "name", name);
  json_object_set_string_member (settings, "base_url", url);
  if (key_env != NULL)
    json_object_set_string_member (settings, "key_env", key_env);

  provider = recess_provider_new ();
  if (!recess_provider_configure (provider, settings, error))
    return FALSE;

  recess_provider_set_fixed (provider, TRUE);
  _recess_providers_add (self, provider);
  return TRUE;
}

gboolean
recess_providers_add_alias_option (RecessProviders  *self,
                                   const char       *option,
                                   GError          **error)
{
  const char *equals;
  AliasOption *alias;

  g_return_val_if_fail (RECESS_IS_PROVIDERS (self), FALSE);
  g_return_val_if_fail (option != NULL, FALSE);

  equals = strchr (option, '=');
  if (equals == NULL || equals == option || equals[1] == '\0')
    {
      recess_set_api_error (error, 400, NULL, NULL, "'%s' is not NAME=MODEL.", option);
      return FALSE;
    }

  alias = g_new0 (AliasOption, 1);
  alias->name = g_strndup (option, equals - option);
  alias->model = g_strdup (equals + 1);
  g_ptr_array_add (self->alias_options, alias);
  _recess_providers_take_aliases (self, self->kept_aliases);
  return TRUE;
}

void
recess_providers_set_default_option (RecessProviders *self,
                                     const char      *model)
{
  g_return_if_fail (RECESS_IS_PROVIDERS (self));

  g_free (self->default_option);
  self->default_option = g_strdup (model);
}

const char *
recess_providers_get_default_model (RecessProviders *self)
{
  g_return_val_if_fail (RECESS_IS_PROVIDERS (self), NULL);

  return self->default_option != NULL ? self->default_option
                                      : recess_aliases_get_default_model (self->aliases);
}

static RecessProvider *
find (RecessProviders *self,
      const char      *text,
      const char      *(*get) (RecessProvider *))
{
  for (guint i = 0; i < self->items->len; i++)
    {
      RecessProvider *provider = g_ptr_array_index (self->items, i);

      if (g_strcmp0 (get (provider), text) == 0)
        return provider;
    }

  return NULL;
}

RecessProvider *
recess_providers_find (RecessProviders *self,
                       const char      *id)
{
  g_return_val_if_fail (RECESS_IS_PROVIDERS (self), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  return find (self, id, recess_provider_get_id);
}

RecessProvider *
recess_providers_find_by_name (RecessProviders *self,
                               const char      *name)
{
  g_return_val_if_fail (RECESS_IS_PROVIDERS (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  return find (self, name, recess_provider_get_name);
}

RecessAliases *
recess_providers_get_aliases (RecessProviders *self)
{
  g_return_val_if_fail (RECESS_IS_PROVIDERS (self), NULL);

  return self->aliases;
}

gboolean
recess_providers_has_secret_service (RecessProviders *self)
{
  g_return_val_if_fail (RECESS_IS_PROVIDERS (self), FALSE);

  return self->secret_service;
}
