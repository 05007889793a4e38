/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "recess-message-store.h"

G_BEGIN_DECLS

/* What is written of an answer while it comes: its row is claimed, grows by deltas that stand
 * beside it (so that a long answer is not written anew each second), and is settled at its end. */

/* The text of a message as its deltas have it, or NULL where there are none: within a statement
 * that reads or changes `messages`. */
#define RECESS_ANSWER_CONTENT_SQL \
  "(SELECT json_quote (group_concat (content, '')) FROM (SELECT content FROM message_deltas" \
  " WHERE message = messages.seq AND content IS NOT NULL ORDER BY message_deltas.seq)" \
  " HAVING count (*) > 0)"
#define RECESS_ANSWER_REASONING_SQL \
  "(SELECT group_concat (reasoning, '') FROM (SELECT reasoning FROM message_deltas" \
  " WHERE message = messages.seq AND reasoning IS NOT NULL ORDER BY message_deltas.seq))"
#define RECESS_ANSWER_LOG_SQL \
  "(SELECT group_concat (log, '') FROM (SELECT log FROM message_deltas" \
  " WHERE message = messages.seq AND log IS NOT NULL ORDER BY message_deltas.seq))"

/* Adds a delta; a row that is gone takes none. */
gboolean recess_answer_rows_append  (sqlite3                 *db,
                                     const char              *id,
                                     const RecessAnswerText  *delta,
                                     GError                 **error);

/**
 * RecessAnswerTimes:
 *
 * Milliseconds, or -1 where that has not been.
 */
typedef struct
{
  gint64 duration_ms;
  gint64 first_token_ms;
} RecessAnswerTimes;

/* Settles the row with the whole text, and makes those of its calls and of further choices. The
 * feed tells its messages and conversation. */
gboolean recess_answer_rows_end     (RecessTransaction        *transaction,
                                     const char               *id,
                                     const RecessAnswerText   *text,
                                     const RecessAnswerEnd    *end,
                                     const RecessAnswerTimes  *times,
                                     GError                  **error);
/* Sets why @id cannot be claimed: 404 or 400. */
void     recess_answer_rows_explain (sqlite3                  *db,
                                     const char               *id,
                                     GError                  **error);
/* Settles as `interrupted`, with the text and calls that are there, what the last server left
 * behind. */
gboolean recess_answer_rows_recover (sqlite3  *db,
                                     GError  **error);

G_END_DECLS
