/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "recess-call-linker.h"
#include "recess-tool-call.h"

struct _RecessCallLinker
{
  GObject parent_instance;

  GListModel *messages;
  GPtrArray *known;
};

G_DEFINE_FINAL_TYPE (RecessCallLinker, recess_call_linker, G_TYPE_OBJECT)

static RecessMessage *
message_at (RecessCallLinker *self,
            guint             position)
{
  return g_ptr_array_index (self->known, position);
}

static gboolean
has_role (RecessMessage *message,
          const char    *role)
{
  return g_str_equal (recess_message_get_role (message), role);
}

/* Calls by their id; of several with one id the first. */
static GHashTable *
index_calls (RecessMessage *answer)
{
  GHashTable *calls = g_hash_table_new (g_str_hash, g_str_equal);
  guint n = recess_message_get_n_calls (answer);

  for (guint i = n; i-- > 0; )
    {
      RecessToolCall *call = recess_message_get_call_at (answer, i);

      g_hash_table_insert (calls, (gpointer) recess_tool_call_get_id (call), call);
    }

  return calls;
}

/* Gives the tool messages from @position on to the calls of @answer, and takes from these what is
 * not there any more. Returns the first position behind them. */
static guint
link_answer (RecessCallLinker *self,
             RecessMessage    *answer,
             guint             position)
{
  g_autoptr (GHashTable) calls = index_calls (answer);
  guint n = recess_message_get_n_calls (answer);

  for (; position < self->known->len && has_role (message_at (self, position), "tool"); position++)
    {
      RecessMessage *message = message_at (self, position);
      const char *id = recess_message_get_tool_call_id (message);
      RecessToolCall *call = id == NULL ? NULL : g_hash_table_lookup (calls, id);

      if (call != NULL)
        {
          g_hash_table_remove (calls, id);
          recess_tool_call_set_answer (call, message);
        }
      recess_message_set_call (message, call);
    }

  for (guint i = 0; i < n; i++)
    {
      RecessToolCall *call = recess_message_get_call_at (answer, i);

      if (g_hash_table_lookup (calls, recess_tool_call_get_id (call)) == call)
        recess_tool_call_set_answer (call, NULL);
    }

  return position;
}

/* Links what may be another from @position to @end: the answer before, and the outputs after it. */
static void
link_range (RecessCallLinker *self,
            guint             position,
            guint             end)
{
  while (position > 0 && has_role (message_at (self, position - 1), "tool"))
    position--;
  if (position > 0)
    position--;

  while (position < self->known->len &&
         (position < end || has_role (message_at (self, position), "tool")))
    {
      RecessMessage *message = message_at (self, position++);

      if (has_role (message, "assistant"))
        position = link_answer (self, message, position);
      else
        recess_message_set_call (message, NULL);
    }
}

static void
notify_cb (RecessCallLinker *self,
           GParamSpec       *pspec,
           RecessMessage    *message)
{
  guint position;

  g_assert (RECESS_IS_CALL_LINKER (self));

  if (g_ptr_array_find (self->known, message, &position))
    link_range (self, position, position + 1);
}

static void
watch (RecessCallLinker *self,
       RecessMessage    *message)
{
  static const char *names[] = { "notify::calls", "notify::role", "notify::tool-call-id" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    g_signal_connect_object (message, names[i], G_CALLBACK (notify_cb), self, G_CONNECT_SWAPPED);
}

static void
forget (RecessCallLinker *self,
        guint             position,
        guint             n)
{
  for (guint i = position; i < position + n; i++)
    g_signal_handlers_disconnect_by_data (message_at (self, i), self);
  if (n > 0)
    g_ptr_array_remove_range (self->known, position, n);
}

static void
items_changed_cb (RecessCallLinker *self,
                  guint             position,
                  guint             removed,
                  guint             added)
{
  guint tail;

  g_assert (RECESS_IS_CALL_LINKER (self));

  forget (self, position, removed);
  tail = self->known->len - position;
  g_ptr_array_set_size (self->known, self->known->len + added);
  if (tail > 0)
    memmove (self->known->pdata + position + added, self->known->pdata + position,
             tail * sizeof (gpointer));
  for (guint i = 0; i < added; i++)
    {
      RecessMessage *message = g_list_model_get_item (self->messages, position + i);

      self->known->pdata[position + i] = message;
      watch (self, message);
    }
  link_range (self, position, position + added);
}

static void
recess_call_linker_finalize (GObject *object)
{
  RecessCallLinker *self = RECESS_CALL_LINKER (object);

  g_ptr_array_unref (self->known);
  g_clear_object (&self->messages);

  G_OBJECT_CLASS (recess_call_linker_parent_class)->finalize (object);
}

static void
recess_call_linker_class_init (RecessCallLinkerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = recess_call_linker_finalize;
}

static void
recess_call_linker_init (RecessCallLinker *self)
{
  self->known = g_ptr_array_new_with_free_func (g_object_unref);
}

RecessCallLinker *
recess_call_linker_new (GListModel *messages)
{
  RecessCallLinker *self;

  g_return_val_if_fail (G_IS_LIST_MODEL (messages), NULL);

  self = g_object_new (RECESS_TYPE_CALL_LINKER, NULL);
  self->messages = g_object_ref (messages);
  g_signal_connect_object (messages, "items-changed", G_CALLBACK (items_changed_cb), self,
                           G_CONNECT_SWAPPED);
  items_changed_cb (self, 0, 0, g_list_model_get_n_items (messages));

  return self;
}
