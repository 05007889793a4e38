/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "recess-token-cache.h"

static GPrivate cache = G_PRIVATE_INIT (g_free);

RecessTokenCached *
recess_token_cache_get (void)
{
  RecessTokenCached *entries = g_private_get (&cache);

  if (entries == NULL)
    {
      entries = g_new0 (RecessTokenCached, 1 << RECESS_TOKEN_CACHE_BITS);
      g_private_set (&cache, entries);
    }

  return entries;
}
