/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "common/recess-glib-compat.h"
#include "common/recess-json.h"
#include "common/recess-sse-parser.h"

#include "recess-answer-reducer.h"

struct _RecessAnswerReducer
{
  RecessSseParser  *parser;
  RecessAnswerFunc  func;
  gpointer          func_data;

  char             *model;
  char             *finish_reason;
  char             *usage;
  guint             n_unreadable;
};

static const char *
get_text (JsonObject *message,
          const char *name)
{
  const char *text = recess_json_object_get_string (message, name, NULL);

  return text != NULL && *text != '\0' ? text : NULL;
}

/* The delta of a chunk, or the message of a whole answer. */
static void
take_message (RecessAnswerReducer *self,
              JsonObject          *message)
{
  const char *content = get_text (message, "content");
  const char *reasoning = get_text (message, "reasoning_content");

  if (content == NULL)
    content = get_text (message, "refusal");
  if (reasoning == NULL)
    reasoning = get_text (message, "reasoning");

  if (content != NULL || reasoning != NULL)
    self->func (content, reasoning, self->func_data);
}

static JsonObject *
find_first_choice (JsonObject *object)
{
  JsonArray *choices = recess_json_object_get_array (object, "choices");

  for (guint i = 0; choices != NULL && i < json_array_get_length (choices); i++)
    {
      JsonNode *node = json_array_get_element (choices, i);

      if (JSON_NODE_HOLDS_OBJECT (node) &&
          recess_json_object_get_int (json_node_get_object (node), "index", 0) == 0)
        return json_node_get_object (node);
    }

  return NULL;
}

static gboolean
take_object (RecessAnswerReducer  *self,
             const char           *text,
             gsize                 length,
             const char           *member,
             GError              **error)
{
  g_autoptr (JsonObject) object = recess_json_parse_object (text, length, error);
  const char *finish_reason;
  JsonObject *message;
  RecessJsonSpan usage;
  JsonObject *choice;
  const char *model;

  if (object == NULL)
    return FALSE;

  model = recess_json_object_get_string (object, "model", NULL);
  if (model != NULL)
    recess_set_str (&self->model, model);

  if (recess_json_object_get_object (object, "usage") != NULL &&
      recess_json_find_member (text, length, "usage", &usage))
    {
      g_free (self->usage);
      self->usage = g_strndup (text + usage.start, usage.length);
    }

  choice = find_first_choice (object);
  if (choice == NULL)
    return TRUE;

  finish_reason = recess_json_object_get_string (choice, "finish_reason", NULL);
  if (finish_reason != NULL)
    recess_set_str (&self->finish_reason, finish_reason);

  message = recess_json_object_get_object (choice, member);
  if (message != NULL)
    take_message (self, message);

  return TRUE;
}

static void
event_cb (const RecessSseEvent *event,
          gpointer              user_data)
{
  RecessAnswerReducer *self = user_data;

  if (event->length == 0 || strncmp (event->data, "[DONE]", 6) == 0)
    return;

  if (!take_object (self, event->data, event->length, "delta", NULL))
    self->n_unreadable++;
}

RecessAnswerReducer *
recess_answer_reducer_new (RecessAnswerFunc func,
                           gpointer         user_data)
{
  RecessAnswerReducer *self;

  g_return_val_if_fail (func != NULL, NULL);

  self = g_new0 (RecessAnswerReducer, 1);
  self->parser = recess_sse_parser_new (event_cb, self);
  self->func = func;
  self->func_data = user_data;
  return self;
}

void
recess_answer_reducer_free (RecessAnswerReducer *self)
{
  g_return_if_fail (self != NULL);

  recess_sse_parser_free (self->parser);
  g_free (self->model);
  g_free (self->finish_reason);
  g_free (self->usage);
  g_free (self);
}

gboolean
recess_answer_reducer_push (RecessAnswerReducer  *self,
                            GBytes               *bytes,
                            GError              **error)
{
  const char *data;
  gsize length;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (bytes != NULL, FALSE);

  data = g_bytes_get_data (bytes, &length);
  return recess_sse_parser_push (self->parser, data, length, error);
}

gboolean
recess_answer_reducer_take_whole (RecessAnswerReducer  *self,
                                  const char           *text,
                                  gsize                 length,
                                  GError              **error)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (text != NULL, FALSE);

  return take_object (self, text, length, "message", error);
}

const char *
recess_answer_reducer_get_model (RecessAnswerReducer *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->model;
}

const char *
recess_answer_reducer_get_finish_reason (RecessAnswerReducer *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->finish_reason;
}

const char *
recess_answer_reducer_get_usage (RecessAnswerReducer *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->usage;
}

guint
recess_answer_reducer_get_n_unreadable (RecessAnswerReducer *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->n_unreadable;
}
