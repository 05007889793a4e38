/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "recess-row-content.h"

G_BEGIN_DECLS

/* The text of an answer as tokens, the less likely the stronger coloured; what is known of the one
 * under the pointer or the cursor stands below. */
#define RECESS_TYPE_TOKENS_ROW (recess_tokens_row_get_type ())
G_DECLARE_FINAL_TYPE (RecessTokensRow, recess_tokens_row, RECESS, TOKENS_ROW, GtkWidget)

GtkWidget *recess_tokens_row_new (void);

G_END_DECLS
