/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "common/recess-json-schema.h"
#include "engine/recess-engine.h"

G_BEGIN_DECLS

#define RECESS_TYPE_FUNCTION_TRIAL (recess_function_trial_get_type ())

/**
 * RecessFunctionTrial:
 *
 * A function as it stands, tried with arguments that are filled in.
 *
 * ::run (): is asked for; recess_function_trial_start() follows
 */
G_DECLARE_FINAL_TYPE (RecessFunctionTrial, recess_function_trial,
                      RECESS, FUNCTION_TRIAL, GtkWidget)

/* @schema: (nullable): of the arguments */
void recess_function_trial_set_schema (RecessFunctionTrial *self,
                                       RecessJsonSchema    *schema);
/* @body: a function as for creation */
void recess_function_trial_start      (RecessFunctionTrial *self,
                                       RecessEngine        *engine,
                                       const char          *body);
/* Says why it is not tried. */
void recess_function_trial_refuse     (RecessFunctionTrial *self,
                                       const char          *message);

G_END_DECLS
