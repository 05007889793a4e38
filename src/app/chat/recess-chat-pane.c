/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "engine/recess-call.h"
#include "widgets/recess-template.h"

#include "recess-chat-pane-private.h"
#include "recess-conversation-row.h"

G_DEFINE_FINAL_TYPE (RecessChatPane, recess_chat_pane, GTK_TYPE_WIDGET)

enum
{
  PROP_0,
  PROP_TITLE,
  N_PROPS
};

enum
{
  SIGNAL_NOTIFY_USER,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static void
recess_chat_pane_update_actions (RecessChatPane *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  gboolean busy = self->session != NULL && recess_chat_session_get_busy (self->session);

  g_assert (RECESS_IS_CHAT_PANE (self));

  gtk_widget_action_set_enabled (widget, "chat.stop", busy);
  gtk_widget_action_set_enabled (widget, "chat.undo",
                                 self->session != NULL && !busy &&
                                 recess_chat_session_get_can_undo (self->session));
  gtk_widget_action_set_enabled (widget, "chat.redo",
                                 self->session != NULL && !busy &&
                                 recess_chat_session_get_can_redo (self->session));
}

void
_recess_chat_pane_tell (RecessChatPane *self,
                        AdwToast       *toast)
{
  g_signal_emit (self, signals[SIGNAL_NOTIFY_USER], 0, toast);
}

static RecessConversation *
recess_chat_pane_get_conversation (RecessChatPane *self)
{
  const char *id = self->session != NULL ? recess_chat_session_get_id (self->session) : NULL;

  return recess_conversation_list_find (self->list, id, NULL);
}

static void
recess_chat_pane_update_model (RecessChatPane *self)
{
  g_assert (RECESS_IS_CHAT_PANE (self));

  if (self->session != NULL)
    recess_chat_session_set_default_model (self->session,
                                           recess_models_get_default_model (self->models));
}

static void
recess_chat_pane_head_cb (RecessChatPane     *self,
                          GParamSpec         *pspec,
                          RecessConversation *conversation)
{
  g_assert (RECESS_IS_CHAT_PANE (self));

  recess_chat_session_set_head (self->session, recess_conversation_get_head (conversation));
}

static void
recess_chat_pane_title_cb (RecessChatPane *self)
{
  g_assert (RECESS_IS_CHAT_PANE (self));

  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TITLE]);
}

/* The list shows what is open; a new conversation is in no row. */
static void
recess_chat_pane_sync_selection (RecessChatPane *self)
{
  const char *id = self->session != NULL ? recess_chat_session_get_id (self->session) : NULL;
  guint position = GTK_INVALID_LIST_POSITION;
  RecessConversation *conversation;

  g_assert (RECESS_IS_CHAT_PANE (self));

  conversation = recess_conversation_list_find (self->list, id, &position);
  self->selecting = TRUE;
  if (gtk_single_selection_get_selected (self->selection) != position)
    gtk_single_selection_set_selected (self->selection, position);
  self->selecting = FALSE;

  g_signal_group_set_target (self->conversation_signals, conversation);
  recess_chat_pane_title_cb (self);
}

static void
recess_chat_pane_items_cb (RecessChatPane *self)
{
  gboolean none;
  const char *query;

  g_assert (RECESS_IS_CHAT_PANE (self));

  none = g_list_model_get_n_items (G_LIST_MODEL (self->list)) == 0;
  query = gtk_editable_get_text (GTK_EDITABLE (self->search_entry));
  if (none && *query != '\0')
    {
      g_autofree char *text = g_strdup_printf (_("Nothing found for “%s”"), query);

      gtk_label_set_label (self->nothing_found, text);
      gtk_stack_set_visible_child_name (self->list_stack, "nothing");
    }
  else
    gtk_stack_set_visible_child_name (self->list_stack, "list");

  recess_chat_pane_sync_selection (self);
}

static void
recess_chat_pane_keep_draft (RecessChatPane *self)
{
  RecessComposer *composer;
  GListModel *attachments;
  g_autofree char *text = NULL;

  g_assert (RECESS_IS_CHAT_PANE (self));

  if (self->session == NULL)
    return;

  composer = recess_chat_thread_get_composer (self->thread);
  text = recess_composer_dup_text (composer);
  recess_drafts_set (self->drafts, recess_chat_session_get_id (self->session), text);
  attachments = recess_attacher_get_attachments (recess_composer_get_attacher (composer));
  recess_drafts_set_attachments (self->drafts, recess_chat_session_get_id (self->session),
                                 attachments);
}

void
_recess_chat_pane_open (RecessChatPane *self,
                        const char     *id)
{
  g_autoptr(RecessChatSession) session = recess_chat_session_new (self->engine, id);
  RecessComposer *composer = recess_chat_thread_get_composer (self->thread);

  recess_chat_pane_keep_draft (self);
  if (self->session != NULL)
    g_object_run_dispose (G_OBJECT (self->session));
  /* Without a session, what the composer shows is nobody's draft. */
  g_clear_object (&self->session);
  recess_composer_clear (composer);
  recess_composer_set_text (composer, recess_drafts_get (self->drafts, id));
  recess_attacher_set_attachments (recess_composer_get_attacher (composer),
                                   recess_drafts_get_attachments (self->drafts, id));
  self->session = g_object_ref (session);
  g_signal_group_set_target (self->session_signals, session);
  recess_chat_pane_update_model (self);
  recess_chat_session_set_functions (session, self->functions);
  recess_chat_thread_set_session (self->thread, session);
  recess_chat_inspector_set_session (self->inspector, session);
  g_settings_set_string (self->settings, "conversation", id != NULL ? id : "");
  recess_chat_pane_sync_selection (self);
  recess_chat_pane_update_actions (self);
}

static void
recess_chat_pane_selected_cb (RecessChatPane *self)
{
  RecessConversation *conversation;

  g_assert (RECESS_IS_CHAT_PANE (self));

  conversation = gtk_single_selection_get_selected_item (self->selection);
  if (self->selecting || conversation == NULL || self->session == NULL ||
      g_strcmp0 (recess_conversation_get_id (conversation),
                 recess_chat_session_get_id (self->session)) == 0)
    return;

  _recess_chat_pane_open (self, recess_conversation_get_id (conversation));
}

static void
recess_chat_pane_activate_cb (RecessChatPane *self)
{
  g_assert (RECESS_IS_CHAT_PANE (self));

  recess_pane_host_show_page (self->host, RECESS_PANE_PAGE_WORK);
}

static void
recess_chat_pane_created_cb (RecessChatPane *self,
                             JsonObject     *row)
{
  const char *id = recess_json_object_get_string (row, "id", "");

  g_assert (RECESS_IS_CHAT_PANE (self));

  recess_drafts_set (self->drafts, NULL, NULL);
  recess_drafts_set_attachments (self->drafts, NULL, NULL);
  g_settings_set_string (self->settings, "conversation", id);
  recess_conversation_list_take_row (self->list, row);
  recess_chat_pane_sync_selection (self);
}

static void
recess_chat_pane_branched_cb (RecessChatPane *self,
                              JsonObject     *row)
{
  g_assert (RECESS_IS_CHAT_PANE (self));

  recess_conversation_list_take_row (self->list, row);
  _recess_chat_pane_open (self, recess_json_object_get_string (row, "id", NULL));
  _recess_chat_pane_tell (self, adw_toast_new (_("Branched into a conversation of its own")));
}

static void
recess_chat_pane_unref_closure (gpointer  data,
                                GClosure *closure)
{
  g_object_unref (data);
}

/* Another conversation may be shown by the time that the button is clicked. */
static void
recess_chat_pane_message_deleted_cb (RecessChatPane    *self,
                                     RecessMessage     *message,
                                     RecessChatSession *session)
{
  AdwToast *toast = adw_toast_new (_("Message deleted"));

  g_assert (RECESS_IS_CHAT_PANE (self));

  adw_toast_set_button_label (toast, _("_Undo"));
  g_signal_connect_data (toast, "button-clicked", G_CALLBACK (recess_chat_session_undo),
                         g_object_ref (session), recess_chat_pane_unref_closure,
                         G_CONNECT_SWAPPED);
  _recess_chat_pane_tell (self, toast);
}

/* The conversation of the last time may be gone. */
static void
recess_chat_pane_failed_cb (RecessChatPane    *self,
                            GError            *error,
                            RecessMessage     *message,
                            RecessChatSession *session)
{
  g_assert (RECESS_IS_CHAT_PANE (self));

  if (g_error_matches (error, RECESS_API_ERROR, 404) &&
      !recess_chat_session_get_loaded (session))
    _recess_chat_pane_open (self, NULL);
}

static void
recess_chat_pane_search_cb (RecessChatPane *self)
{
  g_assert (RECESS_IS_CHAT_PANE (self));

  recess_conversation_list_set_query (self->list,
                                      gtk_editable_get_text (GTK_EDITABLE (self->search_entry)));
}

static void
recess_chat_pane_edge_cb (RecessChatPane  *self,
                          GtkPositionType  position)
{
  g_assert (RECESS_IS_CHAT_PANE (self));

  if (position == GTK_POS_BOTTOM)
    recess_conversation_list_load_more (self->list);
}

static void
recess_chat_pane_setup_row_cb (RecessChatPane *self,
                               GtkListItem    *item)
{
  gtk_list_item_set_child (item, recess_conversation_row_new ());
}

static void
recess_chat_pane_bind_row_cb (RecessChatPane *self,
                              GtkListItem    *item)
{
  GtkWidget *row = gtk_list_item_get_child (item);

  recess_conversation_row_set_conversation (RECESS_CONVERSATION_ROW (row),
                                            gtk_list_item_get_item (item));
}

static void
recess_chat_pane_unbind_row_cb (RecessChatPane *self,
                                GtkListItem    *item)
{
  GtkWidget *row = gtk_list_item_get_child (item);

  recess_conversation_row_set_conversation (RECESS_CONVERSATION_ROW (row), NULL);
}

static void
recess_chat_pane_new_action (GtkWidget  *widget,
                             const char *action_name,
                             GVariant   *parameter)
{
  RecessChatPane *self = RECESS_CHAT_PANE (widget);

  if (recess_chat_session_get_id (self->session) != NULL)
    _recess_chat_pane_open (self, NULL);
  recess_pane_host_show_page (self->host, RECESS_PANE_PAGE_WORK);
  gtk_widget_grab_focus (GTK_WIDGET (self->thread));
}

static void
recess_chat_pane_search_action (GtkWidget  *widget,
                                const char *action_name,
                                GVariant   *parameter)
{
  recess_chat_pane_start_search (RECESS_CHAT_PANE (widget));
}

static void
recess_chat_pane_clear_search_action (GtkWidget  *widget,
                                      const char *action_name,
                                      GVariant   *parameter)
{
  gtk_search_bar_set_search_mode (RECESS_CHAT_PANE (widget)->search_bar, FALSE);
}

static void
recess_chat_pane_stop_action (GtkWidget  *widget,
                              const char *action_name,
                              GVariant   *parameter)
{
  recess_chat_session_stop (RECESS_CHAT_PANE (widget)->session);
}

static void
recess_chat_pane_retry_action (GtkWidget  *widget,
                               const char *action_name,
                               GVariant   *parameter)
{
  recess_chat_thread_retry (RECESS_CHAT_PANE (widget)->thread);
}

static void
recess_chat_pane_undo_action (GtkWidget  *widget,
                              const char *action_name,
                              GVariant   *parameter)
{
  recess_chat_session_undo (RECESS_CHAT_PANE (widget)->session);
}

static void
recess_chat_pane_redo_action (GtkWidget  *widget,
                              const char *action_name,
                              GVariant   *parameter)
{
  recess_chat_session_redo (RECESS_CHAT_PANE (widget)->session);
}

/* The focus is at the list's own row, around ours. */
static void
recess_chat_pane_row_menu_action (GtkWidget  *widget,
                                  const char *action_name,
                                  GVariant   *parameter)
{
  RecessChatPane *self = RECESS_CHAT_PANE (widget);
  GtkWidget *row = gtk_widget_get_focus_child (GTK_WIDGET (self->list_view));

  if (row != NULL)
    gtk_widget_activate_action (gtk_widget_get_first_child (row), "row.menu", NULL);
}

static void
recess_chat_pane_choose_model_action (GtkWidget  *widget,
                                      const char *action_name,
                                      GVariant   *parameter)
{
  RecessChatPane *self = RECESS_CHAT_PANE (widget);

  recess_pane_host_show_page (self->host, RECESS_PANE_PAGE_INSPECTOR);
  recess_chat_inspector_choose_model (self->inspector);
}

/* Whoever comes here wants to write. */
static gboolean
recess_chat_pane_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (RECESS_CHAT_PANE (widget)->thread));
}

static void
recess_chat_pane_get_property (GObject    *object,
                               guint       prop_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  RecessChatPane *self = RECESS_CHAT_PANE (object);

  switch (prop_id)
    {
    case PROP_TITLE:
      g_value_set_string (value, recess_chat_pane_get_title (self));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
recess_chat_pane_dispose (GObject *object)
{
  RecessChatPane *self = RECESS_CHAT_PANE (object);

  if (self->drafts != NULL)
    {
      recess_chat_pane_keep_draft (self);
      recess_drafts_save (self->drafts);
    }
  if (self->session != NULL)
    g_object_run_dispose (G_OBJECT (self->session));
  if (self->rename_popover != NULL &&
      gtk_widget_get_parent (GTK_WIDGET (self->rename_popover)) != NULL)
    gtk_widget_unparent (GTK_WIDGET (self->rename_popover));
  g_clear_object (&self->session_signals);
  g_clear_object (&self->conversation_signals);
  recess_template_dispose (GTK_WIDGET (object), RECESS_TYPE_CHAT_PANE);
  g_clear_object (&self->session);
  g_clear_object (&self->drafts);
  g_clear_object (&self->list);
  g_clear_object (&self->models);
  g_clear_object (&self->functions);
  g_clear_object (&self->engine);
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (recess_chat_pane_parent_class)->dispose (object);
}

static void
recess_chat_pane_finalize (GObject *object)
{
  RecessChatPane *self = RECESS_CHAT_PANE (object);

  g_clear_pointer (&self->rename_id, g_free);

  G_OBJECT_CLASS (recess_chat_pane_parent_class)->finalize (object);
}

static void
recess_chat_pane_install_actions (GtkWidgetClass *widget_class)
{
  static const struct
  {
    const char                  *name;
    const char                  *parameter;
    GtkWidgetActionActivateFunc  func;
  } actions[] = {
    { "chat.new", NULL, recess_chat_pane_new_action },
    { "chat.search", NULL, recess_chat_pane_search_action },
    { "chat.clear-search", NULL, recess_chat_pane_clear_search_action },
    { "chat.stop", NULL, recess_chat_pane_stop_action },
    { "chat.retry", NULL, recess_chat_pane_retry_action },
    { "chat.undo", NULL, recess_chat_pane_undo_action },
    { "chat.redo", NULL, recess_chat_pane_redo_action },
    { "chat.choose-model", NULL, recess_chat_pane_choose_model_action },
    { "chat.try-functions", NULL, _recess_chat_pane_try_functions_action },
    { "chat.row-menu", NULL, recess_chat_pane_row_menu_action },
    { "chat.rename", "s", _recess_chat_pane_rename_action },
    { "chat.pin", "s", _recess_chat_pane_pin_action },
    { "chat.export", "s", _recess_chat_pane_export_action },
    { "chat.export-markdown", "s", _recess_chat_pane_export_action },
    { "chat.import", NULL, _recess_chat_pane_import_action },
    { "chat.delete-conversation", "s", _recess_chat_pane_delete_action },
  };

  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_class_install_action (widget_class, actions[i].name, actions[i].parameter,
                                     actions[i].func);

  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "chat.stop", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_z, GDK_CONTROL_MASK, "chat.undo",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_z,
                                       GDK_CONTROL_MASK | GDK_SHIFT_MASK, "chat.redo", NULL);
}

static void
recess_chat_pane_class_init (RecessChatPaneClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = recess_chat_pane_dispose;
  object_class->finalize = recess_chat_pane_finalize;
  object_class->get_property = recess_chat_pane_get_property;
  widget_class->grab_focus = recess_chat_pane_grab_focus;

  g_type_ensure (RECESS_TYPE_PANE_HOST);
  g_type_ensure (RECESS_TYPE_CHAT_THREAD);
  g_type_ensure (RECESS_TYPE_CHAT_INSPECTOR);

  properties[PROP_TITLE] =
    g_param_spec_string ("title", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[SIGNAL_NOTIFY_USER] =
    g_signal_new ("notify-user", RECESS_TYPE_CHAT_PANE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, ADW_TYPE_TOAST);

  recess_chat_pane_install_actions (widget_class);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               RESOURCE_PATH "/ui/recess-chat-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, RecessChatPane, host);
  gtk_widget_class_bind_template_child (widget_class, RecessChatPane, search_bar);
  gtk_widget_class_bind_template_child (widget_class, RecessChatPane, search_entry);
  gtk_widget_class_bind_template_child (widget_class, RecessChatPane, list_view);
  gtk_widget_class_bind_template_child (widget_class, RecessChatPane, selection);
  gtk_widget_class_bind_template_child (widget_class, RecessChatPane, list_stack);
  gtk_widget_class_bind_template_child (widget_class, RecessChatPane, nothing_found);
  gtk_widget_class_bind_template_child (widget_class, RecessChatPane, thread);
  gtk_widget_class_bind_template_child (widget_class, RecessChatPane, inspector);
  gtk_widget_class_bind_template_child (widget_class, RecessChatPane, rename_popover);
  gtk_widget_class_bind_template_child (widget_class, RecessChatPane, rename_entry);
  gtk_widget_class_bind_template_callback (widget_class, recess_chat_pane_search_cb);
  gtk_widget_class_bind_template_callback (widget_class, recess_chat_pane_edge_cb);
  gtk_widget_class_bind_template_callback (widget_class, recess_chat_pane_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, recess_chat_pane_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, recess_chat_pane_setup_row_cb);
  gtk_widget_class_bind_template_callback (widget_class, recess_chat_pane_bind_row_cb);
  gtk_widget_class_bind_template_callback (widget_class, recess_chat_pane_unbind_row_cb);
  gtk_widget_class_bind_template_callback (widget_class, _recess_chat_pane_rename_done_cb);
  gtk_widget_class_bind_template_callback (widget_class, _recess_chat_pane_tell);
}

static void
recess_chat_pane_follow (RecessChatPane *self,
                         const char     *signal,
                         GCallback       callback)
{
  g_signal_group_connect_object (self->session_signals, signal, callback, self,
                                 G_CONNECT_SWAPPED);
}

static void
recess_chat_pane_init (RecessChatPane *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->session_signals = g_signal_group_new (RECESS_TYPE_CHAT_SESSION);
  recess_chat_pane_follow (self, "created", G_CALLBACK (recess_chat_pane_created_cb));
  recess_chat_pane_follow (self, "branched", G_CALLBACK (recess_chat_pane_branched_cb));
  recess_chat_pane_follow (self, "deleted", G_CALLBACK (recess_chat_pane_message_deleted_cb));
  recess_chat_pane_follow (self, "failed", G_CALLBACK (recess_chat_pane_failed_cb));
  recess_chat_pane_follow (self, "notify", G_CALLBACK (recess_chat_pane_update_actions));

  self->conversation_signals = g_signal_group_new (RECESS_TYPE_CONVERSATION);
  g_signal_group_connect_object (self->conversation_signals, "notify::head",
                                 G_CALLBACK (recess_chat_pane_head_cb), self, G_CONNECT_SWAPPED);
  g_signal_group_connect_object (self->conversation_signals, "notify::display-title",
                                 G_CALLBACK (recess_chat_pane_title_cb), self,
                                 G_CONNECT_SWAPPED);
  _recess_chat_pane_accept_drops (self);
  gtk_search_bar_connect_entry (self->search_bar, GTK_EDITABLE (self->search_entry));
}

GtkWidget *
recess_chat_pane_new (RecessEngine    *engine,
                      RecessModels *models,
                      GSettings       *settings)
{
  RecessChatPane *self;
  RecessComposer *composer;
  g_autofree char *id = NULL;

  g_return_val_if_fail (RECESS_IS_ENGINE (engine), NULL);
  g_return_val_if_fail (RECESS_IS_MODELS (models), NULL);
  g_return_val_if_fail (G_IS_SETTINGS (settings), NULL);

  self = g_object_new (RECESS_TYPE_CHAT_PANE, NULL);
  self->engine = g_object_ref (engine);
  self->models = g_object_ref (models);
  self->functions = recess_functions_new (engine);
  recess_chat_thread_set_engine (self->thread, engine);
  g_signal_connect_object (self->functions, "items-changed",
                           G_CALLBACK (_recess_chat_pane_begin_project), self, G_CONNECT_SWAPPED);
  self->settings = g_object_ref (settings);
  self->drafts = recess_drafts_new (settings);
  recess_chat_inspector_set_context (self->inspector, engine, models, self->functions, settings);
  recess_chat_thread_set_models (self->thread, models);

  composer = recess_chat_thread_get_composer (self->thread);
  g_settings_bind (settings, "enter-sends", composer, "enter-sends",
                   G_SETTINGS_BIND_GET | G_SETTINGS_BIND_NO_SENSITIVITY);
  g_settings_bind (settings, "list-width", self->host, "list-width",
                   G_SETTINGS_BIND_DEFAULT | G_SETTINGS_BIND_NO_SENSITIVITY);
  g_settings_bind (settings, "inspector-width", self->host, "inspector-width",
                   G_SETTINGS_BIND_DEFAULT | G_SETTINGS_BIND_NO_SENSITIVITY);
  g_settings_bind (settings, "inspector-visible", self->host, "inspector-wanted",
                   G_SETTINGS_BIND_DEFAULT | G_SETTINGS_BIND_NO_SENSITIVITY);

  /* What was open comes before the list. */
  self->list = recess_conversation_list_new (engine);
  id = g_settings_get_string (settings, "conversation");
  _recess_chat_pane_open (self, *id != '\0' ? id : NULL);
  g_signal_connect_object (self->list, "items-changed", G_CALLBACK (recess_chat_pane_items_cb),
                           self, G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  gtk_single_selection_set_model (self->selection, G_LIST_MODEL (self->list));
  g_signal_connect_object (models, "notify::default-model",
                           G_CALLBACK (recess_chat_pane_update_model), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (composer, "draft-changed", G_CALLBACK (recess_chat_pane_keep_draft),
                           self, G_CONNECT_SWAPPED);

  return GTK_WIDGET (self);
}

RecessPaneHost *
recess_chat_pane_get_host (RecessChatPane *self)
{
  g_return_val_if_fail (RECESS_IS_CHAT_PANE (self), NULL);

  return self->host;
}

const char *
recess_chat_pane_get_title (RecessChatPane *self)
{
  RecessConversation *conversation;

  g_return_val_if_fail (RECESS_IS_CHAT_PANE (self), NULL);

  conversation = recess_chat_pane_get_conversation (self);
  if (conversation != NULL)
    return recess_conversation_get_display_title (conversation);

  return self->session != NULL && recess_chat_session_get_id (self->session) != NULL
         ? _("Recess") : _("New conversation");
}

void
recess_chat_pane_ask (RecessChatPane *self,
                      const char     *text,
                      const char     *model)
{
  g_return_if_fail (RECESS_IS_CHAT_PANE (self));
  g_return_if_fail (text != NULL);

  _recess_chat_pane_open (self, NULL);
  if (model != NULL)
    recess_chat_settings_set_model (recess_chat_session_get_settings (self->session), model);
  recess_pane_host_show_page (self->host, RECESS_PANE_PAGE_WORK);
  recess_chat_thread_ask (self->thread, text);
}

void
recess_chat_pane_start_search (RecessChatPane *self)
{
  g_return_if_fail (RECESS_IS_CHAT_PANE (self));

  recess_pane_host_show_page (self->host, RECESS_PANE_PAGE_LIST);
  gtk_search_bar_set_search_mode (self->search_bar, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->search_entry));
}
