/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "common/recess-block.h"

#include "recess-code-run.h"

G_BEGIN_DECLS

#define RECESS_TYPE_CODE_RUNNER (recess_code_runner_get_type ())

/**
 * RecessCodeRunner:
 *
 * Runs the code blocks of a message view, where the engine has a sandbox. It finds out when the
 * first one could be run. Property: `reason`.
 */
G_DECLARE_FINAL_TYPE (RecessCodeRunner, recess_code_runner, RECESS, CODE_RUNNER, GObject)

RecessCodeRunner *recess_code_runner_new        (RecessEngine     *engine);
/* Whether that is code of a kind that can be run. */
gboolean          recess_code_runner_knows      (RecessBlock      *block);
/* Returns: (nullable): why code does not run here, for a person; NULL where it does, or where that
 * is not known yet */
const char       *recess_code_runner_get_reason (RecessCodeRunner *self);
/* Returns: (transfer full): */
RecessCodeRun    *recess_code_runner_run        (RecessCodeRunner *self,
                                                 RecessBlock      *block);

G_END_DECLS
