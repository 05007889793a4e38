/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "http/recess-request.h"
#include "sandbox/recess-sandbox.h"

G_BEGIN_DECLS

#define RECESS_TYPE_SANDBOX_RUNS (recess_sandbox_runs_get_type ())

/**
 * RecessSandboxRuns:
 *
 * The programs that clients run: each is an event stream and ends with it.
 */
G_DECLARE_FINAL_TYPE (RecessSandboxRuns, recess_sandbox_runs, RECESS, SANDBOX_RUNS, GObject)

RecessSandboxRuns *recess_sandbox_runs_new    (RecessSandbox     *sandbox);
/* Replies with the events of the run, or with a 429 where too many are waiting. */
void               recess_sandbox_runs_begin  (RecessSandboxRuns *self,
                                               RecessRequest     *request,
                                               RecessSandboxSpec *spec);
/* Returns: FALSE where there is no such run (any more) */
gboolean           recess_sandbox_runs_cancel (RecessSandboxRuns *self,
                                               const char        *id);

G_END_DECLS
