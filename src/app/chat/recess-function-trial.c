/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n.h>

#include "engine/recess-call.h"
#include "widgets/recess-argument-form.h"
#include "widgets/recess-format.h"
#include "widgets/recess-template.h"

#include "recess-function-trial.h"

#define LONGEST_SHOWN (64 * 1024)

struct _RecessFunctionTrial
{
  GtkWidget           parent_instance;

  /* Template widgets */
  RecessArgumentForm *form;
  GtkWidget          *run;
  GtkSpinner         *spinner;
  GtkLabel           *state;
  GtkWidget          *output_box;
  GtkLabel           *output;
  GtkWidget          *log_box;
  GtkLabel           *log;

  GCancellable       *cancellable;
};

G_DEFINE_FINAL_TYPE (RecessFunctionTrial, recess_function_trial, GTK_TYPE_WIDGET)

enum
{
  SIGNAL_RUN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
recess_function_trial_set_busy (RecessFunctionTrial *self,
                                gboolean             busy)
{
  gtk_spinner_set_spinning (self->spinner, busy);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), busy);
  gtk_widget_set_sensitive (self->run, !busy);
}

static void
recess_function_trial_say (RecessFunctionTrial *self,
                           const char          *words,
                           gboolean             failed)
{
  gtk_label_set_label (self->state, words);
  gtk_widget_set_css_classes (GTK_WIDGET (self->state),
                              (const char *[]) { failed ? "error" : "meta", NULL });
}

static void
show_text (GtkWidget  *box,
           GtkLabel   *label,
           const char *text)
{
  g_autofree char *shown = NULL;

  gtk_widget_set_visible (box, text != NULL && *text != '\0');
  if (text == NULL)
    return;

  shown = g_utf8_make_valid (text, (gssize) MIN (strlen (text), LONGEST_SHOWN));
  gtk_label_set_label (label, shown);
}

/* A text, or an object with a message. */
static const char *
get_error (JsonObject *answer)
{
  JsonObject *error = recess_json_object_get_object (answer, "error");

  if (error != NULL)
    return recess_json_object_get_string (error, "message", _("It failed"));

  return recess_json_object_get_string (answer, "error", NULL);
}

static void
recess_function_trial_show (RecessFunctionTrial *self,
                            JsonObject          *answer)
{
  const char *error = get_error (answer);
  g_autofree char *time = NULL;
  g_autofree char *words = NULL;

  time = recess_format_duration (recess_json_object_get_int (answer, "duration_ms", -1));
  words = error != NULL ? g_strdup (error) : g_strdup_printf (_("Done in %s"), time);
  recess_function_trial_say (self, words, error != NULL);
  show_text (self->output_box, self->output,
             recess_json_object_get_string (answer, "output", NULL));
  show_text (self->log_box, self->log, recess_json_object_get_string (answer, "log", NULL));
}

static void
recess_function_trial_tried_cb (GObject      *object,
                                GAsyncResult *result,
                                gpointer      user_data)
{
  g_autoptr(RecessFunctionTrial) self = user_data;
  g_autoptr(JsonObject) answer = NULL;
  g_autoptr(GError) error = NULL;

  answer = recess_call_finish (RECESS_CLIENT (object), result, &error);
  if (recess_call_cancelled (error) || g_cancellable_is_cancelled (self->cancellable))
    return;

  recess_function_trial_set_busy (self, FALSE);
  if (answer != NULL)
    recess_function_trial_show (self, answer);
  else
    recess_function_trial_refuse (self, error->message);
}

static void
recess_function_trial_run_cb (RecessFunctionTrial *self)
{
  g_assert (RECESS_IS_FUNCTION_TRIAL (self));

  g_signal_emit (self, signals[SIGNAL_RUN], 0);
}

static void
recess_function_trial_dispose (GObject *object)
{
  RecessFunctionTrial *self = RECESS_FUNCTION_TRIAL (object);

  g_cancellable_cancel (self->cancellable);
  recess_template_dispose (GTK_WIDGET (object), RECESS_TYPE_FUNCTION_TRIAL);

  G_OBJECT_CLASS (recess_function_trial_parent_class)->dispose (object);
}

static void
recess_function_trial_finalize (GObject *object)
{
  RecessFunctionTrial *self = RECESS_FUNCTION_TRIAL (object);

  g_clear_object (&self->cancellable);

  G_OBJECT_CLASS (recess_function_trial_parent_class)->finalize (object);
}

static void
recess_function_trial_class_init (RecessFunctionTrialClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = recess_function_trial_dispose;
  object_class->finalize = recess_function_trial_finalize;

  signals[SIGNAL_RUN] =
    g_signal_new ("run", RECESS_TYPE_FUNCTION_TRIAL, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);

  g_type_ensure (RECESS_TYPE_ARGUMENT_FORM);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               RESOURCE_PATH "/ui/recess-function-trial.ui");
  gtk_widget_class_bind_template_child (widget_class, RecessFunctionTrial, form);
  gtk_widget_class_bind_template_child (widget_class, RecessFunctionTrial, run);
  gtk_widget_class_bind_template_child (widget_class, RecessFunctionTrial, spinner);
  gtk_widget_class_bind_template_child (widget_class, RecessFunctionTrial, state);
  gtk_widget_class_bind_template_child (widget_class, RecessFunctionTrial, output_box);
  gtk_widget_class_bind_template_child (widget_class, RecessFunctionTrial, output);
  gtk_widget_class_bind_template_child (widget_class, RecessFunctionTrial, log_box);
  gtk_widget_class_bind_template_child (widget_class, RecessFunctionTrial, log);
  gtk_widget_class_bind_template_callback (widget_class, recess_function_trial_run_cb);
}

static void
recess_function_trial_init (RecessFunctionTrial *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->cancellable = g_cancellable_new ();
}

void
recess_function_trial_set_schema (RecessFunctionTrial *self,
                                  RecessJsonSchema    *schema)
{
  g_return_if_fail (RECESS_IS_FUNCTION_TRIAL (self));

  recess_argument_form_set_schema (self->form, schema);
}

void
recess_function_trial_refuse (RecessFunctionTrial *self,
                              const char          *message)
{
  g_return_if_fail (RECESS_IS_FUNCTION_TRIAL (self));

  recess_function_trial_say (self, message, TRUE);
  gtk_widget_set_visible (self->output_box, FALSE);
  gtk_widget_set_visible (self->log_box, FALSE);
}

void
recess_function_trial_start (RecessFunctionTrial *self,
                             RecessEngine        *engine,
                             const char          *body)
{
  g_autoptr(GBytes) bytes = NULL;
  g_autoptr(GBytes) with_arguments = NULL;
  g_autofree char *message = NULL;
  g_autofree char *arguments = NULL;
  g_autofree char *quoted = NULL;
  g_autofree char *text = NULL;

  g_return_if_fail (RECESS_IS_FUNCTION_TRIAL (self));
  g_return_if_fail (RECESS_IS_ENGINE (engine));
  g_return_if_fail (body != NULL);

  arguments = recess_argument_form_dup_arguments (self->form, &message);
  if (arguments == NULL)
    {
      recess_function_trial_refuse (self, message);
      return;
    }

  quoted = recess_json_quote (arguments);
  bytes = g_bytes_new (body, strlen (body));
  with_arguments = recess_json_set_member (bytes, "arguments", quoted);
  text = g_strndup (g_bytes_get_data (with_arguments, NULL), g_bytes_get_size (with_arguments));
  recess_function_trial_set_busy (self, TRUE);
  recess_function_trial_say (self, "", FALSE);
  recess_call_async (recess_engine_get_client (engine), "POST", "/recess/functions/try", text,
                     self->cancellable, recess_function_trial_tried_cb, g_object_ref (self));
}
