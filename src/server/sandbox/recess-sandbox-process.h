/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "recess-sandbox.h"

G_BEGIN_DECLS

#define RECESS_TYPE_SANDBOX_PROCESS (recess_sandbox_process_get_type ())

/**
 * RecessSandboxProcess:
 *
 * One program from its start to the end of everything that it started.
 * #RecessSandboxProcess::ended is emitted once, from the main loop.
 */
G_DECLARE_FINAL_TYPE (RecessSandboxProcess, recess_sandbox_process, RECESS, SANDBOX_PROCESS,
                      GObject)

RecessSandboxProcess *recess_sandbox_process_new         (RecessSandboxSpec       *spec,
                                                          RecessSandboxOutputFunc  output,
                                                          gpointer                 output_data);
/* @bwrap is the path of the program.
 *
 * Returns: FALSE where it could not be started; nothing is emitted then */
gboolean              recess_sandbox_process_start       (RecessSandboxProcess    *self,
                                                          const char              *bwrap,
                                                          GError                 **error);
void                  recess_sandbox_process_cancel      (RecessSandboxProcess    *self);
/* After the end. Returns: (transfer full): what came of it */
RecessSandboxResult  *recess_sandbox_process_make_result (RecessSandboxProcess    *self);

G_END_DECLS
