/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * RecessChatRequest:
 *
 * What this server itself needs of the body of a chat completion; the rest is the provider's.
 */
typedef struct
{
  char     *model;
  gboolean  stream;
  gboolean  include_usage;
} RecessChatRequest;

/**
 * recess_chat_request_new:
 *
 * Checks the types, enumerations and limits of the fields of the published description. Fields
 * that it does not have pass: they are a provider's extensions.
 *
 * Returns: (transfer full): %NULL with a %RECESS_API_ERROR that names the field
 */
RecessChatRequest *recess_chat_request_new  (JsonObject         *object,
                                             GError            **error);
void               recess_chat_request_free (RecessChatRequest  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RecessChatRequest, recess_chat_request_free)

G_END_DECLS
