/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "recess-function-rows.h"
#include "recess-function-store.h"
#include "recess-message-rows.h"
#include "recess-row-json.h"
#include "recess-sql.h"

#include "common/recess-api-error.h"
#include "common/recess-id.h"

typedef struct
{
  char                 *id;
  RecessFunctionChange *change;
} Work;

void
recess_function_change_free (RecessFunctionChange *self)
{
  g_free (self->name);
  g_free (self->handler);
  g_free (self->description);
  g_free (self->parameters);
  g_free (self);
}

static void
work_free (Work *work)
{
  g_free (work->id);
  g_clear_pointer (&work->change, recess_function_change_free);
  g_free (work);
}

static void
page_free (RecessPage *page)
{
  recess_page_clear (page);
  g_free (page);
}

static gpointer
list_func (sqlite3   *db,
           gpointer   user_data,
           GError   **error)
{
  return recess_function_rows_list (db, user_data, error);
}

static gpointer
get_func (sqlite3   *db,
          gpointer   user_data,
          GError   **error)
{
  return recess_function_rows_get (db, user_data, error);
}

static gpointer
find_func (sqlite3   *db,
           gpointer   user_data,
           GError   **error)
{
  g_autoptr(sqlite3_stmt) statement = NULL;
  g_autoptr(GError) failure = NULL;

  statement = recess_sql_query (db, error,
                                "SELECT name, parameters, handler FROM functions WHERE id = ?",
                                "s", user_data);
  if (statement == NULL)
    return NULL;

  if (recess_sql_step (statement, &failure))
    return recess_function_new (recess_sql_text (statement, 0), recess_sql_text (statement, 1),
                                recess_sql_text (statement, 2));

  if (failure != NULL)
    g_propagate_error (error, g_steal_pointer (&failure));
  else
    recess_set_api_error (error, 404, NULL, NULL, "No function found with id '%s'.",
                          (const char *) user_data);
  return NULL;
}

static gboolean
check_name (sqlite3     *db,
            const Work  *work,
            GError     **error)
{
  const char *name = work->change->name;
  gint64 taken;

  if (name == NULL)
    return TRUE;

  if (!recess_sql_get_int (db, &taken, 0, error,
                           "SELECT count (*) FROM functions WHERE name = ? AND id <> ?", "ss",
                           name, work->id))
    return FALSE;

  if (taken)
    recess_set_api_error (error, 400, "name", NULL, "There is a function named '%s' already.",
                          name);
  return !taken;
}

static gpointer
create_func (RecessTransaction  *transaction,
             gpointer            user_data,
             GError            **error)
{
  const Work *work = user_data;
  const RecessFunctionChange *change = work->change;
  sqlite3 *db = recess_transaction_get_db (transaction);
  double now = recess_rows_now ();

  if (!check_name (db, work, error) ||
      !recess_sql_run (db, error,
                       "INSERT INTO functions (id, name, description, parameters, strict, handler,"
                       "  created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                       "ssssisdd", work->id, change->name, change->description, change->parameters,
                       (gint64) change->strict, change->handler, now, now))
    return NULL;

  recess_transaction_change (transaction, "function", work->id, "created");
  return recess_function_rows_get (db, work->id, error);
}

static gpointer
change_func (RecessTransaction  *transaction,
             gpointer            user_data,
             GError            **error)
{
  const Work *work = user_data;
  const RecessFunctionChange *change = work->change;
  sqlite3 *db = recess_transaction_get_db (transaction);

  if (!check_name (db, work, error) ||
      !recess_sql_run (db, error,
                       "UPDATE functions SET name = coalesce (?2, name),"
                       "  handler = coalesce (?3, handler),"
                       "  description = iif (?4, ?5, description),"
                       "  parameters = iif (?6, ?7, parameters),"
                       "  strict = iif (?8, ?9, strict), updated_at = ?10 WHERE id = ?1",
                       "sssisisiid", work->id, change->name, change->handler,
                       (gint64) change->set_description, change->description,
                       (gint64) change->set_parameters, change->parameters,
                       (gint64) change->set_strict, (gint64) change->strict, recess_rows_now ()))
    return NULL;

  if (sqlite3_changes (db) > 0)
    recess_transaction_change (transaction, "function", work->id, "updated");
  return recess_function_rows_get (db, work->id, error);
}

static char *
make_deleted_text (const char *id)
{
  GString *json = g_string_new (NULL);

  recess_row_json_begin (json);
  recess_row_json_add_string (json, "id", id);
  recess_row_json_add_string (json, "object", "recess.function.deleted");
  recess_row_json_add_boolean (json, "deleted", TRUE);
  recess_row_json_end (json);

  return g_string_free (json, FALSE);
}

static gpointer
delete_func (RecessTransaction  *transaction,
             gpointer            user_data,
             GError            **error)
{
  const char *id = user_data;
  sqlite3 *db = recess_transaction_get_db (transaction);

  if (!recess_sql_run (db, error, "DELETE FROM functions WHERE id = ?", "s", id))
    return NULL;

  if (sqlite3_changes (db) == 0)
    {
      recess_set_api_error (error, 404, NULL, NULL, "No function found with id '%s'.", id);
      return NULL;
    }

  recess_transaction_change (transaction, "function", id, "deleted");
  return make_deleted_text (id);
}

static gpointer
add_ready_func (RecessTransaction  *transaction,
                gpointer            user_data,
                GError            **error)
{
  const RecessPage page = { .limit = RECESS_PAGE_MAX, .ascending = TRUE };
  g_autoptr(GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  sqlite3 *db = recess_transaction_get_db (transaction);

  if (!recess_function_rows_add_ready (db, ids, error))
    return NULL;

  for (guint i = 0; i < ids->len; i++)
    recess_transaction_change (transaction, "function", g_ptr_array_index (ids, i), "created");
  return recess_function_rows_list (db, &page, error);
}

void
recess_function_store_list_async (RecessStore         *store,
                                  const RecessPage    *page,
                                  GCancellable        *cancellable,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data)
{
  RecessPage *copy;

  g_return_if_fail (page != NULL);

  copy = g_memdup2 (page, sizeof *page);
  copy->after = g_strdup (page->after);
  copy->before = g_strdup (page->before);
  recess_store_read_async (store, list_func, copy, (GDestroyNotify) page_free, g_free,
                           cancellable, callback, user_data);
}

void
recess_function_store_get_async (RecessStore         *store,
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
recess_function_store_find_async (RecessStore         *store,
                                  const char          *id,
                                  GCancellable        *cancellable,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data)
{
  g_return_if_fail (id != NULL);

  recess_store_read_async (store, find_func, g_strdup (id), g_free,
                           (GDestroyNotify) recess_function_free, cancellable, callback,
                           user_data);
}

RecessFunction *
recess_function_store_find_finish (RecessStore   *store,
                                   GAsyncResult  *result,
                                   GError       **error)
{
  return recess_store_read_finish (store, result, error);
}

static void
write_change (RecessStore          *store,
              RecessStoreWriteFunc  func,
              char                 *id,
              RecessFunctionChange *change,
              GCancellable         *cancellable,
              GAsyncReadyCallback   callback,
              gpointer              user_data)
{
  Work *work = g_new0 (Work, 1);

  work->id = id;
  work->change = change;
  recess_store_write_async (store, func, work, (GDestroyNotify) work_free, g_free,
                            cancellable, callback, user_data);
}

void
recess_function_store_create_async (RecessStore          *store,
                                    RecessFunctionChange *change,
                                    GCancellable         *cancellable,
                                    GAsyncReadyCallback   callback,
                                    gpointer              user_data)
{
  g_return_if_fail (change != NULL);
  g_return_if_fail (change->name != NULL && change->handler != NULL);

  write_change (store, create_func, recess_id_new ("func_"), change, cancellable, callback,
                user_data);
}

void
recess_function_store_change_async (RecessStore          *store,
                                    const char           *id,
                                    RecessFunctionChange *change,
                                    GCancellable         *cancellable,
                                    GAsyncReadyCallback   callback,
                                    gpointer              user_data)
{
  g_return_if_fail (id != NULL);
  g_return_if_fail (change != NULL);

  write_change (store, change_func, g_strdup (id), change, cancellable, callback, user_data);
}

void
recess_function_store_delete_async (RecessStore         *store,
                                    const char          *id,
                                    GCancellable        *cancellable,
                                    GAsyncReadyCallback  callback,
                                    gpointer             user_data)
{
  g_return_if_fail (id != NULL);

  recess_store_write_async (store, delete_func, g_strdup (id), g_free, g_free,
                            cancellable, callback, user_data);
}

void
recess_function_store_add_ready_async (RecessStore         *store,
                                       GCancellable        *cancellable,
                                       GAsyncReadyCallback  callback,
                                       gpointer             user_data)
{
  recess_store_write_async (store, add_ready_func, NULL, NULL, g_free,
                            cancellable, callback, user_data);
}
