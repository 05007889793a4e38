/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "engine/recess-engine.h"

G_BEGIN_DECLS

#define RECESS_TYPE_PRICES_PAGE (recess_prices_page_get_type ())

/* What models cost: the table that came with the program, and what the user knows better. */
G_DECLARE_FINAL_TYPE (RecessPricesPage, recess_prices_page, RECESS, PRICES_PAGE, GtkWidget)

void recess_prices_page_set_engine (RecessPricesPage *self,
                                    RecessEngine     *engine);

G_END_DECLS
