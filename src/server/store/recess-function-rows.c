/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <gio/gio.h>

#include "recess-function-rows.h"
#include "recess-functions-resources.h"
#include "recess-message-rows.h"
#include "recess-row-json.h"
#include "recess-sql.h"

#include "common/recess-api-error.h"
#include "common/recess-id.h"
#include "common/recess-json.h"

#define READY_PATH "/io/github/recess/Recess/functions/ready.json"

#define ROW_COLUMNS \
  "id, name, description, parameters, strict, handler, created_at, updated_at"

RecessFunction *
recess_function_new (const char *name,
                     const char *parameters,
                     const char *handler)
{
  RecessFunction *self = g_new0 (RecessFunction, 1);

  self->name = g_strdup (name);
  self->parameters = g_strdup (parameters);
  self->handler = g_strdup (handler);

  return self;
}

void
recess_function_free (RecessFunction *self)
{
  g_free (self->name);
  g_free (self->parameters);
  g_free (self->handler);
  g_free (self);
}

RecessFunction *
recess_function_rows_find (sqlite3     *db,
                           const char  *name,
                           GError     **error)
{
  g_autoptr(sqlite3_stmt) statement = NULL;

  statement = recess_sql_query (db, error,
                                "SELECT name, parameters, handler FROM functions WHERE name = ?",
                                "s", name);
  if (statement == NULL || !recess_sql_step (statement, error))
    return NULL;

  return recess_function_new (recess_sql_text (statement, 0), recess_sql_text (statement, 1),
                              recess_sql_text (statement, 2));
}

static void
append_row (GString      *json,
            sqlite3_stmt *statement)
{
  recess_row_json_begin (json);
  recess_row_json_add_text_column (json, "id", statement, 0);
  recess_row_json_add_string (json, "object", "recess.function");
  recess_row_json_add_text_column (json, "name", statement, 1);
  recess_row_json_add_text_column (json, "description", statement, 2);
  recess_row_json_add_raw_column (json, "parameters", statement, 3);
  recess_row_json_add_boolean (json, "strict", sqlite3_column_int (statement, 4));
  recess_row_json_add_raw_column (json, "handler", statement, 5);
  recess_row_json_add_double_column (json, "created_at", statement, 6);
  recess_row_json_add_double_column (json, "updated_at", statement, 7);
  recess_row_json_end (json);
}

char *
recess_function_rows_get (sqlite3     *db,
                          const char  *id,
                          GError     **error)
{
  g_autoptr(sqlite3_stmt) statement = NULL;
  g_autoptr(GError) failure = NULL;
  GString *json;

  statement = recess_sql_query (db, error,
                                "SELECT " ROW_COLUMNS " FROM functions WHERE id = ?", "s", id);
  if (statement == NULL)
    return NULL;

  if (!recess_sql_step (statement, &failure))
    {
      if (failure != NULL)
        g_propagate_error (error, g_steal_pointer (&failure));
      else
        recess_set_api_error (error, 404, NULL, NULL, "No function found with id '%s'.", id);
      return NULL;
    }

  json = g_string_new (NULL);
  append_row (json, statement);
  return g_string_free (json, FALSE);
}

static gboolean
find_cursor (sqlite3           *db,
             const RecessPage  *page,
             gint64            *place,
             GError           **error)
{
  const char *cursor = recess_page_get_cursor (page);

  *place = recess_page_descends (page) ? G_MAXINT64 : 0;
  if (cursor == NULL)
    return TRUE;

  if (!recess_sql_get_int (db, place, -1, error, "SELECT seq FROM functions WHERE id = ?", "s",
                           cursor))
    return FALSE;

  if (*place != -1)
    return TRUE;

  recess_page_set_error (page, "function", error);
  return FALSE;
}

char *
recess_function_rows_list (sqlite3           *db,
                           const RecessPage  *page,
                           GError           **error)
{
  gboolean descends = recess_page_descends (page);
  g_autofree char *sql = NULL;
  g_autoptr(sqlite3_stmt) statement = NULL;
  gint64 place;

  if (!find_cursor (db, page, &place, error))
    return NULL;

  sql = g_strdup_printf ("SELECT " ROW_COLUMNS " FROM functions WHERE seq %s ?"
                         "  ORDER BY seq %s LIMIT ?",
                         descends ? "<" : ">", descends ? "DESC" : "ASC");
  statement = recess_sql_query (db, error, sql, "ii", place, (gint64) page->limit + 1);

  return statement != NULL ? recess_page_read (page, statement, append_row, error) : NULL;
}

static JsonArray *
parse_ready (GError **error)
{
  g_autoptr(GBytes) bytes = NULL;
  g_autoptr(JsonNode) node = NULL;
  const char *text;
  gsize length;

  bytes = g_resource_lookup_data (recess_functions_get_resource (), READY_PATH,
                                  G_RESOURCE_LOOKUP_FLAGS_NONE, error);
  if (bytes == NULL)
    return NULL;

  text = g_bytes_get_data (bytes, &length);
  node = recess_json_parse (text, length, error);
  return node != NULL ? json_node_dup_array (node) : NULL;
}

static gboolean
add_ready (sqlite3     *db,
           JsonObject  *function,
           GPtrArray   *ids,
           GError     **error)
{
  g_autofree char *id = recess_id_new ("func_");
  g_autofree char *parameters = NULL;
  g_autofree char *handler = NULL;
  double now = recess_rows_now ();

  parameters = recess_json_node_to_text (json_object_get_member (function, "parameters"), TRUE);
  handler = recess_json_node_to_text (json_object_get_member (function, "handler"), FALSE);
  if (!recess_sql_run (db, error,
                       "INSERT OR IGNORE INTO functions (id, name, description, parameters,"
                       "  handler, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
                       "sssssdd", id, recess_json_object_get_string (function, "name", NULL),
                       recess_json_object_get_string (function, "description", NULL), parameters,
                       handler, now, now))
    return FALSE;

  if (ids != NULL && sqlite3_changes (db) > 0)
    g_ptr_array_add (ids, g_steal_pointer (&id));
  return TRUE;
}

gboolean
recess_function_rows_add_ready (sqlite3    *db,
                                GPtrArray  *ids,
                                GError    **error)
{
  g_autoptr(JsonArray) functions = NULL;

  g_return_val_if_fail (db != NULL, FALSE);

  functions = parse_ready (error);
  if (functions == NULL)
    return FALSE;

  for (guint i = 0; i < json_array_get_length (functions); i++)
    {
      if (!add_ready (db, json_array_get_object_element (functions, i), ids, error))
        return FALSE;
    }

  return TRUE;
}
