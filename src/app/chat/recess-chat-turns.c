/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "common/recess-json.h"
#include "widgets/recess-tool-call.h"

#include "recess-chat-turns.h"

struct _RecessChatTurns
{
  GArray     *turns;
  GPtrArray  *strings;

  GListModel *messages;
  guint       n;
  GHashTable *parts;
};

static const char *
keep (RecessChatTurns *self,
      char            *string)
{
  g_ptr_array_add (self->strings, string);
  return string;
}

static const char *
get_content (RecessChatTurns *self,
             RecessMessage   *message)
{
  const char *parts = NULL;

  if (recess_message_get_id (message) != NULL)
    parts = g_hash_table_lookup (self->parts, recess_message_get_id (message));

  if (parts != NULL)
    return parts;

  return keep (self, recess_json_quote (recess_message_get_content (message)));
}

static void
append_call (GString        *calls,
             RecessToolCall *call)
{
  g_string_append (calls, calls->len > 0 ? ",\n      " : "[\n      ");
  g_string_append (calls, "{ \"id\": ");
  recess_json_append_string (calls, recess_tool_call_get_id (call), -1);
  g_string_append (calls, ", \"type\": \"function\", \"function\": { \"name\": ");
  recess_json_append_string (calls, recess_tool_call_get_name (call), -1);
  g_string_append (calls, ", \"arguments\": ");
  recess_json_append_string (calls, recess_tool_call_get_arguments (call), -1);
  g_string_append (calls, " } }");
}

/* Whether the output stands between @position and the end of what is sent. */
static gboolean
is_answered (RecessChatTurns *self,
             RecessToolCall  *call,
             guint            position)
{
  RecessMessage *answer = recess_tool_call_get_answer (call);

  for (guint i = position; answer != NULL && i < self->n; i++)
    {
      g_autoptr(RecessMessage) message = g_list_model_get_item (self->messages, i);

      if (message == answer)
        return TRUE;
      if (!g_str_equal (recess_message_get_role (message), "tool"))
        return FALSE;
    }

  return FALSE;
}

static const char *
get_calls (RecessChatTurns *self,
           RecessMessage   *message,
           guint            position)
{
  g_autoptr(GString) calls = g_string_new (NULL);
  guint n = recess_message_get_n_calls (message);

  for (guint i = 0; i < n; i++)
    {
      RecessToolCall *call = recess_message_get_call_at (message, i);

      if (is_answered (self, call, position + 1))
        append_call (calls, call);
    }
  if (calls->len == 0)
    return NULL;

  g_string_append (calls, "\n    ]");
  return keep (self, g_string_free (g_steal_pointer (&calls), FALSE));
}

static void
take (RecessChatTurns *self,
      RecessMessage   *message,
      guint            position)
{
  RecessChatTurn turn = { .role = recess_message_get_role (message) };
  gboolean said = recess_message_get_content_length (message) > 0;

  if (g_str_equal (turn.role, "tool"))
    {
      if (recess_message_get_call (message) == NULL)
        return;
      turn.tool_call_id = recess_message_get_tool_call_id (message);
    }
  else if (g_str_equal (turn.role, "assistant"))
    {
      turn.tool_calls = get_calls (self, message, position);
      if (!said && turn.tool_calls == NULL)
        return;
    }

  turn.content = turn.tool_calls != NULL && !said ? "null" : get_content (self, message);
  g_array_append_val (self->turns, turn);
}

RecessChatTurns *
recess_chat_turns_new (GListModel *messages,
                       guint       n,
                       GHashTable *parts)
{
  RecessChatTurns *self;

  g_return_val_if_fail (G_IS_LIST_MODEL (messages), NULL);
  g_return_val_if_fail (parts != NULL, NULL);

  self = g_new0 (RecessChatTurns, 1);
  self->turns = g_array_new (FALSE, FALSE, sizeof (RecessChatTurn));
  self->strings = g_ptr_array_new_with_free_func (g_free);
  self->messages = g_object_ref (messages);
  self->n = MIN (n, g_list_model_get_n_items (messages));
  self->parts = g_hash_table_ref (parts);
  for (guint i = 0; i < self->n; i++)
    {
      g_autoptr(RecessMessage) message = g_list_model_get_item (messages, i);

      take (self, message, i);
    }

  return self;
}

void
recess_chat_turns_free (RecessChatTurns *self)
{
  g_return_if_fail (self != NULL);

  g_array_unref (self->turns);
  g_ptr_array_unref (self->strings);
  g_object_unref (self->messages);
  g_hash_table_unref (self->parts);
  g_free (self);
}

void
recess_chat_turns_append (RecessChatTurns *self,
                          const char      *role,
                          const char      *content)
{
  RecessChatTurn turn = { NULL, };

  g_return_if_fail (self != NULL);
  g_return_if_fail (role != NULL && content != NULL);

  turn.role = keep (self, g_strdup (role));
  turn.content = keep (self, g_strdup (content));
  g_array_append_val (self->turns, turn);
}

const RecessChatTurn *
recess_chat_turns_get (RecessChatTurns *self,
                       gsize           *n_turns)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (n_turns != NULL, NULL);

  *n_turns = self->turns->len;
  return (const RecessChatTurn *) (gpointer) self->turns->data;
}
