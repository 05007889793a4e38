/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <sqlite3.h>

#include "recess-store.h"

G_BEGIN_DECLS

/**
 * RecessWriter:
 *
 * The writer thread: takes the jobs that wait, gives each a savepoint within one transaction,
 * commits, completes them in the main contexts of their callers, and then tells the feed. Where the
 * transaction fails, each gets one of its own.
 */
typedef struct _RecessWriter RecessWriter;

/* Takes @db, which no one else may use from now on. The feed tells in the thread-default main
 * context. */
RecessWriter *recess_writer_new       (sqlite3              *db,
                                       RecessFeed           *feed);
/* Takes @task, which gets the result. */
void          recess_writer_push      (RecessWriter         *self,
                                       GTask                *task,
                                       RecessStoreWriteFunc  func,
                                       gpointer              func_data,
                                       GDestroyNotify        func_data_free,
                                       GDestroyNotify        result_free);
const char   *recess_writer_get_state (RecessWriter         *self);
/* Writes what was pushed, then ends. */
void          recess_writer_free      (RecessWriter         *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RecessWriter, recess_writer_free)

G_END_DECLS
