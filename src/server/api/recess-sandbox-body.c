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

#include "recess-sandbox-body.h"

static const char * const languages[] = { "python", "shell", NULL };

static GBytes *
get_bytes (JsonObject *object,
           const char *name)
{
  const char *text = recess_json_object_get_string (object, name, "");

  return g_bytes_new (text, strlen (text));
}

static gboolean
check_limit (JsonObject  *limits,
             const char  *name,
             guint64      highest,
             GError     **error)
{
  return recess_field_check (limits, "limits", name, RECESS_FIELD_INTEGER, error) &&
         recess_field_check_range (limits, "limits", name, RECESS_FIELD_INTEGER, 1,
                                   (double) highest, error);
}

static gboolean
parse_limits (JsonObject         *object,
              RecessSandboxSpec  *spec,
              GError            **error)
{
  const RecessSandboxLimits *highest = &recess_sandbox_highest_limits;
  RecessSandboxLimits limits;
  JsonObject *given;

  if (!recess_field_check (object, NULL, "limits", RECESS_FIELD_OBJECT | RECESS_FIELD_NULL, error))
    return FALSE;

  given = recess_json_object_get_object (object, "limits");
  if (given == NULL)
    return TRUE;

  if (!check_limit (given, "wall_ms", highest->wall_ms, error) ||
      !check_limit (given, "cpu_s", highest->cpu_s, error) ||
      !check_limit (given, "memory_bytes", highest->memory_bytes, error) ||
      !check_limit (given, "processes", highest->processes, error) ||
      !check_limit (given, "file_bytes", highest->file_bytes, error) ||
      !check_limit (given, "output_bytes", highest->output_bytes, error))
    return FALSE;

  limits.wall_ms = (guint) recess_json_object_get_int (given, "wall_ms", 0);
  limits.cpu_s = (guint) recess_json_object_get_int (given, "cpu_s", 0);
  limits.memory_bytes = (guint64) recess_json_object_get_int (given, "memory_bytes", 0);
  limits.processes = (guint) recess_json_object_get_int (given, "processes", 0);
  limits.file_bytes = (guint64) recess_json_object_get_int (given, "file_bytes", 0);
  limits.output_bytes = (guint64) recess_json_object_get_int (given, "output_bytes", 0);
  recess_sandbox_spec_set_limits (spec, &limits);
  return TRUE;
}

static gboolean
parse_file (JsonNode           *node,
            guint               index,
            RecessSandboxSpec  *spec,
            GError            **error)
{
  g_autofree char *path = g_strdup_printf ("files[%u]", index);
  g_autoptr (GBytes) content = NULL;
  g_autoptr (GError) problem = NULL;
  JsonObject *file;

  if (!recess_field_node_is (node, RECESS_FIELD_OBJECT))
    {
      recess_set_api_error (error, 400, path, NULL, "'%s' must be an object, not %s.", path,
                            recess_field_node_kind (node));
      return FALSE;
    }

  file = json_node_get_object (node);
  if (!recess_field_require (file, path, "name", RECESS_FIELD_STRING, error) ||
      !recess_field_require (file, path, "content", RECESS_FIELD_STRING, error))
    return FALSE;

  content = get_bytes (file, "content");
  if (recess_sandbox_spec_add_file (spec, recess_json_object_get_string (file, "name", ""), content,
                                    &problem))
    return TRUE;

  recess_set_api_error (error, 400, path, NULL, "%s", problem->message);
  return FALSE;
}

static gboolean
parse_files (JsonObject         *object,
             RecessSandboxSpec  *spec,
             GError            **error)
{
  JsonArray *files;

  if (!recess_field_check (object, NULL, "files", RECESS_FIELD_ARRAY | RECESS_FIELD_NULL, error))
    return FALSE;

  files = recess_json_object_get_array (object, "files");
  for (guint i = 0; files != NULL && i < json_array_get_length (files); i++)
    {
      if (!parse_file (json_array_get_element (files, i), i, spec, error))
        return FALSE;
    }

  return TRUE;
}

static RecessSandboxSpec *
parse_program (JsonObject  *object,
               GError     **error)
{
  g_autoptr (RecessSandboxSpec) spec = NULL;
  g_autoptr (GBytes) code = NULL;
  g_autoptr (GBytes) input = NULL;
  gboolean python;

  if (!recess_field_require (object, NULL, "language", RECESS_FIELD_STRING, error) ||
      !recess_field_check_enum (object, NULL, "language", languages, error) ||
      !recess_field_require (object, NULL, "code", RECESS_FIELD_STRING, error) ||
      !recess_field_check (object, NULL, "stdin", RECESS_FIELD_STRING | RECESS_FIELD_NULL, error))
    return NULL;

  python = g_str_equal (recess_json_object_get_string (object, "language", ""), languages[0]);
  code = get_bytes (object, "code");
  input = get_bytes (object, "stdin");
  spec = recess_sandbox_spec_new (python ? RECESS_SANDBOX_PYTHON : RECESS_SANDBOX_SHELL, code);
  recess_sandbox_spec_set_stdin (spec, input);
  return g_steal_pointer (&spec);
}

gpointer
recess_sandbox_body_parse (JsonObject  *object,
                           GBytes      *body,
                           GError     **error)
{
  g_autoptr (RecessSandboxSpec) spec = NULL;

  g_return_val_if_fail (object != NULL, NULL);

  spec = parse_program (object, error);
  if (spec == NULL || !parse_limits (object, spec, error) || !parse_files (object, spec, error))
    return NULL;

  return g_steal_pointer (&spec);
}
