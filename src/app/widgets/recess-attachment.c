/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "recess-message.h"

struct _RecessAttachment
{
  GObject parent_instance;

  char *name;
  char *kind;
  gint64 size;
};

G_DEFINE_FINAL_TYPE (RecessAttachment, recess_attachment, G_TYPE_OBJECT)

static void
recess_attachment_finalize (GObject *object)
{
  RecessAttachment *self = RECESS_ATTACHMENT (object);

  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->kind, g_free);

  G_OBJECT_CLASS (recess_attachment_parent_class)->finalize (object);
}

static void
recess_attachment_class_init (RecessAttachmentClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = recess_attachment_finalize;
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

const char *
recess_attachment_get_name (RecessAttachment *self)
{
  g_return_val_if_fail (RECESS_IS_ATTACHMENT (self), NULL);

  return self->name;
}

const char *
recess_attachment_get_kind (RecessAttachment *self)
{
  g_return_val_if_fail (RECESS_IS_ATTACHMENT (self), NULL);

  return self->kind;
}

gint64
recess_attachment_get_size (RecessAttachment *self)
{
  g_return_val_if_fail (RECESS_IS_ATTACHMENT (self), -1);

  return self->size;
}
