/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "common/recess-api-error.h"
#include "common/recess-json.h"
#include "providers/recess-field.h"

#include "recess-api-conversations-body.h"

#define MAX_TITLE 512

static const char *const roles[] = {
  "system", "developer", "user", "assistant", "tool", "function", NULL
};

/* A part is an object that tells its type; what else is in it is between the user and the model. */
static gboolean
check_part (JsonNode    *node,
            const char  *path,
            GError     **error)
{
  JsonObject *part;

  if (!recess_field_node_is (node, RECESS_FIELD_OBJECT))
    {
      recess_set_api_error (error, 400, path, NULL, "'%s' must be an object, not %s.", path,
                            recess_field_node_kind (node));
      return FALSE;
    }

  part = json_node_get_object (node);
  if (!recess_field_require (part, path, "type", RECESS_FIELD_STRING, error))
    return FALSE;

  if (g_strcmp0 (recess_json_object_get_string (part, "type", NULL), "text") != 0)
    return TRUE;

  return recess_field_require (part, path, "text", RECESS_FIELD_STRING, error);
}

static gboolean
check_content (JsonObject  *object,
               const char  *path,
               GError     **error)
{
  g_autofree char *content_path = g_strconcat (path != NULL ? path : "",
                                               path != NULL ? "." : "", "content", NULL);
  JsonArray *parts;

  if (!recess_field_check (object, path, "content", RECESS_FIELD_STRING | RECESS_FIELD_ARRAY,
                           error))
    return FALSE;

  parts = recess_json_object_get_array (object, "content");
  for (guint i = 0; parts != NULL && i < json_array_get_length (parts); i++)
    {
      g_autofree char *part_path = g_strdup_printf ("%s[%u]", content_path, i);

      if (!check_part (json_array_get_element (parts, i), part_path, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
check_role (JsonObject  *object,
            const char  *path,
            GError     **error)
{
  return recess_field_check (object, path, "role", RECESS_FIELD_STRING, error) &&
         recess_field_check_enum (object, path, "role", roles, error);
}

static RecessNewMessage *
parse_first_message (JsonNode    *node,
                     guint        index,
                     GError     **error)
{
  g_autofree char *path = g_strdup_printf ("messages[%u]", index);
  RecessNewMessage *message;
  JsonObject *object;

  if (!recess_field_node_is (node, RECESS_FIELD_OBJECT))
    {
      recess_set_api_error (error, 400, path, NULL, "'%s' must be an object, not %s.", path,
                            recess_field_node_kind (node));
      return NULL;
    }

  object = json_node_get_object (node);
  if (!recess_field_require (object, path, "role", RECESS_FIELD_STRING, error) ||
      !recess_field_require (object, path, "content", RECESS_FIELD_STRING | RECESS_FIELD_ARRAY,
                             error) ||
      !check_role (object, path, error) ||
      !check_content (object, path, error))
    return NULL;

  message = g_new0 (RecessNewMessage, 1);
  message->role = g_strdup (recess_json_object_get_string (object, "role", NULL));
  message->content = recess_json_node_to_text (json_object_get_member (object, "content"), FALSE);
  return message;
}

static GPtrArray *
parse_first_messages (JsonObject  *object,
                      GError     **error)
{
  g_autoptr(GPtrArray) messages = NULL;
  JsonArray *array;

  if (!recess_field_check (object, NULL, "messages", RECESS_FIELD_ARRAY, error))
    return NULL;

  messages = g_ptr_array_new_with_free_func ((GDestroyNotify) recess_new_message_free);
  array = recess_json_object_get_array (object, "messages");
  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      RecessNewMessage *message = parse_first_message (json_array_get_element (array, i), i, error);

      if (message == NULL)
        return NULL;
      g_ptr_array_add (messages, message);
    }

  return g_steal_pointer (&messages);
}

static gboolean
check_conversation (JsonObject  *object,
                    GError     **error)
{
  const char *title;

  if (!recess_field_check (object, NULL, "title", RECESS_FIELD_STRING | RECESS_FIELD_NULL, error) ||
      !recess_field_check (object, NULL, "pinned", RECESS_FIELD_BOOLEAN, error) ||
      !recess_field_check (object, NULL, "head", RECESS_FIELD_STRING | RECESS_FIELD_NULL, error) ||
      !recess_field_check (object, NULL, "settings", RECESS_FIELD_OBJECT, error))
    return FALSE;

  title = recess_json_object_get_string (object, "title", "");
  if (g_utf8_strlen (title, -1) <= MAX_TITLE)
    return TRUE;

  recess_set_api_error (error, 400, "title", NULL, "'title' must have at most %d characters.",
                        MAX_TITLE);
  return FALSE;
}

/* The text of a member as it came. */
static char *
dup_member_text (GBytes     *body,
                 const char *name)
{
  gsize length;
  const char *text = g_bytes_get_data (body, &length);
  RecessJsonSpan span;

  if (text == NULL || !recess_json_find_member (text, length, name, &span))
    return NULL;

  return g_strndup (text + span.start, span.length);
}

static char *
dup_title (JsonObject *object)
{
  g_autofree char *title = g_strdup (recess_json_object_get_string (object, "title", ""));

  g_strstrip (title);
  return *title != '\0' ? g_steal_pointer (&title) : NULL;
}

gpointer
recess_conversation_change_parse (JsonObject  *object,
                                  GBytes      *body,
                                  GError     **error)
{
  RecessConversationChange *change;

  g_return_val_if_fail (object != NULL, NULL);
  g_return_val_if_fail (body != NULL, NULL);

  if (!check_conversation (object, error))
    return NULL;

  change = g_new0 (RecessConversationChange, 1);
  change->set_title = json_object_has_member (object, "title");
  change->title = dup_title (object);
  change->set_pinned = json_object_has_member (object, "pinned");
  change->pinned = recess_json_object_get_boolean (object, "pinned", FALSE);
  change->set_head = json_object_has_member (object, "head");
  change->head = g_strdup (recess_json_object_get_string (object, "head", NULL));
  change->settings = dup_member_text (body, "settings");
  return change;
}

void
recess_new_conversation_free (RecessNewConversation *self)
{
  g_clear_pointer (&self->change, recess_conversation_change_free);
  g_clear_pointer (&self->messages, g_ptr_array_unref);
  g_free (self);
}

gpointer
recess_new_conversation_parse (JsonObject  *object,
                               GBytes      *body,
                               GError     **error)
{
  g_autoptr(RecessNewConversation) conversation = g_new0 (RecessNewConversation, 1);

  conversation->change = recess_conversation_change_parse (object, body, error);
  if (conversation->change == NULL)
    return NULL;

  conversation->messages = parse_first_messages (object, error);
  if (conversation->messages == NULL)
    return NULL;

  return g_steal_pointer (&conversation);
}

static gboolean
check_new_message (JsonObject  *object,
                   GError     **error)
{
  JsonObject *answer;
  const char *role;

  if (!recess_field_require (object, NULL, "role", RECESS_FIELD_STRING, error) ||
      !check_role (object, NULL, error) ||
      !check_content (object, NULL, error) ||
      !recess_field_check (object, NULL, "parent_id", RECESS_FIELD_STRING | RECESS_FIELD_NULL,
                           error) ||
      !recess_field_check (object, NULL, "before_id", RECESS_FIELD_STRING, error) ||
      !recess_field_check (object, NULL, "answer", RECESS_FIELD_OBJECT, error))
    return FALSE;

  answer = recess_json_object_get_object (object, "answer");
  if (json_object_has_member (object, "before_id") &&
      (answer != NULL || json_object_has_member (object, "parent_id")))
    {
      recess_set_api_error (error, 400, "before_id", NULL,
                            "'before_id' cannot be given with 'parent_id' or 'answer'.");
      return FALSE;
    }

  if (answer != NULL &&
      !recess_field_require (answer, "answer", "model", RECESS_FIELD_STRING, error))
    return FALSE;

  role = recess_json_object_get_string (object, "role", "");
  if (answer != NULL && g_str_equal (role, "assistant"))
    return TRUE;

  return recess_field_require (object, NULL, "content", RECESS_FIELD_STRING | RECESS_FIELD_ARRAY,
                               error);
}

gpointer
recess_new_message_parse (JsonObject  *object,
                          GBytes      *body,
                          GError     **error)
{
  RecessNewMessage *message;
  JsonObject *answer;

  g_return_val_if_fail (object != NULL, NULL);
  g_return_val_if_fail (body != NULL, NULL);

  if (!check_new_message (object, error))
    return NULL;

  answer = recess_json_object_get_object (object, "answer");
  message = g_new0 (RecessNewMessage, 1);
  message->role = g_strdup (recess_json_object_get_string (object, "role", NULL));
  message->content = dup_member_text (body, "content");
  message->parent_id = g_strdup (recess_json_object_get_string (object, "parent_id", NULL));
  message->before_id = g_strdup (recess_json_object_get_string (object, "before_id", NULL));
  message->at_root = json_object_has_member (object, "parent_id") && message->parent_id == NULL;
  if (answer != NULL)
    message->answer_model = g_strdup (recess_json_object_get_string (answer, "model", NULL));
  return message;
}

static gboolean
check_call (JsonNode    *node,
            const char  *path,
            GError     **error)
{
  g_autofree char *function_path = g_strconcat (path, ".function", NULL);
  JsonObject *call, *function;

  if (!recess_field_node_is (node, RECESS_FIELD_OBJECT))
    {
      recess_set_api_error (error, 400, path, NULL, "'%s' must be an object, not %s.", path,
                            recess_field_node_kind (node));
      return FALSE;
    }

  call = json_node_get_object (node);
  if (!recess_field_require (call, path, "id", RECESS_FIELD_STRING, error) ||
      !recess_field_require (call, path, "function", RECESS_FIELD_OBJECT, error))
    return FALSE;

  function = recess_json_object_get_object (call, "function");
  return recess_field_require (function, function_path, "name", RECESS_FIELD_STRING, error) &&
         recess_field_require (function, function_path, "arguments", RECESS_FIELD_STRING, error);
}

static gboolean
check_calls (JsonObject  *object,
             GError     **error)
{
  JsonArray *calls = recess_json_object_get_array (object, "tool_calls");

  if (!recess_field_check (object, NULL, "tool_calls", RECESS_FIELD_ARRAY, error))
    return FALSE;

  for (guint i = 0; calls != NULL && i < json_array_get_length (calls); i++)
    {
      g_autofree char *path = g_strdup_printf ("tool_calls[%u]", i);

      if (!check_call (json_array_get_element (calls, i), path, error))
        return FALSE;
    }

  return TRUE;
}

gpointer
recess_message_change_parse (JsonObject  *object,
                             GBytes      *body,
                             GError     **error)
{
  RecessMessageChange *change;

  g_return_val_if_fail (object != NULL, NULL);
  g_return_val_if_fail (body != NULL, NULL);

  if (!check_role (object, NULL, error) ||
      !check_content (object, NULL, error) ||
      !check_calls (object, error))
    return NULL;

  change = g_new0 (RecessMessageChange, 1);
  change->content = dup_member_text (body, "content");
  change->role = g_strdup (recess_json_object_get_string (object, "role", NULL));
  change->calls = dup_member_text (body, "tool_calls");
  return change;
}
