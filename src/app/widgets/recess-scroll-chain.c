/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>

#include "recess-scroll-chain.h"

static gboolean
scroll_cb (GtkScrolledWindow        *inner,
           double                    dx,
           double                    dy,
           GtkEventControllerScroll *controller)
{
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (inner);
  double value = gtk_adjustment_get_value (adjustment);
  double last = gtk_adjustment_get_upper (adjustment) - gtk_adjustment_get_page_size (adjustment);
  GtkWidget *outer = gtk_widget_get_ancestor (gtk_widget_get_parent (GTK_WIDGET (inner)),
                                              GTK_TYPE_SCROLLED_WINDOW);
  double step;

  g_assert (GTK_IS_SCROLLED_WINDOW (inner));

  if (outer == NULL || ABS (dy) <= ABS (dx))
    return GDK_EVENT_PROPAGATE;
  if (dy < 0 ? value > 0 : value < last - 1)
    return GDK_EVENT_PROPAGATE;

  adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (outer));
  step = gtk_event_controller_scroll_get_unit (controller) == GDK_SCROLL_UNIT_SURFACE
           ? 1 : pow (gtk_adjustment_get_page_size (adjustment), 2. / 3);
  gtk_adjustment_set_value (adjustment, gtk_adjustment_get_value (adjustment) + dy * step);

  return GDK_EVENT_STOP;
}

void
recess_scroll_chain_add (GtkScrolledWindow *inner)
{
  GtkEventController *scroll;

  g_return_if_fail (GTK_IS_SCROLLED_WINDOW (inner));

  scroll = gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_VERTICAL);
  gtk_event_controller_set_propagation_phase (scroll, GTK_PHASE_CAPTURE);
  g_signal_connect_object (scroll, "scroll", G_CALLBACK (scroll_cb), inner, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (inner), scroll);
}
