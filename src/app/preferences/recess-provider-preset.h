/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * RecessProviderPreset:
 * @label: what people call it
 * @name: the prefix of its models, as proposed
 * @base_url: where it is; what the user has to fill in is in capitals
 * @auth: "bearer", "api-key" or "none"
 * @api_version: (nullable): for those that want one
 */
typedef struct
{
  const char *label;
  const char *name;
  const char *base_url;
  const char *auth;
  const char *api_version;
  gboolean    deployment_paths;
} RecessProviderPreset;

const RecessProviderPreset *recess_provider_presets_get (guint *n_presets);

G_END_DECLS
