/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <json-glib/json-glib.h>

#include "sandbox/recess-sandbox-spec.h"

G_BEGIN_DECLS

/* A #RecessBodyParser of what is asked to be run.
 *
 * Returns: (transfer full): a #RecessSandboxSpec, or NULL with the 400 that says what is wrong */
gpointer recess_sandbox_body_parse (JsonObject  *object,
                                    GBytes      *body,
                                    GError     **error);

G_END_DECLS
