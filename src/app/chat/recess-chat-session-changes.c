/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "engine/recess-call.h"
#include "recess-chat-session-private.h"
#include "recess-stream-reducer.h"

/* What others do with the messages of the path: another window, a script, an answer that ended
 * without us. */
typedef struct
{
  RecessChatSession *self;
  char              *id;
} Fetch;

static void
fetch_free (Fetch *fetch)
{
  g_object_unref (fetch->self);
  g_free (fetch->id);
  g_free (fetch);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Fetch, fetch_free)

static void recess_chat_session_fetch_row (RecessChatSession *self,
                                           const char        *id);

/* The message with @id, where it is shown and nobody here is about to change it. */
static RecessMessage *
recess_chat_session_find_idle (RecessChatSession *self,
                               const char        *id)
{
  RecessMessage *message = _recess_chat_session_find (self, id, NULL);

  /* The rows of calls change while we do other things. */
  if (message != NULL && g_str_equal (recess_message_get_role (message), "tool"))
    return message;

  if (message == NULL || self->pending > 0 ||
      (self->answer != NULL && recess_chat_answer_get_message (self->answer) == message))
    return NULL;

  return message;
}

static void
recess_chat_session_take_row (RecessChatSession *self,
                              RecessMessage     *message,
                              JsonObject        *row)
{
  const char *parent_id = recess_json_object_get_string (row, "parent_id", NULL);

  /* It hangs elsewhere now, so the path is another one. */
  if (g_strcmp0 (parent_id, recess_message_get_parent_id (message)) != 0)
    {
      _recess_chat_session_load (self);
      return;
    }

  _recess_chat_session_keep_parts (self, recess_message_get_id (message),
                                   json_object_get_member (row, "content"));
  if (!_recess_chat_session_is_stale (message, row))
    recess_stream_reduce_row (message, row);
  _recess_chat_session_update_calls (self);
  _recess_chat_session_emit (self, RECESS_CHAT_SESSION_REQUEST_CHANGED, NULL);
}

static void
recess_chat_session_row_fetched_cb (GObject      *object,
                                    GAsyncResult *result,
                                    gpointer      user_data)
{
  g_autoptr(Fetch) fetch = user_data;
  g_autoptr(JsonObject) row = NULL;
  g_autoptr(GError) error = NULL;
  RecessChatSession *self = fetch->self;
  RecessMessage *message;
  gboolean again;

  row = recess_call_finish (RECESS_CLIENT (object), result, &error);
  again = GPOINTER_TO_INT (g_hash_table_lookup (self->fetches, fetch->id));
  g_hash_table_remove (self->fetches, fetch->id);
  if (g_cancellable_is_cancelled (self->cancellable))
    return;

  message = recess_chat_session_find_idle (self, fetch->id);
  if (message == NULL)
    return;

  if (again)
    recess_chat_session_fetch_row (self, fetch->id);
  else if (row != NULL)
    recess_chat_session_take_row (self, message, row);
  else
    _recess_chat_session_load (self);
}

/* One row is asked for once at a time: answers may overtake each other. */
static void
recess_chat_session_fetch_row (RecessChatSession *self,
                               const char        *id)
{
  g_autofree char *path = NULL;
  Fetch *fetch;

  if (g_hash_table_contains (self->fetches, id))
    {
      g_hash_table_insert (self->fetches, g_strdup (id), GINT_TO_POINTER (TRUE));
      return;
    }

  g_hash_table_insert (self->fetches, g_strdup (id), GINT_TO_POINTER (FALSE));
  fetch = g_new0 (Fetch, 1);
  fetch->self = g_object_ref (self);
  fetch->id = g_strdup (id);
  path = g_strdup_printf ("/recess/conversations/%s/messages/%s", self->id, id);
  recess_call_async (recess_engine_get_client (self->engine), "GET", path, NULL,
                     self->cancellable, recess_chat_session_row_fetched_cb, fetch);
}

void
_recess_chat_session_changed_cb (RecessChatSession *self,
                                 const char        *kind,
                                 const char        *id,
                                 const char        *change,
                                 const char        *conversation_id)
{
  RecessMessage *message;

  g_assert (RECESS_IS_CHAT_SESSION (self));

  if (self->id != NULL && g_strcmp0 (kind, "conversation") == 0 &&
      g_strcmp0 (id, self->id) == 0 && g_strcmp0 (change, "updated") == 0)
    _recess_chat_session_load_settings (self);

  if (g_strcmp0 (kind, "message") != 0 || g_strcmp0 (conversation_id, self->id) != 0)
    return;

  /* One that comes back may come back into the path. */
  if (g_strcmp0 (change, "created") == 0 && self->answer == NULL && self->pending == 0 &&
      _recess_chat_session_find (self, id, NULL) == NULL)
    _recess_chat_session_load (self);

  message = recess_chat_session_find_idle (self, id);
  if (message == NULL)
    return;

  if (g_strcmp0 (change, "updated") != 0)
    {
      if (self->pending == 0)
        _recess_chat_session_load (self);
    }
  else if (g_str_equal (recess_message_get_role (message), "tool") ||
           recess_message_get_status (message) != RECESS_MESSAGE_IN_PROGRESS)
    recess_chat_session_fetch_row (self, id);
}
