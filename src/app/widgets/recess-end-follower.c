/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "recess-end-follower.h"

/* New rows have a place only after a layout: they are looked for a few frames long. */
#define SETTLING_FRAMES 3

/* How near, in pixels, is at the end. */
#define NEARNESS 8

struct _RecessEndFollower
{
  GObject        parent_instance;

  GtkListView   *list;
  GtkAdjustment *adjustment;

  double         last_value;
  double         last_upper;
  guint          tick;
  guint          settling;
  guint          goal;
  guint          following : 1;
  guint          pressed : 1;
};

G_DEFINE_FINAL_TYPE (RecessEndFollower, recess_end_follower, G_TYPE_OBJECT)

enum {
  PROP_0,
  PROP_FOLLOWING,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static guint
get_goal (RecessEndFollower *self)
{
  GListModel *model = G_LIST_MODEL (gtk_list_view_get_model (self->list));
  guint n_rows = model != NULL ? g_list_model_get_n_items (model) : 0;

  if (self->following)
    return n_rows > 0 ? n_rows - 1 : GTK_INVALID_LIST_POSITION;

  return self->goal < n_rows ? self->goal : GTK_INVALID_LIST_POSITION;
}

static void
scroll_to_goal (RecessEndFollower *self)
{
  guint goal = get_goal (self);

  if (goal != GTK_INVALID_LIST_POSITION)
    gtk_widget_activate_action (GTK_WIDGET (self->list), "list.scroll-to-item", "u", goal);
}

static gboolean
tick_cb (GtkWidget     *widget,
         GdkFrameClock *clock,
         gpointer       user_data)
{
  RecessEndFollower *self = RECESS_END_FOLLOWER (user_data);

  if (self->settling == 0)
    {
      self->goal = GTK_INVALID_LIST_POSITION;
      self->tick = 0;
      return G_SOURCE_REMOVE;
    }

  self->settling--;
  scroll_to_goal (self);

  return G_SOURCE_CONTINUE;
}

static void
set_following (RecessEndFollower *self,
               gboolean           following)
{
  if (self->following == !!following)
    return;

  self->following = !!following;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FOLLOWING]);
}

static gboolean
is_at_end (RecessEndFollower *self)
{
  return gtk_adjustment_get_value (self->adjustment) +
         gtk_adjustment_get_page_size (self->adjustment) >=
         gtk_adjustment_get_upper (self->adjustment) - NEARNESS;
}

static void
moved_cb (RecessEndFollower *self)
{
  double value = gtk_adjustment_get_value (self->adjustment);

  g_assert (RECESS_IS_END_FOLLOWER (self));

  if (is_at_end (self))
    set_following (self, TRUE);
  else if (value < self->last_value && (self->pressed || self->tick == 0))
    recess_end_follower_scrolled_up (self);

  self->last_value = value;
}

static void
resized_cb (RecessEndFollower *self)
{
  double upper = gtk_adjustment_get_upper (self->adjustment);

  g_assert (RECESS_IS_END_FOLLOWER (self));

  if (self->following && upper != self->last_upper)
    recess_end_follower_settle (self);
  self->last_upper = upper;
}

/* Only looks on: wheels and touchpads, and whether a button, a key or a finger is down, be it on
 * the scroll bar, on the text, or to push the list. */
static gboolean
event_cb (RecessEndFollower *self,
          GdkEvent          *event)
{
  double dx = 0, dy = 0;

  g_assert (RECESS_IS_END_FOLLOWER (self));

  switch ((int)gdk_event_get_event_type (event))
    {
    case GDK_SCROLL:
      if (gdk_scroll_event_get_direction (event) == GDK_SCROLL_SMOOTH)
        gdk_scroll_event_get_deltas (event, &dx, &dy);
      if (gdk_scroll_event_get_direction (event) == GDK_SCROLL_UP || dy < 0)
        recess_end_follower_scrolled_up (self);
      break;

    case GDK_BUTTON_PRESS:
    case GDK_KEY_PRESS:
    case GDK_TOUCH_BEGIN:
      self->pressed = TRUE;
      break;

    case GDK_BUTTON_RELEASE:
    case GDK_KEY_RELEASE:
    case GDK_TOUCH_END:
    case GDK_TOUCH_CANCEL:
      self->pressed = FALSE;
      break;

    default:
      break;
    }

  return GDK_EVENT_PROPAGATE;
}

static void
recess_end_follower_get_property (GObject    *object,
                                  guint       prop_id,
                                  GValue     *value,
                                  GParamSpec *pspec)
{
  RecessEndFollower *self = RECESS_END_FOLLOWER (object);

  switch (prop_id)
    {
    case PROP_FOLLOWING:
      g_value_set_boolean (value, self->following);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
recess_end_follower_dispose (GObject *object)
{
  RecessEndFollower *self = RECESS_END_FOLLOWER (object);

  if (self->tick != 0 && self->list != NULL)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self->list), self->tick);
  self->tick = 0;
  g_clear_weak_pointer (&self->list);
  g_clear_object (&self->adjustment);

  G_OBJECT_CLASS (recess_end_follower_parent_class)->dispose (object);
}

static void
recess_end_follower_class_init (RecessEndFollowerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = recess_end_follower_get_property;
  object_class->dispose = recess_end_follower_dispose;

  properties[PROP_FOLLOWING] =
    g_param_spec_boolean ("following", NULL, NULL, TRUE,
                          G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
recess_end_follower_init (RecessEndFollower *self)
{
  self->following = TRUE;
  self->goal = GTK_INVALID_LIST_POSITION;
}

RecessEndFollower *
recess_end_follower_new (GtkListView       *list,
                         GtkScrolledWindow *scroller)
{
  RecessEndFollower *self;
  GtkEventController *events;

  g_return_val_if_fail (GTK_IS_LIST_VIEW (list), NULL);
  g_return_val_if_fail (GTK_IS_SCROLLED_WINDOW (scroller), NULL);

  self = g_object_new (RECESS_TYPE_END_FOLLOWER, NULL);
  g_set_weak_pointer (&self->list, list);
  self->adjustment = g_object_ref (gtk_scrolled_window_get_vadjustment (scroller));
  g_signal_connect_object (self->adjustment, "changed", G_CALLBACK (resized_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->adjustment, "value-changed", G_CALLBACK (moved_cb), self,
                           G_CONNECT_SWAPPED);

  events = gtk_event_controller_legacy_new ();
  gtk_event_controller_set_propagation_phase (events, GTK_PHASE_CAPTURE);
  g_signal_connect_object (events, "event", G_CALLBACK (event_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (scroller), events);

  return self;
}

gboolean
recess_end_follower_get_following (RecessEndFollower *self)
{
  g_return_val_if_fail (RECESS_IS_END_FOLLOWER (self), FALSE);

  return self->following;
}

void
recess_end_follower_set_following (RecessEndFollower *self,
                                   gboolean           following)
{
  g_return_if_fail (RECESS_IS_END_FOLLOWER (self));

  self->goal = GTK_INVALID_LIST_POSITION;
  set_following (self, following);
  if (following)
    recess_end_follower_settle (self);
}

void
recess_end_follower_show_row (RecessEndFollower *self,
                              guint              position)
{
  g_return_if_fail (RECESS_IS_END_FOLLOWER (self));

  set_following (self, FALSE);
  self->goal = position;
  if (self->list != NULL)
    scroll_to_goal (self);
  recess_end_follower_settle (self);
}

void
recess_end_follower_settle (RecessEndFollower *self)
{
  g_return_if_fail (RECESS_IS_END_FOLLOWER (self));

  self->settling = SETTLING_FRAMES;
  if (self->tick == 0 && self->list != NULL)
    self->tick = gtk_widget_add_tick_callback (GTK_WIDGET (self->list), tick_cb, self, NULL);
}

void
recess_end_follower_scrolled_up (RecessEndFollower *self)
{
  g_return_if_fail (RECESS_IS_END_FOLLOWER (self));

  if (gtk_adjustment_get_upper (self->adjustment) <=
      gtk_adjustment_get_page_size (self->adjustment))
    return;

  self->goal = GTK_INVALID_LIST_POSITION;
  set_following (self, FALSE);
}
