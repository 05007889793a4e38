/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "common/recess-json.h"
#include "recess-practice-fields.h"
#include "recess-practice-messages.h"
#include "recess-practice-pieces.h"
#include "recess-practice-tools.h"

static void
made_free (gpointer data)
{
  RecessPracticeMade *made = data;

  g_free (made->id);
  g_free (made->name);
  g_free (made->arguments);
  g_free (made->result);
  g_free (made);
}

void
recess_practice_request_free (RecessPracticeRequest *self)
{
  if (self == NULL)
    return;

  g_free (self->model);
  g_string_free (self->system, TRUE);
  g_free (self->previous);
  g_free (self->text);
  g_strfreev (self->stop);
  g_clear_pointer (&self->offered, g_ptr_array_unref);
  g_clear_pointer (&self->tools, g_ptr_array_unref);
  g_clear_pointer (&self->format, recess_practice_tool_free);
  g_clear_pointer (&self->made, g_ptr_array_unref);
  g_clear_pointer (&self->spoken, g_ptr_array_unref);
  g_clear_pointer (&self->now, g_date_time_unref);
  g_free (self);
}

void
recess_practice_request_add_call (RecessPracticeRequest *self,
                                  const char            *id,
                                  const char            *name,
                                  const char            *arguments)
{
  RecessPracticeMade *made = g_new0 (RecessPracticeMade, 1);

  made->id = g_strdup (id);
  made->name = g_strdup (name);
  made->arguments = g_strdup (arguments);
  g_ptr_array_add (self->made, made);
}

void
recess_practice_request_add_result (RecessPracticeRequest *self,
                                    const char            *id,
                                    const char            *name,
                                    const char            *result)
{
  for (guint i = self->made->len; i > 0; i--)
    {
      RecessPracticeMade *made = g_ptr_array_index (self->made, i - 1);

      if (made->result != NULL
          || (id != NULL ? g_strcmp0 (made->id, id) != 0 : g_strcmp0 (made->name, name) != 0))
        continue;

      made->result = g_strdup (result);
      return;
    }
}

static JsonNode *
find (JsonObject *object,
      const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && !JSON_NODE_HOLDS_NULL (node) ? node : NULL;
}

static void
read_stop (RecessPracticeRequest *self,
           JsonNode              *node)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();

  if (JSON_NODE_HOLDS_ARRAY (node))
    {
      JsonArray *array = json_node_get_array (node);

      for (guint i = 0; i < json_array_get_length (array); i++)
        g_strv_builder_add (builder, json_array_get_string_element (array, i));
    }
  else
    {
      g_strv_builder_add (builder, json_node_get_string (node));
    }

  self->stop = g_strv_builder_end (builder);
}

static gboolean
read_limit (RecessPracticeRequest  *self,
            JsonObject             *object,
            GError                **error)
{
  JsonNode *old = find (object, "max_tokens");
  JsonNode *new = find (object, "max_completion_tokens");
  JsonNode *node = new != NULL ? new : old;

  if (old != NULL && new != NULL)
    return recess_practice_wrong_value (error, "max_tokens",
                                        "it cannot be used together with 'max_completion_tokens'");

  if (node != NULL)
    self->max_pieces = MIN (json_node_get_int (node), G_MAXUINT);
  return TRUE;
}

static gboolean
read_stream (RecessPracticeRequest  *self,
             JsonObject             *object,
             GError                **error)
{
  JsonNode *options = find (object, "stream_options");

  self->stream = recess_json_object_get_boolean (object, "stream", FALSE);
  if (options == NULL)
    return TRUE;

  if (!self->stream)
    return recess_practice_wrong_value (error, "stream_options",
                                        "it is only allowed when 'stream' is true");

  self->include_usage = recess_json_object_get_boolean (json_node_get_object (options),
                                                        "include_usage", FALSE);
  return TRUE;
}

RecessPracticeRequest *
recess_practice_request_new (JsonObject  *object,
                             gint64       now,
                             GError     **error)
{
  g_autoptr(RecessPracticeRequest) self = NULL;
  JsonNode *node;

  g_return_val_if_fail (object != NULL, NULL);

  self = g_new0 (RecessPracticeRequest, 1);
  self->system = g_string_new (NULL);
  self->tools = g_ptr_array_new_with_free_func ((GDestroyNotify) recess_practice_tool_free);
  self->offered = g_ptr_array_new ();
  self->made = g_ptr_array_new_with_free_func (made_free);
  self->spoken = g_ptr_array_new_with_free_func (g_free);
  self->now = g_date_time_new_from_unix_local (now);
  if (!find (object, "model") && !recess_practice_missing (error, "model"))
    return NULL;
  if (!find (object, "messages") && !recess_practice_missing (error, "messages"))
    return NULL;
  if (!recess_practice_check_fields (object, error)
      || !read_limit (self, object, error)
      || !read_stream (self, object, error)
      || !recess_practice_messages_read (self, json_object_get_array_member (object, "messages"),
                                         error)
      || !recess_practice_tools_read (self, object, error)
      || !recess_practice_format_read (self, object, error))
    return NULL;

  self->model = g_strdup (json_object_get_string_member (object, "model"));
  self->prompt_pieces = recess_practice_count_prompt (object);
  self->n = recess_json_object_get_int (object, "n", 1);
  self->temperature = recess_json_object_get_double (object, "temperature", 1);
  self->top_p = recess_json_object_get_double (object, "top_p", 1);
  if ((node = find (object, "stop")))
    read_stop (self, node);
  if ((node = find (object, "seed")))
    {
      self->seeded = TRUE;
      self->seed = json_node_get_int (node);
    }

  return g_steal_pointer (&self);
}
