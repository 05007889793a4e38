/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n.h>

#include "widgets/recess-attachment-chip.h"
#include "widgets/recess-button-name.h"
#include "widgets/recess-file-picker.h"
#include "widgets/recess-template.h"

#include "recess-composer.h"
#include "recess-content.h"

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

  RecessAttacher *attacher;
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
  SIGNAL_PROBLEM,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

/* The first entry of the drop-down asks; the others only add what was said. */
static const char *const roles[] = { "user", "system", "developer", "user", "assistant" };

static gboolean
recess_composer_is_empty (RecessComposer *self)
{
  return gtk_text_buffer_get_char_count (self->buffer) == 0 &&
         g_list_model_get_n_items (recess_attacher_get_attachments (self->attacher)) == 0;
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
  gtk_widget_set_visible (GTK_WIDGET (self->chip_box),
                          gtk_widget_get_first_child (GTK_WIDGET (self->chip_box)) != NULL);
  if (self->busy)
    gtk_widget_remove_css_class (GTK_WIDGET (self->send), "suggested-action");
  else
    gtk_widget_add_css_class (GTK_WIDGET (self->send), "suggested-action");
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "composer.send",
                                 self->ready && !self->busy &&
                                 recess_attacher_get_ready (self->attacher) &&
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
recess_composer_remove_chip_cb (RecessComposer       *self,
                                RecessAttachmentChip *chip)
{
  g_assert (RECESS_IS_COMPOSER (self));

  recess_attacher_remove (self->attacher, recess_attachment_chip_get_attachment (chip));
  gtk_widget_grab_focus (GTK_WIDGET (self->text_view));
}

static void
recess_composer_chips_changed_cb (RecessComposer *self,
                                  guint           position,
                                  guint           removed,
                                  guint           added,
                                  GListModel     *attachments)
{
  g_assert (RECESS_IS_COMPOSER (self));

  for (guint i = 0; i < removed; i++)
    {
      GtkFlowBoxChild *child = gtk_flow_box_get_child_at_index (self->chip_box, (int) position);

      gtk_flow_box_remove (self->chip_box, GTK_WIDGET (child));
    }

  for (guint i = position; i < position + added; i++)
    {
      g_autoptr(RecessAttachment) attachment = g_list_model_get_item (attachments, i);
      GtkWidget *chip = recess_attachment_chip_new (attachment, FALSE, TRUE);

      g_signal_connect_object (chip, "removed", G_CALLBACK (recess_composer_remove_chip_cb), self,
                               G_CONNECT_SWAPPED);
      gtk_flow_box_insert (self->chip_box, chip, (int) i);
      gtk_widget_set_focusable (gtk_widget_get_parent (chip), FALSE);
    }
}

static void
recess_composer_problem_cb (RecessComposer *self,
                            const char     *title,
                            const char     *detail)
{
  g_assert (RECESS_IS_COMPOSER (self));

  g_signal_emit (self, signals[SIGNAL_PROBLEM], 0, title, detail);
}

static void
recess_composer_picked_cb (GObject      *object,
                           GAsyncResult *result,
                           gpointer      user_data)
{
  g_autoptr(RecessComposer) self = user_data;
  g_autoptr(GListModel) files = NULL;

  files = recess_file_picker_open_finish (result, NULL);
  for (guint i = 0; files != NULL && i < g_list_model_get_n_items (files); i++)
    {
      g_autoptr(GFile) file = g_list_model_get_item (files, i);

      recess_attacher_add_file (self->attacher, file);
    }
}

static void
recess_composer_attach_action (GtkWidget  *widget,
                               const char *action_name,
                               GVariant   *parameter)
{
  recess_file_picker_open_async (widget, _("Attach Images or Text Files"), TRUE, NULL,
                                 recess_composer_picked_cb, g_object_ref (widget));
}

static void
recess_composer_text_cb (GObject      *object,
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
recess_composer_value_cb (GObject      *object,
                          GAsyncResult *result,
                          gpointer      user_data)
{
  g_autoptr(RecessComposer) self = user_data;
  const GValue *value;

  value = gdk_clipboard_read_value_finish (GDK_CLIPBOARD (object), result, NULL);
  if (value != NULL)
    recess_composer_add_value (self, value);
}

/* A file manager offers the paths of files as text too, an office program a picture of text. */
static void
recess_composer_paste_cb (RecessComposer *self,
                          GtkTextView    *text_view)
{
  GdkClipboard *clipboard = gtk_widget_get_clipboard (GTK_WIDGET (self));
  GdkContentFormats *formats = gdk_clipboard_get_formats (clipboard);
  GType type = G_TYPE_INVALID;

  g_assert (RECESS_IS_COMPOSER (self));

  g_signal_stop_emission_by_name (text_view, "paste-clipboard");
  if (gdk_content_formats_contain_gtype (formats, GDK_TYPE_FILE_LIST) ||
      gdk_content_formats_contain_mime_type (formats, "text/uri-list"))
    type = GDK_TYPE_FILE_LIST;
  else if (!gdk_content_formats_contain_gtype (formats, G_TYPE_STRING) &&
           !gdk_content_formats_contain_mime_type (formats, "text/plain") &&
           !gdk_content_formats_contain_mime_type (formats, "text/plain;charset=utf-8"))
    type = GDK_TYPE_TEXTURE;

  if (type != G_TYPE_INVALID)
    gdk_clipboard_read_value_async (clipboard, type, G_PRIORITY_DEFAULT, NULL,
                                    recess_composer_value_cb, g_object_ref (self));
  else
    gdk_clipboard_read_text_async (clipboard, NULL, recess_composer_text_cb, g_object_ref (self));
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
    content = recess_content_build (text,
                                    recess_attacher_get_attachments (self->attacher));
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
  recess_template_dispose (GTK_WIDGET (object), RECESS_TYPE_COMPOSER);

  G_OBJECT_CLASS (recess_composer_parent_class)->dispose (object);
}

static void
recess_composer_finalize (GObject *object)
{
  g_object_unref (RECESS_COMPOSER (object)->attacher);

  G_OBJECT_CLASS (recess_composer_parent_class)->finalize (object);
}

static void
recess_composer_class_init (RecessComposerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->dispose = recess_composer_dispose;
  object_class->finalize = recess_composer_finalize;
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

  signals[SIGNAL_PROBLEM] =
    g_signal_new ("problem", RECESS_TYPE_COMPOSER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);

  gtk_widget_class_install_action (widget_class, "composer.attach", NULL,
                                   recess_composer_attach_action);
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
  self->attacher = recess_attacher_new ();
  self->ready = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (recess_attacher_get_attachments (self->attacher), "items-changed",
                           G_CALLBACK (recess_composer_chips_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->attacher, "changed", G_CALLBACK (recess_composer_changed_cb),
                           self, G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_signal_connect_object (self->attacher, "problem", G_CALLBACK (recess_composer_problem_cb),
                           self, G_CONNECT_SWAPPED);
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
  g_return_if_fail (RECESS_IS_COMPOSER (self));

  recess_attacher_set_attachments (self->attacher, NULL);
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

  if (!recess_content_is_attachment (text))
    {
      gtk_text_buffer_delete_selection (self->buffer, TRUE, TRUE);
      gtk_text_buffer_insert_interactive_at_cursor (self->buffer, text, -1, TRUE);
      gtk_text_view_scroll_mark_onscreen (self->text_view,
                                          gtk_text_buffer_get_insert (self->buffer));
      return;
    }

  recess_attacher_add_text (self->attacher, NULL, text);
}

gboolean
recess_composer_add_value (RecessComposer *self,
                           const GValue   *value)
{
  GSList *files;

  g_return_val_if_fail (RECESS_IS_COMPOSER (self), FALSE);
  g_return_val_if_fail (value != NULL, FALSE);

  if (G_VALUE_HOLDS (value, GDK_TYPE_TEXTURE) && g_value_get_object (value) != NULL)
    {
      recess_attacher_add_texture (self->attacher, g_value_get_object (value));
      return TRUE;
    }

  if (!G_VALUE_HOLDS (value, GDK_TYPE_FILE_LIST))
    return FALSE;

  files = g_value_get_boxed (value);
  for (GSList *iter = files; iter != NULL; iter = iter->next)
    recess_attacher_add_file (self->attacher, iter->data);

  return files != NULL;
}

RecessAttacher *
recess_composer_get_attacher (RecessComposer *self)
{
  g_return_val_if_fail (RECESS_IS_COMPOSER (self), NULL);

  return self->attacher;
}
