/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "recess-chat-settings.h"

G_BEGIN_DECLS

#define RECESS_TYPE_RESPONSE_FORMAT (recess_response_format_get_type ())

/**
 * RecessResponseFormat:
 *
 * What an answer must be: text, a JSON object, or JSON by a schema. The schema is sent as it was
 * written; as long as it is no JSON it stays here, and what was valid before is sent.
 */
G_DECLARE_FINAL_TYPE (RecessResponseFormat, recess_response_format,
                      RECESS, RESPONSE_FORMAT, GtkWidget)

void  recess_response_format_set_settings (RecessResponseFormat *self,
                                           RecessChatSettings   *settings);
/* Returns: (transfer full): "text", for the folded group */
char *recess_response_format_dup_summary  (RecessResponseFormat *self);

G_END_DECLS
