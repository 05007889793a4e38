/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n.h>

#include "recess-inline-layout.h"
#include "recess-text-row.h"

#define LIST_INDENT  26
#define MARKER_GAP   8
#define QUOTE_INDENT 16
#define QUOTE_WIDTH  3
#define BOX_SIZE     13
#define DIM          .62f
#define LINE_HEIGHT  1.4

struct _RecessTextRow
{
  GtkWidget parent_instance;

  RecessRow *row;
  RecessBlock *block;
  PangoLayout *layout;
  PangoLayout *marker;
  RecessInlineColors colors;
  gsize selection_start;
  gsize selection_end;
  int width;
};

static void row_content_iface_init (RecessRowContentInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (RecessTextRow, recess_text_row, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (RECESS_TYPE_ROW_CONTENT,
                                                      row_content_iface_init))

static int
get_indent (RecessTextRow *self)
{
  return self->block->quote_depth * QUOTE_INDENT + MIN (self->block->list_depth, 12) * LIST_INDENT;
}

static double
get_scale (RecessBlock *block)
{
  static const double scales[] = { 1.5, 1.3, 1.15, 1.05, 1, 1 };

  return block->kind == RECESS_BLOCK_HEADING ? scales[CLAMP (block->level, 1, 6) - 1] : 1;
}

static void
fill_marker (RecessTextRow *self)
{
  g_autofree char *text = NULL;
  PangoAttrList *attributes;

  g_clear_object (&self->marker);
  if (self->block->kind != RECESS_BLOCK_LIST_ITEM || self->block->task != RECESS_TASK_NONE)
    return;

  text = recess_block_dup_marker (self->block);
  attributes = pango_attr_list_new ();
  pango_attr_list_insert (attributes, pango_attr_line_height_new (LINE_HEIGHT));
  pango_attr_list_insert (attributes, pango_attr_font_features_new ("tnum=1"));
  self->marker = gtk_widget_create_pango_layout (GTK_WIDGET (self), text);
  pango_layout_set_attributes (self->marker, attributes);
  pango_attr_list_unref (attributes);
}

static void
fill (RecessTextRow *self)
{
  gboolean heading = self->block->kind == RECESS_BLOCK_HEADING;

  if (self->layout == NULL)
    {
      self->layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), NULL);
      pango_layout_set_wrap (self->layout, PANGO_WRAP_WORD_CHAR);
    }

  recess_inline_colors_load (&self->colors, GTK_WIDGET (self));
  if (recess_row_get_dim (self->row))
    self->colors.text.alpha *= DIM;
  recess_inline_layout_fill (self->layout, recess_block_get_inline (self->block), &self->colors,
                             get_scale (self->block), heading, heading ? 1.2 : LINE_HEIGHT);
  fill_marker (self);
}

static void
update_name (RecessTextRow *self)
{
  const char *text = recess_block_get_inline (self->block)->text;
  g_autofree char *named = NULL;

  if (self->block->kind == RECESS_BLOCK_RULE)
    text = _("Separator");
  else if (self->block->task != RECESS_TASK_NONE)
    /* Translators: an item of a task list, for screen readers; %s is its text */
    text = named = g_strdup_printf (self->block->task == RECESS_TASK_DONE ? _("Done: %s")
                                                                          : _("To do: %s"), text);
  else if (self->marker != NULL)
    text = named = g_strdup_printf ("%s %s", pango_layout_get_text (self->marker), text);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
}

static void
recess_text_row_set_row (RecessRowContent *content,
                         RecessRow        *row)
{
  RecessTextRow *self = RECESS_TEXT_ROW (content);

  g_set_object (&self->row, row);
  g_clear_pointer (&self->block, recess_block_unref);
  if (row == NULL)
    {
      self->selection_start = self->selection_end = 0;
      return;
    }

  self->block = recess_block_ref (recess_row_get_block (row));
  self->width = -1;
  fill (self);
  update_name (self);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

static gsize
recess_text_row_locate (RecessRowContent *content,
                        double            x,
                        double            y)
{
  RecessTextRow *self = RECESS_TEXT_ROW (content);

  if (self->block == NULL)
    return 0;

  return recess_inline_layout_locate (self->layout, x - get_indent (self), y);
}

static void
recess_text_row_select (RecessRowContent *content,
                        gsize             start,
                        gsize             end)
{
  RecessTextRow *self = RECESS_TEXT_ROW (content);

  if (self->selection_start == start && self->selection_end == end)
    return;

  self->selection_start = start;
  self->selection_end = end;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static const char *
recess_text_row_find_link (RecessRowContent *content,
                           double            x,
                           double            y)
{
  RecessTextRow *self = RECESS_TEXT_ROW (content);

  if (self->block == NULL)
    return NULL;

  return recess_inline_layout_link_at (self->layout, recess_block_get_inline (self->block),
                                       x - get_indent (self), y);
}

static void
row_content_iface_init (RecessRowContentInterface *iface)
{
  iface->set_row = recess_text_row_set_row;
  iface->locate = recess_text_row_locate;
  iface->select = recess_text_row_select;
  iface->find_link = recess_text_row_find_link;
}

static GtkSizeRequestMode
recess_text_row_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
recess_text_row_measure (GtkWidget      *widget,
                         GtkOrientation  orientation,
                         int             for_size,
                         int            *minimum,
                         int            *natural,
                         int            *minimum_baseline,
                         int            *natural_baseline)
{
  RecessTextRow *self = RECESS_TEXT_ROW (widget);

  *minimum = *natural = 0;
  if (self->block == NULL || orientation == GTK_ORIENTATION_HORIZONTAL)
    return;

  if (self->block->kind == RECESS_BLOCK_RULE)
    {
      *minimum = *natural = 1;
      return;
    }

  if (for_size >= 0 && for_size != self->width)
    {
      self->width = for_size;
      pango_layout_set_width (self->layout, MAX (for_size - get_indent (self), 40) * PANGO_SCALE);
    }
  pango_layout_get_pixel_size (self->layout, NULL, natural);
  *minimum = *natural;
}

static void
recess_text_row_size_allocate (GtkWidget *widget,
                               int        width,
                               int        height,
                               int        baseline)
{
  RecessTextRow *self = RECESS_TEXT_ROW (widget);

  if (self->block == NULL || width == self->width)
    return;

  self->width = width;
  pango_layout_set_width (self->layout, MAX (width - get_indent (self), 40) * PANGO_SCALE);
}

static void
draw_task (RecessTextRow *self,
           GtkSnapshot   *snapshot,
           int            right)
{
  GskRoundedRect box;
  graphene_rect_t mark;
  GdkRGBA color = self->colors.text;
  float widths[] = { 1.5f, 1.5f, 1.5f, 1.5f };
  PangoRectangle line;

  pango_layout_index_to_pos (self->layout, 0, &line);
  mark = GRAPHENE_RECT_INIT (right - BOX_SIZE,
                             (float)line.y / PANGO_SCALE +
                             ((float)line.height / PANGO_SCALE - BOX_SIZE) / 2, BOX_SIZE, BOX_SIZE);
  color.alpha *= DIM;
  gsk_rounded_rect_init_from_rect (&box, &mark, 3);
  gtk_snapshot_append_border (snapshot, &box, widths,
                              (GdkRGBA[]) { color, color, color, color });
  if (self->block->task == RECESS_TASK_DONE)
    {
      graphene_rect_inset (&mark, 3.5f, 3.5f);
      gtk_snapshot_append_color (snapshot, &self->colors.text, &mark);
    }
}

static void
draw_gutter (RecessTextRow *self,
             GtkSnapshot   *snapshot,
             int            height)
{
  int right = get_indent (self) - MARKER_GAP;
  GdkRGBA bar = self->colors.text;

  bar.alpha *= .2f;
  for (guint i = 0; i < self->block->quote_depth; i++)
    gtk_snapshot_append_color (snapshot, &bar,
                               &GRAPHENE_RECT_INIT (i * QUOTE_INDENT, 0, QUOTE_WIDTH, height));

  if (self->marker != NULL)
    {
      int width;

      pango_layout_get_pixel_size (self->marker, &width, NULL);
      gtk_snapshot_save (snapshot);
      gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (right - width, 0));
      gtk_snapshot_append_layout (snapshot, self->marker, &self->colors.text);
      gtk_snapshot_restore (snapshot);
    }
  else if (self->block->task != RECESS_TASK_NONE)
    draw_task (self, snapshot, right);
}

static void
recess_text_row_snapshot (GtkWidget   *widget,
                          GtkSnapshot *snapshot)
{
  RecessTextRow *self = RECESS_TEXT_ROW (widget);
  int width = gtk_widget_get_width (widget);
  GdkRGBA line = self->colors.text;

  if (self->block == NULL)
    return;

  if (self->block->kind == RECESS_BLOCK_RULE)
    {
      line.alpha *= .2f;
      gtk_snapshot_append_color (snapshot, &line, &GRAPHENE_RECT_INIT (0, 0, width, 1));
      return;
    }

  draw_gutter (self, snapshot, gtk_widget_get_height (widget));
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (get_indent (self), 0));
  recess_inline_layout_draw (self->layout, snapshot, &self->colors, self->selection_start,
                             self->selection_end);
  gtk_snapshot_restore (snapshot);
}

static void
recess_text_row_css_changed (GtkWidget         *widget,
                             GtkCssStyleChange *change)
{
  RecessTextRow *self = RECESS_TEXT_ROW (widget);

  GTK_WIDGET_CLASS (recess_text_row_parent_class)->css_changed (widget, change);

  if (self->block == NULL)
    return;

  pango_layout_context_changed (self->layout);
  fill (self);
  gtk_widget_queue_resize (widget);
}

static void
recess_text_row_dispose (GObject *object)
{
  RecessTextRow *self = RECESS_TEXT_ROW (object);

  g_clear_object (&self->row);
  g_clear_object (&self->layout);
  g_clear_object (&self->marker);
  g_clear_pointer (&self->block, recess_block_unref);

  G_OBJECT_CLASS (recess_text_row_parent_class)->dispose (object);
}

static void
recess_text_row_class_init (RecessTextRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = recess_text_row_dispose;

  widget_class->get_request_mode = recess_text_row_get_request_mode;
  widget_class->measure = recess_text_row_measure;
  widget_class->size_allocate = recess_text_row_size_allocate;
  widget_class->snapshot = recess_text_row_snapshot;
  widget_class->css_changed = recess_text_row_css_changed;

  gtk_widget_class_set_css_name (widget_class, "textrow");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LABEL);
}

static void
recess_text_row_init (RecessTextRow *self)
{
  self->width = -1;
}

GtkWidget *
recess_text_row_new (void)
{
  return g_object_new (RECESS_TYPE_TEXT_ROW, NULL);
}
