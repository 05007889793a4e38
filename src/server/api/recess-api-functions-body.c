/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "common/recess-api-error.h"
#include "common/recess-json-schema.h"
#include "common/recess-json.h"
#include "providers/recess-field.h"

#include "recess-api-functions-body.h"

#define MAX_NAME 64
#define MAX_DESCRIPTION (16 * 1024)
#define MAX_TEXT (1024 * 1024)
#define MAX_TIME_LIMIT_MS (10 * 60 * 1000)

#define NAME_CHARACTERS \
  "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-"

static const char *const handler_types[] = { "ask", "fixed", "python", "ready", NULL };

static const char *const ready_names[] = {
  "get_current_time", "convert_units", "calculate", "roll_dice", "date_difference",
  "search_notes", NULL
};

static gboolean
check_name (JsonObject  *object,
            GError     **error)
{
  const char *name = recess_json_object_get_string (object, "name", NULL);
  gsize length;

  if (name == NULL)
    return recess_field_check (object, NULL, "name", RECESS_FIELD_STRING, error);

  length = strlen (name);
  if (length > 0 && length <= MAX_NAME && strspn (name, NAME_CHARACTERS) == length)
    return TRUE;

  recess_set_api_error (error, 400, "name", NULL,
                        "'name' must have 1 to %d letters, digits, '_' and '-', without accents "
                        "and spaces.", MAX_NAME);
  return FALSE;
}

static gboolean
check_length (const char  *text,
              const char  *param,
              gsize        limit,
              GError     **error)
{
  if (text == NULL || strlen (text) <= limit)
    return TRUE;

  recess_set_api_error (error, 400, param, NULL,
                        "'%s' must have at most %" G_GSIZE_FORMAT " bytes.", param, limit);
  return FALSE;
}

static gboolean
check_fixed (JsonObject  *handler,
             GError     **error)
{
  return recess_field_require (handler, "handler", "output", RECESS_FIELD_STRING, error) &&
         check_length (recess_json_object_get_string (handler, "output", NULL), "handler.output",
                       MAX_TEXT, error);
}

static gboolean
check_python (JsonObject  *handler,
              GError     **error)
{
  return recess_field_require (handler, "handler", "code", RECESS_FIELD_STRING, error) &&
         check_length (recess_json_object_get_string (handler, "code", NULL), "handler.code",
                       MAX_TEXT, error) &&
         recess_field_check_range (handler, "handler", "time_limit_ms", RECESS_FIELD_INTEGER, 1,
                                   MAX_TIME_LIMIT_MS, error);
}

static gboolean
check_ready (JsonObject  *handler,
             GError     **error)
{
  return recess_field_require (handler, "handler", "function", RECESS_FIELD_STRING, error) &&
         recess_field_check_enum (handler, "handler", "function", ready_names, error) &&
         recess_field_check (handler, "handler", "notes", RECESS_FIELD_STRING, error) &&
         check_length (recess_json_object_get_string (handler, "notes", NULL), "handler.notes",
                       MAX_TEXT, error);
}

static gboolean
check_handler (JsonObject  *object,
               GError     **error)
{
  JsonObject *handler = recess_json_object_get_object (object, "handler");
  const char *type;

  if (handler == NULL)
    return recess_field_check (object, NULL, "handler", RECESS_FIELD_OBJECT, error);

  if (!recess_field_require (handler, "handler", "type", RECESS_FIELD_STRING, error) ||
      !recess_field_check_enum (handler, "handler", "type", handler_types, error))
    return FALSE;

  type = recess_json_object_get_string (handler, "type", NULL);
  if (g_str_equal (type, "fixed"))
    return check_fixed (handler, error);
  if (g_str_equal (type, "python"))
    return check_python (handler, error);
  if (g_str_equal (type, "ready"))
    return check_ready (handler, error);
  return TRUE;
}

/* The text of a member as it came; NULL also for a null. */
static char *
dup_member_text (JsonObject *object,
                 GBytes     *body,
                 const char *name)
{
  gsize length;
  const char *text = g_bytes_get_data (body, &length);
  RecessJsonSpan span;

  if (!json_object_has_member (object, name) || json_object_get_null_member (object, name) ||
      !recess_json_find_member (text, length, name, &span))
    return NULL;

  return g_strndup (text + span.start, span.length);
}

static gboolean
check_members (JsonObject  *object,
               GError     **error)
{
  return check_name (object, error) &&
         recess_field_check (object, NULL, "description",
                             RECESS_FIELD_STRING | RECESS_FIELD_NULL, error) &&
         check_length (recess_json_object_get_string (object, "description", NULL), "description",
                       MAX_DESCRIPTION, error) &&
         recess_field_check (object, NULL, "parameters",
                             RECESS_FIELD_OBJECT | RECESS_FIELD_NULL, error) &&
         recess_field_check (object, NULL, "strict", RECESS_FIELD_BOOLEAN | RECESS_FIELD_NULL,
                             error) &&
         check_handler (object, error);
}

/* The first fault is told. */
static gboolean
check_parameters (const char  *parameters,
                  GError     **error)
{
  g_autoptr(RecessJsonSchema) schema = NULL;
  g_autoptr(GPtrArray) faults = NULL;
  g_autofree char *words = NULL;

  if (parameters == NULL)
    return TRUE;

  if (!check_length (parameters, "parameters", RECESS_JSON_SCHEMA_MAX_BYTES, error))
    return FALSE;

  schema = recess_json_schema_compile (parameters, strlen (parameters), "parameters", &faults);
  if (faults->len == 0)
    return TRUE;

  words = recess_json_faults_join (faults, 1);
  recess_set_api_error (error, 400,
                        ((const RecessJsonFault *) g_ptr_array_index (faults, 0))->place, NULL,
                        "%s", words);
  return FALSE;
}

gpointer
recess_function_parse_change (JsonObject  *object,
                              GBytes      *body,
                              GError     **error)
{
  g_autoptr(RecessFunctionChange) change = NULL;

  g_return_val_if_fail (object != NULL, NULL);
  g_return_val_if_fail (body != NULL, NULL);

  if (!check_members (object, error))
    return NULL;

  change = g_new0 (RecessFunctionChange, 1);
  change->name = g_strdup (recess_json_object_get_string (object, "name", NULL));
  change->description = g_strdup (recess_json_object_get_string (object, "description", NULL));
  change->parameters = dup_member_text (object, body, "parameters");
  change->handler = dup_member_text (object, body, "handler");
  change->strict = recess_json_object_get_boolean (object, "strict", FALSE);
  change->set_description = json_object_has_member (object, "description");
  change->set_parameters = json_object_has_member (object, "parameters");
  change->set_strict = json_object_has_member (object, "strict");

  return check_parameters (change->parameters, error) ? g_steal_pointer (&change) : NULL;
}

gpointer
recess_function_parse_new (JsonObject  *object,
                           GBytes      *body,
                           GError     **error)
{
  RecessFunctionChange *change;

  g_return_val_if_fail (object != NULL, NULL);

  if (!recess_field_require (object, NULL, "name", RECESS_FIELD_STRING, error))
    return NULL;

  change = recess_function_parse_change (object, body, error);
  if (change != NULL && change->handler == NULL)
    change->handler = g_strdup ("{\"type\":\"ask\"}");
  return change;
}

void
recess_function_try_free (RecessFunctionTry *self)
{
  g_free (self->arguments);
  g_clear_pointer (&self->function, recess_function_free);
  g_free (self);
}

gpointer
recess_function_parse_try (JsonObject  *object,
                           GBytes      *body,
                           GError     **error)
{
  RecessFunctionTry *trial;

  g_return_val_if_fail (object != NULL, NULL);

  if (!recess_field_require (object, NULL, "arguments", RECESS_FIELD_STRING, error))
    return NULL;

  trial = g_new0 (RecessFunctionTry, 1);
  trial->arguments = g_strdup (recess_json_object_get_string (object, "arguments", NULL));
  return trial;
}

gpointer
recess_function_parse_trial (JsonObject  *object,
                             GBytes      *body,
                             GError     **error)
{
  g_autoptr(RecessFunctionTry) trial = NULL;
  g_autoptr(RecessFunctionChange) change = NULL;

  trial = recess_function_parse_try (object, body, error);
  if (trial == NULL || !recess_field_require (object, NULL, "handler", RECESS_FIELD_OBJECT, error))
    return NULL;

  change = recess_function_parse_change (object, body, error);
  if (change == NULL)
    return NULL;

  trial->function = recess_function_new (change->name != NULL ? change->name : "run",
                                         change->parameters, change->handler);
  return g_steal_pointer (&trial);
}
