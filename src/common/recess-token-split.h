/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "recess-token-table.h"

G_BEGIN_DECLS

/**
 * recess_token_split:
 * @table: the table, whose pattern is used
 * @text: valid UTF-8, not empty
 * @end: where the whole text ends
 *
 * Returns: where the first piece of @text ends, as the regular expression of the encoding has it;
 *   no token spans two pieces
 */
const guint8 *recess_token_split (const RecessTokenTable *table,
                                  const guint8           *text,
                                  const guint8           *end);

G_END_DECLS
