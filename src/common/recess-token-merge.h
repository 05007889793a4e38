/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "recess-token-table.h"

G_BEGIN_DECLS

/**
 * recess_token_merge:
 * @table: the table
 * @piece: a piece of text that is no token as a whole
 * @length: its length, at least 2
 * @ids: (nullable) (element-type guint32): where the ids are appended
 *
 * Joins the bytes of @piece by byte pair encoding: always the two neighbours whose union has the
 * lowest rank, the leftmost of equals. The time is near linear, whatever @piece is.
 *
 * Returns: how many tokens remain
 */
gsize recess_token_merge (const RecessTokenTable *table,
                          const guint8           *piece,
                          gsize                   length,
                          GArray                 *ids);

G_END_DECLS
