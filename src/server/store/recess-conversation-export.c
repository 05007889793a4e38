/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "recess-blob-refs.h"
#include "recess-conversation-export.h"
#include "recess-conversation-rows.h"
#include "recess-function-rows.h"
#include "recess-message-rows.h"
#include "recess-sql.h"

#include "common/recess-json.h"

/* What fits into an import again. */
#define MAX_EXPORT (64u * 1024 * 1024)

typedef struct
{
  char               *id;
  RecessExportFormat  format;
} Work;

static void
work_free (Work *work)
{
  g_free (work->id);
  g_free (work);
}

/* The text of the functions that the settings name and that are here. */
static gboolean
append_functions (sqlite3     *db,
                  const char  *id,
                  GString     *json,
                  GError     **error)
{
  g_autoptr(sqlite3_stmt) statement = NULL;
  g_autoptr(GError) failure = NULL;
  gboolean any = FALSE;

  statement = recess_sql_query (db, error,
                                "SELECT DISTINCT f.id FROM conversations c,"
                                "  json_each (c.settings, '$.functions') n"
                                "  JOIN functions f ON f.name = n.value"
                                "  WHERE c.id = ? AND n.type = 'text' ORDER BY f.seq", "s", id);
  if (statement == NULL)
    return FALSE;

  while (failure == NULL && recess_sql_step (statement, &failure))
    {
      g_autofree char *row = recess_function_rows_get (db, recess_sql_text (statement, 0),
                                                       &failure);

      if (row != NULL)
        g_string_append_printf (json, "%s%s", any ? "," : "", row);
      any = TRUE;
    }

  if (failure == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

static GBytes *
export_json (sqlite3     *db,
             const char  *id,
             GError     **error)
{
  g_autofree char *conversation = recess_conversation_rows_get (db, id, error);
  g_autofree char *list = NULL;
  g_autoptr(GString) json = NULL;
  g_autoptr(GBytes) plain = NULL;
  GBytes *spliced;
  RecessJsonSpan rows;

  if (conversation == NULL)
    return NULL;

  list = recess_message_rows_get_all (db, id, NULL, error);
  if (list == NULL || !recess_json_find_member (list, strlen (list), "data", &rows))
    return NULL;

  json = g_string_new ("{\"object\":\"recess.conversation.export\",\"version\":1,");
  g_string_append_printf (json, "\"conversation\":%s,\"messages\":", conversation);
  g_string_append_len (json, list + rows.start, (gssize) rows.length);
  g_string_append (json, ",\"functions\":[");
  if (!append_functions (db, id, json, error))
    return NULL;

  g_string_append (json, "]}");
  plain = g_string_free_to_bytes (g_steal_pointer (&json));
  if (!recess_blob_refs_exist (plain))
    return g_steal_pointer (&plain);

  /* Where an image is gone, its name is what there is. */
  spliced = recess_blob_refs_splice (db, plain, MAX_EXPORT, NULL);
  return spliced != NULL ? spliced : g_steal_pointer (&plain);
}

/* A fence is longer than any within. */
static void
append_code (GString    *text,
             const char *language,
             const char *code)
{
  gsize longest = 2;
  gsize run = 0;
  g_autofree char *fence = NULL;

  for (const char *at = code; *at != '\0'; at++)
    {
      run = *at == '`' ? run + 1 : 0;
      longest = MAX (longest, run);
    }

  fence = g_strnfill (longest + 1, '`');
  g_string_append_printf (text, "%s%s\n%s%s%s\n\n", fence, language, code,
                          g_str_has_suffix (code, "\n") || *code == '\0' ? "" : "\n", fence);
}

static void
append_parts (GString   *text,
              JsonArray *parts)
{
  for (guint i = 0; i < json_array_get_length (parts); i++)
    {
      JsonNode *node = json_array_get_element (parts, i);
      JsonObject *part = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
      const char *words = part != NULL ? recess_json_object_get_string (part, "text", NULL) : NULL;

      if (words != NULL)
        g_string_append_printf (text, "%s\n\n", words);
      else if (part != NULL)
        g_string_append_printf (text, "[%s]\n\n",
                                recess_json_object_get_string (part, "type", "part"));
    }
}

static void
append_calls (GString   *text,
              JsonArray *calls)
{
  for (guint i = 0; i < json_array_get_length (calls); i++)
    {
      JsonObject *call = json_array_get_object_element (calls, i);
      JsonObject *function = recess_json_object_get_object (call, "function");

      if (function == NULL)
        continue;

      g_string_append_printf (text, "**Call:** `%s`\n\n",
                              recess_json_object_get_string (function, "name", ""));
      append_code (text, "json", recess_json_object_get_string (function, "arguments", ""));
    }
}

static void
append_message (GString    *text,
                JsonObject *row)
{
  static const char *const headings[][2] = {
    { "system", "System" }, { "developer", "Developer" }, { "user", "User" },
    { "assistant", "Assistant" }, { "tool", "Output of" }, { "function", "Output of" },
  };
  const char *role = recess_json_object_get_string (row, "role", "");
  const char *name = recess_json_object_get_string (row, "name", NULL);
  const char *content = recess_json_object_get_string (row, "content", NULL);
  JsonArray *parts = recess_json_object_get_array (row, "content");
  JsonArray *calls = recess_json_object_get_array (row, "tool_calls");
  gboolean output = g_str_equal (role, "tool") || g_str_equal (role, "function");

  for (guint i = 0; i < G_N_ELEMENTS (headings); i++)
    {
      if (g_str_equal (headings[i][0], role))
        g_string_append_printf (text, "## %s%s%s%s\n\n", headings[i][1], output ? " `" : "",
                                output && name != NULL ? name : "", output ? "`" : "");
    }

  if (output && content != NULL)
    append_code (text, "", content);
  else if (content != NULL && *content != '\0')
    g_string_append_printf (text, "%s\n\n", content);
  else if (parts != NULL)
    append_parts (text, parts);

  if (calls != NULL)
    append_calls (text, calls);
}

static GBytes *
export_markdown (sqlite3     *db,
                 const char  *id,
                 GError     **error)
{
  g_autofree char *conversation = recess_conversation_rows_get (db, id, error);
  g_autofree char *list = NULL;
  g_autofree char *title = NULL;
  g_autoptr(JsonObject) object = NULL;
  g_autoptr(GString) text = NULL;
  JsonArray *rows;

  if (conversation == NULL)
    return NULL;

  list = recess_message_rows_get_path (db, id, NULL, error);
  object = list != NULL ? recess_json_parse_object (list, strlen (list), error) : NULL;
  if (object == NULL)
    return NULL;

  title = recess_json_dup_string (conversation, strlen (conversation), "title");
  text = g_string_new (NULL);
  g_string_append_printf (text, "# %s\n\n", title != NULL ? title : "Conversation");
  rows = recess_json_object_get_array (object, "data");
  for (guint i = 0; i < json_array_get_length (rows); i++)
    append_message (text, json_array_get_object_element (rows, i));

  g_string_truncate (text, text->len - 1);
  return g_string_free_to_bytes (g_steal_pointer (&text));
}

static gpointer
export_func (sqlite3   *db,
             gpointer   user_data,
             GError   **error)
{
  const Work *work = user_data;

  return work->format == RECESS_EXPORT_JSON ? export_json (db, work->id, error)
                                            : export_markdown (db, work->id, error);
}

void
recess_conversation_export_async (RecessStore         *store,
                                  const char          *id,
                                  RecessExportFormat   format,
                                  GCancellable        *cancellable,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data)
{
  Work *work;

  g_return_if_fail (id != NULL);

  work = g_new0 (Work, 1);
  work->id = g_strdup (id);
  work->format = format;
  recess_store_read_async (store, export_func, work, (GDestroyNotify) work_free,
                           (GDestroyNotify) g_bytes_unref, cancellable, callback, user_data);
}

GBytes *
recess_conversation_export_finish (RecessStore   *store,
                                   GAsyncResult  *result,
                                   GError       **error)
{
  return recess_store_read_finish (store, result, error);
}
