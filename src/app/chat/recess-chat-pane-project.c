/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "engine/recess-call.h"

#include "recess-chat-guide.h"
#include "recess-chat-pane-private.h"

/* Whether all functions that the project speaks of are known: what is not is not sent. */
static gboolean
has_functions (RecessChatPane *self)
{
  g_autofree char *settings = recess_chat_guide_dup_settings ();
  g_autoptr(JsonObject) object = recess_json_parse_object (settings, strlen (settings), NULL);
  JsonArray *names = recess_json_object_get_array (object, "functions");

  for (guint i = 0; i < json_array_get_length (names); i++)
    if (recess_functions_find (self->functions, json_array_get_string_element (names, i)) == NULL)
      return FALSE;

  return TRUE;
}

void
_recess_chat_pane_begin_project (RecessChatPane *self)
{
  g_autofree char *settings = NULL;

  g_assert (RECESS_IS_CHAT_PANE (self));

  if (!self->trying || !has_functions (self))
    return;

  self->trying = FALSE;
  settings = recess_chat_guide_dup_settings ();
  _recess_chat_pane_open (self, NULL);
  recess_chat_settings_set_json (recess_chat_session_get_settings (self->session), settings);
  recess_pane_host_show_page (self->host, RECESS_PANE_PAGE_WORK);
  if (!recess_pane_host_get_folded (self->host))
    recess_pane_host_set_inspector_visible (self->host, TRUE);
  recess_chat_thread_ask (self->thread, recess_chat_guide_get_prompt ());
}

static void
recess_chat_pane_ready_cb (GObject      *object,
                           GAsyncResult *result,
                           gpointer      user_data)
{
  g_autoptr(RecessChatPane) self = user_data;
  g_autoptr(JsonObject) list = NULL;
  g_autoptr(GError) error = NULL;

  list = recess_call_finish (RECESS_CLIENT (object), result, &error);
  if (list != NULL || self->functions == NULL)
    return;

  self->trying = FALSE;
  if (!recess_call_cancelled (error))
    {
      g_autofree char *markup = g_markup_escape_text (error->message, -1);

      _recess_chat_pane_tell (self, adw_toast_new (markup));
    }
}

/* The functions may have been deleted: those that are missing are made again, and the list tells
 * when they are there. */
void
recess_chat_pane_try_functions (RecessChatPane *self)
{
  g_return_if_fail (RECESS_IS_CHAT_PANE (self));

  self->trying = TRUE;
  if (has_functions (self))
    {
      _recess_chat_pane_begin_project (self);
      return;
    }

  recess_call_async (recess_engine_get_client (self->engine), "POST", "/recess/functions/ready",
                     "{}", NULL, recess_chat_pane_ready_cb, g_object_ref (self));
}

void
_recess_chat_pane_try_functions_action (GtkWidget  *widget,
                                        const char *action_name,
                                        GVariant   *parameter)
{
  recess_chat_pane_try_functions (RECESS_CHAT_PANE (widget));
}
