/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "recess-answer-rows.h"
#include "recess-blobs.h"
#include "recess-conversation-store.h"
#include "recess-live-answer-private.h"
#include "recess-message-store-private.h"
#include "recess-request-log.h"

#include "common/recess-api-error.h"

#define TICK_MS 1000
#define CLAIM_LIMIT_MS (60 * 1000)
#define PURGE_SECONDS (60 * 60)

/* An answer that is kept, with its end once that is known. */
typedef struct
{
  RecessMessageStore *store;
  RecessLiveAnswer   *answer;
  RecessAnswerEnd    *end;
  gint64              made_at;
  guint               ending : 1;
  guint               flushing : 1;
} Kept;

struct _RecessMessageStore
{
  GObject      parent_instance;

  RecessStore *store;
  GHashTable  *kept;
  guint        tick_source;
  guint        purge_source;
  guint        tick;
  guint        claim_limit;
};

G_DEFINE_FINAL_TYPE (RecessMessageStore, recess_message_store, G_TYPE_OBJECT)

enum
{
  CALLS_BEGUN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

void
recess_answer_choice_free (RecessAnswerChoice *self)
{
  g_free (self->content);
  g_free (self->reasoning);
  g_free (self->calls);
  g_free (self->finish_reason);
  g_free (self);
}

static void
answer_end_free (RecessAnswerEnd *end)
{
  g_free ((char *) end->status);
  g_free ((char *) end->model);
  g_free ((char *) end->request_id);
  g_free ((char *) end->usage);
  g_free ((char *) end->finish_reason);
  g_free ((char *) end->error);
  g_clear_pointer (&end->choices, g_ptr_array_unref);
  g_free (end);
}

static RecessAnswerEnd *
answer_end_copy (const RecessAnswerEnd *end)
{
  RecessAnswerEnd *copy = g_new0 (RecessAnswerEnd, 1);

  copy->status = g_strdup (end->status);
  copy->model = g_strdup (end->model);
  copy->request_id = g_strdup (end->request_id);
  copy->usage = g_strdup (end->usage);
  copy->finish_reason = g_strdup (end->finish_reason);
  copy->error = g_strdup (end->error);
  copy->choices = end->choices != NULL ? g_ptr_array_ref (end->choices) : NULL;
  copy->has_cost = end->has_cost;
  copy->cost = end->cost;

  return copy;
}

static void
kept_free (Kept *kept)
{
  g_object_unref (kept->answer);
  g_clear_pointer (&kept->end, answer_end_free);
  g_free (kept);
}

/* One write of several answers' new text. */
typedef struct
{
  GPtrArray *ids;
  GPtrArray *deltas;
} Flush;

static void
flush_free (Flush *flush)
{
  g_ptr_array_unref (flush->ids);
  g_ptr_array_unref (flush->deltas);
  g_free (flush);
}

static gpointer
flush_func (RecessTransaction  *transaction,
            gpointer            user_data,
            GError            **error)
{
  const Flush *flush = user_data;
  sqlite3 *db = recess_transaction_get_db (transaction);

  for (guint i = 0; i < flush->ids->len; i++)
    {
      if (!recess_answer_rows_append (db, g_ptr_array_index (flush->ids, i),
                                      g_ptr_array_index (flush->deltas, i), error))
        break;
    }

  return NULL;
}

static void
on_flushed_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr(RecessMessageStore) self = user_data;
  gboolean written;
  GHashTableIter iter;
  Kept *kept;

  written = recess_store_write_finish_plain (RECESS_STORE (source), result, NULL);
  g_hash_table_iter_init (&iter, self->kept);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &kept))
    {
      if (kept->flushing)
        recess_live_answer_settle_pending (kept->answer, written);
      kept->flushing = FALSE;
    }
}

static gboolean
is_flushing (RecessMessageStore *self)
{
  GHashTableIter iter;
  Kept *kept;

  g_hash_table_iter_init (&iter, self->kept);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &kept))
    {
      if (kept->flushing)
        return TRUE;
    }

  return FALSE;
}

static void
add_pending (Flush *flush,
             Kept  *kept)
{
  g_ptr_array_add (flush->ids, g_strdup (recess_live_answer_get_id (kept->answer)));
  g_ptr_array_add (flush->deltas, recess_live_answer_take_pending (kept->answer));
  kept->flushing = TRUE;
}

static void
flush_pending (RecessMessageStore *self)
{
  Flush *flush;
  GHashTableIter iter;
  Kept *kept;

  if (is_flushing (self))
    return;

  flush = g_new0 (Flush, 1);
  flush->ids = g_ptr_array_new_with_free_func (g_free);
  flush->deltas = g_ptr_array_new_with_free_func ((GDestroyNotify) recess_answer_text_free);

  g_hash_table_iter_init (&iter, self->kept);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &kept))
    {
      if (kept->end == NULL && recess_live_answer_has_pending (kept->answer))
        add_pending (flush, kept);
    }

  if (flush->ids->len > 0)
    recess_store_write_async (self->store, flush_func, flush, (GDestroyNotify) flush_free, NULL,
                              NULL, on_flushed_cb, g_object_ref (self));
  else
    flush_free (flush);
}

typedef struct
{
  char              *id;
  RecessAnswerText  *text;
  RecessAnswerEnd   *end;
  RecessAnswerTimes  times;
} EndWork;

static void
end_work_free (EndWork *work)
{
  g_free (work->id);
  recess_answer_text_free (work->text);
  answer_end_free (work->end);
  g_free (work);
}

static gpointer
end_func (RecessTransaction  *transaction,
          gpointer            user_data,
          GError            **error)
{
  const EndWork *work = user_data;

  recess_answer_rows_end (transaction, work->id, work->text, work->end, &work->times, error);
  return NULL;
}

static void
on_end_written_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  RecessMessageStore *self = g_task_get_source_object (task);
  RecessLiveAnswer *answer = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;
  Kept *kept = g_hash_table_lookup (self->kept, recess_live_answer_get_id (answer));

  if (!recess_store_write_finish_plain (RECESS_STORE (source), result, &error))
    {
      kept->ending = FALSE;
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  g_hash_table_remove (self->kept, recess_live_answer_get_id (answer));
  recess_live_answer_set_ended (answer);
  g_task_return_boolean (task, TRUE);
}

/* Takes @task, or makes one for nobody. */
static void
write_end (RecessMessageStore *self,
           Kept               *kept,
           GTask              *task)
{
  RecessLiveAnswer *answer = kept->answer;
  EndWork *work = g_new0 (EndWork, 1);

  if (task == NULL)
    task = g_task_new (self, NULL, NULL, NULL);
  g_task_set_task_data (task, g_object_ref (answer), g_object_unref);

  work->id = g_strdup (recess_live_answer_get_id (answer));
  work->text = recess_live_answer_dup_text (answer, TRUE);
  work->end = answer_end_copy (kept->end);
  work->times.duration_ms = recess_live_answer_get_duration_ms (answer);
  work->times.first_token_ms = recess_live_answer_get_first_token_ms (answer);

  kept->ending = TRUE;
  recess_store_write_async (self->store, end_func, work, (GDestroyNotify) end_work_free, NULL,
                            NULL, on_end_written_cb, task);
}

static void
end_unasked (RecessMessageStore *self,
             Kept               *kept,
             const char         *status)
{
  RecessAnswerEnd end = { .status = status };

  if (kept->end != NULL)
    return;

  kept->end = answer_end_copy (&end);
  write_end (self, kept, NULL);
}

static void
look_after (RecessMessageStore *self,
            Kept               *kept)
{
  gint64 age = (g_get_monotonic_time () - kept->made_at) / 1000;

  if (kept->end != NULL && !kept->ending)
    write_end (self, kept, NULL);
  else if (!recess_live_answer_is_claimed (kept->answer) && age >= self->claim_limit)
    end_unasked (self, kept, "interrupted");
}

static gboolean
on_tick_cb (gpointer user_data)
{
  RecessMessageStore *self = user_data;
  GHashTableIter iter;
  Kept *kept;

  flush_pending (self);

  g_hash_table_iter_init (&iter, self->kept);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &kept))
    look_after (self, kept);

  if (g_hash_table_size (self->kept) > 0)
    return G_SOURCE_CONTINUE;

  self->tick_source = 0;
  return G_SOURCE_REMOVE;
}

static gboolean
on_purge_cb (gpointer user_data)
{
  RecessMessageStore *self = user_data;

  recess_conversation_store_purge (self->store);
  recess_blobs_purge (self->store);
  recess_request_log_prune (self->store);
  return G_SOURCE_CONTINUE;
}

static void
recess_message_store_dispose (GObject *object)
{
  RecessMessageStore *self = RECESS_MESSAGE_STORE (object);

  g_clear_handle_id (&self->tick_source, g_source_remove);
  g_clear_handle_id (&self->purge_source, g_source_remove);
  g_clear_pointer (&self->kept, g_hash_table_unref);
  g_clear_object (&self->store);

  G_OBJECT_CLASS (recess_message_store_parent_class)->dispose (object);
}

static void
recess_message_store_class_init (RecessMessageStoreClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = recess_message_store_dispose;

  signals[CALLS_BEGUN] = g_signal_new ("calls-begun",
                                       G_TYPE_FROM_CLASS (klass),
                                       G_SIGNAL_RUN_LAST,
                                       0, NULL, NULL, NULL,
                                       G_TYPE_NONE,
                                       1,
                                       G_TYPE_PTR_ARRAY);
}

static void
recess_message_store_init (RecessMessageStore *self)
{
  self->kept = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                      (GDestroyNotify) kept_free);
  self->tick = TICK_MS;
  self->claim_limit = CLAIM_LIMIT_MS;
}

RecessMessageStore *
recess_message_store_new (RecessStore *store)
{
  RecessMessageStore *self;

  g_return_val_if_fail (RECESS_IS_STORE (store), NULL);

  self = g_object_new (RECESS_TYPE_MESSAGE_STORE, NULL);
  self->store = g_object_ref (store);
  self->purge_source = g_timeout_add_seconds (PURGE_SECONDS, on_purge_cb, self);
  on_purge_cb (self);

  return self;
}

void
recess_message_store_close (RecessMessageStore *self)
{
  GHashTableIter iter;
  Kept *kept;

  g_return_if_fail (RECESS_IS_MESSAGE_STORE (self));

  g_clear_handle_id (&self->tick_source, g_source_remove);
  g_clear_handle_id (&self->purge_source, g_source_remove);
  g_hash_table_iter_init (&iter, self->kept);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &kept))
    end_unasked (self, kept, "interrupted");
}

void
recess_message_store_set_times (RecessMessageStore *self,
                                guint               tick,
                                guint               claim_limit)
{
  g_return_if_fail (RECESS_IS_MESSAGE_STORE (self));

  self->tick = tick;
  self->claim_limit = claim_limit;
}

RecessStore *
recess_message_store_get_store (RecessMessageStore *self)
{
  g_return_val_if_fail (RECESS_IS_MESSAGE_STORE (self), NULL);

  return self->store;
}

void
recess_message_store_adopt (RecessMessageStore     *self,
                            const char             *id,
                            const char             *conversation_id,
                            const RecessAnswerText *text)
{
  Kept *kept;

  g_return_if_fail (RECESS_IS_MESSAGE_STORE (self));
  g_return_if_fail (id != NULL);

  kept = g_new0 (Kept, 1);
  kept->answer = recess_live_answer_new (id, conversation_id);
  if (text != NULL)
    recess_live_answer_preset (kept->answer, text->content, text->reasoning);
  kept->made_at = g_get_monotonic_time ();
  g_hash_table_insert (self->kept, g_strdup (id), kept);

  if (self->tick_source == 0)
    self->tick_source = g_timeout_add (self->tick, on_tick_cb, self);
}

void
recess_message_store_calls_begun (RecessMessageStore *self,
                                  GPtrArray          *calls)
{
  g_return_if_fail (RECESS_IS_MESSAGE_STORE (self));
  g_return_if_fail (calls != NULL);

  g_signal_emit (self, signals[CALLS_BEGUN], 0, calls);
}

GHashTable *
recess_message_store_dup_live (RecessMessageStore *self,
                               const char         *conversation_id)
{
  GHashTable *texts = NULL;
  GHashTableIter iter;
  Kept *kept;

  g_return_val_if_fail (RECESS_IS_MESSAGE_STORE (self), NULL);

  g_hash_table_iter_init (&iter, self->kept);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &kept))
    {
      RecessLiveAnswer *answer = kept->answer;

      if (!g_str_equal (recess_live_answer_get_conversation_id (answer), conversation_id))
        continue;

      if (texts == NULL)
        texts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                       (GDestroyNotify) recess_answer_text_free);
      g_hash_table_insert (texts, g_strdup (recess_live_answer_get_id (answer)),
                           recess_live_answer_dup_text (answer, FALSE));
    }

  return texts;
}

RecessLiveAnswer *
recess_message_store_find_live (RecessMessageStore *self,
                                const char         *id)
{
  Kept *kept;

  g_return_val_if_fail (RECESS_IS_MESSAGE_STORE (self), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  kept = g_hash_table_lookup (self->kept, id);
  return kept != NULL ? kept->answer : NULL;
}

guint
recess_message_store_get_n_live (RecessMessageStore *self)
{
  g_return_val_if_fail (RECESS_IS_MESSAGE_STORE (self), 0);

  return g_hash_table_size (self->kept);
}

static gpointer
explain_func (sqlite3   *db,
              gpointer   user_data,
              GError   **error)
{
  recess_answer_rows_explain (db, user_data, error);
  return NULL;
}

static void
on_explained_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GError *error = NULL;

  recess_store_read_finish (RECESS_STORE (source), result, &error);
  g_task_return_error (task, error);
}

void
recess_message_store_claim_async (RecessMessageStore  *self,
                                  const char          *id,
                                  GCancellable        *cancellable,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data)
{
  GTask *task;
  Kept *kept;

  g_return_if_fail (RECESS_IS_MESSAGE_STORE (self));
  g_return_if_fail (id != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, recess_message_store_claim_async);
  kept = g_hash_table_lookup (self->kept, id);

  if (kept == NULL)
    {
      recess_store_read_async (self->store, explain_func, g_strdup (id), g_free, NULL, cancellable,
                               on_explained_cb, task);
      return;
    }

  if (recess_live_answer_is_claimed (kept->answer) || kept->end != NULL)
    {
      g_task_return_error (task, recess_api_error_new (400, NULL, NULL,
                                                       "Message '%s' is being written by another "
                                                       "request.", id));
    }
  else
    {
      recess_live_answer_claim (kept->answer);
      g_task_return_pointer (task, g_object_ref (kept->answer), g_object_unref);
    }

  g_object_unref (task);
}

RecessLiveAnswer *
recess_message_store_claim_finish (RecessMessageStore  *self,
                                   GAsyncResult        *result,
                                   GError             **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

void
recess_message_store_append_delta (RecessMessageStore      *self,
                                   RecessLiveAnswer        *answer,
                                   const RecessAnswerDelta *delta)
{
  Kept *kept;

  g_return_if_fail (RECESS_IS_MESSAGE_STORE (self));
  g_return_if_fail (RECESS_IS_LIVE_ANSWER (answer));
  g_return_if_fail (delta != NULL);

  kept = g_hash_table_lookup (self->kept, recess_live_answer_get_id (answer));
  if (kept != NULL && kept->end == NULL)
    recess_live_answer_append (answer, delta);
}

void
recess_message_store_append (RecessMessageStore *self,
                             RecessLiveAnswer   *answer,
                             const char         *content,
                             const char         *reasoning)
{
  RecessAnswerDelta delta = { 0 };

  if (content != NULL && *content != '\0')
    delta.content = content;
  if (reasoning != NULL && *reasoning != '\0')
    delta.reasoning = reasoning;

  recess_message_store_append_delta (self, answer, &delta);
}

void
recess_message_store_end_async (RecessMessageStore    *self,
                                RecessLiveAnswer      *answer,
                                const RecessAnswerEnd *end,
                                GAsyncReadyCallback    callback,
                                gpointer               user_data)
{
  GTask *task;
  Kept *kept;

  g_return_if_fail (RECESS_IS_MESSAGE_STORE (self));
  g_return_if_fail (RECESS_IS_LIVE_ANSWER (answer));
  g_return_if_fail (end != NULL && end->status != NULL);

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, recess_message_store_end_async);
  kept = g_hash_table_lookup (self->kept, recess_live_answer_get_id (answer));

  if (kept == NULL || kept->end != NULL)
    {
      g_task_return_error (task, recess_api_error_new (400, NULL, NULL,
                                                       "Message '%s' has ended already.",
                                                       recess_live_answer_get_id (answer)));
      g_object_unref (task);
      return;
    }

  kept->end = answer_end_copy (end);
  write_end (self, kept, task);
}

gboolean
recess_message_store_end_finish (RecessMessageStore  *self,
                                 GAsyncResult        *result,
                                 GError             **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

RecessLiveAnswer *
recess_message_store_stop (RecessMessageStore *self,
                           const char         *id)
{
  Kept *kept;

  g_return_val_if_fail (RECESS_IS_MESSAGE_STORE (self), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  kept = g_hash_table_lookup (self->kept, id);
  if (kept == NULL)
    return NULL;

  if (!recess_live_answer_is_claimed (kept->answer))
    end_unasked (self, kept, "stopped");
  else if (kept->end == NULL)
    recess_live_answer_request_stop (kept->answer);

  return kept->answer;
}

void
recess_message_store_stop_all (RecessMessageStore *self,
                               const char         *conversation_id)
{
  g_autoptr(GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  GHashTableIter iter;
  Kept *kept;

  g_return_if_fail (RECESS_IS_MESSAGE_STORE (self));
  g_return_if_fail (conversation_id != NULL);

  /* Who stops may end at once, which changes the table. */
  g_hash_table_iter_init (&iter, self->kept);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &kept))
    {
      if (g_str_equal (recess_live_answer_get_conversation_id (kept->answer), conversation_id))
        g_ptr_array_add (ids, g_strdup (recess_live_answer_get_id (kept->answer)));
    }

  for (guint i = 0; i < ids->len; i++)
    recess_message_store_stop (self, g_ptr_array_index (ids, i));
}
