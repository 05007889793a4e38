/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "engine/recess-call.h"

#include "recess-chat-session-private.h"

/* The settings are kept by the engine, and others change them too: what they write is taken, but
 * for what was changed here and is not written yet. */

#define SAVE_DELAY_MS 400

/* Returns: (transfer full): @theirs, with what was changed here */
static char *
merge (RecessChatSession *self,
       const char        *theirs)
{
  g_autoptr(GBytes) merged = g_bytes_new (theirs, strlen (theirs));
  GHashTableIter iter;
  gpointer name;
  gsize length;
  const char *text;

  g_hash_table_iter_init (&iter, self->edited);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    {
      g_autofree char *value = recess_chat_settings_dup_value (self->settings, name);
      GBytes *next = recess_json_set_member (merged, name, value);

      g_bytes_unref (merged);
      merged = next;
    }

  text = g_bytes_get_data (merged, &length);
  return g_strndup (text, length);
}

static void
take (RecessChatSession *self,
      GBytes            *row)
{
  g_autofree char *theirs = NULL;
  g_autofree char *json = NULL;
  RecessJsonSpan span = { 0 };
  gsize length;
  const char *text = g_bytes_get_data (row, &length);

  if (recess_json_find_member (text, length, "settings", &span) && text[span.start] == '{')
    theirs = g_strndup (text + span.start, span.length);

  json = merge (self, theirs != NULL ? theirs : "{}");
  self->taking_settings = TRUE;
  recess_chat_settings_set_json (self->settings, json);
  self->taking_settings = FALSE;
  _recess_chat_session_check_answer (self);
}

static void
row_cb (GObject      *object,
        GAsyncResult *result,
        gpointer      user_data)
{
  g_autoptr(RecessChatSession) self = user_data;
  g_autoptr(JsonObject) row = NULL;
  g_autoptr(GBytes) bytes = NULL;

  row = recess_call_finish_bytes (RECESS_CLIENT (object), result, &bytes, NULL);
  self->loading_settings = FALSE;
  if (g_cancellable_is_cancelled (self->cancellable))
    return;

  if (self->settings_again)
    _recess_chat_session_load_settings (self);
  else if (row != NULL)
    take (self, bytes);
}

/* An answer may be older than what was saved meanwhile: it is asked for again after that. */
void
_recess_chat_session_load_settings (RecessChatSession *self)
{
  g_autofree char *path = NULL;

  self->settings_again = self->loading_settings || self->saving > 0;
  if (self->settings_again)
    return;

  self->loading_settings = TRUE;
  path = g_strdup_printf ("/recess/conversations/%s", self->id);
  recess_call_async (recess_engine_get_client (self->engine), "GET", path, NULL,
                     self->cancellable, row_cb, g_object_ref (self));
}

static void
save_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(RecessChatSession) self = user_data;
  g_autoptr(JsonObject) row = NULL;
  g_autoptr(GError) error = NULL;

  row = recess_call_finish (RECESS_CLIENT (object), result, &error);
  self->saving--;
  if (row == NULL)
    _recess_chat_session_fail (self, error, NULL);
  else if (self->saving == 0 && self->save_id == 0)
    g_hash_table_remove_all (self->edited);

  if (self->settings_again && !g_cancellable_is_cancelled (self->cancellable))
    _recess_chat_session_load_settings (self);
}

static gboolean
save_timeout_cb (gpointer user_data)
{
  recess_chat_session_save_settings (user_data);

  return G_SOURCE_REMOVE;
}

void
_recess_chat_session_settings_cb (RecessChatSession *self,
                                  const char        *name)
{
  g_assert (RECESS_IS_CHAT_SESSION (self));

  _recess_chat_session_emit (self, RECESS_CHAT_SESSION_REQUEST_CHANGED, NULL);
  if (self->taking_settings)
    return;

  if (name != NULL)
    g_hash_table_add (self->edited, g_strdup (name));
  if (self->id == NULL)
    return;

  g_clear_handle_id (&self->save_id, g_source_remove);
  self->save_id = g_timeout_add (SAVE_DELAY_MS, save_timeout_cb, self);
}

/**
 * recess_chat_session_save_settings:
 *
 * Sends the settings now, where they wait to be sent.
 */
void
recess_chat_session_save_settings (RecessChatSession *self)
{
  g_autofree char *path = NULL;
  g_autofree char *body = NULL;

  g_return_if_fail (RECESS_IS_CHAT_SESSION (self));

  g_clear_handle_id (&self->save_id, g_source_remove);
  self->saving++;
  self->settings_again |= self->loading_settings;
  path = g_strdup_printf ("/recess/conversations/%s", self->id);
  body = g_strdup_printf ("{\"settings\":%s}", recess_chat_settings_get_json (self->settings));
  recess_call_async (recess_engine_get_client (self->engine), "POST", path, body, NULL, save_cb,
                     g_object_ref (self));
}
