/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <glib/gi18n.h>

#include "common/recess-image-probe.h"

#include "recess-image.h"

typedef struct
{
  GBytes *bytes;
  int     max_width;
  int     max_height;
} Decoding;

static void
decoding_free (Decoding *decoding)
{
  g_bytes_unref (decoding->bytes);
  g_free (decoding);
}

static gboolean
probe (GBytes           *bytes,
       RecessImageInfo  *info,
       GError          **error)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (bytes, &length);

  if (!recess_image_probe (data, length, info))
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                           _("This is no PNG, JPEG, GIF or WebP image."));
      return FALSE;
    }

  if ((guint64) info->width * info->height > RECESS_IMAGE_MAX_PIXELS)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE,
                   _("The image has %u × %u pixels, which is too many to show."), info->width,
                   info->height);
      return FALSE;
    }

  return TRUE;
}

static void
size_prepared_cb (GdkPixbufLoader *loader,
                  int              width,
                  int              height,
                  gpointer         user_data)
{
  const Decoding *decoding = user_data;
  double scale = MIN ((double) decoding->max_width / width,
                      (double) decoding->max_height / height);

  if (scale < 1)
    gdk_pixbuf_loader_set_size (loader, MAX (1, (int) (width * scale)),
                                MAX (1, (int) (height * scale)));
}

static void
decode_worker (GTask        *task,
               gpointer      source,
               gpointer      task_data,
               GCancellable *cancellable)
{
  Decoding *decoding = task_data;
  g_autoptr(GdkPixbufLoader) loader = NULL;
  g_autoptr(GdkPixbuf) turned = NULL;
  GdkPixbuf *pixbuf = NULL;
  RecessImageInfo info;
  GError *error = NULL;
  gboolean whole;

  if (!probe (decoding->bytes, &info, &error))
    {
      g_task_return_error (task, error);
      return;
    }

  loader = gdk_pixbuf_loader_new_with_mime_type (info.content_type, &error);
  if (loader == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  g_signal_connect (loader, "size-prepared", G_CALLBACK (size_prepared_cb), decoding);
  whole = gdk_pixbuf_loader_write_bytes (loader, decoding->bytes, &error);
  /* Has to be closed either way. */
  whole = gdk_pixbuf_loader_close (loader, whole ? &error : NULL) && whole;
  if (whole)
    pixbuf = gdk_pixbuf_loader_get_pixbuf (loader);
  if (pixbuf == NULL)
    {
      g_clear_error (&error);
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                               _("The image is damaged."));
      return;
    }

  turned = gdk_pixbuf_apply_embedded_orientation (pixbuf);
  g_task_return_pointer (task, gdk_texture_new_for_pixbuf (turned), g_object_unref);
}

void
recess_image_decode_async (GBytes              *bytes,
                           int                  max_width,
                           int                  max_height,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  Decoding *decoding;

  g_return_if_fail (bytes != NULL);
  g_return_if_fail (max_width > 0 && max_height > 0);

  decoding = g_new0 (Decoding, 1);
  decoding->bytes = g_bytes_ref (bytes);
  decoding->max_width = max_width;
  decoding->max_height = max_height;
  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, recess_image_decode_async);
  g_task_set_task_data (task, decoding, (GDestroyNotify) decoding_free);
  g_task_run_in_thread (task, decode_worker);
}

GdkTexture *
recess_image_decode_finish (GAsyncResult  *result,
                            GError       **error)
{
  g_return_val_if_fail (G_IS_TASK (result), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
