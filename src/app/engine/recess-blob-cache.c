/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "recess-blob-cache.h"
#include "recess-call.h"

#define MAX_BYTES (64u * 1024 * 1024)

struct _RecessBlobCache
{
  GObject       parent_instance;

  RecessEngine *engine;
  /* Tasks that wait for the engine to be ready */
  GPtrArray    *waiting;
  /* By URI; and the URIs, the one that was used last at the end. */
  GHashTable   *blobs;
  GQueue        order;
  gsize         n_bytes;
};

G_DEFINE_FINAL_TYPE (RecessBlobCache, recess_blob_cache, G_TYPE_OBJECT)

static RecessBlobCache *default_cache;

/* What a task is to do: to give bytes, or to get them. */
typedef struct
{
  GBytes *bytes;
  char   *what;
} Work;

static void
work_free (Work *work)
{
  g_clear_pointer (&work->bytes, g_bytes_unref);
  g_free (work->what);
  g_free (work);
}

static void
recess_blob_cache_finalize (GObject *object)
{
  RecessBlobCache *self = RECESS_BLOB_CACHE (object);

  g_clear_object (&self->engine);
  g_clear_pointer (&self->waiting, g_ptr_array_unref);
  g_clear_pointer (&self->blobs, g_hash_table_unref);
  g_queue_clear_full (&self->order, g_free);

  G_OBJECT_CLASS (recess_blob_cache_parent_class)->finalize (object);
}

static void
recess_blob_cache_class_init (RecessBlobCacheClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = recess_blob_cache_finalize;
}

static void
recess_blob_cache_init (RecessBlobCache *self)
{
  self->blobs = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                       (GDestroyNotify) g_bytes_unref);
  self->waiting = g_ptr_array_new_with_free_func (g_object_unref);
  g_queue_init (&self->order);
}

static void
forget_oldest (RecessBlobCache *self)
{
  g_autofree char *uri = g_queue_pop_head (&self->order);

  self->n_bytes -= g_bytes_get_size (g_hash_table_lookup (self->blobs, uri));
  g_hash_table_remove (self->blobs, uri);
}

static void
keep (RecessBlobCache *self,
      const char      *uri,
      GBytes          *bytes)
{
  if (g_hash_table_contains (self->blobs, uri))
    return;

  g_hash_table_insert (self->blobs, g_strdup (uri), g_bytes_ref (bytes));
  g_queue_push_tail (&self->order, g_strdup (uri));
  self->n_bytes += g_bytes_get_size (bytes);
  while (self->n_bytes > MAX_BYTES && self->order.length > 1)
    forget_oldest (self);
}

static GBytes *
look_up (RecessBlobCache *self,
         const char      *uri)
{
  GBytes *bytes = g_hash_table_lookup (self->blobs, uri);
  GList *link;

  if (bytes == NULL)
    return NULL;

  link = g_queue_find_custom (&self->order, uri, (GCompareFunc) strcmp);
  g_queue_unlink (&self->order, link);
  g_queue_push_tail_link (&self->order, link);

  return g_bytes_ref (bytes);
}

static void
put_cb (GObject      *object,
        GAsyncResult *result,
        gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GBytes) answer = NULL;
  g_autofree char *id = NULL;
  GError *error = NULL;
  const char *text;
  Work *work;
  gsize length;
  char *uri;

  answer = recess_client_request_finish (RECESS_CLIENT (object), result, &error);
  if (answer == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  text = g_bytes_get_data (answer, &length);
  if (recess_json_check (text, length, NULL))
    id = recess_json_dup_string (text, length, "id");
  if (id == NULL)
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_FAILED,
                               _("The engine did not say what it kept."));
      return;
    }

  uri = g_strconcat (RECESS_BLOB_SCHEME, id, NULL);
  work = g_task_get_task_data (task);
  keep (g_task_get_source_object (task), uri, work->bytes);
  g_task_return_pointer (task, uri, g_free);
}

static void
load_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GError *error = NULL;
  Work *work;
  GBytes *bytes = recess_client_request_finish (RECESS_CLIENT (object), result, &error);

  if (bytes == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  work = g_task_get_task_data (task);
  keep (g_task_get_source_object (task), work->what, bytes);
  g_task_return_pointer (task, bytes, (GDestroyNotify) g_bytes_unref);
}

static void
run (RecessBlobCache *self,
     GTask           *task)
{
  RecessClient *client = recess_engine_get_client (self->engine);
  GCancellable *cancellable = g_task_get_cancellable (task);
  Work *work = g_task_get_task_data (task);
  g_autofree char *path = NULL;

  if (work->bytes != NULL)
    {
      recess_client_upload_async (client, "/recess/blobs", work->what, work->bytes, cancellable,
                                  put_cb, g_object_ref (task));
      return;
    }

  path = g_strconcat ("/recess/blobs/", work->what + strlen (RECESS_BLOB_SCHEME), NULL);
  recess_client_request_async (client, "GET", path, NULL, cancellable, load_cb,
                               g_object_ref (task));
}

/* A draft is shown before the engine is there. */
static void
run_when_ready (RecessBlobCache *self,
                GTask           *task)
{
  switch (recess_engine_get_state (self->engine))
    {
    case RECESS_ENGINE_STARTING:
    case RECESS_ENGINE_LOST:
      g_ptr_array_add (self->waiting, g_object_ref (task));
      break;

    case RECESS_ENGINE_READY:
    case RECESS_ENGINE_FAILED:
    default:
      run (self, task);
    }
}

static void
state_cb (RecessBlobCache *self)
{
  g_autoptr(GPtrArray) waiting = g_steal_pointer (&self->waiting);

  g_assert (RECESS_IS_BLOB_CACHE (self));

  self->waiting = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < waiting->len; i++)
    run_when_ready (self, g_ptr_array_index (waiting, i));
}

RecessBlobCache *
recess_blob_cache_new (RecessEngine *engine)
{
  RecessBlobCache *self;

  g_return_val_if_fail (RECESS_IS_ENGINE (engine), NULL);

  self = g_object_new (RECESS_TYPE_BLOB_CACHE, NULL);
  self->engine = g_object_ref (engine);
  g_signal_connect_object (engine, "notify::state", G_CALLBACK (state_cb), self,
                           G_CONNECT_SWAPPED);
  g_set_weak_pointer (&default_cache, self);

  return self;
}

RecessBlobCache *
recess_blob_cache_get_default (void)
{
  return default_cache;
}

static GTask *
make_task (RecessBlobCache     *self,
           GBytes              *bytes,
           const char          *what,
           gpointer             source_tag,
           GCancellable        *cancellable,
           GAsyncReadyCallback  callback,
           gpointer             user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  Work *work = g_new0 (Work, 1);

  work->bytes = bytes != NULL ? g_bytes_ref (bytes) : NULL;
  work->what = g_strdup (what);
  g_task_set_source_tag (task, source_tag);
  g_task_set_task_data (task, work, (GDestroyNotify) work_free);

  return task;
}

void
recess_blob_cache_put_async (RecessBlobCache     *self,
                             GBytes              *bytes,
                             const char          *content_type,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (RECESS_IS_BLOB_CACHE (self));
  g_return_if_fail (bytes != NULL && content_type != NULL);

  task = make_task (self, bytes, content_type, recess_blob_cache_put_async, cancellable, callback,
                    user_data);
  run_when_ready (self, task);
}

char *
recess_blob_cache_put_finish (RecessBlobCache  *self,
                              GAsyncResult     *result,
                              GError          **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
decode_worker (GTask        *task,
               gpointer      source,
               gpointer      task_data,
               GCancellable *cancellable)
{
  Work *work = task_data;
  const char *comma = strchr (work->what, ',');
  guchar *data;
  gsize length;

  if (comma == NULL || comma - work->what < 7 ||
      memcmp (comma - 7, ";base64", 7) != 0)
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                               _("The data URL holds no base64."));
      return;
    }

  data = g_base64_decode (comma + 1, &length);
  g_task_return_pointer (task, g_bytes_new_take (data, length), (GDestroyNotify) g_bytes_unref);
}

void
recess_blob_cache_load_async (RecessBlobCache     *self,
                              const char          *uri,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  GBytes *bytes;

  g_return_if_fail (RECESS_IS_BLOB_CACHE (self));
  g_return_if_fail (uri != NULL);

  task = make_task (self, NULL, uri, recess_blob_cache_load_async, cancellable, callback,
                    user_data);
  bytes = look_up (self, uri);
  if (bytes != NULL)
    g_task_return_pointer (task, bytes, (GDestroyNotify) g_bytes_unref);
  else if (g_str_has_prefix (uri, "data:"))
    g_task_run_in_thread (task, decode_worker);
  else if (g_str_has_prefix (uri, RECESS_BLOB_SCHEME))
    run_when_ready (self, task);
  else
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                             _("Nothing is fetched from “%s”."), uri);
}

GBytes *
recess_blob_cache_load_finish (RecessBlobCache  *self,
                               GAsyncResult     *result,
                               GError          **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
