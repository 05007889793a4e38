/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "recess-aliases.h"
#include "practice/recess-practice.h"
#include "recess-provider.h"
#include "store/recess-store.h"

G_BEGIN_DECLS

#define RECESS_TYPE_PROVIDERS (recess_providers_get_type ())

/**
 * RecessProviders:
 *
 * All that can complete a chat: the providers, as a #GListModel of #RecessProvider in the order of
 * their creation, the aliases, and the practice model. Kept in the store, keys in the Secret
 * Service.
 */
G_DECLARE_FINAL_TYPE (RecessProviders, recess_providers, RECESS, PROVIDERS, GObject)

RecessProviders *recess_providers_new                (RecessStore          *store);

/* What the command line gives is not kept, and stands before what is kept. Each answers %FALSE
 * with a message for the person who typed it. */
gboolean         recess_providers_add_option         (RecessProviders      *self,
                                                      const char           *option,
                                                      GError              **error);
gboolean         recess_providers_add_alias_option   (RecessProviders      *self,
                                                      const char           *option,
                                                      GError              **error);
void             recess_providers_set_default_option (RecessProviders      *self,
                                                      const char           *model);

/**
 * recess_providers_load_async:
 * @practice_path: (nullable): the file of the practice model; %NULL is the one of
 *   RECESS_PRACTICE_FILE, else the installed one
 *
 * Reads what is kept. Completes when names resolve; the practice model and the keys come after,
 * and requests that need them wait.
 */
void             recess_providers_load_async         (RecessProviders      *self,
                                                      const char           *practice_path,
                                                      GCancellable         *cancellable,
                                                      GAsyncReadyCallback   callback,
                                                      gpointer              user_data);
gboolean         recess_providers_load_finish        (RecessProviders      *self,
                                                      GAsyncResult         *result,
                                                      GError              **error);

RecessProvider  *recess_providers_find               (RecessProviders      *self,
                                                      const char           *id);
RecessProvider  *recess_providers_find_by_name       (RecessProviders      *self,
                                                      const char           *name);

/**
 * recess_providers_save_async:
 * @provider: (nullable): the one to change, or %NULL for a new one
 * @settings: members of the API's row; `key` is a string, or null to forget it
 *
 * Creates or changes a provider; completes when it is on disk.
 */
void             recess_providers_save_async         (RecessProviders      *self,
                                                      RecessProvider       *provider,
                                                      JsonObject           *settings,
                                                      GCancellable         *cancellable,
                                                      GAsyncReadyCallback   callback,
                                                      gpointer              user_data);
/* Returns: (transfer full): the provider */
RecessProvider  *recess_providers_save_finish        (RecessProviders      *self,
                                                      GAsyncResult         *result,
                                                      GError              **error);
/* Forgets its key too. */
void             recess_providers_remove_async       (RecessProviders      *self,
                                                      RecessProvider       *provider,
                                                      GCancellable         *cancellable,
                                                      GAsyncReadyCallback   callback,
                                                      gpointer              user_data);
gboolean         recess_providers_remove_finish      (RecessProviders      *self,
                                                      GAsyncResult         *result,
                                                      GError              **error);

RecessAliases   *recess_providers_get_aliases        (RecessProviders      *self);
/* Returns: (nullable): what the command line says, else what is kept */
const char      *recess_providers_get_default_model  (RecessProviders      *self);
/* Takes the members that @changes has; completes when they are on disk. */
void             recess_providers_change_aliases_async  (RecessProviders      *self,
                                                         JsonObject           *changes,
                                                         GCancellable         *cancellable,
                                                         GAsyncReadyCallback   callback,
                                                         gpointer              user_data);
gboolean         recess_providers_change_aliases_finish (RecessProviders      *self,
                                                         GAsyncResult         *result,
                                                         GError              **error);

/* Asks every provider whose list is older than @max_age seconds, and waits for at most @limit
 * milliseconds; what is slower goes on behind. Never fails: states tell. */
void             recess_providers_refresh_async      (RecessProviders      *self,
                                                      guint                 max_age,
                                                      guint                 limit,
                                                      GAsyncReadyCallback   callback,
                                                      gpointer              user_data);
gboolean         recess_providers_refresh_finish     (RecessProviders      *self,
                                                      GAsyncResult         *result,
                                                      GError              **error);

/* Whether there is a practice model, or one is being loaded. */
gboolean         recess_providers_has_practice       (RecessProviders      *self);
/* Returns: (transfer full): the practice model, or %NULL with what is wrong with it */
void             recess_providers_wait_practice_async  (RecessProviders     *self,
                                                        GCancellable        *cancellable,
                                                        GAsyncReadyCallback  callback,
                                                        gpointer             user_data);
RecessPractice  *recess_providers_wait_practice_finish (RecessProviders     *self,
                                                        GAsyncResult        *result,
                                                        GError             **error);

/* Whether keys can be kept; known once loading them was tried. */
gboolean         recess_providers_has_secret_service (RecessProviders      *self);

G_END_DECLS
