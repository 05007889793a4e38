/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "providers/recess-model-name.h"
#include "providers/recess-prices.h"

G_BEGIN_DECLS

/*
 * Rows of the two lists of models. @info is NULL for the practice model.
 */

/* As the OpenAI API has it, under @id. */
void  recess_model_json_append        (GString                *json,
                                       const char             *id,
                                       RecessProvider         *provider,
                                       const RecessModelInfo  *info);
/* As the window wants it. */
void  recess_model_json_append_recess (GString                *json,
                                       RecessPrices           *prices,
                                       RecessProvider         *provider,
                                       const RecessModelInfo  *info);

/* {"object": "list", "data": […]} of all models that are known now; as the window wants it where
 * there are @prices. */
char *recess_model_json_list          (RecessProviders        *providers,
                                       RecessPrices           *prices);

G_END_DECLS
