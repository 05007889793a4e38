/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "recess-store.h"

G_BEGIN_DECLS

/* Deleting marks a message and keeps its place, so that taking the mark away gives back exactly
 * what was there, whatever came in between. The updated_at of the conversation stays: a deletion
 * and its undoing do not move it in the list. */

#define RECESS_PURGE_SECONDS (24.0 * 60 * 60)

/* Its children hang on its parent; with @below all below it goes along. */
gboolean recess_message_rows_delete  (RecessTransaction  *transaction,
                                      const char         *conversation_id,
                                      const char         *id,
                                      gboolean            below,
                                      GError            **error);
/* Undoes the deletion that took the message. What is not deleted stays as it is. */
gboolean recess_message_rows_restore (RecessTransaction  *transaction,
                                      const char         *conversation_id,
                                      const char         *id,
                                      GError            **error);
/* Takes away for good the messages and conversations that were marked before @time. */
gboolean recess_message_rows_purge   (RecessTransaction  *transaction,
                                      double              time,
                                      GError            **error);

G_END_DECLS
