/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "recess-answer-rows.h"
#include "recess-call-rows.h"
#include "recess-message-edits.h"
#include "recess-schema.h"
#include "recess-sql.h"
#include "recess-title.h"

#include "common/recess-api-error.h"
#include "common/recess-id.h"

/* More is not looked at for a title. */
#define TITLE_TEXT "1000"

void
recess_new_message_free (RecessNewMessage *self)
{
  g_free (self->role);
  g_free (self->content);
  g_free (self->parent_id);
  g_free (self->before_id);
  g_free (self->answer_model);
  g_free (self);
}

void
recess_message_change_free (RecessMessageChange *self)
{
  g_free (self->content);
  g_free (self->role);
  g_free (self->calls);
  g_free (self);
}

/* The message that a member of the body names: a wrong one is the fault of that member. */
static gboolean
find_named (sqlite3           *db,
            gint64             conversation,
            const char        *member,
            const char        *id,
            RecessMessageRow  *row,
            GError           **error)
{
  g_autoptr(GError) failure = NULL;

  if (recess_rows_find_message (db, conversation, id, FALSE, row, &failure))
    return TRUE;

  if (g_error_matches (failure, RECESS_API_ERROR, 404))
    recess_set_api_error (error, 400, member, NULL, "%s", failure->message);
  else
    g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

/* The seq of the row that a new one is to stand below, or 0. */
static gboolean
find_parent (sqlite3                      *db,
             const RecessConversationRow  *conversation,
             const RecessNewMessage       *message,
             gint64                       *parent,
             GError                      **error)
{
  RecessMessageRow row;

  *parent = message->at_root ? 0 : conversation->head;
  if (message->parent_id == NULL)
    return TRUE;

  if (!find_named (db, conversation->seq, "parent_id", message->parent_id, &row, error))
    return FALSE;

  *parent = row.seq;
  return TRUE;
}

static gboolean
insert_row (RecessTransaction  *transaction,
            const char         *conversation_id,
            gint64              conversation,
            gint64             *parent,
            const char         *role,
            const char         *content,
            const char         *answer_model,
            GPtrArray          *ids,
            GError            **error)
{
  sqlite3 *db = recess_transaction_get_db (transaction);
  g_autofree char *id = recess_id_new ("cmsg_");
  double now = recess_rows_now ();

  if (!recess_sql_run (db, error,
                       "INSERT INTO messages (id, conversation, parent, hang, role, content,"
                       "  status, model, created_at, updated_at)"
                       "  VALUES (?, ?, nullif (?, 0), nullif (?, 0), ?, ?, ?, ?, ?, ?)",
                       "siiissssdd", id, conversation, *parent, *parent, role, content,
                       answer_model != NULL ? "in_progress" : "complete", answer_model, now, now))
    return FALSE;

  *parent = sqlite3_last_insert_rowid (db);
  recess_transaction_change_child (transaction, "message", id, "created", conversation_id);
  g_ptr_array_add (ids, g_steal_pointer (&id));
  return TRUE;
}

gboolean
recess_message_rows_give_title (sqlite3  *db,
                                gint64    conversation,
                                GError  **error)
{
  g_autoptr(sqlite3_stmt) statement = NULL;
  g_autoptr(GError) failure = NULL;
  g_autofree char *title = NULL;

  statement = recess_sql_query (db, error,
                                "SELECT substr (" RECESS_TEXT_SQL ("m.content")
                                "  , 1, " TITLE_TEXT ")"
                                "  FROM conversations c"
                                "  JOIN messages m ON m.conversation = c.seq"
                                "  WHERE c.seq = ? AND c.title IS NULL AND m.role = 'user'"
                                "  AND m.deleted_at IS NULL ORDER BY m.seq",
                                "i", conversation);
  if (statement == NULL)
    return FALSE;

  while (title == NULL && recess_sql_step (statement, &failure))
    {
      const char *text = recess_sql_text (statement, 0);

      title = text != NULL ? recess_title_from_text (text) : NULL;
    }

  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }

  return title == NULL ||
         recess_sql_run (db, error, "UPDATE conversations SET title = ? WHERE seq = ?", "si",
                         title, conversation);
}

static gboolean
touch (RecessTransaction  *transaction,
       const char         *conversation_id,
       GError            **error)
{
  if (!recess_sql_run (recess_transaction_get_db (transaction), error,
                       "UPDATE conversations SET updated_at = ? WHERE id = ?", "ds",
                       recess_rows_now (), conversation_id))
    return FALSE;

  recess_transaction_change (transaction, "conversation", conversation_id, "updated");
  return TRUE;
}

static gboolean
insert_message (RecessTransaction       *transaction,
                const char              *conversation_id,
                gint64                   conversation,
                const RecessNewMessage  *message,
                gint64                  *head,
                GPtrArray               *ids,
                GError                 **error)
{
  if (message->content != NULL &&
      !insert_row (transaction, conversation_id, conversation, head, message->role,
                   message->content, NULL, ids, error))
    return FALSE;

  if (message->content != NULL && g_str_equal (message->role, "user") &&
      !recess_message_rows_give_title (recess_transaction_get_db (transaction), conversation,
                                       error))
    return FALSE;

  return message->answer_model == NULL ||
         insert_row (transaction, conversation_id, conversation, head, "assistant", "\"\"",
                     message->answer_model, ids, error);
}

/* Puts the row @message between those that stand where @below does and what they hang on. */
static gboolean
push_down (sqlite3   *db,
           gint64     message,
           gint64     below,
           GError   **error)
{
  return recess_sql_run (db, error,
                         "UPDATE messages SET parent = b.parent, hang = b.hang FROM messages b"
                         "  WHERE messages.seq = ?1 AND b.seq = ?2",
                         "ii", message, below) &&
         recess_sql_run (db, error,
                         "UPDATE messages SET parent = n.seq FROM messages n WHERE n.seq = ?1"
                         "  AND messages.conversation = n.conversation"
                         "  AND messages.parent IS n.parent AND messages.seq <> n.seq",
                         "i", message) &&
         recess_rows_hang_anew (db, message, error);
}

static gboolean
insert_before (RecessTransaction            *transaction,
               const char                   *conversation_id,
               const RecessConversationRow  *conversation,
               const RecessNewMessage       *message,
               GPtrArray                    *ids,
               GError                      **error)
{
  sqlite3 *db = recess_transaction_get_db (transaction);
  RecessMessageRow below;
  gint64 seq = 0;

  return find_named (db, conversation->seq, "before_id", message->before_id, &below, error) &&
         insert_row (transaction, conversation_id, conversation->seq, &seq, message->role,
                     message->content, NULL, ids, error) &&
         push_down (db, seq, below.seq, error);
}

static gboolean
insert_below (RecessTransaction            *transaction,
              const char                   *conversation_id,
              const RecessConversationRow  *conversation,
              const RecessNewMessage       *message,
              GPtrArray                    *ids,
              GError                      **error)
{
  sqlite3 *db = recess_transaction_get_db (transaction);
  gint64 head;

  return find_parent (db, conversation, message, &head, error) &&
         insert_message (transaction, conversation_id, conversation->seq, message, &head, ids,
                         error) &&
         recess_rows_set_head (db, conversation->seq, head, error);
}

GPtrArray *
recess_message_rows_add (RecessTransaction       *transaction,
                         const char              *conversation_id,
                         const RecessNewMessage  *message,
                         GError                 **error)
{
  sqlite3 *db = recess_transaction_get_db (transaction);
  g_autoptr(GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  RecessConversationRow conversation;
  gboolean done;

  if (!recess_rows_find_conversation (db, conversation_id, FALSE, &conversation, error))
    return NULL;

  if (message->before_id != NULL)
    done = insert_before (transaction, conversation_id, &conversation, message, ids, error);
  else
    done = insert_below (transaction, conversation_id, &conversation, message, ids, error);

  if (!done || !touch (transaction, conversation_id, error))
    return NULL;

  return g_steal_pointer (&ids);
}

static gboolean
find_settled (sqlite3           *db,
              const char        *conversation_id,
              const char        *id,
              RecessMessageRow  *row,
              GError           **error)
{
  RecessConversationRow conversation;

  if (!recess_rows_find_conversation (db, conversation_id, FALSE, &conversation, error) ||
      !recess_rows_find_message (db, conversation.seq, id, FALSE, row, error))
    return FALSE;

  if (row->active)
    recess_set_api_error (error, 400, NULL, NULL,
                          "Message '%s' is still being written; stop it first.", id);
  return !row->active;
}

static void
tell_children (RecessTransaction *transaction,
               const char        *conversation_id,
               GPtrArray         *ids,
               const char        *change)
{
  for (guint i = 0; i < ids->len; i++)
    recess_transaction_change_child (transaction, "message", g_ptr_array_index (ids, i), change,
                                     conversation_id);
}

static gboolean
edit_calls (RecessTransaction  *transaction,
            const char         *conversation_id,
            gint64              answer,
            const char         *calls,
            GError            **error)
{
  g_autoptr(GPtrArray) made = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(GPtrArray) changed = g_ptr_array_new_with_free_func (g_free);

  if (!recess_call_rows_edit (recess_transaction_get_db (transaction), answer, calls, made,
                              changed, error))
    return FALSE;

  tell_children (transaction, conversation_id, made, "created");
  tell_children (transaction, conversation_id, changed, "updated");
  return TRUE;
}

gboolean
recess_message_rows_edit (RecessTransaction          *transaction,
                          const char                 *conversation_id,
                          const char                 *id,
                          const RecessMessageChange  *change,
                          GError                    **error)
{
  sqlite3 *db = recess_transaction_get_db (transaction);
  RecessMessageRow row;

  if (!find_settled (db, conversation_id, id, &row, error) ||
      !recess_sql_run (db, error,
                       "UPDATE messages SET content = coalesce (?1, content),"
                       "  error = iif (?1 IS NOT NULL AND role = 'tool', NULL, error),"
                       "  status = iif (?1 IS NOT NULL AND role = 'tool', 'complete', status),"
                       "  role = coalesce (?2, role), updated_at = ?3 WHERE seq = ?4",
                       "ssdi", change->content, change->role, recess_rows_now (), row.seq) ||
      (change->calls != NULL &&
       !edit_calls (transaction, conversation_id, row.seq, change->calls, error)) ||
      !touch (transaction, conversation_id, error))
    return FALSE;

  recess_transaction_change_child (transaction, "message", id, "updated", conversation_id);
  return TRUE;
}

static RecessAnswerText *
read_cut_answer (sqlite3     *db,
                 gint64       answer,
                 const char  *id,
                 GError     **error)
{
  g_autoptr(sqlite3_stmt) statement = NULL;
  g_autoptr(GError) failure = NULL;
  RecessAnswerText *text;

  statement = recess_sql_query (db, error,
                                "SELECT json_extract (content, '$'), reasoning FROM messages"
                                "  WHERE seq = ? AND role = 'assistant' AND tool_calls IS NULL"
                                "  AND json_type (content) = 'text'"
                                "  AND (status <> 'complete' OR finish_reason = 'length')",
                                "i", answer);
  if (statement == NULL)
    return NULL;

  if (!recess_sql_step (statement, &failure))
    {
      if (failure != NULL)
        g_propagate_error (error, g_steal_pointer (&failure));
      else
        recess_set_api_error (error, 400, NULL, NULL,
                              "Message '%s' is no answer that was cut and has text alone.", id);
      return NULL;
    }

  text = g_new0 (RecessAnswerText, 1);
  text->content = g_strdup (recess_sql_text (statement, 0));
  text->reasoning = g_strdup (recess_sql_text (statement, 1));
  return text;
}

RecessAnswerText *
recess_message_rows_reopen (RecessTransaction  *transaction,
                            const char         *conversation_id,
                            const char         *id,
                            GError            **error)
{
  sqlite3 *db = recess_transaction_get_db (transaction);
  g_autoptr(RecessAnswerText) text = NULL;
  RecessMessageRow row;

  if (!find_settled (db, conversation_id, id, &row, error))
    return NULL;

  text = read_cut_answer (db, row.seq, id, error);
  if (text == NULL ||
      !recess_sql_run (db, error,
                       "UPDATE messages SET status = 'in_progress', error = NULL, updated_at = ?"
                       "  WHERE seq = ?", "di", recess_rows_now (), row.seq) ||
      !recess_answer_rows_append (db, id, text, error) ||
      !touch (transaction, conversation_id, error))
    return NULL;

  recess_transaction_change_child (transaction, "message", id, "updated", conversation_id);
  return g_steal_pointer (&text);
}

/* Whether the path that is shown leads through @message already. */
static gboolean
is_on_path (sqlite3   *db,
            gint64     head,
            gint64     message,
            gint64    *found,
            GError   **error)
{
  return recess_sql_get_int (db, found, 0, error,
                             "WITH RECURSIVE path (seq) AS (SELECT ?1 UNION ALL"
                             "  SELECT m.hang FROM path JOIN messages m ON m.seq = path.seq) "
                             "SELECT count (*) FROM path WHERE seq = ?2",
                             "ii", head, message);
}

gboolean
recess_message_rows_select (RecessTransaction  *transaction,
                            const char         *conversation_id,
                            const char         *id,
                            GError            **error)
{
  sqlite3 *db = recess_transaction_get_db (transaction);
  RecessConversationRow conversation;
  RecessMessageRow row;
  gint64 on_path, leaf;

  if (!recess_rows_find_conversation (db, conversation_id, FALSE, &conversation, error) ||
      !recess_rows_find_message (db, conversation.seq, id, FALSE, &row, error) ||
      !is_on_path (db, conversation.head, row.seq, &on_path, error) ||
      !recess_rows_find_leaf (db, row.seq, &leaf, error))
    return FALSE;

  if (on_path)
    return TRUE;

  recess_transaction_change (transaction, "conversation", conversation_id, "updated");
  return recess_rows_set_head (db, conversation.seq, leaf, error);
}
