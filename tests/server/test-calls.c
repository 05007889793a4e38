/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "common/recess-api-error.h"

#include "test-conversation-utils.h"

#define TICK_MS 5

static void
set_up (TestStores    *stores,
        gconstpointer  data)
{
  test_stores_set_up (stores, data);
  recess_message_store_set_times (stores->messages, TICK_MS, G_MAXUINT);
}

static RecessLiveAnswer *
claim (TestStores *stores,
       const char *id)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  RecessLiveAnswer *answer;
  GAsyncResult *slot = NULL;

  recess_message_store_claim_async (stores->messages, id, NULL, test_result_cb, &slot);
  result = test_wait_result (&slot);
  answer = recess_message_store_claim_finish (stores->messages, result, &error);
  g_assert_no_error (error);
  return answer;
}

static void
call (TestStores       *stores,
      RecessLiveAnswer *answer,
      gint64            index,
      const char       *id,
      const char       *name,
      const char       *arguments)
{
  RecessCallPiece piece = { index, id, name, arguments };
  RecessAnswerDelta delta = { .calls = &piece, .n_calls = 1 };

  recess_message_store_append_delta (stores->messages, answer, &delta);
}

static void
end (TestStores       *stores,
     RecessLiveAnswer *answer,
     RecessAnswerEnd   how)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  GAsyncResult *slot = NULL;

  recess_message_store_end_async (stores->messages, answer, &how, test_result_cb, &slot);
  result = test_wait_result (&slot);
  recess_message_store_end_finish (stores->messages, result, &error);
  g_assert_no_error (error);
}

/* An answer that called get_time and get_price, with the ids "a" and "b". */
static char *
add_calls (TestStores *stores,
           const char *conversation)
{
  g_autofree char *mid = test_add_answer (stores, conversation, "What time is it?");
  g_autoptr(RecessLiveAnswer) answer = claim (stores, mid);
  RecessAnswerEnd how = { .status = "complete", .finish_reason = "tool_calls" };

  call (stores, answer, 0, "a", "get_time", "{}");
  call (stores, answer, 1, "b", "get_price", "{\"of\":");
  call (stores, answer, 1, NULL, NULL, "1}");
  end (stores, answer, how);
  return g_steal_pointer (&mid);
}

static void
on_changed_cb (RecessFeed *feed,
               guint64     seq,
               const char *kind,
               const char *id,
               const char *change,
               const char *parent,
               guint      *n_created)
{
  *n_created += g_str_equal (kind, "message") && g_str_equal (change, "created");
}

static void
test_rows (TestStores    *stores,
           gconstpointer  data)
{
  g_autofree char *id = test_create (stores, NULL);
  g_autofree char *mid = NULL;
  g_autofree char *list = NULL;
  g_autofree char *last = NULL;
  g_autofree char *after = NULL;
  guint n_created = 0;

  g_signal_connect (recess_store_get_feed (stores->store), "changed",
                    G_CALLBACK (on_changed_cb), &n_created);
  mid = add_calls (stores, id);
  while (n_created < 4)
    g_main_context_iteration (NULL, TRUE);
  list = test_messages (stores, id);
  test_assert_query (list, "$.data[1].tool_calls",
                     "[{\"id\":\"a\",\"type\":\"function\",\"function\":{\"name\":\"get_time\","
                     "\"arguments\":\"{}\"}},{\"id\":\"b\",\"type\":\"function\",\"function\":"
                     "{\"name\":\"get_price\",\"arguments\":\"{\\\"of\\\":1}\"}}]");
  test_assert_query (list, "$.data[2].role", "tool");
  test_assert_query (list, "$.data[2].status", "waiting");
  test_assert_query (list, "$.data[2].tool_call_id", "a");
  test_assert_query (list, "$.data[2].name", "get_time");
  test_assert_query (list, "$.data[2].content", "");
  test_assert_query (list, "$.data[2].parent_id", mid);
  test_assert_query (list, "$.data[3].tool_call_id", "b");
  test_assert_query (list, "$.data[3].siblings", "1");
  last = test_query (list, "$.data[3].id");
  after = test_get_conversation (stores, id);
  test_assert_query (after, "$.head", last);
  test_assert_query (after, "$.message_count", "4");
  test_assert_query (after, "$.active", "false");
}

/* What the path has already, what comes twice, and what is missing. */
static void
test_ids (TestStores    *stores,
          gconstpointer  data)
{
  g_autofree char *id = test_create (stores, NULL);
  g_autofree char *first = add_calls (stores, id);
  g_autofree char *mid = test_add_answer (stores, id, "Again");
  g_autoptr(RecessLiveAnswer) answer = claim (stores, mid);
  RecessAnswerEnd how = { .status = "complete" };
  g_autofree char *row = NULL;
  g_autofree char *taken = NULL;
  g_autofree char *twice = NULL;
  g_autofree char *missing = NULL;
  g_autofree char *list = NULL;

  call (stores, answer, 0, "b", "f", "");
  call (stores, answer, 1, "c", "f", "");
  call (stores, answer, 2, "c", "f", "");
  call (stores, answer, 3, NULL, "f", "");
  end (stores, answer, how);

  row = test_get_message (stores, id, mid);
  test_assert_query (row, "$.tool_calls[1].id", "c");
  taken = test_query (row, "$.tool_calls[0].id");
  twice = test_query (row, "$.tool_calls[2].id");
  missing = test_query (row, "$.tool_calls[3].id");
  g_assert_true (g_str_has_prefix (taken, "call_"));
  g_assert_true (g_str_has_prefix (twice, "call_"));
  g_assert_true (g_str_has_prefix (missing, "call_"));
  g_assert_cmpstr (twice, !=, missing);
  list = test_messages (stores, id);
  test_assert_query (list, "$.data[9].tool_call_id", missing);

  /* A sibling of the first answer may have them. */
  g_free (row);
  row = test_get_message (stores, id, first);
  test_assert_query (row, "$.tool_calls[1].id", "b");
}

static void
test_without_name (TestStores    *stores,
                   gconstpointer  data)
{
  g_autofree char *id = test_create (stores, NULL);
  g_autofree char *mid = test_add_answer (stores, id, "Question");
  g_autoptr(RecessLiveAnswer) answer = claim (stores, mid);
  RecessAnswerEnd how = { .status = "interrupted" };
  g_autofree char *list = NULL;
  g_autofree char *last = NULL;

  call (stores, answer, 0, "a", NULL, "{}");
  call (stores, answer, 1, "b", "no valid name!", "{");
  end (stores, answer, how);
  list = test_messages (stores, id);
  test_assert_query (list, "$.data[1].status", "interrupted");
  test_assert_query (list, "$.data[1].tool_calls[0].function.name", "");
  test_assert_query (list, "$.data[2].tool_call_id", "b");
  test_assert_query (list, "$.data[2].name", "no valid name!");
  last = test_query (list, "$.data[2].id");
  test_assert_query (list, "$.last_id", last);
}

/* The rows go where the answer goes. */
static void
test_deleted_meanwhile (TestStores    *stores,
                        gconstpointer  data)
{
  g_autofree char *id = test_create (stores, NULL);
  g_autofree char *mid = test_add_answer (stores, id, "Question");
  g_autoptr(RecessLiveAnswer) answer = claim (stores, mid);
  RecessAnswerEnd how = { .status = "stopped" };
  g_autofree char *without = NULL;
  g_autofree char *with = NULL;

  call (stores, answer, 0, "a", "f", "{}");
  g_assert_true (test_delete (stores, id, mid, FALSE, NULL));
  end (stores, answer, how);
  without = test_get_conversation (stores, id);
  test_assert_query (without, "$.message_count", "1");
  g_assert_true (test_restore (stores, id, mid, NULL));
  with = test_get_conversation (stores, id);
  test_assert_query (with, "$.message_count", "3");
}

/* What the user asked meanwhile comes after the outputs. */
static void
test_asked_meanwhile (TestStores    *stores,
                      gconstpointer  data)
{
  g_autofree char *id = test_create (stores, NULL);
  g_autofree char *mid = test_add_answer (stores, id, "Question");
  g_autoptr(RecessLiveAnswer) answer = claim (stores, mid);
  RecessAnswerEnd how = { .status = "complete" };
  g_autofree char *next = NULL;
  g_autofree char *list = NULL;

  call (stores, answer, 0, "a", "f", "{}");
  next = test_add (stores, id, "user", "And now?", NULL);
  end (stores, answer, how);
  list = test_messages (stores, id);
  test_assert_query (list, "$.data[2].role", "tool");
  test_assert_query (list, "$.data[3].id", next);
  test_assert_query (list, "$.last_id", next);
}

static void
test_choices (TestStores    *stores,
              gconstpointer  data)
{
  g_autofree char *id = test_create (stores, NULL);
  g_autofree char *mid = test_add_answer (stores, id, "Question");
  g_autoptr(RecessLiveAnswer) answer = claim (stores, mid);
  RecessAnswerEnd how = { .status = "complete", .model = "m", .has_cost = TRUE, .cost = 0.25 };
  RecessAnswerChoice *second = g_new0 (RecessAnswerChoice, 1);
  RecessAnswerChoice *third = g_new0 (RecessAnswerChoice, 1);
  g_autofree char *row = NULL;
  g_autofree char *rows = NULL;

  second->content = g_strdup ("two");
  second->finish_reason = g_strdup ("stop");
  third->content = g_strdup ("");
  third->calls = g_strdup ("[{\"id\":\"x\",\"type\":\"function\",\"function\":{\"name\":\"f\","
                           "\"arguments\":\"{}\"}}]");
  how.choices = g_ptr_array_new_with_free_func ((GDestroyNotify) recess_answer_choice_free);
  g_ptr_array_add (how.choices, second);
  g_ptr_array_add (how.choices, third);
  recess_message_store_append (stores->messages, answer, "one", NULL);
  end (stores, answer, how);
  g_ptr_array_unref (how.choices);

  row = test_get_message (stores, id, mid);
  test_assert_query (row, "$.siblings", "3");
  test_assert_query (row, "$.position", "0");
  test_assert_query (row, "$.cost", "0.25");
  rows = test_select (stores->store,
                      "SELECT role || status || content || coalesce (model, '-')"
                      "  FROM messages ORDER BY seq");
  g_assert_cmpstr (rows, ==, "usercomplete\"Question\"-|assistantcomplete\"one\"m|"
                             "assistantcomplete\"two\"m|assistantcomplete\"\"m|toolwaiting\"\"-");
}

static void
test_logprobs (TestStores    *stores,
               gconstpointer  data)
{
  g_autofree char *id = test_create (stores, NULL);
  g_autofree char *mid = test_add_answer (stores, id, "Question");
  g_autoptr(RecessLiveAnswer) answer = claim (stores, mid);
  RecessAnswerDelta delta = { .content = "x", .logprobs = "{\"token\":\"x\"},{\"token\":\"y\"}" };
  RecessAnswerEnd how = { .status = "complete" };
  g_autofree char *row = NULL;
  g_autofree char *list = NULL;

  recess_message_store_append_delta (stores->messages, answer, &delta);
  delta.logprobs = "{\"token\":\"z\"}";
  recess_message_store_append_delta (stores->messages, answer, &delta);
  end (stores, answer, how);
  row = test_get_message (stores, id, mid);
  test_assert_query (row, "$.has_logprobs", "true");
  test_assert_query (row, "$.logprobs",
                     "[{\"token\":\"x\"},{\"token\":\"y\"},{\"token\":\"z\"}]");
  list = test_messages (stores, id);
  test_assert_query (list, "$.data[1].has_logprobs", "true");
  test_assert_query (list, "$.data[1].logprobs", NULL);
}

/* Lets the timer work until the first column of @sql is @expected. */
static void
wait_for (TestStores *stores,
          const char *sql,
          const char *expected)
{
  for (;;)
    {
      g_autofree char *value = test_select (stores->store, sql);

      if (g_str_equal (value, expected))
        return;
      g_main_context_iteration (NULL, TRUE);
    }
}

/* What is on disk while an answer grows is what a server that was killed leaves; the next one
 * makes the rows. */
static void
test_recovery (TestStores    *stores,
               gconstpointer  data)
{
  g_autofree char *id = test_create (stores, NULL);
  g_autofree char *first = add_calls (stores, id);
  g_autofree char *mid = test_add_answer (stores, id, "Question");
  g_autoptr(RecessLiveAnswer) answer = claim (stores, mid);
  RecessAnswerDelta delta = { .logprobs = "{\"token\":\"x\"}" };
  RecessAnswerEnd how = { .status = "complete" };
  g_autofree char *list = NULL;

  call (stores, answer, 0, "a", "get_time", "{\"a\":");
  wait_for (stores, "SELECT count (*) FROM message_deltas", "1");
  call (stores, answer, 0, NULL, NULL, "\"\303\274\"");
  call (stores, answer, 1, NULL, "get_price", "{}");
  recess_message_store_append_delta (stores->messages, answer, &delta);
  wait_for (stores, "SELECT count (*) FROM message_deltas", "2");
  g_assert_true (test_exec (stores->store,
                            "CREATE TABLE kept AS SELECT * FROM message_deltas", NULL));
  end (stores, answer, how);
  g_assert_true (test_exec (stores->store,
                            "DELETE FROM messages WHERE seq > 6;"
                            "UPDATE messages SET status = 'in_progress', tool_calls = NULL"
                            "  WHERE seq = 6;"
                            "UPDATE conversations SET head = 6;"
                            "DELETE FROM message_logprobs;"
                            "INSERT INTO message_deltas SELECT * FROM kept;", NULL));
  test_stores_reopen (stores);

  list = test_messages (stores, id);
  test_assert_query (list, "$.data[5].status", "interrupted");
  test_assert_query (list, "$.data[5].has_logprobs", "true");
  test_assert_query (list, "$.data[5].tool_calls[0].function.arguments", "{\"a\":\"\303\274\"");
  test_assert_query (list, "$.data[5].tool_calls[1].function.name", "get_price");
  test_assert_query (list, "$.data[6].status", "waiting");
  test_assert_query (list, "$.data[6].name", "get_time");
  test_assert_query (list, "$.data[7].name", "get_price");
  g_assert_nonnull (strstr (list, "\"call_"));
}

static char *
edit (TestStores  *stores,
      const char  *conversation,
      const char  *id,
      const char  *content,
      const char  *calls,
      GError     **error)
{
  RecessMessageChange *change = g_new0 (RecessMessageChange, 1);
  g_autoptr(GAsyncResult) result = NULL;
  GAsyncResult *slot = NULL;

  change->content = g_strdup (content);
  change->calls = g_strdup (calls);
  recess_message_store_edit_async (stores->messages, conversation, id, change, NULL,
                                   test_result_cb, &slot);
  result = test_wait_result (&slot);
  return recess_message_store_text_finish (stores->messages, result, error);
}

#define CALL(id, name, arguments) \
  "{\"id\":\"" id "\",\"function\":{\"name\":\"" name "\",\"arguments\":\"" arguments "\"}}"

static void
test_edit_calls (TestStores    *stores,
                 gconstpointer  data)
{
  g_autofree char *id = test_create (stores, NULL);
  g_autofree char *mid = add_calls (stores, id);
  g_autofree char *row = NULL;
  g_autofree char *list = NULL;
  g_autofree char *tool = NULL;
  g_autofree char *answered = NULL;
  static const char *const wrong[] = {
    "[]", "[" CALL ("a", "f", "") "]", "[" CALL ("b", "f", "") "," CALL ("a", "f", "") "]",
    "[" CALL ("a", "f", "") "," CALL ("c", "f", "") "]",
  };

  g_assert_true (test_exec (stores->store,
                            "UPDATE messages SET status = 'failed', error = '{}'"
                            "  WHERE tool_call_id = 'b'", NULL));
  row = edit (stores, id, mid, NULL,
              "[" CALL ("a", "get_time", "{}") "," CALL ("b", "price", "{}") "]", NULL);
  test_assert_query (row, "$.tool_calls[1].function.name", "price");
  test_assert_query (row, "$.tool_calls[1].type", "function");
  list = test_messages (stores, id);
  test_assert_query (list, "$.data[3].name", "price");
  test_assert_query (list, "$.data[3].status", "waiting");
  test_assert_query (list, "$.data[3].error", "null");

  tool = test_query (list, "$.data[3].id");
  answered = edit (stores, id, tool, "\"7\"", NULL, NULL);
  test_assert_query (answered, "$.status", "complete");
  test_assert_query (answered, "$.content", "7");

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_null (edit (stores, id, mid, NULL, wrong[i], &error));
      g_assert_error (error, RECESS_API_ERROR, 400);
    }
}

/* A call that gets a name gets a row, above what stands there by now. */
static void
test_name_call (TestStores    *stores,
                gconstpointer  data)
{
  g_autofree char *id = test_create (stores, NULL);
  g_autofree char *mid = test_add_answer (stores, id, "Question");
  g_autoptr(RecessLiveAnswer) answer = claim (stores, mid);
  RecessAnswerEnd how = { .status = "complete" };
  g_autofree char *next = NULL;
  g_autofree char *row = NULL;
  g_autofree char *list = NULL;

  call (stores, answer, 0, "a", "f", "{}");
  call (stores, answer, 1, "b", NULL, "{}");
  end (stores, answer, how);
  next = test_add (stores, id, "user", "And now?", NULL);
  row = edit (stores, id, mid, NULL, "[" CALL ("a", "f", "{}") "," CALL ("b", "g", "{}") "]", NULL);
  list = test_messages (stores, id);
  test_assert_query (list, "$.data[2].name", "f");
  test_assert_query (list, "$.data[3].name", "g");
  test_assert_query (list, "$.data[4].id", next);
  test_assert_query (list, "$.last_id", next);
}

/* The rows of calls go with their answer, and come back with it. */
static void
test_delete_answer (TestStores    *stores,
                    gconstpointer  data)
{
  g_autofree char *id = test_create (stores, NULL);
  g_autofree char *mid = add_calls (stores, id);
  g_autofree char *next = test_add (stores, id, "user", "next", NULL);
  g_autofree char *path = NULL;
  g_autofree char *again = NULL;

  g_assert_true (test_delete (stores, id, mid, FALSE, NULL));
  path = test_path (stores, id);
  g_assert_cmpstr (path, ==, "What time is it? next");
  g_assert_true (test_restore (stores, id, mid, NULL));
  again = test_path (stores, id);
  g_assert_cmpstr (again, ==, "What time is it?    next");
}

static void
test_branch (TestStores    *stores,
             gconstpointer  data)
{
  g_autofree char *id = test_create (stores, NULL);
  g_autofree char *mid = add_calls (stores, id);
  g_autofree char *next = test_add (stores, id, "user", "next", NULL);
  g_autoptr(GAsyncResult) result = NULL;
  GAsyncResult *slot = NULL;
  g_autofree char *branch = NULL;
  g_autofree char *branch_id = NULL;
  g_autofree char *list = NULL;

  recess_conversation_store_branch_async (stores->store, id, mid, NULL, test_result_cb, &slot);
  result = test_wait_result (&slot);
  branch = recess_store_write_finish (stores->store, result, NULL);
  test_assert_query (branch, "$.message_count", "4");
  branch_id = test_query (branch, "$.id");
  list = test_messages (stores, branch_id);
  test_assert_query (list, "$.data[1].tool_calls[0].id", "a");
  test_assert_query (list, "$.data[3].tool_call_id", "b");
  test_assert_query (list, "$.data[3].name", "get_price");
  test_assert_query (list, "$.data[3].status", "waiting");
}

static gpointer
exec_func (RecessTransaction  *transaction,
           gpointer            user_data,
           GError            **error)
{
  sqlite3_exec (recess_transaction_get_db (transaction), user_data, NULL, NULL, NULL);
  return NULL;
}

/* Where the end of an answer does not fit on the disk, none of it is there; it is written when there
 * is room. */
static void
test_full_disk (TestStores    *stores,
                gconstpointer  data)
{
  g_autofree char *id = test_create (stores, NULL);
  g_autofree char *mid = test_add_answer (stores, id, "Question");
  g_autoptr(RecessLiveAnswer) answer = claim (stores, mid);
  g_autofree char *text = g_strnfill (1024 * 1024, 'x');
  RecessAnswerEnd how = { .status = "complete" };
  g_autoptr(GError) error = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  GAsyncResult *slot = NULL;
  g_autofree char *rows = NULL;

  test_write (stores->store, exec_func, (gpointer) "PRAGMA max_page_count = 200", NULL);
  call (stores, answer, 0, "a", "f", text);
  recess_message_store_end_async (stores->messages, answer, &how, test_result_cb, &slot);
  result = test_wait_result (&slot);
  g_assert_false (recess_message_store_end_finish (stores->messages, result, &error));
  g_assert_error (error, RECESS_API_ERROR, 507);
  rows = test_select (stores->store, "SELECT count (*) FROM messages WHERE role = 'tool'");
  g_assert_cmpstr (rows, ==, "0");
  g_assert_cmpuint (recess_message_store_get_n_live (stores->messages), ==, 1);

  g_clear_error (&error);
  test_write (stores->store, exec_func, (gpointer) "PRAGMA max_page_count = 1000000", &error);
  g_assert_no_error (error);
  while (!recess_live_answer_is_ended (answer))
    g_main_context_iteration (NULL, TRUE);
  g_free (rows);
  rows = test_select (stores->store, "SELECT count (*) FROM messages WHERE role = 'tool'");
  g_assert_cmpstr (rows, ==, "1");
}

static char *
reopen (TestStores  *stores,
        const char  *conversation,
        const char  *id,
        GError     **error)
{
  g_autoptr(GAsyncResult) result = NULL;
  GAsyncResult *slot = NULL;

  recess_message_store_continue_async (stores->messages, conversation, id, NULL, test_result_cb,
                                       &slot);
  result = test_wait_result (&slot);
  return recess_message_store_text_finish (stores->messages, result, error);
}

static void
test_continue (TestStores    *stores,
               gconstpointer  data)
{
  g_autofree char *id = test_create (stores, NULL);
  g_autofree char *mid = test_add_answer (stores, id, "Question");
  RecessLiveAnswer *answer = claim (stores, mid);
  RecessAnswerEnd cut = { .status = "complete", .finish_reason = "length" };
  RecessAnswerEnd whole = { .status = "complete", .finish_reason = "stop" };
  g_autofree char *opened = NULL;
  g_autofree char *row = NULL;
  g_autoptr(GError) error = NULL;

  recess_message_store_append (stores->messages, answer, "Once \"upon\"", "hm");
  end (stores, answer, cut);
  g_object_unref (answer);

  opened = reopen (stores, id, mid, NULL);
  test_assert_query (opened, "$.status", "in_progress");
  test_assert_query (opened, "$.content", "Once \"upon\"");
  answer = claim (stores, mid);
  g_assert_cmpstr (recess_live_answer_get_content (answer), ==, "Once \"upon\"");
  recess_message_store_append (stores->messages, answer, " a time", NULL);
  end (stores, answer, whole);
  g_object_unref (answer);
  row = test_get_message (stores, id, mid);
  test_assert_query (row, "$.content", "Once \"upon\" a time");
  test_assert_query (row, "$.reasoning", "hm");

  g_assert_null (reopen (stores, id, mid, &error));
  g_assert_error (error, RECESS_API_ERROR, 400);
}

/* The server is killed before the rest of it comes. */
static void
test_continue_cut_off (TestStores    *stores,
                       gconstpointer  data)
{
  g_autofree char *id = test_create (stores, NULL);
  g_autofree char *mid = test_add_answer (stores, id, "Question");
  RecessLiveAnswer *answer = claim (stores, mid);
  RecessAnswerEnd how = { .status = "stopped" };
  g_autofree char *opened = NULL;
  g_autofree char *row = NULL;

  recess_message_store_append (stores->messages, answer, "so far", NULL);
  end (stores, answer, how);
  g_object_unref (answer);
  opened = reopen (stores, id, mid, NULL);
  g_assert_true (test_exec (stores->store,
                            "CREATE TABLE kept AS SELECT * FROM message_deltas", NULL));
  test_stores_reopen (stores);
  g_assert_true (test_exec (stores->store,
                            "UPDATE messages SET status = 'in_progress', content = '\"\"'"
                            "  WHERE role = 'assistant';"
                            "INSERT INTO message_deltas SELECT * FROM kept;", NULL));
  test_stores_reopen (stores);
  row = test_get_message (stores, id, mid);
  test_assert_query (row, "$.status", "interrupted");
  test_assert_query (row, "$.content", "so far");
}

static void
test_no_continuing (TestStores    *stores,
                    gconstpointer  data)
{
  g_autofree char *id = test_create (stores, NULL);
  g_autofree char *mid = add_calls (stores, id);
  g_autofree char *user = test_add (stores, id, "user", "next", NULL);
  g_autofree char *active = test_add_answer (stores, id, "Question");
  const char *ids[] = { mid, user, active };

  g_assert_true (test_exec (stores->store,
                            "UPDATE messages SET finish_reason = 'length'", NULL));
  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_null (reopen (stores, id, ids[i], &error));
      g_assert_error (error, RECESS_API_ERROR, 400);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, func) \
  g_test_add (path, TestStores, NULL, set_up, func, test_stores_tear_down)
  ADD ("/calls/rows", test_rows);
  ADD ("/calls/ids", test_ids);
  ADD ("/calls/without-name", test_without_name);
  ADD ("/calls/deleted-meanwhile", test_deleted_meanwhile);
  ADD ("/calls/asked-meanwhile", test_asked_meanwhile);
  ADD ("/calls/choices", test_choices);
  ADD ("/calls/logprobs", test_logprobs);
  ADD ("/calls/recovery", test_recovery);
  ADD ("/calls/edit", test_edit_calls);
  ADD ("/calls/name", test_name_call);
  ADD ("/calls/delete-answer", test_delete_answer);
  ADD ("/calls/branch", test_branch);
  ADD ("/calls/full-disk", test_full_disk);
  ADD ("/calls/continue", test_continue);
  ADD ("/calls/continue-cut-off", test_continue_cut_off);
  ADD ("/calls/no-continuing", test_no_continuing);
#undef ADD

  return g_test_run ();
}
