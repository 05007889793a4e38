/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "engine/recess-engine.h"

G_BEGIN_DECLS

#define RECESS_TYPE_CODE_RUN (recess_code_run_get_type ())

/**
 * RecessCodeRun:
 *
 * One run of a piece of code in the sandbox of the engine, and what it has printed. It is ended
 * when nobody refers to it any more. It emits `changed` when its state is another one.
 */
G_DECLARE_FINAL_TYPE (RecessCodeRun, recess_code_run, RECESS, CODE_RUN, GObject)

/* Begins at once. @language is "python" or "shell". */
RecessCodeRun *recess_code_run_new         (RecessEngine  *engine,
                                            const char    *language,
                                            const char    *code);
void           recess_code_run_stop        (RecessCodeRun *self);
gboolean       recess_code_run_get_running (RecessCodeRun *self);
/* Whether it has ended otherwise than it should. */
gboolean       recess_code_run_get_failed  (RecessCodeRun *self);
/* "Running…", "Finished in 0.3 s", "Stopped: memory limit of 512 MiB". */
const char    *recess_code_run_get_state   (RecessCodeRun *self);
/* What it has printed. */
GtkTextBuffer *recess_code_run_get_output  (RecessCodeRun *self);

G_END_DECLS
