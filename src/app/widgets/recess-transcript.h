/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "recess-row.h"

G_BEGIN_DECLS

/**
 * RecessTranscript:
 *
 * A list of #RecessRow made from a list of #RecessMessage: a heading, what is attached, the folded
 * reasoning, a row for each block of the text, a state. Text that grows touches the last rows of
 * its message only, and not before recess_transcript_flush (): `pending` says that there is some.
 */
#define RECESS_TYPE_TRANSCRIPT (recess_transcript_get_type ())
G_DECLARE_FINAL_TYPE (RecessTranscript, recess_transcript, RECESS, TRANSCRIPT, GObject)

RecessTranscript *recess_transcript_new          (GListModel       *messages);

/**
 * recess_transcript_load:
 * @n_messages: how many messages to take in
 *
 * A long conversation is taken in from its end: at first only its last messages have rows, the
 * others get theirs by this, before those.
 *
 * Returns: whether there are more
 */
gboolean          recess_transcript_load         (RecessTranscript *self,
                                                  guint             n_messages);

gboolean          recess_transcript_is_complete  (RecessTranscript *self);

/* Returns whether anything was waiting. */
gboolean          recess_transcript_flush        (RecessTranscript *self);

/* G_MAXUINT where the row is no longer in the list. */
guint             recess_transcript_find_row     (RecessTranscript *self,
                                                  RecessRow        *row);
RecessMessage    *recess_transcript_find_message (RecessTranscript *self,
                                                  const char       *id);

/* The position of the heading of @message, G_MAXUINT where there is none. */
guint             recess_transcript_find_header  (RecessTranscript *self,
                                                  RecessMessage    *message);

/* The one message that is an editor, or NULL. */
RecessMessage    *recess_transcript_get_editing  (RecessTranscript *self);
void              recess_transcript_set_editing  (RecessTranscript *self,
                                                  RecessMessage    *message);

/* Folds or unfolds what belongs to a reasoning or an excerpt row. */
void              recess_transcript_toggle       (RecessTranscript *self,
                                                  RecessRow        *row);

G_END_DECLS
