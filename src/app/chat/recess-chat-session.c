/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "common/recess-glib-compat.h"

#include "engine/recess-call.h"
#include "recess-answer-check.h"
#include "recess-chat-session-private.h"
#include "recess-stream-reducer.h"

G_DEFINE_FINAL_TYPE (RecessChatSession, recess_chat_session, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_ID,
  PROP_BUSY,
  PROP_LOADED,
  PROP_CAN_UNDO,
  PROP_CAN_REDO,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];
static guint signals[RECESS_CHAT_SESSION_N_SIGNALS];

void
_recess_chat_session_emit (RecessChatSession *self,
                           guint              signal,
                           gpointer           object)
{
  if (object != NULL)
    g_signal_emit (self, signals[signal], 0, object);
  else
    g_signal_emit (self, signals[signal], 0);
}

void
_recess_chat_session_fail (RecessChatSession *self,
                           const GError      *error,
                           RecessMessage     *message)
{
  if (recess_call_cancelled (error))
    return;

  _recess_chat_session_end_loop (self);
  g_signal_emit (self, signals[RECESS_CHAT_SESSION_FAILED], 0, error, message);
}

void
_recess_chat_session_notify_busy (RecessChatSession *self)
{
  gboolean busy = recess_chat_session_get_busy (self);

  if (self->was_busy == busy)
    return;

  self->was_busy = busy;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BUSY]);
}

void
_recess_chat_session_notify_undo (RecessChatSession *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CAN_UNDO]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CAN_REDO]);
}

void
_recess_chat_session_set_id (RecessChatSession *self,
                             const char        *id)
{
  if (recess_set_str (&self->id, id))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ID]);
}

static void
recess_chat_session_set_loaded (RecessChatSession *self)
{
  if (self->loaded)
    return;

  self->loaded = TRUE;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOADED]);
}

RecessMessage *
_recess_chat_session_find (RecessChatSession *self,
                           const char        *id,
                           guint             *position)
{
  guint length = g_list_model_get_n_items (G_LIST_MODEL (self->messages));

  /* What changes is mostly at the end. */
  for (guint i = length; i-- > 0; )
    {
      g_autoptr(RecessMessage) message = g_list_model_get_item (G_LIST_MODEL (self->messages), i);

      if (g_strcmp0 (recess_message_get_id (message), id) == 0)
        {
          if (position != NULL)
            *position = i;
          return message;
        }
    }

  return NULL;
}

void
_recess_chat_session_keep_parts (RecessChatSession *self,
                                 const char        *id,
                                 JsonNode          *content)
{
  if (content != NULL && JSON_NODE_HOLDS_ARRAY (content))
    g_hash_table_insert (self->parts, g_strdup (id), recess_json_node_to_text (content, FALSE));
  else
    g_hash_table_remove (self->parts, id);
}

/* Whether the last answer is as the response format asks; once for each. */
void
_recess_chat_session_check_answer (RecessChatSession *self)
{
  guint length = g_list_model_get_n_items (G_LIST_MODEL (self->messages));
  g_autofree char *format = recess_chat_settings_dup_value (self->settings, "response_format");
  g_autoptr(RecessMessage) last = NULL;

  if (length == 0 || format == NULL)
    return;

  last = g_list_model_get_item (G_LIST_MODEL (self->messages), length - 1);
  if (g_str_equal (recess_message_get_role (last), "assistant") &&
      recess_message_get_status (last) == RECESS_MESSAGE_COMPLETE &&
      recess_message_get_content_length (last) > 0 && recess_message_get_check (last) == NULL)
    recess_answer_check_start (last, format);
}

static void
recess_chat_session_ended_cb (RecessChatSession *self,
                              GError            *error,
                              RecessChatAnswer  *answer)
{
  g_autoptr(RecessMessage) message = g_object_ref (recess_chat_answer_get_message (answer));

  g_assert (RECESS_IS_CHAT_SESSION (self));

  if (self->answer != answer)
    return;

  g_clear_object (&self->answer);
  if (error == NULL)
    {
      _recess_chat_session_answer_ended (self, message, self->asked);
      _recess_chat_session_check_answer (self);
    }
  _recess_chat_session_notify_busy (self);
  _recess_chat_session_emit (self, RECESS_CHAT_SESSION_REQUEST_CHANGED, NULL);
  if (error != NULL)
    _recess_chat_session_fail (self, error, message);
}

static void
recess_chat_session_leave_answer (RecessChatSession *self)
{
  g_autoptr(RecessChatAnswer) answer = g_steal_pointer (&self->answer);

  if (answer == NULL)
    return;

  g_signal_handlers_disconnect_by_data (answer, self);
  g_object_run_dispose (G_OBJECT (answer));
}

void
_recess_chat_session_follow (RecessChatSession *self,
                             RecessMessage     *message,
                             const char        *body)
{
  recess_chat_session_leave_answer (self);
  self->answer = recess_chat_answer_new (self->engine, self->id, message);
  g_signal_connect_object (self->answer, "ended", G_CALLBACK (recess_chat_session_ended_cb), self,
                           G_CONNECT_SWAPPED);
  self->asked = body != NULL;
  if (body != NULL)
    recess_chat_answer_request (self->answer, body);
  else
    recess_chat_answer_watch (self->answer);
  _recess_chat_session_update_calls (self);
  _recess_chat_session_notify_busy (self);
}

/* Most rows are where they were; only the others are searched for. */
static RecessMessage *
recess_chat_session_ensure_message (RecessChatSession *self,
                                    const char        *id,
                                    guint              position)
{
  g_autoptr(RecessMessage) there = NULL;
  RecessMessage *known;

  there = g_list_model_get_item (G_LIST_MODEL (self->messages), position);
  if (there == NULL)
    return recess_message_new (id, "");
  if (g_strcmp0 (recess_message_get_id (there), id) == 0)
    return g_steal_pointer (&there);

  known = _recess_chat_session_find (self, id, NULL);
  return known != NULL ? g_object_ref (known) : recess_message_new (id, "");
}

static RecessMessage *
recess_chat_session_read_row (RecessChatSession *self,
                              JsonObject        *row,
                              guint              position)
{
  const char *id = recess_json_object_get_string (row, "id", "");
  RecessMessage *message = recess_chat_session_ensure_message (self, id, position);

  _recess_chat_session_keep_parts (self, id, json_object_get_member (row, "content"));
  if ((self->answer == NULL || recess_chat_answer_get_message (self->answer) != message) &&
      !_recess_chat_session_is_stale (message, row))
    recess_stream_reduce_row (message, row);

  return message;
}

static gboolean
recess_chat_session_has (RecessChatSession *self,
                         guint              position,
                         RecessMessage     *message)
{
  g_autoptr(RecessMessage) there = NULL;

  there = g_list_model_get_item (G_LIST_MODEL (self->messages), position);
  return there == message;
}

/* Messages that are the same at both ends stay; only what differs between them is replaced. */
static void
recess_chat_session_splice (RecessChatSession *self,
                            GPtrArray         *rows,
                            guint              position)
{
  GListModel *model = G_LIST_MODEL (self->messages);
  guint n_old = g_list_model_get_n_items (model) - position;
  guint n_new = rows->len;
  guint start = 0;

  while (start < MIN (n_old, n_new) &&
         recess_chat_session_has (self, position + start, g_ptr_array_index (rows, start)))
    start++;
  while (MIN (n_old, n_new) > start &&
         recess_chat_session_has (self, position + n_old - 1, g_ptr_array_index (rows, n_new - 1)))
    {
      n_old--;
      n_new--;
    }

  if (n_old > start || n_new > start)
    g_list_store_splice (self->messages, position + start, n_old - start,
                         rows->pdata + start, n_new - start);
}

static void
recess_chat_session_follow_open_answer (RecessChatSession *self)
{
  guint length = g_list_model_get_n_items (G_LIST_MODEL (self->messages));
  g_autoptr(RecessMessage) last = NULL;

  if (length == 0 || self->answer != NULL)
    return;

  last = g_list_model_get_item (G_LIST_MODEL (self->messages), length - 1);
  if (g_str_equal (recess_message_get_role (last), "assistant") &&
      recess_message_get_status (last) == RECESS_MESSAGE_IN_PROGRESS)
    _recess_chat_session_follow (self, last, NULL);
}

/**
 * _recess_chat_session_take_rows:
 * @list: a list of message rows
 * @position: where they begin
 *
 * Puts rows at @position in place of all that was there and after it.
 */
void
_recess_chat_session_take_rows (RecessChatSession *self,
                                JsonObject        *list,
                                guint              position,
                                gboolean           follow)
{
  g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func (g_object_unref);
  JsonArray *data = recess_json_object_get_array (list, "data");
  guint length = data != NULL ? json_array_get_length (data) : 0;

  position = MIN (position, g_list_model_get_n_items (G_LIST_MODEL (self->messages)));
  for (guint i = 0; i < length; i++)
    {
      JsonNode *node = json_array_get_element (data, i);

      if (JSON_NODE_HOLDS_OBJECT (node))
        g_ptr_array_add (rows, recess_chat_session_read_row (self, json_node_get_object (node),
                                                             position + i));
    }

  recess_chat_session_splice (self, rows, position);
  if (follow)
    recess_chat_session_follow_open_answer (self);
  _recess_chat_session_check_answer (self);
  _recess_chat_session_update_handlers (self);
  _recess_chat_session_emit (self, RECESS_CHAT_SESSION_REQUEST_CHANGED, NULL);
}

static void
recess_chat_session_messages_cb (GObject      *object,
                                 GAsyncResult *result,
                                 gpointer      user_data)
{
  g_autoptr(RecessChatSession) self = user_data;
  g_autoptr(JsonObject) list = NULL;
  g_autoptr(GError) error = NULL;

  list = recess_call_finish (RECESS_CLIENT (object), result, &error);
  if (g_cancellable_is_cancelled (self->cancellable))
    return;

  self->loading = FALSE;
  /* What is under way changes the list: it is read again after that. */
  self->load_late = list != NULL && self->pending > 0;
  if (list != NULL && self->pending == 0)
    _recess_chat_session_take_rows (self, list, 0, TRUE);
  else if (list == NULL && recess_engine_get_state (self->engine) == RECESS_ENGINE_READY)
    _recess_chat_session_fail (self, error, NULL);

  if (list != NULL)
    recess_chat_session_set_loaded (self);
  if (self->load_again)
    _recess_chat_session_load (self);
}

void
_recess_chat_session_load (RecessChatSession *self)
{
  g_autofree char *path = NULL;
  RecessClient *client = recess_engine_get_client (self->engine);

  if (self->id == NULL || recess_engine_get_state (self->engine) != RECESS_ENGINE_READY)
    return;

  self->load_again = self->loading;
  if (self->loading)
    return;

  self->loading = TRUE;
  path = g_strdup_printf ("/recess/conversations/%s/messages", self->id);
  recess_call_async (client, "GET", path, NULL, self->cancellable,
                     recess_chat_session_messages_cb, g_object_ref (self));
  _recess_chat_session_load_settings (self);
}

static void
recess_chat_session_state_cb (RecessChatSession *self)
{
  g_assert (RECESS_IS_CHAT_SESSION (self));

  if (!self->loaded && self->id != NULL)
    _recess_chat_session_load (self);
}

static void
recess_chat_session_reset_cb (RecessChatSession *self)
{
  g_assert (RECESS_IS_CHAT_SESSION (self));

  if (self->loaded)
    _recess_chat_session_load (self);
}

static void
recess_chat_session_get_property (GObject    *object,
                                  guint       prop_id,
                                  GValue     *value,
                                  GParamSpec *pspec)
{
  RecessChatSession *self = RECESS_CHAT_SESSION (object);

  switch (prop_id)
    {
    case PROP_ID:
      g_value_set_string (value, self->id);
      break;

    case PROP_BUSY:
      g_value_set_boolean (value, recess_chat_session_get_busy (self));
      break;

    case PROP_LOADED:
      g_value_set_boolean (value, self->loaded);
      break;

    case PROP_CAN_UNDO:
      g_value_set_boolean (value, recess_chat_session_get_can_undo (self));
      break;

    case PROP_CAN_REDO:
      g_value_set_boolean (value, recess_chat_session_get_can_redo (self));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
recess_chat_session_dispose (GObject *object)
{
  RecessChatSession *self = RECESS_CHAT_SESSION (object);

  if (self->save_id != 0)
    recess_chat_session_save_settings (self);
  recess_chat_session_leave_answer (self);
  g_cancellable_cancel (self->cancellable);

  G_OBJECT_CLASS (recess_chat_session_parent_class)->dispose (object);
}

static void
recess_chat_session_finalize (GObject *object)
{
  RecessChatSession *self = RECESS_CHAT_SESSION (object);

  g_clear_handle_id (&self->save_id, g_source_remove);
  g_clear_object (&self->engine);
  g_clear_object (&self->functions);
  g_clear_object (&self->settings);
  g_clear_object (&self->linker);
  g_clear_object (&self->tail);
  g_clear_pointer (&self->started_id, g_free);
  g_clear_object (&self->messages);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->undo, recess_chat_undo_free);
  g_clear_pointer (&self->parts, g_hash_table_unref);
  g_clear_pointer (&self->fetches, g_hash_table_unref);
  g_clear_pointer (&self->edited, g_hash_table_unref);
  g_clear_pointer (&self->id, g_free);
  g_clear_pointer (&self->default_model, g_free);

  G_OBJECT_CLASS (recess_chat_session_parent_class)->finalize (object);
}

static guint
recess_chat_session_new_signal (const char *name,
                                guint       n_params,
                                GType       first,
                                GType       second)
{
  return g_signal_new (name, RECESS_TYPE_CHAT_SESSION, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                       G_TYPE_NONE, n_params, first, second);
}

static void
recess_chat_session_class_init (RecessChatSessionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->dispose = recess_chat_session_dispose;
  object_class->finalize = recess_chat_session_finalize;
  object_class->get_property = recess_chat_session_get_property;

  properties[PROP_ID] = g_param_spec_string ("id", NULL, NULL, NULL, flags);
  properties[PROP_BUSY] = g_param_spec_boolean ("busy", NULL, NULL, FALSE, flags);
  properties[PROP_LOADED] = g_param_spec_boolean ("loaded", NULL, NULL, FALSE, flags);
  properties[PROP_CAN_UNDO] = g_param_spec_boolean ("can-undo", NULL, NULL, FALSE, flags);
  properties[PROP_CAN_REDO] = g_param_spec_boolean ("can-redo", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[RECESS_CHAT_SESSION_CREATED] =
    recess_chat_session_new_signal ("created", 1, JSON_TYPE_OBJECT, G_TYPE_NONE);
  signals[RECESS_CHAT_SESSION_BRANCHED] =
    recess_chat_session_new_signal ("branched", 1, JSON_TYPE_OBJECT, G_TYPE_NONE);
  signals[RECESS_CHAT_SESSION_SENT] =
    recess_chat_session_new_signal ("sent", 0, G_TYPE_NONE, G_TYPE_NONE);
  signals[RECESS_CHAT_SESSION_DELETED] =
    recess_chat_session_new_signal ("deleted", 1, RECESS_TYPE_MESSAGE, G_TYPE_NONE);
  signals[RECESS_CHAT_SESSION_FAILED] =
    recess_chat_session_new_signal ("failed", 2, G_TYPE_ERROR, RECESS_TYPE_MESSAGE);
  signals[RECESS_CHAT_SESSION_REQUEST_CHANGED] =
    recess_chat_session_new_signal ("request-changed", 0, G_TYPE_NONE, G_TYPE_NONE);
}

static void
recess_chat_session_init (RecessChatSession *self)
{
  self->cancellable = g_cancellable_new ();
  self->messages = g_list_store_new (RECESS_TYPE_MESSAGE);
  self->linker = recess_call_linker_new (G_LIST_MODEL (self->messages));
  self->parts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->fetches = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->undo = recess_chat_undo_new ();
  self->edited = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->settings = recess_chat_settings_new ();
  g_signal_connect_object (self->settings, "changed",
                           G_CALLBACK (_recess_chat_session_settings_cb), self,
                           G_CONNECT_SWAPPED);
}

/**
 * recess_chat_session_new:
 * @id: (nullable): a conversation; %NULL begins one
 */
RecessChatSession *
recess_chat_session_new (RecessEngine *engine,
                         const char   *id)
{
  RecessChatSession *self;

  g_return_val_if_fail (RECESS_IS_ENGINE (engine), NULL);

  self = g_object_new (RECESS_TYPE_CHAT_SESSION, NULL);
  self->engine = g_object_ref (engine);
  self->id = g_strdup (id);
  self->loaded = id == NULL;
  g_signal_connect_object (engine, "notify::state", G_CALLBACK (recess_chat_session_state_cb),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (engine, "reset", G_CALLBACK (recess_chat_session_reset_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (engine, "changed", G_CALLBACK (_recess_chat_session_changed_cb), self,
                           G_CONNECT_SWAPPED);
  recess_chat_session_state_cb (self);

  return self;
}

const char *
recess_chat_session_get_id (RecessChatSession *self)
{
  g_return_val_if_fail (RECESS_IS_CHAT_SESSION (self), NULL);

  return self->id;
}

GListModel *
recess_chat_session_get_messages (RecessChatSession *self)
{
  g_return_val_if_fail (RECESS_IS_CHAT_SESSION (self), NULL);

  return G_LIST_MODEL (self->messages);
}

RecessChatSettings *
recess_chat_session_get_settings (RecessChatSession *self)
{
  g_return_val_if_fail (RECESS_IS_CHAT_SESSION (self), NULL);

  return self->settings;
}

gboolean
recess_chat_session_get_busy (RecessChatSession *self)
{
  g_return_val_if_fail (RECESS_IS_CHAT_SESSION (self), FALSE);

  return self->answer != NULL || _recess_chat_session_calls_are_busy (self);
}

gboolean
recess_chat_session_get_loaded (RecessChatSession *self)
{
  g_return_val_if_fail (RECESS_IS_CHAT_SESSION (self), FALSE);

  return self->loaded;
}

char *
recess_chat_session_dup_model (RecessChatSession *self)
{
  char *model;

  g_return_val_if_fail (RECESS_IS_CHAT_SESSION (self), NULL);

  model = recess_chat_settings_dup_model (self->settings);
  return model != NULL ? model : g_strdup (self->default_model);
}

void
recess_chat_session_set_default_model (RecessChatSession *self,
                                       const char        *model)
{
  g_return_if_fail (RECESS_IS_CHAT_SESSION (self));

  if (recess_set_str (&self->default_model, model))
    _recess_chat_session_emit (self, RECESS_CHAT_SESSION_REQUEST_CHANGED, NULL);
}

void
recess_chat_session_set_head (RecessChatSession *self,
                              const char        *head)
{
  guint length;
  g_autoptr(RecessMessage) last = NULL;

  g_return_if_fail (RECESS_IS_CHAT_SESSION (self));

  if (!self->loaded || self->pending > 0 || self->answer != NULL)
    return;

  length = g_list_model_get_n_items (G_LIST_MODEL (self->messages));
  if (length > 0)
    last = g_list_model_get_item (G_LIST_MODEL (self->messages), length - 1);
  if (g_strcmp0 (head, last != NULL ? recess_message_get_id (last) : NULL) != 0)
    _recess_chat_session_load (self);
}

static void
recess_chat_session_functions_cb (RecessChatSession *self)
{
  g_assert (RECESS_IS_CHAT_SESSION (self));

  _recess_chat_session_update_handlers (self);
  _recess_chat_session_emit (self, RECESS_CHAT_SESSION_REQUEST_CHANGED, NULL);
}

void
recess_chat_session_set_functions (RecessChatSession *self,
                                   RecessFunctions   *functions)
{
  g_return_if_fail (RECESS_IS_CHAT_SESSION (self));
  g_return_if_fail (RECESS_IS_FUNCTIONS (functions));

  if (!g_set_object (&self->functions, functions))
    return;

  g_signal_connect_object (functions, "items-changed",
                           G_CALLBACK (recess_chat_session_functions_cb), self, G_CONNECT_SWAPPED);
  recess_chat_session_functions_cb (self);
}

gboolean
recess_chat_session_get_can_undo (RecessChatSession *self)
{
  g_return_val_if_fail (RECESS_IS_CHAT_SESSION (self), FALSE);

  return recess_chat_undo_can_go_back (self->undo);
}

gboolean
recess_chat_session_get_can_redo (RecessChatSession *self)
{
  g_return_val_if_fail (RECESS_IS_CHAT_SESSION (self), FALSE);

  return recess_chat_undo_can_go_forth (self->undo);
}
