/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "recess-replay.h"
#include "recess-request-private.h"

#define MAX_AGE (24 * 60 * 60 * G_TIME_SPAN_SECOND)
#define MAX_ENTRIES 1000
#define MAX_ENTRY_SIZE (8u * 1024 * 1024)
#define MAX_SIZE (64u * 1024 * 1024)
#define MAX_KEY_LENGTH 255
/* Beyond this a body is compared in a worker thread. */
#define LARGE_BODY (128 * 1024)

typedef struct
{
  char      *key;
  char      *digest;
  GPtrArray *waiting;
  char      *content_type;
  GBytes    *body;
  guint      status;
  gint64     answered_at;
} RecessReplayEntry;

struct _RecessReplay
{
  GObject     parent_instance;

  GHashTable *entries;
  GQueue      answered;
  gsize       size;
};

G_DEFINE_FINAL_TYPE (RecessReplay, recess_replay, G_TYPE_OBJECT)

/* What follows a request that is at work, or those that waited for it in vain. */
typedef struct
{
  RecessReplay *replay;
  char         *key;
  GPtrArray    *waiting;
} RecessReplayCall;

static RecessReplayCall *
recess_replay_call_new (RecessReplay *self,
                        const char   *key)
{
  RecessReplayCall *call = g_new0 (RecessReplayCall, 1);

  call->replay = g_object_ref (self);
  call->key = g_strdup (key);
  return call;
}

static void
recess_replay_call_free (RecessReplayCall *call)
{
  g_clear_pointer (&call->waiting, g_ptr_array_unref);
  g_object_unref (call->replay);
  g_free (call->key);
  g_free (call);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RecessReplayCall, recess_replay_call_free)

static void
recess_replay_entry_free (RecessReplayEntry *entry)
{
  g_free (entry->key);
  g_free (entry->digest);
  g_free (entry->content_type);
  g_clear_pointer (&entry->body, g_bytes_unref);
  g_clear_pointer (&entry->waiting, g_ptr_array_unref);
  g_free (entry);
}

static gsize
entry_size (const RecessReplayEntry *entry)
{
  return sizeof *entry + strlen (entry->key) + g_bytes_get_size (entry->body);
}

static void
forget_oldest (RecessReplay *self)
{
  RecessReplayEntry *entry = g_queue_pop_head (&self->answered);

  g_assert (RECESS_IS_REPLAY (self));

  self->size -= entry_size (entry);
  g_hash_table_remove (self->entries, entry->key);
}

static void
forget_old (RecessReplay *self)
{
  gint64 too_old = g_get_monotonic_time () - MAX_AGE;
  const RecessReplayEntry *entry;

  g_assert (RECESS_IS_REPLAY (self));

  while ((entry = g_queue_peek_head (&self->answered)) != NULL &&
         (entry->answered_at < too_old || self->size > MAX_SIZE ||
          self->answered.length > MAX_ENTRIES))
    forget_oldest (self);
}

static void
answer_again (const RecessReplayEntry *entry,
              RecessRequest           *request)
{
  recess_request_set_reply_header (request, "idempotent-replayed", "true");
  recess_request_reply (request, entry->status, entry->content_type, entry->body);
}

static gboolean
is_lasting (guint   status,
            GBytes *body)
{
  return body != NULL && g_bytes_get_size (body) <= MAX_ENTRY_SIZE &&
         status != 0 && status < 500 &&
         status != SOUP_STATUS_REQUEST_TIMEOUT && status != SOUP_STATUS_CONFLICT && status != 429;
}

/* The first of those that waited goes to work, the others wait for it. */
static void
retry_waiting_cb (gpointer user_data)
{
  g_autoptr (RecessReplayCall) call = user_data;

  for (guint i = 0; i < call->waiting->len; i++)
    {
      RecessRequest *request = g_ptr_array_index (call->waiting, i);

      if (!recess_request_is_gone (request) && !recess_replay_take (call->replay, request))
        recess_request_dispatch (request);
    }
}

static void
give_up (RecessReplay *self,
         const char   *key)
{
  RecessReplayEntry *entry = g_hash_table_lookup (self->entries, key);
  g_autoptr (RecessReplayCall) call = recess_replay_call_new (self, key);

  g_assert (RECESS_IS_REPLAY (self));

  call->waiting = g_steal_pointer (&entry->waiting);
  g_hash_table_remove (self->entries, key);
  if (call->waiting->len > 0)
    g_idle_add_once (retry_waiting_cb, g_steal_pointer (&call));
}

static void
answered_cb (RecessRequest *request,
             guint          status,
             const char    *content_type,
             GBytes        *body,
             gpointer       user_data)
{
  g_autoptr (RecessReplayCall) call = user_data;
  RecessReplay *self = call->replay;
  g_autoptr (GPtrArray) waiting = NULL;
  RecessReplayEntry *entry;

  if (!is_lasting (status, body))
    {
      give_up (self, call->key);
      return;
    }

  entry = g_hash_table_lookup (self->entries, call->key);
  entry->status = status;
  entry->content_type = g_strdup (content_type);
  entry->body = g_bytes_ref (body);
  entry->answered_at = g_get_monotonic_time ();
  waiting = g_steal_pointer (&entry->waiting);
  for (guint i = 0; i < waiting->len; i++)
    answer_again (entry, g_ptr_array_index (waiting, i));

  self->size += entry_size (entry);
  g_queue_push_tail (&self->answered, entry);
  forget_old (self);
}

static void
recess_replay_finalize (GObject *object)
{
  RecessReplay *self = RECESS_REPLAY (object);

  g_queue_clear (&self->answered);
  g_hash_table_unref (self->entries);

  G_OBJECT_CLASS (recess_replay_parent_class)->finalize (object);
}

static void
recess_replay_class_init (RecessReplayClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = recess_replay_finalize;
}

static void
recess_replay_init (RecessReplay *self)
{
  self->entries = g_hash_table_new_full (g_str_hash, g_str_equal, NULL,
                                         (GDestroyNotify) recess_replay_entry_free);
  g_queue_init (&self->answered);
}

RecessReplay *
recess_replay_new (void)
{
  return g_object_new (RECESS_TYPE_REPLAY, NULL);
}

static void
lead (RecessReplay  *self,
      RecessRequest *request,
      const char    *key,
      const char    *digest)
{
  RecessReplayEntry *entry = g_new0 (RecessReplayEntry, 1);

  g_assert (RECESS_IS_REPLAY (self));

  entry->key = g_strdup (key);
  entry->digest = g_strdup (digest);
  entry->waiting = g_ptr_array_new_with_free_func (g_object_unref);
  g_hash_table_insert (self->entries, entry->key, entry);
  recess_request_set_reply_func (request, answered_cb, recess_replay_call_new (self, key));
}

static void
follow (RecessReplayEntry *entry,
        RecessRequest     *request,
        const char        *digest)
{
  if (!g_str_equal (entry->digest, digest))
    {
      recess_request_reply_problem (request, SOUP_STATUS_BAD_REQUEST, NULL, "idempotency_error",
                                    "This Idempotency-Key came before with another body. "
                                    "Take a new key for a new request.");
    }
  else if (entry->waiting == NULL)
    {
      answer_again (entry, request);
    }
  else
    {
      g_ptr_array_add (entry->waiting, g_object_ref (request));
      recess_request_hold (request);
    }
}

static char *
make_key (RecessRequest *request)
{
  return g_strdup_printf ("%s %s", recess_request_get_path (request),
                          recess_request_get_header (request, "Idempotency-Key"));
}

static gboolean
take_digest (RecessReplay  *self,
             RecessRequest *request,
             const char    *digest)
{
  g_autofree char *key = make_key (request);
  RecessReplayEntry *entry = g_hash_table_lookup (self->entries, key);

  g_assert (RECESS_IS_REPLAY (self));

  if (entry != NULL)
    follow (entry, request, digest);
  else
    lead (self, request, key, digest);

  return entry != NULL;
}

static void
digest_worker (GTask        *task,
               gpointer      source,
               gpointer      task_data,
               GCancellable *cancellable)
{
  g_task_return_pointer (task, g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, task_data),
                         g_free);
}

static void
digest_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (RecessRequest) request = user_data;
  g_autofree char *digest = g_task_propagate_pointer (G_TASK (result), NULL);

  if (!recess_request_is_gone (request) &&
      !take_digest (RECESS_REPLAY (source), request, digest))
    recess_request_dispatch (request);
}

static void
take_large (RecessReplay  *self,
            RecessRequest *request)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, digest_cb, g_object_ref (request));

  g_assert (RECESS_IS_REPLAY (self));

  g_task_set_source_tag (task, take_large);
  g_task_set_task_data (task, g_bytes_ref (recess_request_get_body (request)),
                        (GDestroyNotify) g_bytes_unref);
  recess_request_hold (request);
  g_task_run_in_thread (task, digest_worker);
}

gboolean
recess_replay_take (RecessReplay  *self,
                    RecessRequest *request)
{
  const char *name;
  g_autofree char *digest = NULL;
  GBytes *body;

  g_return_val_if_fail (RECESS_IS_REPLAY (self), FALSE);
  g_return_val_if_fail (RECESS_IS_REQUEST (request), FALSE);

  name = recess_request_get_header (request, "Idempotency-Key");
  if (name == NULL || name[0] == '\0' || !g_str_equal (recess_request_get_method (request), "POST"))
    return FALSE;

  if (strlen (name) > MAX_KEY_LENGTH)
    {
      recess_request_reply_problem (request, SOUP_STATUS_BAD_REQUEST, NULL, "idempotency_error",
                                    "An Idempotency-Key has at most %u characters.",
                                    MAX_KEY_LENGTH);
      return TRUE;
    }

  forget_old (self);
  body = recess_request_get_body (request);
  if (g_bytes_get_size (body) > LARGE_BODY)
    {
      take_large (self, request);
      return TRUE;
    }

  digest = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, body);
  return take_digest (self, request, digest);
}
