/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "recess-context-usage.h"

G_BEGIN_DECLS

#define RECESS_TYPE_TOKEN_METER (recess_token_meter_get_type ())

/**
 * RecessTokenMeter:
 *
 * One line: the tokens of the next request, those that are left of the context, and its cost. "≈"
 * where the count is no exact one.
 */
G_DECLARE_FINAL_TYPE (RecessTokenMeter, recess_token_meter, RECESS, TOKEN_METER, GtkWidget)

GtkWidget *recess_token_meter_new       (void);
/* @usage: (nullable): %NULL says nothing */
void       recess_token_meter_set_usage (RecessTokenMeter         *self,
                                         const RecessContextUsage *usage);

G_END_DECLS
