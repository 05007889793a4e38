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

      g_string_append_printf (json,
                              "%s{\"index\":%u,\"message\":{\"role\":\"assistant\",\"content\":",
                              i > 0 ? "," : "", i);
      recess_json_append_string (json, answer->text, -1);
      g_string_append_printf (json,
                              ",\"refusal\":null},\"logprobs\":null,\"finish_reason\":\"%s\"}",
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
           const char *opening,
           const char *text,
           gsize       length,
           const char *reason)
{
  GString *event = g_string_new ("data: ");

  g_string_append (event, writer->envelope);
  g_string_append_printf (event, ",\"choices\":[{\"index\":%u,\"delta\":{%s", index, opening);
  if (text != NULL)
    {
      g_string_append (event, "\"content\":");
      recess_json_append_string (event, text, length);
    }
  g_string_append (event, "},\"logprobs\":null,\"finish_reason\":");
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

/* What is not yet written of a choice */
typedef struct
{
  const char *text;
  GArray     *pieces;
  guint       position;
} Left;

static void
left_clear (gpointer data)
{
  Left *left = data;

  g_array_unref (left->pieces);
}

static GArray *
open_choices (Writer    *writer,
              GPtrArray *answers)
{
  GArray *choices = g_array_new (FALSE, FALSE, sizeof (Left));

  g_array_set_clear_func (choices, left_clear);
  for (guint i = 0; i < answers->len; i++)
    {
      const RecessPracticeAnswer *answer = g_ptr_array_index (answers, i);
      Left left = { answer->text, recess_practice_pieces_new (answer->text), 0 };

      add_chunk (writer, i, "\"role\":\"assistant\",\"refusal\":null,", "", 0, NULL);
      g_array_append_val (choices, left);
    }

  return choices;
}

/* The choices grow side by side, piece by piece. */
static void
add_pieces (Writer    *writer,
            GPtrArray *answers)
{
  g_autoptr (GArray) choices = open_choices (writer, answers);
  guint n_open = answers->len;

  while (n_open > 0)
    {
      for (guint i = 0; i < answers->len; i++)
        {
          const RecessPracticeAnswer *answer = g_ptr_array_index (answers, i);
          Left *left = &g_array_index (choices, Left, i);

          if (left->position > left->pieces->len)
            continue;

          if (left->position < left->pieces->len)
            {
              gsize length = g_array_index (left->pieces, gsize, left->position);

              add_chunk (writer, i, "", left->text, length, NULL);
              left->text += length;
            }
          else
            {
              add_chunk (writer, i, "", NULL, 0, answer->finish_reason);
              n_open--;
            }
          left->position++;
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

  add_pieces (&writer, answers);
  if (request->include_usage)
    add_usage (&writer, answers);
  g_ptr_array_add (writer.events, g_bytes_new_static ("data: [DONE]\n\n",
                                                      strlen ("data: [DONE]\n\n")));

  g_free (writer.envelope);
  return writer.events;
}
