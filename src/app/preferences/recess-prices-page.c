/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "engine/recess-call.h"
#include "widgets/recess-template.h"

#include "recess-price-row.h"
#include "recess-prices-page.h"

struct _RecessPricesPage
{
  GtkWidget            parent_instance;

  /* Template widgets */
  AdwPreferencesGroup *group;
  GtkWidget           *reset;
  GtkEditable         *model;
  GtkEditable         *input;
  GtkEditable         *output;
  GtkWidget           *add;
  GtkLabel            *fault;

  /* Borrowed rows of the group */
  GPtrArray           *rows;

  /* Owned references */
  RecessEngine        *engine;
  GCancellable        *cancellable;
};

G_DEFINE_FINAL_TYPE (RecessPricesPage, recess_prices_page, GTK_TYPE_WIDGET)

static void recess_prices_page_put (RecessPricesPage *self,
                                    RecessPriceRow   *but,
                                    const char       *more);

static void
recess_prices_page_changed_cb (RecessPricesPage *self)
{
  g_assert (RECESS_IS_PRICES_PAGE (self));

  recess_prices_page_put (self, NULL, NULL);
}

static void
recess_prices_page_forget_cb (RecessPricesPage *self,
                              RecessPriceRow   *row)
{
  g_assert (RECESS_IS_PRICES_PAGE (self));

  recess_prices_page_put (self, row, NULL);
}

static void
recess_prices_page_describe (RecessPricesPage *self,
                             const char       *date)
{
  g_autofree char *words = NULL;

  if (date != NULL)
    /* Translators: a date, as 2026-09-23 */
    words = g_strdup_printf (_("Dollars per million tokens. The table is of %s; your own prices "
                               "come before it."), date);
  else
    words = g_strdup (_("Dollars per million tokens."));
  adw_preferences_group_set_description (self->group, words);
}

static void
recess_prices_page_take (RecessPricesPage *self,
                         JsonObject       *answer)
{
  JsonArray *prices = recess_json_object_get_array (answer, "prices");
  gboolean own = FALSE;

  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (self->group, g_ptr_array_index (self->rows, i));
  g_ptr_array_set_size (self->rows, 0);

  for (guint i = 0; prices != NULL && i < json_array_get_length (prices); i++)
    {
      JsonNode *node = json_array_get_element (prices, i);
      GtkWidget *row;

      if (!JSON_NODE_HOLDS_OBJECT (node))
        continue;

      row = recess_price_row_new (json_node_get_object (node));
      own |= recess_price_row_get_own (RECESS_PRICE_ROW (row));
      g_signal_connect_object (row, "changed", G_CALLBACK (recess_prices_page_changed_cb), self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (row, "reset", G_CALLBACK (recess_prices_page_forget_cb), self,
                               G_CONNECT_SWAPPED);
      adw_preferences_group_add (self->group, row);
      g_ptr_array_add (self->rows, row);
    }

  gtk_widget_set_sensitive (self->reset, own);
  recess_prices_page_describe (self, recess_json_object_get_string (answer, "date", NULL));
}

static void
recess_prices_page_prices_cb (GObject      *object,
                              GAsyncResult *result,
                              gpointer      user_data)
{
  g_autoptr(RecessPricesPage) self = user_data;
  g_autoptr(JsonObject) answer = NULL;
  g_autoptr(GError) error = NULL;

  answer = recess_call_finish (RECESS_CLIENT (object), result, &error);
  if (g_cancellable_is_cancelled (self->cancellable))
    return;

  gtk_label_set_label (self->fault, error != NULL ? error->message : "");
  gtk_widget_set_visible (GTK_WIDGET (self->fault), error != NULL);
  if (answer != NULL)
    recess_prices_page_take (self, answer);
}

/* Sends the user's own prices, without @but, and with @more. */
static void
recess_prices_page_put (RecessPricesPage *self,
                        RecessPriceRow   *but,
                        const char       *more)
{
  g_autoptr(GString) body = g_string_new ("{\"prices\":[");

  if (more != NULL)
    g_string_append (body, more);
  for (guint i = 0; i < self->rows->len; i++)
    {
      RecessPriceRow *row = g_ptr_array_index (self->rows, i);

      if (row == but || !recess_price_row_get_own (row))
        continue;

      if (body->str[body->len - 1] != '[')
        g_string_append_c (body, ',');
      recess_price_row_append_json (row, body);
    }
  g_string_append (body, "]}");
  recess_call_async (recess_engine_get_client (self->engine), "PUT", "/recess/prices", body->str,
                     NULL, recess_prices_page_prices_cb, g_object_ref (self));
}

static void
recess_prices_page_reset_cb (RecessPricesPage *self)
{
  g_assert (RECESS_IS_PRICES_PAGE (self));

  recess_call_async (recess_engine_get_client (self->engine), "PUT", "/recess/prices",
                     "{\"prices\":[]}", NULL, recess_prices_page_prices_cb, g_object_ref (self));
}

static gboolean
recess_prices_page_read (RecessPricesPage *self,
                         double           *input,
                         double           *output)
{
  return *gtk_editable_get_text (self->model) != '\0' &&
         recess_price_parse (gtk_editable_get_text (self->input), input) && *input >= 0 &&
         recess_price_parse (gtk_editable_get_text (self->output), output) && *output >= 0;
}

static void
recess_prices_page_update (RecessPricesPage *self)
{
  double input;
  double output;

  g_assert (RECESS_IS_PRICES_PAGE (self));

  gtk_widget_set_sensitive (self->add, recess_prices_page_read (self, &input, &output));
}

static void
recess_prices_page_add_cb (RecessPricesPage *self)
{
  g_autoptr(GString) price = g_string_new ("{\"model\":");
  double input;
  double output;

  g_assert (RECESS_IS_PRICES_PAGE (self));

  if (!recess_prices_page_read (self, &input, &output))
    return;

  recess_json_append_string (price, gtk_editable_get_text (self->model), -1);
  g_string_append (price, ",\"input\":");
  recess_json_append_double (price, input);
  g_string_append (price, ",\"output\":");
  recess_json_append_double (price, output);
  g_string_append_c (price, '}');
  recess_prices_page_put (self, NULL, price->str);
  gtk_editable_set_text (self->model, "");
  gtk_editable_set_text (self->input, "");
  gtk_editable_set_text (self->output, "");
}

static void
recess_prices_page_dispose (GObject *object)
{
  RecessPricesPage *self = RECESS_PRICES_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  recess_template_dispose (GTK_WIDGET (object), RECESS_TYPE_PRICES_PAGE);
  g_clear_object (&self->engine);

  G_OBJECT_CLASS (recess_prices_page_parent_class)->dispose (object);
}

static void
recess_prices_page_finalize (GObject *object)
{
  RecessPricesPage *self = RECESS_PRICES_PAGE (object);

  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->rows, g_ptr_array_unref);

  G_OBJECT_CLASS (recess_prices_page_parent_class)->finalize (object);
}

static void
recess_prices_page_class_init (RecessPricesPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = recess_prices_page_dispose;
  object_class->finalize = recess_prices_page_finalize;

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               RESOURCE_PATH "/ui/recess-prices-page.ui");
  gtk_widget_class_bind_template_child (widget_class, RecessPricesPage, group);
  gtk_widget_class_bind_template_child (widget_class, RecessPricesPage, reset);
  gtk_widget_class_bind_template_child (widget_class, RecessPricesPage, model);
  gtk_widget_class_bind_template_child (widget_class, RecessPricesPage, input);
  gtk_widget_class_bind_template_child (widget_class, RecessPricesPage, output);
  gtk_widget_class_bind_template_child (widget_class, RecessPricesPage, add);
  gtk_widget_class_bind_template_child (widget_class, RecessPricesPage, fault);
  gtk_widget_class_bind_template_callback (widget_class, recess_prices_page_reset_cb);
  gtk_widget_class_bind_template_callback (widget_class, recess_prices_page_update);
  gtk_widget_class_bind_template_callback (widget_class, recess_prices_page_add_cb);
}

static void
recess_prices_page_init (RecessPricesPage *self)
{
  self->rows = g_ptr_array_new ();
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  recess_prices_page_update (self);
}

void
recess_prices_page_set_engine (RecessPricesPage *self,
                               RecessEngine     *engine)
{
  g_return_if_fail (RECESS_IS_PRICES_PAGE (self));
  g_return_if_fail (RECESS_IS_ENGINE (engine));
  g_return_if_fail (self->engine == NULL);

  self->engine = g_object_ref (engine);
  recess_call_async (recess_engine_get_client (engine), "GET", "/recess/prices", NULL,
                     self->cancellable, recess_prices_page_prices_cb, g_object_ref (self));
}
