/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <adwaita.h>

#include "recess-message-row.h"

#define COLUMN_WIDTH  760
#define WIDE_WIDTH    980
#define MARGIN        24
#define NARROW_MARGIN 12
#define NARROW        480
#define RAIL_GAP      14

struct _RecessMessageRow
{
  GtkWidget parent_instance;

  GtkWidget *rail;
  RecessRowContent *content;
  RecessRowPool *pool;
  RecessRow *row;
};

G_DEFINE_FINAL_TYPE (RecessMessageRow, recess_message_row, GTK_TYPE_WIDGET)

typedef struct
{
  int rail_x;
  int rail_width;
  int x;
  int width;
  int above;
  int gap;
  int below;
} Geometry;

static gboolean
is_calls (RecessMessageRow *self)
{
  RecessRowKind kind = recess_row_get_kind (self->row);

  return kind == RECESS_ROW_CALLS || kind == RECESS_ROW_CALLS_HEADING;
}

static gboolean
is_wide (RecessMessageRow *self)
{
  RecessBlock *block = recess_row_get_block (self->row);

  if (is_calls (self))
    return TRUE;

  return block != NULL && (block->kind == RECESS_BLOCK_CODE || block->kind == RECESS_BLOCK_TABLE);
}

static int
get_block_gap (RecessBlock *block)
{
  if (block->continued)
    return 0;
  if (block->kind == RECESS_BLOCK_HEADING)
    return 14;
  if (block->kind == RECESS_BLOCK_LIST_ITEM)
    return block->spaced ? 6 : 3;
  if (block->kind == RECESS_BLOCK_RULE)
    return 12;

  return 8;
}

/* The gap between messages is above the rail, the gaps between blocks stand beside it. */
static void
get_gaps (RecessMessageRow *self,
          Geometry         *geometry)
{
  RecessRowKind kind = recess_row_get_kind (self->row);
  RecessBlock *block = recess_row_get_block (self->row);

  if (kind == RECESS_ROW_HEADER)
    geometry->above = 16;
  else if (kind == RECESS_ROW_CALLS)
    geometry->gap = recess_row_get_index (self->row) > 0 ? 12 : 3;
  else if (recess_row_get_first (self->row))
    geometry->gap = is_wide (self) ? 4 : 0;
  else if (block != NULL)
    geometry->gap = get_block_gap (block);
  else
    geometry->gap = 4;

  geometry->below = block != NULL && block->kind == RECESS_BLOCK_RULE ? 6
                    : is_wide (self) && !is_calls (self) ? 4 : 0;
}

static void
get_geometry (RecessMessageRow *self,
              int               width,
              Geometry         *geometry)
{
  int margin = width < NARROW ? NARROW_MARGIN : MARGIN;
  int column = MIN (width - 2 * margin, COLUMN_WIDTH);
  int rail;

  memset (geometry, 0, sizeof *geometry);
  gtk_widget_measure (self->rail, GTK_ORIENTATION_HORIZONTAL, -1, &rail, NULL, NULL, NULL);
  geometry->rail_x = (width - column) / 2;
  geometry->rail_width = rail;
  geometry->x = geometry->rail_x + rail + RAIL_GAP;
  geometry->width = column - rail - RAIL_GAP;
  if (is_wide (self))
    geometry->width = MIN (width - margin - geometry->x, WIDE_WIDTH - rail - RAIL_GAP);
  geometry->width = MAX (geometry->width, 0);
  get_gaps (self, geometry);
}

static GtkSizeRequestMode
recess_message_row_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
recess_message_row_measure (GtkWidget      *widget,
                            GtkOrientation  orientation,
                            int             for_size,
                            int            *minimum,
                            int            *natural,
                            int            *minimum_baseline,
                            int            *natural_baseline)
{
  RecessMessageRow *self = RECESS_MESSAGE_ROW (widget);
  Geometry geometry;
  int width = 0;

  *minimum = 0;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? COLUMN_WIDTH : 0;
  if (self->content == NULL || orientation == GTK_ORIENTATION_HORIZONTAL)
    return;

  get_geometry (self, for_size < 0 ? COLUMN_WIDTH : for_size, &geometry);
  gtk_widget_measure (GTK_WIDGET (self->content), GTK_ORIENTATION_HORIZONTAL, -1, &width, NULL,
                      NULL, NULL);
  gtk_widget_measure (GTK_WIDGET (self->content), GTK_ORIENTATION_VERTICAL,
                      MAX (geometry.width, width), minimum, natural, NULL, NULL);
  *natural = *minimum = MAX (*minimum, *natural) + geometry.above + geometry.gap + geometry.below;
}

static void
recess_message_row_size_allocate (GtkWidget *widget,
                                  int        width,
                                  int        height,
                                  int        baseline)
{
  RecessMessageRow *self = RECESS_MESSAGE_ROW (widget);
  Geometry geometry;
  GtkAllocation content;
  int least = 0;

  if (self->content == NULL)
    return;

  get_geometry (self, width, &geometry);
  gtk_widget_size_allocate (self->rail,
    &(GtkAllocation) { geometry.rail_x, geometry.above, geometry.rail_width,
                       MAX (height - geometry.above, 0) }, -1);

  gtk_widget_measure (GTK_WIDGET (self->content), GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL,
                      NULL, NULL);
  content.x = geometry.x;
  content.y = geometry.above + geometry.gap;
  content.width = MAX (geometry.width, least);
  content.height = MAX (height - content.y - geometry.below, 0);
  gtk_widget_size_allocate (GTK_WIDGET (self->content), &content, -1);
}

static void
drop_content (RecessMessageRow *self)
{
  if (self->content == NULL)
    return;

  recess_row_content_select (self->content, 0, 0);
  recess_row_content_set_row (self->content, NULL);
  gtk_widget_unparent (GTK_WIDGET (self->content));
  recess_row_pool_give (self->pool, self->content);
  g_clear_object (&self->content);
}

static void
show_row (RecessMessageRow *self)
{
  const char *role = recess_message_get_role (recess_row_get_message (self->row));

  if (self->content != NULL && !recess_row_pool_fits (self->pool, self->content, self->row))
    drop_content (self);

  if (self->content == NULL)
    {
      self->content = recess_row_pool_take (self->pool, self->row);
      gtk_widget_set_parent (GTK_WIDGET (self->content), GTK_WIDGET (self));
    }

  if (!gtk_widget_has_css_class (self->rail, role))
    gtk_widget_set_css_classes (self->rail, (const char *[]) { role, NULL });
  recess_row_content_set_row (self->content, self->row);
}

static void
recess_message_row_dispose (GObject *object)
{
  RecessMessageRow *self = RECESS_MESSAGE_ROW (object);

  recess_message_row_set_row (self, NULL);
  g_clear_pointer (&self->rail, gtk_widget_unparent);
  g_clear_object (&self->pool);

  G_OBJECT_CLASS (recess_message_row_parent_class)->dispose (object);
}

static void
recess_message_row_class_init (RecessMessageRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = recess_message_row_dispose;

  widget_class->get_request_mode = recess_message_row_get_request_mode;
  widget_class->measure = recess_message_row_measure;
  widget_class->size_allocate = recess_message_row_size_allocate;

  gtk_widget_class_set_css_name (widget_class, "messagerow");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
recess_message_row_init (RecessMessageRow *self)
{
  self->rail = g_object_new (ADW_TYPE_BIN, "css-name", "rail", "accessible-role",
                             GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
  gtk_widget_set_parent (self->rail, GTK_WIDGET (self));
}

GtkWidget *
recess_message_row_new (RecessRowPool *pool)
{
  RecessMessageRow *self;

  g_return_val_if_fail (RECESS_IS_ROW_POOL (pool), NULL);

  self = g_object_new (RECESS_TYPE_MESSAGE_ROW, NULL);
  self->pool = g_object_ref (pool);

  return GTK_WIDGET (self);
}

RecessRow *
recess_message_row_get_row (RecessMessageRow *self)
{
  g_return_val_if_fail (RECESS_IS_MESSAGE_ROW (self), NULL);

  return self->row;
}

void
recess_message_row_set_row (RecessMessageRow *self,
                            RecessRow        *row)
{
  g_return_if_fail (RECESS_IS_MESSAGE_ROW (self));
  g_return_if_fail (row == NULL || RECESS_IS_ROW (row));

  if (self->row == row)
    return;

  if (self->row != NULL)
    {
      g_signal_handlers_disconnect_by_func (self->row, show_row, self);
      g_ptr_array_remove_fast (recess_row_pool_get_shells (self->pool), self);
    }
  g_set_object (&self->row, row);
  if (row == NULL)
    {
      drop_content (self);
      return;
    }

  g_ptr_array_add (recess_row_pool_get_shells (self->pool), self);
  g_signal_connect_object (row, "changed", G_CALLBACK (show_row), self, G_CONNECT_SWAPPED);
  show_row (self);
}

RecessRowContent *
recess_message_row_get_content (RecessMessageRow *self)
{
  g_return_val_if_fail (RECESS_IS_MESSAGE_ROW (self), NULL);

  return self->content;
}
