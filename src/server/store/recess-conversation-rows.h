/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "recess-row-json.h"

G_BEGIN_DECLS

#define RECESS_CONVERSATION_COLUMNS \
  "c.id, c.title, c.created_at, c.updated_at, c.pinned," \
  "(SELECT id FROM messages h WHERE h.seq = c.head), c.settings, c.message_count," \
  "EXISTS (SELECT 1 FROM messages a WHERE a.conversation = c.seq AND a.status = 'in_progress')," \
  "c.deleted_at IS NOT NULL"
#define RECESS_N_CONVERSATION_COLUMNS 10

/* The members of a row of the API, without the braces. */
void  recess_conversation_rows_append (GString       *json,
                                       sqlite3_stmt  *statement);
char *recess_conversation_rows_get    (sqlite3       *db,
                                       const char    *id,
                                       GError       **error);

G_END_DECLS
