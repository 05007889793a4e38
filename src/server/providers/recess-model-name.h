/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "recess-providers.h"

G_BEGIN_DECLS

/**
 * RecessModelName:
 * @provider: (nullable): who completes, or %NULL for the practice model
 * @upstream: the name there
 *
 * What the `model` of a request means.
 */
typedef struct
{
  RecessProvider *provider;
  char           *upstream;
} RecessModelName;

/**
 * recess_model_name_resolve:
 *
 * "recess-practice" and "PROVIDER/MODEL" are themselves; a name is split at its first slash only
 * where a provider is called what stands before it. Any other name is bare: it goes through the
 * aliases, else to the default provider, else to the default model.
 *
 * Returns: %NULL with a 404 that names the remedy
 */
RecessModelName *recess_model_name_resolve (RecessProviders  *providers,
                                            const char       *model,
                                            GError          **error);
void             recess_model_name_free    (RecessModelName  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RecessModelName, recess_model_name_free)

G_END_DECLS
