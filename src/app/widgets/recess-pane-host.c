/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <adwaita.h>

#include "recess-pane-host.h"
#include "recess-template.h"

#define LIST_MIN         240
#define LIST_MAX         360
#define INSPECTOR_MIN    300
#define INSPECTOR_MAX    460
#define INSPECTOR_PAGE   350
#define WORK_MIN         320
#define HYSTERESIS       20

struct _RecessPaneHost
{
  GtkWidget   parent_instance;

  /* Template widgets */
  AdwLeaflet *leaflet;
  GtkOverlay *list_side;
  AdwFlap    *flap;
  GtkOverlay *inspector_side;
  AdwBin     *list_bin;
  AdwBin     *work_bin;
  AdwBin     *inspector_bin;
  GtkWidget  *list_handle;
  GtkWidget  *inspector_handle;

  int         list_width;
  int         inspector_width;
  int         drag_from;
  guint       inspector_wanted : 1;
  guint       updating : 1;
};

G_DEFINE_FINAL_TYPE (RecessPaneHost, recess_pane_host, GTK_TYPE_WIDGET)

enum
{
  PROP_0,
  PROP_LIST,
  PROP_WORK,
  PROP_INSPECTOR,
  PROP_FOLDED,
  PROP_PAGE,
  PROP_INSPECTOR_VISIBLE,
  PROP_INSPECTOR_WANTED,
  PROP_LIST_WIDTH,
  PROP_INSPECTOR_WIDTH,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

/* The fold follows the minimum sizes; a folded side asks for a little more, so that the window has
 * to grow by that much before it unfolds. */
static void
recess_pane_host_update_widths (RecessPaneHost *self)
{
  gboolean paged = adw_leaflet_get_folded (self->leaflet);
  gboolean sheet = adw_flap_get_folded (self->flap);
  int list = self->list_width + (paged ? HYSTERESIS : 0);
  int inspector = self->inspector_width + (sheet ? HYSTERESIS : 0);

  if (paged)
    inspector = INSPECTOR_PAGE;

  gtk_widget_set_size_request (GTK_WIDGET (self->list_side), list, -1);
  gtk_widget_set_size_request (GTK_WIDGET (self->inspector_side), inspector, -1);
  /* As a page it takes all the width. */
  gtk_widget_set_hexpand (GTK_WIDGET (self->inspector_side), paged);
  gtk_widget_set_visible (self->list_handle, !paged);
  gtk_widget_set_visible (self->inspector_handle, !paged);
}

static void
recess_pane_host_update_reveal (RecessPaneHost *self)
{
  gboolean paged = adw_leaflet_get_folded (self->leaflet);
  gboolean sheet = adw_flap_get_folded (self->flap);

  self->updating = TRUE;
  adw_flap_set_reveal_flap (self->flap,
                            self->inspector_wanted && !sheet && !paged);
  self->updating = FALSE;
}

static void
recess_pane_host_folded_cb (RecessPaneHost *self)
{
  g_assert (RECESS_IS_PANE_HOST (self));

  recess_pane_host_update_widths (self);
  recess_pane_host_update_reveal (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FOLDED]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PAGE]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_INSPECTOR_VISIBLE]);
}

static void
recess_pane_host_page_cb (RecessPaneHost *self)
{
  g_assert (RECESS_IS_PANE_HOST (self));

  if (self->updating)
    return;

  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PAGE]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_INSPECTOR_VISIBLE]);
}

static void
recess_pane_host_drag_begin_cb (RecessPaneHost *self,
                                double          x,
                                double          y,
                                GtkGestureDrag *gesture)
{
  GtkWidget *handle;

  g_assert (RECESS_IS_PANE_HOST (self));

  handle = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (gesture));
  self->drag_from = handle == self->list_handle ? self->list_width : self->inspector_width;
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
}

/* The handle moves with the drag, so offsets are taken in the host's coordinates. */
static void
recess_pane_host_drag_update_cb (RecessPaneHost *self,
                                 double          dx,
                                 double          dy,
                                 GtkGestureDrag *gesture)
{
  GtkWidget *handle;
  gboolean rtl;
  graphene_point_t point;
  double x;
  double y;
  double at;

  g_assert (RECESS_IS_PANE_HOST (self));

  handle = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (gesture));
  gtk_gesture_drag_get_start_point (gesture, &x, &y);
  if (!gtk_widget_compute_point (handle, GTK_WIDGET (self),
                                 &GRAPHENE_POINT_INIT (x + dx, y), &point))
    return;

  at = point.x;
  rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  if (rtl)
    at = gtk_widget_get_width (GTK_WIDGET (self)) - at;

  if (handle == self->list_handle)
    g_object_set (self, "list-width", CLAMP ((int) at, LIST_MIN, LIST_MAX), NULL);
  else
    g_object_set (self, "inspector-width",
                  CLAMP (gtk_widget_get_width (GTK_WIDGET (self)) - (int) at,
                         INSPECTOR_MIN, INSPECTOR_MAX), NULL);
}

static void
recess_pane_host_add_drag (RecessPaneHost *self,
                           GtkWidget      *handle)
{
  GtkGesture *gesture = gtk_gesture_drag_new ();

  g_signal_connect_object (gesture, "drag-begin", G_CALLBACK (recess_pane_host_drag_begin_cb),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (gesture, "drag-update", G_CALLBACK (recess_pane_host_drag_update_cb),
                           self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (handle, GTK_EVENT_CONTROLLER (gesture));
  gtk_widget_set_cursor_from_name (handle, "col-resize");
}

static void
recess_pane_host_set_inspector_wanted (RecessPaneHost *self,
                                       gboolean        wanted)
{
  if (self->inspector_wanted == wanted)
    return;

  self->inspector_wanted = wanted;
  recess_pane_host_update_reveal (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_INSPECTOR_WANTED]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_INSPECTOR_VISIBLE]);
}

static void
recess_pane_host_get_property (GObject    *object,
                               guint       prop_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  RecessPaneHost *self = RECESS_PANE_HOST (object);

  switch (prop_id)
    {
    case PROP_LIST:
      g_value_set_object (value, adw_bin_get_child (self->list_bin));
      break;

    case PROP_WORK:
      g_value_set_object (value, adw_bin_get_child (self->work_bin));
      break;

    case PROP_INSPECTOR:
      g_value_set_object (value, adw_bin_get_child (self->inspector_bin));
      break;

    case PROP_FOLDED:
      g_value_set_boolean (value, recess_pane_host_get_folded (self));
      break;

    case PROP_PAGE:
      g_value_set_uint (value, recess_pane_host_get_page (self));
      break;

    case PROP_INSPECTOR_VISIBLE:
      g_value_set_boolean (value, recess_pane_host_get_inspector_visible (self));
      break;

    case PROP_INSPECTOR_WANTED:
      g_value_set_boolean (value, self->inspector_wanted);
      break;

    case PROP_LIST_WIDTH:
      g_value_set_int (value, self->list_width);
      break;

    case PROP_INSPECTOR_WIDTH:
      g_value_set_int (value, self->inspector_width);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
recess_pane_host_set_width (RecessPaneHost *self,
                            int            *width,
                            int             value,
                            GParamSpec     *pspec)
{
  if (*width == value)
    return;

  *width = value;
  recess_pane_host_update_widths (self);
  g_object_notify_by_pspec (G_OBJECT (self), pspec);
}

static void
recess_pane_host_set_property (GObject      *object,
                               guint         prop_id,
                               const GValue *value,
                               GParamSpec   *pspec)
{
  RecessPaneHost *self = RECESS_PANE_HOST (object);

  switch (prop_id)
    {
    case PROP_LIST:
      adw_bin_set_child (self->list_bin, g_value_get_object (value));
      break;

    case PROP_WORK:
      adw_bin_set_child (self->work_bin, g_value_get_object (value));
      break;

    case PROP_INSPECTOR:
      adw_bin_set_child (self->inspector_bin, g_value_get_object (value));
      break;

    case PROP_INSPECTOR_VISIBLE:
      recess_pane_host_set_inspector_visible (self, g_value_get_boolean (value));
      break;

    case PROP_INSPECTOR_WANTED:
      recess_pane_host_set_inspector_wanted (self, g_value_get_boolean (value));
      break;

    case PROP_LIST_WIDTH:
      recess_pane_host_set_width (self, &self->list_width, g_value_get_int (value), pspec);
      break;

    case PROP_INSPECTOR_WIDTH:
      recess_pane_host_set_width (self, &self->inspector_width, g_value_get_int (value), pspec);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
recess_pane_host_dispose (GObject *object)
{
  recess_template_dispose (GTK_WIDGET (object), RECESS_TYPE_PANE_HOST);

  G_OBJECT_CLASS (recess_pane_host_parent_class)->dispose (object);
}

static void
recess_pane_host_class_init (RecessPaneHostClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = recess_pane_host_dispose;
  object_class->get_property = recess_pane_host_get_property;
  object_class->set_property = recess_pane_host_set_property;

  properties[PROP_LIST] =
    g_param_spec_object ("list", NULL, NULL, GTK_TYPE_WIDGET,
                         G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_WORK] =
    g_param_spec_object ("work", NULL, NULL, GTK_TYPE_WIDGET,
                         G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_INSPECTOR] =
    g_param_spec_object ("inspector", NULL, NULL, GTK_TYPE_WIDGET,
                         G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_FOLDED] =
    g_param_spec_boolean ("folded", NULL, NULL, FALSE,
                          G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_PAGE] =
    g_param_spec_uint ("page", NULL, NULL, 0, RECESS_PANE_PAGE_INSPECTOR, RECESS_PANE_PAGE_WORK,
                       G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_INSPECTOR_VISIBLE] =
    g_param_spec_boolean ("inspector-visible", NULL, NULL, TRUE,
                          G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  /* What was chosen side by side; a sheet comes and goes without changing it. */
  properties[PROP_INSPECTOR_WANTED] =
    g_param_spec_boolean ("inspector-wanted", NULL, NULL, TRUE,
                          G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_LIST_WIDTH] =
    g_param_spec_int ("list-width", NULL, NULL, LIST_MIN, LIST_MAX, 280,
                      G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_INSPECTOR_WIDTH] =
    g_param_spec_int ("inspector-width", NULL, NULL, INSPECTOR_MIN, INSPECTOR_MAX, 340,
                      G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               RESOURCE_PATH "/ui/recess-pane-host.ui");
  gtk_widget_class_bind_template_child (widget_class, RecessPaneHost, leaflet);
  gtk_widget_class_bind_template_child (widget_class, RecessPaneHost, list_side);
  gtk_widget_class_bind_template_child (widget_class, RecessPaneHost, flap);
  gtk_widget_class_bind_template_child (widget_class, RecessPaneHost, inspector_side);
  gtk_widget_class_bind_template_child (widget_class, RecessPaneHost, list_bin);
  gtk_widget_class_bind_template_child (widget_class, RecessPaneHost, work_bin);
  gtk_widget_class_bind_template_child (widget_class, RecessPaneHost, inspector_bin);
  gtk_widget_class_bind_template_child (widget_class, RecessPaneHost, list_handle);
  gtk_widget_class_bind_template_child (widget_class, RecessPaneHost, inspector_handle);
  gtk_widget_class_bind_template_callback (widget_class, recess_pane_host_folded_cb);
  gtk_widget_class_bind_template_callback (widget_class, recess_pane_host_page_cb);
}

static void
recess_pane_host_init (RecessPaneHost *self)
{
  self->list_width = 280;
  self->inspector_width = 340;
  self->inspector_wanted = TRUE;

  gtk_widget_init_template (GTK_WIDGET (self));

  recess_pane_host_add_drag (self, self->list_handle);
  recess_pane_host_add_drag (self, self->inspector_handle);
  gtk_widget_set_size_request (GTK_WIDGET (self->work_bin), WORK_MIN, -1);
  recess_pane_host_update_widths (self);
}

GtkWidget *
recess_pane_host_new (void)
{
  return g_object_new (RECESS_TYPE_PANE_HOST, NULL);
}

gboolean
recess_pane_host_get_folded (RecessPaneHost *self)
{
  g_return_val_if_fail (RECESS_IS_PANE_HOST (self), FALSE);

  return adw_leaflet_get_folded (self->leaflet);
}

RecessPanePage
recess_pane_host_get_page (RecessPaneHost *self)
{
  g_return_val_if_fail (RECESS_IS_PANE_HOST (self), RECESS_PANE_PAGE_WORK);

  if (!adw_leaflet_get_folded (self->leaflet))
    return RECESS_PANE_PAGE_WORK;

  if (adw_leaflet_get_visible_child (self->leaflet) == GTK_WIDGET (self->list_side))
    return RECESS_PANE_PAGE_LIST;

  if (adw_flap_get_folded (self->flap) && adw_flap_get_reveal_flap (self->flap))
    return RECESS_PANE_PAGE_INSPECTOR;

  return RECESS_PANE_PAGE_WORK;
}

/**
 * recess_pane_host_show_page:
 *
 * Goes to a page where the three are pages; elsewhere only the inspector can be asked for.
 */
void
recess_pane_host_show_page (RecessPaneHost *self,
                            RecessPanePage  page)
{
  g_return_if_fail (RECESS_IS_PANE_HOST (self));

  if (page == RECESS_PANE_PAGE_INSPECTOR)
    {
      recess_pane_host_set_inspector_visible (self, TRUE);
      return;
    }

  if (adw_flap_get_folded (self->flap))
    adw_flap_set_reveal_flap (self->flap, FALSE);

  adw_leaflet_set_visible_child (self->leaflet,
                                 page == RECESS_PANE_PAGE_LIST ? GTK_WIDGET (self->list_side)
                                                               : GTK_WIDGET (self->flap));
}

gboolean
recess_pane_host_get_inspector_visible (RecessPaneHost *self)
{
  g_return_val_if_fail (RECESS_IS_PANE_HOST (self), FALSE);

  return adw_flap_get_reveal_flap (self->flap);
}

void
recess_pane_host_set_inspector_visible (RecessPaneHost *self,
                                        gboolean        visible)
{
  g_return_if_fail (RECESS_IS_PANE_HOST (self));

  if (!adw_flap_get_folded (self->flap) && !adw_leaflet_get_folded (self->leaflet))
    recess_pane_host_set_inspector_wanted (self, visible);
  else if (visible)
    adw_leaflet_set_visible_child (self->leaflet, GTK_WIDGET (self->flap));

  adw_flap_set_reveal_flap (self->flap, visible);
}

gboolean
recess_pane_host_back (RecessPaneHost *self)
{
  g_return_val_if_fail (RECESS_IS_PANE_HOST (self), FALSE);

  if (adw_flap_get_folded (self->flap) && adw_flap_get_reveal_flap (self->flap))
    {
      adw_flap_set_reveal_flap (self->flap, FALSE);
      return TRUE;
    }

  if (recess_pane_host_get_page (self) != RECESS_PANE_PAGE_WORK ||
      !adw_leaflet_get_folded (self->leaflet))
    return FALSE;

  adw_leaflet_set_visible_child (self->leaflet, GTK_WIDGET (self->list_side));
  return TRUE;
}
