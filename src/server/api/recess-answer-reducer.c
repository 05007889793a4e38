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

/* As many as can be asked for. */
#define MAX_CHOICES 128

typedef struct
{
  gint64           index;
  GString         *content;
  GString         *reasoning;
  RecessToolCalls *calls;
  char            *finish_reason;
} Choice;

struct _RecessAnswerReducer
{
  RecessSseParser  *parser;
  RecessAnswerFunc  func;
  gpointer          func_data;

  /* Beyond the first */
  GPtrArray        *choices;
  char             *model;
  char             *finish_reason;
  char             *usage;
  guint             n_unreadable;
};

static void
choice_free (Choice *choice)
{
  g_string_free (choice->content, TRUE);
  g_string_free (choice->reasoning, TRUE);
  recess_tool_calls_free (choice->calls);
  g_free (choice->finish_reason);
  g_free (choice);
}

static Choice *
find_choice (RecessAnswerReducer *self,
             gint64               index)
{
  Choice *choice;

  for (guint i = 0; i < self->choices->len; i++)
    {
      choice = g_ptr_array_index (self->choices, i);
      if (choice->index == index)
        return choice;
    }

  if (self->choices->len + 1 == MAX_CHOICES)
    return NULL;

  choice = g_new0 (Choice, 1);
  choice->index = index;
  choice->content = g_string_new (NULL);
  choice->reasoning = g_string_new (NULL);
  choice->calls = recess_tool_calls_new ();
  g_ptr_array_add (self->choices, choice);
  return choice;
}

static const char *
get_text (JsonObject *message,
          const char *name)
{
  const char *text = recess_json_object_get_string (message, name, NULL);

  return text != NULL && *text != '\0' ? text : NULL;
}

/* Some give the arguments as JSON and not as its text. */
static const char *
get_arguments (JsonObject *function,
               GPtrArray  *texts)
{
  JsonNode *node = json_object_get_member (function, "arguments");
  char *text;

  if (node == NULL || (!JSON_NODE_HOLDS_OBJECT (node) && !JSON_NODE_HOLDS_ARRAY (node)))
    return get_text (function, "arguments");

  text = recess_json_node_to_text (node, FALSE);
  g_ptr_array_add (texts, text);
  return text;
}

static void
add_piece (GArray     *pieces,
           gint64      index,
           const char *id,
           JsonObject *function,
           GPtrArray  *texts)
{
  RecessCallPiece piece = {
    .index = index,
    .id = id,
    .name = get_text (function, "name"),
    .arguments = get_arguments (function, texts),
  };

  g_array_append_val (pieces, piece);
}

/* @texts: gets what the pieces need to live on */
static GArray *
read_pieces (JsonObject *message,
             gboolean    whole,
             GPtrArray  *texts)
{
  GArray *pieces = g_array_new (FALSE, FALSE, sizeof (RecessCallPiece));
  JsonArray *calls = recess_json_object_get_array (message, "tool_calls");
  JsonObject *legacy = recess_json_object_get_object (message, "function_call");

  for (guint i = 0; calls != NULL && i < json_array_get_length (calls); i++)
    {
      JsonNode *node = json_array_get_element (calls, i);
      JsonObject *call = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
      JsonObject *function;

      function = call != NULL ? recess_json_object_get_object (call, "function") : NULL;
      if (function != NULL)
        add_piece (pieces, whole ? i : recess_json_object_get_int (call, "index", -1),
                   get_text (call, "id"), function, texts);
    }

  if (legacy != NULL && pieces->len == 0)
    add_piece (pieces, 0, NULL, legacy, texts);

  return pieces;
}

/* Returns: (nullable): the tokens of the content, with commas between them */
static char *
read_logprobs (JsonObject *choice)
{
  JsonObject *logprobs = recess_json_object_get_object (choice, "logprobs");
  JsonArray *tokens = NULL;
  g_autoptr (GString) text = g_string_new (NULL);

  if (logprobs != NULL)
    tokens = recess_json_object_get_array (logprobs, "content");

  for (guint i = 0; tokens != NULL && i < json_array_get_length (tokens); i++)
    {
      JsonNode *node = json_array_get_element (tokens, i);
      g_autofree char *token = NULL;

      if (!JSON_NODE_HOLDS_OBJECT (node))
        continue;

      token = recess_json_node_to_text (node, FALSE);
      g_string_append_printf (text, "%s%s", text->len > 0 ? "," : "", token);
    }

  return text->len > 0 ? g_string_free (g_steal_pointer (&text), FALSE) : NULL;
}

static void
gather (Choice                  *choice,
        const RecessAnswerDelta *delta)
{
  if (delta->content != NULL)
    g_string_append (choice->content, delta->content);
  if (delta->reasoning != NULL)
    g_string_append (choice->reasoning, delta->reasoning);
  for (guint i = 0; i < delta->n_calls; i++)
    recess_tool_calls_append (choice->calls, &delta->calls[i]);
}

/* @message: (nullable): the delta of a chunk, or the message of a whole answer
 * @other: (nullable): where it goes, when it is not the first choice */
static void
take_message (RecessAnswerReducer *self,
              JsonObject          *choice,
              JsonObject          *message,
              gboolean             whole,
              Choice              *other)
{
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GArray) pieces = NULL;
  g_autofree char *logprobs = other == NULL ? read_logprobs (choice) : NULL;
  RecessAnswerDelta delta = { .logprobs = logprobs };

  if (message != NULL)
    {
      delta.content = get_text (message, "content");
      delta.reasoning = get_text (message, "reasoning_content");
      if (delta.content == NULL)
        delta.content = get_text (message, "refusal");
      if (delta.reasoning == NULL)
        delta.reasoning = get_text (message, "reasoning");
      pieces = read_pieces (message, whole, texts);
      delta.calls = (RecessCallPiece *) (gpointer) pieces->data;
      delta.n_calls = pieces->len;
    }

  if (other != NULL)
    gather (other, &delta);
  else if (delta.content != NULL || delta.reasoning != NULL || delta.n_calls > 0 ||
           logprobs != NULL)
    self->func (&delta, self->func_data);
}

static void
take_choice (RecessAnswerReducer *self,
             JsonObject          *choice,
             gboolean             whole)
{
  const char *finish_reason = recess_json_object_get_string (choice, "finish_reason", NULL);
  gint64 index = recess_json_object_get_int (choice, "index", 0);
  JsonObject *message;
  Choice *other = NULL;

  if (index != 0)
    {
      other = find_choice (self, index);
      if (other == NULL)
        return;
    }

  if (finish_reason != NULL)
    recess_set_str (other != NULL ? &other->finish_reason : &self->finish_reason, finish_reason);

  message = recess_json_object_get_object (choice, whole ? "message" : "delta");
  take_message (self, choice, message, whole, other);
}

static gboolean
take_object (RecessAnswerReducer  *self,
             const char           *text,
             gsize                 length,
             gboolean              whole,
             GError              **error)
{
  g_autoptr (JsonObject) object = recess_json_parse_object (text, length, error);
  RecessJsonSpan usage;
  JsonArray *choices;
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

  choices = recess_json_object_get_array (object, "choices");
  for (guint i = 0; choices != NULL && i < json_array_get_length (choices); i++)
    {
      JsonNode *node = json_array_get_element (choices, i);

      if (JSON_NODE_HOLDS_OBJECT (node))
        take_choice (self, json_node_get_object (node), whole);
    }

  return TRUE;
}

static void
event_cb (const RecessSseEvent *event,
          gpointer              user_data)
{
  RecessAnswerReducer *self = user_data;

  if (event->length == 0 || strncmp (event->data, "[DONE]", 6) == 0)
    return;

  if (!take_object (self, event->data, event->length, FALSE, NULL))
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
  self->choices = g_ptr_array_new_with_free_func ((GDestroyNotify) choice_free);
  return self;
}

void
recess_answer_reducer_free (RecessAnswerReducer *self)
{
  g_return_if_fail (self != NULL);

  recess_sse_parser_free (self->parser);
  g_ptr_array_unref (self->choices);
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

  return take_object (self, text, length, TRUE, error);
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

gsize
recess_answer_reducer_get_size (RecessAnswerReducer *self)
{
  gsize size = 0;

  g_return_val_if_fail (self != NULL, 0);

  for (guint i = 0; i < self->choices->len; i++)
    {
      const Choice *choice = g_ptr_array_index (self->choices, i);

      size += choice->content->len + choice->reasoning->len +
              recess_tool_calls_get_size (choice->calls);
    }

  return size;
}

static int
compare_choices (gconstpointer a,
                 gconstpointer b)
{
  const Choice *left = *(Choice *const *) a;
  const Choice *right = *(Choice *const *) b;

  return left->index < right->index ? -1 : left->index > right->index;
}

GPtrArray *
recess_answer_reducer_dup_choices (RecessAnswerReducer *self)
{
  GPtrArray *choices;

  g_return_val_if_fail (self != NULL, NULL);

  if (self->choices->len == 0)
    return NULL;

  g_ptr_array_sort (self->choices, compare_choices);
  choices = g_ptr_array_new_with_free_func ((GDestroyNotify) recess_answer_choice_free);
  for (guint i = 0; i < self->choices->len; i++)
    {
      const Choice *from = g_ptr_array_index (self->choices, i);
      RecessAnswerChoice *to = g_new0 (RecessAnswerChoice, 1);

      to->content = g_strdup (from->content->str);
      to->reasoning = from->reasoning->len > 0 ? g_strdup (from->reasoning->str) : NULL;
      to->calls = recess_tool_calls_to_text (from->calls, TRUE);
      to->finish_reason = g_strdup (from->finish_reason);
      g_ptr_array_add (choices, to);
    }

  return choices;
}
