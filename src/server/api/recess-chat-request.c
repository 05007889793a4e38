/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>

#include "common/recess-api-error.h"
#include "common/recess-json.h"
#include "providers/recess-field.h"

#include "recess-chat-request.h"

#define OR_NULL | RECESS_FIELD_NULL

static const struct
{
  const char       *name;
  RecessFieldTypes  types;
} fields[] = {
  { "audio", RECESS_FIELD_OBJECT OR_NULL },
  { "function_call", RECESS_FIELD_STRING | RECESS_FIELD_OBJECT OR_NULL },
  { "functions", RECESS_FIELD_ARRAY OR_NULL },
  { "logit_bias", RECESS_FIELD_OBJECT OR_NULL },
  { "logprobs", RECESS_FIELD_BOOLEAN OR_NULL },
  { "metadata", RECESS_FIELD_OBJECT OR_NULL },
  { "modalities", RECESS_FIELD_ARRAY OR_NULL },
  { "parallel_tool_calls", RECESS_FIELD_BOOLEAN OR_NULL },
  { "prediction", RECESS_FIELD_OBJECT OR_NULL },
  { "reasoning_effort", RECESS_FIELD_STRING OR_NULL },
  { "response_format", RECESS_FIELD_OBJECT OR_NULL },
  { "service_tier", RECESS_FIELD_STRING OR_NULL },
  { "stop", RECESS_FIELD_STRING | RECESS_FIELD_ARRAY OR_NULL },
  { "store", RECESS_FIELD_BOOLEAN OR_NULL },
  { "stream", RECESS_FIELD_BOOLEAN OR_NULL },
  { "stream_options", RECESS_FIELD_OBJECT OR_NULL },
  { "tool_choice", RECESS_FIELD_STRING | RECESS_FIELD_OBJECT OR_NULL },
  { "tools", RECESS_FIELD_ARRAY OR_NULL },
  { "user", RECESS_FIELD_STRING OR_NULL },
};

static const struct
{
  const char       *name;
  RecessFieldTypes  type;
  double            minimum;
  double            maximum;
} numbers[] = {
  { "frequency_penalty", RECESS_FIELD_NUMBER, -2, 2 },
  { "max_completion_tokens", RECESS_FIELD_INTEGER, -G_MAXINT, G_MAXINT },
  { "max_tokens", RECESS_FIELD_INTEGER, -G_MAXINT, G_MAXINT },
  { "n", RECESS_FIELD_INTEGER, 1, 128 },
  { "presence_penalty", RECESS_FIELD_NUMBER, -2, 2 },
  { "seed", RECESS_FIELD_INTEGER, -INFINITY, INFINITY },
  { "temperature", RECESS_FIELD_NUMBER, 0, 2 },
  { "top_logprobs", RECESS_FIELD_INTEGER, 0, 20 },
  { "top_p", RECESS_FIELD_NUMBER, 0, 1 },
};

static gboolean
check_items (JsonObject        *object,
             const char        *path,
             const char        *name,
             RecessFieldTypes   types,
             GError           **error)
{
  JsonArray *array = recess_json_object_get_array (object, name);

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonNode *item = json_array_get_element (array, i);
      g_autofree char *param = NULL;

      if (recess_field_node_is (item, types))
        continue;

      param = g_strdup_printf ("%s%s%s[%u]", path != NULL ? path : "", path != NULL ? "." : "",
                               name, i);
      recess_set_api_error (error, 400, param, NULL,
                            "Invalid type for '%s': expected %s, but got %s instead.", param,
                            types == RECESS_FIELD_OBJECT ? "an object" : "a string",
                            recess_field_node_kind (item));
      return FALSE;
    }

  return TRUE;
}

static gboolean
check_part (JsonObject  *part,
            const char  *path,
            GError     **error)
{
  static const struct
  {
    const char       *type;
    RecessFieldTypes  types;
  } parts[] = {
    { "text", RECESS_FIELD_STRING },
    { "refusal", RECESS_FIELD_STRING },
    { "image_url", RECESS_FIELD_OBJECT },
    { "input_audio", RECESS_FIELD_OBJECT },
    { "file", RECESS_FIELD_OBJECT },
  };
  const char *type;

  if (!recess_field_require (part, path, "type", RECESS_FIELD_STRING, error))
    return FALSE;

  type = json_object_get_string_member (part, "type");
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      if (g_str_equal (type, parts[i].type))
        return recess_field_require (part, path, parts[i].type, parts[i].types, error);
    }

  return TRUE;
}

static gboolean
check_content (JsonObject  *message,
               const char  *path,
               gboolean     required,
               GError     **error)
{
  RecessFieldTypes types = RECESS_FIELD_STRING | RECESS_FIELD_ARRAY;
  JsonArray *parts;

  if (required)
    {
      if (!recess_field_require (message, path, "content", types, error))
        return FALSE;
    }
  else if (!recess_field_check (message, path, "content", types OR_NULL, error))
    return FALSE;

  if (!check_items (message, path, "content", RECESS_FIELD_OBJECT, error))
    return FALSE;

  parts = recess_json_object_get_array (message, "content");
  for (guint i = 0; parts != NULL && i < json_array_get_length (parts); i++)
    {
      g_autofree char *part = g_strdup_printf ("%s.content[%u]", path, i);

      if (!check_part (json_array_get_object_element (parts, i), part, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
check_tool_calls (JsonObject  *message,
                  const char  *path,
                  GError     **error)
{
  JsonArray *calls;

  if (!recess_field_check (message, path, "tool_calls", RECESS_FIELD_ARRAY OR_NULL, error) ||
      !check_items (message, path, "tool_calls", RECESS_FIELD_OBJECT, error))
    return FALSE;

  calls = recess_json_object_get_array (message, "tool_calls");
  for (guint i = 0; calls != NULL && i < json_array_get_length (calls); i++)
    {
      JsonObject *call = json_array_get_object_element (calls, i);
      g_autofree char *call_path = g_strdup_printf ("%s.tool_calls[%u]", path, i);
      g_autofree char *function_path = g_strconcat (call_path, ".function", NULL);
      JsonObject *function;

      if (!recess_field_require (call, call_path, "id", RECESS_FIELD_STRING, error) ||
          !recess_field_check (call, call_path, "function", RECESS_FIELD_OBJECT, error))
        return FALSE;

      function = recess_json_object_get_object (call, "function");
      if (function != NULL &&
          (!recess_field_require (function, function_path, "name", RECESS_FIELD_STRING, error) ||
           !recess_field_require (function, function_path, "arguments", RECESS_FIELD_STRING,
                                   error)))
        return FALSE;
    }

  return TRUE;
}

static gboolean
check_message (JsonObject  *message,
               const char  *path,
               GError     **error)
{
  static const char * const roles[] = {
    "developer", "system", "user", "assistant", "tool", "function", NULL,
  };
  const char *role;
  gboolean by_model;

  if (!recess_field_require (message, path, "role", RECESS_FIELD_STRING, error) ||
      !recess_field_check_enum (message, path, "role", roles, error))
    return FALSE;

  role = json_object_get_string_member (message, "role");
  by_model = g_str_equal (role, "assistant") || g_str_equal (role, "function");
  if (!check_content (message, path, !by_model, error) ||
      !recess_field_check (message, path, "name", RECESS_FIELD_STRING OR_NULL, error))
    return FALSE;

  if (g_str_equal (role, "tool") &&
      !recess_field_require (message, path, "tool_call_id", RECESS_FIELD_STRING, error))
    return FALSE;

  return check_tool_calls (message, path, error);
}

static gboolean
check_messages (JsonObject  *object,
                GError     **error)
{
  JsonArray *messages;

  if (!recess_field_require (object, NULL, "messages", RECESS_FIELD_ARRAY, error) ||
      !check_items (object, NULL, "messages", RECESS_FIELD_OBJECT, error))
    return FALSE;

  messages = json_object_get_array_member (object, "messages");
  if (json_array_get_length (messages) == 0)
    {
      recess_set_api_error (error, 400, "messages", NULL,
                            "Invalid 'messages': empty array. Expected an array with at least 1 "
                            "message.");
      return FALSE;
    }

  for (guint i = 0; i < json_array_get_length (messages); i++)
    {
      g_autofree char *path = g_strdup_printf ("messages[%u]", i);

      if (!check_message (json_array_get_object_element (messages, i), path, error))
        return FALSE;
    }

  return TRUE;
}

/* Values that are in use beside those of the description are let through. */
static gboolean
check_choices (JsonObject  *object,
               GError     **error)
{
  static const char * const choices[] = { "none", "auto", "required", "any", NULL };
  static const char * const efforts[] = {
    "none", "minimal", "low", "medium", "high", "xhigh", "max", "default", NULL,
  };
  static const char * const formats[] = {
    "text", "json_object", "json_schema", "grammar", "regex", "structural_tag", NULL,
  };
  JsonNode *choice = json_object_get_member (object, "tool_choice");
  JsonObject *format = recess_json_object_get_object (object, "response_format");

  if (choice != NULL && recess_field_node_is (choice, RECESS_FIELD_STRING) &&
      !recess_field_check_enum (object, NULL, "tool_choice", choices, error))
    return FALSE;

  if (!recess_field_check_enum (object, NULL, "reasoning_effort", efforts, error))
    return FALSE;

  return format == NULL ||
         (recess_field_require (format, "response_format", "type", RECESS_FIELD_STRING, error) &&
          recess_field_check_enum (format, "response_format", "type", formats, error));
}

static gboolean
check_tools (JsonObject  *object,
             GError     **error)
{
  JsonArray *tools;

  if (!check_items (object, NULL, "tools", RECESS_FIELD_OBJECT, error) ||
      !check_items (object, NULL, "functions", RECESS_FIELD_OBJECT, error))
    return FALSE;

  tools = recess_json_object_get_array (object, "tools");
  for (guint i = 0; tools != NULL && i < json_array_get_length (tools); i++)
    {
      JsonObject *tool = json_array_get_object_element (tools, i);
      g_autofree char *path = g_strdup_printf ("tools[%u]", i);
      g_autofree char *function_path = g_strconcat (path, ".function", NULL);
      JsonObject *function;

      if (!recess_field_require (tool, path, "type", RECESS_FIELD_STRING, error) ||
          !recess_field_check (tool, path, "function", RECESS_FIELD_OBJECT, error))
        return FALSE;

      function = recess_json_object_get_object (tool, "function");
      if (function != NULL &&
          !recess_field_require (function, function_path, "name", RECESS_FIELD_STRING, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
check_fields (JsonObject  *object,
              GError     **error)
{
  JsonObject *options;

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      if (!recess_field_check (object, NULL, fields[i].name, fields[i].types, error))
        return FALSE;
    }

  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      if (!recess_field_check_range (object, NULL, numbers[i].name, numbers[i].type,
                                     numbers[i].minimum, numbers[i].maximum, error))
        return FALSE;
    }

  options = recess_json_object_get_object (object, "stream_options");
  return (options == NULL ||
          recess_field_check (options, "stream_options", "include_usage",
                              RECESS_FIELD_BOOLEAN OR_NULL, error)) &&
         check_items (object, NULL, "stop", RECESS_FIELD_STRING, error) &&
         check_choices (object, error) &&
         check_tools (object, error);
}

RecessChatRequest *
recess_chat_request_new (JsonObject  *object,
                         GError     **error)
{
  RecessChatRequest *self;
  JsonObject *options;
  const char *model;

  g_return_val_if_fail (object != NULL, NULL);

  if (!recess_field_require (object, NULL, "model", RECESS_FIELD_STRING, error) ||
      !check_messages (object, error) ||
      !check_fields (object, error))
    return NULL;

  model = json_object_get_string_member (object, "model");
  if (*model == '\0')
    {
      recess_set_api_error (error, 400, "model", NULL, "you must provide a model parameter");
      return NULL;
    }

  options = recess_json_object_get_object (object, "stream_options");
  self = g_new0 (RecessChatRequest, 1);
  self->model = g_strdup (model);
  self->stream = recess_json_object_get_boolean (object, "stream", FALSE);
  self->include_usage = options != NULL &&
                        recess_json_object_get_boolean (options, "include_usage", FALSE);
  return self;
}

void
recess_chat_request_free (RecessChatRequest *self)
{
  g_return_if_fail (self != NULL);

  g_free (self->model);
  g_free (self);
}
