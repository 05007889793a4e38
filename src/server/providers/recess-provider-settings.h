/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "recess-provider.h"

G_BEGIN_DECLS

/**
 * RecessProviderSettings:
 *
 * What a person decides about a provider, its key aside.
 */
typedef struct
{
  char       *name;
  char       *base_url;
  RecessAuth  auth;
  char       *api_version;
  gboolean    deployment_paths;
  GHashTable *headers;
  char       *key_env;
  guint       first_byte_limit;
  guint       idle_limit;
} RecessProviderSettings;

RecessProviderSettings *recess_provider_settings_new         (void);
RecessProviderSettings *recess_provider_settings_copy        (RecessProviderSettings  *self);
/* @self with the members that @changes has. */
RecessProviderSettings *recess_provider_settings_new_changed (RecessProviderSettings  *self,
                                                              JsonObject              *changes,
                                                              GError                 **error);
void                    recess_provider_settings_free        (RecessProviderSettings  *self);
/* Appends the members, without braces. */
void                    recess_provider_settings_append      (RecessProviderSettings  *self,
                                                              GString                 *json);
gboolean                recess_provider_name_is_valid        (const char              *name);

/* Whether `key`, if there is one, can be sent. */
gboolean                recess_provider_settings_check_key (JsonObject  *changes,
                                                            GError     **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RecessProviderSettings, recess_provider_settings_free)

G_END_DECLS
