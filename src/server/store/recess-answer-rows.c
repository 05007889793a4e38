/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "recess-answer-rows.h"
#include "recess-sql.h"

gboolean
recess_answer_rows_recover (sqlite3  *db,
                            GError  **error)
{
  g_return_val_if_fail (db != NULL, FALSE);

  return recess_sql_exec (db,
                          "BEGIN IMMEDIATE;"
                          "UPDATE messages SET status = 'interrupted',"
                          "  content = coalesce (" RECESS_ANSWER_CONTENT_SQL ", content),"
                          "  reasoning = coalesce (" RECESS_ANSWER_REASONING_SQL ", reasoning)"
                          "  WHERE status = 'in_progress';"
                          "DELETE FROM message_deltas;"
                          "COMMIT;",
                          error);
}
