/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "recess-inline-layout.h"
#include "recess-style.h"

void
recess_inline_colors_load (RecessInlineColors *self,
                           GtkWidget          *widget)
{
  recess_style_get_color (widget, &self->text);
  recess_style_lookup_color (widget, "accent_color", &self->link);
  recess_style_lookup_color (widget, "accent_bg_color", &self->selection);
  self->selection.alpha = .3f;
}

static void
insert (PangoAttrList   *attributes,
        PangoAttribute  *attribute,
        const RecessRun *run)
{
  attribute->start_index = run->start;
  attribute->end_index = run->start + run->length;
  pango_attr_list_insert (attributes, attribute);
}

static guint16
channel (float value)
{
  return CLAMP (value, 0.f, 1.f) * 65535;
}

static void
insert_code (PangoAttrList            *attributes,
             const RecessRun          *run,
             const RecessInlineColors *colors)
{
  const GdkRGBA *text = &colors->text;

  insert (attributes, pango_attr_family_new ("monospace"), run);
  insert (attributes, pango_attr_scale_new (.92), run);

  if (run->flags & RECESS_RUN_CODE)
    {
      insert (attributes, pango_attr_background_new (channel (text->red), channel (text->green),
                                                     channel (text->blue)), run);
      insert (attributes, pango_attr_background_alpha_new (65535 * 7 / 100), run);
    }
}

static void
insert_run (PangoAttrList            *attributes,
            const RecessRun          *run,
            const RecessInlineColors *colors)
{
  const GdkRGBA *link = &colors->link;

  if (run->flags & RECESS_RUN_BOLD)
    insert (attributes, pango_attr_weight_new (PANGO_WEIGHT_BOLD), run);
  if (run->flags & (RECESS_RUN_ITALIC | RECESS_RUN_IMAGE))
    insert (attributes, pango_attr_style_new (PANGO_STYLE_ITALIC), run);
  if (run->flags & RECESS_RUN_STRIKE)
    insert (attributes, pango_attr_strikethrough_new (TRUE), run);
  if (run->flags & (RECESS_RUN_CODE | RECESS_RUN_MATH))
    insert_code (attributes, run, colors);
  if (run->flags & (RECESS_RUN_LINK | RECESS_RUN_IMAGE))
    {
      insert (attributes, pango_attr_foreground_new (channel (link->red), channel (link->green),
                                                     channel (link->blue)), run);
      insert (attributes, pango_attr_underline_new (PANGO_UNDERLINE_SINGLE), run);
    }
}

void
recess_inline_layout_fill (PangoLayout              *layout,
                           const RecessInline       *text,
                           const RecessInlineColors *colors,
                           double                    scale,
                           gboolean                  bold,
                           double                    line_height)
{
  PangoAttrList *attributes = pango_attr_list_new ();

  pango_attr_list_insert (attributes, pango_attr_line_height_new (line_height));
  if (scale != 1)
    pango_attr_list_insert (attributes, pango_attr_scale_new (scale));
  if (bold)
    pango_attr_list_insert (attributes, pango_attr_weight_new (PANGO_WEIGHT_BOLD));
  for (guint i = 0; i < text->runs->len; i++)
    insert_run (attributes, &g_array_index (text->runs, RecessRun, i), colors);

  pango_layout_set_text (layout, text->text, text->length);
  pango_layout_set_attributes (layout, attributes);
  pango_attr_list_unref (attributes);
}

static void
draw_selection (PangoLayout              *layout,
                GtkSnapshot              *snapshot,
                const RecessInlineColors *colors,
                int                       start,
                int                       end)
{
  PangoLayoutIter *iter = pango_layout_get_iter (layout);

  do
    {
      PangoLayoutLine *line = pango_layout_iter_get_line_readonly (iter);
      PangoRectangle extents;
      g_autofree int *ranges = NULL;
      int n_ranges;

      if (line->start_index >= end || line->start_index + line->length < start)
        continue;

      pango_layout_iter_get_line_extents (iter, NULL, &extents);
      pango_layout_line_get_x_ranges (line, MAX (start, line->start_index),
                                      MIN (end, line->start_index + line->length),
                                      &ranges, &n_ranges);
      for (int i = 0; i < n_ranges; i++)
        gtk_snapshot_append_color (snapshot, &colors->selection,
          &GRAPHENE_RECT_INIT ((float)ranges[2 * i] / PANGO_SCALE,
                               (float)extents.y / PANGO_SCALE,
                               (float)(ranges[2 * i + 1] - ranges[2 * i]) / PANGO_SCALE,
                               (float)extents.height / PANGO_SCALE));
    }
  while (pango_layout_iter_next_line (iter));

  pango_layout_iter_free (iter);
}

void
recess_inline_layout_draw (PangoLayout              *layout,
                           GtkSnapshot              *snapshot,
                           const RecessInlineColors *colors,
                           gsize                     start,
                           gsize                     end)
{
  if (start < end)
    draw_selection (layout, snapshot, colors, start, end);

  gtk_snapshot_append_layout (snapshot, layout, &colors->text);
}

gsize
recess_inline_layout_locate (PangoLayout *layout,
                             double       x,
                             double       y)
{
  const char *text = pango_layout_get_text (layout);
  int index;
  int trailing;

  pango_layout_xy_to_index (layout, x * PANGO_SCALE, y * PANGO_SCALE, &index, &trailing);
  return g_utf8_offset_to_pointer (text + index, trailing) - text;
}

const char *
recess_inline_layout_link_at (PangoLayout        *layout,
                              const RecessInline *text,
                              double              x,
                              double              y)
{
  int index;
  int trailing;

  if (text->runs->len == 0 || x < 0 ||
      !pango_layout_xy_to_index (layout, x * PANGO_SCALE, y * PANGO_SCALE, &index, &trailing))
    return NULL;

  for (guint i = 0; i < text->runs->len; i++)
    {
      const RecessRun *run = &g_array_index (text->runs, RecessRun, i);

      if ((guint)index >= run->start && (guint)index < run->start + run->length)
        return run->url;
    }

  return NULL;
}
