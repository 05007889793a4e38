/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "recess-inline-layout.h"
#include "recess-table-chunk.h"

#define PADDING     10
#define SPACING     6
#define NARROWEST   96
#define LIST_INDENT 26
#define LINE_HEIGHT 1.3

struct _RecessTableChunk
{
  GtkWidget parent_instance;

  GtkWidget *scrollbar;
  GtkAdjustment *adjustment;
  RecessRow *row;
  RecessBlock *block;

  /* What the cells were made from, then their layouts and where their text begins. */
  GPtrArray *rows;
  GPtrArray *layouts;
  GArray *starts;
  GArray *heights;
  int columns[RECESS_TABLE_MAX_COLUMNS];
  int width;
  RecessInlineColors colors;
  gsize selection_start;
  gsize selection_end;
};

static void row_content_iface_init (RecessRowContentInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (RecessTableChunk, recess_table_chunk, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (RECESS_TYPE_ROW_CONTENT,
                                                      row_content_iface_init))

/* The adjustment of each table that is shown somewhere, by its RecessTable. */
static GHashTable *adjustments;

static void
forget_adjustment (gpointer  table,
                   GObject  *adjustment)
{
  g_hash_table_remove (adjustments, table);
  recess_table_unref (table);
}

static GtkAdjustment *
ref_adjustment (RecessTable *table)
{
  GtkAdjustment *adjustment;

  if (adjustments == NULL)
    adjustments = g_hash_table_new (NULL, NULL);

  adjustment = g_hash_table_lookup (adjustments, table);
  if (adjustment != NULL)
    return g_object_ref (adjustment);

  adjustment = g_object_ref_sink (gtk_adjustment_new (0, 0, 0, 24, 120, 0));
  g_hash_table_insert (adjustments, table, adjustment);
  g_object_weak_ref (G_OBJECT (adjustment), forget_adjustment, recess_table_ref (table));
  return adjustment;
}

static void
set_table (RecessTableChunk *self,
           RecessTable      *table)
{
  if (self->adjustment != NULL)
    g_signal_handlers_disconnect_by_func (self->adjustment, gtk_widget_queue_draw, self);
  g_clear_object (&self->adjustment);
  if (table != NULL)
    {
      self->adjustment = ref_adjustment (table);
      g_signal_connect_object (self->adjustment, "value-changed",
                               G_CALLBACK (gtk_widget_queue_draw), self, G_CONNECT_SWAPPED);
    }
  gtk_scrollbar_set_adjustment (GTK_SCROLLBAR (self->scrollbar), self->adjustment);
}

static guint
get_n_columns (RecessTableChunk *self)
{
  return self->block->table->n_columns;
}

static PangoLayout *
get_layout (RecessTableChunk *self,
            guint             row,
            guint             column)
{
  return g_ptr_array_index (self->layouts, row * get_n_columns (self) + column);
}

static int
get_indent (RecessTableChunk *self)
{
  return MIN (self->block->list_depth, 12) * LIST_INDENT;
}

static void
fill_cell (RecessTableChunk *self,
           guint             row,
           guint             column)
{
  static const PangoAlignment alignments[] = {
    [RECESS_ALIGN_NONE] = PANGO_ALIGN_LEFT,
    [RECESS_ALIGN_START] = PANGO_ALIGN_LEFT,
    [RECESS_ALIGN_CENTER] = PANGO_ALIGN_CENTER,
    [RECESS_ALIGN_END] = PANGO_ALIGN_RIGHT,
  };
  const RecessInline *text = recess_block_get_cell (self->block, row, column);
  PangoLayout *layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), NULL);

  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_alignment (layout, alignments[self->block->table->align[column]]);
  if (text != NULL)
    recess_inline_layout_fill (layout, text, &self->colors, 1, row == 0 && self->block->has_header,
                               LINE_HEIGHT);
  g_ptr_array_add (self->layouts, layout);
}

static guint
count_same_rows (RecessTableChunk *self)
{
  guint n = MIN (self->rows->len, self->block->rows->len);

  for (guint i = 0; i < n; i++)
    if (g_ptr_array_index (self->rows, i) != g_ptr_array_index (self->block->rows, i))
      return i;

  return n;
}

static void
fill (RecessTableChunk *self,
      guint             n_same)
{
  gsize start = 0;

  recess_inline_colors_load (&self->colors, GTK_WIDGET (self));
  g_ptr_array_set_size (self->rows, n_same);
  g_ptr_array_set_size (self->layouts, n_same * get_n_columns (self));
  for (guint i = n_same; i < self->block->rows->len; i++)
    {
      g_ptr_array_add (self->rows,
                       recess_table_row_ref (g_ptr_array_index (self->block->rows, i)));
      for (guint j = 0; j < get_n_columns (self); j++)
        fill_cell (self, i, j);
    }

  g_array_set_size (self->starts, 0);
  for (guint i = 0; i < self->layouts->len; i++)
    {
      g_array_append_val (self->starts, start);
      start += strlen (pango_layout_get_text (g_ptr_array_index (self->layouts, i))) + 1;
    }
  self->width = -1;
}

static void
update_name (RecessTableChunk *self)
{
  g_autofree char *text = recess_block_dup_text (self->block);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
}

static void
recess_table_chunk_set_row (RecessRowContent *content,
                            RecessRow        *row)
{
  RecessTableChunk *self = RECESS_TABLE_CHUNK (content);
  RecessTable *before = self->block == NULL ? NULL : self->block->table;
  g_autoptr (RecessBlock) old = g_steal_pointer (&self->block);

  g_set_object (&self->row, row);
  if (row == NULL)
    {
      g_ptr_array_set_size (self->rows, 0);
      g_ptr_array_set_size (self->layouts, 0);
      self->selection_start = self->selection_end = 0;
      set_table (self, NULL);
      return;
    }

  self->block = recess_block_ref (recess_row_get_block (row));
  if (before != self->block->table)
    {
      set_table (self, self->block->table);
      fill (self, 0);
    }
  else
    fill (self, count_same_rows (self));

  update_name (self);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

static int
natural_width (RecessTableChunk *self,
               guint             column,
               int               char_width)
{
  guint chars = self->block->table->width[column];
  const RecessInline *head = recess_block_get_cell (self->block, 0, column);

  if (self->block->has_header && head != NULL)
    chars = MAX (chars, g_utf8_strlen (head->text, -1));

  return MIN (MAX (chars, 2) * char_width, 4000) + 2 * PADDING;
}

/* Columns that need less than their share get what they need, the others share the rest. */
static void
compute_columns (RecessTableChunk *self,
                 int               available)
{
  PangoContext *context = gtk_widget_get_pango_context (GTK_WIDGET (self));
  PangoFontMetrics *metrics = pango_context_get_metrics (context, NULL, NULL);
  int char_width = PANGO_PIXELS_CEIL (MAX (pango_font_metrics_get_approximate_char_width (metrics),
                                           pango_font_metrics_get_approximate_digit_width (metrics))
                                      * 1.15);
  guint n = get_n_columns (self);
  guint n_open = n;
  int left = available;
  gboolean settled = FALSE;

  pango_font_metrics_unref (metrics);
  memset (self->columns, 0, sizeof self->columns);

  while (!settled && n_open > 0)
    {
      int share = left / (int)n_open;

      settled = TRUE;
      for (guint i = 0; i < n; i++)
        {
          int natural = natural_width (self, i, char_width);

          if (self->columns[i] != 0 || natural > share)
            continue;
          self->columns[i] = natural;
          left -= natural;
          n_open--;
          settled = FALSE;
        }
    }

  for (guint i = 0; i < n; i++)
    if (self->columns[i] == 0)
      self->columns[i] = MAX (left / (int)n_open,
                              MIN (NARROWEST, natural_width (self, i, char_width)));
}

static int
total_width (RecessTableChunk *self)
{
  int total = 0;

  for (guint i = 0; i < get_n_columns (self); i++)
    total += self->columns[i];

  return total;
}

static void
lay_out (RecessTableChunk *self,
         int               width)
{
  if (self->width == width)
    return;

  self->width = width;
  compute_columns (self, width - get_indent (self));
  g_array_set_size (self->heights, 0);
  for (guint i = 0; i < self->rows->len; i++)
    {
      int height = 0;

      for (guint j = 0; j < get_n_columns (self); j++)
        {
          PangoLayout *layout = get_layout (self, i, j);
          int cell_height;

          pango_layout_set_width (layout, (self->columns[j] - 2 * PADDING) * PANGO_SCALE);
          pango_layout_get_pixel_size (layout, NULL, &cell_height);
          height = MAX (height, cell_height);
        }
      height += 2 * SPACING;
      g_array_append_val (self->heights, height);
    }
}

static gboolean
scrolls (RecessTableChunk *self)
{
  return total_width (self) > self->width - get_indent (self);
}

static GtkSizeRequestMode
recess_table_chunk_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
recess_table_chunk_measure (GtkWidget      *widget,
                            GtkOrientation  orientation,
                            int             for_size,
                            int            *minimum,
                            int            *natural,
                            int            *minimum_baseline,
                            int            *natural_baseline)
{
  RecessTableChunk *self = RECESS_TABLE_CHUNK (widget);
  int bar = 0;

  *minimum = *natural = 0;
  if (self->block == NULL || orientation == GTK_ORIENTATION_HORIZONTAL)
    return;

  lay_out (self, for_size < 0 ? 600 : for_size);
  for (guint i = 0; i < self->heights->len; i++)
    *natural += g_array_index (self->heights, int, i);
  if (scrolls (self))
    gtk_widget_measure (self->scrollbar, GTK_ORIENTATION_VERTICAL, -1, NULL, &bar, NULL, NULL);
  *natural += bar + 1;
  *minimum = *natural;
}

static void
recess_table_chunk_size_allocate (GtkWidget *widget,
                                  int        width,
                                  int        height,
                                  int        baseline)
{
  RecessTableChunk *self = RECESS_TABLE_CHUNK (widget);
  int bar;
  int page;

  gtk_widget_set_child_visible (self->scrollbar, self->block != NULL);
  if (self->block == NULL)
    return;

  lay_out (self, width);
  gtk_widget_set_child_visible (self->scrollbar, scrolls (self));
  page = width - get_indent (self);
  gtk_adjustment_configure (self->adjustment, gtk_adjustment_get_value (self->adjustment), 0,
                            MAX (total_width (self), page), 24, page * .9, page);
  gtk_widget_measure (self->scrollbar, GTK_ORIENTATION_VERTICAL, -1, NULL, &bar, NULL, NULL);
  gtk_widget_size_allocate (self->scrollbar, &(GtkAllocation) { 0, height - bar, width, bar }, -1);
}

static void
draw_row (RecessTableChunk *self,
          GtkSnapshot      *snapshot,
          guint             row,
          int               y)
{
  int x = 0;

  for (guint j = 0; j < get_n_columns (self); j++)
    {
      guint index = row * get_n_columns (self) + j;
      gsize start = g_array_index (self->starts, gsize, index);
      gsize from = MAX (self->selection_start, start) - start;
      gsize to = MAX (self->selection_end, start) - start;

      gtk_snapshot_save (snapshot);
      gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (x + PADDING, y + SPACING));
      recess_inline_layout_draw (get_layout (self, row, j), snapshot, &self->colors, from, to);
      gtk_snapshot_restore (snapshot);
      x += self->columns[j];
    }
}

static void
recess_table_chunk_snapshot (GtkWidget   *widget,
                             GtkSnapshot *snapshot)
{
  RecessTableChunk *self = RECESS_TABLE_CHUNK (widget);
  int width = gtk_widget_get_width (widget) - (self->block == NULL ? 0 : get_indent (self));
  int y = 0;

  if (self->block == NULL)
    return;

  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (get_indent (self), 0));
  gtk_snapshot_push_clip (snapshot, &GRAPHENE_RECT_INIT (0, 0, width,
                                                         gtk_widget_get_height (widget)));
  gtk_snapshot_translate (snapshot,
                          &GRAPHENE_POINT_INIT (-gtk_adjustment_get_value (self->adjustment), 0));
  for (guint i = 0; i < self->heights->len; i++)
    {
      GdkRGBA line = self->colors.text;

      draw_row (self, snapshot, i, y);
      y += g_array_index (self->heights, int, i);
      line.alpha *= i == 0 && self->block->has_header ? .35f : .12f;
      gtk_snapshot_append_color (snapshot, &line, &GRAPHENE_RECT_INIT (0, y - 1,
                                                                       total_width (self), 1));
    }
  gtk_snapshot_pop (snapshot);
  gtk_snapshot_restore (snapshot);

  gtk_widget_snapshot_child (widget, self->scrollbar, snapshot);
}

static gboolean
find_cell (RecessTableChunk *self,
           double           *x,
           double           *y,
           guint            *row,
           guint            *column)
{
  if (self->block == NULL || self->heights->len == 0)
    return FALSE;

  *x -= get_indent (self) - gtk_adjustment_get_value (self->adjustment);
  for (*row = 0; *row + 1 < self->heights->len; ++*row)
    {
      int height = g_array_index (self->heights, int, *row);

      if (*y < height)
        break;
      *y -= height;
    }
  for (*column = 0; *column + 1 < get_n_columns (self); ++*column)
    {
      if (*x < self->columns[*column])
        break;
      *x -= self->columns[*column];
    }
  *x -= PADDING;
  *y -= SPACING;

  return TRUE;
}

static gsize
recess_table_chunk_locate (RecessRowContent *content,
                           double            x,
                           double            y)
{
  RecessTableChunk *self = RECESS_TABLE_CHUNK (content);
  guint row;
  guint column;

  if (!find_cell (self, &x, &y, &row, &column))
    return 0;

  return g_array_index (self->starts, gsize, row * get_n_columns (self) + column) +
         recess_inline_layout_locate (get_layout (self, row, column), x, y);
}

static void
recess_table_chunk_select (RecessRowContent *content,
                           gsize             start,
                           gsize             end)
{
  RecessTableChunk *self = RECESS_TABLE_CHUNK (content);

  self->selection_start = start;
  self->selection_end = end;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static const char *
recess_table_chunk_find_link (RecessRowContent *content,
                              double            x,
                              double            y)
{
  RecessTableChunk *self = RECESS_TABLE_CHUNK (content);
  const RecessInline *text;
  guint row;
  guint column;

  if (!find_cell (self, &x, &y, &row, &column))
    return NULL;

  text = recess_block_get_cell (self->block, row, column);
  return text == NULL ? NULL
                      : recess_inline_layout_link_at (get_layout (self, row, column), text, x, y);
}

static void
row_content_iface_init (RecessRowContentInterface *iface)
{
  iface->set_row = recess_table_chunk_set_row;
  iface->locate = recess_table_chunk_locate;
  iface->select = recess_table_chunk_select;
  iface->find_link = recess_table_chunk_find_link;
}

static gboolean
scroll_cb (RecessTableChunk *self,
           double            dx,
           double            dy)
{
  g_assert (RECESS_IS_TABLE_CHUNK (self));

  if (self->block == NULL || !scrolls (self) || dx == 0)
    return GDK_EVENT_PROPAGATE;

  gtk_adjustment_set_value (self->adjustment,
                            gtk_adjustment_get_value (self->adjustment) + dx * 40);
  return GDK_EVENT_STOP;
}

static void
recess_table_chunk_css_changed (GtkWidget         *widget,
                                GtkCssStyleChange *change)
{
  RecessTableChunk *self = RECESS_TABLE_CHUNK (widget);

  GTK_WIDGET_CLASS (recess_table_chunk_parent_class)->css_changed (widget, change);

  if (self->block == NULL)
    return;

  fill (self, 0);
  gtk_widget_queue_resize (widget);
}

static void
recess_table_chunk_dispose (GObject *object)
{
  RecessTableChunk *self = RECESS_TABLE_CHUNK (object);

  g_clear_object (&self->row);
  g_clear_object (&self->adjustment);
  g_clear_pointer (&self->block, recess_block_unref);
  g_clear_pointer (&self->scrollbar, gtk_widget_unparent);

  G_OBJECT_CLASS (recess_table_chunk_parent_class)->dispose (object);
}

static void
recess_table_chunk_finalize (GObject *object)
{
  RecessTableChunk *self = RECESS_TABLE_CHUNK (object);

  g_ptr_array_unref (self->rows);
  g_ptr_array_unref (self->layouts);
  g_array_unref (self->starts);
  g_array_unref (self->heights);

  G_OBJECT_CLASS (recess_table_chunk_parent_class)->finalize (object);
}

static void
recess_table_chunk_class_init (RecessTableChunkClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = recess_table_chunk_dispose;
  object_class->finalize = recess_table_chunk_finalize;

  widget_class->get_request_mode = recess_table_chunk_get_request_mode;
  widget_class->measure = recess_table_chunk_measure;
  widget_class->size_allocate = recess_table_chunk_size_allocate;
  widget_class->snapshot = recess_table_chunk_snapshot;
  widget_class->css_changed = recess_table_chunk_css_changed;

  gtk_widget_class_set_css_name (widget_class, "tablechunk");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LABEL);
}

static void
recess_table_chunk_init (RecessTableChunk *self)
{
  GtkEventController *scroll =
    gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_BOTH_AXES);

  g_signal_connect_object (scroll, "scroll", G_CALLBACK (scroll_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), scroll);

  self->rows = g_ptr_array_new_with_free_func ((GDestroyNotify)recess_table_row_unref);
  self->layouts = g_ptr_array_new_with_free_func (g_object_unref);
  self->starts = g_array_new (FALSE, FALSE, sizeof (gsize));
  self->heights = g_array_new (FALSE, FALSE, sizeof (int));
  self->scrollbar = gtk_scrollbar_new (GTK_ORIENTATION_HORIZONTAL, NULL);
  gtk_widget_set_parent (self->scrollbar, GTK_WIDGET (self));
  gtk_widget_set_child_visible (self->scrollbar, FALSE);
}

GtkWidget *
recess_table_chunk_new (void)
{
  return g_object_new (RECESS_TYPE_TABLE_CHUNK, NULL);
}
