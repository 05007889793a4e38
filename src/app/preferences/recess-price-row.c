/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n.h>
#include <math.h>

#include "common/recess-json.h"
#include "widgets/recess-format.h"

#include "recess-price-row.h"

#define MOST_DOLLARS 1e6

enum
{
  INPUT,
  CACHED_INPUT,
  OUTPUT,
  N_PRICES
};

struct _RecessPriceRow
{
  AdwExpanderRow  parent_instance;

  char           *model;
  double          prices[N_PRICES];
  /* Made when the row is opened, borrowed */
  GtkWidget      *entries[N_PRICES];
  gboolean        own;
};

G_DEFINE_FINAL_TYPE (RecessPriceRow, recess_price_row, ADW_TYPE_EXPANDER_ROW)

enum
{
  SIGNAL_CHANGED,
  SIGNAL_RESET,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static const char *const members[N_PRICES] = { "input", "cached_input", "output" };

gboolean
recess_price_parse (const char *text,
                    double     *price)
{
  g_autofree char *digits = g_strdelimit (g_strstrip (g_strdup (text)), ",", '.');
  char *end;

  if (*digits == '\0')
    {
      *price = -1;
      return TRUE;
    }

  *price = g_ascii_strtod (digits, &end);
  return *end == '\0' && isfinite (*price) && *price >= 0 && *price <= MOST_DOLLARS;
}

static void
recess_price_row_describe (RecessPriceRow *self)
{
  g_autofree char *input = recess_format_number (self->prices[INPUT]);
  g_autofree char *output = recess_format_number (self->prices[OUTPUT]);
  g_autofree char *words = NULL;

  /* Translators: dollars for tokens that go in, and for those that come out */
  words = g_strdup_printf (self->own ? _("$%s in, $%s out, set by you") : _("$%s in, $%s out"),
                           input, output);
  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (self), words);
}

static void
recess_price_row_apply_cb (RecessPriceRow *self)
{
  double prices[N_PRICES];
  gboolean sound = TRUE;

  g_assert (RECESS_IS_PRICE_ROW (self));

  for (guint i = 0; i < N_PRICES; i++)
    {
      gboolean good = recess_price_parse (gtk_editable_get_text (GTK_EDITABLE (self->entries[i])),
                                          &prices[i]) && (i == CACHED_INPUT || prices[i] >= 0);

      if (good)
        gtk_widget_remove_css_class (self->entries[i], "error");
      else
        gtk_widget_add_css_class (self->entries[i], "error");
      sound &= good;
    }
  if (!sound)
    return;

  memcpy (self->prices, prices, sizeof prices);
  self->own = TRUE;
  recess_price_row_describe (self);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
recess_price_row_reset_cb (RecessPriceRow *self)
{
  g_assert (RECESS_IS_PRICE_ROW (self));

  g_signal_emit (self, signals[SIGNAL_RESET], 0);
}

static void
recess_price_row_add_entry (RecessPriceRow *self,
                            guint           which,
                            const char     *title)
{
  GtkWidget *entry = adw_entry_row_new ();
  g_autofree char *digits = recess_format_number (self->prices[which]);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (entry), title);
  gtk_editable_set_text (GTK_EDITABLE (entry), self->prices[which] < 0 ? "" : digits);
  adw_entry_row_set_show_apply_button (ADW_ENTRY_ROW (entry), TRUE);
  g_signal_connect_object (entry, "apply", G_CALLBACK (recess_price_row_apply_cb), self,
                           G_CONNECT_SWAPPED);
  adw_expander_row_add_row (ADW_EXPANDER_ROW (self), entry);
  self->entries[which] = entry;
}

/* Most rows are never opened. */
static void
recess_price_row_expanded_cb (RecessPriceRow *self)
{
  if (!adw_expander_row_get_expanded (ADW_EXPANDER_ROW (self)) || self->entries[INPUT] != NULL)
    return;

  recess_price_row_add_entry (self, INPUT, _("Input"));
  recess_price_row_add_entry (self, CACHED_INPUT, _("Input Seen Before"));
  recess_price_row_add_entry (self, OUTPUT, _("Output"));
}

static void
recess_price_row_add_reset (RecessPriceRow *self)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("edit-undo-symbolic");

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, _("Forget This Price"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, _("Forget This Price"), -1);
  g_signal_connect_object (button, "clicked", G_CALLBACK (recess_price_row_reset_cb), self,
                           G_CONNECT_SWAPPED);
  adw_expander_row_add_action (ADW_EXPANDER_ROW (self), button);
}

static void
recess_price_row_finalize (GObject *object)
{
  g_clear_pointer (&RECESS_PRICE_ROW (object)->model, g_free);

  G_OBJECT_CLASS (recess_price_row_parent_class)->finalize (object);
}

static void
recess_price_row_class_init (RecessPriceRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = recess_price_row_finalize;

  signals[SIGNAL_CHANGED] =
    g_signal_new ("changed", RECESS_TYPE_PRICE_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);
  signals[SIGNAL_RESET] =
    g_signal_new ("reset", RECESS_TYPE_PRICE_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);
}

static void
recess_price_row_init (RecessPriceRow *self)
{
  g_signal_connect (self, "notify::expanded", G_CALLBACK (recess_price_row_expanded_cb), NULL);
}

GtkWidget *
recess_price_row_new (JsonObject *price)
{
  RecessPriceRow *self;

  g_return_val_if_fail (price != NULL, NULL);

  self = g_object_new (RECESS_TYPE_PRICE_ROW, NULL);
  self->model = g_strdup (recess_json_object_get_string (price, "model", ""));
  for (guint i = 0; i < N_PRICES; i++)
    self->prices[i] = recess_json_object_get_double (price, members[i], -1);
  self->own = g_str_equal (recess_json_object_get_string (price, "source", ""), "user");
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), self->model);
  recess_price_row_describe (self);
  if (self->own)
    recess_price_row_add_reset (self);

  return GTK_WIDGET (self);
}

gboolean
recess_price_row_get_own (RecessPriceRow *self)
{
  g_return_val_if_fail (RECESS_IS_PRICE_ROW (self), FALSE);

  return self->own;
}

void
recess_price_row_append_json (RecessPriceRow *self,
                              GString        *json)
{
  g_return_if_fail (RECESS_IS_PRICE_ROW (self));
  g_return_if_fail (json != NULL);

  g_string_append (json, "{\"model\":");
  recess_json_append_string (json, self->model, -1);
  for (guint i = 0; i < N_PRICES; i++)
    if (self->prices[i] >= 0)
      {
        g_string_append_printf (json, ",\"%s\":", members[i]);
        recess_json_append_double (json, self->prices[i]);
      }
  g_string_append_c (json, '}');
}
