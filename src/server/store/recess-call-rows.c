/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "recess-call-rows.h"
#include "recess-message-rows.h"
#include "recess-row-json.h"
#include "recess-sql.h"

#include "common/recess-api-error.h"
#include "common/recess-id.h"
#include "common/recess-json.h"

/* An answer and the rows of its calls that are not deleted; a row keeps its place also when one
 * before it was deleted. */
#define ROWS_OF_ANSWER \
  "WITH RECURSIVE chain (seq, depth) AS (SELECT ?1, 0 UNION ALL" \
  "  SELECT m.seq, depth + 1 FROM chain JOIN messages m ON m.parent = chain.seq" \
  "  WHERE m.role = 'tool') "

typedef struct
{
  const char *id;
  const char *name;
  const char *arguments;
} Call;

static Call
read_call (JsonArray *calls,
           guint      i)
{
  JsonNode *node = json_array_get_element (calls, i);
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  JsonObject *function = object != NULL ? recess_json_object_get_object (object, "function") : NULL;
  Call call = { "", "", "" };

  if (object != NULL)
    call.id = recess_json_object_get_string (object, "id", "");
  if (function != NULL)
    {
      call.name = recess_json_object_get_string (function, "name", "");
      call.arguments = recess_json_object_get_string (function, "arguments", "");
    }

  return call;
}

/* The first column of all rows, as a set. */
static GHashTable *
read_set (sqlite3_stmt  *statement,
          GError       **error)
{
  g_autoptr(GHashTable) set = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr(GError) failure = NULL;

  while (recess_sql_step (statement, &failure))
    {
      const char *text = recess_sql_text (statement, 0);

      if (text != NULL)
        g_hash_table_add (set, g_strdup (text));
    }

  if (failure == NULL)
    return g_steal_pointer (&set);

  g_propagate_error (error, g_steal_pointer (&failure));
  return NULL;
}

static GHashTable *
find_taken_ids (sqlite3  *db,
                gint64    answer,
                GError  **error)
{
  g_autoptr(sqlite3_stmt) statement = NULL;

  statement = recess_sql_query (db, error,
                                "WITH RECURSIVE path (seq) AS ("
                                "  SELECT parent FROM messages WHERE seq = ?"
                                "  UNION ALL SELECT m.parent"
                                "  FROM path JOIN messages m ON m.seq = path.seq) "
                                "SELECT json_extract (c.value, '$.id') FROM path"
                                "  JOIN messages m ON m.seq = path.seq, json_each (m.tool_calls) c"
                                "  WHERE m.tool_calls IS NOT NULL",
                                "i", answer);

  return statement != NULL ? read_set (statement, error) : NULL;
}

static void
append_call (GString    *json,
             Call        call,
             GHashTable *taken)
{
  g_autofree char *id = NULL;

  if (*call.id == '\0' || g_hash_table_contains (taken, call.id))
    id = recess_id_new ("call_");
  else
    id = g_strdup (call.id);

  if (json->len > 1)
    g_string_append_c (json, ',');
  recess_row_json_add_call (json, id, call.name, call.arguments);
  g_hash_table_add (taken, g_steal_pointer (&id));
}

char *
recess_call_rows_settle_ids (sqlite3     *db,
                             gint64       answer,
                             const char  *calls,
                             GError     **error)
{
  g_autoptr(JsonNode) node = NULL;
  g_autoptr(GHashTable) taken = NULL;
  JsonArray *array;
  GString *json;

  g_return_val_if_fail (db != NULL, NULL);
  g_return_val_if_fail (calls != NULL, NULL);

  node = recess_json_parse (calls, strlen (calls), error);
  if (node == NULL)
    return NULL;

  taken = find_taken_ids (db, answer, error);
  if (taken == NULL)
    return NULL;

  array = json_node_get_array (node);
  json = g_string_new ("[");
  for (guint i = 0; i < json_array_get_length (array); i++)
    append_call (json, read_call (array, i), taken);
  g_string_append_c (json, ']');

  return g_string_free (json, FALSE);
}

static GHashTable *
find_made_ids (sqlite3  *db,
               gint64    answer,
               GError  **error)
{
  g_autoptr(sqlite3_stmt) statement = NULL;

  statement = recess_sql_query (db, error,
                                ROWS_OF_ANSWER
                                "SELECT m.tool_call_id FROM chain"
                                "  JOIN messages m ON m.seq = chain.seq"
                                "  WHERE m.seq <> ?1 AND (m.deleted_at IS NULL"
                                "    OR m.deletion IS (SELECT deletion FROM messages"
                                "                      WHERE seq = ?1))",
                                "i", answer);

  return statement != NULL ? read_set (statement, error) : NULL;
}

/* What stood below @last stands below the new row then. */
static gboolean
insert_row (sqlite3     *db,
            gint64       answer,
            gint64      *last,
            const char  *id,
            Call         call,
            GError     **error)
{
  double now = recess_rows_now ();
  gint64 above = *last;

  if (!recess_sql_run (db, error,
                       "INSERT INTO messages (id, conversation, parent, role, content, status,"
                       "  tool_call_id, name, created_at, updated_at, deleted_at, deletion)"
                       "  SELECT ?2, conversation, ?3, 'tool', '\"\"', 'waiting', ?4, ?5, ?6, ?6,"
                       "  deleted_at, deletion FROM messages WHERE seq = ?1",
                       "isissd", answer, id, above, call.id, call.name, now))
    return FALSE;

  *last = sqlite3_last_insert_rowid (db);
  return recess_sql_run (db, error,
                         "UPDATE messages SET parent = ?1 WHERE parent = ?2 AND seq <> ?1", "ii",
                         *last, above);
}

static gboolean
insert_rows (sqlite3     *db,
             gint64       answer,
             JsonArray   *calls,
             GHashTable  *known,
             gint64      *last,
             GPtrArray   *made,
             GError     **error)
{
  for (guint i = 0; i < json_array_get_length (calls); i++)
    {
      Call call = read_call (calls, i);
      g_autofree char *id = NULL;

      if (*call.name == '\0' || g_hash_table_contains (known, call.id))
        continue;

      id = recess_id_new ("cmsg_");
      if (!insert_row (db, answer, last, id, call, error))
        return FALSE;
      if (made != NULL)
        g_ptr_array_add (made, g_steal_pointer (&id));
    }

  return TRUE;
}

static JsonNode *
read_calls (sqlite3  *db,
            gint64    answer,
            GError  **error)
{
  g_autoptr(sqlite3_stmt) statement = NULL;
  const char *text;

  statement = recess_sql_query (db, error, "SELECT tool_calls FROM messages WHERE seq = ?", "i",
                                answer);
  if (statement == NULL || !recess_sql_step (statement, error))
    return NULL;

  text = recess_sql_text (statement, 0);
  return text != NULL ? recess_json_parse (text, strlen (text), error) : NULL;
}

gboolean
recess_call_rows_make (sqlite3    *db,
                       gint64      answer,
                       GPtrArray  *made,
                       GError    **error)
{
  g_autoptr(JsonNode) calls = NULL;
  g_autoptr(GHashTable) known = NULL;
  g_autoptr(GError) failure = NULL;
  gint64 first, last;

  g_return_val_if_fail (db != NULL, FALSE);

  calls = read_calls (db, answer, &failure);
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }

  if (calls == NULL)
    return TRUE;

  known = find_made_ids (db, answer, error);
  if (known == NULL ||
      !recess_sql_get_int (db, &first, answer, error,
                           ROWS_OF_ANSWER "SELECT seq FROM chain ORDER BY depth DESC LIMIT 1",
                           "i", answer))
    return FALSE;

  last = first;
  return insert_rows (db, answer, json_node_get_array (calls), known, &last, made, error) &&
         recess_rows_hang_anew (db, answer, error) &&
         recess_sql_run (db, error,
                         "UPDATE conversations SET head = ? WHERE head = ?", "ii", last, first);
}

static gboolean
have_same_ids (JsonArray *old,
               JsonArray *calls)
{
  guint length = old != NULL ? json_array_get_length (old) : 0;

  if (json_array_get_length (calls) != length)
    return FALSE;

  for (guint i = 0; i < length; i++)
    {
      if (!g_str_equal (read_call (old, i).id, read_call (calls, i).id))
        return FALSE;
    }

  return TRUE;
}

/* The row of @call, which is not what it was. */
static gboolean
follow (sqlite3    *db,
        gint64      answer,
        Call        call,
        GPtrArray  *changed,
        GError    **error)
{
  g_autoptr(sqlite3_stmt) statement = NULL;
  g_autoptr(GError) failure = NULL;

  statement = recess_sql_query (db, error,
                                ROWS_OF_ANSWER
                                "UPDATE messages SET name = ?3, updated_at = ?4,"
                                "  error = iif (status IN ('failed', 'stopped', 'interrupted'),"
                                "    NULL, error),"
                                "  content = iif (status IN ('failed', 'stopped', 'interrupted'),"
                                "    '\"\"', content),"
                                "  status = iif (status IN ('failed', 'stopped', 'interrupted'),"
                                "    'waiting', status)"
                                "  WHERE tool_call_id = ?2 AND seq IN (SELECT seq FROM chain)"
                                "  AND deleted_at IS NULL RETURNING id",
                                "issd", answer, call.id, call.name, recess_rows_now ());
  if (statement == NULL)
    return FALSE;

  while (recess_sql_step (statement, &failure))
    g_ptr_array_add (changed, g_strdup (recess_sql_text (statement, 0)));

  if (failure == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

static gboolean
follow_all (sqlite3    *db,
            gint64      answer,
            JsonArray  *old,
            JsonArray  *calls,
            GPtrArray  *changed,
            GError    **error)
{
  for (guint i = 0; i < json_array_get_length (calls); i++)
    {
      Call before = read_call (old, i);
      Call call = read_call (calls, i);

      if (g_str_equal (before.name, call.name) && g_str_equal (before.arguments, call.arguments))
        continue;

      if (!follow (db, answer, call, changed, error))
        return FALSE;
    }

  return TRUE;
}

static char *
calls_to_text (JsonArray *calls)
{
  GString *json = g_string_new ("[");

  for (guint i = 0; i < json_array_get_length (calls); i++)
    {
      Call call = read_call (calls, i);

      if (i > 0)
        g_string_append_c (json, ',');
      recess_row_json_add_call (json, call.id, call.name, call.arguments);
    }

  g_string_append_c (json, ']');
  return g_string_free (json, FALSE);
}

gboolean
recess_call_rows_edit (sqlite3     *db,
                       gint64       answer,
                       const char  *calls,
                       GPtrArray   *made,
                       GPtrArray   *changed,
                       GError     **error)
{
  g_autoptr(JsonNode) old = NULL;
  g_autoptr(JsonNode) node = NULL;
  g_autoptr(GError) failure = NULL;
  g_autofree char *text = NULL;
  JsonArray *array;

  g_return_val_if_fail (db != NULL, FALSE);
  g_return_val_if_fail (calls != NULL, FALSE);

  old = read_calls (db, answer, &failure);
  if (failure == NULL)
    node = recess_json_parse (calls, strlen (calls), &failure);
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }

  array = json_node_get_array (node);
  if (!have_same_ids (old != NULL ? json_node_get_array (old) : NULL, array))
    {
      recess_set_api_error (error, 400, "tool_calls", NULL,
                            "'tool_calls' must have the calls that the message has, with their "
                            "ids and in their order.");
      return FALSE;
    }

  text = calls_to_text (array);
  return old == NULL ||
         (recess_sql_run (db, error, "UPDATE messages SET tool_calls = ? WHERE seq = ?", "si",
                          text, answer) &&
          follow_all (db, answer, json_node_get_array (old), array, changed, error) &&
          recess_call_rows_make (db, answer, made, error));
}
