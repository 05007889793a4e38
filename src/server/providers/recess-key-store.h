/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "recess-provider.h"

G_BEGIN_DECLS

/*
 * Keys of providers, in the Secret Service. Where there is none, a key serves this session only:
 * it is never in a file or a log.
 */

/* Overwrites it before it is freed. */
void              recess_key_free         (char                 *key);

/* Keeps a key, or forgets it where @key is %NULL. */
void              recess_key_store_async  (RecessProvider       *provider,
                                           const char           *key,
                                           GCancellable         *cancellable,
                                           GAsyncReadyCallback   callback,
                                           gpointer              user_data);
/* Returns: where it is now: the Secret Service, or this session */
RecessKeyStorage  recess_key_store_finish (GAsyncResult         *result);

void              recess_key_lookup_async  (RecessProvider      *provider,
                                            GCancellable        *cancellable,
                                            GAsyncReadyCallback  callback,
                                            gpointer             user_data);
/* Returns: (transfer full) (nullable): for recess_key_free() */
char             *recess_key_lookup_finish (GAsyncResult        *result,
                                            GError             **error);

/* The same for a key that is no provider's, under an @id of its own. @label is what keyring
 * programs show. */
void              recess_key_store_named_async  (const char           *id,
                                                 const char           *label,
                                                 const char           *key,
                                                 GCancellable         *cancellable,
                                                 GAsyncReadyCallback   callback,
                                                 gpointer              user_data);
void              recess_key_lookup_named_async (const char           *id,
                                                 GCancellable         *cancellable,
                                                 GAsyncReadyCallback   callback,
                                                 gpointer              user_data);

/* Whether there is a Secret Service that opens a session. */
void              recess_key_store_probe_async  (GAsyncReadyCallback  callback,
                                                 gpointer             user_data);
gboolean          recess_key_store_probe_finish (GAsyncResult        *result);

G_END_DECLS
