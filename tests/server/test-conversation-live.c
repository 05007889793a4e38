/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

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
claim (TestStores  *stores,
       const char  *id,
       GError     **error)
{
  GAsyncResult *slot = NULL;
  g_autoptr(GAsyncResult) result = NULL;

  recess_message_store_claim_async (stores->messages, id, NULL, test_result_cb, &slot);
  result = test_wait_result (&slot);
  return recess_message_store_claim_finish (stores->messages, result, error);
}

static gboolean
end (TestStores             *stores,
     RecessLiveAnswer       *answer,
     RecessAnswerEnd         how,
     GError                **error)
{
  GAsyncResult *slot = NULL;
  g_autoptr(GAsyncResult) result = NULL;

  recess_message_store_end_async (stores->messages, answer, &how, test_result_cb, &slot);
  result = test_wait_result (&slot);
  return recess_message_store_end_finish (stores->messages, result, error);
}

static gboolean
look_again_cb (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

/* Lets the timer work until the first column of @sql is @expected. It may have worked while that
 * was looked up, so nothing else need wake the loop. */
static void
wait_for (TestStores *stores,
          const char *sql,
          const char *expected)
{
  guint timer = g_timeout_add (TICK_MS, look_again_cb, NULL);
  gboolean there = FALSE;

  while (!there)
    {
      g_autofree char *value = test_select (stores->store, sql);

      there = g_str_equal (value, expected);
      if (!there)
        g_main_context_iteration (NULL, TRUE);
    }
  g_source_remove (timer);
}

static void
append_delta_cb (RecessLiveAnswer        *answer,
                 const RecessAnswerDelta *delta,
                 GString                 *seen)
{
  g_string_append_printf (seen, "[%s|%s]", delta->content != NULL ? delta->content : "-",
                          delta->reasoning != NULL ? delta->reasoning : "-");
}

static void
count_cb (gpointer  instance,
          guint    *count)
{
  (*count)++;
}

static void
test_whole (TestStores    *stores,
            gconstpointer  data)
{
  g_autofree char *id = test_create (stores, NULL);
  g_autofree char *mid = test_add_answer (stores, id, "Question");
  g_autofree char *active = test_get_conversation (stores, id);
  g_autofree char *empty = test_get_message (stores, id, mid);
  g_autoptr(RecessLiveAnswer) answer = claim (stores, mid, NULL);
  g_autoptr(GString) seen = g_string_new (NULL);
  g_autofree char *growing = NULL;
  g_autofree char *row = NULL;
  g_autofree char *after = NULL;
  guint ended = 0;
  RecessAnswerEnd how = { .status = "complete", .model = "practice-1", .request_id = "req_1",
                          .usage = "{\"total_tokens\": 7, \"x\": 0.70}", .finish_reason = "stop" };

  test_assert_query (active, "$.active", "true");
  test_assert_query (empty, "$.status", "in_progress");
  test_assert_query (empty, "$.content", "");
  test_assert_query (empty, "$.model", "practice");
  g_assert_cmpuint (recess_message_store_get_n_live (stores->messages), ==, 1);

  g_signal_connect (answer, "delta", G_CALLBACK (append_delta_cb), seen);
  g_signal_connect (answer, "ended", G_CALLBACK (count_cb), &ended);
  recess_message_store_append (stores->messages, answer, NULL, "Hm. ");
  recess_message_store_append (stores->messages, answer, "Hel\"lo ", NULL);
  recess_message_store_append (stores->messages, answer, "", NULL);
  growing = test_messages (stores, id);
  test_assert_query (growing, "$.data[1].content", "Hel\"lo ");
  test_assert_query (growing, "$.data[1].reasoning", "Hm. ");
  recess_message_store_append (stores->messages, answer, "you", NULL);
  g_assert_cmpstr (seen->str, ==, "[-|Hm. ][Hel\"lo |-][you|-]");

  g_assert_true (end (stores, answer, how, NULL));
  g_assert_cmpuint (ended, ==, 1);
  g_assert_true (recess_live_answer_is_ended (answer));
  g_assert_cmpuint (recess_message_store_get_n_live (stores->messages), ==, 0);
  recess_message_store_append (stores->messages, answer, "too late", NULL);

  row = test_get_message (stores, id, mid);
  test_assert_query (row, "$.content", "Hel\"lo you");
  test_assert_query (row, "$.reasoning", "Hm. ");
  test_assert_query (row, "$.status", "complete");
  test_assert_query (row, "$.model", "practice-1");
  test_assert_query (row, "$.request_id", "req_1");
  test_assert_query (row, "$.finish_reason", "stop");
  g_assert_nonnull (strstr (row, "\"usage\":{\"total_tokens\": 7, \"x\": 0.70}"));
  after = test_get_conversation (stores, id);
  test_assert_query (after, "$.active", "false");
}

static void
test_claims (TestStores    *stores,
             gconstpointer  data)
{
  g_autofree char *id = test_create (stores, NULL);
  g_autofree char *mid = test_add_answer (stores, id, "Question");
  g_autofree char *user = test_add (stores, id, "user", "More", NULL);
  g_autoptr(RecessLiveAnswer) answer = claim (stores, mid, NULL);
  g_autoptr(GError) twice = NULL;
  g_autoptr(GError) complete = NULL;
  g_autoptr(GError) absent = NULL;
  g_autoptr(GError) again = NULL;
  g_autoptr(GError) editing = NULL;
  RecessAnswerEnd how = { .status = "failed", .error = "{\"message\":\"no\"}" };
  g_autofree char *row = NULL;

  g_assert_null (claim (stores, mid, &twice));
  g_assert_error (twice, RECESS_API_ERROR, 400);
  g_assert_null (claim (stores, user, &complete));
  g_assert_error (complete, RECESS_API_ERROR, 400);
  g_assert_null (claim (stores, "cmsg_x", &absent));
  g_assert_error (absent, RECESS_API_ERROR, 404);
  g_assert_null (test_edit (stores, id, mid, "\"x\"", &editing));
  g_assert_error (editing, RECESS_API_ERROR, 400);

  g_assert_true (end (stores, answer, how, NULL));
  g_assert_false (end (stores, answer, how, &again));
  g_assert_error (again, RECESS_API_ERROR, 400);
  row = test_get_message (stores, id, mid);
  test_assert_query (row, "$.status", "failed");
  test_assert_query (row, "$.error.message", "no");
}

/* What is on disk already is not written again. */
static void
test_flush (TestStores    *stores,
            gconstpointer  data)
{
  g_autofree char *id = test_create (stores, NULL);
  g_autofree char *mid = test_add_answer (stores, id, "Question");
  g_autoptr(RecessLiveAnswer) answer = claim (stores, mid, NULL);
  static const char written[] =
    "SELECT coalesce (group_concat (content, ''), '') FROM message_deltas";
  RecessAnswerEnd how = { .status = "complete" };

  recess_message_store_append (stores->messages, answer, "one ", NULL);
  wait_for (stores, written, "one ");
  recess_message_store_append (stores->messages, answer, "two ", NULL);
  recess_message_store_append (stores->messages, answer, "three", NULL);
  wait_for (stores, written, "one two three");

  g_assert_true (end (stores, answer, how, NULL));
  wait_for (stores, "SELECT count (*) FROM message_deltas", "0");
}

static void
test_stop (TestStores    *stores,
           gconstpointer  data)
{
  g_autofree char *id = test_create (stores, NULL);
  g_autofree char *mid = test_add_answer (stores, id, "Question");
  g_autofree char *other = test_add_answer (stores, id, "Second");
  g_autoptr(RecessLiveAnswer) answer = claim (stores, mid, NULL);
  RecessAnswerEnd how = { .status = "stopped" };
  g_autofree char *row = NULL;
  guint asked = 0;

  g_signal_connect (answer, "stop-requested", G_CALLBACK (count_cb), &asked);
  recess_message_store_append (stores->messages, answer, "so far", NULL);
  g_assert_true (recess_message_store_stop (stores->messages, mid) == answer);
  g_assert_cmpuint (asked, ==, 1);
  g_assert_true (end (stores, answer, how, NULL));
  row = test_get_message (stores, id, mid);
  test_assert_query (row, "$.status", "stopped");
  test_assert_query (row, "$.content", "so far");
  g_assert_null (recess_message_store_stop (stores->messages, mid));

  /* Nobody writes this one. */
  g_assert_nonnull (recess_message_store_stop (stores->messages, other));
  wait_for (stores, "SELECT status FROM messages ORDER BY seq DESC LIMIT 1", "stopped");
}

static void
test_unclaimed (TestStores    *stores,
                gconstpointer  data)
{
  g_autofree char *id = NULL;
  g_autofree char *mid = NULL;

  recess_message_store_set_times (stores->messages, TICK_MS, 0);
  id = test_create (stores, NULL);
  mid = test_add_answer (stores, id, "Question");
  wait_for (stores, "SELECT status FROM messages ORDER BY seq DESC LIMIT 1", "interrupted");
  while (recess_message_store_get_n_live (stores->messages) > 0)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_deleted_while_written (TestStores    *stores,
                            gconstpointer  data)
{
  g_autofree char *id = test_create (stores, NULL);
  g_autofree char *mid = test_add_answer (stores, id, "Question");
  g_autoptr(RecessLiveAnswer) answer = claim (stores, mid, NULL);
  RecessAnswerEnd how = { .status = "stopped" };
  g_autofree char *row = NULL;
  guint asked = 0;

  g_signal_connect (answer, "stop-requested", G_CALLBACK (count_cb), &asked);
  recess_message_store_append (stores->messages, answer, "half", NULL);
  g_assert_true (test_delete (stores, id, mid, TRUE, NULL));
  g_assert_cmpuint (asked, ==, 1);
  g_assert_true (end (stores, answer, how, NULL));
  g_assert_true (test_restore (stores, id, mid, NULL));
  row = test_get_message (stores, id, mid);
  test_assert_query (row, "$.content", "half");
}

static void
test_purged_while_written (TestStores    *stores,
                           gconstpointer  data)
{
  g_autofree char *id = test_create (stores, NULL);
  g_autofree char *mid = test_add_answer (stores, id, "Question");
  g_autoptr(RecessLiveAnswer) answer = claim (stores, mid, NULL);
  RecessAnswerEnd how = { .status = "complete" };

  g_assert_true (test_exec (stores->store, "DELETE FROM conversations", NULL));
  recess_message_store_append (stores->messages, answer, "for nobody", NULL);
  g_assert_true (end (stores, answer, how, NULL));
  g_assert_cmpuint (recess_message_store_get_n_live (stores->messages), ==, 0);
}

/* An orderly end keeps what is in memory, and says that it was cut off. */
static void
test_close_interrupts (TestStores    *stores,
                       gconstpointer  data)
{
  g_autofree char *id = test_create (stores, NULL);
  g_autofree char *mid = test_add_answer (stores, id, "Question");
  g_autoptr(RecessLiveAnswer) answer = claim (stores, mid, NULL);
  g_autofree char *row = NULL;

  recess_message_store_append (stores->messages, answer, "not yet on disk", NULL);
  test_stores_reopen (stores);
  row = test_get_message (stores, id, mid);
  test_assert_query (row, "$.status", "interrupted");
  test_assert_query (row, "$.content", "not yet on disk");
}

/* A row as a killed server leaves it. */
static void
test_recovery (TestStores    *stores,
               gconstpointer  data)
{
  g_autofree char *id = test_create (stores, NULL);
  g_autofree char *mid = test_add_answer (stores, id, "Question");
  g_autofree char *none = test_add_answer (stores, id, "Another");
  g_autofree char *row = NULL;
  g_autofree char *empty = NULL;
  g_autofree char *left = NULL;
  g_autofree char *branch = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  GAsyncResult *slot = NULL;

  g_assert_true (test_exec (stores->store,
                            "INSERT INTO message_deltas (message, content, reasoning)"
                            "  SELECT seq, 'a \"b\" ', 'why' FROM messages"
                            "  WHERE status = 'in_progress' ORDER BY seq LIMIT 1;"
                            "INSERT INTO message_deltas (message, content)"
                            "  SELECT message, 'c' FROM message_deltas", NULL));
  recess_conversation_store_branch_async (stores->store, id, mid, NULL, test_result_cb, &slot);
  result = test_wait_result (&slot);
  branch = recess_store_write_finish (stores->store, result, NULL);
  g_assert_nonnull (branch);
  g_clear_object (&result);
  left = test_select (stores->store,
                      "SELECT status || content FROM messages ORDER BY seq DESC LIMIT 1");
  g_assert_cmpstr (left, ==, "interrupted\"a \\\"b\\\" c\"");

  /* Not an orderly end: the answers are not settled. */
  g_assert_finalize_object (stores->messages);
  test_close (stores->store);
  stores->store = test_open (stores->dir);
  stores->messages = recess_message_store_new (stores->store);

  row = test_get_message (stores, id, mid);
  test_assert_query (row, "$.status", "interrupted");
  test_assert_query (row, "$.content", "a \"b\" c");
  test_assert_query (row, "$.reasoning", "why");
  empty = test_get_message (stores, id, none);
  test_assert_query (empty, "$.status", "interrupted");
  test_assert_query (empty, "$.content", "");
  test_assert_query (empty, "$.reasoning", "null");
}

/* The end of an answer is not lost because it could not be written at once. */
static void
test_end_again (TestStores    *stores,
                       gconstpointer  data)
{
  g_autofree char *id = test_create (stores, NULL);
  g_autofree char *mid = test_add_answer (stores, id, "Question");
  g_autoptr(RecessLiveAnswer) answer = claim (stores, mid, NULL);
  RecessAnswerEnd how = { .status = "complete" };
  g_autoptr(GError) error = NULL;
  g_autofree char *row = NULL;

  recess_message_store_append (stores->messages, answer, "kept", NULL);
  g_assert_true (test_exec (stores->store,
                            "CREATE TRIGGER fault BEFORE UPDATE OF status ON messages BEGIN"
                            "  SELECT RAISE (ABORT, 'no'); END", NULL));
  g_assert_false (end (stores, answer, how, &error));
  g_assert_error (error, RECESS_API_ERROR, 500);
  g_assert_cmpuint (recess_message_store_get_n_live (stores->messages), ==, 1);
  row = test_get_message (stores, id, mid);
  test_assert_query (row, "$.content", "kept");

  g_assert_true (test_exec (stores->store, "DROP TRIGGER fault", NULL));
  wait_for (stores, "SELECT status FROM messages ORDER BY seq DESC LIMIT 1", "complete");
  while (recess_message_store_get_n_live (stores->messages) > 0)
    g_main_context_iteration (NULL, TRUE);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, func) g_test_add (path, TestStores, NULL, set_up, func, test_stores_tear_down)
  ADD ("/live/whole", test_whole);
  ADD ("/live/claims", test_claims);
  ADD ("/live/flush", test_flush);
  ADD ("/live/stop", test_stop);
  ADD ("/live/unclaimed", test_unclaimed);
  ADD ("/live/deleted", test_deleted_while_written);
  ADD ("/live/purged", test_purged_while_written);
  ADD ("/live/close", test_close_interrupts);
  ADD ("/live/recovery", test_recovery);
  ADD ("/live/end-again", test_end_again);
#undef ADD

  return g_test_run ();
}
