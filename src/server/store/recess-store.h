/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>
#include <sqlite3.h>

#include "recess-feed.h"

G_BEGIN_DECLS

#define RECESS_TYPE_STORE (recess_store_get_type ())

/**
 * RecessStore:
 *
 * The data folder: `server.db` in SQLite, WAL with FULL sync. One thread writes, and commits what
 * is waiting as one group; readers run in a small pool with connections of their own. Both complete
 * in the main context of the caller, a write only after its commit is on disk.
 */
G_DECLARE_FINAL_TYPE (RecessStore, recess_store, RECESS, STORE, GObject)

/* What a writing function may do besides SQL. */
typedef struct _RecessTransaction RecessTransaction;

sqlite3 *recess_transaction_get_db (RecessTransaction *transaction);
/* Notes a change that the feed tells once it is committed: kind "conversation", id, and one of
 * "created", "updated", "deleted". */
void     recess_transaction_change (RecessTransaction *transaction,
                                    const char        *kind,
                                    const char        *id,
                                    const char        *change);
/* The same for what stands within another row: a "message" of the conversation @parent. */
void     recess_transaction_change_child (RecessTransaction *transaction,
                                          const char        *kind,
                                          const char        *id,
                                          const char        *change,
                                          const char        *parent);

/**
 * RecessStoreWriteFunc:
 *
 * Runs in the writer thread, within a savepoint that is rolled back when it sets @error. It runs
 * again where what was written with it did not fit on the disk: it leaves its data as they are.
 *
 * Returns: (transfer full) (nullable): what recess_store_write_finish() gives, freed by the
 *   result_free of the call where nobody takes it
 */
typedef gpointer (*RecessStoreWriteFunc) (RecessTransaction  *transaction,
                                          gpointer            user_data,
                                          GError            **error);
typedef gpointer (*RecessStoreReadFunc)  (sqlite3            *db,
                                          gpointer            user_data,
                                          GError            **error);

/**
 * recess_store_open:
 * @data_dir: the data folder, made (mode 0700) where there is none
 *
 * Opens, migrates and checks; blocks, so it is called before the main loop runs. The feed tells in
 * the thread-default main context of this call. Answers that were being written when the last
 * server ended become `interrupted`. Where the folder cannot be written, what is there can be read.
 *
 * Fails with a message for the user when there is nothing to read and nothing can be written, when
 * the database is damaged, not ours, or of a later version of this program; it is then untouched.
 */
RecessStore *recess_store_open         (const char            *data_dir,
                                        GError               **error);
/* Waits until every accepted write is on disk. Calls that come later fail with
 * %G_IO_ERROR_CLOSED. */
void         recess_store_close        (RecessStore           *self);
RecessFeed  *recess_store_get_feed     (RecessStore           *self);
const char  *recess_store_get_data_dir (RecessStore           *self);
/* How the last write went: "ok", "read-only" or "full". */
const char  *recess_store_get_state    (RecessStore           *self);

/* A write that has begun is not cancelled any more. @func_data is freed with @func_data_free after
 * the call, in whichever thread. A full disk is %RECESS_API_ERROR 507, a read-only one 500. */
void         recess_store_write_async  (RecessStore           *self,
                                        RecessStoreWriteFunc   func,
                                        gpointer               func_data,
                                        GDestroyNotify         func_data_free,
                                        GDestroyNotify         result_free,
                                        GCancellable          *cancellable,
                                        GAsyncReadyCallback    callback,
                                        gpointer               user_data);
gpointer     recess_store_write_finish (RecessStore           *self,
                                        GAsyncResult          *result,
                                        GError               **error);
/* For a write without a result: whether it is on disk. */
gboolean     recess_store_write_finish_plain (RecessStore      *self,
                                        GAsyncResult          *result,
                                        GError               **error);
void         recess_store_read_async   (RecessStore           *self,
                                        RecessStoreReadFunc    func,
                                        gpointer               func_data,
                                        GDestroyNotify         func_data_free,
                                        GDestroyNotify         result_free,
                                        GCancellable          *cancellable,
                                        GAsyncReadyCallback    callback,
                                        gpointer               user_data);
gpointer     recess_store_read_finish  (RecessStore           *self,
                                        GAsyncResult          *result,
                                        GError               **error);

G_END_DECLS
