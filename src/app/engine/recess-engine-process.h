/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define RECESS_TYPE_ENGINE_PROCESS (recess_engine_process_get_type ())

/**
 * RecessEngineProcess:
 *
 * A recess-server that this program started. It has a session of its own and lives on when this
 * object goes.
 *
 * ::ready when it listens; ::exited with what it said last (nullable) when it has ended.
 */
G_DECLARE_FINAL_TYPE (RecessEngineProcess, recess_engine_process,
                      RECESS, ENGINE_PROCESS, GObject)

/**
 * recess_engine_process_new:
 * @binary: the program
 * @socket_path: where it shall listen
 * @data_dir: its data
 * @log_path: (nullable): where its standard error goes
 *
 * Returns: (transfer full) (nullable): the process, already running
 */
RecessEngineProcess *recess_engine_process_new (const char  *binary,
                                                const char  *socket_path,
                                                const char  *data_dir,
                                                const char  *log_path,
                                                GError     **error);

G_END_DECLS
