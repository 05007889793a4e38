/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "recess-engine.h"

G_BEGIN_DECLS

#define RECESS_TYPE_MODEL (recess_model_get_type ())

/* A model that can be asked. Properties: `id`, `name`, `provider-name`, `practice`. */
G_DECLARE_FINAL_TYPE (RecessModel, recess_model, RECESS, MODEL, GObject)

const char *recess_model_get_id             (RecessModel *self);
const char *recess_model_get_name           (RecessModel *self);
const char *recess_model_get_provider_name  (RecessModel *self);
gboolean    recess_model_get_practice       (RecessModel *self);
/* 0 where it is not known */
gint64      recess_model_get_context_length (RecessModel *self);
/* Dollars per million tokens, negative where they are not known */
double      recess_model_get_input_price    (RecessModel *self);
double      recess_model_get_output_price   (RecessModel *self);
/* Returns: (nullable): how its tokens are counted, "o200k_base"; %NULL where it is not known */
const char *recess_model_get_encoding       (RecessModel *self);
/* Returns: (nullable): "2027-01-06" */
const char *recess_model_get_shutdown_date  (RecessModel *self);

#define RECESS_TYPE_MODELS (recess_models_get_type ())

/**
 * RecessModels:
 *
 * All models of all providers as a #GListModel of #RecessModel, those of one provider together,
 * kept fresh by the feed. Properties: `default-model` (nullable), `loaded`.
 */
G_DECLARE_FINAL_TYPE (RecessModels, recess_models, RECESS, MODELS, GObject)

RecessModels *recess_models_new               (RecessEngine    *engine);
/* Asks the providers anew. */
void             recess_models_refresh           (RecessModels *self);
/* Returns: (nullable) (transfer none) */
RecessModel     *recess_models_find              (RecessModels *self,
                                                      const char      *id);
/* The default model that was set, else one that is there. */
const char      *recess_models_get_default_model (RecessModels *self);
gboolean         recess_models_get_loaded        (RecessModels *self);

G_END_DECLS
