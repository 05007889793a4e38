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

#include "recess-welcome-page.h"

struct _RecessWelcomePage
{
  GtkWidget      parent_instance;

  /* Template widgets */
  GtkListBox    *found;
  GtkFlowBox    *prompts;
  AdwActionRow  *configured;

  /* Owned references */
  RecessEngine  *engine;
  RecessModels  *models;
  GPtrArray     *nearby;
  GCancellable  *cancellable;
  guint          asked : 1;
};

G_DEFINE_FINAL_TYPE (RecessWelcomePage, recess_welcome_page, GTK_TYPE_WIDGET)

enum
{
  SIGNAL_ASK,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static const struct
{
  const char *title;
  const char *text;
} prompts[] = {
  { N_("Why does an API need a key?"), N_("Why does an API need a key?") },
  { N_("Explain what a system message does"), N_("What does a system message do?") },
  { N_("Write Pong in one HTML file"), N_("Write Pong in one HTML file with a canvas.") },
  { N_("What can I do with this program?"), N_("What can I do with this program?") },
};

/* A server nearby, and how it becomes a provider. */
typedef struct
{
  RecessWelcomePage *self;
  AdwActionRow      *row;
  GtkWidget         *button;
  char              *name;
  char              *base_url;
  char              *model;
} Nearby;

static void
nearby_free (gpointer data)
{
  Nearby *nearby = data;

  g_free (nearby->name);
  g_free (nearby->base_url);
  g_free (nearby->model);
  g_free (nearby);
}

static void
recess_welcome_page_prompt_cb (RecessWelcomePage *self,
                               GtkButton         *button)
{
  GtkWidget *child = gtk_widget_get_parent (GTK_WIDGET (button));
  int index = gtk_flow_box_child_get_index (GTK_FLOW_BOX_CHILD (child));

  g_assert (RECESS_IS_WELCOME_PAGE (self));

  g_signal_emit (self, signals[SIGNAL_ASK], 0, _(prompts[index].text), NULL);
}

static void
recess_welcome_page_begin_cb (RecessWelcomePage *self)
{
  g_assert (RECESS_IS_WELCOME_PAGE (self));

  g_signal_emit (self, signals[SIGNAL_ASK], 0, NULL, NULL);
}

static void
recess_welcome_page_default_cb (GObject      *object,
                                GAsyncResult *result,
                                gpointer      user_data)
{
  g_autoptr(RecessWelcomePage) self = user_data;
  g_autoptr(JsonObject) aliases = NULL;

  aliases = recess_call_finish (RECESS_CLIENT (object), result, NULL);
  if (aliases != NULL)
    recess_models_refresh (self->models);
}

static void
recess_welcome_page_used_cb (GObject      *object,
                             GAsyncResult *result,
                             gpointer      user_data)
{
  Nearby *nearby = user_data;
  g_autoptr(RecessWelcomePage) self = nearby->self;
  g_autoptr(JsonObject) provider = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *model = NULL;
  g_autofree char *quoted = NULL;
  g_autofree char *body = NULL;

  provider = recess_call_finish (RECESS_CLIENT (object), result, &error);
  if (provider == NULL)
    {
      if (!recess_call_cancelled (error))
        {
          adw_action_row_set_subtitle (nearby->row, error->message);
          gtk_widget_set_sensitive (nearby->button, TRUE);
        }
      return;
    }

  adw_action_row_set_subtitle (nearby->row, _("Ready"));
  gtk_widget_set_sensitive (GTK_WIDGET (nearby->row), FALSE);
  model = g_strdup_printf ("%s/%s", nearby->name, nearby->model);
  quoted = recess_json_quote (model);
  body = g_strdup_printf ("{\"default_model\":%s}", quoted);
  recess_call_async (RECESS_CLIENT (object), "PUT", "/recess/aliases", body, self->cancellable,
                     recess_welcome_page_default_cb, g_object_ref (self));
}

static void
recess_welcome_page_use_cb (GtkButton *button,
                            gpointer   user_data)
{
  Nearby *nearby = user_data;
  RecessWelcomePage *self = nearby->self;
  g_autofree char *name = recess_json_quote (nearby->name);
  g_autofree char *url = recess_json_quote (nearby->base_url);
  g_autofree char *body = NULL;

  gtk_widget_set_sensitive (nearby->button, FALSE);
  body = g_strdup_printf ("{\"name\":%s,\"base_url\":%s,\"auth\":\"none\"}", name, url);
  g_object_ref (self);
  recess_call_async (recess_engine_get_client (self->engine), "POST", "/recess/providers", body,
                     self->cancellable, recess_welcome_page_used_cb, nearby);
}

static void
recess_welcome_page_add_nearby (RecessWelcomePage *self,
                                JsonObject        *server)
{
  JsonArray *models = recess_json_object_get_array (server, "models");
  guint count = models != NULL ? json_array_get_length (models) : 0;
  g_autofree char *subtitle = NULL;
  Nearby *nearby;

  if (count == 0)
    return;

  nearby = g_new0 (Nearby, 1);
  nearby->self = self;
  nearby->name = g_strdup (recess_json_object_get_string (server, "name", ""));
  nearby->base_url = g_strdup (recess_json_object_get_string (server, "base_url", ""));
  nearby->model = g_strdup (json_array_get_string_element (models, 0));
  nearby->row = ADW_ACTION_ROW (adw_action_row_new ());
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (nearby->row), FALSE);
  g_ptr_array_add (self->nearby, nearby);

  subtitle = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u model, on this computer",
                                           "%u models, on this computer", count), count);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (nearby->row),
                                 recess_json_object_get_string (server, "label", nearby->name));
  adw_action_row_set_subtitle (nearby->row, subtitle);
  nearby->button = gtk_button_new_with_mnemonic (_("_Use"));
  gtk_widget_set_valign (nearby->button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (nearby->button, "suggested-action");
  adw_action_row_add_suffix (nearby->row, nearby->button);
  adw_action_row_set_activatable_widget (nearby->row, nearby->button);
  g_signal_connect (nearby->button, "clicked", G_CALLBACK (recess_welcome_page_use_cb), nearby);
  gtk_list_box_prepend (self->found, GTK_WIDGET (nearby->row));
}

static void
recess_welcome_page_nearby_cb (GObject      *object,
                               GAsyncResult *result,
                               gpointer      user_data)
{
  g_autoptr(RecessWelcomePage) self = user_data;
  g_autoptr(JsonObject) list = NULL;
  JsonArray *data;

  list = recess_call_finish (RECESS_CLIENT (object), result, NULL);
  if (list == NULL || g_cancellable_is_cancelled (self->cancellable))
    return;

  data = recess_json_object_get_array (list, "data");
  for (guint i = 0; data != NULL && i < json_array_get_length (data); i++)
    {
      JsonNode *node = json_array_get_element (data, i);

      if (JSON_NODE_HOLDS_OBJECT (node))
        recess_welcome_page_add_nearby (self, json_node_get_object (node));
    }
}

/* Looked for when the page is seen, not at every start. */
static void
recess_welcome_page_look (RecessWelcomePage *self)
{
  g_assert (RECESS_IS_WELCOME_PAGE (self));

  if (self->asked || !gtk_widget_get_mapped (GTK_WIDGET (self)) ||
      recess_engine_get_state (self->engine) != RECESS_ENGINE_READY)
    return;

  self->asked = TRUE;
  recess_call_async (recess_engine_get_client (self->engine), "GET", "/recess/providers/nearby",
                     NULL, self->cancellable, recess_welcome_page_nearby_cb,
                     g_object_ref (self));
}

static void
recess_welcome_page_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (recess_welcome_page_parent_class)->map (widget);

  recess_welcome_page_look (RECESS_WELCOME_PAGE (widget));
}

static void
recess_welcome_page_models_cb (RecessWelcomePage *self)
{
  guint length;
  guint others = 0;
  g_autofree char *subtitle = NULL;

  g_assert (RECESS_IS_WELCOME_PAGE (self));

  length = g_list_model_get_n_items (G_LIST_MODEL (self->models));
  for (guint i = 0; i < length; i++)
    {
      g_autoptr(RecessModel) model = g_list_model_get_item (G_LIST_MODEL (self->models), i);

      others += !recess_model_get_practice (model);
    }

  subtitle = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u model of your providers",
                                           "%u models of your providers", others), others);
  adw_action_row_set_subtitle (self->configured, subtitle);
  gtk_widget_set_visible (GTK_WIDGET (self->configured), others > 0);
}

static void
recess_welcome_page_dispose (GObject *object)
{
  RecessWelcomePage *self = RECESS_WELCOME_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  recess_template_dispose (GTK_WIDGET (object), RECESS_TYPE_WELCOME_PAGE);
  g_clear_object (&self->engine);
  g_clear_object (&self->models);

  G_OBJECT_CLASS (recess_welcome_page_parent_class)->dispose (object);
}

static void
recess_welcome_page_finalize (GObject *object)
{
  RecessWelcomePage *self = RECESS_WELCOME_PAGE (object);

  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->nearby, g_ptr_array_unref);

  G_OBJECT_CLASS (recess_welcome_page_parent_class)->finalize (object);
}

static void
recess_welcome_page_class_init (RecessWelcomePageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = recess_welcome_page_dispose;
  object_class->finalize = recess_welcome_page_finalize;
  widget_class->map = recess_welcome_page_map;

  signals[SIGNAL_ASK] =
    g_signal_new ("ask", RECESS_TYPE_WELCOME_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               RESOURCE_PATH "/ui/recess-welcome-page.ui");
  gtk_widget_class_bind_template_child (widget_class, RecessWelcomePage, found);
  gtk_widget_class_bind_template_child (widget_class, RecessWelcomePage, prompts);
  gtk_widget_class_bind_template_child (widget_class, RecessWelcomePage, configured);
  gtk_widget_class_bind_template_callback (widget_class, recess_welcome_page_begin_cb);
}

static void
recess_welcome_page_add_prompt (RecessWelcomePage *self,
                                const char        *title)
{
  GtkWidget *child = gtk_flow_box_child_new ();
  GtkWidget *button = gtk_button_new ();
  GtkWidget *label = gtk_label_new (title);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (button, "prompt");
  gtk_button_set_child (GTK_BUTTON (button), label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, title,
                                  -1);
  gtk_widget_set_focusable (child, FALSE);
  gtk_flow_box_child_set_child (GTK_FLOW_BOX_CHILD (child), button);
  gtk_flow_box_append (self->prompts, child);
  g_signal_connect_object (button, "clicked", G_CALLBACK (recess_welcome_page_prompt_cb), self,
                           G_CONNECT_SWAPPED);
}

static void
recess_welcome_page_init (RecessWelcomePage *self)
{
  self->cancellable = g_cancellable_new ();
  self->nearby = g_ptr_array_new_with_free_func (nearby_free);
  gtk_widget_init_template (GTK_WIDGET (self));

  for (guint i = 0; i < G_N_ELEMENTS (prompts); i++)
    recess_welcome_page_add_prompt (self, _(prompts[i].title));
}

GtkWidget *
recess_welcome_page_new (RecessEngine *engine,
                         RecessModels *models)
{
  RecessWelcomePage *self;

  g_return_val_if_fail (RECESS_IS_ENGINE (engine), NULL);
  g_return_val_if_fail (RECESS_IS_MODELS (models), NULL);

  self = g_object_new (RECESS_TYPE_WELCOME_PAGE, NULL);
  self->engine = g_object_ref (engine);
  self->models = g_object_ref (models);
  g_signal_connect_object (engine, "notify::state", G_CALLBACK (recess_welcome_page_look), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (models, "items-changed", G_CALLBACK (recess_welcome_page_models_cb),
                           self, G_CONNECT_SWAPPED);
  recess_welcome_page_models_cb (self);

  return GTK_WIDGET (self);
}
