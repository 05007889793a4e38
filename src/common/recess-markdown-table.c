/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "recess-markdown-table.h"

/* Most cells have no mark and need not be parsed for it. */
static guint
measure_cell (RecessTableRow *row,
              guint           column)
{
  if (column >= row->n_cells)
    return 0;
  if (strpbrk (row->sources[column], "*_`~\\[]&<$:@") == NULL)
    return g_utf8_strlen (row->sources[column], -1);

  return g_utf8_strlen (recess_table_row_get_cell (row, column)->text, -1);
}

RecessTable *
recess_markdown_table_new (char **cells)
{
  RecessTable *table;
  guint n = g_strv_length (cells);

  if (n == 0 || n > RECESS_TABLE_MAX_COLUMNS)
    return NULL;

  table = recess_table_new (n);
  for (guint i = 0; i < n; i++)
    {
      gsize length = strlen (cells[i]);
      gboolean left = cells[i][0] == ':';
      gboolean right = length > 1 && cells[i][length - 1] == ':';

      if (length <= (gsize)left + right ||
          strspn (cells[i] + left, "-") != length - left - right)
        {
          recess_table_unref (table);
          return NULL;
        }
      table->align[i] = left && right ? RECESS_ALIGN_CENTER
                        : right ? RECESS_ALIGN_END
                        : left ? RECESS_ALIGN_START
                        : RECESS_ALIGN_NONE;
    }

  return table;
}

void
recess_markdown_table_widen (RecessTable    *table,
                             RecessTableRow *row)
{
  for (guint i = 0; i < table->n_columns; i++)
    {
      guint width = measure_cell (row, i);

      table->width[i] = MAX (table->width[i], width);
    }
}
