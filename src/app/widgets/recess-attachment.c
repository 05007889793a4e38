/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "common/recess-glib-compat.h"

#include "recess-attachment.h"

struct _RecessAttachment
{
  GObject parent_instance;

  char *name;
  char *kind;
  char *uri;
  char *text;
  GBytes *bytes;
  gint64 size;
};

G_DEFINE_FINAL_TYPE (RecessAttachment, recess_attachment, G_TYPE_OBJECT)

enum {
  PROP_0,
  PROP_URI,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
recess_attachment_get_property (GObject    *object,
                                guint       prop_id,
                                GValue     *value,
                                GParamSpec *pspec)
{
  RecessAttachment *self = RECESS_ATTACHMENT (object);

  switch (prop_id)
    {
    case PROP_URI:
      g_value_set_string (value, self->uri);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
recess_attachment_finalize (GObject *object)
{
  RecessAttachment *self = RECESS_ATTACHMENT (object);

  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->kind, g_free);
  g_clear_pointer (&self->uri, g_free);
  g_clear_pointer (&self->text, g_free);
  g_clear_pointer (&self->bytes, g_bytes_unref);

  G_OBJECT_CLASS (recess_attachment_parent_class)->finalize (object);
}

static void
recess_attachment_class_init (RecessAttachmentClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = recess_attachment_finalize;
  object_class->get_property = recess_attachment_get_property;

  properties[PROP_URI] =
    g_param_spec_string ("uri", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
recess_attachment_init (RecessAttachment *self)
{
}

RecessAttachment *
recess_attachment_new (const char *name,
                       const char *kind,
                       gint64      size)
{
  RecessAttachment *self = g_object_new (RECESS_TYPE_ATTACHMENT, NULL);

  self->name = g_strdup (name);
  self->kind = g_strdup (kind);
  self->size = size;

  return self;
}

RecessAttachment *
recess_attachment_new_text (const char *name,
                            const char *text)
{
  RecessAttachment *self;

  g_return_val_if_fail (text != NULL, NULL);

  self = recess_attachment_new (name, "text", (gint64) strlen (text));
  self->text = g_strdup (text);

  return self;
}

gboolean
recess_attachment_equal (RecessAttachment *self,
                         RecessAttachment *other)
{
  g_return_val_if_fail (RECESS_IS_ATTACHMENT (self), FALSE);
  g_return_val_if_fail (RECESS_IS_ATTACHMENT (other), FALSE);

  return g_strcmp0 (self->name, other->name) == 0 &&
         g_strcmp0 (self->kind, other->kind) == 0 &&
         g_strcmp0 (self->uri, other->uri) == 0 &&
         g_strcmp0 (self->text, other->text) == 0;
}

const char *
recess_attachment_get_name (RecessAttachment *self)
{
  g_return_val_if_fail (RECESS_IS_ATTACHMENT (self), NULL);

  if (self->name != NULL)
    return self->name;

  return recess_attachment_is_image (self) ? _("Image") : _("Pasted text");
}

const char *
recess_attachment_get_kind (RecessAttachment *self)
{
  g_return_val_if_fail (RECESS_IS_ATTACHMENT (self), NULL);

  return self->kind;
}

gboolean
recess_attachment_is_image (RecessAttachment *self)
{
  g_return_val_if_fail (RECESS_IS_ATTACHMENT (self), FALSE);

  return g_strcmp0 (self->kind, "image") == 0;
}

gboolean
recess_attachment_is_file (RecessAttachment *self)
{
  g_return_val_if_fail (RECESS_IS_ATTACHMENT (self), FALSE);

  return self->name != NULL;
}

gint64
recess_attachment_get_size (RecessAttachment *self)
{
  g_return_val_if_fail (RECESS_IS_ATTACHMENT (self), -1);

  return self->size;
}

const char *
recess_attachment_get_text (RecessAttachment *self)
{
  g_return_val_if_fail (RECESS_IS_ATTACHMENT (self), NULL);

  return self->text;
}

void
recess_attachment_set_text (RecessAttachment *self,
                            const char       *text)
{
  g_return_if_fail (RECESS_IS_ATTACHMENT (self));

  recess_set_str (&self->text, text);
}

GBytes *
recess_attachment_get_bytes (RecessAttachment *self)
{
  g_return_val_if_fail (RECESS_IS_ATTACHMENT (self), NULL);

  return self->bytes;
}

void
recess_attachment_set_bytes (RecessAttachment *self,
                             GBytes           *bytes)
{
  g_return_if_fail (RECESS_IS_ATTACHMENT (self));
  g_return_if_fail (bytes != NULL);

  g_clear_pointer (&self->bytes, g_bytes_unref);
  self->bytes = g_bytes_ref (bytes);
}

const char *
recess_attachment_get_uri (RecessAttachment *self)
{
  g_return_val_if_fail (RECESS_IS_ATTACHMENT (self), NULL);

  return self->uri;
}

void
recess_attachment_set_uri (RecessAttachment *self,
                           const char       *uri)
{
  g_return_if_fail (RECESS_IS_ATTACHMENT (self));

  if (recess_set_str (&self->uri, uri))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_URI]);
}
