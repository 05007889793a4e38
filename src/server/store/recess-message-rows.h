/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "recess-store.h"

G_BEGIN_DECLS

/* Conversations and their messages as rows: what the functions that run in the threads of the
 * store have in common. */

/**
 * RecessAnswerText:
 * @calls: JSON text: the array `tool_calls`, or of a part of an answer the pieces that came in it
 * @logprobs: JSON text: an array of tokens, or of a part what is added to it
 *
 * The text of an answer that is being written, newer than its row, or a part of it. Each member
 * may be %NULL.
 */
typedef struct
{
  char *content;
  char *reasoning;
  char *calls;
  char *log;
  char *logprobs;
} RecessAnswerText;

void              recess_answer_text_free           (RecessAnswerText   *self);

double            recess_rows_now                   (void);

/**
 * RecessConversationRow:
 * @head: seq of the message that the path ends at, or 0
 */
typedef struct
{
  gint64   seq;
  gint64   head;
  gboolean deleted;
} RecessConversationRow;

/* 404 when there is none, or when it is deleted and @with_deleted is FALSE. */
gboolean          recess_rows_find_conversation     (sqlite3                *db,
                                                     const char             *id,
                                                     gboolean                with_deleted,
                                                     RecessConversationRow  *row,
                                                     GError                **error);

/**
 * RecessMessageRow:
 * @hang: seq of the nearest ancestor that is not deleted, or 0
 * @deletion: seq of the message whose deletion took this one along, or 0
 */
typedef struct
{
  gint64   seq;
  gint64   hang;
  gint64   deletion;
  gboolean active;
} RecessMessageRow;

gboolean          recess_rows_find_message          (sqlite3                *db,
                                                     gint64                  conversation,
                                                     const char             *id,
                                                     gboolean                with_deleted,
                                                     RecessMessageRow       *row,
                                                     GError                **error);
/* The message at the end of the branch that begins with @message: of several children the
 * newest. */
gboolean          recess_rows_find_leaf             (sqlite3                *db,
                                                     gint64                  message,
                                                     gint64                 *leaf,
                                                     GError                **error);
gboolean          recess_rows_set_head              (sqlite3                *db,
                                                     gint64                  conversation,
                                                     gint64                  head,
                                                     GError                **error);
/* What each row below @message hangs on follows from the parents and the marks alone. */
gboolean          recess_rows_hang_anew             (sqlite3                *db,
                                                     gint64                  message,
                                                     GError                **error);

/* Texts of the API. @live maps ids to #RecessAnswerText and may be NULL. */
char             *recess_message_rows_get           (sqlite3                *db,
                                                     const char             *conversation_id,
                                                     const char             *id,
                                                     GHashTable             *live,
                                                     GError                **error);
char             *recess_message_rows_get_path      (sqlite3                *db,
                                                     const char             *conversation_id,
                                                     GHashTable             *live,
                                                     GError                **error);
char             *recess_message_rows_get_all       (sqlite3                *db,
                                                     const char             *conversation_id,
                                                     GHashTable             *live,
                                                     GError                **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RecessAnswerText, recess_answer_text_free)

G_END_DECLS
