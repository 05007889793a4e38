/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "common/recess-json.h"
#include "common/recess-sse-parser.h"
#include "common/recess-token-count.h"

#include "recess-usage.h"

typedef struct
{
  const RecessTokenizer *tokenizer;
  char                  *model;
  GBytes                *request;
  GBytes                *answer;
  gboolean               stream;

  /* What was said by the choices, one text each, so that no token spans two pieces of a stream. */
  GPtrArray             *texts;
  gboolean               opened;
  char                  *id;
  char                  *answered_by;
  gint64                 created;

  guint64                prompt;
  guint64                completion;
} Work;

static void
text_free (gpointer text)
{
  if (text != NULL)
    g_string_free (text, TRUE);
}

static void
work_free (Work *work)
{
  g_clear_pointer (&work->request, g_bytes_unref);
  g_clear_pointer (&work->answer, g_bytes_unref);
  g_clear_pointer (&work->texts, g_ptr_array_unref);
  g_free (work->model);
  g_free (work->id);
  g_free (work->answered_by);
  g_free (work);
}

static void
append_member (GString    *text,
               JsonObject *object,
               const char *name)
{
  if (object != NULL)
    g_string_append (text, recess_json_object_get_string (object, name, ""));
}

static void
append_calls (GString    *text,
              JsonObject *message)
{
  JsonArray *calls = recess_json_object_get_array (message, "tool_calls");

  for (guint i = 0; calls != NULL && i < json_array_get_length (calls); i++)
    {
      JsonNode *node = json_array_get_element (calls, i);
      JsonObject *function;

      if (!JSON_NODE_HOLDS_OBJECT (node))
        continue;

      function = recess_json_object_get_object (json_node_get_object (node), "function");
      append_member (text, function, "name");
      append_member (text, function, "arguments");
    }
}

static GString *
text_of_choice (Work       *work,
                JsonObject *choice)
{
  gint64 index = CLAMP (recess_json_object_get_int (choice, "index", 0), 0, 127);

  while (work->texts->len <= index)
    g_ptr_array_add (work->texts, g_string_new (NULL));

  return g_ptr_array_index (work->texts, index);
}

static void
take_choice (Work       *work,
             JsonObject *choice)
{
  JsonObject *message = recess_json_object_get_object (choice, work->stream ? "delta" : "message");
  GString *text = text_of_choice (work, choice);

  if (message == NULL)
    return;

  append_member (text, message, "content");
  append_member (text, message, "refusal");
  append_member (text, message, "reasoning_content");
  append_calls (text, message);
}

static void
take_object (Work       *work,
             const char *json,
             gsize       length)
{
  g_autoptr (JsonObject) object = recess_json_parse_object (json, length, NULL);
  JsonArray *choices;

  if (object == NULL)
    return;

  if (!work->opened)
    {
      work->opened = TRUE;
      work->id = g_strdup (recess_json_object_get_string (object, "id", "chatcmpl-counted"));
      work->answered_by = g_strdup (recess_json_object_get_string (object, "model", work->model));
      work->created = recess_json_object_get_int (object, "created", 0);
    }

  choices = recess_json_object_get_array (object, "choices");
  for (guint i = 0; choices != NULL && i < json_array_get_length (choices); i++)
    if (JSON_NODE_HOLDS_OBJECT (json_array_get_element (choices, i)))
      take_choice (work, json_array_get_object_element (choices, i));
}

static void
event_cb (const RecessSseEvent *event,
          gpointer              user_data)
{
  take_object (user_data, event->data, event->length);
}

static void
read_answer (Work *work)
{
  g_autoptr (RecessSseParser) parser = NULL;
  gsize length;
  const char *text = g_bytes_get_data (work->answer, &length);

  if (work->stream)
    {
      parser = recess_sse_parser_new (event_cb, work);
      recess_sse_parser_push (parser, text, length, NULL);
    }
  else
    {
      take_object (work, text, length);
    }

  for (guint i = 0; i < work->texts->len; i++)
    {
      GString *said = g_ptr_array_index (work->texts, i);

      work->completion += recess_tokenizer_count (work->tokenizer, said->str, said->len);
    }
}

static gboolean
read_request (Work *work)
{
  g_autoptr (JsonObject) request = NULL;
  RecessTokenCount count = { 0, };

  request = recess_json_parse_object (g_bytes_get_data (work->request, NULL),
                                      g_bytes_get_size (work->request), NULL);
  if (request == NULL)
    return FALSE;

  recess_token_count_request (work->tokenizer, request, &count);
  work->prompt = count.tokens;
  return TRUE;
}

static void
count_worker (GTask        *task,
              gpointer      source,
              gpointer      task_data,
              GCancellable *cancellable)
{
  Work *work = task_data;
  RecessEncoding encoding = RECESS_ENCODING_O200K_BASE;

  recess_encoding_of_model (work->model, &encoding);
  work->tokenizer = recess_tokenizer_get (encoding, NULL);
  if (work->tokenizer == NULL || !read_request (work))
    {
      g_task_return_boolean (task, FALSE);
      return;
    }

  read_answer (work);
  g_task_return_boolean (task, TRUE);
}

void
recess_usage_count_async (const char          *model,
                          GBytes              *request,
                          GBytes              *answer,
                          gboolean             stream,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  Work *work;

  g_return_if_fail (model != NULL);
  g_return_if_fail (request != NULL);
  g_return_if_fail (answer != NULL);

  work = g_new0 (Work, 1);
  work->model = g_strdup (model);
  work->request = g_bytes_ref (request);
  work->answer = g_bytes_ref (answer);
  work->stream = stream;
  work->texts = g_ptr_array_new_with_free_func (text_free);

  task = g_task_new (NULL, NULL, callback, user_data);
  g_task_set_source_tag (task, recess_usage_count_async);
  g_task_set_task_data (task, work, (GDestroyNotify) work_free);
  g_task_run_in_thread (task, count_worker);
}

static char *
usage_json (const Work *work,
            const char *mark)
{
  return g_strdup_printf ("{\"prompt_tokens\":%" G_GUINT64_FORMAT
                          ",\"completion_tokens\":%" G_GUINT64_FORMAT
                          ",\"total_tokens\":%" G_GUINT64_FORMAT "%s}",
                          work->prompt, work->completion, work->prompt + work->completion, mark);
}

static char *
usage_chunk (const Work *work)
{
  g_autofree char *usage = usage_json (work, "");
  g_autofree char *id = recess_json_quote (work->id);
  g_autofree char *model = recess_json_quote (work->answered_by);

  return g_strdup_printf ("data: {\"id\":%s,\"object\":\"chat.completion.chunk\",\"created\":"
                          "%" G_GINT64_FORMAT ",\"model\":%s,\"choices\":[],\"usage\":%s}\n\n",
                          id, work->created, model, usage);
}

char *
recess_usage_count_finish (GAsyncResult  *result,
                           char         **chunk)
{
  const Work *work;

  g_return_val_if_fail (G_IS_TASK (result), NULL);
  g_return_val_if_fail (chunk != NULL, NULL);

  if (!g_task_propagate_boolean (G_TASK (result), NULL))
    return NULL;

  work = g_task_get_task_data (G_TASK (result));
  *chunk = work->opened ? usage_chunk (work) : NULL;
  return usage_json (work, ",\"estimated\":true");
}
