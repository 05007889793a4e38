/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Returns: (transfer full) (nullable): a short text of at least @length letters that a regular
 * expression finds, where it is a plain one */
char *recess_practice_sample_pattern (const char *pattern,
                                      gsize       length);

G_END_DECLS
