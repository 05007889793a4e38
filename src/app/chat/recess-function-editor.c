/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n.h>

#include "engine/recess-call.h"
#include "widgets/recess-schema-editor.h"
#include "widgets/recess-source.h"
#include "widgets/recess-template.h"

#include "recess-function-editor.h"
#include "recess-function-trial.h"
#include "recess-handler-editor.h"

#define NEW_PARAMETERS \
  "{\n" \
  "  \"type\": \"object\",\n" \
  "  \"properties\": {\n" \
  "    \"text\": { \"type\": \"string\", \"description\": \"What it is about\" }\n" \
  "  },\n" \
  "  \"required\": [\"text\"],\n" \
  "  \"additionalProperties\": false\n" \
  "}"

struct _RecessFunctionEditor
{
  GtkWidget            parent_instance;

  /* Template widgets */
  GtkLabel            *title;
  GtkWidget           *save;
  GtkLabel            *problem;
  GtkEntry            *name;
  GtkTextView         *description;
  RecessSchemaEditor  *schema;
  GtkSwitch           *strict;
  RecessHandlerEditor *handler;
  GtkWidget           *trial_box;
  RecessFunctionTrial *trial;

  /* Owned references */
  RecessFunctions     *functions;
  GCancellable        *cancellable;
  char                *id;
  char                *old_name;

  guint                setting : 1;
  guint                edited : 1;
  guint                saving : 1;
};

G_DEFINE_FINAL_TYPE (RecessFunctionEditor, recess_function_editor, GTK_TYPE_WIDGET)

enum
{
  PROP_0,
  PROP_EDITED,
  N_PROPS
};

enum
{
  SIGNAL_BACK,
  SIGNAL_SAVED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static void
recess_function_editor_tell (RecessFunctionEditor *self,
                             const char           *problem)
{
  gtk_label_set_label (self->problem, problem != NULL ? problem : "");
  gtk_widget_set_visible (GTK_WIDGET (self->problem), problem != NULL);
}

static void
recess_function_editor_set_edited (RecessFunctionEditor *self,
                                   gboolean              edited)
{
  gtk_widget_set_sensitive (self->save, edited && !self->saving);
  if (self->edited == (guint) edited)
    return;

  self->edited = edited;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_EDITED]);
}

/* The name is told while it is typed: it is what goes wrong most. */
static char *
recess_function_editor_check_name (RecessFunctionEditor *self)
{
  const char *name = gtk_editable_get_text (GTK_EDITABLE (self->name));
  RecessFunction *other = recess_functions_find (self->functions, name);

  if (!recess_json_schema_is_name (name))
    return g_strdup (_("The name must be 1 to 64 letters, digits, “_” or “-”, without accents or "
                       "spaces."));
  if (other != NULL && g_strcmp0 (recess_function_get_id (other), self->id) != 0)
    return g_strdup_printf (_("There is another function named “%s”."), name);

  return NULL;
}

static void
recess_function_editor_edited_cb (RecessFunctionEditor *self)
{
  const char *name;

  g_assert (RECESS_IS_FUNCTION_EDITOR (self));

  gtk_widget_set_visible (self->trial_box, recess_handler_editor_get_runs (self->handler));
  recess_schema_editor_set_strict (self->schema, gtk_switch_get_active (self->strict));
  if (self->setting)
    return;

  name = gtk_editable_get_text (GTK_EDITABLE (self->name));
  if (*name != '\0' && !recess_json_schema_is_name (name))
    gtk_widget_add_css_class (GTK_WIDGET (self->name), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->name), "error");
  recess_function_editor_tell (self, NULL);
  recess_function_editor_set_edited (self, TRUE);
}

static void
recess_function_editor_checked_cb (RecessFunctionEditor *self)
{
  RecessJsonSchema *schema = recess_schema_editor_get_schema (self->schema);

  g_assert (RECESS_IS_FUNCTION_EDITOR (self));

  if (schema != NULL)
    recess_function_trial_set_schema (self->trial, schema);
}

/* NULL with a message where it cannot be kept as it stands. */
static char *
recess_function_editor_dup_body (RecessFunctionEditor  *self,
                                 char                 **message)
{
  g_autofree char *parameters = recess_schema_editor_dup_text (self->schema);
  g_autofree char *description = recess_source_dup_text (self->description);
  g_autofree char *handler = recess_handler_editor_dup_json (self->handler);
  g_autoptr(GError) error = NULL;
  GString *body;

  *message = recess_function_editor_check_name (self);
  g_strstrip (parameters);
  if (*message == NULL && *parameters != '\0' &&
      !recess_json_check (parameters, strlen (parameters), &error))
    *message = g_strdup_printf (_("The parameters are no JSON. %s"), error->message);
  if (*message != NULL)
    return NULL;

  body = g_string_new ("{ \"name\": ");
  recess_json_append_string (body, gtk_editable_get_text (GTK_EDITABLE (self->name)), -1);
  g_string_append (body, ", \"description\": ");
  recess_json_append_string (body, description, -1);
  g_string_append_printf (body, ", \"parameters\": %s, \"strict\": %s, \"handler\": %s }",
                          *parameters != '\0' ? parameters : "null",
                          gtk_switch_get_active (self->strict) ? "true" : "false", handler);

  return g_string_free (body, FALSE);
}

static void
recess_function_editor_saved_cb (GObject      *object,
                                 GAsyncResult *result,
                                 gpointer      user_data)
{
  g_autoptr(RecessFunctionEditor) self = user_data;
  g_autoptr(JsonObject) row = NULL;
  g_autoptr(GError) error = NULL;

  row = recess_call_finish (RECESS_CLIENT (object), result, &error);
  if (g_cancellable_is_cancelled (self->cancellable))
    return;

  self->saving = FALSE;
  if (row == NULL)
    {
      recess_function_editor_tell (self, error->message);
      recess_function_editor_set_edited (self, TRUE);
      return;
    }

  recess_function_editor_set_edited (self, FALSE);
  g_signal_emit (self, signals[SIGNAL_SAVED], 0, self->old_name,
                 recess_json_object_get_string (row, "name", ""));
}

static void
recess_function_editor_save_cb (RecessFunctionEditor *self)
{
  RecessEngine *engine = recess_functions_get_engine (self->functions);
  g_autofree char *message = NULL;
  g_autofree char *body = recess_function_editor_dup_body (self, &message);
  g_autofree char *path = NULL;

  g_assert (RECESS_IS_FUNCTION_EDITOR (self));

  recess_function_editor_tell (self, message);
  if (body == NULL || self->saving)
    return;

  self->saving = TRUE;
  gtk_widget_set_sensitive (self->save, FALSE);
  path = self->id != NULL ? g_strconcat ("/recess/functions/", self->id, NULL)
                          : g_strdup ("/recess/functions");
  recess_call_async (recess_engine_get_client (engine), "POST", path, body, NULL,
                     recess_function_editor_saved_cb, g_object_ref (self));
}

static void
recess_function_editor_run_cb (RecessFunctionEditor *self)
{
  g_autofree char *message = NULL;
  g_autofree char *body = recess_function_editor_dup_body (self, &message);

  g_assert (RECESS_IS_FUNCTION_EDITOR (self));

  if (body != NULL)
    recess_function_trial_start (self->trial, recess_functions_get_engine (self->functions), body);
  else
    recess_function_trial_refuse (self->trial, message);
}

static void
recess_function_editor_back_cb (RecessFunctionEditor *self)
{
  g_assert (RECESS_IS_FUNCTION_EDITOR (self));

  g_signal_emit (self, signals[SIGNAL_BACK], 0);
}

static gboolean
recess_function_editor_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (RECESS_FUNCTION_EDITOR (widget)->name));
}

static void
recess_function_editor_get_property (GObject    *object,
                                     guint       prop_id,
                                     GValue     *value,
                                     GParamSpec *pspec)
{
  RecessFunctionEditor *self = RECESS_FUNCTION_EDITOR (object);

  switch (prop_id)
    {
    case PROP_EDITED:
      g_value_set_boolean (value, self->edited);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
recess_function_editor_dispose (GObject *object)
{
  RecessFunctionEditor *self = RECESS_FUNCTION_EDITOR (object);

  g_cancellable_cancel (self->cancellable);
  recess_template_dispose (GTK_WIDGET (object), RECESS_TYPE_FUNCTION_EDITOR);

  G_OBJECT_CLASS (recess_function_editor_parent_class)->dispose (object);
}

static void
recess_function_editor_finalize (GObject *object)
{
  RecessFunctionEditor *self = RECESS_FUNCTION_EDITOR (object);

  g_clear_object (&self->functions);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->id, g_free);
  g_clear_pointer (&self->old_name, g_free);

  G_OBJECT_CLASS (recess_function_editor_parent_class)->finalize (object);
}

static void
recess_function_editor_class_init (RecessFunctionEditorClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = recess_function_editor_dispose;
  object_class->finalize = recess_function_editor_finalize;
  object_class->get_property = recess_function_editor_get_property;
  widget_class->grab_focus = recess_function_editor_grab_focus;

  properties[PROP_EDITED] = g_param_spec_boolean ("edited", NULL, NULL, FALSE,
                                                  G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[SIGNAL_BACK] =
    g_signal_new ("back", RECESS_TYPE_FUNCTION_EDITOR, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);
  signals[SIGNAL_SAVED] =
    g_signal_new ("saved", RECESS_TYPE_FUNCTION_EDITOR, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);

  g_type_ensure (RECESS_TYPE_SCHEMA_EDITOR);
  g_type_ensure (RECESS_TYPE_HANDLER_EDITOR);
  g_type_ensure (RECESS_TYPE_FUNCTION_TRIAL);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               RESOURCE_PATH "/ui/recess-function-editor.ui");
  gtk_widget_class_bind_template_child (widget_class, RecessFunctionEditor, title);
  gtk_widget_class_bind_template_child (widget_class, RecessFunctionEditor, save);
  gtk_widget_class_bind_template_child (widget_class, RecessFunctionEditor, problem);
  gtk_widget_class_bind_template_child (widget_class, RecessFunctionEditor, name);
  gtk_widget_class_bind_template_child (widget_class, RecessFunctionEditor, description);
  gtk_widget_class_bind_template_child (widget_class, RecessFunctionEditor, schema);
  gtk_widget_class_bind_template_child (widget_class, RecessFunctionEditor, strict);
  gtk_widget_class_bind_template_child (widget_class, RecessFunctionEditor, handler);
  gtk_widget_class_bind_template_child (widget_class, RecessFunctionEditor, trial_box);
  gtk_widget_class_bind_template_child (widget_class, RecessFunctionEditor, trial);
  gtk_widget_class_bind_template_callback (widget_class, recess_function_editor_edited_cb);
  gtk_widget_class_bind_template_callback (widget_class, recess_function_editor_checked_cb);
  gtk_widget_class_bind_template_callback (widget_class, recess_function_editor_save_cb);
  gtk_widget_class_bind_template_callback (widget_class, recess_function_editor_run_cb);
  gtk_widget_class_bind_template_callback (widget_class, recess_function_editor_back_cb);
}

static void
recess_function_editor_init (RecessFunctionEditor *self)
{
  self->setting = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  self->cancellable = g_cancellable_new ();
  recess_schema_editor_set_name (self->schema, "parameters", _("Parameters"));
  g_signal_connect_object (gtk_text_view_get_buffer (self->description), "changed",
                           G_CALLBACK (recess_function_editor_edited_cb), self,
                           G_CONNECT_SWAPPED);
}

/* A name that is free: that of the copied function with a number. */
static char *
find_copy_name (RecessFunctions *functions,
                const char      *name)
{
  char *copy = NULL;

  for (guint i = 2; copy == NULL || recess_functions_find (functions, copy) != NULL; i++)
    {
      g_free (copy);
      copy = g_strdup_printf ("%.60s_%u", name, i);
    }

  return copy;
}

static void
recess_function_editor_fill (RecessFunctionEditor *self,
                             RecessFunction       *function)
{
  const char *parameters = recess_function_get_parameters (function);

  gtk_editable_set_text (GTK_EDITABLE (self->name), recess_function_get_name (function));
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->description),
                            recess_function_get_description (function), -1);
  gtk_switch_set_active (self->strict, recess_function_get_strict (function));
  recess_handler_editor_set_json (self->handler, recess_function_get_handler (function));
  recess_schema_editor_set_text (self->schema, parameters != NULL ? parameters : "{}");
}

GtkWidget *
recess_function_editor_new (RecessFunctions *functions,
                            RecessFunction  *function,
                            gboolean         copy)
{
  RecessFunctionEditor *self;

  g_return_val_if_fail (RECESS_IS_FUNCTIONS (functions), NULL);

  self = g_object_new (RECESS_TYPE_FUNCTION_EDITOR, NULL);
  self->functions = g_object_ref (functions);
  if (function != NULL)
    recess_function_editor_fill (self, function);
  else
    recess_schema_editor_set_text (self->schema, NEW_PARAMETERS);

  if (function != NULL && copy)
    {
      g_autofree char *name = find_copy_name (functions, recess_function_get_name (function));

      gtk_editable_set_text (GTK_EDITABLE (self->name), name);
    }
  else if (function != NULL)
    {
      self->id = g_strdup (recess_function_get_id (function));
      self->old_name = g_strdup (recess_function_get_name (function));
      gtk_label_set_label (self->title, _("Edit Function"));
    }

  recess_function_editor_edited_cb (self);
  self->setting = FALSE;
  recess_function_editor_set_edited (self, copy);

  return GTK_WIDGET (self);
}

gboolean
recess_function_editor_get_edited (RecessFunctionEditor *self)
{
  g_return_val_if_fail (RECESS_IS_FUNCTION_EDITOR (self), FALSE);

  return self->edited;
}
