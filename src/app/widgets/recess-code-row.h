/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "recess-code-runner.h"
#include "recess-row-content.h"

G_BEGIN_DECLS

/* A code block: language, name and what can be done with it over the code, which has a scroller of
 * bounded height of its own, so that it costs the same however long it is. */
#define RECESS_TYPE_CODE_ROW (recess_code_row_get_type ())
G_DECLARE_FINAL_TYPE (RecessCodeRow, recess_code_row, RECESS, CODE_ROW, GtkWidget)

GtkWidget *recess_code_row_new        (void);
/* Once: with it, code can be run. */
void       recess_code_row_set_runner (RecessCodeRow    *self,
                                       RecessCodeRunner *runner);

G_END_DECLS
