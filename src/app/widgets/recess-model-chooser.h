/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "engine/recess-models.h"

G_BEGIN_DECLS

#define RECESS_TYPE_MODEL_CHOOSER (recess_model_chooser_get_type ())

/**
 * RecessModelChooser:
 *
 * A button that names a model, and a popover with all of them: search, grouped by provider.
 * Property: `model` (an id, nullable).
 */
G_DECLARE_FINAL_TYPE (RecessModelChooser, recess_model_chooser, RECESS, MODEL_CHOOSER, GtkWidget)

GtkWidget  *recess_model_chooser_new        (void);
void        recess_model_chooser_set_models (RecessModelChooser *self,
                                             RecessModels    *models);
const char *recess_model_chooser_get_model  (RecessModelChooser *self);
void        recess_model_chooser_set_model  (RecessModelChooser *self,
                                             const char         *model);
void        recess_model_chooser_popup      (RecessModelChooser *self);

G_END_DECLS
