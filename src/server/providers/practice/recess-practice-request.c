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
  g_free (self);
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
                             GError     **error)
{
  g_autoptr(RecessPracticeRequest) self = NULL;
  JsonNode *node;

  g_return_val_if_fail (object != NULL, NULL);

  self = g_new0 (RecessPracticeRequest, 1);
  self->system = g_string_new (NULL);
  if (!find (object, "model") && !recess_practice_missing (error, "model"))
    return NULL;
  if (!find (object, "messages") && !recess_practice_missing (error, "messages"))
    return NULL;
  if (!recess_practice_check_fields (object, error)
      || !read_limit (self, object, error)
      || !read_stream (self, object, error)
      || !recess_practice_messages_read (self, json_object_get_array_member (object, "messages"),
                                         error))
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
