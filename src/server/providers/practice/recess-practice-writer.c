/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "common/recess-json.h"
#include "recess-practice-pieces.h"
#include "recess-practice-writer.h"

static void
append_envelope (GString                      *json,
                 const RecessPracticeEnvelope *envelope,
                 const RecessPracticeRequest  *request,
                 const char                   *object)
{
  g_string_append (json, "{\"id\":");
  recess_json_append_string (json, envelope->id, -1);
  g_string_append_printf (json, ",\"object\":\"%s\",\"created\":%" G_GINT64_FORMAT ",\"model\":",
                          object, envelope->created);
  recess_json_append_string (json, request->model, -1);
  g_string_append (json, ",\"system_fingerprint\":");
  recess_json_append_string (json, envelope->fingerprint, -1);
}

static void
append_usage (GString                     *json,
              const RecessPracticeRequest *request,
              GPtrArray                   *answers)
{
  guint64 n_pieces = 0;

  for (guint i = 0; i < answers->len; i++)
    n_pieces += ((const RecessPracticeAnswer *) g_ptr_array_index (answers, i))->n_pieces;

  g_string_append_printf (json,
                          ",\"usage\":{\"prompt_tokens\":%" G_GUINT64_FORMAT
                          ",\"completion_tokens\":%" G_GUINT64_FORMAT
                          ",\"total_tokens\":%" G_GUINT64_FORMAT "}",
                          request->prompt_pieces, n_pieces, request->prompt_pieces + n_pieces);
}

static void
append_function (GString                        *json,
                 const RecessPracticeAnswerCall *call,
                 const char                     *arguments)
{
  g_string_append (json, "{\"name\":");
  recess_json_append_string (json, call->name, -1);
  g_string_append (json, ",\"arguments\":");
  recess_json_append_string (json, arguments, -1);
  g_string_append_c (json, '}');
}

static void
append_call (GString                        *json,
             const RecessPracticeAnswerCall *call,
             const char                     *arguments)
{
  g_string_append (json, "\"id\":");
  recess_json_append_string (json, call->id, -1);
  g_string_append (json, ",\"type\":\"function\",\"function\":");
  append_function (json, call, arguments);
}

static void
append_message (GString                     *json,
                const RecessPracticeRequest *request,
                const RecessPracticeAnswer  *answer)
{
  g_string_append (json, "{\"role\":\"assistant\",\"content\":");
  if (answer->calls == NULL)
    recess_json_append_string (json, answer->text, -1);
  else
    g_string_append (json, "null");

  g_string_append (json, ",\"refusal\":null");
  if (answer->calls != NULL && request->legacy)
    {
      const RecessPracticeAnswerCall *call = g_ptr_array_index (answer->calls, 0);

      g_string_append (json, ",\"function_call\":");
      append_function (json, call, call->arguments);
    }
  for (guint i = 0; answer->calls != NULL && !request->legacy && i < answer->calls->len; i++)
    {
      const RecessPracticeAnswerCall *call = g_ptr_array_index (answer->calls, i);

      g_string_append (json, i == 0 ? ",\"tool_calls\":[{" : ",{");
      append_call (json, call, call->arguments);
      g_string_append (json, i + 1 == answer->calls->len ? "}]" : "}");
    }
  g_string_append_c (json, '}');
}

char *
recess_practice_write_completion (const RecessPracticeEnvelope *envelope,
                                  const RecessPracticeRequest  *request,
                                  GPtrArray                    *answers)
{
  GString *json;

  g_return_val_if_fail (envelope != NULL, NULL);
  g_return_val_if_fail (request != NULL, NULL);
  g_return_val_if_fail (answers != NULL, NULL);

  json = g_string_new (NULL);
  append_envelope (json, envelope, request, "chat.completion");
  g_string_append (json, ",\"choices\":[");
  for (guint i = 0; i < answers->len; i++)
    {
      const RecessPracticeAnswer *answer = g_ptr_array_index (answers, i);

      g_string_append_printf (json, "%s{\"index\":%u,\"message\":", i > 0 ? "," : "", i);
      append_message (json, request, answer);
      g_string_append_printf (json, ",\"logprobs\":null,\"finish_reason\":\"%s\"}",
                              answer->finish_reason);
    }
  g_string_append_c (json, ']');
  append_usage (json, request, answers);
  g_string_append_c (json, '}');

  return g_string_free (json, FALSE);
}

typedef struct
{
  GPtrArray                   *events;
  const RecessPracticeRequest *request;
  char                        *envelope;
} Writer;

/* One chunk with one choice; @reason ends that choice. */
static void
add_chunk (Writer     *writer,
           guint       index,
           const char *delta,
           const char *reason)
{
  GString *event = g_string_new ("data: ");

  g_string_append (event, writer->envelope);
  g_string_append_printf (event, ",\"choices\":[{\"index\":%u,\"delta\":{%s},\"logprobs\":null,"
                          "\"finish_reason\":", index, delta);
  if (reason != NULL)
    g_string_append_printf (event, "\"%s\"", reason);
  else
    g_string_append (event, "null");
  g_string_append (event, "}]");
  if (writer->request->include_usage)
    g_string_append (event, ",\"usage\":null");
  g_string_append (event, "}\n\n");

  g_ptr_array_add (writer->events, g_string_free_to_bytes (event));
}

static void
add_usage (Writer    *writer,
           GPtrArray *answers)
{
  GString *event = g_string_new ("data: ");

  g_string_append (event, writer->envelope);
  g_string_append (event, ",\"choices\":[]");
  append_usage (event, writer->request, answers);
  g_string_append (event, "}\n\n");

  g_ptr_array_add (writer->events, g_string_free_to_bytes (event));
}

/* One delta for each piece of @text, which stands between @before and @after. */
static void
add_deltas (GPtrArray  *deltas,
            const char *before,
            const char *text,
            const char *after)
{
  g_autoptr(GArray) pieces = recess_practice_pieces_new (text);

  for (guint i = 0; i < pieces->len; i++)
    {
      g_autoptr(GString) delta = g_string_new (before);

      recess_json_append_string (delta, text, g_array_index (pieces, gsize, i));
      g_string_append (delta, after);
      g_ptr_array_add (deltas, g_string_free (g_steal_pointer (&delta), FALSE));
      text += g_array_index (pieces, gsize, i);
    }
}

static void
add_call_deltas (GPtrArray                      *deltas,
                 const RecessPracticeRequest    *request,
                 const RecessPracticeAnswerCall *call,
                 guint                           index)
{
  g_autoptr(GString) first = g_string_new (NULL);
  g_autofree char *before = NULL;

  if (request->legacy)
    {
      g_string_append (first, "\"function_call\":");
      append_function (first, call, "");
      g_ptr_array_add (deltas, g_strdup (first->str));
      add_deltas (deltas, "\"function_call\":{\"arguments\":", call->arguments, "}");
      return;
    }

  g_string_append_printf (first, "\"tool_calls\":[{\"index\":%u,", index);
  append_call (first, call, "");
  g_string_append (first, "}]");
  g_ptr_array_add (deltas, g_strdup (first->str));
  before = g_strdup_printf ("\"tool_calls\":[{\"index\":%u,\"function\":{\"arguments\":", index);
  add_deltas (deltas, before, call->arguments, "}}]");
}

/* Returns: what a choice grows by, one after the other */
static GPtrArray *
deltas_of (const RecessPracticeRequest *request,
           const RecessPracticeAnswer  *answer)
{
  GPtrArray *deltas = g_ptr_array_new_with_free_func (g_free);

  g_ptr_array_add (deltas, g_strconcat ("\"role\":\"assistant\",\"refusal\":null,\"content\":",
                                        answer->calls != NULL ? "null" : "\"\"", NULL));
  for (guint i = 0; answer->calls != NULL && i < answer->calls->len; i++)
    add_call_deltas (deltas, request, g_ptr_array_index (answer->calls, i), i);
  if (answer->calls == NULL)
    add_deltas (deltas, "\"content\":", answer->text, "");

  return deltas;
}

/* The choices grow side by side. */
static void
add_choices (Writer    *writer,
             GPtrArray *answers)
{
  g_autoptr(GPtrArray) choices = NULL;
  guint n_open = answers->len;

  choices = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  for (guint i = 0; i < answers->len; i++)
    g_ptr_array_add (choices, deltas_of (writer->request, g_ptr_array_index (answers, i)));

  for (guint step = 0; n_open > 0; step++)
    {
      for (guint i = 0; i < answers->len; i++)
        {
          const RecessPracticeAnswer *answer = g_ptr_array_index (answers, i);
          GPtrArray *deltas = g_ptr_array_index (choices, i);

          if (step < deltas->len)
            {
              add_chunk (writer, i, g_ptr_array_index (deltas, step), NULL);
            }
          else if (step == deltas->len)
            {
              add_chunk (writer, i, "", answer->finish_reason);
              n_open--;
            }
        }
    }
}

GPtrArray *
recess_practice_write_stream (const RecessPracticeEnvelope *envelope,
                              const RecessPracticeRequest  *request,
                              GPtrArray                    *answers)
{
  GString *json;
  Writer writer = { 0, };

  g_return_val_if_fail (envelope != NULL, NULL);
  g_return_val_if_fail (request != NULL, NULL);
  g_return_val_if_fail (answers != NULL, NULL);

  json = g_string_new (NULL);
  append_envelope (json, envelope, request, "chat.completion.chunk");
  writer.envelope = g_string_free (json, FALSE);
  writer.request = request;
  writer.events = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);

  add_choices (&writer, answers);
  if (request->include_usage)
    add_usage (&writer, answers);
  g_ptr_array_add (writer.events, g_bytes_new_static ("data: [DONE]\n\n",
                                                      strlen ("data: [DONE]\n\n")));

  g_free (writer.envelope);
  return writer.events;
}
