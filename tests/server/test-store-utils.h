/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "store/recess-store.h"

G_BEGIN_DECLS

/* A data folder of its own for each test, and calls that wait. */

char        *test_make_dir       (void);
void         test_remove_dir     (const char            *dir);

RecessStore *test_open           (const char            *dir);
/* Closes, lets every callback run, and drops the last reference. */
void         test_close          (RecessStore           *store);
/* Runs the default main context until nothing is ready. */
void         test_settle_store   (void);

/* Stores a reference to the result where @user_data points: a #GAsyncReadyCallback. */
void         test_result_cb      (GObject               *source,
                                  GAsyncResult          *result,
                                  gpointer               user_data);
/* Runs the default main context until there is a result. Returns: (transfer full) */
GAsyncResult *test_wait_result   (GAsyncResult         **result);

gpointer     test_write          (RecessStore           *store,
                                  RecessStoreWriteFunc   func,
                                  gpointer               data,
                                  GError               **error);
gpointer     test_read           (RecessStore           *store,
                                  RecessStoreReadFunc    func,
                                  gpointer               data,
                                  GError               **error);
/* One statement, as a write. */
gboolean     test_exec           (RecessStore           *store,
                                  const char            *sql,
                                  GError               **error);
/* The first column of all rows as text, joined by "|". */
char        *test_select         (RecessStore           *store,
                                  const char            *sql);

G_END_DECLS
