/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "common/recess-json.h"
#include "recess-practice-fields.h"
#include "recess-practice-tools.h"

#define MOST_TOOLS 128

static JsonNode *
find (JsonObject *object,
      const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && !JSON_NODE_HOLDS_NULL (node) ? node : NULL;
}

/* Returns: the member, or NULL with an error where it is missing or of another kind */
static JsonNode *
require (JsonObject          *object,
         const char          *place,
         const char          *name,
         RecessPracticeKind   kind,
         GError             **error)
{
  g_autofree char *param = g_strconcat (place, ".", name, NULL);
  JsonNode *node = find (object, name);

  if (node == NULL)
    {
      recess_practice_missing (error, param);
      return NULL;
    }
  if (!recess_practice_field_is (node, kind))
    {
      recess_practice_wrong_kind (error, param,
                                  kind == RECESS_PRACTICE_OBJECT ? "an object" : "a string", node);
      return NULL;
    }

  return node;
}

static gboolean
check_optional (JsonObject          *object,
                const char          *place,
                const char          *name,
                RecessPracticeKind   kind,
                const char          *expected,
                GError             **error)
{
  g_autofree char *param = g_strconcat (place, ".", name, NULL);
  JsonNode *node = find (object, name);

  return node == NULL || recess_practice_field_is (node, kind)
         || recess_practice_wrong_kind (error, param, expected, node);
}

static gboolean
check_name (const char  *name,
            const char  *place,
            GError     **error)
{
  g_autofree char *param = g_strconcat (place, ".name", NULL);

  return recess_json_schema_is_name (name)
         || recess_practice_wrong_value (error, param, "it must be 1 to 64 letters, digits, '_' "
                                         "or '-'");
}

static gboolean
read_function (RecessPracticeRequest  *request,
               JsonObject             *object,
               const char             *place,
               GError                **error)
{
  g_autofree char *param = g_strconcat (place, ".parameters", NULL);
  g_autoptr(GError) fault = NULL;
  JsonNode *name = require (object, place, "name", RECESS_PRACTICE_STRING, error);
  JsonNode *parameters = find (object, "parameters");
  RecessPracticeTool *tool;

  if (name == NULL || !check_name (json_node_get_string (name), place, error)
      || !check_optional (object, place, "description", RECESS_PRACTICE_STRING, "a string", error)
      || !check_optional (object, place, "parameters", RECESS_PRACTICE_OBJECT, "an object", error)
      || !check_optional (object, place, "strict", RECESS_PRACTICE_BOOLEAN, "a boolean", error))
    return FALSE;

  tool = recess_practice_tool_new (json_node_get_string (name),
                                   recess_json_object_get_string (object, "description", NULL),
                                   parameters, &fault);
  if (tool == NULL)
    return recess_practice_wrong_value (error, param, fault->message);

  g_ptr_array_add (request->tools, tool);
  return TRUE;
}

static gboolean
read_tool (RecessPracticeRequest  *request,
           JsonNode               *node,
           const char             *place,
           GError                **error)
{
  g_autofree char *inner = g_strconcat (place, ".function", NULL);
  JsonObject *tool;
  JsonNode *type;
  JsonNode *function;

  if (!JSON_NODE_HOLDS_OBJECT (node))
    return recess_practice_wrong_kind (error, place, "an object", node);

  tool = json_node_get_object (node);
  if (!(type = require (tool, place, "type", RECESS_PRACTICE_STRING, error)))
    return FALSE;
  if (!g_str_equal (json_node_get_string (type), "function"))
    return recess_practice_refuse (error, place,
                                   "The practice model can call functions and no other tools.");
  if (!(function = require (tool, place, "function", RECESS_PRACTICE_OBJECT, error)))
    return FALSE;

  return read_function (request, json_node_get_object (function), inner, error);
}

static gboolean
read_list (RecessPracticeRequest  *request,
           JsonObject             *object,
           const char             *name,
           GError                **error)
{
  JsonNode *node = find (object, name);
  JsonArray *array;

  if (node == NULL)
    return TRUE;

  array = json_node_get_array (node);
  if (json_array_get_length (array) > MOST_TOOLS)
    return recess_practice_wrong_value (error, name, "at most 128 are allowed");

  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      g_autofree char *place = g_strdup_printf ("%s[%u]", name, i);
      JsonNode *element = json_array_get_element (array, i);
      gboolean read;

      if (!request->legacy)
        read = read_tool (request, element, place, error);
      else if (JSON_NODE_HOLDS_OBJECT (element))
        read = read_function (request, json_node_get_object (element), place, error);
      else
        read = recess_practice_wrong_kind (error, place, "an object", element);
      if (!read)
        return FALSE;
    }

  return TRUE;
}

static RecessPracticeTool *
find_tool (RecessPracticeRequest *request,
           const char            *name)
{
  for (guint i = 0; i < request->tools->len; i++)
    {
      RecessPracticeTool *tool = g_ptr_array_index (request->tools, i);

      if (g_str_equal (tool->name, name))
        return tool;
    }

  return NULL;
}

static gboolean
choose_tool (RecessPracticeRequest  *request,
             const char             *name,
             const char             *param,
             GError                **error)
{
  RecessPracticeTool *tool = find_tool (request, name);
  g_autofree char *rule = g_strdup_printf ("there is no function '%.64s'", name);

  if (tool == NULL)
    return recess_practice_wrong_value (error, param, rule);

  g_ptr_array_add (request->offered, tool);
  return TRUE;
}

/* {"type": "allowed_tools", "allowed_tools": {"mode", "tools": […]}} */
static gboolean
read_allowed (RecessPracticeRequest  *request,
              JsonObject             *choice,
              GError                **error)
{
  const char *place = "tool_choice.allowed_tools";
  JsonNode *allowed = require (choice, "tool_choice", "allowed_tools", RECESS_PRACTICE_OBJECT,
                               error);
  JsonNode *mode;
  JsonArray *tools;

  if (allowed == NULL
      || !(mode = require (json_node_get_object (allowed), place, "mode", RECESS_PRACTICE_STRING,
                           error)))
    return FALSE;
  if (!(tools = recess_json_object_get_array (json_node_get_object (allowed), "tools")))
    return recess_practice_missing (error, "tool_choice.allowed_tools.tools");

  request->need = g_str_equal (json_node_get_string (mode), "required");
  for (guint i = 0; i < json_array_get_length (tools); i++)
    {
      JsonNode *node = json_array_get_element (tools, i);
      JsonObject *function = JSON_NODE_HOLDS_OBJECT (node)
        ? recess_json_object_get_object (json_node_get_object (node), "function") : NULL;
      const char *name = function != NULL ? recess_json_object_get_string (function, "name", NULL)
                                          : NULL;

      if (name == NULL)
        return recess_practice_missing (error, "tool_choice.allowed_tools.tools.function.name");
      if (!choose_tool (request, name, "tool_choice", error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
read_named (RecessPracticeRequest  *request,
            JsonObject             *choice,
            const char             *field,
            GError                **error)
{
  const char *type = recess_json_object_get_string (choice, "type", "function");
  JsonNode *function;
  JsonNode *name;

  if (!request->legacy && g_str_equal (type, "allowed_tools"))
    return read_allowed (request, choice, error);
  if (!g_str_equal (type, "function"))
    return recess_practice_refuse (error, field,
                                   "The practice model can call functions and no other tools.");

  if (request->legacy)
    name = require (choice, field, "name", RECESS_PRACTICE_STRING, error);
  else if ((function = require (choice, field, "function", RECESS_PRACTICE_OBJECT, error)))
    name = require (json_node_get_object (function), "tool_choice.function", "name",
                    RECESS_PRACTICE_STRING, error);
  else
    name = NULL;
  request->need = TRUE;

  return name != NULL && choose_tool (request, json_node_get_string (name), field, error);
}

static void
offer_all (RecessPracticeRequest *request)
{
  for (guint i = 0; i < request->tools->len; i++)
    g_ptr_array_add (request->offered, g_ptr_array_index (request->tools, i));
}

static gboolean
read_choice (RecessPracticeRequest  *request,
             JsonObject             *object,
             const char             *field,
             GError                **error)
{
  JsonNode *node = find (object, field);
  const char *choice;

  if (node != NULL && JSON_NODE_HOLDS_OBJECT (node))
    return read_named (request, json_node_get_object (node), field, error);
  if (node != NULL && !recess_practice_field_is (node, RECESS_PRACTICE_STRING))
    return recess_practice_wrong_kind (error, field, "a string or an object", node);

  choice = node != NULL ? json_node_get_string (node) : "auto";
  request->need = !request->legacy && g_str_equal (choice, "required");
  if (g_str_equal (choice, "auto") || request->need)
    offer_all (request);
  else if (!g_str_equal (choice, "none"))
    return recess_practice_wrong_value (error, field,
                                        request->legacy
                                          ? "it must be 'none', 'auto' or name a function"
                                          : "it must be 'none', 'auto', 'required' or name a "
                                            "function");

  return !request->need || request->offered->len > 0
         || recess_practice_wrong_value (error, field, "there are no functions to choose from");
}

gboolean
recess_practice_tools_read (RecessPracticeRequest  *request,
                            JsonObject             *object,
                            GError                **error)
{
  JsonNode *tools = find (object, "tools");
  JsonNode *functions = find (object, "functions");

  g_return_val_if_fail (request != NULL, FALSE);
  g_return_val_if_fail (object != NULL, FALSE);

  if (tools != NULL && functions != NULL)
    return recess_practice_wrong_value (error, "functions", "it cannot be used with 'tools'");

  request->legacy = functions != NULL || (tools == NULL && find (object, "function_call") != NULL);
  request->parallel = !request->legacy
                      && recess_json_object_get_boolean (object, "parallel_tool_calls", TRUE);
  return read_list (request, object, request->legacy ? "functions" : "tools", error)
         && read_choice (request, object, request->legacy ? "function_call" : "tool_choice", error);
}

gboolean
recess_practice_format_read (RecessPracticeRequest  *request,
                             JsonObject             *object,
                             GError                **error)
{
  const char *param = "response_format.json_schema.schema";
  JsonNode *node = find (object, "response_format");
  const char *type = node != NULL
    ? recess_json_object_get_string (json_node_get_object (node), "type", "text") : "text";
  g_autoptr(GError) fault = NULL;
  JsonNode *format;
  JsonNode *name;

  request->json = !g_str_equal (type, "text");
  if (!g_str_equal (type, "json_schema"))
    return TRUE;

  if (!(format = require (json_node_get_object (node), "response_format", "json_schema",
                          RECESS_PRACTICE_OBJECT, error))
      || !(name = require (json_node_get_object (format), "response_format.json_schema", "name",
                           RECESS_PRACTICE_STRING, error))
      || !check_name (json_node_get_string (name), "response_format.json_schema", error)
      || !check_optional (json_node_get_object (format), "response_format.json_schema", "schema",
                          RECESS_PRACTICE_OBJECT, "an object", error)
      || !check_optional (json_node_get_object (format), "response_format.json_schema", "strict",
                          RECESS_PRACTICE_BOOLEAN, "a boolean", error))
    return FALSE;

  node = find (json_node_get_object (format), "schema");
  request->format = recess_practice_tool_new (json_node_get_string (name), NULL, node, &fault);
  return request->format != NULL || recess_practice_wrong_value (error, param, fault->message);
}

static gboolean
keep_call (RecessPracticeRequest  *request,
           JsonObject             *function,
           const char             *id,
           const char             *place,
           GError                **error)
{
  JsonNode *name = require (function, place, "name", RECESS_PRACTICE_STRING, error);
  JsonNode *arguments = name != NULL
    ? require (function, place, "arguments", RECESS_PRACTICE_STRING, error) : NULL;

  if (arguments == NULL)
    return FALSE;

  recess_practice_request_add_call (request, id, json_node_get_string (name),
                                    json_node_get_string (arguments));
  return TRUE;
}

static gboolean
read_call (RecessPracticeRequest  *request,
           JsonNode               *node,
           const char             *place,
           GError                **error)
{
  g_autofree char *inner = g_strconcat (place, ".function", NULL);
  JsonObject *call;
  JsonNode *id;
  JsonNode *function;

  if (!JSON_NODE_HOLDS_OBJECT (node))
    return recess_practice_wrong_kind (error, place, "an object", node);

  call = json_node_get_object (node);
  if (g_strcmp0 (recess_json_object_get_string (call, "type", "function"), "function") != 0)
    return TRUE;
  if (!(id = require (call, place, "id", RECESS_PRACTICE_STRING, error))
      || !(function = require (call, place, "function", RECESS_PRACTICE_OBJECT, error)))
    return FALSE;

  return keep_call (request, json_node_get_object (function), json_node_get_string (id), inner,
                    error);
}

gboolean
recess_practice_calls_read (RecessPracticeRequest  *request,
                            JsonObject             *message,
                            const char             *place,
                            GError                **error)
{
  JsonNode *calls = find (message, "tool_calls");
  JsonNode *call = find (message, "function_call");
  g_autofree char *param = g_strconcat (place, calls != NULL ? ".tool_calls" : ".function_call",
                                        NULL);

  if (calls != NULL && !JSON_NODE_HOLDS_ARRAY (calls))
    return recess_practice_wrong_kind (error, param, "an array", calls);
  if (call != NULL && calls == NULL)
    {
      if (!JSON_NODE_HOLDS_OBJECT (call))
        return recess_practice_wrong_kind (error, param, "an object", call);
      return keep_call (request, json_node_get_object (call), NULL, param, error);
    }

  for (guint i = 0; calls != NULL && i < json_array_get_length (json_node_get_array (calls)); i++)
    {
      g_autofree char *inner = g_strdup_printf ("%s[%u]", param, i);

      if (!read_call (request, json_array_get_element (json_node_get_array (calls), i), inner,
                      error))
        return FALSE;
    }

  return TRUE;
}
