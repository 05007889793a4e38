/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "recess-row-json.h"
#include "recess-sql.h"

static void
add_name (GString    *json,
          const char *name)
{
  if (json->len > 0 && json->str[json->len - 1] != '{')
    g_string_append_c (json, ',');

  g_string_append_c (json, '"');
  g_string_append (json, name);
  g_string_append (json, "\":");
}

void
recess_row_json_begin (GString *json)
{
  g_string_append_c (json, '{');
}

void
recess_row_json_end (GString *json)
{
  g_string_append_c (json, '}');
}

void
recess_row_json_add_string (GString    *json,
                            const char *name,
                            const char *text)
{
  add_name (json, name);
  if (text != NULL)
    recess_json_append_string (json, text, -1);
  else
    g_string_append (json, "null");
}

void
recess_row_json_add_raw (GString    *json,
                         const char *name,
                         const char *text)
{
  add_name (json, name);
  g_string_append (json, text != NULL ? text : "null");
}

void
recess_row_json_add_boolean (GString    *json,
                             const char *name,
                             gboolean    value)
{
  recess_row_json_add_raw (json, name, value ? "true" : "false");
}

void
recess_row_json_add_text_column (GString      *json,
                                 const char   *name,
                                 sqlite3_stmt *statement,
                                 int           column)
{
  const char *text = recess_sql_text (statement, column);

  add_name (json, name);
  if (text != NULL)
    recess_json_append_string (json, text, sqlite3_column_bytes (statement, column));
  else
    g_string_append (json, "null");
}

void
recess_row_json_add_raw_column (GString      *json,
                                const char   *name,
                                sqlite3_stmt *statement,
                                int           column)
{
  recess_row_json_add_raw (json, name, recess_sql_text (statement, column));
}

void
recess_row_json_add_integer_column (GString      *json,
                                    const char   *name,
                                    sqlite3_stmt *statement,
                                    int           column)
{
  /* As text it is a JSON number already. */
  recess_row_json_add_raw (json, name, recess_sql_text (statement, column));
}

void
recess_row_json_add_double_column (GString      *json,
                                   const char   *name,
                                   sqlite3_stmt *statement,
                                   int           column)
{
  add_name (json, name);
  if (sqlite3_column_type (statement, column) == SQLITE_NULL)
    g_string_append (json, "null");
  else
    recess_json_append_double (json, sqlite3_column_double (statement, column));
}

char *
recess_row_json_list (GPtrArray  *rows,
                      const char *first_id,
                      const char *last_id,
                      gboolean    has_more)
{
  GString *json = g_string_new ("{\"object\":\"list\",\"data\":[");

  for (guint i = 0; i < rows->len; i++)
    {
      const GString *row = g_ptr_array_index (rows, i);

      if (i > 0)
        g_string_append_c (json, ',');
      g_string_append_len (json, row->str, (gssize) row->len);
    }

  g_string_append_c (json, ']');
  recess_row_json_add_string (json, "first_id", first_id);
  recess_row_json_add_string (json, "last_id", last_id);
  recess_row_json_add_boolean (json, "has_more", has_more);
  recess_row_json_end (json);

  return g_string_free (json, FALSE);
}

void
recess_row_json_add_call (GString    *json,
                          const char *id,
                          const char *name,
                          const char *arguments)
{
  recess_row_json_begin (json);
  recess_row_json_add_string (json, "id", id != NULL ? id : "");
  recess_row_json_add_string (json, "type", "function");
  recess_row_json_add_raw (json, "function", "{");
  recess_row_json_add_string (json, "name", name != NULL ? name : "");
  recess_row_json_add_string (json, "arguments", arguments);
  recess_row_json_end (json);
  recess_row_json_end (json);
}
