/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "recess-store.h"

G_BEGIN_DECLS

#define RECESS_TYPE_BLOB_UPLOAD (recess_blob_upload_get_type ())

/**
 * RecessBlobUpload:
 *
 * Bytes on their way into the store. They go to a file as they come, in a thread; the file gets its
 * place when it is complete and on disk. One that is dropped before leaves nothing.
 *
 * #RecessBlobUpload::drained is emitted when what was pushed is written.
 */
G_DECLARE_FINAL_TYPE (RecessBlobUpload, recess_blob_upload, RECESS, BLOB_UPLOAD, GObject)

RecessBlobUpload *recess_blob_upload_new           (RecessStore          *store);
void              recess_blob_upload_push          (RecessBlobUpload     *self,
                                                    GBytes               *bytes);
/* Bytes that wait to be written. */
gsize             recess_blob_upload_get_pending   (RecessBlobUpload     *self);
/* Ends it; nothing is pushed any more. @content_type is copied. */
void              recess_blob_upload_commit_async  (RecessBlobUpload     *self,
                                                    const char           *content_type,
                                                    GAsyncReadyCallback   callback,
                                                    gpointer              user_data);
/* Returns: (transfer full): the JSON text of the blob, which is on disk. A full disk is
 * %RECESS_API_ERROR 507. */
char             *recess_blob_upload_commit_finish (RecessBlobUpload     *self,
                                                    GAsyncResult         *result,
                                                    GError              **error);

G_END_DECLS
