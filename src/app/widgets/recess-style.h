/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What a widget that draws by itself asks of the style; GTK has other ways only after our floor. */

void     recess_style_get_color    (GtkWidget  *widget,
                                    GdkRGBA    *color);

/* A color that the style sheet names; the text color where it names none such. */
void     recess_style_lookup_color (GtkWidget  *widget,
                                    const char *name,
                                    GdkRGBA    *color);

G_END_DECLS
