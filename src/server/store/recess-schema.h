/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>
#include <sqlite3.h>

G_BEGIN_DECLS

/* The tables. Each step of the list in the source file makes one version from the one before;
 * PRAGMA user_version tells how far a database has come. */

/* The plain text of a message's content, which is a JSON string or an array of parts. */
#define RECESS_TEXT_SQL(content) \
  "CASE json_type (" content ") " \
  "WHEN 'text' THEN json_extract (" content ", '$') " \
  "WHEN 'array' THEN (SELECT group_concat (json_extract (value, '$.text'), char (10)) " \
                     "FROM json_each (" content ") WHERE type = 'object') " \
  "END"

guint    recess_schema_get_version (void);
/**
 * recess_schema_check:
 * @version: (out): how far it has come; 0 is an empty database
 *
 * Only reads, so that what is not ours stays as it is.
 *
 * Returns: FALSE with a message for the user when it is damaged, another program's or newer
 */
gboolean recess_schema_check       (sqlite3  *db,
                                    guint    *version,
                                    GError  **error);
/* Checks, and brings @db to the newest version, in one transaction. */
gboolean recess_schema_migrate     (sqlite3  *db,
                                    GError  **error);
/* The same up to @version, for tests of the steps. */
gboolean recess_schema_migrate_to  (sqlite3  *db,
                                    guint     version,
                                    GError  **error);

G_END_DECLS
