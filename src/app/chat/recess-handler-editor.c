/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n.h>
#include <gtksourceview/gtksource.h>

#include "common/recess-json.h"
#include "widgets/recess-source.h"
#include "widgets/recess-template.h"

#include "recess-handler-editor.h"

#define PYTHON_START "def run(arguments):\n    return {\"arguments\": arguments}\n"

/* In the order of the choices. */
typedef enum
{
  KIND_ASK,
  KIND_FIXED,
  KIND_PYTHON,
  KIND_READY,
} Kind;

static const char *const kinds[] = { "ask", "fixed", "python", "ready" };

static const char *const ready[] = { "get_current_time", "convert_units", "calculate", "roll_dice",
                                     "date_difference", "search_notes" };

struct _RecessHandlerEditor
{
  GtkWidget      parent_instance;

  /* Template widgets */
  GtkDropDown   *kind;
  GtkStack      *stack;
  GtkSourceView *output;
  GtkSourceView *code;
  GtkDropDown   *ready;
  GtkWidget     *notes_box;
  GtkTextView   *notes;

  gint64         time_limit_ms;
  guint          setting : 1;
};

G_DEFINE_FINAL_TYPE (RecessHandlerEditor, recess_handler_editor, GTK_TYPE_WIDGET)

enum
{
  SIGNAL_EDITED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static gboolean
recess_handler_editor_searches (RecessHandlerEditor *self)
{
  guint position = gtk_drop_down_get_selected (self->ready);

  return position < G_N_ELEMENTS (ready) && g_str_equal (ready[position], "search_notes");
}

static void
recess_handler_editor_edited_cb (RecessHandlerEditor *self)
{
  guint kind;

  g_assert (RECESS_IS_HANDLER_EDITOR (self));

  kind = gtk_drop_down_get_selected (self->kind);
  if (kind < G_N_ELEMENTS (kinds))
    gtk_stack_set_visible_child_name (self->stack, kinds[kind]);
  gtk_widget_set_visible (self->notes_box, recess_handler_editor_searches (self));
  if (!self->setting)
    g_signal_emit (self, signals[SIGNAL_EDITED], 0);
}

static void
recess_handler_editor_dispose (GObject *object)
{
  recess_template_dispose (GTK_WIDGET (object), RECESS_TYPE_HANDLER_EDITOR);

  G_OBJECT_CLASS (recess_handler_editor_parent_class)->dispose (object);
}

static void
recess_handler_editor_class_init (RecessHandlerEditorClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = recess_handler_editor_dispose;

  signals[SIGNAL_EDITED] =
    g_signal_new ("edited", RECESS_TYPE_HANDLER_EDITOR, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);

  g_type_ensure (GTK_SOURCE_TYPE_VIEW);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               RESOURCE_PATH "/ui/recess-handler-editor.ui");
  gtk_widget_class_bind_template_child (widget_class, RecessHandlerEditor, kind);
  gtk_widget_class_bind_template_child (widget_class, RecessHandlerEditor, stack);
  gtk_widget_class_bind_template_child (widget_class, RecessHandlerEditor, output);
  gtk_widget_class_bind_template_child (widget_class, RecessHandlerEditor, code);
  gtk_widget_class_bind_template_child (widget_class, RecessHandlerEditor, ready);
  gtk_widget_class_bind_template_child (widget_class, RecessHandlerEditor, notes_box);
  gtk_widget_class_bind_template_child (widget_class, RecessHandlerEditor, notes);
  gtk_widget_class_bind_template_callback (widget_class, recess_handler_editor_edited_cb);
}

static void
recess_handler_editor_follow (RecessHandlerEditor *self,
                              GtkTextView         *view)
{
  g_signal_connect_object (gtk_text_view_get_buffer (view), "changed",
                           G_CALLBACK (recess_handler_editor_edited_cb), self, G_CONNECT_SWAPPED);
}

static void
recess_handler_editor_init (RecessHandlerEditor *self)
{
  g_autoptr(GtkStringList) names = gtk_string_list_new (NULL);

  gtk_widget_init_template (GTK_WIDGET (self));
  self->setting = TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (ready); i++)
    gtk_string_list_append (names, ready[i]);
  gtk_drop_down_set_model (self->ready, G_LIST_MODEL (names));

  recess_source_prepare (self->output, NULL);
  recess_source_prepare (self->code, "python");
  gtk_source_view_set_indent_width (self->code, 4);
  gtk_text_view_set_accepts_tab (self->notes, FALSE);
  recess_handler_editor_follow (self, GTK_TEXT_VIEW (self->output));
  recess_handler_editor_follow (self, GTK_TEXT_VIEW (self->code));
  recess_handler_editor_follow (self, self->notes);
  self->setting = FALSE;
}

static guint
find (const char *const *words,
      guint              n_words,
      const char        *word)
{
  for (guint i = 0; i < n_words; i++)
    if (g_str_equal (words[i], word))
      return i;

  return 0;
}

static void
set_text (GtkTextView *view,
          const char  *text)
{
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (view), text, -1);
}

void
recess_handler_editor_set_json (RecessHandlerEditor *self,
                                const char          *json)
{
  g_autoptr(JsonObject) handler = NULL;
  const char *word;

  g_return_if_fail (RECESS_IS_HANDLER_EDITOR (self));
  g_return_if_fail (json != NULL);

  handler = recess_json_parse_object (json, strlen (json), NULL);
  self->setting = TRUE;
  word = recess_json_object_get_string (handler, "type", "ask");
  gtk_drop_down_set_selected (self->kind, find (kinds, G_N_ELEMENTS (kinds), word));
  set_text (GTK_TEXT_VIEW (self->output), recess_json_object_get_string (handler, "output", ""));
  set_text (GTK_TEXT_VIEW (self->code),
            recess_json_object_get_string (handler, "code", PYTHON_START));
  set_text (self->notes, recess_json_object_get_string (handler, "notes", ""));
  word = recess_json_object_get_string (handler, "function", ready[0]);
  gtk_drop_down_set_selected (self->ready, find (ready, G_N_ELEMENTS (ready), word));
  self->time_limit_ms = recess_json_object_get_int (handler, "time_limit_ms", 0);
  recess_handler_editor_edited_cb (self);
  self->setting = FALSE;
}

static void
append_text (GString     *json,
             const char  *name,
             GtkTextView *view)
{
  g_autofree char *text = recess_source_dup_text (view);

  g_string_append_printf (json, ", \"%s\": ", name);
  recess_json_append_string (json, text, -1);
}

char *
recess_handler_editor_dup_json (RecessHandlerEditor *self)
{
  guint kind;
  GString *json;

  g_return_val_if_fail (RECESS_IS_HANDLER_EDITOR (self), NULL);

  kind = MIN (gtk_drop_down_get_selected (self->kind), KIND_READY);
  json = g_string_new (NULL);
  g_string_append_printf (json, "{ \"type\": \"%s\"", kinds[kind]);
  if (kind == KIND_FIXED)
    append_text (json, "output", GTK_TEXT_VIEW (self->output));
  if (kind == KIND_PYTHON)
    append_text (json, "code", GTK_TEXT_VIEW (self->code));
  if (kind == KIND_PYTHON && self->time_limit_ms > 0)
    g_string_append_printf (json, ", \"time_limit_ms\": %" G_GINT64_FORMAT, self->time_limit_ms);
  if (kind == KIND_READY)
    g_string_append_printf (json, ", \"function\": \"%s\"",
                            ready[MIN (gtk_drop_down_get_selected (self->ready),
                                       G_N_ELEMENTS (ready) - 1)]);
  if (kind == KIND_READY && recess_handler_editor_searches (self))
    append_text (json, "notes", self->notes);
  g_string_append (json, " }");

  return g_string_free (json, FALSE);
}

gboolean
recess_handler_editor_get_runs (RecessHandlerEditor *self)
{
  g_return_val_if_fail (RECESS_IS_HANDLER_EDITOR (self), FALSE);

  return gtk_drop_down_get_selected (self->kind) != KIND_ASK;
}
