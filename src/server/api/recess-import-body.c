/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "common/recess-api-error.h"
#include "common/recess-json.h"
#include "providers/recess-field.h"

#include "recess-api-functions-body.h"
#include "recess-import-body.h"

#define MAX_ROWS 100000

static const char *const roles[] = {
  "system", "developer", "user", "assistant", "tool", "function", NULL
};

static const char *const statuses[] = {
  "complete", "in_progress", "stopped", "interrupted", "failed", "waiting", NULL
};

static const struct
{
  const char       *name;
  RecessFieldTypes  types;
} members[] = {
  { "id", RECESS_FIELD_STRING },
  { "parent_id", RECESS_FIELD_STRING },
  { "content", RECESS_FIELD_STRING | RECESS_FIELD_ARRAY },
  { "reasoning", RECESS_FIELD_STRING },
  { "error", RECESS_FIELD_OBJECT },
  { "model", RECESS_FIELD_STRING },
  { "usage", RECESS_FIELD_OBJECT },
  { "finish_reason", RECESS_FIELD_STRING },
  { "duration_ms", RECESS_FIELD_INTEGER },
  { "first_token_ms", RECESS_FIELD_INTEGER },
  { "cost", RECESS_FIELD_NUMBER },
  { "tool_calls", RECESS_FIELD_ARRAY },
  { "tool_call_id", RECESS_FIELD_STRING },
  { "name", RECESS_FIELD_STRING },
  { "log", RECESS_FIELD_STRING },
  { "created_at", RECESS_FIELD_NUMBER },
  { "updated_at", RECESS_FIELD_NUMBER },
};

static gboolean
check_calls (JsonArray   *calls,
             const char  *path,
             GError     **error)
{
  for (guint i = 0; calls != NULL && i < json_array_get_length (calls); i++)
    {
      JsonNode *node = json_array_get_element (calls, i);
      g_autofree char *call_path = g_strdup_printf ("%s.tool_calls[%u]", path, i);
      g_autofree char *function_path = g_strconcat (call_path, ".function", NULL);
      JsonObject *call, *function;

      if (!recess_field_node_is (node, RECESS_FIELD_OBJECT))
        {
          recess_set_api_error (error, 400, call_path, NULL, "'%s' must be an object, not %s.",
                                call_path, recess_field_node_kind (node));
          return FALSE;
        }

      call = json_node_get_object (node);
      if (!recess_field_require (call, call_path, "id", RECESS_FIELD_STRING, error) ||
          !recess_field_require (call, call_path, "function", RECESS_FIELD_OBJECT, error))
        return FALSE;

      function = recess_json_object_get_object (call, "function");
      if (!recess_field_require (function, function_path, "name", RECESS_FIELD_STRING, error) ||
          !recess_field_require (function, function_path, "arguments", RECESS_FIELD_STRING, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
check_row (JsonObject  *row,
           const char  *path,
           GError     **error)
{
  if (!recess_field_require (row, path, "role", RECESS_FIELD_STRING, error) ||
      !recess_field_check_enum (row, path, "role", roles, error) ||
      !recess_field_check_enum (row, path, "status", statuses, error))
    return FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    {
      if (!recess_field_check (row, path, members[i].name, members[i].types | RECESS_FIELD_NULL,
                               error))
        return FALSE;
    }

  return check_calls (recess_json_object_get_array (row, "tool_calls"), path, error);
}

/* A null is as good as nothing, and what an assistant calls needs no words. */
static char *
dup_content (JsonObject *row)
{
  JsonNode *node = json_object_get_member (row, "content");

  return node != NULL && !JSON_NODE_HOLDS_NULL (node) ? recess_json_node_to_text (node, FALSE)
                                                      : g_strdup ("\"\"");
}

static void
drop_nulls (JsonObject *row)
{
  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    {
      if (json_object_has_member (row, members[i].name) &&
          json_object_get_null_member (row, members[i].name))
        json_object_remove_member (row, members[i].name);
    }
}

static RecessImportRow *
parse_row (JsonNode    *node,
           guint        i,
           GError     **error)
{
  g_autofree char *path = g_strdup_printf ("messages[%u]", i);
  RecessImportRow *row;
  JsonObject *object;
  const char *status;

  if (!recess_field_node_is (node, RECESS_FIELD_OBJECT))
    {
      recess_set_api_error (error, 400, path, NULL, "'%s' must be an object, not %s.", path,
                            recess_field_node_kind (node));
      return NULL;
    }

  object = json_node_get_object (node);
  if (!check_row (object, path, error))
    return NULL;

  /* What was being written somewhere else is not written here. */
  status = recess_json_object_get_string (object, "status", "complete");
  row = g_new0 (RecessImportRow, 1);
  row->key = g_strdup (recess_json_object_get_string (object, "id", NULL));
  row->parent = g_strdup (recess_json_object_get_string (object, "parent_id", NULL));
  row->linear = !json_object_has_member (object, "parent_id");
  row->role = g_strdup (recess_json_object_get_string (object, "role", NULL));
  row->content = dup_content (object);
  row->status = g_strdup (g_str_equal (status, "in_progress") ? "interrupted" : status);
  drop_nulls (object);
  json_object_remove_member (object, "content");
  row->members = recess_json_node_to_text (node, FALSE);
  return row;
}

static gboolean
parse_rows (RecessImport  *import,
            JsonArray     *array,
            GError       **error)
{
  if (json_array_get_length (array) > MAX_ROWS)
    {
      recess_set_api_error (error, 400, "messages", NULL,
                            "A conversation of more than %d messages cannot be taken in.",
                            MAX_ROWS);
      return FALSE;
    }

  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      RecessImportRow *row = parse_row (json_array_get_element (array, i), i, error);

      if (row == NULL)
        return FALSE;
      g_ptr_array_add (import->rows, row);
    }

  return TRUE;
}

static gboolean
parse_functions (RecessImport  *import,
                 JsonArray     *array,
                 GError       **error)
{
  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonNode *node = json_array_get_element (array, i);
      g_autofree char *text = recess_json_node_to_text (node, FALSE);
      g_autoptr(GBytes) body = g_bytes_new (text, strlen (text));
      RecessFunctionChange *function;

      if (!recess_field_node_is (node, RECESS_FIELD_OBJECT))
        {
          recess_set_api_error (error, 400, "functions", NULL,
                                "'functions[%u]' must be an object, not %s.", i,
                                recess_field_node_kind (node));
          return FALSE;
        }

      function = recess_function_parse_new (json_node_get_object (node), body, error);
      if (function == NULL)
        return FALSE;
      g_ptr_array_add (import->functions, function);
    }

  return TRUE;
}

static gboolean
parse_conversation (RecessImport  *import,
                    JsonObject    *conversation,
                    GError       **error)
{
  JsonNode *settings;

  if (conversation == NULL)
    return TRUE;

  if (!recess_field_check (conversation, "conversation", "title",
                           RECESS_FIELD_STRING | RECESS_FIELD_NULL, error) ||
      !recess_field_check (conversation, "conversation", "head",
                           RECESS_FIELD_STRING | RECESS_FIELD_NULL, error) ||
      !recess_field_check (conversation, "conversation", "settings", RECESS_FIELD_OBJECT, error))
    return FALSE;

  settings = json_object_get_member (conversation, "settings");
  import->title = g_strdup (recess_json_object_get_string (conversation, "title", NULL));
  import->head = g_strdup (recess_json_object_get_string (conversation, "head", NULL));
  import->settings = settings != NULL ? recess_json_node_to_text (settings, FALSE) : NULL;
  return TRUE;
}

gpointer
recess_import_parse (JsonObject  *object,
                     GBytes      *body,
                     GError     **error)
{
  g_autoptr(RecessImport) import = NULL;

  g_return_val_if_fail (object != NULL, NULL);

  if (!recess_field_require (object, NULL, "messages", RECESS_FIELD_ARRAY, error) ||
      !recess_field_check (object, NULL, "conversation", RECESS_FIELD_OBJECT, error) ||
      !recess_field_check (object, NULL, "functions", RECESS_FIELD_ARRAY, error))
    return NULL;

  import = g_new0 (RecessImport, 1);
  import->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) recess_import_row_free);
  import->functions = g_ptr_array_new_with_free_func ((GDestroyNotify)
                                                      recess_function_change_free);
  if (!parse_conversation (import, recess_json_object_get_object (object, "conversation"),
                           error) ||
      !parse_rows (import, recess_json_object_get_array (object, "messages"), error) ||
      !parse_functions (import, recess_json_object_get_array (object, "functions"), error))
    return NULL;

  return g_steal_pointer (&import);
}
