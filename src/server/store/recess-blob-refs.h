/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "common/recess-json.h"

#include "recess-store.h"

G_BEGIN_DECLS

/**
 * RecessImageRef:
 * @url: the string between its quotes, as it stands in the text
 * @escaped: whether it holds escapes
 * @message: index of the message
 * @part: index of the part among the objects of its content
 *
 * A place messages[].content[].image_url.url of a JSON object: of a completion, or of an export.
 */
typedef struct
{
  RecessJsonSpan url;
  gboolean       escaped;
  guint          message;
  guint          part;
} RecessImageRef;

/* Returns: (transfer full) (element-type RecessImageRef): in order; none where it is no JSON */
GArray   *recess_image_refs_find      (const char           *text,
                                       gsize                 length);
/* Whether blobs are named at all, or something looks like it: cheap. */
gboolean  recess_blob_refs_exist      (GBytes               *body);

/**
 * recess_blob_refs_splice_async:
 * @body: JSON text of an object that has passed the guard
 * @limit: bytes that the result may have
 *
 * Puts the bytes of blobs as `data:` URLs where they are named; all other bytes stay as they are.
 * Fails with a 400 that names the place where a blob is not there, or the limit is passed.
 */
void      recess_blob_refs_splice_async  (RecessStore          *store,
                                          GBytes               *body,
                                          gsize                 limit,
                                          GCancellable         *cancellable,
                                          GAsyncReadyCallback   callback,
                                          gpointer              user_data);
GBytes   *recess_blob_refs_splice_finish (RecessStore          *store,
                                          GAsyncResult         *result,
                                          GError              **error);
/* The same, in a thread of the store. */
GBytes   *recess_blob_refs_splice        (sqlite3              *db,
                                          GBytes               *body,
                                          gsize                 limit,
                                          GError              **error);

G_END_DECLS
