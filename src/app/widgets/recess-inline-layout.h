/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "common/recess-block.h"

G_BEGIN_DECLS

typedef struct
{
  GdkRGBA text;
  GdkRGBA link;
  GdkRGBA selection;
} RecessInlineColors;

/* Reads the colors that inline text is drawn in from the style of @widget. */
void        recess_inline_colors_load    (RecessInlineColors       *self,
                                          GtkWidget                *widget);

/**
 * recess_inline_layout_fill:
 * @scale: of the font
 * @line_height: a factor
 *
 * Puts the text and its looks into @layout.
 */
void        recess_inline_layout_fill    (PangoLayout              *layout,
                                          const RecessInline       *text,
                                          const RecessInlineColors *colors,
                                          double                    scale,
                                          gboolean                  bold,
                                          double                    line_height);

/* Draws @layout at the origin, the bytes from @start to @end as selected. */
void        recess_inline_layout_draw    (PangoLayout              *layout,
                                          GtkSnapshot              *snapshot,
                                          const RecessInlineColors *colors,
                                          gsize                     start,
                                          gsize                     end);
gsize       recess_inline_layout_locate  (PangoLayout              *layout,
                                          double                    x,
                                          double                    y);
const char *recess_inline_layout_link_at (PangoLayout              *layout,
                                          const RecessInline       *text,
                                          double                    x,
                                          double                    y);

G_END_DECLS
