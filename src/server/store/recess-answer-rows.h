/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>
#include <sqlite3.h>

G_BEGIN_DECLS

/* What is written of an answer while it comes: its row is claimed, grows by deltas that stand
 * beside it (so that a long answer is not written anew each second), and is settled at its end. */

/* The text of a message as its deltas have it, or NULL where there are none: within a statement that
 * reads or changes `messages`. */
#define RECESS_ANSWER_CONTENT_SQL \
  "(SELECT json_quote (group_concat (content, '')) FROM (SELECT content FROM message_deltas" \
  " WHERE message = messages.seq AND content IS NOT NULL ORDER BY message_deltas.seq))"
#define RECESS_ANSWER_REASONING_SQL \
  "(SELECT group_concat (reasoning, '') FROM (SELECT reasoning FROM message_deltas" \
  " WHERE message = messages.seq AND reasoning IS NOT NULL ORDER BY message_deltas.seq))"

/* Settles as `interrupted`, with the text that is there, what the last server left behind. */
gboolean recess_answer_rows_recover (sqlite3  *db,
                                     GError  **error);

G_END_DECLS
