/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "common/recess-api-error.h"

#include "recess-model-name.h"

static RecessModelName *
model_name_new (RecessProvider *provider,
                const char     *upstream)
{
  RecessModelName *self = g_new0 (RecessModelName, 1);

  self->provider = provider != NULL ? g_object_ref (provider) : NULL;
  self->upstream = g_strdup (upstream);
  return self;
}

void
recess_model_name_free (RecessModelName *self)
{
  g_return_if_fail (self != NULL);

  g_clear_object (&self->provider);
  g_free (self->upstream);
  g_free (self);
}

/* What a name means by itself, without aliases and defaults. */
static RecessModelName *
resolve_full (RecessProviders *providers,
              const char      *model)
{
  g_autofree char *prefix = NULL;
  RecessProvider *provider;
  const char *slash;

  if (strcmp (model, RECESS_PRACTICE_MODEL) == 0)
    return model_name_new (NULL, model);

  slash = strchr (model, '/');
  if (slash == NULL || slash[1] == '\0')
    return NULL;

  prefix = g_strndup (model, slash - model);
  provider = recess_providers_find_by_name (providers, prefix);
  return provider != NULL ? model_name_new (provider, slash + 1) : NULL;
}

static RecessModelName *
resolve_with_default (RecessProviders *providers,
                      const char      *model)
{
  RecessAliases *aliases = recess_providers_get_aliases (providers);
  const char *name = recess_aliases_get_default_provider (aliases);
  RecessProvider *provider = name != NULL ? recess_providers_find_by_name (providers, name) : NULL;

  return provider != NULL ? model_name_new (provider, model) : NULL;
}

static void
explain_unknown (const char  *model,
                 const char  *target,
                 GError     **error)
{
  if (target != NULL)
    recess_set_api_error (error, 404, "model", "model_not_found",
                          "The model '%.200s' is an alias of '%.200s', which is no model here. "
                          "Change the alias in Preferences → Providers, or with --alias.",
                          model, target);
  else
    recess_set_api_error (error, 404, "model", "model_not_found",
                          "The model '%.200s' does not exist here. Ask for 'PROVIDER/MODEL' as "
                          "GET /v1/models lists it, or say what the name means: set an alias or a "
                          "default provider in Preferences → Providers, or start recess-server "
                          "with --alias %.200s=PROVIDER/MODEL. '%s' is always there.",
                          model, model, RECESS_PRACTICE_MODEL);
}

RecessModelName *
recess_model_name_resolve (RecessProviders  *providers,
                           const char       *model,
                           GError          **error)
{
  RecessAliases *aliases;
  RecessModelName *found;
  const char *target;
  const char *fallback;

  g_return_val_if_fail (RECESS_IS_PROVIDERS (providers), NULL);
  g_return_val_if_fail (model != NULL, NULL);

  found = resolve_full (providers, model);
  if (found != NULL)
    return found;

  aliases = recess_providers_get_aliases (providers);
  target = recess_aliases_lookup (aliases, model);
  if (target != NULL)
    {
      found = resolve_full (providers, target);
      if (found == NULL)
        found = resolve_with_default (providers, target);
      if (found == NULL)
        explain_unknown (model, target, error);
      return found;
    }

  found = resolve_with_default (providers, model);
  fallback = recess_providers_get_default_model (providers);
  if (found == NULL && fallback != NULL)
    found = resolve_full (providers, fallback);
  if (found == NULL)
    explain_unknown (model, NULL, error);

  return found;
}
