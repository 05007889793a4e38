/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n.h>
#include <math.h>

#include "widgets/recess-format.h"
#include "widgets/recess-template.h"

#include "recess-param-row.h"

struct _RecessParamRow
{
  GtkWidget              parent_instance;

  /* Template widgets */
  GtkBox                *box;
  GtkLabel              *title;
  GtkButton             *reset;

  /* The one of them that the kind of the parameter asks for */
  GtkEntry              *entry;
  GtkDropDown           *choice;
  GtkSwitch             *toggle;

  /* Owned references */
  GSignalGroup          *signals;

  const RecessChatParam *param;
  guint                  updating : 1;
};

G_DEFINE_FINAL_TYPE (RecessParamRow, recess_param_row, GTK_TYPE_WIDGET)

static guint
recess_param_row_find_choice (RecessParamRow *self,
                              const char     *text)
{
  if (text == NULL)
    return 0;

  for (guint i = 0; self->param->choices[i] != NULL; i++)
    if (g_str_equal (self->param->choices[i], text))
      return i + 1;

  return 0;
}

/* What is being typed is left alone as long as it means what is set. */
static void
recess_param_row_show_text (RecessParamRow *self,
                            const char     *json,
                            const char     *text)
{
  const char *shown = gtk_editable_get_text (GTK_EDITABLE (self->entry));
  g_autofree char *message = NULL;
  g_autofree char *meant = recess_chat_param_parse (self->param, shown, &message);

  if (message != NULL && gtk_widget_has_focus (GTK_WIDGET (gtk_editable_get_delegate (
                                                 GTK_EDITABLE (self->entry)))))
    return;

  if (g_strcmp0 (meant, json) != 0 || message != NULL)
    gtk_editable_set_text (GTK_EDITABLE (self->entry), text != NULL ? text : "");
}

static void
recess_param_row_update (RecessParamRow *self)
{
  g_autoptr(RecessChatSettings) settings = g_signal_group_dup_target (self->signals);
  g_autofree char *json = NULL;
  g_autofree char *text = NULL;

  g_assert (RECESS_IS_PARAM_ROW (self));

  if (settings == NULL)
    return;

  json = recess_chat_settings_dup_value (settings, self->param->name);
  if (json != NULL)
    text = recess_chat_param_format (self->param, json);

  self->updating = TRUE;
  if (self->param->kind == RECESS_PARAM_CHOICE)
    gtk_drop_down_set_selected (self->choice, recess_param_row_find_choice (self, text));
  else if (self->param->kind == RECESS_PARAM_BOOLEAN)
    gtk_switch_set_active (self->toggle, g_strcmp0 (text, "false") != 0);
  else if (self->param->kind == RECESS_PARAM_FLAG)
    gtk_switch_set_active (self->toggle, g_strcmp0 (text, "true") == 0);
  else
    recess_param_row_show_text (self, json, text);
  self->updating = FALSE;

  if (json != NULL)
    gtk_widget_remove_css_class (GTK_WIDGET (self), "unset");
  else
    gtk_widget_add_css_class (GTK_WIDGET (self), "unset");
  gtk_widget_set_opacity (GTK_WIDGET (self->reset), json != NULL ? 1 : 0);
  gtk_widget_set_sensitive (GTK_WIDGET (self->reset), json != NULL);
}

static void
recess_param_row_clear_error (RecessParamRow *self)
{
  if (self->entry == NULL)
    return;

  gtk_widget_remove_css_class (GTK_WIDGET (self->entry), "error");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->entry), NULL);
  gtk_accessible_reset_state (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_STATE_INVALID);
}

static void
recess_param_row_set (RecessParamRow *self,
                      const char     *text)
{
  g_autoptr(RecessChatSettings) settings = g_signal_group_dup_target (self->signals);
  g_autofree char *message = NULL;
  g_autofree char *json = NULL;

  if (settings == NULL || self->updating)
    return;

  json = recess_chat_param_parse (self->param, text, &message);
  if (message != NULL && self->entry != NULL)
    {
      gtk_widget_add_css_class (GTK_WIDGET (self->entry), "error");
      gtk_widget_set_tooltip_text (GTK_WIDGET (self->entry), message);
      gtk_accessible_update_state (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_STATE_INVALID,
                                   GTK_ACCESSIBLE_INVALID_TRUE, -1);
      return;
    }

  recess_param_row_clear_error (self);
  recess_chat_settings_set_value (settings, self->param->name, json);
}

static void
recess_param_row_text_cb (RecessParamRow *self)
{
  g_assert (RECESS_IS_PARAM_ROW (self));

  recess_param_row_set (self, gtk_editable_get_text (GTK_EDITABLE (self->entry)));
}

static void
recess_param_row_choice_cb (RecessParamRow *self)
{
  guint selected;

  g_assert (RECESS_IS_PARAM_ROW (self));

  selected = gtk_drop_down_get_selected (self->choice);
  if (selected != GTK_INVALID_LIST_POSITION)
    recess_param_row_set (self, selected == 0 ? "" : self->param->choices[selected - 1]);
}

static void
recess_param_row_toggle_cb (RecessParamRow *self)
{
  gboolean active = gtk_switch_get_active (self->toggle);

  g_assert (RECESS_IS_PARAM_ROW (self));

  if (self->param->kind == RECESS_PARAM_FLAG)
    recess_param_row_set (self, active ? "true" : "");
  else
    recess_param_row_set (self, active ? "" : "false");
}

static void
recess_param_row_reset_cb (RecessParamRow *self)
{
  g_autoptr(RecessChatSettings) settings = g_signal_group_dup_target (self->signals);

  g_assert (RECESS_IS_PARAM_ROW (self));

  if (settings == NULL)
    return;

  recess_param_row_clear_error (self);
  recess_chat_settings_set_value (settings, self->param->name, NULL);
  recess_param_row_update (self);
}

/* Up and Down step a number, from where the default usually is. */
static gboolean
recess_param_row_key_cb (RecessParamRow *self,
                         guint           keyval)
{
  g_autofree char *text = NULL;
  double step;
  double value;

  g_assert (RECESS_IS_PARAM_ROW (self));

  if (self->param->kind > RECESS_PARAM_INTEGER || (keyval != GDK_KEY_Up && keyval != GDK_KEY_Down))
    return FALSE;

  step = keyval == GDK_KEY_Up ? self->param->step : -self->param->step;
  text = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->entry)));
  value = *text != '\0' ? g_ascii_strtod (text, NULL) : MAX (0, self->param->minimum);
  value = round ((value + step) / self->param->step) * self->param->step;
  value = CLAMP (value, self->param->minimum, self->param->maximum);
  g_free (text);
  text = recess_format_number (round (value * 1e6) / 1e6);
  gtk_editable_set_text (GTK_EDITABLE (self->entry), text);
  gtk_editable_set_position (GTK_EDITABLE (self->entry), -1);

  return TRUE;
}

static void
recess_param_row_dispose (GObject *object)
{
  RecessParamRow *self = RECESS_PARAM_ROW (object);

  g_clear_object (&self->signals);
  recess_template_dispose (GTK_WIDGET (object), RECESS_TYPE_PARAM_ROW);

  G_OBJECT_CLASS (recess_param_row_parent_class)->dispose (object);
}

static void
recess_param_row_class_init (RecessParamRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = recess_param_row_dispose;

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "paramrow");
  gtk_widget_class_set_template_from_resource (widget_class,
                                               RESOURCE_PATH "/ui/recess-param-row.ui");
  gtk_widget_class_bind_template_child (widget_class, RecessParamRow, box);
  gtk_widget_class_bind_template_child (widget_class, RecessParamRow, title);
  gtk_widget_class_bind_template_child (widget_class, RecessParamRow, reset);
  gtk_widget_class_bind_template_callback (widget_class, recess_param_row_reset_cb);
}

static void
recess_param_row_init (RecessParamRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->signals = g_signal_group_new (RECESS_TYPE_CHAT_SETTINGS);
  g_signal_group_connect_object (self->signals, "changed", G_CALLBACK (recess_param_row_update),
                                 self, G_CONNECT_SWAPPED);
}

static void
recess_param_row_set_label (RecessParamRow *self,
                            GtkWidget      *control)
{
  g_autofree char *reset = g_strdup_printf (_("Reset %s"), _(self->param->title));

  gtk_accessible_update_property (GTK_ACCESSIBLE (control),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, _(self->param->title),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, _(self->param->description),
                                  -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->reset),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, reset, -1);
}

static GtkWidget *
recess_param_row_make_choice (RecessParamRow *self)
{
  GtkStringList *words = gtk_string_list_new ((const char *const[]) { _("default"), NULL });
  GtkWidget *choice;

  gtk_string_list_splice (words, 1, 0, self->param->choices);
  choice = gtk_drop_down_new (G_LIST_MODEL (words), NULL);
  self->choice = GTK_DROP_DOWN (choice);
  g_signal_connect_object (choice, "notify::selected", G_CALLBACK (recess_param_row_choice_cb),
                           self, G_CONNECT_SWAPPED);

  return choice;
}

static GtkWidget *
recess_param_row_make_toggle (RecessParamRow *self)
{
  GtkWidget *toggle = gtk_switch_new ();

  self->toggle = GTK_SWITCH (toggle);
  gtk_switch_set_active (self->toggle, self->param->kind == RECESS_PARAM_BOOLEAN);
  gtk_widget_set_halign (toggle, GTK_ALIGN_END);
  g_signal_connect_object (toggle, "notify::active", G_CALLBACK (recess_param_row_toggle_cb),
                           self, G_CONNECT_SWAPPED);

  return toggle;
}

static GtkWidget *
recess_param_row_make_entry (RecessParamRow *self)
{
  GtkWidget *entry = gtk_entry_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->entry = GTK_ENTRY (entry);
  gtk_entry_set_placeholder_text (self->entry, _("default"));
  gtk_editable_set_alignment (GTK_EDITABLE (entry), 1);
  gtk_editable_set_width_chars (GTK_EDITABLE (entry), 9);
  gtk_editable_set_max_width_chars (GTK_EDITABLE (entry), 14);
  gtk_widget_add_css_class (entry, "numeric");
  g_signal_connect_object (entry, "changed", G_CALLBACK (recess_param_row_text_cb), self,
                           G_CONNECT_SWAPPED);

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (recess_param_row_key_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_widget_add_controller (entry, keys);

  return entry;
}

GtkWidget *
recess_param_row_new (const RecessChatParam *param)
{
  RecessParamRow *self;
  GtkWidget *control;

  g_return_val_if_fail (param != NULL, NULL);

  self = g_object_new (RECESS_TYPE_PARAM_ROW, NULL);
  self->param = param;
  gtk_label_set_label (self->title, _(param->title));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), _(param->description));

  if (param->kind == RECESS_PARAM_CHOICE)
    control = recess_param_row_make_choice (self);
  else if (param->kind == RECESS_PARAM_BOOLEAN || param->kind == RECESS_PARAM_FLAG)
    control = recess_param_row_make_toggle (self);
  else
    control = recess_param_row_make_entry (self);

  gtk_widget_set_valign (control, GTK_ALIGN_CENTER);
  gtk_box_append (self->box, control);
  recess_param_row_set_label (self, control);

  return GTK_WIDGET (self);
}

void
recess_param_row_set_settings (RecessParamRow     *self,
                               RecessChatSettings *settings)
{
  g_return_if_fail (RECESS_IS_PARAM_ROW (self));
  g_return_if_fail (RECESS_IS_CHAT_SETTINGS (settings));

  g_signal_group_set_target (self->signals, settings);
  recess_param_row_update (self);
}
