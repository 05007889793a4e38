/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "common/recess-json.h"
#include "recess-chat-answer.h"
#include "recess-chat-session.h"
#include "recess-chat-undo.h"
#include "widgets/recess-call-linker.h"

G_BEGIN_DECLS

struct _RecessChatSession
{
  GObject             parent_instance;

  RecessEngine       *engine;
  RecessFunctions    *functions;
  RecessChatSettings *settings;
  RecessChatAnswer   *answer;
  RecessChatUndo     *undo;
  GListStore         *messages;
  RecessCallLinker   *linker;
  GCancellable       *cancellable;
  /* Message id to the JSON of its content, where that is more than a string. */
  GHashTable         *parts;
  /* Ids of the rows that are asked for, and whether they have changed again since. */
  GHashTable         *fetches;
  /* Names of the settings that were changed here and are not with the engine yet. */
  GHashTable         *edited;
  char               *id;
  char               *default_model;

  /* The answer at the end whose calls are under way, and which one's handlers were started. */
  RecessMessage      *tail;
  char               *started_id;
  guint               rounds;
  guint               n_running;
  guint               starting;
  guint               looping : 1;
  guint               asked : 1;
  guint               was_busy : 1;

  guint               save_id;
  guint               saving;
  guint               pending;
  guint               loaded : 1;
  guint               loading : 1;
  guint               load_again : 1;
  guint               load_late : 1;
  guint               taking_settings : 1;
  guint               loading_settings : 1;
  guint               settings_again : 1;
};

enum
{
  RECESS_CHAT_SESSION_CREATED,
  RECESS_CHAT_SESSION_BRANCHED,
  RECESS_CHAT_SESSION_SENT,
  RECESS_CHAT_SESSION_DELETED,
  RECESS_CHAT_SESSION_FAILED,
  RECESS_CHAT_SESSION_REQUEST_CHANGED,
  RECESS_CHAT_SESSION_N_SIGNALS
};

/* For the files of this class. */
void           _recess_chat_session_emit        (RecessChatSession *self,
                                                 guint              signal,
                                                 gpointer           object);
void           _recess_chat_session_fail        (RecessChatSession *self,
                                                 const GError      *error,
                                                 RecessMessage     *message);
void           _recess_chat_session_load        (RecessChatSession *self);
void           _recess_chat_session_load_settings (RecessChatSession *self);
/* @name: (nullable): the setting that has changed; %NULL for all of them */
void           _recess_chat_session_settings_cb (RecessChatSession *self,
                                                 const char        *name);
void           _recess_chat_session_check_answer (RecessChatSession *self);
void           _recess_chat_session_take_rows   (RecessChatSession *self,
                                                 JsonObject        *list,
                                                 guint              position,
                                                 gboolean           follow);
RecessMessage *_recess_chat_session_find        (RecessChatSession *self,
                                                 const char        *id,
                                                 guint             *position);
void           _recess_chat_session_keep_parts  (RecessChatSession *self,
                                                 const char        *id,
                                                 JsonNode          *content);
/* Asks for the answer, or joins it where the body is NULL. */
void           _recess_chat_session_follow      (RecessChatSession *self,
                                                 RecessMessage     *message,
                                                 const char        *body);
/* The request up to, and without, @position. */
char          *_recess_chat_session_dup_request_before (RecessChatSession *self,
                                                 guint              position);
/* The request for the rest of the answer at @position. */
char          *_recess_chat_session_dup_request_continued (RecessChatSession *self,
                                                 guint              position);
void           _recess_chat_session_set_id      (RecessChatSession *self,
                                                 const char        *id);
void           _recess_chat_session_notify_undo (RecessChatSession *self);
/* @before: (nullable): the body that undoes it */
void           _recess_chat_session_put         (RecessChatSession *self,
                                                 RecessMessage     *message,
                                                 const char        *body,
                                                 const char        *before);

/* The message and, where it has calls, the outputs of these: their ids in the order of the path. */
char         **_recess_chat_session_dup_family  (RecessChatSession *self,
                                                 RecessMessage     *message);

/* Calls of functions: what follows from the state that they are in now. */
void           _recess_chat_session_update_calls (RecessChatSession *self);
void           _recess_chat_session_update_handlers (RecessChatSession *self);
/* @asked: whether it was this window that asked for the answer that has ended */
void           _recess_chat_session_answer_ended (RecessChatSession *self,
                                                 RecessMessage     *answer,
                                                 gboolean           asked);
void           _recess_chat_session_stop_calls  (RecessChatSession *self);
void           _recess_chat_session_end_loop    (RecessChatSession *self);
gboolean       _recess_chat_session_calls_are_busy (RecessChatSession *self);
void           _recess_chat_session_notify_busy (RecessChatSession *self);
/* Rows of calls come by several ways: what is older than what is known is not taken. */
gboolean       _recess_chat_session_is_stale    (RecessMessage     *message,
                                                 JsonObject        *row);

/* Takes in what others have changed. */
void           _recess_chat_session_changed_cb  (RecessChatSession *self,
                                                 const char        *kind,
                                                 const char        *id,
                                                 const char        *change,
                                                 const char        *conversation_id);

G_END_DECLS
