/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n.h>

#include "common/recess-glib-compat.h"

#include "recess-format.h"
#include "recess-model-chooser.h"
#include "recess-template.h"

struct _RecessModelChooser
{
  GtkWidget        parent_instance;

  /* Template widgets */
  GtkButton       *button;
  GtkLabel        *name;
  GtkWidget       *practice;
  GtkPopover      *popover;
  GtkSearchEntry  *search;
  GtkListBox      *list;

  RecessModels *models;
  char            *model;
  guint            stale : 1;
};

G_DEFINE_FINAL_TYPE (RecessModelChooser, recess_model_chooser, GTK_TYPE_WIDGET)

enum
{
  PROP_0,
  PROP_MODEL,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static RecessModel *
row_get_model (GtkListBoxRow *row)
{
  return g_object_get_data (G_OBJECT (row), "model");
}

static void
recess_model_chooser_update (RecessModelChooser *self)
{
  RecessModel *model = NULL;

  if (self->models != NULL)
    model = recess_models_find (self->models, self->model);

  gtk_label_set_label (self->name, model != NULL ? recess_model_get_name (model)
                                   : self->model != NULL ? self->model : _("Choose a Model"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  gtk_label_get_label (self->name), -1);
  gtk_widget_set_visible (self->practice, model != NULL && recess_model_get_practice (model));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->button), self->model);
}

static char *
recess_model_chooser_describe (RecessModel *model)
{
  gint64 context = recess_model_get_context_length (model);
  const char *shutdown = recess_model_get_shutdown_date (model);
  g_autofree char *count = recess_format_count (context);

  if (shutdown != NULL && context > 0)
    return g_strdup_printf (_("%s tokens · ends %s"), count, shutdown);
  if (shutdown != NULL)
    return g_strdup_printf (_("ends %s"), shutdown);
  if (context > 0)
    return g_strdup_printf (_("%s tokens"), count);

  return NULL;
}

static GtkWidget *
recess_model_chooser_new_row (RecessModel *model,
                              gboolean     chosen)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *name = gtk_label_new (recess_model_get_name (model));
  g_autofree char *meta = recess_model_chooser_describe (model);

  gtk_label_set_xalign (GTK_LABEL (name), 0);
  gtk_label_set_ellipsize (GTK_LABEL (name), PANGO_ELLIPSIZE_MIDDLE);
  gtk_widget_set_hexpand (name, TRUE);
  gtk_box_append (GTK_BOX (box), name);
  if (meta != NULL)
    {
      GtkWidget *label = gtk_label_new (meta);

      gtk_widget_add_css_class (label, "meta");
      gtk_widget_add_css_class (label, "numeric");
      gtk_box_append (GTK_BOX (box), label);
    }
  if (recess_model_get_practice (model))
    {
      GtkWidget *pill = gtk_label_new (_("Practice model"));

      gtk_widget_add_css_class (pill, "pill");
      gtk_box_append (GTK_BOX (box), pill);
    }
  if (chosen)
    gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name ("object-select-symbolic"));

  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  g_object_set_data_full (G_OBJECT (row), "model", g_object_ref (model), g_object_unref);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  recess_model_get_id (model), -1);

  return row;
}

static void
recess_model_chooser_fill (RecessModelChooser *self)
{
  GtkWidget *child;
  guint length;

  if (!self->stale || self->models == NULL)
    return;

  self->stale = FALSE;
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL &&
         GTK_IS_LIST_BOX_ROW (child))
    gtk_list_box_remove (self->list, child);

  length = g_list_model_get_n_items (G_LIST_MODEL (self->models));
  for (guint i = 0; i < length; i++)
    {
      g_autoptr(RecessModel) model = g_list_model_get_item (G_LIST_MODEL (self->models), i);
      gboolean chosen = g_strcmp0 (recess_model_get_id (model), self->model) == 0;

      gtk_list_box_append (self->list, recess_model_chooser_new_row (model, chosen));
    }
}

static void
recess_model_chooser_header_cb (GtkListBoxRow *row,
                                GtkListBoxRow *before,
                                gpointer       user_data)
{
  const char *provider = recess_model_get_provider_name (row_get_model (row));
  GtkWidget *label;

  if (before != NULL &&
      g_strcmp0 (provider, recess_model_get_provider_name (row_get_model (before))) == 0)
    {
      gtk_list_box_row_set_header (row, NULL);
      return;
    }

  label = gtk_label_new (provider);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "group-title");
  gtk_widget_add_css_class (label, "list-heading");
  gtk_list_box_row_set_header (row, label);
}

static gboolean
recess_model_chooser_filter_cb (GtkListBoxRow *row,
                                gpointer       user_data)
{
  RecessModelChooser *self = user_data;
  g_autofree char *query = NULL;
  g_autofree char *id = NULL;

  query = g_utf8_casefold (gtk_editable_get_text (GTK_EDITABLE (self->search)), -1);
  id = g_utf8_casefold (recess_model_get_id (row_get_model (row)), -1);

  return strstr (id, query) != NULL;
}

static void
recess_model_chooser_search_cb (RecessModelChooser *self)
{
  g_assert (RECESS_IS_MODEL_CHOOSER (self));

  gtk_list_box_invalidate_filter (self->list);
}

/* Enter takes the first that is found, also before the search has waited for the last letter. */
static void
recess_model_chooser_enter_cb (RecessModelChooser *self)
{
  GtkListBoxRow *row;

  g_assert (RECESS_IS_MODEL_CHOOSER (self));

  gtk_list_box_invalidate_filter (self->list);
  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->list, i)) != NULL; i++)
    if (gtk_widget_get_child_visible (GTK_WIDGET (row)))
      {
        gtk_widget_activate (GTK_WIDGET (row));
        return;
      }
}

static void
recess_model_chooser_activated_cb (RecessModelChooser *self,
                                   GtkListBoxRow      *row)
{
  g_assert (RECESS_IS_MODEL_CHOOSER (self));

  gtk_popover_popdown (self->popover);
  recess_model_chooser_set_model (self, recess_model_get_id (row_get_model (row)));
}

static void
recess_model_chooser_show_cb (RecessModelChooser *self)
{
  g_assert (RECESS_IS_MODEL_CHOOSER (self));

  recess_model_chooser_fill (self);
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  gtk_widget_grab_focus (GTK_WIDGET (self->search));
}

static void
recess_model_chooser_models_cb (RecessModelChooser *self)
{
  g_assert (RECESS_IS_MODEL_CHOOSER (self));

  self->stale = TRUE;
  recess_model_chooser_update (self);
  if (gtk_widget_get_mapped (GTK_WIDGET (self->list)))
    recess_model_chooser_fill (self);
}

static void
recess_model_chooser_get_property (GObject    *object,
                                   guint       prop_id,
                                   GValue     *value,
                                   GParamSpec *pspec)
{
  RecessModelChooser *self = RECESS_MODEL_CHOOSER (object);

  switch (prop_id)
    {
    case PROP_MODEL:
      g_value_set_string (value, self->model);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
recess_model_chooser_set_property (GObject      *object,
                                   guint         prop_id,
                                   const GValue *value,
                                   GParamSpec   *pspec)
{
  RecessModelChooser *self = RECESS_MODEL_CHOOSER (object);

  switch (prop_id)
    {
    case PROP_MODEL:
      recess_model_chooser_set_model (self, g_value_get_string (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
recess_model_chooser_size_allocate (GtkWidget *widget,
                                    int        width,
                                    int        height,
                                    int        baseline)
{
  GTK_WIDGET_CLASS (recess_model_chooser_parent_class)->size_allocate (widget, width, height,
                                                                       baseline);
  gtk_popover_present (RECESS_MODEL_CHOOSER (widget)->popover);
}

static void
recess_model_chooser_dispose (GObject *object)
{
  RecessModelChooser *self = RECESS_MODEL_CHOOSER (object);

  recess_template_dispose (GTK_WIDGET (object), RECESS_TYPE_MODEL_CHOOSER);
  g_clear_object (&self->models);

  G_OBJECT_CLASS (recess_model_chooser_parent_class)->dispose (object);
}

static void
recess_model_chooser_finalize (GObject *object)
{
  RecessModelChooser *self = RECESS_MODEL_CHOOSER (object);

  g_clear_pointer (&self->model, g_free);

  G_OBJECT_CLASS (recess_model_chooser_parent_class)->finalize (object);
}

static void
recess_model_chooser_class_init (RecessModelChooserClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = recess_model_chooser_dispose;
  object_class->finalize = recess_model_chooser_finalize;
  object_class->get_property = recess_model_chooser_get_property;
  object_class->set_property = recess_model_chooser_set_property;
  widget_class->size_allocate = recess_model_chooser_size_allocate;

  properties[PROP_MODEL] =
    g_param_spec_string ("model", NULL, NULL, NULL,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               RESOURCE_PATH "/ui/recess-model-chooser.ui");
  gtk_widget_class_bind_template_child (widget_class, RecessModelChooser, button);
  gtk_widget_class_bind_template_child (widget_class, RecessModelChooser, name);
  gtk_widget_class_bind_template_child (widget_class, RecessModelChooser, practice);
  gtk_widget_class_bind_template_child (widget_class, RecessModelChooser, popover);
  gtk_widget_class_bind_template_callback (widget_class, gtk_popover_popdown);
  gtk_widget_class_bind_template_child (widget_class, RecessModelChooser, search);
  gtk_widget_class_bind_template_child (widget_class, RecessModelChooser, list);
  gtk_widget_class_bind_template_callback (widget_class, recess_model_chooser_popup);
  gtk_widget_class_bind_template_callback (widget_class, recess_model_chooser_search_cb);
  gtk_widget_class_bind_template_callback (widget_class, recess_model_chooser_enter_cb);
  gtk_widget_class_bind_template_callback (widget_class, recess_model_chooser_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, recess_model_chooser_show_cb);
}

static void
recess_model_chooser_init (RecessModelChooser *self)
{
  self->stale = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_list_box_set_header_func (self->list, recess_model_chooser_header_cb, NULL, NULL);
  gtk_list_box_set_filter_func (self->list, recess_model_chooser_filter_cb, self, NULL);
  recess_model_chooser_update (self);
}

GtkWidget *
recess_model_chooser_new (void)
{
  return g_object_new (RECESS_TYPE_MODEL_CHOOSER, NULL);
}

void
recess_model_chooser_set_models (RecessModelChooser *self,
                                 RecessModels    *models)
{
  g_return_if_fail (RECESS_IS_MODEL_CHOOSER (self));
  g_return_if_fail (RECESS_IS_MODELS (models));

  if (!g_set_object (&self->models, models))
    return;

  g_signal_connect_object (models, "items-changed", G_CALLBACK (recess_model_chooser_models_cb),
                           self, G_CONNECT_SWAPPED);
  recess_model_chooser_models_cb (self);
}

const char *
recess_model_chooser_get_model (RecessModelChooser *self)
{
  g_return_val_if_fail (RECESS_IS_MODEL_CHOOSER (self), NULL);

  return self->model;
}

void
recess_model_chooser_set_model (RecessModelChooser *self,
                                const char         *model)
{
  g_return_if_fail (RECESS_IS_MODEL_CHOOSER (self));

  if (!recess_set_str (&self->model, model))
    return;

  self->stale = TRUE;
  recess_model_chooser_update (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MODEL]);
}

void
recess_model_chooser_popup (RecessModelChooser *self)
{
  g_return_if_fail (RECESS_IS_MODEL_CHOOSER (self));

  gtk_popover_popup (self->popover);
}
