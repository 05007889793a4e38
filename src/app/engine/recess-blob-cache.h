/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "recess-engine.h"

G_BEGIN_DECLS

#define RECESS_BLOB_SCHEME "recess-blob:"

#define RECESS_TYPE_BLOB_CACHE (recess_blob_cache_get_type ())

/**
 * RecessBlobCache:
 *
 * The bytes that the engine keeps beside the messages, such as images. What was loaded lately is
 * in memory.
 */
G_DECLARE_FINAL_TYPE (RecessBlobCache, recess_blob_cache, RECESS, BLOB_CACHE, GObject)

RecessBlobCache *recess_blob_cache_new         (RecessEngine         *engine);
/* Returns: (transfer none) (nullable): the one of this program, while there is one */
RecessBlobCache *recess_blob_cache_get_default (void);

/* Gives @bytes to the engine. */
void             recess_blob_cache_put_async   (RecessBlobCache      *self,
                                                GBytes               *bytes,
                                                const char           *content_type,
                                                GCancellable         *cancellable,
                                                GAsyncReadyCallback   callback,
                                                gpointer              user_data);
/* Returns: (transfer full): "recess-blob:HASH" */
char            *recess_blob_cache_put_finish  (RecessBlobCache      *self,
                                                GAsyncResult         *result,
                                                GError              **error);
/**
 * recess_blob_cache_load_async:
 * @uri: "recess-blob:HASH", or a `data:` URL; nothing is fetched from elsewhere
 */
void             recess_blob_cache_load_async  (RecessBlobCache      *self,
                                                const char           *uri,
                                                GCancellable         *cancellable,
                                                GAsyncReadyCallback   callback,
                                                gpointer              user_data);
GBytes          *recess_blob_cache_load_finish (RecessBlobCache      *self,
                                                GAsyncResult         *result,
                                                GError              **error);

G_END_DECLS
