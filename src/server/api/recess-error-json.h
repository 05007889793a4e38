/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Returns: (transfer full): the error object alone, {message, type, param, code}; "null" for
 * NULL */
char *recess_error_json (const GError *error);

G_END_DECLS
