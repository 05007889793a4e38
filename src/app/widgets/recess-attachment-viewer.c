/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "common/recess-image-probe.h"
#include "engine/recess-blob-cache.h"

#include "recess-attachment-viewer.h"
#include "recess-code-buffer.h"
#include "recess-file-picker.h"
#include "recess-image.h"

#define MAX_SIDE 4096

#define RECESS_TYPE_ATTACHMENT_VIEWER (recess_attachment_viewer_get_type ())
G_DECLARE_FINAL_TYPE (RecessAttachmentViewer, recess_attachment_viewer, RECESS, ATTACHMENT_VIEWER,
                      AdwWindow)

struct _RecessAttachmentViewer
{
  AdwWindow parent_instance;

  /* Template widgets */
  GtkStack *stack;
  GtkPicture *picture;
  GtkTextView *text_view;
  AdwStatusPage *problem;

  RecessAttachment *attachment;
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (RecessAttachmentViewer, recess_attachment_viewer, ADW_TYPE_WINDOW)

static void
show_error (RecessAttachmentViewer *self,
            const GError           *error)
{
  g_autofree char *words = NULL;

  if (self->stack == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  words = g_markup_escape_text (error->message, -1);
  adw_status_page_set_description (self->problem, words);
  gtk_stack_set_visible_child_name (self->stack, "problem");
}

static void
decoded_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (RecessAttachmentViewer) self = user_data;
  g_autoptr (GdkTexture) texture = NULL;
  g_autoptr (GError) error = NULL;

  texture = recess_image_decode_finish (result, &error);
  if (texture == NULL)
    {
      show_error (self, error);
      return;
    }

  if (self->stack == NULL)
    return;

  gtk_picture_set_paintable (self->picture, GDK_PAINTABLE (texture));
  gtk_stack_set_visible_child_name (self->stack, "image");
}

static void
take_bytes (RecessAttachmentViewer *self,
            GBytes                 *bytes)
{
  recess_attachment_set_bytes (self->attachment, bytes);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "viewer.save", TRUE);
  recess_image_decode_async (bytes, MAX_SIDE, MAX_SIDE, self->cancellable, decoded_cb,
                             g_object_ref (self));
}

static void
loaded_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (RecessAttachmentViewer) self = user_data;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;

  bytes = recess_blob_cache_load_finish (RECESS_BLOB_CACHE (object), result, &error);
  if (bytes == NULL)
    show_error (self, error);
  else if (self->stack != NULL)
    take_bytes (self, bytes);
}

static void
show_image (RecessAttachmentViewer *self)
{
  GBytes *bytes = recess_attachment_get_bytes (self->attachment);
  const char *uri = recess_attachment_get_uri (self->attachment);
  RecessBlobCache *cache = recess_blob_cache_get_default ();

  gtk_picture_set_alternative_text (self->picture, recess_attachment_get_name (self->attachment));
  if (bytes != NULL)
    take_bytes (self, bytes);
  else if (uri != NULL && cache != NULL)
    recess_blob_cache_load_async (cache, uri, self->cancellable, loaded_cb, g_object_ref (self));
}

static void
show_text (RecessAttachmentViewer *self,
           const char             *text)
{
  g_autoptr (RecessCodeBuffer) buffer = recess_code_buffer_new ();
  g_autoptr (RecessBlock) block = recess_block_new (RECESS_BLOCK_CODE);

  g_string_append (block->source, text);
  recess_code_buffer_feed (buffer, block);
  gtk_text_view_set_buffer (self->text_view, GTK_TEXT_BUFFER (buffer));
  gtk_stack_set_visible_child_name (self->stack, "text");
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "viewer.save", TRUE);
}

static void
saved_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (RecessAttachmentViewer) self = user_data;
  g_autoptr (GFile) file = NULL;
  g_autoptr (GError) error = NULL;

  file = recess_file_picker_save_text_finish (result, &error);
  if (file == NULL)
    show_error (self, error);
  else if (self->stack != NULL)
    gtk_window_close (GTK_WINDOW (self));
}

static char *
dup_file_name (RecessAttachment *attachment)
{
  GBytes *bytes = recess_attachment_get_bytes (attachment);
  RecessImageInfo info;

  if (recess_attachment_is_file (attachment))
    return g_strdup (recess_attachment_get_name (attachment));

  if (bytes == NULL || !recess_attachment_is_image (attachment) ||
      !recess_image_probe (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), &info))
    return g_strdup (_("text.txt"));

  return g_strdup_printf ("%s.%s", _("image"), strchr (info.content_type, '/') + 1);
}

static void
save_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  RecessAttachmentViewer *self = RECESS_ATTACHMENT_VIEWER (widget);
  g_autofree char *name = dup_file_name (self->attachment);
  const char *text = recess_attachment_get_text (self->attachment);

  if (text != NULL)
    recess_file_picker_save_text_async (widget, _("Save Text"), name, text, self->cancellable,
                                        saved_cb, g_object_ref (self));
  else
    recess_file_picker_save_bytes_async (widget, _("Save Image"), name,
                                         recess_attachment_get_bytes (self->attachment),
                                         self->cancellable, saved_cb, g_object_ref (self));
}

static void
recess_attachment_viewer_dispose (GObject *object)
{
  RecessAttachmentViewer *self = RECESS_ATTACHMENT_VIEWER (object);

  g_cancellable_cancel (self->cancellable);
  gtk_widget_dispose_template (GTK_WIDGET (self), RECESS_TYPE_ATTACHMENT_VIEWER);

  G_OBJECT_CLASS (recess_attachment_viewer_parent_class)->dispose (object);
}

static void
recess_attachment_viewer_finalize (GObject *object)
{
  RecessAttachmentViewer *self = RECESS_ATTACHMENT_VIEWER (object);

  g_clear_object (&self->attachment);
  g_clear_object (&self->cancellable);

  G_OBJECT_CLASS (recess_attachment_viewer_parent_class)->finalize (object);
}

static void
recess_attachment_viewer_class_init (RecessAttachmentViewerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = recess_attachment_viewer_dispose;
  object_class->finalize = recess_attachment_viewer_finalize;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               RESOURCE_PATH "/ui/recess-attachment-viewer.ui");
  gtk_widget_class_bind_template_child (widget_class, RecessAttachmentViewer, stack);
  gtk_widget_class_bind_template_child (widget_class, RecessAttachmentViewer, picture);
  gtk_widget_class_bind_template_child (widget_class, RecessAttachmentViewer, text_view);
  gtk_widget_class_bind_template_child (widget_class, RecessAttachmentViewer, problem);
  gtk_widget_class_install_action (widget_class, "viewer.save", NULL, save_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_s, GDK_CONTROL_MASK, "viewer.save",
                                       NULL);
}

static void
recess_attachment_viewer_init (RecessAttachmentViewer *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->cancellable = g_cancellable_new ();
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "viewer.save", FALSE);
}

void
recess_attachment_viewer_present (GtkWidget        *widget,
                                  RecessAttachment *attachment)
{
  RecessAttachmentViewer *self;
  GtkRoot *root;

  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (RECESS_IS_ATTACHMENT (attachment));

  root = gtk_widget_get_root (widget);
  self = g_object_new (RECESS_TYPE_ATTACHMENT_VIEWER,
                       "transient-for", root,
                       "title", recess_attachment_get_name (attachment),
                       NULL);
  self->attachment = g_object_ref (attachment);
  if (recess_attachment_get_text (attachment) != NULL)
    show_text (self, recess_attachment_get_text (attachment));
  else
    show_image (self);
  gtk_window_present (GTK_WINDOW (self));
}
