/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "common/recess-api-error.h"
#include "common/recess-json.h"
#include "recess-practice-fields.h"

#define MOST_STOPS 4

static const char *const kind_names[] = {
  [RECESS_PRACTICE_STRING] = "a string",
  [RECESS_PRACTICE_INTEGER] = "an integer",
  [RECESS_PRACTICE_NUMBER] = "a number",
  [RECESS_PRACTICE_BOOLEAN] = "a boolean",
  [RECESS_PRACTICE_OBJECT] = "an object",
  [RECESS_PRACTICE_ARRAY] = "an array",
  [RECESS_PRACTICE_ANYTHING] = "a value",
};

typedef gboolean (*CheckFunc) (JsonNode  *node,
                               GError   **error);

typedef struct
{
  const char         *name;
  RecessPracticeKind  kind;
  double              least;
  double              most;
  CheckFunc           check;
} Field;

gboolean
recess_practice_field_is (JsonNode           *node,
                          RecessPracticeKind  kind)
{
  GType type = JSON_NODE_HOLDS_VALUE (node) ? json_node_get_value_type (node) : G_TYPE_INVALID;

  switch (kind)
    {
    case RECESS_PRACTICE_STRING:
      return type == G_TYPE_STRING;
    case RECESS_PRACTICE_INTEGER:
      return type == G_TYPE_INT64;
    case RECESS_PRACTICE_NUMBER:
      return type == G_TYPE_INT64 || type == G_TYPE_DOUBLE;
    case RECESS_PRACTICE_BOOLEAN:
      return type == G_TYPE_BOOLEAN;
    case RECESS_PRACTICE_OBJECT:
      return JSON_NODE_HOLDS_OBJECT (node);
    case RECESS_PRACTICE_ARRAY:
      return JSON_NODE_HOLDS_ARRAY (node);
    case RECESS_PRACTICE_ANYTHING:
      return TRUE;
    default:
      g_return_val_if_reached (FALSE);
    }
}

gboolean
recess_practice_missing (GError     **error,
                         const char  *param)
{
  recess_set_api_error (error, 400, param, "missing_required_parameter",
                        "Missing required parameter: '%s'.", param);
  return FALSE;
}

gboolean
recess_practice_wrong_kind (GError     **error,
                            const char  *param,
                            const char  *expected,
                            JsonNode    *node)
{
  const char *found = "null";

  for (guint i = 0; i < RECESS_PRACTICE_ANYTHING; i++)
    {
      if (recess_practice_field_is (node, i))
        {
          found = kind_names[i];
          break;
        }
    }

  recess_set_api_error (error, 400, param, "invalid_type",
                        "Invalid type for '%s': expected %s, but got %s instead.", param, expected,
                        found);
  return FALSE;
}

gboolean
recess_practice_wrong_value (GError     **error,
                             const char  *param,
                             const char  *rule)
{
  recess_set_api_error (error, 400, param, "invalid_value", "Invalid value for '%s': %s.", param,
                        rule);
  return FALSE;
}

gboolean
recess_practice_refuse (GError     **error,
                        const char  *param,
                        const char  *reason)
{
  recess_set_api_error (error, 400, param, "unsupported_parameter",
                        "%s Remove '%s' or choose another model.", reason, param);
  return FALSE;
}

static gboolean
check_stop (JsonNode  *node,
            GError   **error)
{
  JsonArray *array;

  if (!JSON_NODE_HOLDS_ARRAY (node))
    {
      if (!recess_practice_field_is (node, RECESS_PRACTICE_STRING))
        return recess_practice_wrong_kind (error, "stop", "a string or an array of strings", node);
      if (*json_node_get_string (node) == '\0')
        return recess_practice_wrong_value (error, "stop", "it must not be empty");
      return TRUE;
    }

  array = json_node_get_array (node);
  if (json_array_get_length (array) > MOST_STOPS)
    return recess_practice_wrong_value (error, "stop", "at most four strings are allowed");

  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      g_autofree char *param = g_strdup_printf ("stop[%u]", i);
      JsonNode *element = json_array_get_element (array, i);

      if (!recess_practice_field_is (element, RECESS_PRACTICE_STRING))
        return recess_practice_wrong_kind (error, param, "a string", element);
      if (*json_node_get_string (element) == '\0')
        return recess_practice_wrong_value (error, param, "it must not be empty");
    }

  return TRUE;
}

static gboolean
check_stream_options (JsonNode  *node,
                      GError   **error)
{
  JsonObject *options = json_node_get_object (node);
  static const char *const names[] = { "include_usage", "include_obfuscation" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *param = g_strconcat ("stream_options.", names[i], NULL);
      JsonNode *member = json_object_get_member (options, names[i]);

      if (member != NULL && !JSON_NODE_HOLDS_NULL (member)
          && !recess_practice_field_is (member, RECESS_PRACTICE_BOOLEAN))
        return recess_practice_wrong_kind (error, param, "a boolean", member);
    }

  return TRUE;
}

static gboolean
check_logprobs (JsonNode  *node,
                GError   **error)
{
  if (!json_node_get_boolean (node))
    return TRUE;

  return recess_practice_refuse (error, "logprobs",
                                 "The practice model selects whole replies, so its tokens have no "
                                 "probabilities. Leave them out, or choose another model.");
}

static gboolean
check_top_logprobs (JsonNode  *node,
                    GError   **error)
{
  return recess_practice_refuse (error, "top_logprobs",
                                 "The practice model selects whole replies, so its tokens have no "
                                 "probabilities. Leave them out, or choose another model.");
}

static gboolean
check_logit_bias (JsonNode  *node,
                  GError   **error)
{
  if (json_object_get_size (json_node_get_object (node)) == 0)
    return TRUE;

  return recess_practice_refuse (error, "logit_bias",
                                 "The practice model selects whole replies, so no token can be "
                                 "made likelier.");
}

static gboolean
check_response_format (JsonNode  *node,
                       GError   **error)
{
  const char *type = recess_json_object_get_string (json_node_get_object (node), "type", NULL);

  if (type == NULL)
    return recess_practice_missing (error, "response_format.type");
  if (g_str_equal (type, "text"))
    return TRUE;
  if (!g_str_equal (type, "json_object") && !g_str_equal (type, "json_schema"))
    return recess_practice_wrong_value (error, "response_format.type",
                                        "it must be 'text', 'json_object' or 'json_schema'");

  return TRUE;
}

static gboolean
check_modalities (JsonNode  *node,
                  GError   **error)
{
  JsonArray *array = json_node_get_array (node);

  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *element = json_array_get_element (array, i);

      if (!recess_practice_field_is (element, RECESS_PRACTICE_STRING)
          || !g_str_equal (json_node_get_string (element), "text"))
        return recess_practice_refuse (error, "modalities",
                                       "The practice model answers with text only.");
    }

  return TRUE;
}

static gboolean
check_audio (JsonNode  *node,
             GError   **error)
{
  return recess_practice_refuse (error, "audio", "The practice model answers with text only.");
}

static gboolean
check_web_search (JsonNode  *node,
                  GError   **error)
{
  return recess_practice_refuse (error, "web_search_options",
                                 "The practice model has no network.");
}

/* All that the API description knows; what only tells a service how to treat a request has no
 * check of its own. */
static const Field fields[] = {
  { "model", RECESS_PRACTICE_STRING, 0, 0, NULL },
  { "messages", RECESS_PRACTICE_ARRAY, 0, 0, NULL },
  { "n", RECESS_PRACTICE_INTEGER, 1, 128, NULL },
  { "temperature", RECESS_PRACTICE_NUMBER, 0, 2, NULL },
  { "top_p", RECESS_PRACTICE_NUMBER, 0, 1, NULL },
  { "max_tokens", RECESS_PRACTICE_INTEGER, 1, G_MAXINT64, NULL },
  { "max_completion_tokens", RECESS_PRACTICE_INTEGER, 1, G_MAXINT64, NULL },
  { "frequency_penalty", RECESS_PRACTICE_NUMBER, -2, 2, NULL },
  { "presence_penalty", RECESS_PRACTICE_NUMBER, -2, 2, NULL },
  { "seed", RECESS_PRACTICE_INTEGER, 0, 0, NULL },
  { "stop", RECESS_PRACTICE_ANYTHING, 0, 0, check_stop },
  { "stream", RECESS_PRACTICE_BOOLEAN, 0, 0, NULL },
  { "stream_options", RECESS_PRACTICE_OBJECT, 0, 0, check_stream_options },
  { "logprobs", RECESS_PRACTICE_BOOLEAN, 0, 0, check_logprobs },
  { "top_logprobs", RECESS_PRACTICE_INTEGER, 0, 20, check_top_logprobs },
  { "logit_bias", RECESS_PRACTICE_OBJECT, 0, 0, check_logit_bias },
  { "tools", RECESS_PRACTICE_ARRAY, 0, 0, NULL },
  { "tool_choice", RECESS_PRACTICE_ANYTHING, 0, 0, NULL },
  { "parallel_tool_calls", RECESS_PRACTICE_BOOLEAN, 0, 0, NULL },
  { "functions", RECESS_PRACTICE_ARRAY, 0, 0, NULL },
  { "function_call", RECESS_PRACTICE_ANYTHING, 0, 0, NULL },
  { "response_format", RECESS_PRACTICE_OBJECT, 0, 0, check_response_format },
  { "modalities", RECESS_PRACTICE_ARRAY, 0, 0, check_modalities },
  { "audio", RECESS_PRACTICE_OBJECT, 0, 0, check_audio },
  { "web_search_options", RECESS_PRACTICE_OBJECT, 0, 0, check_web_search },
  { "reasoning_effort", RECESS_PRACTICE_STRING, 0, 0, NULL },
  { "verbosity", RECESS_PRACTICE_STRING, 0, 0, NULL },
  { "metadata", RECESS_PRACTICE_OBJECT, 0, 0, NULL },
  { "moderation", RECESS_PRACTICE_ANYTHING, 0, 0, NULL },
  { "prediction", RECESS_PRACTICE_OBJECT, 0, 0, NULL },
  { "prompt_cache_key", RECESS_PRACTICE_STRING, 0, 0, NULL },
  { "prompt_cache_options", RECESS_PRACTICE_ANYTHING, 0, 0, NULL },
  { "prompt_cache_retention", RECESS_PRACTICE_STRING, 0, 0, NULL },
  { "safety_identifier", RECESS_PRACTICE_STRING, 0, 0, NULL },
  { "service_tier", RECESS_PRACTICE_STRING, 0, 0, NULL },
  { "store", RECESS_PRACTICE_BOOLEAN, 0, 0, NULL },
  { "user", RECESS_PRACTICE_STRING, 0, 0, NULL },
};

static const Field *
find_field (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      if (g_str_equal (fields[i].name, name))
        return &fields[i];
    }

  return NULL;
}

static gboolean
check_range (const Field  *field,
             JsonNode     *node,
             GError      **error)
{
  double value;

  if (field->least >= field->most)
    return TRUE;

  value = json_node_get_double (node);
  if (value < field->least || value > field->most)
    {
      g_autofree char *rule = NULL;

      if (field->most >= (double) G_MAXINT64)
        rule = g_strdup_printf ("it must be at least %g", field->least);
      else
        rule = g_strdup_printf ("it must be between %g and %g", field->least, field->most);
      return recess_practice_wrong_value (error, field->name, rule);
    }

  return TRUE;
}

static gboolean
check_field (const char  *name,
             JsonNode    *node,
             GError     **error)
{
  const Field *field = find_field (name);

  if (field == NULL)
    {
      recess_set_api_error (error, 400, name, "unknown_parameter", "Unknown parameter: '%s'.",
                            name);
      return FALSE;
    }

  if (JSON_NODE_HOLDS_NULL (node))
    return TRUE;

  if (!recess_practice_field_is (node, field->kind))
    return recess_practice_wrong_kind (error, name, kind_names[field->kind], node);

  return check_range (field, node, error)
         && (field->check == NULL || field->check (node, error));
}

gboolean
recess_practice_check_fields (JsonObject  *object,
                              GError     **error)
{
  g_autoptr(GList) names = NULL;

  g_return_val_if_fail (object != NULL, FALSE);

  names = json_object_get_members (object);
  for (GList *iter = names; iter != NULL; iter = iter->next)
    {
      if (!check_field (iter->data, json_object_get_member (object, iter->data), error))
        return FALSE;
    }

  return TRUE;
}
