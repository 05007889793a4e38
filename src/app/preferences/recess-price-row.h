/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

#define RECESS_TYPE_PRICE_ROW (recess_price_row_get_type ())

/**
 * RecessPriceRow:
 *
 * What a model costs; opened, entries that change it.
 *
 * Signals: `changed ()`, after a price was entered; `reset ()`, to go back to the table.
 */
G_DECLARE_FINAL_TYPE (RecessPriceRow, recess_price_row, RECESS, PRICE_ROW, AdwExpanderRow)

/* @price: a row of `/recess/prices` */
GtkWidget  *recess_price_row_new         (JsonObject     *price);
gboolean    recess_price_row_get_own     (RecessPriceRow *self);
/* Appends what PUT wants of it. */
void        recess_price_row_append_json (RecessPriceRow *self,
                                          GString        *json);

/**
 * recess_price_parse:
 * @text: dollars, with a point or a comma
 * @price: (out): the number, −1 for an empty text
 *
 * Returns: whether it is one
 */
gboolean    recess_price_parse           (const char     *text,
                                          double         *price);

G_END_DECLS
