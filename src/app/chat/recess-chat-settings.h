/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define RECESS_TYPE_CHAT_SETTINGS (recess_chat_settings_get_type ())

/**
 * RecessChatSettings:
 *
 * The model and the parameters that a conversation sends, as one JSON object whose text is kept:
 * what was typed is what is sent. A parameter that is not in it is not sent.
 *
 * ::changed (name), name being NULL when all may have changed.
 */
G_DECLARE_FINAL_TYPE (RecessChatSettings, recess_chat_settings,
                      RECESS, CHAT_SETTINGS, GObject)

RecessChatSettings *recess_chat_settings_new        (void);
/* @json: (nullable): an object; anything else counts as an empty one */
void                recess_chat_settings_set_json   (RecessChatSettings *self,
                                                     const char         *json);
const char         *recess_chat_settings_get_json   (RecessChatSettings *self);
/* Returns: (transfer full) (nullable): the JSON text of a value */
char               *recess_chat_settings_dup_value  (RecessChatSettings *self,
                                                     const char         *name);
/* @value: (nullable): a JSON text; NULL takes it away */
void                recess_chat_settings_set_value  (RecessChatSettings *self,
                                                     const char         *name,
                                                     const char         *value);
/* Returns: (transfer full) (nullable) */
char               *recess_chat_settings_dup_model  (RecessChatSettings *self);
void                recess_chat_settings_set_model  (RecessChatSettings *self,
                                                     const char         *model);
gboolean            recess_chat_settings_get_stream (RecessChatSettings *self);

G_END_DECLS
