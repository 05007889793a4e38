/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "recess-row-content.h"

G_BEGIN_DECLS

/* The heading over the cards of an answer: how many calls there are, and what can be done with all.
 *
 * Signal `act (RecessMessage *answer, const char *action)`: "run-all" or "continue". */
#define RECESS_TYPE_CALLS_HEADING (recess_calls_heading_get_type ())
G_DECLARE_FINAL_TYPE (RecessCallsHeading, recess_calls_heading, RECESS, CALLS_HEADING, GtkWidget)

GtkWidget *recess_calls_heading_new (void);

G_END_DECLS
