/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n.h>
#include <math.h>

#include "recess-argument-form.h"
#include "recess-format.h"

#define LARGEST 9007199254740991.0

typedef enum
{
  CONTROL_TEXT,
  CONTROL_JSON,
  CONTROL_NUMBER,
  CONTROL_SWITCH,
  CONTROL_CHOICE,
} Control;

struct _RecessArgumentRow
{
  GtkWidget        parent_instance;

  /* Children */
  GtkWidget       *box;
  GtkCheckButton  *check;
  GtkWidget       *control;

  char            *name;
  /* The JSON texts of the choices. */
  GPtrArray       *values;
  Control          kind;
  guint            filling : 1;
};

G_DEFINE_FINAL_TYPE (RecessArgumentRow, recess_argument_row, GTK_TYPE_WIDGET)

static Control
get_kind (const RecessJsonSchemaNode *node)
{
  if (recess_json_schema_node_get_enum (node) != NULL)
    return CONTROL_CHOICE;

  switch (recess_json_schema_node_get_types (node))
    {
    case RECESS_JSON_TYPE_STRING:
      return CONTROL_TEXT;
    case RECESS_JSON_TYPE_BOOLEAN:
      return CONTROL_SWITCH;
    case RECESS_JSON_TYPE_INTEGER:
    case RECESS_JSON_TYPE_NUMBER:
      return CONTROL_NUMBER;
    default:
      return CONTROL_JSON;
    }
}

/* Whoever fills something in wants it to be there. */
static void
recess_argument_row_touched_cb (RecessArgumentRow *self)
{
  g_assert (RECESS_IS_ARGUMENT_ROW (self));

  if (self->check != NULL && !self->filling)
    gtk_check_button_set_active (self->check, TRUE);
}

static void
recess_argument_row_follow (RecessArgumentRow *self,
                            const char        *signal)
{
  g_signal_connect_object (self->control, signal, G_CALLBACK (recess_argument_row_touched_cb),
                           self, G_CONNECT_SWAPPED);
}

/* All its digits, and none that say nothing. */
static gboolean
show_number_cb (GtkSpinButton *spin)
{
  g_autofree char *text = recess_format_number (gtk_spin_button_get_value (spin));

  if (!g_str_equal (text, gtk_editable_get_text (GTK_EDITABLE (spin))))
    gtk_editable_set_text (GTK_EDITABLE (spin), text);

  return TRUE;
}

static GtkWidget *
make_spin_button (const RecessJsonSchemaNode *node)
{
  gboolean whole = recess_json_schema_node_get_types (node) == RECESS_JSON_TYPE_INTEGER;
  GtkWidget *spin;
  RecessJsonRange range;
  double step;

  recess_json_schema_node_get_range (node, &range);
  step = range.step > 0 ? range.step : whole ? 1 : 0.1;
  spin = gtk_spin_button_new_with_range (isfinite (range.min) ? range.min : -LARGEST,
                                         isfinite (range.max) ? range.max : LARGEST, step);
  gtk_spin_button_set_digits (GTK_SPIN_BUTTON (spin), whole ? 0 : 12);
  g_signal_connect (spin, "output", G_CALLBACK (show_number_cb), NULL);
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (spin), isfinite (range.min) ? range.min : 0);
  gtk_spin_button_set_numeric (GTK_SPIN_BUTTON (spin), TRUE);
  gtk_editable_set_width_chars (GTK_EDITABLE (spin), 6);
  gtk_editable_set_max_width_chars (GTK_EDITABLE (spin), 12);

  return spin;
}

static GtkWidget *
make_choice (RecessArgumentRow *self,
             JsonArray         *values)
{
  g_autoptr(GtkStringList) words = gtk_string_list_new (NULL);

  self->values = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < json_array_get_length (values); i++)
    {
      JsonNode *value = json_array_get_element (values, i);
      char *json = recess_json_node_to_text (value, FALSE);

      g_ptr_array_add (self->values, json);
      if (json_node_get_value_type (value) == G_TYPE_STRING)
        gtk_string_list_append (words, json_node_get_string (value));
      else
        gtk_string_list_append (words, json);
    }

  return gtk_drop_down_new (G_LIST_MODEL (g_steal_pointer (&words)), NULL);
}

static GtkWidget *
make_entry (RecessArgumentRow          *self,
            const RecessJsonSchemaNode *node)
{
  GtkWidget *entry = gtk_entry_new ();
  const char *format = recess_json_schema_node_get_format (node);
  RecessJsonTypes types = recess_json_schema_node_get_types (node);

  if (self->kind == CONTROL_TEXT)
    gtk_entry_set_placeholder_text (GTK_ENTRY (entry), format);
  else
    gtk_entry_set_placeholder_text (GTK_ENTRY (entry),
                                    types == RECESS_JSON_TYPE_OBJECT ? _("JSON: {…}")
                                    : types == RECESS_JSON_TYPE_ARRAY ? _("JSON: […]")
                                    : _("JSON"));
  if (self->kind == CONTROL_JSON)
    gtk_widget_add_css_class (entry, "mono");

  return entry;
}

static void
recess_argument_row_add_control (RecessArgumentRow          *self,
                                 const RecessJsonSchemaNode *node)
{
  switch (self->kind)
    {
    case CONTROL_NUMBER:
      self->control = make_spin_button (node);
      recess_argument_row_follow (self, "value-changed");
      break;

    case CONTROL_SWITCH:
      self->control = gtk_switch_new ();
      gtk_widget_set_halign (self->control, GTK_ALIGN_END);
      recess_argument_row_follow (self, "notify::active");
      break;

    case CONTROL_CHOICE:
      self->control = make_choice (self, recess_json_schema_node_get_enum (node));
      recess_argument_row_follow (self, "notify::selected");
      break;

    case CONTROL_TEXT:
    case CONTROL_JSON:
    default:
      self->control = make_entry (self, node);
      recess_argument_row_follow (self, "changed");
      break;
    }

  gtk_widget_set_valign (self->control, GTK_ALIGN_CENTER);
  gtk_widget_set_hexpand (self->control, TRUE);
  gtk_box_append (GTK_BOX (self->box), self->control);
}

static void
recess_argument_row_add_title (RecessArgumentRow *self,
                               gboolean           required)
{
  GtkWidget *label = gtk_label_new (self->name);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_width_chars (GTK_LABEL (label), 9);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 14);
  gtk_widget_add_css_class (label, "mono");

  if (required)
    {
      gtk_box_append (GTK_BOX (self->box), label);
      return;
    }

  self->check = GTK_CHECK_BUTTON (gtk_check_button_new ());
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->check), _("Pass this argument"));
  gtk_check_button_set_child (self->check, label);
  gtk_box_append (GTK_BOX (self->box), GTK_WIDGET (self->check));
}

static void
recess_argument_row_set_labels (RecessArgumentRow          *self,
                                const RecessJsonSchemaNode *node)
{
  const char *description = recess_json_schema_node_get_description (node);

  gtk_widget_set_tooltip_text (self->control, description);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->control),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, self->name,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  description != NULL ? description : "", -1);
  if (self->check != NULL)
    {
      g_autofree char *pass = g_strdup_printf (_("Pass %s"), self->name);

      gtk_accessible_update_property (GTK_ACCESSIBLE (self->check),
                                      GTK_ACCESSIBLE_PROPERTY_LABEL, pass, -1);
    }
}

static void
recess_argument_row_dispose (GObject *object)
{
  RecessArgumentRow *self = RECESS_ARGUMENT_ROW (object);

  g_clear_pointer (&self->box, gtk_widget_unparent);

  G_OBJECT_CLASS (recess_argument_row_parent_class)->dispose (object);
}

static void
recess_argument_row_finalize (GObject *object)
{
  RecessArgumentRow *self = RECESS_ARGUMENT_ROW (object);

  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->values, g_ptr_array_unref);

  G_OBJECT_CLASS (recess_argument_row_parent_class)->finalize (object);
}

static void
recess_argument_row_class_init (RecessArgumentRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = recess_argument_row_dispose;
  object_class->finalize = recess_argument_row_finalize;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
recess_argument_row_init (RecessArgumentRow *self)
{
  self->box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
}

GtkWidget *
recess_argument_row_new (const char                 *name,
                         const RecessJsonSchemaNode *node,
                         gboolean                    required)
{
  RecessArgumentRow *self;
  JsonNode *proposal;

  g_return_val_if_fail (name != NULL && node != NULL, NULL);

  self = g_object_new (RECESS_TYPE_ARGUMENT_ROW, NULL);
  self->name = g_strdup (name);
  self->kind = get_kind (node);
  recess_argument_row_add_title (self, required);
  recess_argument_row_add_control (self, node);
  recess_argument_row_set_labels (self, node);

  proposal = recess_json_schema_node_get_default (node);
  if (proposal != NULL)
    {
      g_autofree char *text = recess_json_node_to_text (proposal, FALSE);

      recess_argument_row_set_value (self, text);
      if (self->check != NULL)
        gtk_check_button_set_active (self->check, FALSE);
    }

  return GTK_WIDGET (self);
}

const char *
recess_argument_row_get_name (RecessArgumentRow *self)
{
  g_return_val_if_fail (RECESS_IS_ARGUMENT_ROW (self), NULL);

  return self->name;
}

static void
select_choice (RecessArgumentRow *self,
               const char        *value)
{
  guint position;

  if (g_ptr_array_find_with_equal_func (self->values, value, g_str_equal, &position))
    gtk_drop_down_set_selected (GTK_DROP_DOWN (self->control), position);
}

static void
fill (RecessArgumentRow *self,
      const char        *value,
      JsonNode          *node)
{
  GType type = JSON_NODE_HOLDS_VALUE (node) ? json_node_get_value_type (node) : G_TYPE_NONE;

  if (self->kind == CONTROL_CHOICE)
    select_choice (self, value);
  else if (self->kind == CONTROL_JSON)
    gtk_editable_set_text (GTK_EDITABLE (self->control), value);
  else if (self->kind == CONTROL_TEXT && type == G_TYPE_STRING)
    gtk_editable_set_text (GTK_EDITABLE (self->control), json_node_get_string (node));
  else if (self->kind == CONTROL_SWITCH && type == G_TYPE_BOOLEAN)
    gtk_switch_set_active (GTK_SWITCH (self->control), json_node_get_boolean (node));
  else if (self->kind == CONTROL_NUMBER && (type == G_TYPE_INT64 || type == G_TYPE_DOUBLE))
    gtk_spin_button_set_value (GTK_SPIN_BUTTON (self->control),
                               type == G_TYPE_INT64 ? (double) json_node_get_int (node)
                                                    : json_node_get_double (node));
}

void
recess_argument_row_set_value (RecessArgumentRow *self,
                               const char        *value)
{
  g_autoptr(JsonNode) node = NULL;

  g_return_if_fail (RECESS_IS_ARGUMENT_ROW (self));
  g_return_if_fail (value != NULL);

  node = recess_json_parse (value, strlen (value), NULL);
  if (node == NULL)
    return;

  self->filling = TRUE;
  fill (self, value, node);
  if (self->check != NULL)
    gtk_check_button_set_active (self->check, TRUE);
  self->filling = FALSE;
}

static char *
dup_number (GtkSpinButton *spin)
{
  GString *text = g_string_new (NULL);

  gtk_spin_button_update (spin);
  recess_json_append_double (text, gtk_spin_button_get_value (spin));
  return g_string_free (text, FALSE);
}

static char *
dup_json (RecessArgumentRow *self,
          char             **message)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->control));
  g_autoptr(GError) error = NULL;

  if (recess_json_check (text, strlen (text), &error))
    return g_strdup (text);

  *message = g_strdup_printf (_("%s is no JSON. %s"), self->name, error->message);
  return NULL;
}

char *
recess_argument_row_dup_value (RecessArgumentRow *self,
                               char             **message)
{
  guint selected;

  g_return_val_if_fail (RECESS_IS_ARGUMENT_ROW (self), NULL);
  g_return_val_if_fail (message != NULL, NULL);

  *message = NULL;
  if (self->check != NULL && !gtk_check_button_get_active (self->check))
    return NULL;

  switch (self->kind)
    {
    case CONTROL_TEXT:
      return recess_json_quote (gtk_editable_get_text (GTK_EDITABLE (self->control)));
    case CONTROL_NUMBER:
      return dup_number (GTK_SPIN_BUTTON (self->control));
    case CONTROL_SWITCH:
      return g_strdup (gtk_switch_get_active (GTK_SWITCH (self->control)) ? "true" : "false");
    case CONTROL_CHOICE:
      selected = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->control));
      return selected < self->values->len ? g_strdup (g_ptr_array_index (self->values, selected))
                                          : NULL;
    case CONTROL_JSON:
    default:
      return dup_json (self, message);
    }
}
