/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>
#include <sqlite3.h>

G_BEGIN_DECLS

/* The calls of an answer and their rows of role "tool", each below the one before: for the writer
 * thread. Answers are meant by their seq. */

/**
 * recess_call_rows_settle_ids:
 * @calls: the array `tool_calls`
 *
 * Gives a new id to each call that has none, or one that the path above @answer or a call before
 * it has already.
 *
 * Returns: (transfer full): the array
 */
char     *recess_call_rows_settle_ids (sqlite3     *db,
                                       gint64       answer,
                                       const char  *calls,
                                       GError     **error);
/**
 * recess_call_rows_make:
 * @made: (nullable) (element-type utf8): gets the ids of the new rows
 *
 * Makes the rows of those calls of an answer that have a name and no row yet; what stood below the
 * last row stands below the new ones then, and a head that was there moves along.
 */
gboolean  recess_call_rows_make       (sqlite3     *db,
                                       gint64       answer,
                                       GPtrArray   *made,
                                       GError     **error);

/**
 * recess_call_rows_edit:
 * @calls: the array `tool_calls` with the same ids: 400 otherwise
 * @made: (element-type utf8): gets the ids of the new rows
 * @changed: (element-type utf8): gets the ids of rows that follow
 *
 * Puts other calls in place of those of an answer. The row of a call that is another one now, and
 * had no output, waits again.
 */
gboolean  recess_call_rows_edit       (sqlite3     *db,
                                       gint64       answer,
                                       const char  *calls,
                                       GPtrArray   *made,
                                       GPtrArray   *changed,
                                       GError     **error);

G_END_DECLS
