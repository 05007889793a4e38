/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "common/recess-json.h"

#include "recess-chat-settings.h"

struct _RecessChatSettings
{
  GObject  parent_instance;

  char    *json;
};

G_DEFINE_FINAL_TYPE (RecessChatSettings, recess_chat_settings, G_TYPE_OBJECT)

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
recess_chat_settings_finalize (GObject *object)
{
  RecessChatSettings *self = RECESS_CHAT_SETTINGS (object);

  g_clear_pointer (&self->json, g_free);

  G_OBJECT_CLASS (recess_chat_settings_parent_class)->finalize (object);
}

static void
recess_chat_settings_class_init (RecessChatSettingsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = recess_chat_settings_finalize;

  signals[SIGNAL_CHANGED] =
    g_signal_new ("changed", RECESS_TYPE_CHAT_SETTINGS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
recess_chat_settings_init (RecessChatSettings *self)
{
  self->json = g_strdup ("{}");
}

RecessChatSettings *
recess_chat_settings_new (void)
{
  return g_object_new (RECESS_TYPE_CHAT_SETTINGS, NULL);
}

void
recess_chat_settings_set_json (RecessChatSettings *self,
                               const char         *json)
{
  g_return_if_fail (RECESS_IS_CHAT_SETTINGS (self));

  if (json == NULL || *json != '{' || !recess_json_check (json, strlen (json), NULL))
    json = "{}";
  if (g_str_equal (self->json, json))
    return;

  g_free (self->json);
  self->json = g_strdup (json);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0, NULL);
}

const char *
recess_chat_settings_get_json (RecessChatSettings *self)
{
  g_return_val_if_fail (RECESS_IS_CHAT_SETTINGS (self), NULL);

  return self->json;
}

char *
recess_chat_settings_dup_value (RecessChatSettings *self,
                                const char         *name)
{
  RecessJsonSpan span;

  g_return_val_if_fail (RECESS_IS_CHAT_SETTINGS (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  if (!recess_json_find_member (self->json, strlen (self->json), name, &span) ||
      (span.length == 4 && memcmp (self->json + span.start, "null", 4) == 0))
    return NULL;

  return g_strndup (self->json + span.start, span.length);
}

void
recess_chat_settings_set_value (RecessChatSettings *self,
                                const char         *name,
                                const char         *value)
{
  g_autoptr(GBytes) before = NULL;
  g_autoptr(GBytes) after = NULL;
  g_autofree char *old = NULL;

  g_return_if_fail (RECESS_IS_CHAT_SETTINGS (self));
  g_return_if_fail (name != NULL);

  old = recess_chat_settings_dup_value (self, name);
  if (g_strcmp0 (old, value) == 0)
    return;

  before = g_bytes_new (self->json, strlen (self->json));
  after = recess_json_set_member (before, name, value);
  g_free (self->json);
  self->json = g_strndup (g_bytes_get_data (after, NULL), g_bytes_get_size (after));
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0, name);
}

char *
recess_chat_settings_dup_model (RecessChatSettings *self)
{
  g_return_val_if_fail (RECESS_IS_CHAT_SETTINGS (self), NULL);

  return recess_json_dup_string (self->json, strlen (self->json), "model");
}

void
recess_chat_settings_set_model (RecessChatSettings *self,
                                const char         *model)
{
  g_autofree char *quoted = NULL;

  g_return_if_fail (RECESS_IS_CHAT_SETTINGS (self));

  if (model != NULL)
    quoted = recess_json_quote (model);
  recess_chat_settings_set_value (self, "model", quoted);
}

/* Streaming is what this program does unless told otherwise. */
gboolean
recess_chat_settings_get_stream (RecessChatSettings *self)
{
  g_autofree char *value = NULL;

  g_return_val_if_fail (RECESS_IS_CHAT_SETTINGS (self), TRUE);

  value = recess_chat_settings_dup_value (self, "stream");
  return g_strcmp0 (value, "false") != 0;
}
