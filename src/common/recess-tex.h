/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * recess_tex_set:
 * @tex: TeX with its delimiters: `$…$`, `$$…$$`, `\(…\)` or `\[…\]`
 * @length: its bytes
 *
 * Sets what can be said in a line of Unicode: letters and symbols, powers and indices, fractions
 * with a stroke, roots.
 *
 * Returns: (transfer full) (nullable): the text; %NULL where something in it cannot be set
 */
char *recess_tex_set       (const char *tex,
                            gsize       length);

/**
 * recess_tex_find_dollar:
 * @text: where a `$` stands
 * @before: what stands before it, or 0
 *
 * Whether a single `$` begins TeX. Prices and names of variables do not.
 *
 * Returns: (nullable): the end behind the closing `$`
 */
const char *recess_tex_find_dollar (const char *text,
                                    char        before);

G_END_DECLS
