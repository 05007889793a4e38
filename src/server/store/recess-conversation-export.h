/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "recess-store.h"

G_BEGIN_DECLS

typedef enum
{
  RECESS_EXPORT_JSON,
  RECESS_EXPORT_MARKDOWN,
} RecessExportFormat;

/**
 * recess_conversation_export_async:
 *
 * Makes a file of a conversation: as JSON all its rows, its settings, and the functions they name,
 * with the bytes of blobs; as Markdown the path that is shown.
 */
void    recess_conversation_export_async  (RecessStore          *store,
                                           const char           *id,
                                           RecessExportFormat    format,
                                           GCancellable         *cancellable,
                                           GAsyncReadyCallback   callback,
                                           gpointer              user_data);
/* Returns: (transfer full) */
GBytes *recess_conversation_export_finish (RecessStore          *store,
                                           GAsyncResult         *result,
                                           GError              **error);

G_END_DECLS
