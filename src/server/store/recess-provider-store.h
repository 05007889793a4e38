/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "recess-store.h"

G_BEGIN_DECLS

/**
 * RecessProviderRow:
 * @id: "prov_…"
 * @name: unique
 * @settings: a JSON object, kept as given; no key is ever in it
 *
 * What is kept of a provider.
 */
typedef struct
{
  char   *id;
  char   *name;
  char   *settings;
  double  created_at;
  double  updated_at;
} RecessProviderRow;

RecessProviderRow *recess_provider_row_new             (const char               *id,
                                                        const char               *name,
                                                        const char               *settings,
                                                        double                    created_at,
                                                        double                    updated_at);
void               recess_provider_row_free            (RecessProviderRow        *self);

void               recess_provider_store_list_async    (RecessStore              *store,
                                                        GCancellable             *cancellable,
                                                        GAsyncReadyCallback       callback,
                                                        gpointer                  user_data);
/* Returns: (transfer full) (element-type RecessProviderRow): in the order of their creation */
GPtrArray         *recess_provider_store_list_finish   (RecessStore              *store,
                                                        GAsyncResult             *result,
                                                        GError                  **error);

/* Inserts @row where it @is_new, else changes the one with its id, a 404 where that was deleted
 * meanwhile; copies it. The feed tells "provider". A name that another row has is a 400 with param
 * "name". */
void               recess_provider_store_save_async    (RecessStore              *store,
                                                        const RecessProviderRow  *row,
                                                        gboolean                  is_new,
                                                        GCancellable             *cancellable,
                                                        GAsyncReadyCallback       callback,
                                                        gpointer                  user_data);
gboolean           recess_provider_store_save_finish   (RecessStore              *store,
                                                        GAsyncResult             *result,
                                                        GError                  **error);

/* 404 where there is none. The feed tells "provider". */
void               recess_provider_store_delete_async  (RecessStore              *store,
                                                        const char               *id,
                                                        GCancellable             *cancellable,
                                                        GAsyncReadyCallback       callback,
                                                        gpointer                  user_data);
gboolean           recess_provider_store_delete_finish (RecessStore              *store,
                                                        GAsyncResult             *result,
                                                        GError                  **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RecessProviderRow, recess_provider_row_free)

G_END_DECLS
