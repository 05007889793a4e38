/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <json-glib/json-glib.h>

#include "store/recess-store.h"

G_BEGIN_DECLS

/**
 * RecessPrice:
 * @input: dollars per million tokens
 * @cached_input: the same for tokens that the provider has seen before, negative where they cost as
 *   much as others
 * @context_length: the tokens of its context, 0 where the table does not say it
 * @updated: the date from which the figures are
 * @own: whether the user set it
 */
typedef struct
{
  char     *model;
  double    input;
  double    cached_input;
  double    output;
  gint64    context_length;
  char     *updated;
  gboolean  own;
} RecessPrice;

#define RECESS_TYPE_PRICES (recess_prices_get_type ())

/**
 * RecessPrices:
 *
 * What models cost: a table that is installed with the program, and the user's own prices before
 * it.
 */
G_DECLARE_FINAL_TYPE (RecessPrices, recess_prices, RECESS, PRICES, GObject)

RecessPrices      *recess_prices_new            (RecessStore          *store);

/**
 * recess_prices_load_async:
 *
 * Reads the table, from RECESS_PRICES_FILE where that is set, and the user's prices. A table that
 * cannot be read leaves the user's.
 */
void               recess_prices_load_async     (RecessPrices         *self,
                                                 GAsyncReadyCallback   callback,
                                                 gpointer              user_data);
gboolean           recess_prices_load_finish    (RecessPrices         *self,
                                                 GAsyncResult         *result,
                                                 GError              **error);

/**
 * recess_prices_find:
 * @model: a model with or without the name of its provider. "gpt-4o-2024-08-06" is found as
 *   "gpt-4o", and a model of the user's under the name that was given to it.
 *
 * Returns: (transfer none) (nullable): its price
 */
const RecessPrice *recess_prices_find           (RecessPrices         *self,
                                                 const char           *model);
/**
 * recess_prices_compute:
 * @usage: (nullable): the JSON text of a usage object
 * @cost: (out): dollars
 *
 * Returns: whether the price and the usage are known
 */
gboolean           recess_prices_compute        (RecessPrices         *self,
                                                 const char           *model,
                                                 const char           *usage,
                                                 double               *cost);
/* The context of a model that the table knows, else 0. */
gint64             recess_prices_get_context    (RecessPrices         *self,
                                                 const char           *model);
/* {"currency", "date", "prices": […]} */
char              *recess_prices_to_json        (RecessPrices         *self);
/* Appends {"input", …}, or null. */
void               recess_prices_append_json    (RecessPrices         *self,
                                                 GString              *json,
                                                 const char           *model);

/**
 * recess_prices_change_async:
 * @body: {"prices": [{"model", "input", "cached_input"?, "output"}]}, which replace the user's own
 *
 * Fails with a %RECESS_API_ERROR that names the field.
 */
void               recess_prices_change_async   (RecessPrices         *self,
                                                 JsonObject           *body,
                                                 GAsyncReadyCallback   callback,
                                                 gpointer              user_data);
gboolean           recess_prices_change_finish  (RecessPrices         *self,
                                                 GAsyncResult         *result,
                                                 GError              **error);

G_END_DECLS
