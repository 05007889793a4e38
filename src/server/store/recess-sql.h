/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>
#include <sqlite3.h>

G_BEGIN_DECLS

G_DEFINE_AUTOPTR_CLEANUP_FUNC (sqlite3_stmt, sqlite3_finalize)

/* Short words for the few things this room does with SQLite. Where a function takes @types, one
 * letter tells each value that follows: "s" const char *, or NULL; "i" gint64; "d" double;
 * "b" GBytes *, or NULL, as text. Values are borrowed until the statement ends. */

/* Sets what the last failure of @db means to a user: the disk is full, read-only, damaged. */
void          recess_sql_set_error (GError       **error,
                                    sqlite3       *db);
gboolean      recess_sql_exec      (sqlite3       *db,
                                    const char    *sql,
                                    GError       **error);
gboolean      recess_sql_run       (sqlite3       *db,
                                    GError       **error,
                                    const char    *sql,
                                    const char    *types,
                                    ...);
sqlite3_stmt *recess_sql_query     (sqlite3       *db,
                                    GError       **error,
                                    const char    *sql,
                                    const char    *types,
                                    ...);
/* Returns: TRUE with a row, FALSE after the last one or with @error set. */
gboolean      recess_sql_step      (sqlite3_stmt  *statement,
                                    GError       **error);
/* The first column of the first row; @fallback where there is no row. Returns: FALSE on failure */
gboolean      recess_sql_get_int   (sqlite3       *db,
                                    gint64        *value,
                                    gint64         fallback,
                                    GError       **error,
                                    const char    *sql,
                                    const char    *types,
                                    ...);

static inline const char *
recess_sql_text (sqlite3_stmt *statement,
                 int           column)
{
  return (const char *) sqlite3_column_text (statement, column);
}

G_END_DECLS
