/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n.h>

#include "recess-schema-editor.h"
#include "recess-schema-report.h"
#include "recess-source.h"
#include "recess-template.h"

#define CHECK_DELAY_MS 250

struct _RecessSchemaEditor
{
  GtkWidget           parent_instance;

  /* Template widgets */
  GtkSourceView      *view;
  GtkImage           *icon;
  GtkLabel           *state;
  GtkBox             *issues;

  GtkTextTag         *fault_tag;
  GtkTextTag         *warning_tag;
  RecessSchemaReport *report;
  GCancellable       *cancellable;
  char               *place;
  guint               check_id;
  guint               strict : 1;
};

G_DEFINE_FINAL_TYPE (RecessSchemaEditor, recess_schema_editor, GTK_TYPE_WIDGET)

enum
{
  SIGNAL_EDITED,
  SIGNAL_CHECKED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

typedef struct
{
  char     *text;
  char     *place;
  gboolean  strict;
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  g_free (job->text);
  g_free (job->place);
  g_free (job);
}

static void
check_worker (GTask        *task,
              gpointer      source_object,
              gpointer      task_data,
              GCancellable *cancellable)
{
  Job *job = task_data;

  g_task_return_pointer (task,
                         recess_schema_report_new (job->text, job->place, TRUE, job->strict),
                         (GDestroyNotify) recess_schema_report_free);
}

static void
recess_schema_editor_go_cb (GtkButton *button,
                            gpointer   user_data)
{
  RecessSchemaEditor *self = user_data;
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->view));
  int offset = GPOINTER_TO_INT (g_object_get_data (G_OBJECT (button), "offset"));
  GtkTextIter iter;

  gtk_text_buffer_get_iter_at_offset (buffer, &iter, offset);
  gtk_text_buffer_place_cursor (buffer, &iter);
  gtk_text_view_scroll_to_mark (GTK_TEXT_VIEW (self->view), gtk_text_buffer_get_insert (buffer),
                                0.1, FALSE, 0, 0);
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

static GtkWidget *
make_issue_row (RecessSchemaEditor *self,
                const RecessIssue  *issue)
{
  g_autofree char *text = NULL;
  GtkWidget *button = gtk_button_new ();
  GtkWidget *label;

  if (issue->line > 0 && !g_str_has_prefix (issue->message, "Line "))
    text = g_strdup_printf (_("Line %u: %s"), issue->line, issue->message);
  else
    text = g_strdup (issue->message);

  label = gtk_label_new (text);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_button_set_child (GTK_BUTTON (button), label);
  gtk_widget_set_tooltip_text (button, _("Go There"));
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "issue");
  if (issue->kind == RECESS_ISSUE_FAULT)
    gtk_widget_add_css_class (button, "fault");
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, text,
                                  -1);
  g_object_set_data (G_OBJECT (button), "offset", GINT_TO_POINTER ((int) issue->start));
  g_signal_connect_object (button, "clicked", G_CALLBACK (recess_schema_editor_go_cb), self, 0);

  return button;
}

static void
recess_schema_editor_mark (RecessSchemaEditor *self,
                           const RecessIssue  *issue)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->view));
  GtkTextIter start, end;

  if (issue->kind == RECESS_ISSUE_UNCHECKED || issue->start >= issue->end)
    return;

  gtk_text_buffer_get_iter_at_offset (buffer, &start, (int) issue->start);
  gtk_text_buffer_get_iter_at_offset (buffer, &end, (int) issue->end);
  gtk_text_buffer_apply_tag (buffer, issue->kind == RECESS_ISSUE_FAULT ? self->fault_tag
                                                                       : self->warning_tag,
                             &start, &end);
}

static void
recess_schema_editor_clear_marks (RecessSchemaEditor *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->view));
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  gtk_text_buffer_remove_tag (buffer, self->fault_tag, &start, &end);
  gtk_text_buffer_remove_tag (buffer, self->warning_tag, &start, &end);
}

static char *
describe (const RecessSchemaReport *report)
{
  guint n_notes = report->issues->len - report->n_faults;

  if (report->n_faults > 0)
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u fault", "%u faults",
                                         report->n_faults), report->n_faults);
  if (n_notes > 0)
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "A valid schema, %u note",
                                         "A valid schema, %u notes", n_notes), n_notes);

  return g_strdup (_("A valid schema"));
}

static void
recess_schema_editor_show_report (RecessSchemaEditor *self)
{
  g_autofree char *state = describe (self->report);
  gboolean good = self->report->n_faults == 0;
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->issues))) != NULL)
    gtk_box_remove (self->issues, child);
  recess_schema_editor_clear_marks (self);

  gtk_label_set_label (self->state, state);
  gtk_image_set_from_icon_name (self->icon, good ? "object-select-symbolic"
                                                 : "dialog-warning-symbolic");
  gtk_widget_set_css_classes (GTK_WIDGET (self->icon),
                              (const char *[]) { good ? "success" : "error", NULL });
  for (guint i = 0; i < self->report->issues->len; i++)
    {
      const RecessIssue *issue = g_ptr_array_index (self->report->issues, i);

      recess_schema_editor_mark (self, issue);
      gtk_box_append (self->issues, make_issue_row (self, issue));
    }
  gtk_widget_set_visible (GTK_WIDGET (self->issues), self->report->issues->len > 0);
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_STATE_INVALID,
                               good ? GTK_ACCESSIBLE_INVALID_FALSE : GTK_ACCESSIBLE_INVALID_TRUE,
                               -1);
}

static void
recess_schema_editor_checked_cb (GObject      *object,
                                 GAsyncResult *result,
                                 gpointer      user_data)
{
  RecessSchemaEditor *self = RECESS_SCHEMA_EDITOR (object);
  RecessSchemaReport *report = g_task_propagate_pointer (G_TASK (result), NULL);

  if (report == NULL)
    return;

  g_clear_pointer (&self->report, recess_schema_report_free);
  self->report = report;
  recess_schema_editor_show_report (self);
  g_signal_emit (self, signals[SIGNAL_CHECKED], 0);
}

/* A check that is overtaken is cancelled, and tells nothing. */
static void
recess_schema_editor_check (RecessSchemaEditor *self)
{
  g_autoptr(GTask) task = NULL;
  Job *job = g_new (Job, 1);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();

  job->text = recess_source_dup_text (GTK_TEXT_VIEW (self->view));
  job->place = g_strdup (self->place);
  job->strict = self->strict;
  task = g_task_new (self, self->cancellable, recess_schema_editor_checked_cb, NULL);
  g_task_set_task_data (task, job, job_free);
  g_task_run_in_thread (task, check_worker);
}

static gboolean
recess_schema_editor_timeout_cb (gpointer user_data)
{
  RecessSchemaEditor *self = user_data;

  self->check_id = 0;
  recess_schema_editor_check (self);

  return G_SOURCE_REMOVE;
}

static void
recess_schema_editor_changed_cb (RecessSchemaEditor *self)
{
  g_assert (RECESS_IS_SCHEMA_EDITOR (self));

  g_clear_handle_id (&self->check_id, g_source_remove);
  self->check_id = g_timeout_add (CHECK_DELAY_MS, recess_schema_editor_timeout_cb, self);
  g_signal_emit (self, signals[SIGNAL_EDITED], 0);
}

static gboolean
recess_schema_editor_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (RECESS_SCHEMA_EDITOR (widget)->view));
}

static void
recess_schema_editor_dispose (GObject *object)
{
  RecessSchemaEditor *self = RECESS_SCHEMA_EDITOR (object);

  g_clear_handle_id (&self->check_id, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  recess_template_dispose (GTK_WIDGET (object), RECESS_TYPE_SCHEMA_EDITOR);

  G_OBJECT_CLASS (recess_schema_editor_parent_class)->dispose (object);
}

static void
recess_schema_editor_finalize (GObject *object)
{
  RecessSchemaEditor *self = RECESS_SCHEMA_EDITOR (object);

  g_clear_pointer (&self->report, recess_schema_report_free);
  g_clear_pointer (&self->place, g_free);

  G_OBJECT_CLASS (recess_schema_editor_parent_class)->finalize (object);
}

static void
recess_schema_editor_class_init (RecessSchemaEditorClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = recess_schema_editor_dispose;
  object_class->finalize = recess_schema_editor_finalize;
  widget_class->grab_focus = recess_schema_editor_grab_focus;

  signals[SIGNAL_EDITED] =
    g_signal_new ("edited", RECESS_TYPE_SCHEMA_EDITOR, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);
  signals[SIGNAL_CHECKED] =
    g_signal_new ("checked", RECESS_TYPE_SCHEMA_EDITOR, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);

  g_type_ensure (GTK_SOURCE_TYPE_VIEW);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               RESOURCE_PATH "/ui/recess-schema-editor.ui");
  gtk_widget_class_bind_template_child (widget_class, RecessSchemaEditor, view);
  gtk_widget_class_bind_template_child (widget_class, RecessSchemaEditor, icon);
  gtk_widget_class_bind_template_child (widget_class, RecessSchemaEditor, state);
  gtk_widget_class_bind_template_child (widget_class, RecessSchemaEditor, issues);
}

static void
recess_schema_editor_init (RecessSchemaEditor *self)
{
  GtkTextBuffer *buffer;

  gtk_widget_init_template (GTK_WIDGET (self));
  self->place = g_strdup ("schema");
  recess_source_prepare (self->view, "json");

  buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->view));
  self->fault_tag = gtk_text_buffer_create_tag (buffer, NULL, "underline", PANGO_UNDERLINE_ERROR,
                                                NULL);
  self->warning_tag = gtk_text_buffer_create_tag (buffer, NULL, "underline",
                                                  PANGO_UNDERLINE_SINGLE, NULL);
  g_signal_connect_object (buffer, "changed", G_CALLBACK (recess_schema_editor_changed_cb), self,
                           G_CONNECT_SWAPPED);
}

GtkWidget *
recess_schema_editor_new (void)
{
  return g_object_new (RECESS_TYPE_SCHEMA_EDITOR, NULL);
}

void
recess_schema_editor_set_name (RecessSchemaEditor *self,
                               const char         *place,
                               const char         *label)
{
  g_return_if_fail (RECESS_IS_SCHEMA_EDITOR (self));
  g_return_if_fail (place != NULL && label != NULL);

  g_free (self->place);
  self->place = g_strdup (place);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  label, -1);
}

void
recess_schema_editor_set_strict (RecessSchemaEditor *self,
                                 gboolean            strict)
{
  g_return_if_fail (RECESS_IS_SCHEMA_EDITOR (self));

  if (self->strict == (guint) !!strict)
    return;

  self->strict = !!strict;
  recess_schema_editor_check (self);
}

void
recess_schema_editor_set_text (RecessSchemaEditor *self,
                               const char         *text)
{
  g_return_if_fail (RECESS_IS_SCHEMA_EDITOR (self));
  g_return_if_fail (text != NULL);

  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->view)), text, -1);
  g_clear_handle_id (&self->check_id, g_source_remove);
  recess_schema_editor_check (self);
}

char *
recess_schema_editor_dup_text (RecessSchemaEditor *self)
{
  g_return_val_if_fail (RECESS_IS_SCHEMA_EDITOR (self), NULL);

  return recess_source_dup_text (GTK_TEXT_VIEW (self->view));
}

RecessJsonSchema *
recess_schema_editor_get_schema (RecessSchemaEditor *self)
{
  g_return_val_if_fail (RECESS_IS_SCHEMA_EDITOR (self), NULL);

  return self->report != NULL && self->report->n_faults == 0 ? self->report->schema : NULL;
}
