/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * RecessServerLock:
 *
 * Holds a data folder for this process, as long as it lives. The file of the lock tells those who
 * come later where the server listens.
 */
typedef struct _RecessServerLock RecessServerLock;

/**
 * recess_server_lock_take:
 * @data_dir: made (mode 0700) where there is none
 * @words: (out): what the one who has it wrote, empty when it is only starting; set where the
 *   error is %G_IO_ERROR_BUSY
 */
RecessServerLock *recess_server_lock_take  (const char        *data_dir,
                                            char             **words,
                                            GError           **error);
void              recess_server_lock_write (RecessServerLock  *self,
                                            const char        *words);
void              recess_server_lock_free  (RecessServerLock  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RecessServerLock, recess_server_lock_free)

G_END_DECLS
