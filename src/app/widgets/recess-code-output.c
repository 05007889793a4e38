/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n.h>

#include "recess-code-output.h"
#include "recess-row-content.h"
#include "recess-scroll-chain.h"
#include "recess-template.h"

/* How near, in pixels, is at the end. */
#define NEAR_END 8
#define SETTLING_FRAMES 3

struct _RecessCodeOutput
{
  GtkWidget          parent_instance;

  /* Template widgets */
  GtkLabel          *state;
  GtkWidget         *stop;
  GtkScrolledWindow *scroller;

  RecessCodeRun     *run;
  GSignalGroup      *run_signals;
  GSignalGroup      *output_signals;
  guint              tick;
  guint              settling;
  gboolean           follows;
};

G_DEFINE_FINAL_TYPE (RecessCodeOutput, recess_code_output, GTK_TYPE_WIDGET)

static void
update (RecessCodeOutput *self)
{
  gboolean running = recess_code_run_get_running (self->run);

  g_assert (RECESS_IS_CODE_OUTPUT (self));

  gtk_label_set_label (self->state, recess_code_run_get_state (self->run));
  gtk_widget_set_visible (self->stop, running);
  if (recess_code_run_get_failed (self->run))
    gtk_widget_add_css_class (GTK_WIDGET (self->state), "failure");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->state), "failure");
}

static void
update_visible (RecessCodeOutput *self)
{
  GtkTextBuffer *output = recess_code_run_get_output (self->run);

  g_assert (RECESS_IS_CODE_OUTPUT (self));

  gtk_widget_set_visible (GTK_WIDGET (self->scroller), gtk_text_buffer_get_char_count (output) > 0);
}

/* Text that is long is laid out piece by piece, and the view moves as it is. */
static gboolean
tick_cb (GtkWidget     *widget,
         GdkFrameClock *clock,
         gpointer       user_data)
{
  RecessCodeOutput *self = RECESS_CODE_OUTPUT (widget);
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (self->scroller);

  if (self->follows)
    gtk_adjustment_set_value (adjustment, gtk_adjustment_get_upper (adjustment));
  if (--self->settling > 0)
    return G_SOURCE_CONTINUE;

  self->tick = 0;
  return G_SOURCE_REMOVE;
}

static void
grown_cb (RecessCodeOutput *self)
{
  g_assert (RECESS_IS_CODE_OUTPUT (self));

  if (!self->follows)
    return;

  self->settling = SETTLING_FRAMES;
  if (self->tick == 0)
    self->tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), tick_cb, NULL, NULL);
}

static void
moved_cb (RecessCodeOutput *self,
          GtkAdjustment    *adjustment)
{
  g_assert (RECESS_IS_CODE_OUTPUT (self));

  if (gtk_adjustment_get_value (adjustment) + gtk_adjustment_get_page_size (adjustment) >=
      gtk_adjustment_get_upper (adjustment) - NEAR_END)
    self->follows = TRUE;
}

/* Who takes hold of it, or turns the wheel up, wants to stay there. */
static gboolean
event_cb (RecessCodeOutput *self,
          GdkEvent         *event)
{
  double dx, dy;

  g_assert (RECESS_IS_CODE_OUTPUT (self));

  switch ((int) gdk_event_get_event_type (event))
    {
    case GDK_SCROLL:
      gdk_scroll_event_get_deltas (event, &dx, &dy);
      if (dy < 0 || gdk_scroll_event_get_direction (event) == GDK_SCROLL_UP)
        self->follows = FALSE;
      break;

    case GDK_BUTTON_PRESS:
    case GDK_KEY_PRESS:
    case GDK_TOUCH_BEGIN:
      self->follows = FALSE;
      break;

    default:
      break;
    }

  return GDK_EVENT_PROPAGATE;
}

static void
follow_end (RecessCodeOutput *self)
{
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (self->scroller);
  GtkEventController *events = gtk_event_controller_legacy_new ();

  g_signal_connect_object (adjustment, "value-changed", G_CALLBACK (moved_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (adjustment, "changed", G_CALLBACK (grown_cb), self, G_CONNECT_SWAPPED);
  gtk_event_controller_set_propagation_phase (events, GTK_PHASE_CAPTURE);
  g_signal_connect_object (events, "event", G_CALLBACK (event_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self->scroller), events);
}

static void
stop_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  RecessCodeOutput *self = RECESS_CODE_OUTPUT (widget);

  if (self->run != NULL)
    recess_code_run_stop (self->run);
}

/* A view of its own for each output: at GTK 4.8 one that has laid out many lines and is given
 * another buffer then looks for lines of the old one, and ends the program. */
static GtkWidget *
make_view (GtkTextBuffer *output)
{
  GtkWidget *view = gtk_text_view_new_with_buffer (output);

  g_object_set (view,
                "editable", FALSE,
                "cursor-visible", FALSE,
                "monospace", TRUE,
                "wrap-mode", GTK_WRAP_CHAR,
                "left-margin", 12,
                "right-margin", 12,
                "top-margin", 4,
                "bottom-margin", 8,
                NULL);
  gtk_widget_add_css_class (view, "code");
  gtk_accessible_update_property (GTK_ACCESSIBLE (view), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Output"), -1);
  return view;
}

void
recess_code_output_set_run (RecessCodeOutput *self,
                            RecessCodeRun    *run)
{
  GtkTextBuffer *output;

  g_return_if_fail (RECESS_IS_CODE_OUTPUT (self));
  g_return_if_fail (run == NULL || RECESS_IS_CODE_RUN (run));

  if (!g_set_object (&self->run, run))
    return;

  output = run == NULL ? NULL : recess_code_run_get_output (run);
  gtk_scrolled_window_set_child (self->scroller, run == NULL ? NULL : make_view (output));
  g_signal_group_set_target (self->run_signals, run);
  g_signal_group_set_target (self->output_signals, output);
  gtk_widget_set_visible (GTK_WIDGET (self), run != NULL);
  if (run == NULL)
    return;

  recess_row_content_set_action (self->stop, "output.stop");
  update (self);
  update_visible (self);
  self->follows = recess_code_run_get_running (run);
}

static void
recess_code_output_dispose (GObject *object)
{
  RecessCodeOutput *self = RECESS_CODE_OUTPUT (object);

  g_clear_object (&self->run_signals);
  g_clear_object (&self->output_signals);
  g_clear_object (&self->run);
  recess_template_dispose (GTK_WIDGET (self), RECESS_TYPE_CODE_OUTPUT);

  G_OBJECT_CLASS (recess_code_output_parent_class)->dispose (object);
}

static void
recess_code_output_class_init (RecessCodeOutputClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = recess_code_output_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               RESOURCE_PATH "/ui/recess-code-output.ui");
  gtk_widget_class_bind_template_child (widget_class, RecessCodeOutput, state);
  gtk_widget_class_bind_template_child (widget_class, RecessCodeOutput, stop);
  gtk_widget_class_bind_template_child (widget_class, RecessCodeOutput, scroller);

  gtk_widget_class_install_action (widget_class, "output.stop", NULL, stop_action);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "codeoutput");
}

static void
recess_code_output_init (RecessCodeOutput *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  recess_scroll_chain_add (self->scroller);
  follow_end (self);

  self->run_signals = g_signal_group_new (RECESS_TYPE_CODE_RUN);
  g_signal_group_connect_swapped (self->run_signals, "changed", G_CALLBACK (update), self);
  self->output_signals = g_signal_group_new (GTK_TYPE_TEXT_BUFFER);
  g_signal_group_connect_swapped (self->output_signals, "changed", G_CALLBACK (update_visible),
                                  self);
}
