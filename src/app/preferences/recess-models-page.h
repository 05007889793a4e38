/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "engine/recess-engine.h"
#include "engine/recess-models.h"

G_BEGIN_DECLS

#define RECESS_TYPE_MODELS_PAGE (recess_models_page_get_type ())

/**
 * RecessModelsPage:
 *
 * The default model, and the aliases under which old scripts find a model.
 */
G_DECLARE_FINAL_TYPE (RecessModelsPage, recess_models_page, RECESS, MODELS_PAGE, GtkWidget)

void recess_models_page_set_engine (RecessModelsPage *self,
                                    RecessEngine     *engine,
                                    RecessModels     *models);

G_END_DECLS
