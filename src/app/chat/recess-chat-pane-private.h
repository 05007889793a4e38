/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "recess-chat-inspector.h"
#include "recess-chat-pane.h"
#include "recess-chat-thread.h"
#include "recess-conversation-list.h"
#include "recess-drafts.h"

G_BEGIN_DECLS

struct _RecessChatPane
{
  GtkWidget               parent_instance;

  /* Template widgets */
  RecessPaneHost         *host;
  GtkSearchBar           *search_bar;
  GtkSearchEntry         *search_entry;
  GtkListView            *list_view;
  GtkSingleSelection     *selection;
  GtkStack               *list_stack;
  GtkLabel               *nothing_found;
  RecessChatThread       *thread;
  RecessChatInspector    *inspector;
  GtkPopover             *rename_popover;
  GtkEditable            *rename_entry;

  /* Owned references */
  RecessEngine           *engine;
  RecessModels        *models;
  RecessFunctions        *functions;
  RecessConversationList *list;
  RecessChatSession      *session;
  RecessDrafts           *drafts;
  GSettings              *settings;
  GSignalGroup           *session_signals;
  GSignalGroup           *conversation_signals;
  char                   *rename_id;

  guint                   selecting : 1;
  /* Waits for the functions of the project. */
  guint                   trying : 1;
};

/* For the files of this class. */
void _recess_chat_pane_open           (RecessChatPane *self,
                                       const char     *id);
void _recess_chat_pane_tell           (RecessChatPane *self,
                                       AdwToast       *toast);
void _recess_chat_pane_tell_error     (RecessChatPane *self,
                                       const GError   *error);

/* Conversations as files. */
void _recess_chat_pane_export_action  (GtkWidget      *widget,
                                       const char     *action_name,
                                       GVariant       *parameter);
void _recess_chat_pane_import_action  (GtkWidget      *widget,
                                       const char     *action_name,
                                       GVariant       *parameter);
void _recess_chat_pane_accept_drops   (RecessChatPane *self);

/* The ready-made project. */
void _recess_chat_pane_try_functions_action (GtkWidget  *widget,
                                       const char     *action_name,
                                       GVariant       *parameter);
void _recess_chat_pane_begin_project  (RecessChatPane *self);

/* What is done with a conversation of the list. */
void _recess_chat_pane_delete_action  (GtkWidget      *widget,
                                       const char     *action_name,
                                       GVariant       *parameter);
void _recess_chat_pane_pin_action     (GtkWidget      *widget,
                                       const char     *action_name,
                                       GVariant       *parameter);
void _recess_chat_pane_rename_action  (GtkWidget      *widget,
                                       const char     *action_name,
                                       GVariant       *parameter);
void _recess_chat_pane_rename_done_cb (RecessChatPane *self);

G_END_DECLS
