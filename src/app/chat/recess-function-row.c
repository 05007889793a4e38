/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n.h>

#include "widgets/recess-template.h"

#include "recess-function-row.h"

struct _RecessFunctionRow
{
  GtkWidget       parent_instance;

  /* Template widgets */
  GtkButton      *button;
  GtkLabel       *name;
  GtkLabel       *detail;
  GtkMenuButton  *menu;
  GtkSwitch      *toggle;

  RecessFunction *function;
};

G_DEFINE_FINAL_TYPE (RecessFunctionRow, recess_function_row, GTK_TYPE_WIDGET)

enum
{
  PROP_0,
  PROP_ACTIVE,
  N_PROPS
};

enum
{
  SIGNAL_EDIT,
  SIGNAL_DUPLICATE,
  SIGNAL_DELETE,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static const char *
describe_kind (RecessFunction *function)
{
  const char *kind = recess_function_get_kind (function);

  if (g_str_equal (kind, "ask"))
    return _("asks me");
  if (g_str_equal (kind, "fixed"))
    return _("fixed output");
  if (g_str_equal (kind, "python"))
    return _("Python");

  return _("ready-made");
}

static void
recess_function_row_active_cb (RecessFunctionRow *self)
{
  g_assert (RECESS_IS_FUNCTION_ROW (self));

  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ACTIVE]);
}

static void
recess_function_row_edit_cb (RecessFunctionRow *self)
{
  g_assert (RECESS_IS_FUNCTION_ROW (self));

  g_signal_emit (self, signals[SIGNAL_EDIT], 0);
}

static void
recess_function_row_action (GtkWidget  *widget,
                            const char *action_name,
                            GVariant   *parameter)
{
  if (g_str_equal (action_name, "function.edit"))
    g_signal_emit (widget, signals[SIGNAL_EDIT], 0);
  else if (g_str_equal (action_name, "function.duplicate"))
    g_signal_emit (widget, signals[SIGNAL_DUPLICATE], 0);
  else
    g_signal_emit (widget, signals[SIGNAL_DELETE], 0);
}

static void
recess_function_row_get_property (GObject    *object,
                                  guint       prop_id,
                                  GValue     *value,
                                  GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_ACTIVE:
      g_value_set_boolean (value, recess_function_row_get_active (RECESS_FUNCTION_ROW (object)));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
recess_function_row_dispose (GObject *object)
{
  RecessFunctionRow *self = RECESS_FUNCTION_ROW (object);

  recess_template_dispose (GTK_WIDGET (object), RECESS_TYPE_FUNCTION_ROW);
  g_clear_object (&self->function);

  G_OBJECT_CLASS (recess_function_row_parent_class)->dispose (object);
}

static guint
new_signal (const char *name)
{
  return g_signal_new (name, RECESS_TYPE_FUNCTION_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                       G_TYPE_NONE, 0);
}

static void
recess_function_row_class_init (RecessFunctionRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = recess_function_row_dispose;
  object_class->get_property = recess_function_row_get_property;

  properties[PROP_ACTIVE] = g_param_spec_boolean ("active", NULL, NULL, FALSE,
                                                  G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[SIGNAL_EDIT] = new_signal ("edit");
  signals[SIGNAL_DUPLICATE] = new_signal ("duplicate");
  signals[SIGNAL_DELETE] = new_signal ("delete");

  gtk_widget_class_install_action (widget_class, "function.edit", NULL,
                                   recess_function_row_action);
  gtk_widget_class_install_action (widget_class, "function.duplicate", NULL,
                                   recess_function_row_action);
  gtk_widget_class_install_action (widget_class, "function.delete", NULL,
                                   recess_function_row_action);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               RESOURCE_PATH "/ui/recess-function-row.ui");
  gtk_widget_class_bind_template_child (widget_class, RecessFunctionRow, button);
  gtk_widget_class_bind_template_child (widget_class, RecessFunctionRow, name);
  gtk_widget_class_bind_template_child (widget_class, RecessFunctionRow, detail);
  gtk_widget_class_bind_template_child (widget_class, RecessFunctionRow, menu);
  gtk_widget_class_bind_template_child (widget_class, RecessFunctionRow, toggle);
  gtk_widget_class_bind_template_callback (widget_class, recess_function_row_active_cb);
  gtk_widget_class_bind_template_callback (widget_class, recess_function_row_edit_cb);
}

static void
recess_function_row_init (RecessFunctionRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
take_label (gpointer  widget,
            char     *label)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  -1);
  g_free (label);
}

GtkWidget *
recess_function_row_new (RecessFunction *function)
{
  RecessFunctionRow *self;
  const char *name;

  g_return_val_if_fail (RECESS_IS_FUNCTION (function), NULL);

  self = g_object_new (RECESS_TYPE_FUNCTION_ROW, NULL);
  self->function = g_object_ref (function);
  name = recess_function_get_name (function);
  gtk_label_set_label (self->name, name);
  recess_function_row_set_edited (self, FALSE);
  if (*recess_function_get_description (function) != '\0')
    gtk_widget_set_tooltip_text (GTK_WIDGET (self->button),
                                 recess_function_get_description (function));
  take_label (self->button, g_strdup_printf (_("Edit %s"), name));
  take_label (self->menu, g_strdup_printf (_("More for %s"), name));
  take_label (self->toggle, g_strdup_printf (_("Tell the model of %s"), name));

  return GTK_WIDGET (self);
}

RecessFunction *
recess_function_row_get_function (RecessFunctionRow *self)
{
  g_return_val_if_fail (RECESS_IS_FUNCTION_ROW (self), NULL);

  return self->function;
}

gboolean
recess_function_row_get_active (RecessFunctionRow *self)
{
  g_return_val_if_fail (RECESS_IS_FUNCTION_ROW (self), FALSE);

  return gtk_switch_get_active (self->toggle);
}

void
recess_function_row_set_active (RecessFunctionRow *self,
                                gboolean           active)
{
  g_return_if_fail (RECESS_IS_FUNCTION_ROW (self));

  gtk_switch_set_active (self->toggle, active);
}

void
recess_function_row_set_edited (RecessFunctionRow *self,
                                gboolean           edited)
{
  g_return_if_fail (RECESS_IS_FUNCTION_ROW (self));

  gtk_label_set_label (self->detail, edited ? _("not saved yet") : describe_kind (self->function));
}
