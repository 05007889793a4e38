/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "recess-settings-store.h"
#include "recess-sql.h"

typedef struct
{
  char *name;
  char *value;
  char *kind;
} Setting;

static void
setting_free (Setting *setting)
{
  g_free (setting->name);
  g_free (setting->value);
  g_free (setting->kind);
  g_free (setting);
}

static gpointer
get_func (sqlite3   *db,
          gpointer   user_data,
          GError   **error)
{
  g_autoptr(sqlite3_stmt) statement =
    recess_sql_query (db, error, "SELECT value FROM settings WHERE name = ?", "s", user_data);

  if (statement == NULL || !recess_sql_step (statement, error))
    return NULL;

  return g_strdup (recess_sql_text (statement, 0));
}

static gpointer
set_func (RecessTransaction  *transaction,
          gpointer            user_data,
          GError            **error)
{
  const Setting *setting = user_data;
  sqlite3 *db = recess_transaction_get_db (transaction);
  gboolean done;

  if (setting->value != NULL)
    done = recess_sql_run (db, error, "REPLACE INTO settings (name, value) VALUES (?, ?)", "ss",
                           setting->name, setting->value);
  else
    done = recess_sql_run (db, error, "DELETE FROM settings WHERE name = ?", "s", setting->name);

  if (done && setting->kind != NULL)
    recess_transaction_change (transaction, setting->kind, "", "updated");

  return NULL;
}

void
recess_settings_store_get_async (RecessStore         *store,
                                 const char          *name,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  g_return_if_fail (name != NULL);

  recess_store_read_async (store, get_func, g_strdup (name), g_free, g_free,
                           cancellable, callback, user_data);
}

char *
recess_settings_store_get_finish (RecessStore   *store,
                                  GAsyncResult  *result,
                                  GError       **error)
{
  return recess_store_read_finish (store, result, error);
}

void
recess_settings_store_set_async (RecessStore         *store,
                                 const char          *name,
                                 const char          *value,
                                 const char          *kind,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  Setting *setting;

  g_return_if_fail (name != NULL);

  setting = g_new0 (Setting, 1);
  setting->name = g_strdup (name);
  setting->value = g_strdup (value);
  setting->kind = g_strdup (kind);
  recess_store_write_async (store, set_func, setting, (GDestroyNotify) setting_free, NULL,
                            cancellable, callback, user_data);
}

gboolean
recess_settings_store_set_finish (RecessStore   *store,
                                  GAsyncResult  *result,
                                  GError       **error)
{
  return recess_store_write_finish_plain (store, result, error);
}
