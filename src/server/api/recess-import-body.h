/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <json-glib/json-glib.h>

#include "store/recess-conversation-import.h"

G_BEGIN_DECLS

/* A #RecessBodyParser: the body is an export, or has `messages` as a chat completion has them.
 * Returns: (transfer full): a #RecessImport */
gpointer recess_import_parse (JsonObject  *object,
                              GBytes      *body,
                              GError     **error);

G_END_DECLS
