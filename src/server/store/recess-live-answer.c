/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "recess-live-answer-private.h"

typedef struct
{
  GString *text;
  /* Bytes on disk, and bytes that are on their way there. */
  gsize    written;
  gsize    sent;
} Growing;

struct _RecessLiveAnswer
{
  GObject   parent_instance;

  char     *id;
  char     *conversation_id;
  Growing   content;
  Growing   reasoning;
  gint64    claimed_at;
  gint64    first_text_at;
  gboolean  ended;
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
  g_string_free (self->content.text, TRUE);
  g_string_free (self->reasoning.text, TRUE);

  G_OBJECT_CLASS (recess_live_answer_parent_class)->finalize (object);
}

static guint
new_signal (RecessLiveAnswerClass *klass,
            const char            *name,
            guint                  n_texts)
{
  return g_signal_new (name,
                       G_TYPE_FROM_CLASS (klass),
                       G_SIGNAL_RUN_LAST,
                       0, NULL, NULL, NULL,
                       G_TYPE_NONE,
                       n_texts,
                       G_TYPE_STRING | G_SIGNAL_TYPE_STATIC_SCOPE,
                       G_TYPE_STRING | G_SIGNAL_TYPE_STATIC_SCOPE);
}

static void
recess_live_answer_class_init (RecessLiveAnswerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = recess_live_answer_finalize;

  signals[DELTA] = new_signal (klass, "delta", 2);
  signals[STOP_REQUESTED] = new_signal (klass, "stop-requested", 0);
  signals[ENDED] = new_signal (klass, "ended", 0);
}

static void
recess_live_answer_init (RecessLiveAnswer *self)
{
  self->content.text = g_string_new (NULL);
  self->reasoning.text = g_string_new (NULL);
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

  return self->content.text->str;
}

const char *
recess_live_answer_get_reasoning (RecessLiveAnswer *self)
{
  g_return_val_if_fail (RECESS_IS_LIVE_ANSWER (self), NULL);

  return self->reasoning.text->len > 0 ? self->reasoning.text->str : NULL;
}

gsize
recess_live_answer_get_size (RecessLiveAnswer *self)
{
  g_return_val_if_fail (RECESS_IS_LIVE_ANSWER (self), 0);

  return self->content.text->len + self->reasoning.text->len;
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
recess_live_answer_append (RecessLiveAnswer *self,
                           const char       *content,
                           const char       *reasoning)
{
  g_return_if_fail (RECESS_IS_LIVE_ANSWER (self));

  if (self->first_text_at == 0)
    self->first_text_at = g_get_monotonic_time ();

  if (content != NULL)
    g_string_append (self->content.text, content);
  if (reasoning != NULL)
    g_string_append (self->reasoning.text, reasoning);

  g_signal_emit (self, signals[DELTA], 0, content, reasoning);
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

  return self->content.written < self->content.text->len ||
         self->reasoning.written < self->reasoning.text->len;
}

void
recess_live_answer_take_pending (RecessLiveAnswer  *self,
                                 char             **content,
                                 char             **reasoning)
{
  g_return_if_fail (RECESS_IS_LIVE_ANSWER (self));

  *content = take_growth (&self->content);
  *reasoning = take_growth (&self->reasoning);
}

void
recess_live_answer_settle_pending (RecessLiveAnswer *self,
                                   gboolean          written)
{
  g_return_if_fail (RECESS_IS_LIVE_ANSWER (self));

  if (!written)
    return;

  self->content.written = self->content.sent;
  self->reasoning.written = self->reasoning.sent;
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
