/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "recess-row-content.h"

G_BEGIN_DECLS

/* How many cards stand in one row of the list: whole lines of one, two and three columns. */
#define RECESS_CALLS_ROW_CARDS 6

/* Some cards of the calls of an answer, in as many columns as there is room for.
 *
 * Signal `act (RecessMessage *answer, RecessToolCall *call, const char *action, const char *text)`,
 * as that of a #RecessCallCard. */
#define RECESS_TYPE_CALLS_ROW (recess_calls_row_get_type ())
G_DECLARE_FINAL_TYPE (RecessCallsRow, recess_calls_row, RECESS, CALLS_ROW, GtkWidget)

GtkWidget *recess_calls_row_new (void);

G_END_DECLS
