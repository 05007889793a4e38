/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "recess-chat-session-private.h"
#include "recess-chat-turns.h"
#include "recess-request-builder.h"

static char *
recess_chat_session_build_request (RecessChatSession *self,
                                   guint              position,
                                   const char        *last)
{
  g_autoptr(RecessChatTurns) turns = NULL;
  g_autofree char *tools = recess_chat_session_dup_tools (self);
  const RecessChatTurn *array;
  gsize n_turns;

  turns = recess_chat_turns_new (G_LIST_MODEL (self->messages), position, self->parts);
  if (last != NULL)
    recess_chat_turns_append (turns, "user", last);
  array = recess_chat_turns_get (turns, &n_turns);
  return recess_request_builder_build (recess_chat_settings_get_json (self->settings),
                                       self->default_model, array, n_turns, tools);
}

char *
_recess_chat_session_dup_request_before (RecessChatSession *self,
                                         guint              position)
{
  return recess_chat_session_build_request (self, position, NULL);
}

/* For the model, and not translated: it is written in the language of the models. */
char *
_recess_chat_session_dup_request_continued (RecessChatSession *self,
                                            guint              position)
{
  return recess_chat_session_build_request (self, position + 1,
                                            "\"Continue exactly where your last message stopped, "
                                            "without repeating anything.\"");
}

/* How many messages there are, without the one that is being written. */
static guint
recess_chat_session_count_said (RecessChatSession *self)
{
  guint length = g_list_model_get_n_items (G_LIST_MODEL (self->messages));

  return self->answer != NULL && length > 0 ? length - 1 : length;
}

RecessChatTurns *
recess_chat_session_dup_turns (RecessChatSession *self)
{
  g_return_val_if_fail (RECESS_IS_CHAT_SESSION (self), NULL);

  return recess_chat_turns_new (G_LIST_MODEL (self->messages),
                                recess_chat_session_count_said (self), self->parts);
}

char *
recess_chat_session_dup_tools (RecessChatSession *self)
{
  g_autofree char *names = NULL;

  g_return_val_if_fail (RECESS_IS_CHAT_SESSION (self), NULL);

  if (self->functions == NULL)
    return NULL;

  names = recess_chat_settings_dup_value (self->settings, "functions");
  return recess_functions_dup_tools (self->functions, names);
}

char *
recess_chat_session_dup_request (RecessChatSession *self)
{
  g_return_val_if_fail (RECESS_IS_CHAT_SESSION (self), NULL);

  return _recess_chat_session_dup_request_before (self, recess_chat_session_count_said (self));
}
