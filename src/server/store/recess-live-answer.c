/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "recess-live-answer-private.h"

/* The tokens of some ten thousand words, with their alternatives; what comes after is left out. */
#define MAX_LOGPROBS (16u * 1024 * 1024)

typedef struct
{
  GString *text;
  /* Bytes on disk, and bytes that are on their way there. */
  gsize    written;
  gsize    sent;
} Growing;

enum
{
  CONTENT,
  REASONING,
  LOG,
  LOGPROBS,
  N_TEXTS
};

struct _RecessLiveAnswer
{
  GObject          parent_instance;

  char            *id;
  char            *conversation_id;
  Growing          texts[N_TEXTS];
  RecessToolCalls *calls;
  gint64           claimed_at;
  gint64           first_text_at;
  gboolean         ended;
};

G_DEFINE_FINAL_TYPE (RecessLiveAnswer, recess_live_answer, G_TYPE_OBJECT)

enum
{
  DELTA,
  STOP_REQUESTED,
  ENDED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
recess_live_answer_finalize (GObject *object)
{
  RecessLiveAnswer *self = RECESS_LIVE_ANSWER (object);

  g_free (self->id);
  g_free (self->conversation_id);
  for (guint i = 0; i < N_TEXTS; i++)
    g_string_free (self->texts[i].text, TRUE);
  recess_tool_calls_free (self->calls);

  G_OBJECT_CLASS (recess_live_answer_parent_class)->finalize (object);
}

static guint
new_signal (RecessLiveAnswerClass *klass,
            const char            *name,
            guint                  n_deltas)
{
  return g_signal_new (name,
                       G_TYPE_FROM_CLASS (klass),
                       G_SIGNAL_RUN_LAST,
                       0, NULL, NULL, NULL,
                       G_TYPE_NONE,
                       n_deltas,
                       G_TYPE_POINTER);
}

static void
recess_live_answer_class_init (RecessLiveAnswerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = recess_live_answer_finalize;

  signals[DELTA] = new_signal (klass, "delta", 1);
  signals[STOP_REQUESTED] = new_signal (klass, "stop-requested", 0);
  signals[ENDED] = new_signal (klass, "ended", 0);
}

static void
recess_live_answer_init (RecessLiveAnswer *self)
{
  for (guint i = 0; i < N_TEXTS; i++)
    self->texts[i].text = g_string_new (NULL);
  self->calls = recess_tool_calls_new ();
}

static const char *
get_filled (RecessLiveAnswer *self,
            guint             text)
{
  return self->texts[text].text->len > 0 ? self->texts[text].text->str : NULL;
}

static char *
take_growth (Growing *growing)
{
  gsize from = growing->written;

  growing->sent = growing->text->len;
  if (growing->sent == from)
    return NULL;

  return g_strndup (growing->text->str + from, growing->sent - from);
}

RecessLiveAnswer *
recess_live_answer_new (const char *id,
                        const char *conversation_id)
{
  RecessLiveAnswer *self;

  g_return_val_if_fail (id != NULL, NULL);
  g_return_val_if_fail (conversation_id != NULL, NULL);

  self = g_object_new (RECESS_TYPE_LIVE_ANSWER, NULL);
  self->id = g_strdup (id);
  self->conversation_id = g_strdup (conversation_id);

  return self;
}

const char *
recess_live_answer_get_id (RecessLiveAnswer *self)
{
  g_return_val_if_fail (RECESS_IS_LIVE_ANSWER (self), NULL);

  return self->id;
}

const char *
recess_live_answer_get_conversation_id (RecessLiveAnswer *self)
{
  g_return_val_if_fail (RECESS_IS_LIVE_ANSWER (self), NULL);

  return self->conversation_id;
}

const char *
recess_live_answer_get_content (RecessLiveAnswer *self)
{
  g_return_val_if_fail (RECESS_IS_LIVE_ANSWER (self), NULL);

  return self->texts[CONTENT].text->str;
}

const char *
recess_live_answer_get_reasoning (RecessLiveAnswer *self)
{
  g_return_val_if_fail (RECESS_IS_LIVE_ANSWER (self), NULL);

  return get_filled (self, REASONING);
}

const char *
recess_live_answer_get_log (RecessLiveAnswer *self)
{
  g_return_val_if_fail (RECESS_IS_LIVE_ANSWER (self), NULL);

  return get_filled (self, LOG);
}

char *
recess_live_answer_dup_calls (RecessLiveAnswer *self)
{
  g_return_val_if_fail (RECESS_IS_LIVE_ANSWER (self), NULL);

  return recess_tool_calls_to_text (self->calls, FALSE);
}

const char *
recess_live_answer_get_problem (RecessLiveAnswer *self)
{
  g_return_val_if_fail (RECESS_IS_LIVE_ANSWER (self), NULL);

  return recess_tool_calls_get_problem (self->calls);
}

gsize
recess_live_answer_get_size (RecessLiveAnswer *self)
{
  gsize size;

  g_return_val_if_fail (RECESS_IS_LIVE_ANSWER (self), 0);

  size = recess_tool_calls_get_size (self->calls);
  for (guint i = 0; i < N_TEXTS; i++)
    size += self->texts[i].text->len;
  return size;
}

gboolean
recess_live_answer_is_claimed (RecessLiveAnswer *self)
{
  g_return_val_if_fail (RECESS_IS_LIVE_ANSWER (self), FALSE);

  return self->claimed_at != 0;
}

gboolean
recess_live_answer_is_ended (RecessLiveAnswer *self)
{
  g_return_val_if_fail (RECESS_IS_LIVE_ANSWER (self), FALSE);

  return self->ended;
}

void
recess_live_answer_claim (RecessLiveAnswer *self)
{
  g_return_if_fail (RECESS_IS_LIVE_ANSWER (self));
  g_return_if_fail (self->claimed_at == 0);

  self->claimed_at = g_get_monotonic_time ();
}

void
recess_live_answer_preset (RecessLiveAnswer *self,
                           const char       *content,
                           const char       *reasoning)
{
  const char *texts[] = { content, reasoning };

  g_return_if_fail (RECESS_IS_LIVE_ANSWER (self));

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_string_assign (self->texts[i].text, texts[i] != NULL ? texts[i] : "");
      self->texts[i].written = self->texts[i].text->len;
    }
}

/* Returns: the pieces that added something, or NULL */
static RecessCallPiece *
append_calls (RecessLiveAnswer        *self,
              const RecessAnswerDelta *delta,
              guint                   *n_taken)
{
  g_autofree RecessCallPiece *pieces = g_new (RecessCallPiece, delta->n_calls);

  *n_taken = 0;
  for (guint i = 0; i < delta->n_calls; i++)
    {
      pieces[*n_taken] = delta->calls[i];
      if (recess_tool_calls_append (self->calls, &pieces[*n_taken]))
        ++*n_taken;
    }

  return *n_taken > 0 ? g_steal_pointer (&pieces) : NULL;
}

void
recess_live_answer_append (RecessLiveAnswer        *self,
                           const RecessAnswerDelta *delta)
{
  g_autofree RecessCallPiece *calls = NULL;
  RecessAnswerDelta taken;
  GString *logprobs;

  g_return_if_fail (RECESS_IS_LIVE_ANSWER (self));
  g_return_if_fail (delta != NULL);

  taken = *delta;
  calls = taken.calls = append_calls (self, delta, &taken.n_calls);
  if (taken.content != NULL)
    g_string_append (self->texts[CONTENT].text, taken.content);
  if (taken.reasoning != NULL)
    g_string_append (self->texts[REASONING].text, taken.reasoning);
  if (taken.log != NULL)
    g_string_append (self->texts[LOG].text, taken.log);

  logprobs = self->texts[LOGPROBS].text;
  if (taken.logprobs != NULL && logprobs->len + strlen (taken.logprobs) <= MAX_LOGPROBS)
    g_string_append_printf (logprobs, "%s%s", logprobs->len > 0 ? "," : "", taken.logprobs);

  if (taken.content == NULL && taken.reasoning == NULL && taken.log == NULL && calls == NULL)
    return;

  if (self->first_text_at == 0)
    self->first_text_at = g_get_monotonic_time ();
  g_signal_emit (self, signals[DELTA], 0, &taken);
}

RecessAnswerText *
recess_live_answer_dup_text (RecessLiveAnswer *self,
                             gboolean          final)
{
  RecessAnswerText *text;
  const char *logprobs;

  g_return_val_if_fail (RECESS_IS_LIVE_ANSWER (self), NULL);

  logprobs = final ? get_filled (self, LOGPROBS) : NULL;
  text = g_new0 (RecessAnswerText, 1);
  text->content = g_strdup (self->texts[CONTENT].text->str);
  text->reasoning = g_strdup (get_filled (self, REASONING));
  text->log = g_strdup (get_filled (self, LOG));
  text->calls = recess_tool_calls_to_text (self->calls, final);
  text->logprobs = logprobs != NULL ? g_strconcat ("[", logprobs, "]", NULL) : NULL;
  return text;
}

void
recess_live_answer_request_stop (RecessLiveAnswer *self)
{
  g_return_if_fail (RECESS_IS_LIVE_ANSWER (self));

  g_signal_emit (self, signals[STOP_REQUESTED], 0);
}

void
recess_live_answer_set_ended (RecessLiveAnswer *self)
{
  g_return_if_fail (RECESS_IS_LIVE_ANSWER (self));

  self->ended = TRUE;
  g_signal_emit (self, signals[ENDED], 0);
}

gboolean
recess_live_answer_has_pending (RecessLiveAnswer *self)
{
  g_return_val_if_fail (RECESS_IS_LIVE_ANSWER (self), FALSE);

  for (guint i = 0; i < N_TEXTS; i++)
    {
      if (self->texts[i].written < self->texts[i].text->len)
        return TRUE;
    }

  return recess_tool_calls_has_pending (self->calls);
}

RecessAnswerText *
recess_live_answer_take_pending (RecessLiveAnswer *self)
{
  RecessAnswerText *text;

  g_return_val_if_fail (RECESS_IS_LIVE_ANSWER (self), NULL);

  text = g_new0 (RecessAnswerText, 1);
  text->content = take_growth (&self->texts[CONTENT]);
  text->reasoning = take_growth (&self->texts[REASONING]);
  text->log = take_growth (&self->texts[LOG]);
  text->logprobs = take_growth (&self->texts[LOGPROBS]);
  text->calls = recess_tool_calls_take_pending (self->calls);
  return text;
}

void
recess_live_answer_settle_pending (RecessLiveAnswer *self,
                                   gboolean          written)
{
  g_return_if_fail (RECESS_IS_LIVE_ANSWER (self));

  if (!written)
    return;

  for (guint i = 0; i < N_TEXTS; i++)
    self->texts[i].written = self->texts[i].sent;
  recess_tool_calls_settle_pending (self->calls, written);
}

gint64
recess_live_answer_get_duration_ms (RecessLiveAnswer *self)
{
  g_return_val_if_fail (RECESS_IS_LIVE_ANSWER (self), -1);

  if (self->claimed_at == 0)
    return -1;

  return (g_get_monotonic_time () - self->claimed_at) / 1000;
}

gint64
recess_live_answer_get_first_token_ms (RecessLiveAnswer *self)
{
  g_return_val_if_fail (RECESS_IS_LIVE_ANSWER (self), -1);

  if (self->claimed_at == 0 || self->first_text_at == 0)
    return -1;

  return (self->first_text_at - self->claimed_at) / 1000;
}
