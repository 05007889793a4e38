/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "recess-block.h"

G_BEGIN_DECLS

/**
 * recess_markdown_table_new:
 * @cells: the cells of the line below the heading, as "---" or ":-:"
 *
 * Returns: (transfer full) (nullable): a table with these columns; %NULL where a cell is none such
 */
RecessTable *recess_markdown_table_new   (char           **cells);

/* Makes the columns as wide as the cells of @row. */
void         recess_markdown_table_widen (RecessTable     *table,
                                          RecessTableRow  *row);

G_END_DECLS
