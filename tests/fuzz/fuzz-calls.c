/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "api/recess-answer-reducer.h"
#include "fuzz.h"

typedef struct
{
  GString         *texts;
  RecessToolCalls *calls;
  RecessToolCalls *kept;
} Seen;

/* What is told is also written in pieces and read back. */
static void
grown_cb (const RecessAnswerDelta *delta,
          gpointer                 user_data)
{
  Seen *seen = user_data;
  g_autofree char *pending = NULL;

  g_string_append_printf (seen->texts, "%s|%s|%s;", delta->content != NULL ? delta->content : "",
                          delta->reasoning != NULL ? delta->reasoning : "",
                          delta->logprobs != NULL ? delta->logprobs : "");
  for (guint i = 0; i < delta->n_calls; i++)
    {
      RecessCallPiece piece = delta->calls[i];

      recess_tool_calls_append (seen->calls, &piece);
    }

  pending = recess_tool_calls_take_pending (seen->calls);
  recess_tool_calls_settle_pending (seen->calls, TRUE);
  if (pending != NULL)
    recess_tool_calls_append_text (seen->kept, pending);
}

static char *
reduce (const guint8 *data,
        gsize         size,
        gsize         step)
{
  Seen seen = { g_string_new (NULL), recess_tool_calls_new (), recess_tool_calls_new () };
  g_autoptr(RecessAnswerReducer) reducer = recess_answer_reducer_new (grown_cb, &seen);
  g_autoptr(GPtrArray) choices = NULL;
  g_autofree char *calls = NULL;

  for (gsize at = 0; at < size; at += step)
    {
      g_autoptr(GBytes) bytes = g_bytes_new (data + at, MIN (step, size - at));

      if (!recess_answer_reducer_push (reducer, bytes, NULL))
        break;
    }

  if (size > 0)
    recess_answer_reducer_take_whole (reducer, (const char *) data, size, NULL);
  choices = recess_answer_reducer_dup_choices (reducer);
  calls = recess_tool_calls_to_text (seen.calls, TRUE);
  g_string_append (seen.texts, calls != NULL ? calls : "none");
  g_assert_cmpuint (recess_tool_calls_get_n (seen.kept), ==,
                    recess_tool_calls_get_n (seen.calls));
  recess_tool_calls_free (seen.calls);
  recess_tool_calls_free (seen.kept);
  return g_string_free (seen.texts, FALSE);
}

/* However the bytes are cut, the answer is the same. */
void
fuzz_target (const guint8 *data,
             gsize         size)
{
  g_autofree char *whole = reduce (data, size, MAX (size, 1));
  g_autofree char *pieces = reduce (data, size, 3);

  g_assert_cmpstr (pieces, ==, whole);
}
