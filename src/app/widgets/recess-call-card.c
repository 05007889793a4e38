/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <gtksourceview/gtksource.h>

#include "recess-call-card.h"
#include "recess-call-text.h"
#include "recess-format.h"
#include "recess-json-excerpt.h"
#include "recess-state-mark.h"
#include "recess-template.h"

/* A longer text is too much for an editor on a card. */
#define MOST_EDITED (64 * 1024)

struct _RecessCallCard
{
  GtkWidget parent_instance;

  /* Template widgets */
  RecessStateMark *mark;
  GtkLabel *name;
  GtkLabel *state;
  GtkMenuButton *menu;
  GtkBox *arguments_place;
  GtkLabel *fault;
  GtkBox *output_place;
  GtkLabel *error;
  GtkBox *entry;
  GtkTextView *entry_view;
  GtkLabel *hint;
  GtkButton *answer;
  GtkButton *cancel;
  GtkButton *log_button;
  GtkBox *buttons;
  GtkButton *run;
  GtkButton *stop;
  GtkButton *mend;

  /* Children of the places */
  RecessCallText *arguments;
  RecessCallText *output;
  RecessCallText *log;

  RecessToolCall *call;
  RecessMessage *message;
  guint tick;
  guint read_only : 1;
  guint log_shown : 1;
};

G_DEFINE_FINAL_TYPE (RecessCallCard, recess_call_card, GTK_TYPE_WIDGET)

enum {
  ACT,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static const struct
{
  RecessMark mark;
  const char *word;
} states[] = {
  [RECESS_CALL_WRITING] = { RECESS_MARK_RUNNING, N_("Being written") },
  [RECESS_CALL_UNANSWERED] = { RECESS_MARK_QUEUED, N_("No output") },
  [RECESS_CALL_WAITING] = { RECESS_MARK_WAITING, N_("Waiting for you") },
  [RECESS_CALL_RUNNING] = { RECESS_MARK_RUNNING, N_("Running") },
  [RECESS_CALL_COMPLETE] = { RECESS_MARK_COMPLETE, N_("Complete") },
  [RECESS_CALL_FAILED] = { RECESS_MARK_FAILED, N_("Failed") },
  [RECESS_CALL_INTERRUPTED] = { RECESS_MARK_INCOMPLETE, N_("Interrupted") },
  [RECESS_CALL_STOPPED] = { RECESS_MARK_CANCELLED, N_("Stopped") },
};

static gboolean
is_open (RecessCallState state)
{
  return state != RECESS_CALL_WRITING && state != RECESS_CALL_RUNNING &&
         state != RECESS_CALL_UNANSWERED;
}

static gboolean
can_run (RecessCallCard *self)
{
  return !self->read_only && is_open (recess_tool_call_get_state (self->call)) &&
         recess_tool_call_get_handler (self->call) == RECESS_CALL_HANDLER_RUNS &&
         recess_tool_call_get_fault (self->call) == NULL;
}

static RecessCallEdit
get_edit (RecessCallCard *self)
{
  RecessCallEdit edit = recess_tool_call_get_edit (self->call);
  RecessCallState state = recess_tool_call_get_state (self->call);

  if (self->read_only || !is_open (state))
    return RECESS_CALL_EDIT_NONE;
  if (edit == RECESS_CALL_EDIT_NONE && state == RECESS_CALL_WAITING)
    return RECESS_CALL_EDIT_OUTPUT;

  return edit;
}

static gboolean
was_cut (RecessCallCard *self)
{
  guint n = recess_message_get_n_calls (self->message);

  return g_strcmp0 (recess_message_get_finish_reason (self->message), "length") == 0 &&
         n > 0 && recess_message_get_call_at (self->message, n - 1) == self->call;
}

static void
update_head (RecessCallCard *self)
{
  RecessCallState state = recess_tool_call_get_state (self->call);
  const char *name = recess_tool_call_get_name (self->call);
  int duration = recess_tool_call_get_duration_ms (self->call);
  g_autofree char *time = NULL;
  g_autofree char *label = NULL;

  if (state == RECESS_CALL_COMPLETE && duration >= 0)
    time = duration < 100 ? g_strdup_printf (_("%d ms"), duration)
                          : recess_format_duration (duration);
  recess_state_mark_set_mark (self->mark, states[state].mark);
  gtk_label_set_label (self->name, *name != '\0' ? name : _("No name"));
  gtk_label_set_label (self->state, time != NULL ? time : _(states[state].word));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->name), name);

  /* Translators: for screen readers: the name of a function, then the state of its call */
  label = g_strdup_printf (_("Call of %s, %s"), name, _(states[state].word));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

static char *
describe_fault (RecessCallCard *self)
{
  const char *fault = recess_tool_call_get_fault (self->call);

  if (recess_tool_call_get_state (self->call) == RECESS_CALL_WRITING)
    return NULL;
  if (fault != NULL && was_cut (self))
    return g_strdup (_("Cut by the token limit before the arguments were complete."));
  if (fault != NULL)
    /* Translators: %s names line and column, and what is wrong there. */
    return g_strdup_printf (_("Not valid JSON. %s"), fault);
  if (recess_tool_call_get_handler (self->call) == RECESS_CALL_HANDLER_MISSING)
    return g_strdup_printf (_("There is no function “%s”. You can answer in its place."),
                            recess_tool_call_get_name (self->call));

  return NULL;
}

static void
set_words (GtkLabel   *label,
           const char *words)
{
  gtk_label_set_label (label, words != NULL ? words : "");
  gtk_widget_set_visible (GTK_WIDGET (label), words != NULL && *words != '\0');
}

static void
update_texts (RecessCallCard *self)
{
  RecessCallEdit edit = get_edit (self);
  RecessCallState state = recess_tool_call_get_state (self->call);
  g_autofree char *fault = describe_fault (self);
  const char *error = recess_tool_call_get_error (self->call);
  gboolean explained = error != NULL && *error != '\0' &&
                       (state == RECESS_CALL_FAILED || state == RECESS_CALL_INTERRUPTED);
  gboolean logged = *recess_tool_call_get_log (self->call) != '\0';

  recess_call_text_update (self->arguments);
  gtk_widget_set_visible (GTK_WIDGET (self->arguments_place), edit != RECESS_CALL_EDIT_ARGUMENTS);
  set_words (self->fault, fault);

  recess_call_text_update (self->output);
  gtk_widget_set_visible (GTK_WIDGET (self->output_place),
                          edit != RECESS_CALL_EDIT_OUTPUT && !explained &&
                          *recess_tool_call_get_output (self->call) != '\0');
  /* The model is told the same in other words. */
  set_words (self->error, explained && fault == NULL ? error : NULL);

  gtk_widget_set_visible (GTK_WIDGET (self->log_button), logged);
  gtk_button_set_label (self->log_button, self->log_shown ? _("Hide Log") : _("Show Log"));
  gtk_widget_set_visible (GTK_WIDGET (self->log), logged && self->log_shown);
  if (logged && self->log_shown)
    recess_call_text_update (self->log);
}

static GtkTextBuffer *
make_draft (RecessCallCard *self,
            RecessCallEdit  edit)
{
  GtkSourceLanguageManager *manager = gtk_source_language_manager_get_default ();
  GtkTextBuffer *buffer = GTK_TEXT_BUFFER (gtk_source_buffer_new (NULL));
  g_autofree char *text = NULL;

  if (edit == RECESS_CALL_EDIT_OUTPUT)
    text = g_strdup (recess_tool_call_get_output (self->call));
  else
    {
      const char *arguments = recess_tool_call_get_arguments (self->call);

      gtk_source_buffer_set_language (GTK_SOURCE_BUFFER (buffer),
        gtk_source_language_manager_get_language (manager, "json"));
      text = recess_tool_call_get_fault (self->call) != NULL
               ? g_strdup (arguments)
               : recess_json_excerpt_format (arguments, strlen (arguments), G_MAXSIZE);
    }

  gtk_text_buffer_begin_irreversible_action (buffer);
  gtk_text_buffer_set_text (buffer, text, -1);
  gtk_text_buffer_end_irreversible_action (buffer);

  return buffer;
}

static void
update_scheme (RecessCallCard *self,
               GtkTextBuffer  *buffer)
{
  GtkSourceStyleSchemeManager *manager = gtk_source_style_scheme_manager_get_default ();
  gboolean dark = adw_style_manager_get_dark (adw_style_manager_get_default ());

  gtk_source_buffer_set_style_scheme (GTK_SOURCE_BUFFER (buffer),
    gtk_source_style_scheme_manager_get_scheme (manager, dark ? "Adwaita-dark" : "Adwaita"));
}

static void
update_hint (RecessCallCard *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->entry_view);

  g_assert (RECESS_IS_CALL_CARD (self));

  gtk_widget_set_visible (GTK_WIDGET (self->hint), gtk_text_buffer_get_char_count (buffer) == 0);
}

static void
use_buffer (RecessCallCard *self,
            GtkTextBuffer  *buffer)
{
  GtkTextBuffer *old = gtk_text_view_get_buffer (self->entry_view);

  if (old == buffer)
    return;

  g_signal_handlers_disconnect_by_func (old, update_hint, self);
  gtk_text_view_set_buffer (self->entry_view, buffer);
  g_signal_connect_object (buffer, "changed", G_CALLBACK (update_hint), self, G_CONNECT_SWAPPED);
}

static void
update_entry (RecessCallCard *self)
{
  RecessCallEdit edit = get_edit (self);
  gboolean output = edit == RECESS_CALL_EDIT_OUTPUT;
  g_autofree char *label = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->entry), edit != RECESS_CALL_EDIT_NONE);
  if (edit == RECESS_CALL_EDIT_NONE)
    return;

  if (recess_tool_call_get_draft (self->call) == NULL)
    {
      g_autoptr (GtkTextBuffer) buffer = make_draft (self, edit);

      recess_tool_call_set_draft (self->call, G_OBJECT (buffer));
    }
  use_buffer (self, GTK_TEXT_BUFFER (recess_tool_call_get_draft (self->call)));
  update_scheme (self, gtk_text_view_get_buffer (self->entry_view));
  update_hint (self);

  label = g_strdup_printf (output ? _("Output of %s") : _("Arguments of %s"),
                           recess_tool_call_get_name (self->call));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry_view), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  label, -1);
  gtk_label_set_label (self->hint, output ? _("Output") : _("Arguments"));
  gtk_button_set_label (self->answer, output ? _("Answer") : _("Save"));
  gtk_widget_set_visible (GTK_WIDGET (self->cancel),
                          recess_tool_call_get_edit (self->call) != RECESS_CALL_EDIT_NONE);
}

static void
update_buttons (RecessCallCard *self)
{
  RecessCallState state = recess_tool_call_get_state (self->call);
  gboolean editing = recess_tool_call_get_edit (self->call) != RECESS_CALL_EDIT_NONE;
  gboolean runs = can_run (self) && !editing && state != RECESS_CALL_COMPLETE;
  gboolean stops = !self->read_only && state == RECESS_CALL_RUNNING;
  gboolean mends = !self->read_only && !editing && is_open (state) &&
                   recess_tool_call_get_fault (self->call) != NULL &&
                   recess_tool_call_get_arguments_length (self->call) <= MOST_EDITED;

  gtk_button_set_label (self->run, state == RECESS_CALL_WAITING ? _("Run") : _("Run Again"));
  gtk_widget_set_visible (GTK_WIDGET (self->run), runs);
  gtk_widget_set_visible (GTK_WIDGET (self->stop), stops);
  gtk_widget_set_visible (GTK_WIDGET (self->mend), mends);
  gtk_widget_set_visible (GTK_WIDGET (self->buttons), runs || stops || mends);
}

static void
update (RecessCallCard *self)
{
  update_head (self);
  update_texts (self);
  update_entry (self);
  update_buttons (self);
}

static gboolean
tick_cb (GtkWidget     *widget,
         GdkFrameClock *clock,
         gpointer       user_data)
{
  RecessCallCard *self = RECESS_CALL_CARD (widget);

  self->tick = 0;
  if (self->call != NULL)
    update (self);

  return G_SOURCE_REMOVE;
}

/* However often it changes, it is drawn once a frame. */
static void
changed_cb (RecessCallCard *self)
{
  g_assert (RECESS_IS_CALL_CARD (self));

  if (self->tick == 0)
    self->tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), tick_cb, NULL, NULL);
}

static void
act (RecessCallCard *self,
     const char     *action,
     const char     *text)
{
  g_autoptr (RecessToolCall) call = g_object_ref (self->call);

  g_signal_emit (self, signals[ACT], 0, call, action, text);
}

static void
run_cb (RecessCallCard *self)
{
  g_assert (RECESS_IS_CALL_CARD (self));

  act (self, "run", NULL);
}

static void
stop_cb (RecessCallCard *self)
{
  g_assert (RECESS_IS_CALL_CARD (self));

  act (self, "stop", NULL);
}

static void
edit (RecessCallCard *self,
      RecessCallEdit  what)
{
  recess_tool_call_set_edit (self->call, what);
  update (self);
  if (what != RECESS_CALL_EDIT_NONE)
    gtk_widget_grab_focus (GTK_WIDGET (self->entry_view));
}

static void
mend_cb (RecessCallCard *self)
{
  g_assert (RECESS_IS_CALL_CARD (self));

  edit (self, RECESS_CALL_EDIT_ARGUMENTS);
}

static void
cancel_cb (RecessCallCard *self)
{
  g_assert (RECESS_IS_CALL_CARD (self));

  edit (self, RECESS_CALL_EDIT_NONE);
}

static void
answer_cb (RecessCallCard *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->entry_view);
  RecessCallEdit what = get_edit (self);
  g_autofree char *text = NULL;
  GtkTextIter start;
  GtkTextIter end;

  g_assert (RECESS_IS_CALL_CARD (self));

  if (what == RECESS_CALL_EDIT_NONE)
    return;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  text = gtk_text_buffer_get_text (buffer, &start, &end, TRUE);
  recess_tool_call_set_edit (self->call, RECESS_CALL_EDIT_NONE);
  act (self, what == RECESS_CALL_EDIT_OUTPUT ? "answer" : "arguments", text);
}

static void
log_cb (RecessCallCard *self)
{
  g_assert (RECESS_IS_CALL_CARD (self));

  self->log_shown = !self->log_shown;
  update_texts (self);
}

static void
copy_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  RecessCallCard *self = RECESS_CALL_CARD (widget);
  g_autofree char *text = NULL;

  if (g_str_equal (action_name, "card.copy-arguments"))
    text = g_strdup (recess_tool_call_get_arguments (self->call));
  else
    text = recess_tool_call_dup_text (self->call);
  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), text);
}

static void
run_action (GtkWidget  *widget,
            const char *action_name,
            GVariant   *parameter)
{
  run_cb (RECESS_CALL_CARD (widget));
}

static void
edit_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  edit (RECESS_CALL_CARD (widget), g_str_equal (action_name, "card.edit-output")
                                     ? RECESS_CALL_EDIT_OUTPUT : RECESS_CALL_EDIT_ARGUMENTS);
}

static gboolean
answer_key_cb (GtkWidget *widget,
               GVariant  *args,
               gpointer   user_data)
{
  RecessCallCard *self = RECESS_CALL_CARD (widget);

  if (!gtk_widget_has_focus (GTK_WIDGET (self->entry_view)))
    return FALSE;

  answer_cb (self);
  return TRUE;
}

/* Escape goes on where nothing is edited that it could leave. */
static gboolean
cancel_key_cb (GtkWidget *widget,
               GVariant  *args,
               gpointer   user_data)
{
  RecessCallCard *self = RECESS_CALL_CARD (widget);

  if (self->call == NULL || recess_tool_call_get_edit (self->call) == RECESS_CALL_EDIT_NONE)
    return FALSE;

  cancel_cb (self);
  return TRUE;
}

static void
create_menu_cb (GtkMenuButton *button,
                gpointer       user_data)
{
  RecessCallCard *self = RECESS_CALL_CARD (user_data);
  g_autoptr (GMenu) menu = g_menu_new ();
  gboolean open = !self->read_only && is_open (recess_tool_call_get_state (self->call));

  if (can_run (self))
    g_menu_append (menu, recess_tool_call_get_state (self->call) == RECESS_CALL_WAITING
                           ? _("_Run") : _("_Run Again"), "card.run");
  if (open && recess_tool_call_get_arguments_length (self->call) <= MOST_EDITED)
    g_menu_append (menu, _("Edit _Arguments"), "card.edit-arguments");
  if (open && strlen (recess_tool_call_get_output (self->call)) <= MOST_EDITED)
    g_menu_append (menu, _("Edit _Output"), "card.edit-output");
  g_menu_append (menu, _("_Copy"), "card.copy");
  g_menu_append (menu, _("Copy Ar_guments"), "card.copy-arguments");
  gtk_menu_button_set_menu_model (button, G_MENU_MODEL (menu));
}

static void
leave_call (RecessCallCard *self)
{
  if (self->call != NULL)
    g_signal_handlers_disconnect_by_data (self->call, self);
  if (self->message != NULL)
    g_signal_handlers_disconnect_by_data (self->message, self);
  if (self->tick != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->tick);
  self->tick = 0;
  g_clear_object (&self->call);
  g_clear_object (&self->message);
}

static void
recess_call_card_dispose (GObject *object)
{
  RecessCallCard *self = RECESS_CALL_CARD (object);

  leave_call (self);
  recess_template_dispose (GTK_WIDGET (self), RECESS_TYPE_CALL_CARD);

  G_OBJECT_CLASS (recess_call_card_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, RecessCallCard, mark);
  gtk_widget_class_bind_template_child (widget_class, RecessCallCard, name);
  gtk_widget_class_bind_template_child (widget_class, RecessCallCard, state);
  gtk_widget_class_bind_template_child (widget_class, RecessCallCard, menu);
  gtk_widget_class_bind_template_child (widget_class, RecessCallCard, arguments_place);
  gtk_widget_class_bind_template_child (widget_class, RecessCallCard, fault);
  gtk_widget_class_bind_template_child (widget_class, RecessCallCard, output_place);
  gtk_widget_class_bind_template_child (widget_class, RecessCallCard, error);
  gtk_widget_class_bind_template_child (widget_class, RecessCallCard, entry);
  gtk_widget_class_bind_template_child (widget_class, RecessCallCard, entry_view);
  gtk_widget_class_bind_template_child (widget_class, RecessCallCard, hint);
  gtk_widget_class_bind_template_child (widget_class, RecessCallCard, answer);
  gtk_widget_class_bind_template_child (widget_class, RecessCallCard, cancel);
  gtk_widget_class_bind_template_child (widget_class, RecessCallCard, log_button);
  gtk_widget_class_bind_template_child (widget_class, RecessCallCard, buttons);
  gtk_widget_class_bind_template_child (widget_class, RecessCallCard, run);
  gtk_widget_class_bind_template_child (widget_class, RecessCallCard, stop);
  gtk_widget_class_bind_template_child (widget_class, RecessCallCard, mend);
  gtk_widget_class_bind_template_callback (widget_class, run_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_cb);
  gtk_widget_class_bind_template_callback (widget_class, mend_cb);
  gtk_widget_class_bind_template_callback (widget_class, answer_cb);
  gtk_widget_class_bind_template_callback (widget_class, cancel_cb);
  gtk_widget_class_bind_template_callback (widget_class, log_cb);
}

static void
recess_call_card_class_init (RecessCallCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = recess_call_card_dispose;

  signals[ACT] =
    g_signal_new ("act", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 3, RECESS_TYPE_TOOL_CALL, G_TYPE_STRING, G_TYPE_STRING);

  g_type_ensure (RECESS_TYPE_STATE_MARK);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               RESOURCE_PATH "/ui/recess-call-card.ui");
  bind_template (widget_class);
  gtk_widget_class_install_action (widget_class, "card.run", NULL, run_action);
  gtk_widget_class_install_action (widget_class, "card.edit-arguments", NULL, edit_action);
  gtk_widget_class_install_action (widget_class, "card.edit-output", NULL, edit_action);
  gtk_widget_class_install_action (widget_class, "card.copy", NULL, copy_action);
  gtk_widget_class_install_action (widget_class, "card.copy-arguments", NULL, copy_action);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Return, GDK_CONTROL_MASK, answer_key_cb,
                                NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_KP_Enter, GDK_CONTROL_MASK, answer_key_cb,
                                NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Escape, 0, cancel_key_cb, NULL);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "callcard");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
recess_call_card_init (RecessCallCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_orientable_set_orientation
    (GTK_ORIENTABLE (gtk_widget_get_layout_manager (GTK_WIDGET (self))), GTK_ORIENTATION_VERTICAL);
  gtk_menu_button_set_create_popup_func (self->menu, create_menu_cb, self, NULL);

  self->arguments = RECESS_CALL_TEXT (recess_call_text_new (RECESS_CALL_PART_ARGUMENTS));
  gtk_widget_set_hexpand (GTK_WIDGET (self->arguments), TRUE);
  gtk_box_append (self->arguments_place, GTK_WIDGET (self->arguments));
  self->output = RECESS_CALL_TEXT (recess_call_text_new (RECESS_CALL_PART_OUTPUT));
  gtk_widget_set_hexpand (GTK_WIDGET (self->output), TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (self->output), "output");
  gtk_box_append (self->output_place, GTK_WIDGET (self->output));
  self->log = RECESS_CALL_TEXT (recess_call_text_new (RECESS_CALL_PART_LOG));
  gtk_widget_set_visible (GTK_WIDGET (self->log), FALSE);
  gtk_widget_insert_after (GTK_WIDGET (self->log), GTK_WIDGET (self),
                           GTK_WIDGET (self->log_button));
}

GtkWidget *
recess_call_card_new (void)
{
  return g_object_new (RECESS_TYPE_CALL_CARD, NULL);
}

void
recess_call_card_show (RecessCallCard *self,
                       RecessToolCall *call,
                       RecessMessage  *message,
                       gboolean        read_only)
{
  g_return_if_fail (RECESS_IS_CALL_CARD (self));
  g_return_if_fail (call == NULL || RECESS_IS_MESSAGE (message));

  self->read_only = !!read_only;
  if (self->call != call || self->message != message)
    {
      g_autoptr (GtkTextBuffer) empty = GTK_TEXT_BUFFER (gtk_source_buffer_new (NULL));

      leave_call (self);
      use_buffer (self, empty);
      self->log_shown = FALSE;
      if (call != NULL)
        {
          self->call = g_object_ref (call);
          self->message = g_object_ref (message);
          g_signal_connect_object (call, "appended", G_CALLBACK (changed_cb), self,
                                   G_CONNECT_SWAPPED);
          g_signal_connect_object (call, "changed", G_CALLBACK (changed_cb), self,
                                   G_CONNECT_SWAPPED);
          g_signal_connect_object (message, "notify::finish-reason", G_CALLBACK (changed_cb), self,
                                   G_CONNECT_SWAPPED);
        }
    }

  recess_call_text_set (self->arguments, call);
  recess_call_text_set (self->output, call);
  recess_call_text_set (self->log, call);
  if (call != NULL)
    update (self);
}
