/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "recess-conversation-import.h"
#include "recess-conversation-rows.h"
#include "recess-message-edits.h"
#include "recess-message-rows.h"
#include "recess-sql.h"

#include "common/recess-api-error.h"
#include "common/recess-id.h"

void
recess_import_row_free (RecessImportRow *self)
{
  g_free (self->key);
  g_free (self->parent);
  g_free (self->role);
  g_free (self->content);
  g_free (self->status);
  g_free (self->members);
  g_free (self);
}

void
recess_import_free (RecessImport *self)
{
  g_free (self->title);
  g_free (self->settings);
  g_free (self->head);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_clear_pointer (&self->functions, g_ptr_array_unref);
  g_free (self);
}

/* Rows of a file may stand before the ones that they hang on: they are put in first and hung up
 * then. */
static gboolean
insert_row (sqlite3                *db,
            gint64                  conversation,
            const RecessImportRow  *row,
            GError                **error)
{
  g_autofree char *id = recess_id_new ("cmsg_");
  double now = recess_rows_now ();

  return recess_sql_run (db, error,
                         "INSERT INTO messages (id, conversation, role, content, status, reasoning,"
                         "  error, model, usage, finish_reason, duration_ms, first_token_ms, cost,"
                         "  tool_calls, tool_call_id, name, log, created_at, updated_at)"
                         "  VALUES (?1, ?2, ?3, ?4, ?5, ?6 ->> '$.reasoning', ?6 -> '$.error',"
                         "  ?6 ->> '$.model', ?6 -> '$.usage', ?6 ->> '$.finish_reason',"
                         "  ?6 ->> '$.duration_ms', ?6 ->> '$.first_token_ms', ?6 ->> '$.cost',"
                         "  ?6 -> '$.tool_calls', ?6 ->> '$.tool_call_id', ?6 ->> '$.name',"
                         "  ?6 ->> '$.log', coalesce (?6 ->> '$.created_at', ?7),"
                         "  coalesce (?6 ->> '$.updated_at', ?7))",
                         "sissssd", id, conversation, row->role, row->content, row->status,
                         row->members, now);
}

/* Returns: (transfer full) (nullable): keys to seqs */
static GHashTable *
insert_rows (sqlite3    *db,
             gint64      conversation,
             GPtrArray  *rows,
             GArray     *seqs,
             GError    **error)
{
  g_autoptr(GHashTable) keys = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < rows->len; i++)
    {
      const RecessImportRow *row = g_ptr_array_index (rows, i);
      gint64 seq;

      if (!insert_row (db, conversation, row, error))
        return NULL;

      seq = sqlite3_last_insert_rowid (db);
      g_array_append_val (seqs, seq);
      if (row->key != NULL && !g_hash_table_insert (keys, row->key, GUINT_TO_POINTER (i + 1)))
        {
          recess_set_api_error (error, 400, "messages", NULL,
                                "Two messages have the id '%.64s'.", row->key);
          return NULL;
        }
    }

  return g_steal_pointer (&keys);
}

/* The place of the parent of each row, from 1; 0 for none. */
static gboolean
find_parents (GPtrArray   *rows,
              GHashTable  *keys,
              guint       *parents,
              GError     **error)
{
  for (guint i = 0; i < rows->len; i++)
    {
      const RecessImportRow *row = g_ptr_array_index (rows, i);

      parents[i] = row->linear ? i : 0;
      if (row->parent == NULL)
        continue;

      parents[i] = GPOINTER_TO_UINT (g_hash_table_lookup (keys, row->parent));
      if (parents[i] == 0)
        {
          recess_set_api_error (error, 400, "messages", NULL,
                                "The message '%.64s', which another one stands below, is not "
                                "there.", row->parent);
          return FALSE;
        }
    }

  return TRUE;
}

/* Every way up ends; each row is walked once. */
static gboolean
check_ways (const guint  *parents,
            guint         n,
            GError      **error)
{
  g_autofree guint *seen_in = g_new0 (guint, n + 1);

  for (guint i = 1; i <= n; i++)
    {
      guint at = i;

      while (at != 0 && seen_in[at] == 0)
        {
          seen_in[at] = i;
          at = parents[at - 1];
        }

      if (at != 0 && seen_in[at] == i)
        {
          recess_set_api_error (error, 400, "messages", NULL,
                                "The messages stand below each other in a circle.");
          return FALSE;
        }
    }

  return TRUE;
}

static gboolean
hang_rows (sqlite3      *db,
           GArray       *seqs,
           const guint  *parents,
           GError      **error)
{
  for (guint i = 0; i < seqs->len; i++)
    {
      if (parents[i] != 0 &&
          !recess_sql_run (db, error, "UPDATE messages SET parent = ?1, hang = ?1 WHERE seq = ?2",
                           "ii", g_array_index (seqs, gint64, parents[i] - 1),
                           g_array_index (seqs, gint64, i)))
        return FALSE;
    }

  return TRUE;
}

static gboolean
import_rows (sqlite3             *db,
             gint64               conversation,
             const RecessImport  *import,
             GError             **error)
{
  g_autoptr(GArray) seqs = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autofree guint *parents = g_new0 (guint, import->rows->len + 1);
  g_autoptr(GHashTable) keys = NULL;
  guint head = 0;

  keys = insert_rows (db, conversation, import->rows, seqs, error);
  if (keys == NULL || !find_parents (import->rows, keys, parents, error) ||
      !check_ways (parents, import->rows->len, error) || !hang_rows (db, seqs, parents, error))
    return FALSE;

  if (import->head != NULL)
    head = GPOINTER_TO_UINT (g_hash_table_lookup (keys, import->head));
  if (head == 0)
    head = import->rows->len;

  return head == 0 ||
         recess_rows_set_head (db, conversation, g_array_index (seqs, gint64, head - 1), error);
}

static gboolean
import_functions (RecessTransaction  *transaction,
                  GPtrArray          *functions,
                  GError            **error)
{
  sqlite3 *db = recess_transaction_get_db (transaction);

  for (guint i = 0; i < functions->len; i++)
    {
      const RecessFunctionChange *function = g_ptr_array_index (functions, i);
      g_autofree char *id = recess_id_new ("func_");
      double now = recess_rows_now ();

      if (!recess_sql_run (db, error,
                           "INSERT OR IGNORE INTO functions (id, name, description, parameters,"
                           "  strict, handler, created_at, updated_at)"
                           "  VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                           "ssssisdd", id, function->name, function->description,
                           function->parameters, (gint64) function->strict, function->handler, now,
                           now))
        return FALSE;

      if (sqlite3_changes (db) > 0)
        recess_transaction_change (transaction, "function", id, "created");
    }

  return TRUE;
}

static gpointer
import_func (RecessTransaction  *transaction,
             gpointer            user_data,
             GError            **error)
{
  const RecessImport *import = user_data;
  sqlite3 *db = recess_transaction_get_db (transaction);
  g_autofree char *id = recess_id_new ("conv_");
  double now = recess_rows_now ();
  gint64 conversation;

  if (!recess_sql_run (db, error,
                       "INSERT INTO conversations (id, title, settings, created_at, updated_at)"
                       "  VALUES (?, ?, ?, ?, ?)",
                       "sssdd", id, import->title,
                       import->settings != NULL ? import->settings : "{}", now, now))
    return NULL;

  conversation = sqlite3_last_insert_rowid (db);
  if (!import_rows (db, conversation, import, error) ||
      !recess_message_rows_give_title (db, conversation, error) ||
      !import_functions (transaction, import->functions, error))
    return NULL;

  recess_transaction_change (transaction, "conversation", id, "created");
  return recess_conversation_rows_get (db, id, error);
}

void
recess_conversation_import_async (RecessStore         *store,
                                  RecessImport        *import,
                                  GCancellable        *cancellable,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data)
{
  g_return_if_fail (import != NULL);

  recess_store_write_async (store, import_func, import, (GDestroyNotify) recess_import_free,
                            g_free, cancellable, callback, user_data);
}
