/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "recess-store.h"

G_BEGIN_DECLS

/* Bytes that messages name, kept once by their SHA-256: files in the folder "blobs" of the data
 * folder, and a row for each. A blob stays while a message names it; one that none has named yet
 * stays for thirty days, for it may be in a draft. */

#define RECESS_BLOB_SCHEME "recess-blob:"
#define RECESS_BLOB_HASH_LENGTH 64

/**
 * RecessBlob:
 * @content_type: what the one who brought it said that it is
 */
typedef struct
{
  char   *content_type;
  GBytes *bytes;
} RecessBlob;

void        recess_blob_free             (RecessBlob           *self);

/* Lower-case hexadecimal digits, so that it can be part of a path. */
gboolean    recess_blob_is_hash          (const char           *hash);
/* The path where the bytes are; not whether they are there. */
char       *recess_blob_get_path         (const char           *data_dir,
                                          const char           *hash);

/* In a thread of the store: 404 where there is none. */
RecessBlob *recess_blobs_read            (sqlite3              *db,
                                          const char           *hash,
                                          GError              **error);
/* In the writer thread: gives the complete file at @path its place, and makes or refreshes the
 * row. */
gboolean    recess_blobs_adopt           (RecessTransaction    *transaction,
                                          const char           *path,
                                          const char           *hash,
                                          gint64                n_bytes,
                                          const char           *content_type,
                                          GError              **error);

void        recess_blobs_load_async      (RecessStore          *store,
                                          const char           *hash,
                                          GCancellable         *cancellable,
                                          GAsyncReadyCallback   callback,
                                          gpointer              user_data);
/* Returns: (transfer full) */
RecessBlob *recess_blobs_load_finish     (RecessStore          *store,
                                          GAsyncResult         *result,
                                          GError              **error);
/* Removes what nothing names any more, and what an upload that was cut off left. */
void        recess_blobs_purge           (RecessStore          *store);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RecessBlob, recess_blob_free)

G_END_DECLS
