/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "recess-request-log.h"
#include "recess-row-json.h"
#include "recess-sql.h"

#include "common/recess-api-error.h"

#define ROW_COLUMNS \
  "r.id, r.created_at, r.method, r.path, r.model, r.provider, r.status, r.latency_ms," \
  "r.first_byte_ms, r.usage, r.error, r.stream, r.message_id, r.source, r.request_bytes," \
  "r.response_bytes, r.cost"
#define N_ROW_COLUMNS 17

/* Rows or bodies that one new row pushes out at most: the work of a write stays bounded. */
#define MAX_PRUNED "64"

typedef struct
{
  char     *id;
  char     *method;
  char     *path;
  char     *model;
  char     *provider;
  char     *message_id;
  char     *source;
  gboolean  stream;
  GBytes   *body;
} Entry;

typedef struct
{
  RecessLogResult  values;
  char            *id;
  char            *usage;
  char            *error;
  char            *content_type;
  GBytes          *body;
} Result;

typedef struct
{
  RecessPage  page;
  char       *message_id;
  char       *conversation_id;
  char       *model;
  guint       status;
} List;

static void
entry_free (Entry *entry)
{
  g_free (entry->id);
  g_free (entry->method);
  g_free (entry->path);
  g_free (entry->model);
  g_free (entry->provider);
  g_free (entry->message_id);
  g_free (entry->source);
  g_clear_pointer (&entry->body, g_bytes_unref);
  g_free (entry);
}

static void
result_free (Result *result)
{
  g_free (result->id);
  g_free (result->usage);
  g_free (result->error);
  g_free (result->content_type);
  g_clear_pointer (&result->body, g_bytes_unref);
  g_free (result);
}

static void
list_free (List *list)
{
  recess_page_clear (&list->page);
  g_free (list->message_id);
  g_free (list->conversation_id);
  g_free (list->model);
  g_free (list);
}

static GBytes *
keep_body (GBytes *body)
{
  if (body == NULL || g_bytes_get_size (body) > RECESS_REQUEST_LOG_BODY)
    return NULL;

  return g_bytes_ref (body);
}

static gint64
body_size (GBytes *body)
{
  return body != NULL ? (gint64) g_bytes_get_size (body) : 0;
}

static double
now (void)
{
  return (double) g_get_real_time () / G_USEC_PER_SEC;
}

static gboolean
prune_rows (sqlite3  *db,
            GError  **error)
{
  double oldest = now () - RECESS_REQUEST_LOG_DAYS * 24.0 * 60 * 60;

  return recess_sql_run (db, error,
                         "DELETE FROM requests WHERE seq IN ("
                         "  SELECT seq FROM (SELECT seq, created_at FROM requests"
                         "                   ORDER BY seq LIMIT " MAX_PRUNED ")"
                         "  WHERE seq <= (SELECT max (seq) FROM requests) - ? OR created_at < ?)",
                         "id", (gint64) RECESS_REQUEST_LOG_ROWS, oldest);
}

static gboolean
prune_bodies (sqlite3  *db,
              GError  **error)
{
  gint64 total = 0;

  for (;;)
    {
      if (!recess_sql_get_int (db, &total, 0, error, "SELECT bytes FROM request_totals", ""))
        return FALSE;
      if (total <= (gint64) RECESS_REQUEST_LOG_TOTAL)
        return TRUE;
      if (!recess_sql_exec (db,
                            "DELETE FROM request_bodies WHERE request ="
                            "  (SELECT min (request) FROM request_bodies)", error))
        return FALSE;
    }
}

static gpointer
begin_func (RecessTransaction  *transaction,
            gpointer            user_data,
            GError            **error)
{
  const Entry *entry = user_data;
  sqlite3 *db = recess_transaction_get_db (transaction);
  g_autoptr(GBytes) kept = keep_body (entry->body);

  if (recess_sql_run (db, error,
                      "INSERT INTO requests (id, created_at, method, path, model, provider, stream,"
                      "  message_id, source, request_bytes) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                      "sdssssissi",
                      entry->id, now (), entry->method, entry->path, entry->model,
                      entry->provider, (gint64) entry->stream, entry->message_id, entry->source,
                      body_size (entry->body)) &&
      recess_sql_run (db, error,
                      "INSERT INTO request_bodies (request, request_body, bytes)"
                      "  VALUES (last_insert_rowid (), ?, ?)",
                      "bi", kept, body_size (kept)) &&
      prune_rows (db, error) &&
      prune_bodies (db, error))
    recess_transaction_change (transaction, "request", entry->id, "created");

  return NULL;
}

static gboolean
update_row (sqlite3       *db,
            const Result  *result,
            GError       **error)
{
  const RecessLogResult *values = &result->values;

  return recess_sql_run (db, error,
                         "UPDATE requests SET status = nullif (?, 0), latency_ms = ?,"
                         "  first_byte_ms = nullif (?, -1), usage = ?, error = ?,"
                         "  response_content_type = ?, response_bytes = ?,"
                         "  cost = iif (?, ?, NULL) WHERE id = ?",
                         "iiisssiids",
                         (gint64) values->status, values->latency_ms, values->first_byte_ms,
                         result->usage, result->error, result->content_type,
                         (gint64) values->body_bytes, (gint64) values->has_cost, values->cost,
                         result->id);
}

static gpointer
end_func (RecessTransaction  *transaction,
          gpointer            user_data,
          GError            **error)
{
  const Result *result = user_data;
  sqlite3 *db = recess_transaction_get_db (transaction);

  if (!update_row (db, result, error) || sqlite3_changes (db) == 0)
    return NULL;

  if (recess_sql_run (db, error,
                      "UPDATE request_bodies SET response_body = ?, bytes = bytes + ?"
                      "  WHERE request = (SELECT seq FROM requests WHERE id = ?)",
                      "bis", result->body, body_size (result->body), result->id) &&
      prune_bodies (db, error))
    recess_transaction_change (transaction, "request", result->id, "updated");

  return NULL;
}

static void
append_members (GString      *json,
                sqlite3_stmt *statement)
{
  recess_row_json_add_text_column (json, "id", statement, 0);
  recess_row_json_add_string (json, "object", "recess.request");
  recess_row_json_add_double_column (json, "created_at", statement, 1);
  recess_row_json_add_text_column (json, "method", statement, 2);
  recess_row_json_add_text_column (json, "path", statement, 3);
  recess_row_json_add_text_column (json, "model", statement, 4);
  recess_row_json_add_text_column (json, "provider", statement, 5);
  recess_row_json_add_integer_column (json, "status", statement, 6);
  recess_row_json_add_integer_column (json, "latency_ms", statement, 7);
  recess_row_json_add_integer_column (json, "first_byte_ms", statement, 8);
  recess_row_json_add_raw_column (json, "usage", statement, 9);
  recess_row_json_add_raw_column (json, "error", statement, 10);
  recess_row_json_add_boolean (json, "stream", sqlite3_column_int (statement, 11));
  recess_row_json_add_text_column (json, "message_id", statement, 12);
  recess_row_json_add_text_column (json, "source", statement, 13);
  recess_row_json_add_integer_column (json, "request_bytes", statement, 14);
  recess_row_json_add_integer_column (json, "response_bytes", statement, 15);
  recess_row_json_add_double_column (json, "cost", statement, 16);
}

static void
append_row (GString      *json,
            sqlite3_stmt *statement)
{
  recess_row_json_begin (json);
  append_members (json, statement);
  recess_row_json_end (json);
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

  if (!recess_sql_get_int (db, place, -1, error, "SELECT seq FROM requests WHERE id = ?", "s",
                           cursor))
    return FALSE;

  if (*place != -1)
    return TRUE;

  recess_page_set_error (page, "request", error);
  return FALSE;
}

static gpointer
list_func (sqlite3   *db,
           gpointer   user_data,
           GError   **error)
{
  const List *list = user_data;
  gboolean descends = recess_page_descends (&list->page);
  g_autofree char *sql = NULL;
  g_autoptr(sqlite3_stmt) statement = NULL;
  gint64 place;

  if (!find_cursor (db, &list->page, &place, error))
    return NULL;

  sql = g_strdup_printf ("SELECT " ROW_COLUMNS " FROM requests r WHERE r.seq %s ?1"
                         "  AND (?2 IS NULL OR r.message_id = ?2)"
                         "  AND (?3 IS NULL OR r.message_id IN (SELECT m.id FROM messages m"
                         "       JOIN conversations c ON c.seq = m.conversation WHERE c.id = ?3))"
                         "  AND (?4 IS NULL OR r.model = ?4)"
                         "  AND (?5 = 0 OR r.status = ?5)"
                         "  ORDER BY r.seq %s LIMIT ?6",
                         descends ? "<" : ">", descends ? "DESC" : "ASC");
  statement = recess_sql_query (db, error, sql, "isssii", place, list->message_id,
                                list->conversation_id, list->model, (gint64) list->status,
                                (gint64) list->page.limit + 1);

  return statement != NULL ? recess_page_read (&list->page, statement, append_row, error) : NULL;
}

static gpointer
get_func (sqlite3   *db,
          gpointer   user_data,
          GError   **error)
{
  const char *id = user_data;
  g_autoptr(sqlite3_stmt) statement = NULL;
  g_autoptr(GError) failure = NULL;
  GString *json;

  statement = recess_sql_query (db, error,
                                "SELECT " ROW_COLUMNS ", b.request_body, b.response_body,"
                                "  r.response_content_type FROM requests r"
                                "  LEFT JOIN request_bodies b ON b.request = r.seq"
                                "  WHERE r.id = ?",
                                "s", id);
  if (statement == NULL)
    return NULL;

  if (!recess_sql_step (statement, &failure))
    {
      if (failure != NULL)
        g_propagate_error (error, g_steal_pointer (&failure));
      else
        recess_set_api_error (error, 404, NULL, NULL, "No request found with id '%s'.", id);
      return NULL;
    }

  json = g_string_new (NULL);
  recess_row_json_begin (json);
  append_members (json, statement);
  recess_row_json_add_text_column (json, "request", statement, N_ROW_COLUMNS);
  recess_row_json_add_text_column (json, "response", statement, N_ROW_COLUMNS + 1);
  recess_row_json_add_text_column (json, "response_content_type", statement, N_ROW_COLUMNS + 2);
  recess_row_json_end (json);
  return g_string_free (json, FALSE);
}

static gpointer
clear_func (RecessTransaction  *transaction,
            gpointer            user_data,
            GError            **error)
{
  if (recess_sql_exec (recess_transaction_get_db (transaction), "DELETE FROM requests", error))
    recess_transaction_change (transaction, "request", "", "deleted");

  return NULL;
}

static gpointer
prune_func (RecessTransaction  *transaction,
            gpointer            user_data,
            GError            **error)
{
  prune_rows (recess_transaction_get_db (transaction), error);
  return NULL;
}

void
recess_request_log_begin (RecessStore          *store,
                          const RecessLogEntry *entry)
{
  Entry *copy;

  g_return_if_fail (entry != NULL);
  g_return_if_fail (entry->id != NULL && entry->method != NULL && entry->path != NULL);
  g_return_if_fail (entry->source != NULL);

  copy = g_new0 (Entry, 1);
  copy->id = g_strdup (entry->id);
  copy->method = g_strdup (entry->method);
  copy->path = g_strdup (entry->path);
  copy->model = g_strdup (entry->model);
  copy->provider = g_strdup (entry->provider);
  copy->message_id = g_strdup (entry->message_id);
  copy->source = g_strdup (entry->source);
  copy->stream = entry->stream;
  copy->body = entry->body != NULL ? g_bytes_ref (entry->body) : NULL;
  recess_store_write_async (store, begin_func, copy, (GDestroyNotify) entry_free, NULL,
                            NULL, NULL, NULL);
}

void
recess_request_log_end (RecessStore           *store,
                        const char            *id,
                        const RecessLogResult *result)
{
  Result *copy;

  g_return_if_fail (id != NULL);
  g_return_if_fail (result != NULL);

  copy = g_new0 (Result, 1);
  copy->values = *result;
  copy->id = g_strdup (id);
  copy->usage = g_strdup (result->usage);
  copy->error = g_strdup (result->error);
  copy->content_type = g_strdup (result->content_type);
  copy->body = keep_body (result->body);
  recess_store_write_async (store, end_func, copy, (GDestroyNotify) result_free, NULL,
                            NULL, NULL, NULL);
}

void
recess_request_log_list_async (RecessStore           *store,
                               const RecessPage      *page,
                               const RecessLogFilter *filter,
                               GCancellable          *cancellable,
                               GAsyncReadyCallback    callback,
                               gpointer               user_data)
{
  List *list;

  g_return_if_fail (page != NULL);
  g_return_if_fail (filter != NULL);

  list = g_new0 (List, 1);
  list->page = *page;
  list->page.after = g_strdup (page->after);
  list->page.before = g_strdup (page->before);
  list->message_id = g_strdup (filter->message_id);
  list->conversation_id = g_strdup (filter->conversation_id);
  list->model = g_strdup (filter->model);
  list->status = filter->status;
  recess_store_read_async (store, list_func, list, (GDestroyNotify) list_free, g_free,
                           cancellable, callback, user_data);
}

void
recess_request_log_get_async (RecessStore         *store,
                              const char          *id,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  g_return_if_fail (id != NULL);

  recess_store_read_async (store, get_func, g_strdup (id), g_free, g_free,
                           cancellable, callback, user_data);
}

void
recess_request_log_clear_async (RecessStore         *store,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  recess_store_write_async (store, clear_func, NULL, NULL, NULL,
                            cancellable, callback, user_data);
}

gboolean
recess_request_log_recover (sqlite3  *db,
                            GError  **error)
{
  g_return_val_if_fail (db != NULL, FALSE);

  return recess_sql_exec (db,
                          "UPDATE requests SET error = json_object ("
                          "  'message', 'The server ended before the answer did.',"
                          "  'type', 'server_error', 'param', NULL, 'code', NULL)"
                          "  WHERE latency_ms IS NULL AND error IS NULL",
                          error);
}

void
recess_request_log_prune (RecessStore *store)
{
  recess_store_write_async (store, prune_func, NULL, NULL, NULL, NULL, NULL, NULL);
}
