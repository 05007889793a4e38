/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>
#include <sqlite3.h>

G_BEGIN_DECLS

#define RECESS_PAGE_DEFAULT 20
#define RECESS_PAGE_MAX 100

/**
 * RecessPage:
 * @limit: rows, 1 to %RECESS_PAGE_MAX
 * @ascending: oldest first
 * @after: (nullable): the id behind which the page begins
 * @before: (nullable): the id before which it ends
 *
 * Which part of a list is asked for. A page goes by the place of a row, not by counting, so it is
 * right also when rows are added meanwhile.
 */
typedef struct
{
  guint     limit;
  gboolean  ascending;
  char     *after;
  char     *before;
} RecessPage;

/* Returns: FALSE with a 400 that names the parameter. Every argument may be NULL: not given. */
gboolean    recess_page_init       (RecessPage        *self,
                                    const char        *limit,
                                    const char        *order,
                                    const char        *after,
                                    const char        *before,
                                    GError           **error);
void        recess_page_clear      (RecessPage        *self);

/* Whether the rows are read from the greatest place down. */
gboolean    recess_page_descends   (const RecessPage  *self);
const char *recess_page_get_cursor (const RecessPage  *self);
/* The 400 for a cursor that is the id of no row. */
void        recess_page_set_error  (const RecessPage  *self,
                                    const char        *what,
                                    GError           **error);

typedef void (*RecessRowFunc) (GString      *json,
                               sqlite3_stmt *statement);

/**
 * recess_page_read:
 * @statement: gives @limit + 1 rows at most, in the order of recess_page_descends(), with the id
 *   of each row in its first column
 *
 * Returns: (transfer full): the text of the list
 */
char       *recess_page_read       (const RecessPage  *self,
                                    sqlite3_stmt      *statement,
                                    RecessRowFunc      func,
                                    GError           **error);

G_END_DECLS
