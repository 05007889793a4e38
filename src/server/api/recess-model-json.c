/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "common/recess-json.h"
#include "common/recess-tokenizer.h"

#include "recess-model-json.h"

/* When this model was first given out; it has no other date. */
#define PRACTICE_CREATED 1793491200

static void
append_text (GString    *json,
             const char *name,
             const char *text)
{
  g_autofree char *quoted = recess_json_quote (text);

  g_string_append_printf (json, ",\"%s\":%s", name, quoted);
}

static char *
dup_full_name (RecessProvider        *provider,
               const RecessModelInfo *info)
{
  return g_strconcat (recess_provider_get_name (provider), "/", info->id, NULL);
}

static const char *
get_owner (RecessProvider        *provider,
           const RecessModelInfo *info)
{
  if (info == NULL)
    return "recess";

  return info->owned_by != NULL ? info->owned_by : recess_provider_get_name (provider);
}

void
recess_model_json_append (GString               *json,
                          const char            *id,
                          RecessProvider        *provider,
                          const RecessModelInfo *info)
{
  g_return_if_fail (json != NULL);
  g_return_if_fail (id != NULL);

  g_string_append (json, "{\"id\":");
  recess_json_append_string (json, id, -1);
  g_string_append_printf (json, ",\"object\":\"model\",\"created\":%" G_GINT64_FORMAT,
                          info != NULL ? info->created : PRACTICE_CREATED);
  append_text (json, "owned_by", get_owner (provider, info));
  append_text (json, "shutdown_date", info != NULL ? info->shutdown_date : NULL);
  g_string_append_c (json, '}');
}

/* The practice model counts as the newer ones of OpenAI do, and costs nothing. */
static void
append_tokens (GString               *json,
               RecessPrices          *prices,
               const char            *id,
               const RecessModelInfo *info)
{
  RecessEncoding encoding = RECESS_ENCODING_O200K_BASE;
  gboolean known = info == NULL || recess_encoding_of_model (info->id, &encoding);

  append_text (json, "encoding", known ? recess_encoding_get_name (encoding) : NULL);
  g_string_append (json, ",\"price\":");
  if (info != NULL)
    recess_prices_append_json (prices, json, id);
  else
    g_string_append (json, "null");
}

/* Not all servers tell it. */
static void
append_context (GString               *json,
                RecessPrices          *prices,
                const char            *id,
                const RecessModelInfo *info)
{
  gint64 length = info != NULL ? info->context_length : 0;

  if (info != NULL && length <= 0)
    length = recess_prices_get_context (prices, id);

  if (length > 0)
    g_string_append_printf (json, ",\"context_length\":%" G_GINT64_FORMAT, length);
  else
    g_string_append (json, ",\"context_length\":null");
}

void
recess_model_json_append_recess (GString               *json,
                                 RecessPrices          *prices,
                                 RecessProvider        *provider,
                                 const RecessModelInfo *info)
{
  g_autofree char *id = NULL;

  g_return_if_fail (json != NULL);

  id = info != NULL ? dup_full_name (provider, info) : g_strdup (RECESS_PRACTICE_MODEL);
  g_string_append (json, "{\"id\":");
  recess_json_append_string (json, id, -1);
  append_text (json, "name", info != NULL ? info->id : "Practice model");
  append_text (json, "provider", info != NULL ? recess_provider_get_id (provider) : NULL);
  append_text (json, "provider_name", info != NULL ? recess_provider_get_name (provider) : NULL);
  append_text (json, "kind", info != NULL ? "provider" : "practice");
  append_context (json, prices, id, info);
  append_text (json, "shutdown_date", info != NULL ? info->shutdown_date : NULL);
  append_text (json, "owned_by", get_owner (provider, info));
  append_tokens (json, prices, id, info);
  g_string_append_c (json, '}');
}

static void
append_row (GString               *json,
            RecessPrices          *prices,
            RecessProvider        *provider,
            const RecessModelInfo *info)
{
  g_autofree char *id = NULL;

  if (json->str[json->len - 1] != '[')
    g_string_append_c (json, ',');

  if (prices != NULL)
    {
      recess_model_json_append_recess (json, prices, provider, info);
      return;
    }

  id = info != NULL ? dup_full_name (provider, info) : g_strdup (RECESS_PRACTICE_MODEL);
  recess_model_json_append (json, id, provider, info);
}

char *
recess_model_json_list (RecessProviders *providers,
                        RecessPrices    *prices)
{
  GString *json;
  guint n_providers;

  g_return_val_if_fail (RECESS_IS_PROVIDERS (providers), NULL);

  json = g_string_new ("{\"object\":\"list\",\"data\":[");
  if (recess_providers_has_practice (providers))
    append_row (json, prices, NULL, NULL);

  n_providers = g_list_model_get_n_items (G_LIST_MODEL (providers));
  for (guint i = 0; i < n_providers; i++)
    {
      g_autoptr (RecessProvider) provider = g_list_model_get_item (G_LIST_MODEL (providers), i);
      GPtrArray *models = recess_provider_get_models (provider);

      for (guint j = 0; j < models->len; j++)
        append_row (json, prices, provider, g_ptr_array_index (models, j));
    }

  g_string_append (json, "]}");
  return g_string_free (json, FALSE);
}
