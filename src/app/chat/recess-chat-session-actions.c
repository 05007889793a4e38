/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n.h>

#include "engine/recess-call.h"
#include "recess-chat-session-private.h"
#include "recess-content.h"
#include "recess-stream-reducer.h"

/* What was asked for, until the engine has done it. */
typedef struct
{
  RecessChatSession *self;
  RecessMessage     *message;
  char             **ids;
  char              *before;
  char              *after;
  guint              position;
  guint              done;
  guint              answer : 1;
  guint              first : 1;
  guint              written : 1;
  guint              undoable : 1;
  guint              restore : 1;
  int                step;
} Deed;

static Deed *
deed_new (RecessChatSession *self,
          RecessMessage     *message)
{
  Deed *deed = g_new0 (Deed, 1);

  deed->self = g_object_ref (self);
  if (message != NULL)
    deed->message = g_object_ref (message);
  self->pending++;

  return deed;
}

static void
deed_free (Deed *deed)
{
  if (--deed->self->pending == 0 && deed->self->load_late)
    {
      deed->self->load_late = FALSE;
      _recess_chat_session_load (deed->self);
    }
  if (deed->self->pending == 0)
    _recess_chat_session_update_calls (deed->self);
  g_object_unref (deed->self);
  g_clear_object (&deed->message);
  g_strfreev (deed->ids);
  g_free (deed->before);
  g_free (deed->after);
  g_free (deed);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Deed, deed_free)

static char *
recess_chat_session_path (RecessChatSession *self,
                          RecessMessage     *message,
                          const char        *verb)
{
  if (message == NULL)
    return g_strdup_printf ("/recess/conversations/%s/messages", self->id);

  return g_strdup_printf ("/recess/conversations/%s/messages/%s%s", self->id,
                          recess_message_get_id (message), verb);
}

static void
recess_chat_session_call (RecessChatSession   *self,
                          const char          *method,
                          RecessMessage       *message,
                          const char          *verb,
                          const char          *body,
                          GAsyncReadyCallback  callback,
                          Deed                *deed)
{
  g_autofree char *path = recess_chat_session_path (self, message, verb);

  recess_call_async (recess_engine_get_client (self->engine), method, path, body, NULL, callback,
                     deed);
}

/* Rows that were made go to the end of what is shown above them; the answer is asked for with all
 * that stands before it. */
static void
recess_chat_session_posted_cb (GObject      *object,
                               GAsyncResult *result,
                               gpointer      user_data)
{
  g_autoptr(Deed) deed = user_data;
  g_autoptr(JsonObject) list = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(RecessMessage) last = NULL;
  g_autofree char *body = NULL;
  RecessChatSession *self = deed->self;
  guint length;

  list = recess_call_finish (RECESS_CLIENT (object), result, &error);
  if (list == NULL)
    {
      _recess_chat_session_fail (self, error, NULL);
      return;
    }

  if (deed->written)
    _recess_chat_session_emit (self, RECESS_CHAT_SESSION_SENT, NULL);
  if (deed->first)
    {
      _recess_chat_session_load (self);
      return;
    }

  _recess_chat_session_take_rows (self, list, deed->position, FALSE);
  length = g_list_model_get_n_items (G_LIST_MODEL (self->messages));
  if (!deed->answer || length == 0)
    return;

  last = g_list_model_get_item (G_LIST_MODEL (self->messages), length - 1);
  body = _recess_chat_session_dup_request_before (self, length - 1);
  _recess_chat_session_follow (self, last, body);
}

static void
append_answer (GString           *body,
               RecessChatSession *self)
{
  g_autofree char *model = recess_chat_session_dup_model (self);

  g_string_append (body, ",\"answer\":{\"model\":");
  recess_json_append_string (body, model != NULL ? model : "", -1);
  g_string_append_c (body, '}');
}

static gboolean
is_instruction (const char *role)
{
  return g_str_equal (role, "system") || g_str_equal (role, "developer");
}

/* The first instruction stands above all that is said, whenever it is written. */
static gboolean
recess_chat_session_goes_first (RecessChatSession *self,
                                const char        *role)
{
  g_autoptr(RecessMessage) first = g_list_model_get_item (G_LIST_MODEL (self->messages), 0);

  return first != NULL && is_instruction (role) &&
         !is_instruction (recess_message_get_role (first));
}

static void
append_place (GString           *body,
              RecessChatSession *self,
              gboolean           first)
{
  guint length = g_list_model_get_n_items (G_LIST_MODEL (self->messages));
  g_autoptr(RecessMessage) beside = NULL;

  if (length == 0)
    return;

  beside = g_list_model_get_item (G_LIST_MODEL (self->messages), first ? 0 : length - 1);
  g_string_append (body, first ? ",\"before_id\":" : ",\"parent_id\":");
  recess_json_append_string (body, recess_message_get_id (beside), -1);
}

static void
recess_chat_session_post (RecessChatSession *self,
                          const char        *role,
                          const char        *content,
                          gboolean           answer)
{
  g_autoptr(GString) body = g_string_new ("{\"role\":");
  Deed *deed = deed_new (self, NULL);

  deed->position = g_list_model_get_n_items (G_LIST_MODEL (self->messages));
  deed->written = TRUE;
  deed->answer = answer;
  deed->first = !answer && recess_chat_session_goes_first (self, role);
  recess_json_append_string (body, role, -1);
  g_string_append (body, ",\"content\":");
  g_string_append (body, content);
  append_place (body, self, deed->first);
  if (answer)
    append_answer (body, self);
  g_string_append_c (body, '}');

  recess_chat_session_call (self, "POST", NULL, NULL, body->str, recess_chat_session_posted_cb,
                            deed);
}

static void
recess_chat_session_created_cb (GObject      *object,
                                GAsyncResult *result,
                                gpointer      user_data)
{
  g_autoptr(Deed) deed = user_data;
  g_autoptr(JsonObject) row = NULL;
  g_autoptr(GError) error = NULL;

  row = recess_call_finish (RECESS_CLIENT (object), result, &error);
  if (row == NULL)
    {
      _recess_chat_session_fail (deed->self, error, NULL);
      return;
    }

  _recess_chat_session_set_id (deed->self, recess_json_object_get_string (row, "id", NULL));
  _recess_chat_session_emit (deed->self, RECESS_CHAT_SESSION_CREATED, row);
  recess_chat_session_post (deed->self, deed->before, deed->after, deed->answer);
  if (g_hash_table_size (deed->self->edited) > 0)
    recess_chat_session_save_settings (deed->self);
}

/* An answer needs somebody who gives it. */
static gboolean
recess_chat_session_check_model (RecessChatSession *self)
{
  g_autofree char *model = recess_chat_session_dup_model (self);
  g_autoptr(GError) error = NULL;

  if (model != NULL && *model != '\0')
    return TRUE;

  error = recess_api_error_new (404, "model", "model_not_found", _("No model is chosen."));
  _recess_chat_session_fail (self, error, NULL);

  return FALSE;
}

void
recess_chat_session_send (RecessChatSession *self,
                          const char        *role,
                          const char        *content,
                          gboolean           answer)
{
  g_autofree char *body = NULL;
  Deed *deed;

  g_return_if_fail (RECESS_IS_CHAT_SESSION (self));
  g_return_if_fail (role != NULL && content != NULL);

  if (!self->loaded || self->pending > 0 || self->answer != NULL ||
      (answer && !recess_chat_session_check_model (self)))
    return;

  _recess_chat_session_end_loop (self);
  if (self->id != NULL)
    {
      recess_chat_session_post (self, role, content, answer);
      return;
    }

  deed = deed_new (self, NULL);
  deed->before = g_strdup (role);
  deed->after = g_strdup (content);
  deed->answer = answer;
  g_hash_table_remove_all (self->edited);
  body = g_strdup_printf ("{\"settings\":%s}", recess_chat_settings_get_json (self->settings));
  recess_call_async (recess_engine_get_client (self->engine), "POST", "/recess/conversations",
                     body, NULL, recess_chat_session_created_cb, deed);
}

void
recess_chat_session_stop (RecessChatSession *self)
{
  g_return_if_fail (RECESS_IS_CHAT_SESSION (self));

  _recess_chat_session_stop_calls (self);
  if (self->answer != NULL)
    recess_chat_answer_stop (self->answer);
}

static void
recess_chat_session_edited_cb (GObject      *object,
                               GAsyncResult *result,
                               gpointer      user_data)
{
  g_autoptr(Deed) deed = user_data;
  g_autoptr(JsonObject) row = NULL;
  g_autoptr(GError) error = NULL;
  RecessChatSession *self = deed->self;

  row = recess_call_finish (RECESS_CLIENT (object), result, &error);
  if (row == NULL)
    {
      _recess_chat_session_fail (self, error, NULL);
      return;
    }

  _recess_chat_session_keep_parts (self, recess_message_get_id (deed->message),
                                   json_object_get_member (row, "content"));
  recess_stream_reduce_row (deed->message, row);
  if (deed->undoable)
    {
      char *ids[] = { (char *) recess_message_get_id (deed->message), NULL };

      recess_chat_undo_push (self->undo, ids, deed->before, deed->after);
      _recess_chat_session_notify_undo (self);
    }
  _recess_chat_session_emit (self, RECESS_CHAT_SESSION_REQUEST_CHANGED, NULL);
}

void
_recess_chat_session_put (RecessChatSession *self,
                          RecessMessage     *message,
                          const char        *body,
                          const char        *before)
{
  Deed *deed = deed_new (self, message);

  deed->before = g_strdup (before);
  deed->after = g_strdup (body);
  deed->undoable = before != NULL;
  recess_chat_session_call (self, "POST", message, "", body, recess_chat_session_edited_cb, deed);
}

void
recess_chat_session_edit (RecessChatSession *self,
                          RecessMessage     *message,
                          const char        *text)
{
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autofree char *undo = NULL;
  g_autofree char *body = NULL;
  const char *parts;

  g_return_if_fail (RECESS_IS_CHAT_SESSION (self));
  g_return_if_fail (RECESS_IS_MESSAGE (message));
  g_return_if_fail (text != NULL);

  if (g_str_equal (recess_message_get_content (message), text))
    return;

  parts = g_hash_table_lookup (self->parts, recess_message_get_id (message));
  before = parts != NULL ? g_strdup (parts)
                         : recess_json_quote (recess_message_get_content (message));
  after = parts != NULL ? recess_content_set_text (parts, text) : recess_json_quote (text);
  undo = g_strdup_printf ("{\"content\":%s}", before);
  body = g_strdup_printf ("{\"content\":%s}", after);
  _recess_chat_session_put (self, message, body, undo);
}

static void
recess_chat_session_mark_next (Deed *deed);

/* What hung on it has other parents and siblings now. */
static void
recess_chat_session_marked (Deed *deed)
{
  RecessChatSession *self = deed->self;
  guint position;

  for (guint i = 0; !deed->restore && deed->ids[i] != NULL; i++)
    if (_recess_chat_session_find (self, deed->ids[i], &position) != NULL)
      g_list_store_remove (self->messages, position);
  if (deed->undoable)
    {
      recess_chat_undo_push (self->undo, deed->ids, NULL, NULL);
      _recess_chat_session_notify_undo (self);
      _recess_chat_session_emit (self, RECESS_CHAT_SESSION_DELETED, deed->message);
    }
  _recess_chat_session_load (self);
}

static void
recess_chat_session_marked_cb (GObject      *object,
                               GAsyncResult *result,
                               gpointer      user_data)
{
  g_autoptr(Deed) deed = user_data;
  g_autoptr(JsonObject) answer = NULL;
  g_autoptr(GError) error = NULL;

  answer = recess_call_finish (RECESS_CLIENT (object), result, &error);
  if (answer == NULL)
    {
      _recess_chat_session_fail (deed->self, error, NULL);
      _recess_chat_session_load (deed->self);
      return;
    }

  if (++deed->done < g_strv_length (deed->ids))
    recess_chat_session_mark_next (g_steal_pointer (&deed));
  else
    recess_chat_session_marked (deed);
}

/* An answer goes after the outputs below it, and comes back before them. */
static void
recess_chat_session_mark_next (Deed *deed)
{
  guint length = g_strv_length (deed->ids);
  const char *id = deed->ids[deed->restore ? deed->done : length - 1 - deed->done];
  g_autoptr(RecessMessage) message = recess_message_new (id, "");

  recess_chat_session_call (deed->self, deed->restore ? "POST" : "DELETE", message,
                            deed->restore ? "/restore" : "", deed->restore ? "{}" : NULL,
                            recess_chat_session_marked_cb, deed);
}

static void
recess_chat_session_mark (RecessChatSession *self,
                          RecessMessage     *message,
                          char             **ids,
                          gboolean           restore,
                          gboolean           undoable)
{
  Deed *deed = deed_new (self, message);

  deed->ids = g_strdupv (ids);
  deed->restore = restore;
  deed->undoable = undoable;
  recess_chat_session_mark_next (deed);
}

void
recess_chat_session_delete (RecessChatSession *self,
                            RecessMessage     *message)
{
  g_auto(GStrv) ids = NULL;

  g_return_if_fail (RECESS_IS_CHAT_SESSION (self));
  g_return_if_fail (RECESS_IS_MESSAGE (message));

  ids = _recess_chat_session_dup_family (self, message);
  recess_chat_session_mark (self, message, ids, FALSE, TRUE);
}

static void
recess_chat_session_step (RecessChatSession    *self,
                          const RecessChatStep *step,
                          gboolean              back)
{
  g_autoptr(RecessMessage) message = NULL;
  RecessMessage *known;

  if (step == NULL)
    return;

  known = _recess_chat_session_find (self, step->ids[0], NULL);
  message = known != NULL ? g_object_ref (known) : recess_message_new (step->ids[0], "");
  if (step->before != NULL)
    _recess_chat_session_put (self, message, back ? step->before : step->after, NULL);
  else
    recess_chat_session_mark (self, message, step->ids, back, FALSE);
  _recess_chat_session_notify_undo (self);
}

void
recess_chat_session_undo (RecessChatSession *self)
{
  g_return_if_fail (RECESS_IS_CHAT_SESSION (self));

  recess_chat_session_step (self, recess_chat_undo_back (self->undo), TRUE);
}

void
recess_chat_session_redo (RecessChatSession *self)
{
  g_return_if_fail (RECESS_IS_CHAT_SESSION (self));

  recess_chat_session_step (self, recess_chat_undo_forth (self->undo), FALSE);
}

/**
 * recess_chat_session_regenerate:
 * @message: an answer, which gets a sibling; or another message, which gets an answer
 */
void
recess_chat_session_regenerate (RecessChatSession *self,
                                RecessMessage     *message)
{
  g_autoptr(GString) body = g_string_new ("{\"role\":\"assistant\"");
  const char *parent;
  gboolean answer;
  guint position;
  Deed *deed;

  g_return_if_fail (RECESS_IS_CHAT_SESSION (self));
  g_return_if_fail (RECESS_IS_MESSAGE (message));

  if (self->pending > 0 || self->answer != NULL ||
      _recess_chat_session_find (self, recess_message_get_id (message), &position) == NULL ||
      !recess_chat_session_check_model (self))
    return;

  answer = g_str_equal (recess_message_get_role (message), "assistant");
  parent = answer ? recess_message_get_parent_id (message) : recess_message_get_id (message);
  if (parent != NULL)
    {
      g_string_append (body, ",\"parent_id\":");
      recess_json_append_string (body, parent, -1);
    }
  append_answer (body, self);
  g_string_append_c (body, '}');

  deed = deed_new (self, NULL);
  deed->position = answer ? position : position + 1;
  deed->answer = TRUE;
  recess_chat_session_call (self, "POST", NULL, NULL, body->str, recess_chat_session_posted_cb,
                            deed);
}

static void
recess_chat_session_branched_cb (GObject      *object,
                                 GAsyncResult *result,
                                 gpointer      user_data)
{
  g_autoptr(Deed) deed = user_data;
  g_autoptr(JsonObject) row = NULL;
  g_autoptr(GError) error = NULL;

  row = recess_call_finish (RECESS_CLIENT (object), result, &error);
  if (row == NULL)
    _recess_chat_session_fail (deed->self, error, NULL);
  else
    _recess_chat_session_emit (deed->self, RECESS_CHAT_SESSION_BRANCHED, row);
}

void
recess_chat_session_branch (RecessChatSession *self,
                            RecessMessage     *message)
{
  g_auto(GStrv) ids = NULL;
  g_autofree char *path = NULL;
  g_autofree char *id = NULL;
  g_autofree char *body = NULL;

  g_return_if_fail (RECESS_IS_CHAT_SESSION (self));
  g_return_if_fail (RECESS_IS_MESSAGE (message));

  /* With the outputs of its calls. */
  ids = _recess_chat_session_dup_family (self, message);
  path = g_strdup_printf ("/recess/conversations/%s/branch", self->id);
  id = recess_json_quote (ids[g_strv_length (ids) - 1]);
  body = g_strdup_printf ("{\"message_id\":%s}", id);
  recess_call_async (recess_engine_get_client (self->engine), "POST", path, body, NULL,
                     recess_chat_session_branched_cb, deed_new (self, message));
}

static void
recess_chat_session_selected_cb (GObject      *object,
                                 GAsyncResult *result,
                                 gpointer      user_data)
{
  g_autoptr(Deed) deed = user_data;
  g_autoptr(JsonObject) row = NULL;
  g_autoptr(GError) error = NULL;

  row = recess_call_finish (RECESS_CLIENT (object), result, &error);
  if (row == NULL)
    _recess_chat_session_fail (deed->self, error, NULL);
  else
    _recess_chat_session_load (deed->self);
}

static const char *
find_sibling (JsonObject *list,
              const char *parent,
              int         position)
{
  JsonArray *data = recess_json_object_get_array (list, "data");
  guint length = data != NULL ? json_array_get_length (data) : 0;

  for (guint i = 0; i < length; i++)
    {
      JsonNode *node = json_array_get_element (data, i);
      JsonObject *row;

      if (!JSON_NODE_HOLDS_OBJECT (node))
        continue;

      row = json_node_get_object (node);
      if (g_strcmp0 (recess_json_object_get_string (row, "parent_id", NULL), parent) == 0 &&
          recess_json_object_get_int (row, "position", -1) == position)
        return recess_json_object_get_string (row, "id", NULL);
    }

  return NULL;
}

static void
recess_chat_session_siblings_cb (GObject      *object,
                                 GAsyncResult *result,
                                 gpointer      user_data)
{
  g_autoptr(Deed) deed = user_data;
  g_autoptr(JsonObject) list = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(RecessMessage) sibling = NULL;
  const char *id;

  list = recess_call_finish (RECESS_CLIENT (object), result, &error);
  if (list == NULL)
    {
      _recess_chat_session_fail (deed->self, error, NULL);
      return;
    }

  id = find_sibling (list, recess_message_get_parent_id (deed->message),
                     recess_message_get_position (deed->message) + deed->step);
  if (id == NULL)
    return;

  sibling = recess_message_new (id, "");
  recess_chat_session_call (deed->self, "POST", sibling, "/select", "{}",
                            recess_chat_session_selected_cb, deed_new (deed->self, sibling));
}

/**
 * recess_chat_session_step_sibling:
 * @step: −1 or 1
 *
 * Shows the path through the sibling of @message before or after it.
 */
void
recess_chat_session_step_sibling (RecessChatSession *self,
                                  RecessMessage     *message,
                                  int                step)
{
  g_autofree char *path = NULL;
  Deed *deed;

  g_return_if_fail (RECESS_IS_CHAT_SESSION (self));
  g_return_if_fail (RECESS_IS_MESSAGE (message));

  if (self->answer != NULL)
    return;

  deed = deed_new (self, message);
  deed->step = step;
  path = g_strdup_printf ("/recess/conversations/%s/messages?all=true", self->id);
  recess_call_async (recess_engine_get_client (self->engine), "GET", path, NULL, NULL,
                     recess_chat_session_siblings_cb, deed);
}
