/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "recess-state-mark.h"
#include "recess-style.h"

#define SIZE 14

struct _RecessStateMark
{
  GtkWidget parent_instance;

  RecessMark mark;
};

G_DEFINE_FINAL_TYPE (RecessStateMark, recess_state_mark, GTK_TYPE_WIDGET)

static const char *
color_name (RecessMark mark)
{
  switch (mark)
    {
    case RECESS_MARK_COMPLETE:
      return "role_assistant";
    case RECESS_MARK_WAITING:
      return "role_tool";
    case RECESS_MARK_FAILED:
      return "error_color";
    case RECESS_MARK_RUNNING:
      return "role_user";
    case RECESS_MARK_QUEUED:
    case RECESS_MARK_INCOMPLETE:
    case RECESS_MARK_CANCELLED:
    default:
      return "mark_dim";
    }
}

static void
draw_strokes (cairo_t    *cr,
              RecessMark  mark)
{
  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_set_line_width (cr, 1.8);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  if (mark == RECESS_MARK_COMPLETE)
    {
      cairo_move_to (cr, 4, 7.2);
      cairo_line_to (cr, 6.2, 9.4);
      cairo_line_to (cr, 10, 4.8);
    }
  else
    {
      cairo_move_to (cr, 4.7, 4.7);
      cairo_line_to (cr, 9.3, 9.3);
      cairo_move_to (cr, 9.3, 4.7);
      cairo_line_to (cr, 4.7, 9.3);
    }
  cairo_stroke (cr);
}

static void
draw_ring (cairo_t  *cr,
           gboolean  half)
{
  cairo_set_line_width (cr, 2);
  cairo_arc (cr, 7, 7, 5.5, 0, 2 * G_PI);
  cairo_stroke (cr);
  if (half)
    {
      cairo_arc (cr, 7, 7, 5.5, G_PI / 2, 3 * G_PI / 2);
      cairo_fill (cr);
    }
}

static void
draw_mark (cairo_t    *cr,
           RecessMark  mark)
{
  switch (mark)
    {
    case RECESS_MARK_WAITING:
      cairo_rectangle (cr, 1.5, 1.5, 11, 11);
      cairo_fill (cr);
      break;

    case RECESS_MARK_CANCELLED:
      cairo_rectangle (cr, 1, 5, 12, 4);
      cairo_fill (cr);
      break;

    case RECESS_MARK_RUNNING:
      cairo_arc (cr, 7, 7, 5, 0, 2 * G_PI);
      cairo_fill (cr);
      break;

    case RECESS_MARK_COMPLETE:
    case RECESS_MARK_FAILED:
      cairo_arc (cr, 7, 7, 6.5, 0, 2 * G_PI);
      cairo_fill (cr);
      draw_strokes (cr, mark);
      break;

    case RECESS_MARK_QUEUED:
    case RECESS_MARK_INCOMPLETE:
    default:
      draw_ring (cr, mark == RECESS_MARK_INCOMPLETE);
    }
}

static void
recess_state_mark_snapshot (GtkWidget   *widget,
                            GtkSnapshot *snapshot)
{
  RecessStateMark *self = RECESS_STATE_MARK (widget);
  int width = gtk_widget_get_width (widget);
  int height = gtk_widget_get_height (widget);
  GdkRGBA color;
  cairo_t *cr;

  recess_style_lookup_color (widget, color_name (self->mark), &color);
  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, width, height));
  cairo_translate (cr, (width - SIZE) / 2., (height - SIZE) / 2.);
  gdk_cairo_set_source_rgba (cr, &color);
  draw_mark (cr, self->mark);
  cairo_destroy (cr);
}

static void
recess_state_mark_measure (GtkWidget      *widget,
                           GtkOrientation  orientation,
                           int             for_size,
                           int            *minimum,
                           int            *natural,
                           int            *minimum_baseline,
                           int            *natural_baseline)
{
  *minimum = *natural = SIZE;
}

static void
recess_state_mark_class_init (RecessStateMarkClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->snapshot = recess_state_mark_snapshot;
  widget_class->measure = recess_state_mark_measure;

  gtk_widget_class_set_css_name (widget_class, "statemark");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
recess_state_mark_init (RecessStateMark *self)
{
}

GtkWidget *
recess_state_mark_new (void)
{
  return g_object_new (RECESS_TYPE_STATE_MARK, NULL);
}

void
recess_state_mark_set_mark (RecessStateMark *self,
                            RecessMark       mark)
{
  g_return_if_fail (RECESS_IS_STATE_MARK (self));

  if (self->mark == mark)
    return;

  self->mark = mark;
  if (mark == RECESS_MARK_RUNNING)
    gtk_widget_add_css_class (GTK_WIDGET (self), "now");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "now");
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
