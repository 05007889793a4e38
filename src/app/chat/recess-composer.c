/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n.h>

#include "common/recess-json.h"
#include "widgets/recess-button-name.h"
#include "widgets/recess-template.h"

#include "recess-composer.h"
#include "recess-stream-reducer.h"

struct _RecessComposer
{
  GtkWidget      parent_instance;

  /* Template widgets */
  GtkTextView   *text_view;
  GtkTextBuffer *buffer;
  GtkLabel      *placeholder;
  GtkFlowBox    *chip_box;
  GtkDropDown   *role;
  GtkLabel      *hint;
  GtkButton     *send;

  /* Owned texts, in the order of the chips. */
  GPtrArray     *chips;
  guint          busy : 1;
  guint          can_answer : 1;
  guint          ready : 1;
  guint          enter_sends : 1;
};

G_DEFINE_FINAL_TYPE (RecessComposer, recess_composer, GTK_TYPE_WIDGET)

enum
{
  PROP_0,
  PROP_BUSY,
  PROP_CAN_ANSWER,
  PROP_ENTER_SENDS,
  PROP_HINT,
  N_PROPS
};

enum
{
  SIGNAL_SUBMIT,
  SIGNAL_STOP,
  SIGNAL_DRAFT_CHANGED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

/* The first entry of the drop-down asks; the others only add what was said. */
static const char *const roles[] = { "user", "system", "developer", "user", "assistant" };

static gboolean
recess_composer_is_empty (RecessComposer *self)
{
  return gtk_text_buffer_get_char_count (self->buffer) == 0 && self->chips->len == 0;
}

static gboolean
recess_composer_asks (RecessComposer *self)
{
  return gtk_drop_down_get_selected (self->role) == 0;
}

static const char *
recess_composer_get_placeholder (RecessComposer *self)
{
  guint selected = gtk_drop_down_get_selected (self->role);
  const char *role = selected < G_N_ELEMENTS (roles) ? roles[selected] : roles[0];

  if (g_str_equal (role, "system") || g_str_equal (role, "developer"))
    return _("Say what the model is to keep to");
  if (g_str_equal (role, "assistant"))
    return _("What the model is to have said");

  return _("Say something");
}

static void
recess_composer_update (RecessComposer *self)
{
  gboolean empty = recess_composer_is_empty (self);
  gboolean asks = recess_composer_asks (self);
  const char *label;

  if (self->busy)
    label = _("_Stop");
  else if (!asks)
    label = _("_Add");
  else if (empty && self->can_answer)
    label = _("_Answer");
  else
    label = _("_Send");

  gtk_button_set_label (self->send, label);
  recess_button_name (self->send);
  gtk_label_set_label (self->placeholder, recess_composer_get_placeholder (self));
  gtk_widget_set_visible (GTK_WIDGET (self->placeholder),
                          gtk_text_buffer_get_char_count (self->buffer) == 0);
  gtk_widget_set_visible (GTK_WIDGET (self->chip_box), self->chips->len > 0);
  if (self->busy)
    gtk_widget_remove_css_class (GTK_WIDGET (self->send), "suggested-action");
  else
    gtk_widget_add_css_class (GTK_WIDGET (self->send), "suggested-action");
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "composer.send",
                                 self->ready && !self->busy &&
                                 (!empty || (asks && self->can_answer)));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "composer.stop", self->busy);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->send),
                                  self->busy ? "composer.stop" : "composer.send");
}

static void
recess_composer_changed_cb (RecessComposer *self)
{
  g_assert (RECESS_IS_COMPOSER (self));

  recess_composer_update (self);
  g_signal_emit (self, signals[SIGNAL_DRAFT_CHANGED], 0);
}

static void
recess_composer_role_cb (RecessComposer *self)
{
  g_assert (RECESS_IS_COMPOSER (self));

  recess_composer_update (self);
}

static void
recess_composer_remove_chip_cb (RecessComposer *self,
                                GtkButton      *button)
{
  GtkWidget *child;
  int index;

  g_assert (RECESS_IS_COMPOSER (self));

  child = gtk_widget_get_ancestor (GTK_WIDGET (button), GTK_TYPE_FLOW_BOX_CHILD);
  index = gtk_flow_box_child_get_index (GTK_FLOW_BOX_CHILD (child));
  gtk_flow_box_remove (self->chip_box, child);
  g_ptr_array_remove_index (self->chips, index);
  recess_composer_update (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->text_view));
}

static GtkWidget *
recess_composer_new_chip (RecessComposer *self,
                          const char     *text)
{
  GtkWidget *chip = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 3);
  GtkWidget *remove = gtk_button_new_from_icon_name ("window-close-symbolic");
  GtkWidget *label;
  g_autofree char *size = g_format_size (strlen (text));
  g_autofree char *words = g_strdup_printf (_("Pasted text, %s"), size);
  g_autofree char *first = g_utf8_substring (text, 0, MIN (400, g_utf8_strlen (text, 1600)));

  label = gtk_label_new (words);
  gtk_widget_set_tooltip_text (chip, first);
  gtk_widget_set_tooltip_text (remove, _("Remove"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (remove),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, _("Remove pasted text"), -1);
  gtk_widget_add_css_class (remove, "flat");
  gtk_widget_add_css_class (remove, "circular");
  gtk_widget_add_css_class (chip, "chip");
  gtk_box_append (GTK_BOX (chip), label);
  gtk_box_append (GTK_BOX (chip), remove);
  g_signal_connect_object (remove, "clicked", G_CALLBACK (recess_composer_remove_chip_cb), self,
                           G_CONNECT_SWAPPED);

  return chip;
}

static void
recess_composer_clipboard_cb (GObject      *object,
                              GAsyncResult *result,
                              gpointer      user_data)
{
  g_autoptr(RecessComposer) self = user_data;
  g_autofree char *text = NULL;

  text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (object), result, NULL);
  if (text != NULL && self->buffer != NULL)
    recess_composer_add_text (self, text);
}

static void
recess_composer_paste_cb (RecessComposer *self,
                          GtkTextView    *text_view)
{
  g_assert (RECESS_IS_COMPOSER (self));

  g_signal_stop_emission_by_name (text_view, "paste-clipboard");
  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (GTK_WIDGET (self)), NULL,
                                 recess_composer_clipboard_cb, g_object_ref (self));
}

static gboolean
recess_composer_key_cb (RecessComposer  *self,
                        guint            keyval,
                        guint            keycode,
                        GdkModifierType  state)
{
  gboolean plain;
  gboolean control;

  g_assert (RECESS_IS_COMPOSER (self));

  if (keyval != GDK_KEY_Return && keyval != GDK_KEY_KP_Enter)
    return FALSE;

  state &= gtk_accelerator_get_default_mod_mask ();
  control = state == GDK_CONTROL_MASK;
  plain = state == 0 && self->enter_sends;
  if (!control && !plain)
    return FALSE;

  gtk_widget_activate_action (GTK_WIDGET (self), "composer.send", NULL);
  return TRUE;
}

static void
recess_composer_send_action (GtkWidget  *widget,
                             const char *action_name,
                             GVariant   *parameter)
{
  RecessComposer *self = RECESS_COMPOSER (widget);
  g_autofree char *text = recess_composer_dup_text (self);
  g_autofree char *content = NULL;

  if (!recess_composer_is_empty (self))
    content = recess_composer_build_content (text, self->chips);
  g_signal_emit (self, signals[SIGNAL_SUBMIT], 0,
                 roles[gtk_drop_down_get_selected (self->role)], content,
                 recess_composer_asks (self));
}

static void
recess_composer_stop_action (GtkWidget  *widget,
                             const char *action_name,
                             GVariant   *parameter)
{
  g_signal_emit (widget, signals[SIGNAL_STOP], 0);
}

static gboolean
recess_composer_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (RECESS_COMPOSER (widget)->text_view));
}

static void
recess_composer_get_property (GObject    *object,
                              guint       prop_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  RecessComposer *self = RECESS_COMPOSER (object);

  switch (prop_id)
    {
    case PROP_BUSY:
      g_value_set_boolean (value, self->busy);
      break;

    case PROP_CAN_ANSWER:
      g_value_set_boolean (value, self->can_answer);
      break;

    case PROP_ENTER_SENDS:
      g_value_set_boolean (value, self->enter_sends);
      break;

    case PROP_HINT:
      g_value_set_string (value, gtk_label_get_label (self->hint));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
recess_composer_set_property (GObject      *object,
                              guint         prop_id,
                              const GValue *value,
                              GParamSpec   *pspec)
{
  RecessComposer *self = RECESS_COMPOSER (object);

  switch (prop_id)
    {
    case PROP_BUSY:
      recess_composer_set_busy (self, g_value_get_boolean (value));
      break;

    case PROP_CAN_ANSWER:
      recess_composer_set_can_answer (self, g_value_get_boolean (value));
      break;

    case PROP_ENTER_SENDS:
      self->enter_sends = g_value_get_boolean (value);
      break;

    case PROP_HINT:
      recess_composer_set_hint (self, g_value_get_string (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
recess_composer_dispose (GObject *object)
{
  RecessComposer *self = RECESS_COMPOSER (object);

  recess_template_dispose (GTK_WIDGET (object), RECESS_TYPE_COMPOSER);
  g_clear_pointer (&self->chips, g_ptr_array_unref);

  G_OBJECT_CLASS (recess_composer_parent_class)->dispose (object);
}

static void
recess_composer_class_init (RecessComposerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->dispose = recess_composer_dispose;
  object_class->get_property = recess_composer_get_property;
  object_class->set_property = recess_composer_set_property;
  widget_class->grab_focus = recess_composer_grab_focus;

  properties[PROP_BUSY] = g_param_spec_boolean ("busy", NULL, NULL, FALSE, flags);
  properties[PROP_CAN_ANSWER] = g_param_spec_boolean ("can-answer", NULL, NULL, FALSE, flags);
  properties[PROP_ENTER_SENDS] = g_param_spec_boolean ("enter-sends", NULL, NULL, FALSE, flags);
  properties[PROP_HINT] = g_param_spec_string ("hint", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[SIGNAL_SUBMIT] =
    g_signal_new ("submit", RECESS_TYPE_COMPOSER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 3, G_TYPE_STRING, G_TYPE_STRING, G_TYPE_BOOLEAN);
  signals[SIGNAL_STOP] =
    g_signal_new ("stop", RECESS_TYPE_COMPOSER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);
  signals[SIGNAL_DRAFT_CHANGED] =
    g_signal_new ("draft-changed", RECESS_TYPE_COMPOSER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);

  gtk_widget_class_install_action (widget_class, "composer.send", NULL,
                                   recess_composer_send_action);
  gtk_widget_class_install_action (widget_class, "composer.stop", NULL,
                                   recess_composer_stop_action);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               RESOURCE_PATH "/ui/recess-composer.ui");
  gtk_widget_class_bind_template_child (widget_class, RecessComposer, text_view);
  gtk_widget_class_bind_template_child (widget_class, RecessComposer, buffer);
  gtk_widget_class_bind_template_child (widget_class, RecessComposer, placeholder);
  gtk_widget_class_bind_template_child (widget_class, RecessComposer, chip_box);
  gtk_widget_class_bind_template_child (widget_class, RecessComposer, role);
  gtk_widget_class_bind_template_child (widget_class, RecessComposer, hint);
  gtk_widget_class_bind_template_child (widget_class, RecessComposer, send);
  gtk_widget_class_bind_template_callback (widget_class, recess_composer_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, recess_composer_role_cb);
  gtk_widget_class_bind_template_callback (widget_class, recess_composer_paste_cb);
  gtk_widget_class_bind_template_callback (widget_class, recess_composer_key_cb);
}

static void
recess_composer_init (RecessComposer *self)
{
  self->chips = g_ptr_array_new_with_free_func (g_free);
  self->ready = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  recess_composer_update (self);
}

GtkWidget *
recess_composer_new (void)
{
  return g_object_new (RECESS_TYPE_COMPOSER, NULL);
}

void
recess_composer_clear (RecessComposer *self)
{
  GtkWidget *child;

  g_return_if_fail (RECESS_IS_COMPOSER (self));

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->chip_box))) != NULL)
    gtk_flow_box_remove (self->chip_box, child);
  g_ptr_array_set_size (self->chips, 0);
  gtk_drop_down_set_selected (self->role, 0);
  gtk_text_buffer_set_text (self->buffer, "", 0);
  recess_composer_update (self);
}

void
recess_composer_set_text (RecessComposer *self,
                          const char     *text)
{
  g_return_if_fail (RECESS_IS_COMPOSER (self));

  gtk_text_buffer_set_text (self->buffer, text != NULL ? text : "", -1);
}

char *
recess_composer_dup_text (RecessComposer *self)
{
  GtkTextIter start;
  GtkTextIter end;

  g_return_val_if_fail (RECESS_IS_COMPOSER (self), NULL);

  gtk_text_buffer_get_bounds (self->buffer, &start, &end);
  return gtk_text_buffer_get_text (self->buffer, &start, &end, FALSE);
}

void
recess_composer_set_busy (RecessComposer *self,
                          gboolean        busy)
{
  g_return_if_fail (RECESS_IS_COMPOSER (self));

  self->busy = busy;
  recess_composer_update (self);
}

/**
 * recess_composer_set_ready:
 * @ready: whether what comes before a message is known, so that it can be sent
 */
void
recess_composer_set_ready (RecessComposer *self,
                           gboolean        ready)
{
  g_return_if_fail (RECESS_IS_COMPOSER (self));

  self->ready = ready;
  recess_composer_update (self);
}

void
recess_composer_set_can_answer (RecessComposer *self,
                                gboolean        can_answer)
{
  g_return_if_fail (RECESS_IS_COMPOSER (self));

  self->can_answer = can_answer;
  recess_composer_update (self);
}

void
recess_composer_set_role (RecessComposer *self,
                          const char     *role)
{
  g_return_if_fail (RECESS_IS_COMPOSER (self));
  g_return_if_fail (role != NULL);

  for (guint i = 0; i < G_N_ELEMENTS (roles); i++)
    if (g_str_equal (roles[i], role))
      {
        gtk_drop_down_set_selected (self->role, i);
        return;
      }
}

void
recess_composer_set_hint (RecessComposer *self,
                          const char     *hint)
{
  g_return_if_fail (RECESS_IS_COMPOSER (self));

  gtk_label_set_label (self->hint, hint != NULL ? hint : "");
}

void
recess_composer_add_text (RecessComposer *self,
                          const char     *text)
{
  g_return_if_fail (RECESS_IS_COMPOSER (self));
  g_return_if_fail (text != NULL);

  if (!recess_stream_is_attachment (text))
    {
      gtk_text_buffer_delete_selection (self->buffer, TRUE, TRUE);
      gtk_text_buffer_insert_interactive_at_cursor (self->buffer, text, -1, TRUE);
      gtk_text_view_scroll_mark_onscreen (self->text_view,
                                          gtk_text_buffer_get_insert (self->buffer));
      return;
    }

  g_ptr_array_add (self->chips, g_strdup (text));
  gtk_flow_box_append (self->chip_box, recess_composer_new_chip (self, text));
  recess_composer_update (self);
}

static void
append_part (GString    *content,
             const char *text)
{
  if (content->len > 1)
    g_string_append_c (content, ',');
  g_string_append (content, "{\"type\":\"text\",\"text\":");
  recess_json_append_string (content, text, -1);
  g_string_append_c (content, '}');
}

char *
recess_composer_build_content (const char *text,
                               GPtrArray  *chips)
{
  GString *content;

  g_return_val_if_fail (text != NULL, NULL);
  g_return_val_if_fail (chips != NULL, NULL);

  if (chips->len == 0)
    return recess_json_quote (text);

  content = g_string_new ("[");
  if (*text != '\0')
    append_part (content, text);
  for (guint i = 0; i < chips->len; i++)
    append_part (content, g_ptr_array_index (chips, i));
  g_string_append_c (content, ']');

  return g_string_free (content, FALSE);
}
