/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n.h>

#include "common/recess-image-probe.h"
#include "engine/recess-blob-cache.h"

#include "recess-attachment-chip.h"
#include "recess-attachment-viewer.h"
#include "recess-image.h"

#define LARGE_WIDTH  280
#define LARGE_HEIGHT 180
#define SMALL_WIDTH  48
#define SMALL_HEIGHT 32

struct _RecessAttachmentChip
{
  GtkWidget parent_instance;

  GtkWidget *button;
  GtkWidget *spinner;
  GtkWidget *icon;
  GtkWidget *picture;
  GtkWidget *label;

  RecessAttachment *attachment;
  GCancellable *cancellable;
  guint large : 1;
};

G_DEFINE_FINAL_TYPE (RecessAttachmentChip, recess_attachment_chip, GTK_TYPE_WIDGET)

enum {
  REMOVED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* "a.png · 640 × 480 · 23 kB"; what is not known is left out. */
static char *
describe (RecessAttachment *attachment)
{
  GBytes *bytes = recess_attachment_get_bytes (attachment);
  gint64 size = recess_attachment_get_size (attachment);
  GString *words = g_string_new (recess_attachment_get_name (attachment));
  RecessImageInfo info;

  if (bytes != NULL)
    size = (gint64) g_bytes_get_size (bytes);
  if (bytes != NULL && recess_attachment_is_image (attachment) &&
      recess_image_probe (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), &info))
    g_string_append_printf (words, " · %u × %u", info.width, info.height);
  if (size >= 0)
    {
      g_autofree char *amount = g_format_size (size);

      g_string_append_printf (words, " · %s", amount);
    }

  return g_string_free (words, FALSE);
}

static void
update (RecessAttachmentChip *self)
{
  g_autofree char *words = describe (self->attachment);
  gboolean image = recess_attachment_is_image (self->attachment);
  gboolean shown = gtk_picture_get_paintable (GTK_PICTURE (self->picture)) != NULL;
  gboolean waits = recess_attachment_get_uri (self->attachment) == NULL &&
                   recess_attachment_get_text (self->attachment) == NULL &&
                   g_str_equal (recess_attachment_get_kind (self->attachment), "image");

  gtk_label_set_label (GTK_LABEL (self->label), words);
  gtk_widget_set_tooltip_text (self->button, words);
  gtk_widget_set_visible (self->picture, shown);
  gtk_widget_set_visible (self->spinner, waits);
  gtk_widget_set_visible (self->icon, !shown && !waits);
  gtk_widget_set_visible (self->label, !(self->large && shown));
  gtk_image_set_from_icon_name (GTK_IMAGE (self->icon),
                                image ? "image-x-generic-symbolic" : "text-x-generic-symbolic");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  words, -1);
}

static void
fail (RecessAttachmentChip *self,
      const GError         *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  gtk_image_set_from_icon_name (GTK_IMAGE (self->icon), "image-missing-symbolic");
  gtk_widget_set_tooltip_text (self->button, error->message);
}

static void
decoded_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (RecessAttachmentChip) self = user_data;
  g_autoptr (GdkTexture) texture = NULL;
  g_autoptr (GError) error = NULL;
  double scale;
  int width;
  int height;

  texture = recess_image_decode_finish (result, &error);
  if (self->attachment == NULL)
    return;

  if (texture == NULL)
    {
      fail (self, error);
      return;
    }

  width = gdk_texture_get_width (texture);
  height = gdk_texture_get_height (texture);
  scale = MIN (1, MIN ((double) (self->large ? LARGE_WIDTH : SMALL_WIDTH) / width,
                       (double) (self->large ? LARGE_HEIGHT : SMALL_HEIGHT) / height));
  gtk_widget_set_size_request (self->picture, MAX (1, (int) (width * scale)),
                               MAX (1, (int) (height * scale)));
  gtk_picture_set_paintable (GTK_PICTURE (self->picture), GDK_PAINTABLE (texture));
  update (self);
}

static void
decode (RecessAttachmentChip *self,
        GBytes               *bytes)
{
  int factor = MAX (1, gtk_widget_get_scale_factor (GTK_WIDGET (self)));

  recess_image_decode_async (bytes, (self->large ? LARGE_WIDTH : SMALL_WIDTH) * factor,
                             (self->large ? LARGE_HEIGHT : SMALL_HEIGHT) * factor,
                             self->cancellable, decoded_cb, g_object_ref (self));
}

static void
loaded_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (RecessAttachmentChip) self = user_data;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;

  bytes = recess_blob_cache_load_finish (RECESS_BLOB_CACHE (object), result, &error);
  if (self->attachment == NULL)
    return;

  if (bytes == NULL)
    {
      fail (self, error);
      return;
    }

  recess_attachment_set_bytes (self->attachment, bytes);
  update (self);
  decode (self, bytes);
}

static void
load (RecessAttachmentChip *self)
{
  const char *uri = recess_attachment_get_uri (self->attachment);
  RecessBlobCache *cache = recess_blob_cache_get_default ();
  GBytes *bytes = recess_attachment_get_bytes (self->attachment);

  if (!recess_attachment_is_image (self->attachment) ||
      gtk_picture_get_paintable (GTK_PICTURE (self->picture)) != NULL)
    return;

  if (bytes != NULL)
    decode (self, bytes);
  else if (uri != NULL && cache != NULL)
    recess_blob_cache_load_async (cache, uri, self->cancellable, loaded_cb, g_object_ref (self));
}

static void
uri_cb (RecessAttachmentChip *self)
{
  g_assert (RECESS_IS_ATTACHMENT_CHIP (self));

  update (self);
  if (recess_attachment_get_bytes (self->attachment) == NULL)
    load (self);
}

static void
clicked_cb (RecessAttachmentChip *self)
{
  g_assert (RECESS_IS_ATTACHMENT_CHIP (self));

  recess_attachment_viewer_present (GTK_WIDGET (self), self->attachment);
}

static void
remove_cb (RecessAttachmentChip *self)
{
  g_assert (RECESS_IS_ATTACHMENT_CHIP (self));

  g_signal_emit (self, signals[REMOVED], 0);
}

static void
recess_attachment_chip_dispose (GObject *object)
{
  RecessAttachmentChip *self = RECESS_ATTACHMENT_CHIP (object);
  GtkWidget *child;

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->attachment);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (recess_attachment_chip_parent_class)->dispose (object);
}

static void
recess_attachment_chip_finalize (GObject *object)
{
  g_object_unref (RECESS_ATTACHMENT_CHIP (object)->cancellable);

  G_OBJECT_CLASS (recess_attachment_chip_parent_class)->finalize (object);
}

static void
recess_attachment_chip_class_init (RecessAttachmentChipClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = recess_attachment_chip_dispose;
  object_class->finalize = recess_attachment_chip_finalize;

  signals[REMOVED] =
    g_signal_new ("removed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);

  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "attachment");
}

static void
recess_attachment_chip_init (RecessAttachmentChip *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  self->cancellable = g_cancellable_new ();
  self->spinner = gtk_spinner_new ();
  self->icon = gtk_image_new ();
  self->picture = gtk_picture_new ();
  self->label = gtk_label_new (NULL);
  gtk_spinner_start (GTK_SPINNER (self->spinner));
  gtk_picture_set_can_shrink (GTK_PICTURE (self->picture), TRUE);
  gtk_widget_set_valign (self->picture, GTK_ALIGN_CENTER);
  gtk_label_set_ellipsize (GTK_LABEL (self->label), PANGO_ELLIPSIZE_MIDDLE);
  gtk_label_set_max_width_chars (GTK_LABEL (self->label), 40);
  gtk_box_append (GTK_BOX (box), self->spinner);
  gtk_box_append (GTK_BOX (box), self->icon);
  gtk_box_append (GTK_BOX (box), self->picture);
  gtk_box_append (GTK_BOX (box), self->label);

  self->button = gtk_button_new ();
  gtk_button_set_child (GTK_BUTTON (self->button), box);
  gtk_widget_set_parent (self->button, GTK_WIDGET (self));
  gtk_widget_set_halign (GTK_WIDGET (self), GTK_ALIGN_START);
  gtk_widget_set_valign (GTK_WIDGET (self), GTK_ALIGN_START);
  g_signal_connect_object (self->button, "clicked", G_CALLBACK (clicked_cb), self,
                           G_CONNECT_SWAPPED);
}

static void
add_remove_button (RecessAttachmentChip *self)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("window-close-symbolic");
  g_autofree char *words = NULL;

  /* Translators: for screen readers: %s is the name of a file. */
  words = g_strdup_printf (_("Remove %s"), recess_attachment_get_name (self->attachment));
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "circular");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, _("Remove"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, words,
                                  -1);
  gtk_widget_set_parent (button, GTK_WIDGET (self));
  g_signal_connect_object (button, "clicked", G_CALLBACK (remove_cb), self, G_CONNECT_SWAPPED);
}

GtkWidget *
recess_attachment_chip_new (RecessAttachment *attachment,
                            gboolean          large,
                            gboolean          removable)
{
  RecessAttachmentChip *self;

  g_return_val_if_fail (RECESS_IS_ATTACHMENT (attachment), NULL);

  self = g_object_new (RECESS_TYPE_ATTACHMENT_CHIP, NULL);
  self->attachment = g_object_ref (attachment);
  self->large = large && recess_attachment_is_image (attachment);
  gtk_widget_set_sensitive (self->button,
                            g_strcmp0 (recess_attachment_get_kind (attachment), "file") != 0);
  if (self->large)
    gtk_widget_add_css_class (GTK_WIDGET (self), "picture");
  if (removable)
    add_remove_button (self);
  g_signal_connect_object (attachment, "notify::uri", G_CALLBACK (uri_cb), self,
                           G_CONNECT_SWAPPED);
  update (self);
  load (self);

  return GTK_WIDGET (self);
}

RecessAttachment *
recess_attachment_chip_get_attachment (RecessAttachmentChip *self)
{
  g_return_val_if_fail (RECESS_IS_ATTACHMENT_CHIP (self), NULL);

  return self->attachment;
}
