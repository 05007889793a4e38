/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n.h>

#include "recess-context-bar.h"
#include "recess-format.h"
#include "recess-style.h"
#include "recess-template.h"

#define BAR_HEIGHT    4
/* Something that is there is seen. */
#define LEAST_WIDTH   2
#define HATCH_STEP    4

struct _RecessContextBar
{
  GtkWidget           parent_instance;

  GtkMenuButton      *button;
  GtkGrid            *grid;

  RecessContextUsage  usage;
};

G_DEFINE_FINAL_TYPE (RecessContextBar, recess_context_bar, GTK_TYPE_WIDGET)

static const struct
{
  const char *color;
  float       alpha;
  const char *style;
} looks[RECESS_N_CONTEXT_PARTS] = {
  [RECESS_CONTEXT_SYSTEM] = { "role_system", 1, "system" },
  [RECESS_CONTEXT_TURNS] = { "role_user", 1, "turns" },
  [RECESS_CONTEXT_DRAFT] = { "role_user", .55f, "draft" },
  [RECESS_CONTEXT_DROPPED] = { "mark_dim", 1, "dropped" },
  [RECESS_CONTEXT_TOOLS] = { "role_tool", 1, "tools" },
  [RECESS_CONTEXT_RESERVE] = { "role_assistant", .5f, "reserve" },
};

static gint64
total_of (const RecessContextUsage *usage)
{
  gint64 total = 0;

  for (guint i = 0; i < RECESS_N_CONTEXT_PARTS; i++)
    total += usage->tokens[i];

  return total;
}

static void
draw_hatch (cairo_t *cr,
            double   x,
            double   width)
{
  cairo_save (cr);
  cairo_rectangle (cr, x, 0, width, BAR_HEIGHT);
  cairo_clip (cr);
  cairo_set_line_width (cr, 1.5);
  for (double at = x - BAR_HEIGHT; at < x + width; at += HATCH_STEP)
    {
      cairo_move_to (cr, at, BAR_HEIGHT);
      cairo_line_to (cr, at + BAR_HEIGHT, 0);
    }
  cairo_stroke (cr);
  cairo_restore (cr);
}

static void
draw_parts (RecessContextBar *self,
            cairo_t          *cr,
            double            width)
{
  gint64 whole = MAX (self->usage.limit, total_of (&self->usage));
  double x = 0;

  for (guint i = 0; i < RECESS_N_CONTEXT_PARTS && x < width; i++)
    {
      double part = (double) self->usage.tokens[i] / MAX (whole, 1) * width;
      GdkRGBA color;

      if (self->usage.tokens[i] == 0)
        continue;

      part = MIN (MAX (part, LEAST_WIDTH), width - x);
      recess_style_lookup_color (GTK_WIDGET (self), looks[i].color, &color);
      color.alpha *= looks[i].alpha;
      gdk_cairo_set_source_rgba (cr, &color);
      if (i == RECESS_CONTEXT_DROPPED)
        {
          draw_hatch (cr, x, part);
        }
      else
        {
          cairo_rectangle (cr, x, 0, part, BAR_HEIGHT);
          cairo_fill (cr);
        }
      x += part;
    }
}

static void
recess_context_bar_snapshot (GtkWidget   *widget,
                             GtkSnapshot *snapshot)
{
  RecessContextBar *self = RECESS_CONTEXT_BAR (widget);
  int width = gtk_widget_get_width (widget);
  int y = (gtk_widget_get_height (widget) - BAR_HEIGHT) / 2;
  graphene_rect_t area = GRAPHENE_RECT_INIT (0, y, width, BAR_HEIGHT);
  GskRoundedRect outline;
  GdkRGBA track;
  cairo_t *cr;

  recess_style_get_color (widget, &track);
  track.alpha *= .1f;
  gsk_rounded_rect_init_from_rect (&outline, &area, BAR_HEIGHT / 2.f);
  gtk_snapshot_push_rounded_clip (snapshot, &outline);
  gtk_snapshot_append_color (snapshot, &track, &area);
  cr = gtk_snapshot_append_cairo (snapshot, &area);
  cairo_translate (cr, 0, y);
  if (gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL)
    {
      cairo_translate (cr, width, 0);
      cairo_scale (cr, -1, 1);
    }
  draw_parts (self, cr, width);
  cairo_destroy (cr);
  gtk_snapshot_pop (snapshot);

  GTK_WIDGET_CLASS (recess_context_bar_parent_class)->snapshot (widget, snapshot);
}

static GtkWidget *
new_label (const char *text,
           float       xalign,
           const char *style)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), xalign);
  if (style != NULL)
    gtk_widget_add_css_class (label, style);

  return label;
}

static void
attach_row (RecessContextBar  *self,
            int                row,
            RecessContextPart  part)
{
  g_autofree char *tokens = recess_format_count (self->usage.tokens[part]);
  g_autofree char *cost = recess_format_cost (recess_context_usage_get_cost (&self->usage, part));
  GtkWidget *swatch = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  gtk_widget_add_css_class (swatch, "context-swatch");
  gtk_widget_add_css_class (swatch, looks[part].style);
  gtk_widget_set_valign (swatch, GTK_ALIGN_CENTER);
  gtk_grid_attach (self->grid, swatch, 0, row, 1, 1);
  gtk_grid_attach (self->grid, new_label (recess_context_part_get_name (part), 0, NULL), 1, row,
                   1, 1);
  gtk_grid_attach (self->grid, new_label (tokens, 1, "numeric"), 2, row, 1, 1);
  gtk_grid_attach (self->grid, new_label (cost, 1, "numeric"), 3, row, 1, 1);
}

static char *
describe_left (const RecessContextUsage *usage)
{
  gint64 left = usage->limit - total_of (usage) + usage->tokens[RECESS_CONTEXT_DROPPED];
  g_autofree char *count = recess_format_count (MAX (left, 0));

  if (usage->limit == 0)
    return g_strdup (_("The context of this model is not known."));

  return g_strdup_printf (_("%s tokens are left."), count);
}

/* The rows are made when they are looked at, and not with each letter that is typed. */
static void
recess_context_bar_fill (GtkMenuButton *button,
                         gpointer       user_data)
{
  RecessContextBar *self = user_data;
  g_autofree char *heading = recess_context_usage_to_string (&self->usage);
  g_autofree char *left = describe_left (&self->usage);
  GtkWidget *child;
  GtkWidget *note;
  int row = 1;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->grid))) != NULL)
    gtk_grid_remove (self->grid, child);

  gtk_grid_attach (self->grid, new_label (heading, 0, "heading"), 0, 0, 4, 1);
  for (guint i = 0; i < RECESS_N_CONTEXT_PARTS; i++)
    if (self->usage.tokens[i] > 0)
      attach_row (self, row++, i);

  note = new_label (left, 0, "dim-label");
  gtk_label_set_wrap (GTK_LABEL (note), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (note), 36);
  gtk_grid_attach (self->grid, note, 0, row, 4, 1);
}

static void
recess_context_bar_describe (RecessContextBar *self)
{
  g_autofree char *tokens = recess_context_usage_to_string (&self->usage);
  g_autoptr(GString) words = g_string_new (NULL);

  g_string_printf (words, _("Context: %s"), tokens);
  for (guint i = 0; i < RECESS_N_CONTEXT_PARTS; i++)
    if (self->usage.tokens[i] > 0)
      {
        g_autofree char *count = recess_format_count (self->usage.tokens[i]);

        g_string_append_printf (words, ", %s %s", recess_context_part_get_name (i), count);
      }
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, words->str, -1);
}

static void
recess_context_bar_dispose (GObject *object)
{
  recess_template_dispose (GTK_WIDGET (object), RECESS_TYPE_CONTEXT_BAR);

  G_OBJECT_CLASS (recess_context_bar_parent_class)->dispose (object);
}

static void
recess_context_bar_class_init (RecessContextBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = recess_context_bar_dispose;
  widget_class->snapshot = recess_context_bar_snapshot;

  gtk_widget_class_set_css_name (widget_class, "contextbar");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               RESOURCE_PATH "/ui/recess-context-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, RecessContextBar, button);
  gtk_widget_class_bind_template_child (widget_class, RecessContextBar, grid);
}

static void
recess_context_bar_init (RecessContextBar *self)
{
  self->usage.input_price = self->usage.output_price = -1;
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_menu_button_set_create_popup_func (self->button, recess_context_bar_fill, self, NULL);
}

GtkWidget *
recess_context_bar_new (void)
{
  return g_object_new (RECESS_TYPE_CONTEXT_BAR, NULL);
}

void
recess_context_bar_set_usage (RecessContextBar         *self,
                              const RecessContextUsage *usage)
{
  static const RecessContextUsage nothing = { .input_price = -1, .output_price = -1 };

  g_return_if_fail (RECESS_IS_CONTEXT_BAR (self));

  self->usage = usage != NULL ? *usage : nothing;
  recess_context_bar_describe (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
