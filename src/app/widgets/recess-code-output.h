/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "recess-code-run.h"

G_BEGIN_DECLS

#define RECESS_TYPE_CODE_OUTPUT (recess_code_output_get_type ())

/**
 * RecessCodeOutput:
 *
 * What a run has printed, in a scroller of bounded height, below a strip with its state and the
 * button that stops it.
 */
G_DECLARE_FINAL_TYPE (RecessCodeOutput, recess_code_output, RECESS, CODE_OUTPUT, GtkWidget)

/* @run may be NULL: it shows none then. */
void recess_code_output_set_run (RecessCodeOutput *self,
                                 RecessCodeRun    *run);

G_END_DECLS
