/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "recess-provider-store.h"
#include "recess-sql.h"

#include "common/recess-api-error.h"

RecessProviderRow *
recess_provider_row_new (const char *id,
                         const char *name,
                         const char *settings,
                         double      created_at,
                         double      updated_at)
{
  RecessProviderRow *self = g_new0 (RecessProviderRow, 1);

  self->id = g_strdup (id);
  self->name = g_strdup (name);
  self->settings = g_strdup (settings);
  self->created_at = created_at;
  self->updated_at = updated_at;

  return self;
}

void
recess_provider_row_free (RecessProviderRow *self)
{
  g_free (self->id);
  g_free (self->name);
  g_free (self->settings);
  g_free (self);
}

static gpointer
list_func (sqlite3   *db,
           gpointer   user_data,
           GError   **error)
{
  g_autoptr(GPtrArray) rows = NULL;
  g_autoptr(sqlite3_stmt) statement = NULL;
  g_autoptr(GError) failure = NULL;

  statement = recess_sql_query (db, error,
                                "SELECT id, name, settings, created_at, updated_at "
                                "FROM providers ORDER BY seq", "");
  if (statement == NULL)
    return NULL;

  rows = g_ptr_array_new_with_free_func ((GDestroyNotify) recess_provider_row_free);
  while (recess_sql_step (statement, &failure))
    g_ptr_array_add (rows, recess_provider_row_new (recess_sql_text (statement, 0),
                                                    recess_sql_text (statement, 1),
                                                    recess_sql_text (statement, 2),
                                                    sqlite3_column_double (statement, 3),
                                                    sqlite3_column_double (statement, 4)));

  if (failure == NULL)
    return g_steal_pointer (&rows);

  g_propagate_error (error, g_steal_pointer (&failure));
  return NULL;
}

typedef struct
{
  RecessProviderRow *row;
  gboolean           is_new;
} Save;

static void
save_free (Save *save)
{
  recess_provider_row_free (save->row);
  g_free (save);
}

static gpointer
save_func (RecessTransaction  *transaction,
           gpointer            user_data,
           GError            **error)
{
  const Save *save = user_data;
  const RecessProviderRow *row = save->row;
  sqlite3 *db = recess_transaction_get_db (transaction);
  gint64 taken, known;

  if (!recess_sql_get_int (db, &taken, 0, error,
                           "SELECT count(*) FROM providers WHERE name = ? AND id <> ?", "ss",
                           row->name, row->id) ||
      !recess_sql_get_int (db, &known, 0, error,
                           "SELECT count(*) FROM providers WHERE id = ?", "s", row->id))
    return NULL;

  /* Deleted while the change was under way. */
  if (!known && !save->is_new)
    {
      recess_set_api_error (error, 404, NULL, NULL, "No provider found with id '%s'.", row->id);
      return NULL;
    }

  if (taken)
    {
      recess_set_api_error (error, 400, "name", NULL,
                            "There is a provider named '%s' already.", row->name);
      return NULL;
    }

  if (recess_sql_run (db, error,
                      "INSERT INTO providers (id, name, settings, created_at, updated_at) "
                      "VALUES (?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET "
                      "name = excluded.name, settings = excluded.settings, "
                      "updated_at = excluded.updated_at",
                      "sssdd",
                      row->id, row->name, row->settings, row->created_at, row->updated_at))
    recess_transaction_change (transaction, "provider", row->id, known ? "updated" : "created");

  return NULL;
}

static gpointer
delete_func (RecessTransaction  *transaction,
             gpointer            user_data,
             GError            **error)
{
  const char *id = user_data;
  sqlite3 *db = recess_transaction_get_db (transaction);

  if (!recess_sql_run (db, error, "DELETE FROM providers WHERE id = ?", "s", id))
    return NULL;

  if (sqlite3_changes (db) > 0)
    recess_transaction_change (transaction, "provider", id, "deleted");
  else
    recess_set_api_error (error, 404, NULL, NULL, "No provider found with id '%s'.", id);

  return NULL;
}

void
recess_provider_store_list_async (RecessStore         *store,
                                  GCancellable        *cancellable,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data)
{
  recess_store_read_async (store, list_func, NULL, NULL, (GDestroyNotify) g_ptr_array_unref,
                           cancellable, callback, user_data);
}

GPtrArray *
recess_provider_store_list_finish (RecessStore   *store,
                                   GAsyncResult  *result,
                                   GError       **error)
{
  return recess_store_read_finish (store, result, error);
}

void
recess_provider_store_save_async (RecessStore              *store,
                                  const RecessProviderRow  *row,
                                  gboolean                  is_new,
                                  GCancellable             *cancellable,
                                  GAsyncReadyCallback       callback,
                                  gpointer                  user_data)
{
  Save *save;

  g_return_if_fail (row != NULL);
  g_return_if_fail (row->id != NULL && row->name != NULL && row->settings != NULL);

  save = g_new0 (Save, 1);
  save->row = recess_provider_row_new (row->id, row->name, row->settings,
                                       row->created_at, row->updated_at);
  save->is_new = is_new;
  recess_store_write_async (store, save_func, save, (GDestroyNotify) save_free, NULL,
                            cancellable, callback, user_data);
}

gboolean
recess_provider_store_save_finish (RecessStore   *store,
                                   GAsyncResult  *result,
                                   GError       **error)
{
  return recess_store_write_finish_plain (store, result, error);
}

void
recess_provider_store_delete_async (RecessStore         *store,
                                    const char          *id,
                                    GCancellable        *cancellable,
                                    GAsyncReadyCallback  callback,
                                    gpointer             user_data)
{
  g_return_if_fail (id != NULL);

  recess_store_write_async (store, delete_func, g_strdup (id), g_free, NULL,
                            cancellable, callback, user_data);
}

gboolean
recess_provider_store_delete_finish (RecessStore   *store,
                                     GAsyncResult  *result,
                                     GError       **error)
{
  return recess_store_write_finish_plain (store, result, error);
}
