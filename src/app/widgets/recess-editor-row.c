/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "recess-editor-row.h"
#include "recess-template.h"

struct _RecessEditorRow
{
  GtkWidget parent_instance;

  /* Template widgets */
  GtkWidget *scroller;
  GtkTextView *view;
  GtkWidget *buttons;
  GtkWidget *cancel;
  GtkWidget *save;

  RecessRow *row;
};

static void row_content_iface_init (RecessRowContentInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (RecessEditorRow, recess_editor_row, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (RECESS_TYPE_ROW_CONTENT,
                                                      row_content_iface_init))

enum {
  SAVED,
  CANCELLED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static GtkTextBuffer *
make_buffer (RecessMessage *message)
{
  GtkTextBuffer *buffer = gtk_text_buffer_new (NULL);
  GtkTextIter end;

  gtk_text_buffer_begin_irreversible_action (buffer);
  gtk_text_buffer_set_text (buffer, recess_message_get_content (message),
                            recess_message_get_content_length (message));
  gtk_text_buffer_end_irreversible_action (buffer);
  gtk_text_buffer_get_end_iter (buffer, &end);
  gtk_text_buffer_place_cursor (buffer, &end);

  return buffer;
}

static void
recess_editor_row_set_row (RecessRowContent *content,
                           RecessRow        *row)
{
  RecessEditorRow *self = RECESS_EDITOR_ROW (content);

  if (!g_set_object (&self->row, row))
    return;

  if (row == NULL)
    {
      g_autoptr (GtkTextBuffer) empty = gtk_text_buffer_new (NULL);

      /* Without a buffer, a view that still has the focus would ask nothing for its cursor. */
      gtk_text_view_set_buffer (self->view, empty);
      return;
    }

  if (recess_row_get_state (row) == NULL)
    {
      g_autoptr (GtkTextBuffer) buffer = make_buffer (recess_row_get_message (row));

      recess_row_set_state (row, G_OBJECT (buffer));
    }
  gtk_text_view_set_buffer (self->view, GTK_TEXT_BUFFER (recess_row_get_state (row)));
  recess_row_content_set_action (self->cancel, "editor.cancel");
  recess_row_content_set_action (self->save, "editor.save");
}

static void
row_content_iface_init (RecessRowContentInterface *iface)
{
  iface->set_row = recess_editor_row_set_row;
}

static void
save_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  RecessEditorRow *self = RECESS_EDITOR_ROW (widget);
  g_autofree char *text = NULL;
  GtkTextIter start;
  GtkTextIter end;

  if (self->row == NULL)
    return;

  gtk_text_buffer_get_bounds (gtk_text_view_get_buffer (self->view), &start, &end);
  text = gtk_text_buffer_get_text (gtk_text_view_get_buffer (self->view), &start, &end, TRUE);
  g_signal_emit (self, signals[SAVED], 0, recess_row_get_message (self->row), text);
}

static void
cancel_action (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  g_signal_emit (widget, signals[CANCELLED], 0);
}

static gboolean
recess_editor_row_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (RECESS_EDITOR_ROW (widget)->view));
}

static void
recess_editor_row_dispose (GObject *object)
{
  RecessEditorRow *self = RECESS_EDITOR_ROW (object);

  g_clear_object (&self->row);
  recess_template_dispose (GTK_WIDGET (self), RECESS_TYPE_EDITOR_ROW);

  G_OBJECT_CLASS (recess_editor_row_parent_class)->dispose (object);
}

static void
recess_editor_row_class_init (RecessEditorRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = recess_editor_row_dispose;
  widget_class->grab_focus = recess_editor_row_grab_focus;

  signals[SAVED] =
    g_signal_new ("saved", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 2, RECESS_TYPE_MESSAGE, G_TYPE_STRING);
  signals[CANCELLED] =
    g_signal_new ("cancelled", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               RESOURCE_PATH "/ui/recess-editor-row.ui");
  gtk_widget_class_bind_template_child (widget_class, RecessEditorRow, scroller);
  gtk_widget_class_bind_template_child (widget_class, RecessEditorRow, view);
  gtk_widget_class_bind_template_child (widget_class, RecessEditorRow, buttons);
  gtk_widget_class_bind_template_child (widget_class, RecessEditorRow, cancel);
  gtk_widget_class_bind_template_child (widget_class, RecessEditorRow, save);
  gtk_widget_class_install_action (widget_class, "editor.save", NULL, save_action);
  gtk_widget_class_install_action (widget_class, "editor.cancel", NULL, cancel_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Return, GDK_CONTROL_MASK,
                                       "editor.save", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_KP_Enter, GDK_CONTROL_MASK,
                                       "editor.save", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "editor.cancel", NULL);
  gtk_widget_class_set_css_name (widget_class, "editorrow");
}

static void
recess_editor_row_init (RecessEditorRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
recess_editor_row_new (void)
{
  return g_object_new (RECESS_TYPE_EDITOR_ROW, NULL);
}
