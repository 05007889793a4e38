/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "recess-conversation-rows.h"
#include "recess-sql.h"

#include "common/recess-api-error.h"

void
recess_conversation_rows_append (GString      *json,
                                 sqlite3_stmt *statement)
{
  recess_row_json_add_text_column (json, "id", statement, 0);
  recess_row_json_add_string (json, "object", "recess.conversation");
  recess_row_json_add_text_column (json, "title", statement, 1);
  recess_row_json_add_double_column (json, "created_at", statement, 2);
  recess_row_json_add_double_column (json, "updated_at", statement, 3);
  recess_row_json_add_boolean (json, "pinned", sqlite3_column_int (statement, 4));
  recess_row_json_add_text_column (json, "head", statement, 5);
  recess_row_json_add_raw_column (json, "settings", statement, 6);
  recess_row_json_add_integer_column (json, "message_count", statement, 7);
  recess_row_json_add_boolean (json, "active", sqlite3_column_int (statement, 8));
  recess_row_json_add_boolean (json, "deleted", sqlite3_column_int (statement, 9));
}

char *
recess_conversation_rows_get (sqlite3     *db,
                              const char  *id,
                              GError     **error)
{
  g_autoptr(sqlite3_stmt) statement = NULL;
  g_autoptr(GError) failure = NULL;
  GString *json;

  statement = recess_sql_query (db, error,
                                "SELECT " RECESS_CONVERSATION_COLUMNS
                                " FROM conversations c WHERE c.id = ?", "s", id);
  if (statement == NULL)
    return NULL;

  if (!recess_sql_step (statement, &failure))
    {
      if (failure != NULL)
        g_propagate_error (error, g_steal_pointer (&failure));
      else
        recess_set_api_error (error, 404, NULL, NULL, "No conversation found with id '%s'.", id);
      return NULL;
    }

  json = g_string_new (NULL);
  recess_row_json_begin (json);
  recess_conversation_rows_append (json, statement);
  recess_row_json_end (json);
  return g_string_free (json, FALSE);
}
