/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "common/recess-json.h"
#include "common/recess-token-count.h"
#include "common/recess-token-table.h"

#include "recess-chat-turns.h"
#include "recess-content.h"
#include "recess-context-counter.h"

/* Typing goes on for at least as long. */
#define DELAY_MS 120

/* One message, or what stands for one: its text until it is counted */
typedef struct
{
  guint64            key;
  char              *json;
  RecessContextPart  part;
  RecessTokenCount   count;
} Item;

typedef struct
{
  const RecessTokenizer *tokenizer;
  RecessEncoding         encoding;
  GArray                *items;
  char                  *tools;
  char                  *schema;
  char                  *draft;

  RecessTokenCount       of_tools;
  RecessTokenCount       of_draft;
} Work;

struct _RecessContextCounter
{
  GObject             parent_instance;

  RecessModels       *models;
  GSignalGroup       *session_signals;
  GWeakRef            composer;

  /* What was counted last, and by which encoding */
  GArray             *items;
  GHashTable         *counts;
  RecessEncoding      encoding;

  RecessContextUsage  usage;
  guint               timeout_id;
  guint               has_usage : 1;
  guint               turns_changed : 1;
  guint               working : 1;
  guint               again : 1;
};

G_DEFINE_FINAL_TYPE (RecessContextCounter, recess_context_counter, G_TYPE_OBJECT)

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void recess_context_counter_schedule (RecessContextCounter *self);

static void
item_clear (gpointer data)
{
  g_free (((Item *) data)->json);
}

static GArray *
items_new (void)
{
  GArray *items = g_array_new (FALSE, FALSE, sizeof (Item));

  g_array_set_clear_func (items, item_clear);
  return items;
}

static void
work_free (gpointer data)
{
  Work *work = data;

  g_clear_pointer (&work->items, g_array_unref);
  g_free (work->tools);
  g_free (work->schema);
  g_free (work->draft);
  g_free (work);
}

static JsonNode *
parse (const char *json)
{
  return json != NULL ? recess_json_parse (json, strlen (json), NULL) : NULL;
}

static void
count_item (Work *work,
            Item *item)
{
  g_autoptr(JsonNode) node = parse (item->json);

  if (node != NULL && JSON_NODE_HOLDS_OBJECT (node))
    recess_token_count_message (work->tokenizer, json_node_get_object (node), &item->count);
  g_clear_pointer (&item->json, g_free);
}

static void
count_worker (GTask        *task,
              gpointer      source,
              gpointer      task_data,
              GCancellable *cancellable)
{
  Work *work = task_data;
  g_autoptr(JsonNode) tools = parse (work->tools);
  g_autoptr(JsonNode) draft = parse (work->draft);

  work->tokenizer = recess_tokenizer_get (work->encoding, NULL);
  if (work->tokenizer == NULL)
    {
      g_task_return_boolean (task, FALSE);
      return;
    }

  for (guint i = 0; i < work->items->len; i++)
    if (g_array_index (work->items, Item, i).json != NULL)
      count_item (work, &g_array_index (work->items, Item, i));

  if (tools != NULL && JSON_NODE_HOLDS_ARRAY (tools))
    recess_token_count_functions (work->tokenizer, json_node_get_array (tools), &work->of_tools);
  if (work->schema != NULL)
    {
      work->of_tools.tokens += recess_tokenizer_count (work->tokenizer, work->schema, -1);
      work->of_tools.estimated = TRUE;
    }
  if (draft != NULL && JSON_NODE_HOLDS_OBJECT (draft))
    recess_token_count_message (work->tokenizer, json_node_get_object (draft), &work->of_draft);

  g_task_return_boolean (task, TRUE);
}

static RecessModel *
recess_context_counter_find_model (RecessContextCounter *self,
                                   RecessChatSession    *session)
{
  g_autofree char *id = recess_chat_session_dup_model (session);

  return self->models != NULL && id != NULL ? recess_models_find (self->models, id) : NULL;
}

static gint64
get_limit_of_answer (RecessChatSession *session)
{
  RecessChatSettings *settings = recess_chat_session_get_settings (session);
  g_autofree char *limit = recess_chat_settings_dup_value (settings, "max_completion_tokens");

  if (limit == NULL)
    limit = recess_chat_settings_dup_value (settings, "max_tokens");

  return limit != NULL ? MAX (g_ascii_strtoll (limit, NULL, 10), 0) : 0;
}

/* The oldest turns do not fit, where something does not. */
static void
drop_oldest (RecessContextUsage *usage,
             GArray             *items)
{
  gint64 over = recess_context_usage_get_sent (usage) + usage->tokens[RECESS_CONTEXT_RESERVE] -
                usage->limit;

  for (guint i = 0; usage->limit > 0 && over > 0 && i < items->len; i++)
    {
      const Item *item = &g_array_index (items, Item, i);

      if (item->part != RECESS_CONTEXT_TURNS)
        continue;

      usage->tokens[RECESS_CONTEXT_TURNS] -= item->count.tokens;
      usage->tokens[RECESS_CONTEXT_DROPPED] += item->count.tokens;
      over -= item->count.tokens;
    }
}

static void
add_up (RecessContextUsage *usage,
        const Work         *work)
{
  for (guint i = 0; i < work->items->len; i++)
    {
      const Item *item = &g_array_index (work->items, Item, i);

      usage->tokens[item->part] += item->count.tokens;
      usage->estimated |= item->count.estimated;
    }
  usage->tokens[RECESS_CONTEXT_TOOLS] = work->of_tools.tokens;
  usage->tokens[RECESS_CONTEXT_DRAFT] = work->of_draft.tokens;
  usage->tokens[work->of_draft.tokens > 0 ? RECESS_CONTEXT_DRAFT : RECESS_CONTEXT_TURNS] +=
    RECESS_TOKENS_TO_ANSWER;
  usage->estimated |= work->of_tools.estimated || work->of_draft.estimated;
}

static void
recess_context_counter_take (RecessContextCounter *self,
                             RecessChatSession    *session,
                             Work                 *work)
{
  RecessContextUsage usage = { .input_price = -1, .output_price = -1 };
  RecessModel *model = recess_context_counter_find_model (self, session);

  if (model != NULL)
    {
      usage.limit = recess_model_get_context_length (model);
      usage.input_price = recess_model_get_input_price (model);
      usage.output_price = recess_model_get_output_price (model);
    }
  usage.estimated = model == NULL || recess_model_get_encoding (model) == NULL;
  add_up (&usage, work);
  usage.tokens[RECESS_CONTEXT_RESERVE] = get_limit_of_answer (session);
  drop_oldest (&usage, work->items);

  g_hash_table_remove_all (self->counts);
  for (guint i = 0; i < work->items->len; i++)
    {
      Item *item = &g_array_index (work->items, Item, i);

      g_hash_table_insert (self->counts, &item->key, &item->count);
    }
  g_clear_pointer (&self->items, g_array_unref);
  self->items = g_steal_pointer (&work->items);
  self->encoding = work->encoding;
  self->has_usage = self->items->len > 0 || work->of_draft.tokens > 0;
  self->usage = usage;
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
counted_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  RecessContextCounter *self = RECESS_CONTEXT_COUNTER (object);
  g_autoptr(RecessChatSession) session = user_data;
  g_autoptr(RecessChatSession) current = NULL;
  gboolean counted = g_task_propagate_boolean (G_TASK (result), NULL);

  self->working = FALSE;
  if (self->session_signals == NULL)
    return;

  current = g_signal_group_dup_target (self->session_signals);
  if (current == session && counted)
    recess_context_counter_take (self, session, g_task_get_task_data (G_TASK (result)));
  if (self->again || current != session)
    recess_context_counter_schedule (self);
}

static char *
turn_to_json (const RecessChatTurn *turn)
{
  return g_strdup_printf ("{\"role\":\"%s\",\"content\":%s,\"tool_calls\":%s}", turn->role,
                          turn->content, turn->tool_calls != NULL ? turn->tool_calls : "null");
}

static guint64
hash_text (guint64     hash,
           const char *text)
{
  gsize length = text != NULL ? strlen (text) : 0;

  return hash * 31 + (length > 0 ? recess_token_hash ((const guint8 *) text, length) : 0);
}

static void
add_turn (RecessContextCounter *self,
          Work                 *work,
          const RecessChatTurn *turn)
{
  Item item = { .part = RECESS_CONTEXT_TURNS };
  const RecessTokenCount *known;

  item.key = hash_text (hash_text (hash_text (0, turn->role), turn->content), turn->tool_calls);
  if (g_str_equal (turn->role, "system") || g_str_equal (turn->role, "developer"))
    item.part = RECESS_CONTEXT_SYSTEM;

  known = g_hash_table_lookup (self->counts, &item.key);
  if (known != NULL && self->encoding == work->encoding)
    item.count = *known;
  else
    item.json = turn_to_json (turn);
  g_array_append_val (work->items, item);
}

static void
gather_turns (RecessContextCounter *self,
              Work                 *work,
              RecessChatSession    *session)
{
  g_autoptr(RecessChatTurns) turns = recess_chat_session_dup_turns (session);
  const RecessChatTurn *array;
  gsize n_turns;

  array = recess_chat_turns_get (turns, &n_turns);
  for (gsize i = 0; i < n_turns; i++)
    add_turn (self, work, &array[i]);
}

static void
reuse_turns (RecessContextCounter *self,
             Work                 *work)
{
  for (guint i = 0; i < self->items->len; i++)
    g_array_append_val (work->items, g_array_index (self->items, Item, i));
}

/* Returns: (transfer full) (nullable): the message that is being written */
static char *
recess_context_counter_dup_draft (RecessContextCounter *self)
{
  g_autoptr(RecessComposer) composer = g_weak_ref_get (&self->composer);
  g_autofree char *content = NULL;
  g_autofree char *text = NULL;
  GListModel *attachments;

  if (composer == NULL)
    return NULL;

  text = recess_composer_dup_text (composer);
  attachments = recess_attacher_get_attachments (recess_composer_get_attacher (composer));
  if (*text == '\0' && g_list_model_get_n_items (attachments) == 0)
    return NULL;

  content = recess_content_build (text, attachments);
  return g_strdup_printf ("{\"role\":\"user\",\"content\":%s}", content);
}

static gboolean
recess_context_counter_timeout_cb (gpointer user_data)
{
  RecessContextCounter *self = user_data;
  g_autoptr(RecessChatSession) session = g_signal_group_dup_target (self->session_signals);
  g_autoptr(GTask) task = NULL;
  RecessModel *model;
  Work *work;

  self->timeout_id = 0;
  if (session == NULL)
    return G_SOURCE_REMOVE;

  model = recess_context_counter_find_model (self, session);
  work = g_new0 (Work, 1);
  work->items = items_new ();
  if (model != NULL && g_strcmp0 (recess_model_get_encoding (model), "cl100k_base") == 0)
    work->encoding = RECESS_ENCODING_CL100K_BASE;
  work->draft = recess_context_counter_dup_draft (self);
  work->tools = recess_chat_session_dup_tools (session);
  work->schema = recess_chat_settings_dup_value (recess_chat_session_get_settings (session),
                                                 "response_format");
  if (self->turns_changed || self->items == NULL || work->encoding != self->encoding)
    gather_turns (self, work, session);
  else
    reuse_turns (self, work);

  self->turns_changed = self->again = FALSE;
  self->working = TRUE;
  task = g_task_new (self, NULL, counted_cb, g_object_ref (session));
  g_task_set_source_tag (task, recess_context_counter_timeout_cb);
  g_task_set_task_data (task, work, work_free);
  g_task_run_in_thread (task, count_worker);

  return G_SOURCE_REMOVE;
}

static void
recess_context_counter_schedule (RecessContextCounter *self)
{
  if (self->working)
    self->again = TRUE;
  else if (self->timeout_id == 0)
    self->timeout_id = g_timeout_add (DELAY_MS, recess_context_counter_timeout_cb, self);
}

static void
recess_context_counter_request_cb (RecessContextCounter *self)
{
  g_assert (RECESS_IS_CONTEXT_COUNTER (self));

  self->turns_changed = TRUE;
  recess_context_counter_schedule (self);
}

static void
recess_context_counter_dispose (GObject *object)
{
  RecessContextCounter *self = RECESS_CONTEXT_COUNTER (object);

  g_clear_handle_id (&self->timeout_id, g_source_remove);
  g_clear_object (&self->session_signals);
  g_clear_object (&self->models);

  G_OBJECT_CLASS (recess_context_counter_parent_class)->dispose (object);
}

static void
recess_context_counter_finalize (GObject *object)
{
  RecessContextCounter *self = RECESS_CONTEXT_COUNTER (object);

  g_clear_pointer (&self->counts, g_hash_table_unref);
  g_clear_pointer (&self->items, g_array_unref);
  g_weak_ref_clear (&self->composer);

  G_OBJECT_CLASS (recess_context_counter_parent_class)->finalize (object);
}

static void
recess_context_counter_class_init (RecessContextCounterClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = recess_context_counter_dispose;
  object_class->finalize = recess_context_counter_finalize;

  signals[SIGNAL_CHANGED] =
    g_signal_new ("changed", RECESS_TYPE_CONTEXT_COUNTER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);
}

static void
recess_context_counter_init (RecessContextCounter *self)
{
  g_weak_ref_init (&self->composer, NULL);
  self->counts = g_hash_table_new (g_int64_hash, g_int64_equal);
  self->session_signals = g_signal_group_new (RECESS_TYPE_CHAT_SESSION);
  g_signal_group_connect_object (self->session_signals, "request-changed",
                                 G_CALLBACK (recess_context_counter_request_cb), self,
                                 G_CONNECT_SWAPPED);
  g_signal_group_connect_object (self->session_signals, "notify::busy",
                                 G_CALLBACK (recess_context_counter_request_cb), self,
                                 G_CONNECT_SWAPPED);
}

RecessContextCounter *
recess_context_counter_new (void)
{
  return g_object_new (RECESS_TYPE_CONTEXT_COUNTER, NULL);
}

void
recess_context_counter_set_session (RecessContextCounter *self,
                                    RecessChatSession    *session)
{
  g_return_if_fail (RECESS_IS_CONTEXT_COUNTER (self));
  g_return_if_fail (RECESS_IS_CHAT_SESSION (session));

  g_signal_group_set_target (self->session_signals, session);
  recess_context_counter_request_cb (self);
}

void
recess_context_counter_set_models (RecessContextCounter *self,
                                   RecessModels         *models)
{
  g_return_if_fail (RECESS_IS_CONTEXT_COUNTER (self));
  g_return_if_fail (RECESS_IS_MODELS (models));
  g_return_if_fail (self->models == NULL);

  self->models = g_object_ref (models);
  g_signal_connect_object (models, "items-changed", G_CALLBACK (recess_context_counter_schedule),
                           self, G_CONNECT_SWAPPED);
}

void
recess_context_counter_set_composer (RecessContextCounter *self,
                                     RecessComposer       *composer)
{
  GListModel *attachments;

  g_return_if_fail (RECESS_IS_CONTEXT_COUNTER (self));
  g_return_if_fail (RECESS_IS_COMPOSER (composer));

  attachments = recess_attacher_get_attachments (recess_composer_get_attacher (composer));
  g_weak_ref_set (&self->composer, composer);
  g_signal_connect_object (attachments, "items-changed",
                           G_CALLBACK (recess_context_counter_schedule), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (composer, "draft-changed",
                           G_CALLBACK (recess_context_counter_schedule), self, G_CONNECT_SWAPPED);
}

const RecessContextUsage *
recess_context_counter_get_usage (RecessContextCounter *self)
{
  g_return_val_if_fail (RECESS_IS_CONTEXT_COUNTER (self), NULL);

  return self->has_usage ? &self->usage : NULL;
}
