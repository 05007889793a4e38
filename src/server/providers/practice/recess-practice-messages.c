/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "common/recess-json.h"
#include "recess-practice-fields.h"
#include "recess-practice-messages.h"
#include "recess-practice-tools.h"

typedef enum
{
  ROLE_SYSTEM,
  ROLE_DEVELOPER,
  ROLE_USER,
  ROLE_ASSISTANT,
  ROLE_TOOL,
  ROLE_FUNCTION,
  N_ROLES,
} Role;

static const char *const role_names[N_ROLES] = {
  "system", "developer", "user", "assistant", "tool", "function",
};

typedef struct
{
  const char *type;
  guint       roles;
} Part;

/* Which parts the content of a message may have, by its role */
static const Part parts[] = {
  { "text", G_MAXUINT },
  { "refusal", 1 << ROLE_ASSISTANT },
  { "image_url", 1 << ROLE_USER },
  { "input_audio", 1 << ROLE_USER },
  { "file", 1 << ROLE_USER },
};

static gboolean
read_role (JsonObject  *message,
           const char  *place,
           Role        *role,
           GError     **error)
{
  g_autofree char *param = g_strconcat (place, ".role", NULL);
  JsonNode *node = json_object_get_member (message, "role");

  if (node == NULL)
    return recess_practice_missing (error, param);
  if (!recess_practice_field_is (node, RECESS_PRACTICE_STRING))
    return recess_practice_wrong_kind (error, param, "a string", node);

  for (guint i = 0; i < N_ROLES; i++)
    {
      if (g_str_equal (json_node_get_string (node), role_names[i]))
        {
          *role = i;
          return TRUE;
        }
    }

  return recess_practice_wrong_value (error, param,
                                      "it must be 'system', 'developer', 'user', 'assistant', "
                                      "'tool' or 'function'");
}

static gboolean
part_is_allowed (const char *type,
                 Role        role)
{
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      if (g_str_equal (parts[i].type, type))
        return (parts[i].roles & (1u << role)) != 0;
    }

  return FALSE;
}

static gboolean
read_part (JsonNode    *node,
           const char  *place,
           Role         role,
           GString     *text,
           gboolean    *unread,
           GError     **error)
{
  g_autofree char *type_param = g_strconcat (place, ".type", NULL);
  g_autofree char *value_param = NULL;
  const char *type;
  JsonObject *part;
  JsonNode *value;
  gboolean is_text;

  if (!JSON_NODE_HOLDS_OBJECT (node))
    return recess_practice_wrong_kind (error, place, "an object", node);

  part = json_node_get_object (node);
  if (!(type = recess_json_object_get_string (part, "type", NULL)))
    return recess_practice_missing (error, type_param);
  if (!part_is_allowed (type, role))
    return recess_practice_wrong_value (error, type_param,
                                        "a message of this role cannot have such a part");

  value_param = g_strconcat (place, ".", type, NULL);
  is_text = g_str_equal (type, "text") || g_str_equal (type, "refusal");
  if (!(value = json_object_get_member (part, type)))
    return recess_practice_missing (error, value_param);
  if (!recess_practice_field_is (value, is_text ? RECESS_PRACTICE_STRING : RECESS_PRACTICE_OBJECT))
    return recess_practice_wrong_kind (error, value_param, is_text ? "a string" : "an object",
                                       value);

  if (is_text)
    {
      if (text->len > 0)
        g_string_append_c (text, '\n');
      g_string_append (text, json_node_get_string (value));
    }
  *unread = *unread || !is_text;
  return TRUE;
}

static gboolean
read_parts (JsonArray   *array,
            const char  *param,
            Role         role,
            GString     *text,
            gboolean    *unread,
            GError     **error)
{
  if (json_array_get_length (array) == 0)
    return recess_practice_wrong_value (error, param, "it must not be empty");

  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      g_autofree char *place = g_strdup_printf ("%s[%u]", param, i);

      if (!read_part (json_array_get_element (array, i), place, role, text, unread, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
has_member (JsonObject *message,
            const char *name)
{
  return json_object_has_member (message, name) && !json_object_get_null_member (message, name);
}

static gboolean
read_content (JsonObject  *message,
              const char  *place,
              Role         role,
              GString     *text,
              gboolean    *unread,
              GError     **error)
{
  g_autofree char *param = g_strconcat (place, ".content", NULL);
  JsonNode *node = json_object_get_member (message, "content");
  gboolean optional = role == ROLE_FUNCTION
                      || (role == ROLE_ASSISTANT && (has_member (message, "tool_calls")
                                                     || has_member (message, "function_call")
                                                     || has_member (message, "refusal")));

  if (optional && (node == NULL || JSON_NODE_HOLDS_NULL (node)))
    return TRUE;
  if (node == NULL)
    return recess_practice_missing (error, param);
  if (JSON_NODE_HOLDS_ARRAY (node))
    return read_parts (json_node_get_array (node), param, role, text, unread, error);
  if (!recess_practice_field_is (node, RECESS_PRACTICE_STRING))
    return recess_practice_wrong_kind (error, param, "a string or an array of parts", node);

  g_string_append (text, json_node_get_string (node));
  return TRUE;
}

static gboolean
check_tool_call_id (JsonObject  *message,
                    const char  *place,
                    GError     **error)
{
  g_autofree char *param = g_strconcat (place, ".tool_call_id", NULL);
  JsonNode *node = json_object_get_member (message, "tool_call_id");

  if (node == NULL)
    return recess_practice_missing (error, param);
  if (!recess_practice_field_is (node, RECESS_PRACTICE_STRING))
    return recess_practice_wrong_kind (error, param, "a string", node);

  return TRUE;
}

static void
keep_result (RecessPracticeRequest *request,
             JsonObject            *message,
             Role                   role,
             const char            *text)
{
  if (role == ROLE_TOOL)
    recess_practice_request_add_result (request,
                                        recess_json_object_get_string (message, "tool_call_id", ""),
                                        NULL, text);
  else
    recess_practice_request_add_result (request, NULL,
                                        recess_json_object_get_string (message, "name", ""), text);
}

static void
keep_message (RecessPracticeRequest *request,
              JsonObject            *message,
              Role                   role,
              const char            *text,
              gboolean               unread)
{
  request->last_is_result = role == ROLE_TOOL || role == ROLE_FUNCTION;
  request->last_is_spoken = role == ROLE_ASSISTANT;

  switch (role)
    {
    case ROLE_SYSTEM:
    case ROLE_DEVELOPER:
      g_string_append (request->system, text);
      g_string_append_c (request->system, '\n');
      break;

    case ROLE_USER:
      g_free (request->previous);
      request->previous = g_steal_pointer (&request->text);
      request->text = g_strdup (text);
      request->unread = unread;
      g_ptr_array_set_size (request->made, 0);
      break;

    case ROLE_ASSISTANT:
      request->answered = TRUE;
      g_ptr_array_add (request->spoken, g_strdup (text));
      break;

    case ROLE_TOOL:
    case ROLE_FUNCTION:
      keep_result (request, message, role, text);
      break;

    case N_ROLES:
    default:
      break;
    }
}

static gboolean
read_message (RecessPracticeRequest  *request,
              JsonNode               *node,
              const char             *place,
              GError                **error)
{
  g_autoptr(GString) text = g_string_new (NULL);
  gboolean unread = FALSE;
  JsonObject *message;
  Role role = ROLE_USER;

  if (!JSON_NODE_HOLDS_OBJECT (node))
    return recess_practice_wrong_kind (error, place, "an object", node);

  message = json_node_get_object (node);
  if (!read_role (message, place, &role, error)
      || !read_content (message, place, role, text, &unread, error)
      || (role == ROLE_TOOL && !check_tool_call_id (message, place, error))
      || (role == ROLE_ASSISTANT && !recess_practice_calls_read (request, message, place, error)))
    return FALSE;

  keep_message (request, message, role, text->str, unread);
  return TRUE;
}

gboolean
recess_practice_messages_read (RecessPracticeRequest  *request,
                               JsonArray              *messages,
                               GError                **error)
{
  guint n_messages;

  g_return_val_if_fail (request != NULL, FALSE);
  g_return_val_if_fail (messages != NULL, FALSE);

  n_messages = json_array_get_length (messages);
  if (n_messages == 0)
    return recess_practice_wrong_value (error, "messages", "it must not be empty");

  for (guint i = 0; i < n_messages; i++)
    {
      g_autofree char *place = g_strdup_printf ("messages[%u]", i);

      if (!read_message (request, json_array_get_element (messages, i), place, error))
        return FALSE;
    }

  if (request->text == NULL)
    request->text = g_strdup ("");
  return TRUE;
}
