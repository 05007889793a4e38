/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>

#include "recess-blob-upload.h"
#include "recess-blobs.h"
#include "recess-row-json.h"

#include "common/recess-api-error.h"

struct _RecessBlobUpload
{
  GObject      parent_instance;

  RecessStore *store;
  GQueue       queue;
  gsize        pending;
  GTask       *commit;
  char        *content_type;
  GError      *error;
  gboolean     busy;

  /* Of the one write that runs at a time */
  char        *path;
  GChecksum   *checksum;
  gint64       n_bytes;
  int          fd;
};

G_DEFINE_FINAL_TYPE (RecessBlobUpload, recess_blob_upload, G_TYPE_OBJECT)

enum
{
  SIGNAL_DRAINED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void write_next (RecessBlobUpload *self);

static void
recess_blob_upload_finalize (GObject *object)
{
  RecessBlobUpload *self = RECESS_BLOB_UPLOAD (object);

  if (self->fd != -1)
    close (self->fd);
  /* Once in its place it does not go by this name. */
  if (self->path != NULL)
    g_unlink (self->path);

  g_queue_clear_full (&self->queue, (GDestroyNotify) g_bytes_unref);
  g_clear_object (&self->store);
  g_clear_error (&self->error);
  g_checksum_free (self->checksum);
  g_free (self->content_type);
  g_free (self->path);

  G_OBJECT_CLASS (recess_blob_upload_parent_class)->finalize (object);
}

static void
recess_blob_upload_class_init (RecessBlobUploadClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = recess_blob_upload_finalize;

  signals[SIGNAL_DRAINED] =
    g_signal_new ("drained", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                  NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
recess_blob_upload_init (RecessBlobUpload *self)
{
  g_queue_init (&self->queue);
  self->checksum = g_checksum_new (G_CHECKSUM_SHA256);
  self->fd = -1;
}

RecessBlobUpload *
recess_blob_upload_new (RecessStore *store)
{
  RecessBlobUpload *self;

  g_return_val_if_fail (RECESS_IS_STORE (store), NULL);

  self = g_object_new (RECESS_TYPE_BLOB_UPLOAD, NULL);
  self->store = g_object_ref (store);
  return self;
}

static gboolean
fail (GError **error)
{
  int number = errno;

  recess_set_api_error (error, number == ENOSPC || number == EDQUOT ? 507 : 500, NULL, NULL,
                        "The bytes cannot be kept: %s.", g_strerror (number));
  return FALSE;
}

static gboolean
open_file (RecessBlobUpload  *self,
           GError           **error)
{
  g_autofree char *dir = g_build_filename (recess_store_get_data_dir (self->store), "blobs", NULL);

  if (self->fd != -1)
    return TRUE;

  if (g_mkdir_with_parents (dir, 0700) != 0)
    return fail (error);

  g_clear_pointer (&self->path, g_free);
  self->path = g_build_filename (dir, "incoming-XXXXXX", NULL);
  self->fd = g_mkstemp_full (self->path, O_RDWR | O_CLOEXEC, 0600);
  return self->fd != -1 || fail (error);
}

static gboolean
write_bytes (RecessBlobUpload  *self,
             GBytes            *bytes,
             GError           **error)
{
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);

  g_checksum_update (self->checksum, (const guchar *) data, (gssize) length);
  self->n_bytes += (gint64) length;
  while (length > 0)
    {
      ssize_t written = write (self->fd, data, length);

      if (written == -1 && errno != EINTR)
        return fail (error);

      if (written > 0)
        {
          data += written;
          length -= (gsize) written;
        }
    }

  return TRUE;
}

static void
write_worker (GTask        *task,
              gpointer      source,
              gpointer      task_data,
              GCancellable *cancellable)
{
  RecessBlobUpload *self = source;
  GPtrArray *chunks = task_data;
  GError *error = NULL;
  gboolean written = open_file (self, &error);

  for (guint i = 0; written && i < chunks->len; i++)
    written = write_bytes (self, g_ptr_array_index (chunks, i), &error);

  if (written)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
written_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  RecessBlobUpload *self = RECESS_BLOB_UPLOAD (source);

  self->busy = FALSE;
  if (!g_task_propagate_boolean (G_TASK (result), self->error == NULL ? &self->error : NULL))
    {
      g_queue_clear_full (&self->queue, (GDestroyNotify) g_bytes_unref);
      self->pending = 0;
    }

  write_next (self);
  if (!self->busy)
    g_signal_emit (self, signals[SIGNAL_DRAINED], 0);
}

static void
write_queued (RecessBlobUpload *self)
{
  g_autoptr(GTask) task = g_task_new (self, NULL, written_cb, NULL);
  GPtrArray *chunks = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  GBytes *bytes;

  while ((bytes = g_queue_pop_head (&self->queue)) != NULL)
    g_ptr_array_add (chunks, bytes);

  self->pending = 0;
  self->busy = TRUE;
  g_task_set_source_tag (task, write_queued);
  g_task_set_task_data (task, chunks, (GDestroyNotify) g_ptr_array_unref);
  g_task_run_in_thread (task, write_worker);
}

static char *
make_text (RecessBlobUpload *self)
{
  g_autofree char *n_bytes = g_strdup_printf ("%" G_GINT64_FORMAT, self->n_bytes);
  GString *json = g_string_new (NULL);

  recess_row_json_begin (json);
  recess_row_json_add_string (json, "id", g_checksum_get_string (self->checksum));
  recess_row_json_add_string (json, "object", "recess.blob");
  recess_row_json_add_raw (json, "bytes", n_bytes);
  recess_row_json_add_string (json, "content_type", self->content_type);
  recess_row_json_end (json);

  return g_string_free (json, FALSE);
}

static gpointer
adopt_func (RecessTransaction  *transaction,
            gpointer            user_data,
            GError            **error)
{
  RecessBlobUpload *self = user_data;

  if (!recess_blobs_adopt (transaction, self->path, g_checksum_get_string (self->checksum),
                           self->n_bytes, self->content_type, error))
    return NULL;

  return make_text (self);
}

static void
adopted_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GError *error = NULL;
  char *text = recess_store_write_finish (RECESS_STORE (source), result, &error);

  if (text != NULL)
    g_task_return_pointer (task, text, g_free);
  else
    g_task_return_error (task, error);
}

static void
sync_worker (GTask        *task,
             gpointer      source,
             gpointer      task_data,
             GCancellable *cancellable)
{
  RecessBlobUpload *self = source;
  GError *error = NULL;

  if (open_file (self, &error) && (fsync (self->fd) == 0 || fail (&error)))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
synced_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  RecessBlobUpload *self = RECESS_BLOB_UPLOAD (source);
  g_autoptr(GTask) task = user_data;
  GError *error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      g_task_return_error (task, error);
      return;
    }

  recess_store_write_async (self->store, adopt_func, g_object_ref (self), g_object_unref, g_free,
                            NULL, adopted_cb, g_object_ref (task));
}

static void
conclude (RecessBlobUpload *self)
{
  g_autoptr(GTask) commit = g_steal_pointer (&self->commit);
  g_autoptr(GTask) sync = NULL;

  if (self->error != NULL)
    {
      g_task_return_error (commit, g_steal_pointer (&self->error));
      return;
    }

  sync = g_task_new (self, NULL, synced_cb, g_steal_pointer (&commit));
  g_task_set_source_tag (sync, conclude);
  g_task_run_in_thread (sync, sync_worker);
}

static void
write_next (RecessBlobUpload *self)
{
  g_assert (RECESS_IS_BLOB_UPLOAD (self));

  if (self->busy)
    return;

  if (!g_queue_is_empty (&self->queue))
    write_queued (self);
  else if (self->commit != NULL)
    conclude (self);
}

void
recess_blob_upload_push (RecessBlobUpload *self,
                         GBytes           *bytes)
{
  g_return_if_fail (RECESS_IS_BLOB_UPLOAD (self));
  g_return_if_fail (bytes != NULL);
  g_return_if_fail (self->commit == NULL);

  if (self->error != NULL)
    return;

  g_queue_push_tail (&self->queue, g_bytes_ref (bytes));
  self->pending += g_bytes_get_size (bytes);
  write_next (self);
}

gsize
recess_blob_upload_get_pending (RecessBlobUpload *self)
{
  g_return_val_if_fail (RECESS_IS_BLOB_UPLOAD (self), 0);

  return self->pending;
}

void
recess_blob_upload_commit_async (RecessBlobUpload    *self,
                                 const char          *content_type,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  g_return_if_fail (RECESS_IS_BLOB_UPLOAD (self));
  g_return_if_fail (content_type != NULL);
  g_return_if_fail (self->content_type == NULL);

  self->content_type = g_strdup (content_type);
  self->commit = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (self->commit, recess_blob_upload_commit_async);
  write_next (self);
}

char *
recess_blob_upload_commit_finish (RecessBlobUpload  *self,
                                  GAsyncResult      *result,
                                  GError           **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
