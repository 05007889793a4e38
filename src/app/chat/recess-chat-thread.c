/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "common/recess-api-error.h"
#include "common/recess-json.h"
#include "widgets/recess-context-bar.h"
#include "widgets/recess-file-picker.h"
#include "widgets/recess-message-view.h"
#include "widgets/recess-notice.h"
#include "widgets/recess-template.h"
#include "widgets/recess-token-meter.h"

#include "recess-chat-thread.h"
#include "recess-context-counter.h"

struct _RecessChatThread
{
  GtkWidget          parent_instance;

  /* Template widgets */
  GtkStack          *stack;
  RecessMessageView *view;
  RecessNotice      *notice;
  RecessComposer    *composer;
  RecessTokenMeter  *meter;
  RecessContextBar  *context_bar;
  GtkWidget         *offer;

  /* Owned references */
  RecessContextCounter *counter;
  GSignalGroup      *session_signals;
  GSignalGroup      *message_signals;
  RecessMessage     *failed;
};

G_DEFINE_FINAL_TYPE (RecessChatThread, recess_chat_thread, GTK_TYPE_WIDGET)

enum
{
  SIGNAL_NOTIFY_USER,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static RecessChatSession *
recess_chat_thread_dup_session (RecessChatThread *self)
{
  return g_signal_group_dup_target (self->session_signals);
}

/* Nothing written still makes sense where somebody said the last word and nobody answered. */
static gboolean
recess_chat_thread_can_answer (RecessChatSession *session)
{
  GListModel *messages = recess_chat_session_get_messages (session);
  guint length = g_list_model_get_n_items (messages);
  g_autoptr(RecessMessage) last = NULL;

  if (length == 0)
    return FALSE;

  last = g_list_model_get_item (messages, length - 1);
  return g_str_equal (recess_message_get_role (last), "user");
}

/* A conversation that begins with an instruction needs no other. */
static gboolean
recess_chat_thread_has_instruction (RecessChatSession *session)
{
  g_autoptr(RecessMessage) first = NULL;
  const char *role;

  first = g_list_model_get_item (recess_chat_session_get_messages (session), 0);
  if (first == NULL)
    return FALSE;

  role = recess_message_get_role (first);
  return g_str_equal (role, "system") || g_str_equal (role, "developer");
}

static void
recess_chat_thread_update (RecessChatThread *self)
{
  g_autoptr(RecessChatSession) session = recess_chat_thread_dup_session (self);
  gboolean empty;

  g_assert (RECESS_IS_CHAT_THREAD (self));

  if (session == NULL)
    return;

  empty = g_list_model_get_n_items (recess_chat_session_get_messages (session)) == 0;
  gtk_stack_set_visible_child_name (self->stack,
                                    !empty ? "messages"
                                    : recess_chat_session_get_loaded (session) ? "empty" : "blank");
  recess_composer_set_ready (self->composer, recess_chat_session_get_loaded (session));
  gtk_widget_set_visible (self->offer, !recess_chat_thread_has_instruction (session));
  recess_composer_set_busy (self->composer, recess_chat_session_get_busy (session));
  recess_composer_set_can_answer (self->composer, recess_chat_thread_can_answer (session));
}

static char *
recess_chat_thread_describe_kept (const GError *error)
{
  gint64 retry_ms = recess_api_error_get_retry_ms (error);
  gulong seconds = (gulong) ((retry_ms + 999) / 1000);

  if (retry_ms <= 0)
    return g_strdup (_("Your message is kept."));

  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                       "Your message is kept. Try again in %lu second.",
                                       "Your message is kept. Try again in %lu seconds.",
                                       seconds), seconds);
}

/* The words of the provider are below the message: here is what to do. */
static void
recess_chat_thread_show_refusal (RecessChatThread *self,
                                 const GError     *error,
                                 guint             status)
{
  g_autofree char *kept = recess_chat_thread_describe_kept (error);

  if (status == 401 || status == 403)
    recess_notice_show (self->notice, _("The provider refused its key."), kept, _("_Edit Key"),
                        "app.preferences");
  else if (g_strcmp0 (recess_api_error_get_code (error), "model_not_found") == 0)
    recess_notice_show (self->notice, _("The provider has no such model."), kept,
                        _("Choose _Model"), "chat.choose-model");
  else if (status == 429)
    recess_notice_show (self->notice, _("The provider is asked too often."), kept, _("_Retry"),
                        "chat.retry");
  else
    recess_notice_show (self->notice, _("The answer failed."), kept, _("_Retry"), "chat.retry");
}

static void
recess_chat_thread_show_error (RecessChatThread *self,
                               const GError     *error,
                               gboolean          answer)
{
  guint status = 0;

  if (error->domain == RECESS_API_ERROR)
    status = recess_api_error_get_status (error);

  /* Without a status it was our own engine that did not answer: where it listens helps nobody. */
  if (status == 0 && answer)
    recess_notice_show (self->notice, _("The engine stopped while it answered."),
                        _("What was written so far is kept."), _("_Retry"), "chat.retry");
  else if (status == 0)
    recess_notice_show (self->notice,
                        _("The engine does not answer. It is being started again."),
                        _("Nothing was lost."), NULL, NULL);
  else if (g_strcmp0 (recess_api_error_get_code (error), "too_many_rounds") == 0)
    recess_notice_show (self->notice, error->message, _("Its last calls are answered."),
                        _("_Continue"), "thread.continue");
  else if (answer)
    recess_chat_thread_show_refusal (self, error, status);
  else
    recess_notice_show (self->notice, error->message, _("Nothing was lost."), NULL, NULL);
}

static void
recess_chat_thread_failed_cb (RecessChatThread  *self,
                              GError            *error,
                              RecessMessage     *message,
                              RecessChatSession *session)
{
  g_assert (RECESS_IS_CHAT_THREAD (self));

  g_set_object (&self->failed, message);
  recess_chat_thread_show_error (self, error, message != NULL);
}

static void
recess_chat_thread_sent_cb (RecessChatThread *self)
{
  g_assert (RECESS_IS_CHAT_THREAD (self));

  recess_composer_clear (self->composer);
  recess_notice_hide (self->notice);
  recess_message_view_scroll_to_end (self->view);
}

static void
recess_chat_thread_counted_cb (RecessChatThread *self)
{
  const RecessContextUsage *usage = recess_context_counter_get_usage (self->counter);

  g_assert (RECESS_IS_CHAT_THREAD (self));

  recess_token_meter_set_usage (self->meter, usage);
  recess_context_bar_set_usage (self->context_bar, usage);
}

static void
recess_chat_thread_submit_cb (RecessChatThread *self,
                              const char       *role,
                              const char       *content,
                              gboolean          answer)
{
  g_autoptr(RecessChatSession) session = recess_chat_thread_dup_session (self);
  g_autoptr(RecessMessage) last = NULL;
  GListModel *messages;

  g_assert (RECESS_IS_CHAT_THREAD (self));

  if (session == NULL)
    return;

  if (content != NULL)
    {
      recess_chat_session_send (session, role, content, answer);
      return;
    }

  messages = recess_chat_session_get_messages (session);
  last = g_list_model_get_item (messages, g_list_model_get_n_items (messages) - 1);
  if (last != NULL)
    recess_chat_session_regenerate (session, last);
}

static void
recess_chat_thread_problem_cb (RecessChatThread *self,
                               const char       *title,
                               const char       *detail)
{
  g_assert (RECESS_IS_CHAT_THREAD (self));

  recess_notice_show (self->notice, title, detail, NULL, NULL);
}

static gboolean
recess_chat_thread_drop_cb (RecessChatThread *self,
                            const GValue     *value)
{
  g_assert (RECESS_IS_CHAT_THREAD (self));

  return recess_composer_add_value (self->composer, value);
}

static void
recess_chat_thread_stop_cb (RecessChatThread *self)
{
  g_assert (RECESS_IS_CHAT_THREAD (self));

  gtk_widget_activate_action (GTK_WIDGET (self), "chat.stop", NULL);
}

static void
recess_chat_thread_edited_cb (RecessChatThread *self,
                              RecessMessage    *message,
                              const char       *text)
{
  g_autoptr(RecessChatSession) session = recess_chat_thread_dup_session (self);

  g_assert (RECESS_IS_CHAT_THREAD (self));

  recess_chat_session_edit (session, message, text);
}

static void
recess_chat_thread_action_cb (RecessChatThread *self,
                              RecessMessage    *message,
                              const char       *action)
{
  g_autoptr(RecessChatSession) session = recess_chat_thread_dup_session (self);

  g_assert (RECESS_IS_CHAT_THREAD (self));

  if (g_str_equal (action, "delete"))
    recess_chat_session_delete (session, message);
  else if (g_str_equal (action, "regenerate"))
    recess_chat_session_regenerate (session, message);
  else if (g_str_equal (action, "continue"))
    recess_chat_session_continue_answer (session, message);
  else if (g_str_equal (action, "probabilities"))
    recess_chat_session_toggle_probabilities (session, message);
  else if (g_str_equal (action, "branch"))
    recess_chat_session_branch (session, message);
  else if (g_str_equal (action, "previous-sibling"))
    recess_chat_session_step_sibling (session, message, -1);
  else if (g_str_equal (action, "next-sibling"))
    recess_chat_session_step_sibling (session, message, 1);
}

static void
recess_chat_thread_call_cb (RecessChatThread *self,
                            RecessMessage    *answer,
                            RecessToolCall   *call,
                            const char       *action,
                            const char       *text)
{
  g_autoptr(RecessChatSession) session = recess_chat_thread_dup_session (self);

  g_assert (RECESS_IS_CHAT_THREAD (self));

  recess_notice_hide (self->notice);
  recess_chat_session_call_action (session, answer, call, action, text);
}

static void
recess_chat_thread_continue_action (GtkWidget  *widget,
                                    const char *action_name,
                                    GVariant   *parameter)
{
  RecessChatThread *self = RECESS_CHAT_THREAD (widget);
  g_autoptr(RecessChatSession) session = recess_chat_thread_dup_session (self);

  recess_notice_hide (self->notice);
  recess_chat_session_continue (session);
}

static void
recess_chat_thread_saved_cb (GObject      *object,
                             GAsyncResult *result,
                             gpointer      user_data)
{
  g_autoptr(RecessChatThread) self = user_data;
  g_autoptr(GFile) file = NULL;
  g_autoptr(GError) error = NULL;

  file = recess_file_picker_save_text_finish (result, &error);
  if (self->notice == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  if (file != NULL)
    {
      g_autofree char *name = g_file_get_basename (file);
      g_autofree char *words = g_strdup_printf (_("Saved “%s”"), name);
      g_autoptr(AdwToast) toast = adw_toast_new (words);

      g_signal_emit (self, signals[SIGNAL_NOTIFY_USER], 0, toast);
    }
  else
    recess_notice_show (self->notice, _("The code could not be saved."), error->message, NULL,
                        NULL);
}

static void
recess_chat_thread_save_code_cb (RecessChatThread *self,
                                 const char       *name,
                                 const char       *text)
{
  g_autofree char *lines = NULL;

  g_assert (RECESS_IS_CHAT_THREAD (self));

  lines = g_strconcat (text, g_str_has_suffix (text, "\n") ? "" : "\n", NULL);
  recess_file_picker_save_text_async (GTK_WIDGET (self), _("Save Code"), name, lines, NULL,
                                      recess_chat_thread_saved_cb, g_object_ref (self));
}

static void
recess_chat_thread_link_cb (RecessChatThread *self,
                            const char       *uri)
{
  g_autofree char *scheme = g_uri_parse_scheme (uri);

  g_assert (RECESS_IS_CHAT_THREAD (self));

  if (g_strcmp0 (scheme, "http") == 0 || g_strcmp0 (scheme, "https") == 0 ||
      g_strcmp0 (scheme, "mailto") == 0)
    g_app_info_launch_default_for_uri_async (uri, NULL, NULL, NULL, NULL);
}

static void
recess_chat_thread_add_system_action (GtkWidget  *widget,
                                      const char *action_name,
                                      GVariant   *parameter)
{
  RecessChatThread *self = RECESS_CHAT_THREAD (widget);

  recess_composer_set_role (self->composer, "system");
  gtk_widget_grab_focus (GTK_WIDGET (self->composer));
}

static gboolean
recess_chat_thread_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (RECESS_CHAT_THREAD (widget)->composer));
}

static void
recess_chat_thread_dispose (GObject *object)
{
  RecessChatThread *self = RECESS_CHAT_THREAD (object);

  g_clear_object (&self->session_signals);
  g_clear_object (&self->message_signals);
  g_clear_object (&self->failed);
  g_clear_object (&self->counter);
  recess_template_dispose (GTK_WIDGET (object), RECESS_TYPE_CHAT_THREAD);

  G_OBJECT_CLASS (recess_chat_thread_parent_class)->dispose (object);
}

static void
recess_chat_thread_class_init (RecessChatThreadClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = recess_chat_thread_dispose;
  widget_class->grab_focus = recess_chat_thread_grab_focus;

  g_type_ensure (RECESS_TYPE_COMPOSER);
  g_type_ensure (RECESS_TYPE_CONTEXT_BAR);
  g_type_ensure (RECESS_TYPE_MESSAGE_VIEW);
  g_type_ensure (RECESS_TYPE_NOTICE);
  g_type_ensure (RECESS_TYPE_TOKEN_METER);

  gtk_widget_class_install_action (widget_class, "thread.add-system", NULL,
                                   recess_chat_thread_add_system_action);
  gtk_widget_class_install_action (widget_class, "thread.continue", NULL,
                                   recess_chat_thread_continue_action);

  signals[SIGNAL_NOTIFY_USER] =
    g_signal_new ("notify-user", RECESS_TYPE_CHAT_THREAD, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, ADW_TYPE_TOAST);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               RESOURCE_PATH "/ui/recess-chat-thread.ui");
  gtk_widget_class_bind_template_child (widget_class, RecessChatThread, stack);
  gtk_widget_class_bind_template_child (widget_class, RecessChatThread, view);
  gtk_widget_class_bind_template_child (widget_class, RecessChatThread, notice);
  gtk_widget_class_bind_template_child (widget_class, RecessChatThread, composer);
  gtk_widget_class_bind_template_child (widget_class, RecessChatThread, meter);
  gtk_widget_class_bind_template_child (widget_class, RecessChatThread, context_bar);
  gtk_widget_class_bind_template_child (widget_class, RecessChatThread, offer);
  gtk_widget_class_bind_template_callback (widget_class, recess_chat_thread_submit_cb);
  gtk_widget_class_bind_template_callback (widget_class, recess_chat_thread_problem_cb);
  gtk_widget_class_bind_template_callback (widget_class, recess_chat_thread_stop_cb);
  gtk_widget_class_bind_template_callback (widget_class, recess_chat_thread_edited_cb);
  gtk_widget_class_bind_template_callback (widget_class, recess_chat_thread_action_cb);
  gtk_widget_class_bind_template_callback (widget_class, recess_chat_thread_call_cb);
  gtk_widget_class_bind_template_callback (widget_class, recess_chat_thread_save_code_cb);
  gtk_widget_class_bind_template_callback (widget_class, recess_chat_thread_link_cb);
}

/* Before the text view, to which the path of a file is text. */
static void
recess_chat_thread_accept_drops (RecessChatThread *self)
{
  GType types[] = { GDK_TYPE_FILE_LIST, GDK_TYPE_TEXTURE };
  GtkDropTarget *target = gtk_drop_target_new (G_TYPE_INVALID, GDK_ACTION_COPY);

  gtk_drop_target_set_gtypes (target, types, G_N_ELEMENTS (types));
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (target), GTK_PHASE_CAPTURE);
  g_signal_connect_object (target, "drop", G_CALLBACK (recess_chat_thread_drop_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
}

static void
recess_chat_thread_init (RecessChatThread *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  recess_chat_thread_accept_drops (self);

  self->session_signals = g_signal_group_new (RECESS_TYPE_CHAT_SESSION);
  g_signal_group_connect_object (self->session_signals, "failed",
                                 G_CALLBACK (recess_chat_thread_failed_cb), self,
                                 G_CONNECT_SWAPPED);
  g_signal_group_connect_object (self->session_signals, "sent",
                                 G_CALLBACK (recess_chat_thread_sent_cb), self,
                                 G_CONNECT_SWAPPED);
  g_signal_group_connect_object (self->session_signals, "notify::busy",
                                 G_CALLBACK (recess_chat_thread_update), self,
                                 G_CONNECT_SWAPPED);
  g_signal_group_connect_object (self->session_signals, "notify::loaded",
                                 G_CALLBACK (recess_chat_thread_update), self,
                                 G_CONNECT_SWAPPED);
  self->counter = recess_context_counter_new ();
  recess_context_counter_set_composer (self->counter, self->composer);
  g_signal_connect_object (self->counter, "changed", G_CALLBACK (recess_chat_thread_counted_cb),
                           self, G_CONNECT_SWAPPED);
  self->message_signals = g_signal_group_new (G_TYPE_LIST_MODEL);
  g_signal_group_connect_object (self->message_signals, "items-changed",
                                 G_CALLBACK (recess_chat_thread_update), self,
                                 G_CONNECT_SWAPPED);
}

void
recess_chat_thread_set_engine (RecessChatThread *self,
                               RecessEngine     *engine)
{
  g_return_if_fail (RECESS_IS_CHAT_THREAD (self));

  recess_message_view_set_engine (self->view, engine);
}

void
recess_chat_thread_set_session (RecessChatThread  *self,
                                RecessChatSession *session)
{
  g_return_if_fail (RECESS_IS_CHAT_THREAD (self));
  g_return_if_fail (RECESS_IS_CHAT_SESSION (session));

  g_clear_object (&self->failed);
  recess_notice_hide (self->notice);
  g_signal_group_set_target (self->session_signals, session);
  g_signal_group_set_target (self->message_signals, recess_chat_session_get_messages (session));
  recess_message_view_set_messages (self->view, recess_chat_session_get_messages (session));
  recess_context_counter_set_session (self->counter, session);
  recess_chat_thread_update (self);
}

void
recess_chat_thread_set_models (RecessChatThread *self,
                               RecessModels     *models)
{
  g_return_if_fail (RECESS_IS_CHAT_THREAD (self));

  recess_context_counter_set_models (self->counter, models);
}

RecessComposer *
recess_chat_thread_get_composer (RecessChatThread *self)
{
  g_return_val_if_fail (RECESS_IS_CHAT_THREAD (self), NULL);

  return self->composer;
}

void
recess_chat_thread_retry (RecessChatThread *self)
{
  g_autoptr(RecessChatSession) session = NULL;

  g_return_if_fail (RECESS_IS_CHAT_THREAD (self));

  session = recess_chat_thread_dup_session (self);
  recess_notice_hide (self->notice);
  if (session != NULL && self->failed != NULL)
    recess_chat_session_regenerate (session, self->failed);
}

void
recess_chat_thread_ask (RecessChatThread *self,
                        const char       *text)
{
  g_autofree char *content = NULL;

  g_return_if_fail (RECESS_IS_CHAT_THREAD (self));
  g_return_if_fail (text != NULL);

  content = recess_json_quote (text);
  recess_chat_thread_submit_cb (self, "user", content, TRUE);
}
