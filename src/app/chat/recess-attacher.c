/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "common/recess-image-probe.h"
#include "engine/recess-blob-cache.h"

#include "recess-attacher.h"

struct _RecessAttacher
{
  GObject     parent_instance;

  GListStore *attachments;
  /* Files that are still to be read, the first one being read now: they keep their order. */
  GQueue      files;
};

G_DEFINE_FINAL_TYPE (RecessAttacher, recess_attacher, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_READY,
  N_PROPS
};

enum
{
  SIGNAL_CHANGED,
  SIGNAL_PROBLEM,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

/* What became of a file that was read. */
typedef struct
{
  char       *name;
  GBytes     *bytes;
  const char *content_type;
} Reading;

static void
reading_free (Reading *reading)
{
  g_free (reading->name);
  g_clear_pointer (&reading->bytes, g_bytes_unref);
  g_free (reading);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Reading, reading_free)

static void
recess_attacher_changed (RecessAttacher *self)
{
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_READY]);
}

static void
recess_attacher_tell (RecessAttacher *self,
                      const char     *title,
                      const char     *detail)
{
  g_signal_emit (self, signals[SIGNAL_PROBLEM], 0, title, detail);
}

static void
recess_attacher_get_property (GObject    *object,
                              guint       prop_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_READY:
      g_value_set_boolean (value, recess_attacher_get_ready (RECESS_ATTACHER (object)));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
recess_attacher_finalize (GObject *object)
{
  RecessAttacher *self = RECESS_ATTACHER (object);

  g_object_unref (self->attachments);
  g_queue_clear_full (&self->files, g_object_unref);

  G_OBJECT_CLASS (recess_attacher_parent_class)->finalize (object);
}

static void
recess_attacher_class_init (RecessAttacherClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = recess_attacher_finalize;
  object_class->get_property = recess_attacher_get_property;

  properties[PROP_READY] =
    g_param_spec_boolean ("ready", NULL, NULL, TRUE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[SIGNAL_CHANGED] =
    g_signal_new ("changed", RECESS_TYPE_ATTACHER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);
  signals[SIGNAL_PROBLEM] =
    g_signal_new ("problem", RECESS_TYPE_ATTACHER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);
}

static void
recess_attacher_init (RecessAttacher *self)
{
  g_queue_init (&self->files);
  self->attachments = g_list_store_new (RECESS_TYPE_ATTACHMENT);
  g_signal_connect_object (self->attachments, "items-changed",
                           G_CALLBACK (recess_attacher_changed), self, G_CONNECT_SWAPPED);
}

RecessAttacher *
recess_attacher_new (void)
{
  return g_object_new (RECESS_TYPE_ATTACHER, NULL);
}

typedef struct
{
  RecessAttacher   *self;
  RecessAttachment *attachment;
} Transfer;

static Transfer *
transfer_new (RecessAttacher   *self,
              RecessAttachment *attachment)
{
  Transfer *transfer = g_new0 (Transfer, 1);

  transfer->self = g_object_ref (self);
  transfer->attachment = g_object_ref (attachment);

  return transfer;
}

static void
transfer_free (Transfer *transfer)
{
  g_object_unref (transfer->self);
  g_object_unref (transfer->attachment);
  g_free (transfer);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Transfer, transfer_free)

/* Only an attachment that is still there is worth a word. */
static void
recess_attacher_drop (RecessAttacher   *self,
                      RecessAttachment *attachment,
                      const GError     *error)
{
  g_autofree char *title = NULL;

  if (!g_list_store_find (self->attachments, attachment, NULL))
    return;

  title = g_strdup_printf (_("“%s” could not be attached."),
                           recess_attachment_get_name (attachment));
  recess_attacher_remove (self, attachment);
  recess_attacher_tell (self, title, error->message);
}

static void
recess_attacher_put_cb (GObject      *object,
                        GAsyncResult *result,
                        gpointer      user_data)
{
  g_autoptr(Transfer) transfer = user_data;
  g_autoptr(GError) error = NULL;
  g_autofree char *uri = NULL;

  uri = recess_blob_cache_put_finish (RECESS_BLOB_CACHE (object), result, &error);
  if (uri != NULL)
    {
      recess_attachment_set_uri (transfer->attachment, uri);
      recess_attacher_changed (transfer->self);
    }
  /* A text can be sent all the same. */
  else if (recess_attachment_is_image (transfer->attachment))
    recess_attacher_drop (transfer->self, transfer->attachment, error);
}

static void
recess_attacher_put (RecessAttacher   *self,
                     RecessAttachment *attachment,
                     GBytes           *bytes,
                     const char       *content_type)
{
  RecessBlobCache *cache = recess_blob_cache_get_default ();

  g_list_store_append (self->attachments, attachment);
  if (cache != NULL)
    recess_blob_cache_put_async (cache, bytes, content_type, NULL, recess_attacher_put_cb,
                                 transfer_new (self, attachment));
}

static void
recess_attacher_load_cb (GObject      *object,
                         GAsyncResult *result,
                         gpointer      user_data)
{
  g_autoptr(Transfer) transfer = user_data;
  g_autoptr(GBytes) bytes = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *text = NULL;

  bytes = recess_blob_cache_load_finish (RECESS_BLOB_CACHE (object), result, &error);
  if (bytes == NULL)
    {
      recess_attacher_drop (transfer->self, transfer->attachment, error);
      return;
    }

  if (!recess_attachment_is_image (transfer->attachment))
    {
      text = g_utf8_make_valid (g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes));
      recess_attachment_set_text (transfer->attachment, text);
    }
  recess_attacher_changed (transfer->self);
}

void
recess_attacher_set_attachments (RecessAttacher *self,
                                 GListModel     *attachments)
{
  RecessBlobCache *cache = recess_blob_cache_get_default ();
  guint n_attachments;

  g_return_if_fail (RECESS_IS_ATTACHER (self));
  g_return_if_fail (attachments == NULL || G_IS_LIST_MODEL (attachments));

  g_list_store_remove_all (self->attachments);
  n_attachments = attachments != NULL ? g_list_model_get_n_items (attachments) : 0;
  for (guint i = 0; i < n_attachments; i++)
    {
      g_autoptr(RecessAttachment) attachment = g_list_model_get_item (attachments, i);
      const char *uri = recess_attachment_get_uri (attachment);

      g_list_store_append (self->attachments, attachment);
      if (uri != NULL && cache != NULL && recess_attachment_get_text (attachment) == NULL &&
          recess_attachment_get_bytes (attachment) == NULL)
        recess_blob_cache_load_async (cache, uri, NULL, recess_attacher_load_cb,
                                      transfer_new (self, attachment));
    }
}

GListModel *
recess_attacher_get_attachments (RecessAttacher *self)
{
  g_return_val_if_fail (RECESS_IS_ATTACHER (self), NULL);

  return G_LIST_MODEL (self->attachments);
}

gboolean
recess_attacher_get_ready (RecessAttacher *self)
{
  g_return_val_if_fail (RECESS_IS_ATTACHER (self), FALSE);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->attachments)); i++)
    {
      g_autoptr(RecessAttachment) attachment = NULL;

      attachment = g_list_model_get_item (G_LIST_MODEL (self->attachments), i);
      if (recess_attachment_is_image (attachment)
            ? recess_attachment_get_uri (attachment) == NULL
            : recess_attachment_get_text (attachment) == NULL)
        return FALSE;
    }

  return TRUE;
}

static gboolean
check_size (const char  *name,
            goffset      size,
            goffset      limit,
            GError     **error)
{
  g_autofree char *found = NULL;
  g_autofree char *most = NULL;

  if (size <= limit)
    return TRUE;

  found = g_format_size_full ((guint64) size, G_FORMAT_SIZE_IEC_UNITS);
  most = g_format_size_full ((guint64) limit, G_FORMAT_SIZE_IEC_UNITS);
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE,
               limit == RECESS_ATTACHER_TEXT_LIMIT
                 /* Translators: sizes: what it has, and what it may have. */
                 ? _("It has %s; a text file may have %s.")
                 : _("It has %s; an image may have %s, and it is not made smaller unasked."),
               found, most);
  return FALSE;
}

static gboolean
classify (Reading  *reading,
          GError  **error)
{
  gsize length;
  const char *data = g_bytes_get_data (reading->bytes, &length);
  RecessImageInfo info;

  if (recess_image_probe ((const guint8 *) data, length, &info))
    {
      reading->content_type = info.content_type;
      return check_size (reading->name, (goffset) length, RECESS_ATTACHER_IMAGE_LIMIT, error);
    }

  if (!g_utf8_validate_len (data != NULL ? data : "", length, NULL))
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                           _("It is neither a PNG, JPEG, GIF or WebP image nor text in UTF-8."));
      return FALSE;
    }

  reading->content_type = "text/plain";
  return check_size (reading->name, (goffset) length, RECESS_ATTACHER_TEXT_LIMIT, error);
}

static GBytes *
read_bytes (GFile         *file,
            GCancellable  *cancellable,
            GError       **error)
{
  g_autoptr(GFileInputStream) stream = g_file_read (file, cancellable, error);
  gsize limit = RECESS_ATTACHER_IMAGE_LIMIT + 1;
  g_autofree char *data = NULL;
  gsize length;

  if (stream == NULL)
    return NULL;

  data = g_malloc (limit);
  if (!g_input_stream_read_all (G_INPUT_STREAM (stream), data, limit, &length, cancellable, error))
    return NULL;

  return g_bytes_new (data, length);
}

static gboolean
read_file (GFile         *file,
           Reading       *reading,
           GCancellable  *cancellable,
           GError       **error)
{
  g_autoptr(GFileInfo) info = NULL;

  info = g_file_query_info (file,
                            G_FILE_ATTRIBUTE_STANDARD_DISPLAY_NAME ","
                            G_FILE_ATTRIBUTE_STANDARD_SIZE ","
                            G_FILE_ATTRIBUTE_STANDARD_TYPE,
                            G_FILE_QUERY_INFO_NONE, cancellable, error);
  if (info == NULL)
    return FALSE;

  g_free (reading->name);
  reading->name = g_strdup (g_file_info_get_display_name (info));
  if (g_file_info_get_file_type (info) != G_FILE_TYPE_REGULAR)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_REGULAR_FILE,
                           _("Only files can be attached."));
      return FALSE;
    }

  if (!check_size (reading->name, g_file_info_get_size (info), RECESS_ATTACHER_IMAGE_LIMIT, error))
    return FALSE;

  reading->bytes = read_bytes (file, cancellable, error);
  return reading->bytes != NULL && classify (reading, error);
}

static void
read_worker (GTask        *task,
             gpointer      source,
             gpointer      task_data,
             GCancellable *cancellable)
{
  GFile *file = task_data;
  g_autoptr(Reading) reading = g_new0 (Reading, 1);
  GError *error = NULL;

  reading->name = g_file_get_basename (file);
  if (read_file (file, reading, cancellable, &error))
    g_task_return_pointer (task, g_steal_pointer (&reading), (GDestroyNotify) reading_free);
  else
    g_task_return_error (task, error);
}

static void
recess_attacher_take (RecessAttacher *self,
                      Reading        *reading)
{
  g_autoptr(RecessAttachment) attachment = NULL;
  g_autofree char *text = NULL;
  gsize length;
  const char *data = g_bytes_get_data (reading->bytes, &length);

  if (g_str_has_prefix (reading->content_type, "image/"))
    {
      attachment = recess_attachment_new (reading->name, "image", (gint64) length);
      recess_attachment_set_bytes (attachment, reading->bytes);
      recess_attacher_put (self, attachment, reading->bytes, reading->content_type);
      return;
    }

  /* Some begin with a byte order mark. */
  if (length >= 3 && memcmp (data, "\357\273\277", 3) == 0)
    {
      data += 3;
      length -= 3;
    }
  text = g_strndup (data, length);
  recess_attacher_add_text (self, reading->name, text);
}

static void recess_attacher_read_next (RecessAttacher *self);

static void
recess_attacher_read_cb (GObject      *object,
                         GAsyncResult *result,
                         gpointer      user_data)
{
  RecessAttacher *self = RECESS_ATTACHER (object);
  g_autoptr(Reading) reading = NULL;
  g_autoptr(GError) error = NULL;

  reading = g_task_propagate_pointer (G_TASK (result), &error);
  if (reading != NULL)
    recess_attacher_take (self, reading);
  else
    {
      g_autofree char *name = g_file_get_basename (g_task_get_task_data (G_TASK (result)));
      g_autofree char *shown = g_filename_display_name (name);
      g_autofree char *title = g_strdup_printf (_("“%s” cannot be attached."), shown);

      recess_attacher_tell (self, title, error->message);
    }

  g_object_unref (g_queue_pop_head (&self->files));
  recess_attacher_read_next (self);
}

static void
recess_attacher_read_next (RecessAttacher *self)
{
  GFile *file = g_queue_peek_head (&self->files);
  g_autoptr(GTask) task = NULL;

  if (file == NULL)
    return;

  task = g_task_new (self, NULL, recess_attacher_read_cb, NULL);
  g_task_set_source_tag (task, recess_attacher_read_next);
  g_task_set_task_data (task, g_object_ref (file), g_object_unref);
  g_task_run_in_thread (task, read_worker);
}

void
recess_attacher_add_file (RecessAttacher *self,
                          GFile          *file)
{
  g_return_if_fail (RECESS_IS_ATTACHER (self));
  g_return_if_fail (G_IS_FILE (file));

  g_queue_push_tail (&self->files, g_object_ref (file));
  if (self->files.length == 1)
    recess_attacher_read_next (self);
}

void
recess_attacher_add_text (RecessAttacher *self,
                          const char     *name,
                          const char     *text)
{
  g_autoptr(RecessAttachment) attachment = NULL;
  g_autoptr(GBytes) bytes = NULL;

  g_return_if_fail (RECESS_IS_ATTACHER (self));
  g_return_if_fail (text != NULL);

  attachment = recess_attachment_new_text (name, text);
  bytes = g_bytes_new (text, strlen (text));
  recess_attacher_put (self, attachment, bytes, "text/plain");
}

static void
encode_worker (GTask        *task,
               gpointer      source,
               gpointer      task_data,
               GCancellable *cancellable)
{
  g_autoptr(Reading) reading = g_new0 (Reading, 1);
  GError *error = NULL;

  reading->bytes = gdk_texture_save_to_png_bytes (task_data);
  if (classify (reading, &error))
    g_task_return_pointer (task, g_steal_pointer (&reading), (GDestroyNotify) reading_free);
  else
    g_task_return_error (task, error);
}

static void
recess_attacher_encode_cb (GObject      *object,
                           GAsyncResult *result,
                           gpointer      user_data)
{
  RecessAttacher *self = RECESS_ATTACHER (object);
  g_autoptr(Reading) reading = NULL;
  g_autoptr(GError) error = NULL;

  reading = g_task_propagate_pointer (G_TASK (result), &error);
  if (reading != NULL)
    recess_attacher_take (self, reading);
  else
    recess_attacher_tell (self, _("The image cannot be attached."), error->message);
}

void
recess_attacher_add_texture (RecessAttacher *self,
                             GdkTexture     *texture)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (RECESS_IS_ATTACHER (self));
  g_return_if_fail (GDK_IS_TEXTURE (texture));

  task = g_task_new (self, NULL, recess_attacher_encode_cb, NULL);
  g_task_set_source_tag (task, recess_attacher_add_texture);
  g_task_set_task_data (task, g_object_ref (texture), g_object_unref);
  g_task_run_in_thread (task, encode_worker);
}

void
recess_attacher_remove (RecessAttacher   *self,
                        RecessAttachment *attachment)
{
  guint position;

  g_return_if_fail (RECESS_IS_ATTACHER (self));
  g_return_if_fail (RECESS_IS_ATTACHMENT (attachment));

  if (g_list_store_find (self->attachments, attachment, &position))
    g_list_store_remove (self->attachments, position);
}
