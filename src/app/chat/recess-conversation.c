/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n.h>

#include "common/recess-glib-compat.h"

#include "recess-conversation.h"

struct _RecessConversation
{
  GObject  parent_instance;

  char    *id;
  char    *title;
  char    *snippet;
  char    *head;
  double   updated_at;
  guint    pinned : 1;
  guint    active : 1;
};

G_DEFINE_FINAL_TYPE (RecessConversation, recess_conversation, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_ID,
  PROP_TITLE,
  PROP_DISPLAY_TITLE,
  PROP_SNIPPET,
  PROP_HEAD,
  PROP_UPDATED_AT,
  PROP_PINNED,
  PROP_ACTIVE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
recess_conversation_get_property (GObject    *object,
                                  guint       prop_id,
                                  GValue     *value,
                                  GParamSpec *pspec)
{
  RecessConversation *self = RECESS_CONVERSATION (object);

  switch (prop_id)
    {
    case PROP_ID:
      g_value_set_string (value, self->id);
      break;

    case PROP_TITLE:
      g_value_set_string (value, self->title);
      break;

    case PROP_DISPLAY_TITLE:
      g_value_set_string (value, recess_conversation_get_display_title (self));
      break;

    case PROP_SNIPPET:
      g_value_set_string (value, self->snippet);
      break;

    case PROP_HEAD:
      g_value_set_string (value, self->head);
      break;

    case PROP_UPDATED_AT:
      g_value_set_double (value, self->updated_at);
      break;

    case PROP_PINNED:
      g_value_set_boolean (value, self->pinned);
      break;

    case PROP_ACTIVE:
      g_value_set_boolean (value, self->active);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
recess_conversation_finalize (GObject *object)
{
  RecessConversation *self = RECESS_CONVERSATION (object);

  g_clear_pointer (&self->id, g_free);
  g_clear_pointer (&self->title, g_free);
  g_clear_pointer (&self->snippet, g_free);
  g_clear_pointer (&self->head, g_free);

  G_OBJECT_CLASS (recess_conversation_parent_class)->finalize (object);
}

static void
recess_conversation_class_init (RecessConversationClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->finalize = recess_conversation_finalize;
  object_class->get_property = recess_conversation_get_property;

  properties[PROP_ID] = g_param_spec_string ("id", NULL, NULL, NULL, flags);
  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, flags);
  properties[PROP_DISPLAY_TITLE] =
    g_param_spec_string ("display-title", NULL, NULL, NULL, flags);
  properties[PROP_SNIPPET] = g_param_spec_string ("snippet", NULL, NULL, NULL, flags);
  properties[PROP_HEAD] = g_param_spec_string ("head", NULL, NULL, NULL, flags);
  properties[PROP_UPDATED_AT] =
    g_param_spec_double ("updated-at", NULL, NULL, 0, G_MAXDOUBLE, 0, flags);
  properties[PROP_PINNED] = g_param_spec_boolean ("pinned", NULL, NULL, FALSE, flags);
  properties[PROP_ACTIVE] = g_param_spec_boolean ("active", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
recess_conversation_init (RecessConversation *self)
{
}

RecessConversation *
recess_conversation_new_from_row (JsonObject *row)
{
  RecessConversation *self;
  const char *id;

  g_return_val_if_fail (row != NULL, NULL);

  id = recess_json_object_get_string (row, "id", NULL);
  if (id == NULL)
    return NULL;

  self = g_object_new (RECESS_TYPE_CONVERSATION, NULL);
  self->id = g_strdup (id);
  recess_conversation_update (self, row);

  return self;
}

static void
recess_conversation_set_string (RecessConversation *self,
                                char              **field,
                                const char         *value,
                                guint               prop_id)
{
  if (recess_set_str (field, value))
    g_object_notify_by_pspec (G_OBJECT (self), properties[prop_id]);
}

void
recess_conversation_update (RecessConversation *self,
                            JsonObject         *row)
{
  gboolean pinned;
  gboolean active;
  double updated_at;

  g_return_if_fail (RECESS_IS_CONVERSATION (self));
  g_return_if_fail (row != NULL);

  pinned = recess_json_object_get_boolean (row, "pinned", FALSE);
  active = recess_json_object_get_boolean (row, "active", FALSE);
  updated_at = recess_json_object_get_double (row, "updated_at", self->updated_at);

  g_object_freeze_notify (G_OBJECT (self));
  if (recess_set_str (&self->title, recess_json_object_get_string (row, "title", NULL)))
    {
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TITLE]);
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DISPLAY_TITLE]);
    }
  recess_conversation_set_string (self, &self->head,
                                  recess_json_object_get_string (row, "head", NULL), PROP_HEAD);
  recess_conversation_set_string (self, &self->snippet,
                                  recess_json_object_get_string (row, "snippet", NULL),
                                  PROP_SNIPPET);
  if (self->pinned != pinned)
    {
      self->pinned = pinned;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PINNED]);
    }
  if (self->active != active)
    {
      self->active = active;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ACTIVE]);
    }
  if (self->updated_at < updated_at || self->updated_at > updated_at)
    {
      self->updated_at = updated_at;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_UPDATED_AT]);
    }
  g_object_thaw_notify (G_OBJECT (self));
}

const char *
recess_conversation_get_id (RecessConversation *self)
{
  g_return_val_if_fail (RECESS_IS_CONVERSATION (self), NULL);

  return self->id;
}

const char *
recess_conversation_get_title (RecessConversation *self)
{
  g_return_val_if_fail (RECESS_IS_CONVERSATION (self), NULL);

  return self->title;
}

const char *
recess_conversation_get_display_title (RecessConversation *self)
{
  g_return_val_if_fail (RECESS_IS_CONVERSATION (self), NULL);

  return self->title != NULL && *self->title != '\0' ? self->title : _("New conversation");
}

const char *
recess_conversation_get_snippet (RecessConversation *self)
{
  g_return_val_if_fail (RECESS_IS_CONVERSATION (self), NULL);

  return self->snippet;
}

const char *
recess_conversation_get_head (RecessConversation *self)
{
  g_return_val_if_fail (RECESS_IS_CONVERSATION (self), NULL);

  return self->head;
}

double
recess_conversation_get_updated_at (RecessConversation *self)
{
  g_return_val_if_fail (RECESS_IS_CONVERSATION (self), 0);

  return self->updated_at;
}

gboolean
recess_conversation_get_pinned (RecessConversation *self)
{
  g_return_val_if_fail (RECESS_IS_CONVERSATION (self), FALSE);

  return self->pinned;
}

gboolean
recess_conversation_get_active (RecessConversation *self)
{
  g_return_val_if_fail (RECESS_IS_CONVERSATION (self), FALSE);

  return self->active;
}

int
recess_conversation_compare (RecessConversation *a,
                             RecessConversation *b)
{
  if (a->pinned != b->pinned)
    return a->pinned ? -1 : 1;
  if (a->updated_at > b->updated_at)
    return -1;
  if (a->updated_at < b->updated_at)
    return 1;

  return g_strcmp0 (a->id, b->id);
}
