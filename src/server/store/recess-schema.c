/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <gio/gio.h>

#include "recess-function-rows.h"
#include "recess-schema.h"
#include "recess-sql.h"

/* "Rcss": tells our files from those of other programs. */
#define FILE_ID 0x52637373

/* A message keeps its true parent; `hang` is the nearest ancestor that is not deleted, so that
 * taking a mark away gives back exactly what was there. `deletion` names the row whose deletion
 * took this one along. */
static const char conversations_sql[] =
  "CREATE TABLE conversations ("
  "  seq INTEGER PRIMARY KEY AUTOINCREMENT,"
  "  id TEXT NOT NULL UNIQUE,"
  "  title TEXT,"
  "  settings TEXT NOT NULL DEFAULT '{}',"
  "  pinned INTEGER NOT NULL DEFAULT 0,"
  "  head INTEGER,"
  "  message_count INTEGER NOT NULL DEFAULT 0,"
  "  created_at REAL NOT NULL,"
  "  updated_at REAL NOT NULL,"
  "  deleted_at REAL);"
  "CREATE INDEX conversations_by_time ON conversations (pinned DESC, updated_at DESC, seq DESC)"
  "  WHERE deleted_at IS NULL;"
  "CREATE INDEX conversations_deleted ON conversations (deleted_at)"
  "  WHERE deleted_at IS NOT NULL;"
  "CREATE TABLE messages ("
  "  seq INTEGER PRIMARY KEY AUTOINCREMENT,"
  "  id TEXT NOT NULL UNIQUE,"
  "  conversation INTEGER NOT NULL REFERENCES conversations ON DELETE CASCADE,"
  "  parent INTEGER,"
  "  hang INTEGER,"
  "  role TEXT NOT NULL,"
  "  content TEXT NOT NULL,"
  "  reasoning TEXT,"
  "  status TEXT NOT NULL DEFAULT 'complete',"
  "  error TEXT,"
  "  model TEXT,"
  "  request_id TEXT,"
  "  usage TEXT,"
  "  finish_reason TEXT,"
  "  duration_ms INTEGER,"
  "  first_token_ms INTEGER,"
  "  created_at REAL NOT NULL,"
  "  updated_at REAL NOT NULL,"
  "  deleted_at REAL,"
  "  deletion INTEGER,"
  "  head_before INTEGER,"
  "  head_after INTEGER);"
  "CREATE INDEX messages_by_conversation ON messages (conversation, seq);"
  "CREATE INDEX messages_by_parent ON messages (parent);"
  "CREATE INDEX messages_by_hang ON messages (conversation, hang, seq) WHERE deleted_at IS NULL;"
  "CREATE INDEX messages_deleted ON messages (deleted_at) WHERE deleted_at IS NOT NULL;"
  "CREATE INDEX messages_active ON messages (conversation) WHERE status = 'in_progress';"
  "CREATE TABLE message_deltas ("
  "  seq INTEGER PRIMARY KEY,"
  "  message INTEGER NOT NULL REFERENCES messages ON DELETE CASCADE,"
  "  content TEXT,"
  "  reasoning TEXT);"
  "CREATE INDEX message_deltas_by_message ON message_deltas (message, seq);"
  "CREATE TRIGGER messages_count_insert AFTER INSERT ON messages WHEN new.deleted_at IS NULL BEGIN"
  "  UPDATE conversations SET message_count = message_count + 1 WHERE seq = new.conversation;"
  "END;"
  "CREATE TRIGGER messages_count_update AFTER UPDATE OF deleted_at ON messages"
  "  WHEN (old.deleted_at IS NULL) <> (new.deleted_at IS NULL) BEGIN"
  "  UPDATE conversations SET message_count = message_count + iif (new.deleted_at IS NULL, 1, -1)"
  "  WHERE seq = new.conversation;"
  "END;";

/* One index of both: a message under its seq, the title of a conversation under minus its seq. */
static const char search_sql[] =
  "CREATE VIEW search_rows (rowid, title, text) AS"
  "  SELECT seq, NULL, " RECESS_TEXT_SQL ("content") " FROM messages"
  "  UNION ALL SELECT -seq, title, NULL FROM conversations;"
  "CREATE INDEX conversations_by_search_row ON conversations (-seq);"
  "CREATE VIRTUAL TABLE search USING fts5 (title, text, content = 'search_rows',"
  "  content_rowid = 'rowid', tokenize = 'unicode61 remove_diacritics 2');"
  "CREATE TRIGGER search_message_insert AFTER INSERT ON messages BEGIN"
  "  INSERT INTO search (rowid, text) VALUES (new.seq, " RECESS_TEXT_SQL ("new.content") ");"
  "END;"
  "CREATE TRIGGER search_message_delete AFTER DELETE ON messages BEGIN"
  "  INSERT INTO search (search, rowid, text)"
  "  VALUES ('delete', old.seq, " RECESS_TEXT_SQL ("old.content") ");"
  "END;"
  "CREATE TRIGGER search_message_update AFTER UPDATE OF content ON messages BEGIN"
  "  INSERT INTO search (search, rowid, text)"
  "  VALUES ('delete', old.seq, " RECESS_TEXT_SQL ("old.content") ");"
  "  INSERT INTO search (rowid, text) VALUES (new.seq, " RECESS_TEXT_SQL ("new.content") ");"
  "END;"
  "CREATE TRIGGER search_title_insert AFTER INSERT ON conversations BEGIN"
  "  INSERT INTO search (rowid, title) VALUES (-new.seq, new.title);"
  "END;"
  "CREATE TRIGGER search_title_delete AFTER DELETE ON conversations BEGIN"
  "  INSERT INTO search (search, rowid, title) VALUES ('delete', -old.seq, old.title);"
  "END;"
  "CREATE TRIGGER search_title_update AFTER UPDATE OF title ON conversations BEGIN"
  "  INSERT INTO search (search, rowid, title) VALUES ('delete', -old.seq, old.title);"
  "  INSERT INTO search (rowid, title) VALUES (-new.seq, new.title);"
  "END;";

static const char requests_sql[] =
  "CREATE TABLE requests ("
  "  seq INTEGER PRIMARY KEY AUTOINCREMENT,"
  "  id TEXT NOT NULL UNIQUE,"
  "  created_at REAL NOT NULL,"
  "  method TEXT NOT NULL,"
  "  path TEXT NOT NULL,"
  "  model TEXT,"
  "  provider TEXT,"
  "  status INTEGER,"
  "  latency_ms INTEGER,"
  "  first_byte_ms INTEGER,"
  "  usage TEXT,"
  "  error TEXT,"
  "  stream INTEGER NOT NULL DEFAULT 0,"
  "  message_id TEXT,"
  "  source TEXT NOT NULL,"
  "  request_bytes INTEGER,"
  "  response_bytes INTEGER,"
  "  response_content_type TEXT);"
  "CREATE INDEX requests_by_message ON requests (message_id) WHERE message_id IS NOT NULL;"
  "CREATE TABLE request_bodies ("
  "  request INTEGER PRIMARY KEY REFERENCES requests ON DELETE CASCADE,"
  "  request_body TEXT,"
  "  response_body TEXT,"
  "  bytes INTEGER NOT NULL DEFAULT 0);"
  "CREATE TABLE request_totals (bytes INTEGER NOT NULL);"
  "INSERT INTO request_totals VALUES (0);"
  "CREATE TRIGGER request_totals_insert AFTER INSERT ON request_bodies BEGIN"
  "  UPDATE request_totals SET bytes = bytes + new.bytes;"
  "END;"
  "CREATE TRIGGER request_totals_update AFTER UPDATE OF bytes ON request_bodies BEGIN"
  "  UPDATE request_totals SET bytes = bytes + new.bytes - old.bytes;"
  "END;"
  "CREATE TRIGGER request_totals_delete AFTER DELETE ON request_bodies BEGIN"
  "  UPDATE request_totals SET bytes = bytes - old.bytes;"
  "END;";

static const char providers_sql[] =
  "CREATE TABLE providers ("
  "  seq INTEGER PRIMARY KEY AUTOINCREMENT,"
  "  id TEXT NOT NULL UNIQUE,"
  "  name TEXT NOT NULL UNIQUE,"
  "  settings TEXT NOT NULL,"
  "  created_at REAL NOT NULL,"
  "  updated_at REAL NOT NULL);"
  "CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;";

/* The tokens of an answer are many times its text, and seldom read. */
static const char calls_sql[] =
  "ALTER TABLE messages ADD COLUMN cost REAL;"
  "ALTER TABLE messages ADD COLUMN tool_call_id TEXT;"
  "ALTER TABLE messages ADD COLUMN name TEXT;"
  "ALTER TABLE messages ADD COLUMN tool_calls TEXT;"
  "ALTER TABLE messages ADD COLUMN log TEXT;"
  "ALTER TABLE message_deltas ADD COLUMN tool_calls TEXT;"
  "ALTER TABLE message_deltas ADD COLUMN log TEXT;"
  "ALTER TABLE message_deltas ADD COLUMN logprobs TEXT;"
  "CREATE TABLE message_logprobs ("
  "  message INTEGER PRIMARY KEY REFERENCES messages ON DELETE CASCADE,"
  "  logprobs TEXT NOT NULL);"
  "CREATE TABLE functions ("
  "  seq INTEGER PRIMARY KEY AUTOINCREMENT,"
  "  id TEXT NOT NULL UNIQUE,"
  "  name TEXT NOT NULL UNIQUE,"
  "  description TEXT,"
  "  parameters TEXT,"
  "  strict INTEGER NOT NULL DEFAULT 0,"
  "  handler TEXT NOT NULL,"
  "  created_at REAL NOT NULL,"
  "  updated_at REAL NOT NULL);";

/* A blob is kept while a message names it, and till kept_until where none does: a draft names it
 * before its message, and undo gives back what an edit took. */
#define BLOB_USES_SQL(message, content) \
  "INSERT OR IGNORE INTO blob_uses (message, hash)" \
  "  SELECT " message ", substr (json_extract (value, '$.image_url.url'), 13)" \
  "  FROM json_each (" content ") WHERE type = 'object'" \
  "  AND json_extract (value, '$.image_url.url') GLOB 'recess-blob:[0-9a-f]*';"

static const char blobs_sql[] =
  "CREATE TABLE blobs ("
  "  hash TEXT PRIMARY KEY,"
  "  bytes INTEGER NOT NULL,"
  "  content_type TEXT NOT NULL,"
  "  created_at REAL NOT NULL,"
  "  kept_until REAL NOT NULL) WITHOUT ROWID;"
  "CREATE TABLE blob_uses ("
  "  message INTEGER NOT NULL REFERENCES messages ON DELETE CASCADE,"
  "  hash TEXT NOT NULL,"
  "  PRIMARY KEY (message, hash)) WITHOUT ROWID;"
  "CREATE INDEX blob_uses_by_hash ON blob_uses (hash);"
  "CREATE TRIGGER blob_uses_insert AFTER INSERT ON blob_uses BEGIN"
  "  UPDATE blobs SET kept_until = 0 WHERE hash = new.hash;"
  "END;"
  "CREATE TRIGGER blob_message_insert AFTER INSERT ON messages"
  "  WHEN substr (new.content, 1, 1) = '[' BEGIN "
  BLOB_USES_SQL ("new.seq", "new.content")
  "END;"
  "CREATE TRIGGER blob_message_update AFTER UPDATE OF content ON messages"
  "  WHEN '[' IN (substr (old.content, 1, 1), substr (new.content, 1, 1)) BEGIN"
  "  UPDATE blobs SET kept_until = CAST (strftime ('%s', 'now') AS REAL) + 86400"
  "    WHERE hash IN (SELECT hash FROM blob_uses WHERE message = new.seq);"
  "  DELETE FROM blob_uses WHERE message = new.seq; "
  BLOB_USES_SQL ("new.seq", "iif (substr (new.content, 1, 1) = '[', new.content, '[]')")
  "END;";

static const char request_costs_sql[] =
  "ALTER TABLE requests ADD COLUMN cost REAL;";

/* The version whose step makes the table of functions. */
#define FUNCTIONS_VERSION 5

static const char *const steps[] = {
  conversations_sql,
  search_sql,
  requests_sql,
  providers_sql,
  calls_sql,
  blobs_sql,
  request_costs_sql,
};

gboolean
recess_schema_check (sqlite3  *db,
                     guint    *version,
                     GError  **error)
{
  gint64 number, application, n_tables;

  g_return_val_if_fail (db != NULL, FALSE);
  g_return_val_if_fail (version != NULL, FALSE);

  if (!recess_sql_get_int (db, &number, 0, error, "PRAGMA user_version", "") ||
      !recess_sql_get_int (db, &application, 0, error, "PRAGMA application_id", "") ||
      !recess_sql_get_int (db, &n_tables, 0, error, "SELECT count(*) FROM sqlite_schema", ""))
    return FALSE;

  if (application != FILE_ID && (application != 0 || number != 0 || n_tables != 0))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                   "The file “%s” is a database of another program. It was left as it is.",
                   sqlite3_db_filename (db, "main"));
      return FALSE;
    }

  if (number < 0 || number > (gint64) G_N_ELEMENTS (steps))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                   "The file “%s” was written by a newer version of Recess. It was left as it is; "
                   "update Recess to open it.",
                   sqlite3_db_filename (db, "main"));
      return FALSE;
    }

  *version = (guint) number;
  return TRUE;
}

static gboolean
set_pragma (sqlite3     *db,
            const char  *name,
            gint64       value,
            GError     **error)
{
  g_autofree char *sql = g_strdup_printf ("PRAGMA %s = %" G_GINT64_FORMAT, name, value);

  return recess_sql_exec (db, sql, error);
}

static gboolean
run_steps (sqlite3  *db,
           guint     from,
           guint     to,
           GError  **error)
{
  for (guint i = from; i < to; i++)
    {
      if (!recess_sql_exec (db, steps[i], error))
        return FALSE;
    }

  if (from < FUNCTIONS_VERSION && to >= FUNCTIONS_VERSION &&
      !recess_function_rows_add_ready (db, NULL, error))
    return FALSE;

  return set_pragma (db, "application_id", FILE_ID, error) &&
         set_pragma (db, "user_version", to, error) &&
         recess_sql_exec (db, "COMMIT", error);
}

guint
recess_schema_get_version (void)
{
  return G_N_ELEMENTS (steps);
}

gboolean
recess_schema_migrate_to (sqlite3  *db,
                          guint     version,
                          GError  **error)
{
  guint current;

  g_return_val_if_fail (db != NULL, FALSE);
  g_return_val_if_fail (version <= G_N_ELEMENTS (steps), FALSE);

  if (!recess_schema_check (db, &current, error))
    return FALSE;

  if (current >= version)
    return TRUE;

  if (!recess_sql_exec (db, "BEGIN IMMEDIATE", error))
    return FALSE;

  if (run_steps (db, current, version, error))
    return TRUE;

  sqlite3_exec (db, "ROLLBACK", NULL, NULL, NULL);
  return FALSE;
}

gboolean
recess_schema_migrate (sqlite3  *db,
                       GError  **error)
{
  return recess_schema_migrate_to (db, G_N_ELEMENTS (steps), error);
}
