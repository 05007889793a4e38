/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "common/recess-api-error.h"
#include "common/recess-json.h"
#include "store/recess-message-deletion.h"
#include "store/recess-title.h"

#include "test-conversation-utils.h"

#define N_LONG 2000

static void
test_rows (TestStores    *stores,
           gconstpointer  data)
{
  g_autofree char *id = test_create (stores, NULL);
  g_autofree char *fresh = test_get_conversation (stores, id);
  g_autofree char *system = NULL;
  g_autofree char *user = NULL;
  g_autofree char *row = NULL;
  g_autofree char *list = NULL;
  g_autofree char *after = NULL;

  g_assert_true (g_str_has_prefix (id, "conv_"));
  test_assert_query (fresh, "$.title", "null");
  test_assert_query (fresh, "$.head", "null");
  test_assert_query (fresh, "$.settings", "{}");
  test_assert_query (fresh, "$.message_count", "0");
  test_assert_query (fresh, "$.active", "false");
  test_assert_query (fresh, "$.deleted", "false");

  system = test_add (stores, id, "system", "Be short.", NULL);
  user = test_add (stores, id, "user", "Hello \"you\"\nthere", NULL);
  row = test_get_message (stores, id, user);
  test_assert_query (row, "$.object", "recess.message");
  test_assert_query (row, "$.conversation_id", id);
  test_assert_query (row, "$.parent_id", system);
  test_assert_query (row, "$.content", "Hello \"you\"\nthere");
  test_assert_query (row, "$.status", "complete");
  test_assert_query (row, "$.position", "0");
  test_assert_query (row, "$.siblings", "1");
  test_assert_query (row, "$.usage", "null");
  test_assert_query (row, "$.cost", "null");
  test_assert_query (row, "$.tool_calls", "null");
  test_assert_query (row, "$.tool_call_id", "null");
  test_assert_query (row, "$.name", "null");
  test_assert_query (row, "$.log", "null");
  test_assert_query (row, "$.has_logprobs", "false");
  test_assert_query (row, "$.logprobs", "null");

  list = test_messages (stores, id);
  test_assert_query (list, "$.first_id", system);
  test_assert_query (list, "$.last_id", user);
  test_assert_query (list, "$.has_more", "false");
  after = test_get_conversation (stores, id);
  test_assert_query (after, "$.head", user);
  test_assert_query (after, "$.title", "Hello \"you\"");
  test_assert_query (after, "$.message_count", "2");
}

static void
test_content_verbatim (TestStores    *stores,
                       gconstpointer  data)
{
  static const char content[] =
    "[ {\"type\":\"text\",\"text\":\"a\\u0000b \\u00e9 0.70\"},{\"type\":\"x\",\"n\":1.50e2} ]";
  g_autofree char *id = test_create (stores, NULL);
  g_autofree char *added = test_add_full (stores, id, "user", content, NULL, NULL, NULL);
  g_autofree char *list = test_messages (stores, id);

  g_assert_nonnull (strstr (list, content));
  g_assert_nonnull (strstr (added, content));
}

static void
test_titles (void)
{
  static const struct
  {
    const char *text;
    const char *title;
  } cases[] = {
    { "", NULL },
    { " \n\t\n", NULL },
    { "Hello", "Hello" },
    { "\n  Hello  \nWorld", "Hello" },
    { "Line\r\nnext", "Line" },
    { "one two three four five six seven eight nine ten eleven twelve",
      "one two three four five six seven eight nine ten eleven" },
    { "123456789 123456789 123456789 123456789 123456789 123456789 ",
      "123456789 123456789 123456789 123456789 123456789 123456789" },
    { "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft",
      "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunte" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *title = recess_title_from_text (cases[i].text);

      g_assert_cmpstr (title, ==, cases[i].title);
      if (title != NULL)
        g_assert_cmpint (g_utf8_strlen (title, -1), <=, RECESS_TITLE_LENGTH);
    }
}

static void
test_change_rows (TestStores    *stores,
                  gconstpointer  data)
{
  g_autofree char *id = test_create (stores, NULL);
  g_autofree char *user = test_add (stores, id, "user", "From here", NULL);
  g_autofree char *answer = test_add (stores, id, "assistant", "Yes", NULL);
  g_autofree char *before = test_get_conversation (stores, id);
  g_autofree char *updated_at = test_query (before, "$.updated_at");
  g_autofree char *renamed = NULL;
  g_autofree char *cleared = NULL;
  g_autofree char *moved = NULL;
  g_autofree char *path = NULL;
  g_autoptr(GError) absent = NULL;
  g_autoptr(GError) nobody = NULL;
  RecessConversationChange rename = { .title = (char *) "Mine", .set_title = TRUE,
                                      .pinned = TRUE, .set_pinned = TRUE,
                                      .settings = (char *) "{ \"temperature\": 0.70 }" };
  RecessConversationChange clear = { .set_title = TRUE };
  RecessConversationChange move = { .head = user, .set_head = TRUE };
  RecessConversationChange lose = { .head = (char *) "cmsg_x", .set_head = TRUE };

  renamed = test_change (stores, id, rename, NULL);
  test_assert_query (renamed, "$.title", "Mine");
  test_assert_query (renamed, "$.pinned", "true");
  test_assert_query (renamed, "$.updated_at", updated_at);
  g_assert_nonnull (strstr (renamed, "{ \"temperature\": 0.70 }"));

  cleared = test_change (stores, id, clear, NULL);
  test_assert_query (cleared, "$.title", "From here");
  test_assert_query (cleared, "$.pinned", "true");

  moved = test_change (stores, id, move, NULL);
  test_assert_query (moved, "$.head", user);
  path = test_path (stores, id);
  g_assert_cmpstr (path, ==, "From here");

  g_assert_null (test_change (stores, id, lose, &absent));
  g_assert_error (absent, RECESS_API_ERROR, 400);
  g_assert_cmpstr (recess_api_error_get_param (absent), ==, "head");
  g_assert_null (test_change (stores, "conv_x", clear, &nobody));
  g_assert_error (nobody, RECESS_API_ERROR, 404);
  g_assert_cmpstr (nobody->message, ==, "No conversation found with id 'conv_x'.");
}

static void
test_tree (TestStores    *stores,
           gconstpointer  data)
{
  g_autofree char *id = test_create (stores, NULL);
  g_autofree char *u = test_add (stores, id, "user", "u", NULL);
  g_autofree char *a1 = test_add (stores, id, "assistant", "a1", u);
  g_autofree char *v = test_add (stores, id, "user", "v", NULL);
  g_autofree char *a2 = test_add (stores, id, "assistant", "a2", u);
  g_autofree char *second = test_get_message (stores, id, a2);
  g_autofree char *shown = test_path (stores, id);
  g_autofree char *other = NULL;
  g_autofree char *back = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_cmpstr (shown, ==, "u a2");
  test_assert_query (second, "$.position", "1");
  test_assert_query (second, "$.siblings", "2");

  g_assert_true (test_select_message (stores, id, a1));
  other = test_path (stores, id);
  g_assert_cmpstr (other, ==, "u a1 v");
  g_assert_true (test_select_message (stores, id, u));
  back = test_path (stores, id);
  g_assert_cmpstr (back, ==, "u a1 v");

  g_assert_null (test_add_full (stores, id, "user", "\"x\"", "cmsg_x", NULL, &error));
  g_assert_error (error, RECESS_API_ERROR, 400);
  g_assert_cmpstr (recess_api_error_get_param (error), ==, "parent_id");
}

static void
test_edit_in_place (TestStores    *stores,
                    gconstpointer  data)
{
  g_autofree char *id = test_create (stores, NULL);
  g_autofree char *first = test_add (stores, id, "user", "first", NULL);
  g_autofree char *second = test_add (stores, id, "user", "second", NULL);
  g_autofree char *row = test_edit (stores, id, first, "\"changed\"", NULL);
  g_autofree char *path = test_path (stores, id);
  g_autofree char *found = test_list (stores, "changed");
  g_autofree char *lost = test_list (stores, "first");
  g_autoptr(GError) error = NULL;

  test_assert_query (row, "$.content", "changed");
  test_assert_query (row, "$.role", "user");
  g_assert_cmpstr (path, ==, "changed second");
  test_assert_query (found, "$.first_id", id);
  /* Its title still has the word. */
  test_assert_query (lost, "$.data[0].snippet", "\342\201\250first\342\201\251");

  g_assert_null (test_edit (stores, id, "cmsg_x", "\"x\"", &error));
  g_assert_error (error, RECESS_API_ERROR, 404);
  g_assert_cmpstr (error->message, ==, "No message found with id 'cmsg_x'.");
}

static char *
dump (TestStores *stores)
{
  g_autofree char *messages =
    test_select (stores->store,
                 "SELECT json_array (seq, parent, hang, content, deleted_at, deletion, head_before,"
                 "  head_after, updated_at) FROM messages ORDER BY seq");
  g_autofree char *conversations =
    test_select (stores->store,
                 "SELECT json_array (seq, head, message_count, updated_at, title)"
                 "  FROM conversations ORDER BY seq");

  return g_strconcat (messages, "\n", conversations, NULL);
}

static void
test_delete_one (TestStores    *stores,
                 gconstpointer  data)
{
  g_autofree char *id = test_create (stores, NULL);
  g_autofree char *a = test_add (stores, id, "user", "a", NULL);
  g_autofree char *b = test_add (stores, id, "assistant", "b", NULL);
  g_autofree char *b2 = test_add (stores, id, "assistant", "b2", a);
  g_autofree char *c = test_add (stores, id, "user", "c", b);
  g_autofree char *before = dump (stores);
  g_autofree char *without = NULL;
  g_autofree char *row = NULL;
  g_autofree char *after = NULL;
  g_autoptr(GError) twice = NULL;

  g_assert_true (test_delete (stores, id, b, FALSE, NULL));
  without = test_path (stores, id);
  g_assert_cmpstr (without, ==, "a c");
  row = test_get_message (stores, id, c);
  test_assert_query (row, "$.parent_id", a);
  test_assert_query (row, "$.siblings", "2");
  g_assert_false (test_delete (stores, id, b, FALSE, &twice));
  g_assert_error (twice, RECESS_API_ERROR, 404);

  g_assert_true (test_restore (stores, id, b, NULL));
  g_assert_true (test_restore (stores, id, b, NULL));
  after = dump (stores);
  g_assert_cmpstr (after, ==, before);
}

/* Where the end of the path goes, the nearest sibling is shown, else what is above. */
static void
test_delete_head (TestStores    *stores,
                  gconstpointer  data)
{
  g_autofree char *id = test_create (stores, NULL);
  g_autofree char *u = test_add (stores, id, "user", "u", NULL);
  g_autofree char *a1 = test_add (stores, id, "assistant", "a1", u);
  g_autofree char *a2 = test_add (stores, id, "assistant", "a2", u);
  g_autofree char *before = dump (stores);
  const char *steps[] = { a2, a1, u };
  static const char *const paths[] = { "u a1", "u", "" };
  g_autofree char *after = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      g_autofree char *path = NULL;

      g_assert_true (test_delete (stores, id, steps[i], FALSE, NULL));
      path = test_path (stores, id);
      g_assert_cmpstr (path, ==, paths[i]);
    }

  for (int i = G_N_ELEMENTS (steps) - 1; i >= 0; i--)
    g_assert_true (test_restore (stores, id, steps[i], NULL));

  after = dump (stores);
  g_assert_cmpstr (after, ==, before);
}

static void
test_delete_below (TestStores    *stores,
                   gconstpointer  data)
{
  g_autofree char *id = test_create (stores, NULL);
  g_autofree char *a = test_add (stores, id, "user", "a", NULL);
  g_autofree char *b = test_add (stores, id, "assistant", "b", NULL);
  g_autofree char *c = test_add (stores, id, "user", "c", NULL);
  g_autofree char *d = test_add (stores, id, "assistant", "d", NULL);
  g_autofree char *path = NULL;
  g_autofree char *count = NULL;
  g_autofree char *back = NULL;

  g_assert_true (test_delete (stores, id, c, FALSE, NULL));
  g_assert_true (test_delete (stores, id, b, TRUE, NULL));
  path = test_path (stores, id);
  g_assert_cmpstr (path, ==, "a");
  count = test_get_conversation (stores, id);
  test_assert_query (count, "$.message_count", "1");

  /* What was deleted for itself stays so. */
  g_assert_true (test_restore (stores, id, b, NULL));
  back = test_path (stores, id);
  g_assert_cmpstr (back, ==, "a b d");
}

/* What is put above another stays there when what was deleted comes back. */
static void
test_put_above (TestStores    *stores,
                gconstpointer  data)
{
  g_autofree char *id = test_create (stores, NULL);
  g_autofree char *a = test_add (stores, id, "user", "a", NULL);
  g_autofree char *b = test_add (stores, id, "assistant", "b", NULL);
  g_autofree char *other = test_add (stores, id, "user", "other", "");
  g_autofree char *above_a = g_strconcat ("<", a, NULL);
  g_autofree char *above_b = g_strconcat ("<", b, NULL);
  g_autofree char *system = test_add (stores, id, "system", "s", above_a);
  g_autofree char *between = NULL;
  g_autofree char *shown = test_path (stores, id);
  g_autofree char *row = test_get_message (stores, id, other);
  g_autofree char *without = NULL;
  g_autofree char *all = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_cmpstr (shown, ==, "s other");
  test_assert_query (row, "$.parent_id", system);
  test_assert_query (row, "$.siblings", "2");

  g_assert_true (test_select_message (stores, id, a));
  g_assert_true (test_delete (stores, id, a, FALSE, NULL));
  between = test_add (stores, id, "user", "m", above_b);
  without = test_path (stores, id);
  g_assert_cmpstr (without, ==, "s m b");
  g_assert_true (test_restore (stores, id, a, NULL));
  all = test_path (stores, id);
  g_assert_cmpstr (all, ==, "s a m b");

  g_assert_null (test_add_full (stores, id, "user", "\"x\"", "<cmsg_x", NULL, &error));
  g_assert_error (error, RECESS_API_ERROR, 400);
  g_assert_cmpstr (recess_api_error_get_param (error), ==, "before_id");
}

static char *
pick (TestStores *stores,
      const char *where)
{
  g_autofree char *sql = g_strdup_printf ("SELECT id FROM messages WHERE %s", where);
  g_autofree char *ids = test_select (stores->store, sql);
  g_auto(GStrv) list = g_strsplit (ids, "|", -1);
  guint n = g_strv_length (list);

  return n > 0 ? g_strdup (list[g_test_rand_int_range (0, (gint32) n)]) : NULL;
}

static void
grow_at_random (TestStores *stores,
                const char *id)
{
  for (guint i = 0; i < 25; i++)
    {
      g_autofree char *parent = pick (stores, "1");
      g_autofree char *text = g_strdup_printf ("m%u", i);
      g_autofree char *row = test_add (stores, id, i % 2 ? "assistant" : "user", text,
                                       g_test_rand_bit () ? parent : NULL);
    }
}

/* Whatever is deleted, taking it back in turn gives back what was there. */
static void
test_delete_property (TestStores    *stores,
                      gconstpointer  data)
{
  g_autofree char *id = test_create (stores, NULL);
  g_autoptr(GPtrArray) dumps = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(GPtrArray) deleted = g_ptr_array_new_with_free_func (g_free);

  grow_at_random (stores, id);
  for (guint i = 0; i < 15; i++)
    {
      char *row = pick (stores, "deleted_at IS NULL");

      if (row == NULL)
        break;
      g_ptr_array_add (dumps, dump (stores));
      g_ptr_array_add (deleted, row);
      g_assert_true (test_delete (stores, id, row, g_test_rand_int_range (0, 4) == 0, NULL));
    }

  while (deleted->len > 0)
    {
      g_autofree char *now = NULL;

      g_assert_true (test_restore (stores, id, g_ptr_array_index (deleted, deleted->len - 1),
                                   NULL));
      now = dump (stores);
      g_assert_cmpstr (now, ==, g_ptr_array_index (dumps, deleted->len - 1));
      g_ptr_array_set_size (deleted, (int) deleted->len - 1);
    }
}

/* In any other order the tree comes back too, though not where the path ended. */
static void
test_delete_any_order (TestStores    *stores,
                       gconstpointer  data)
{
  static const char tree[] =
    "SELECT json_array (seq, parent, hang, deleted_at, deletion) FROM messages ORDER BY seq";
  g_autofree char *id = test_create (stores, NULL);
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  char *row;

  grow_at_random (stores, id);
  before = test_select (stores->store, tree);
  for (guint i = 0; i < 15; i++)
    {
      row = pick (stores, "deleted_at IS NULL");
      if (row != NULL)
        g_assert_true (test_delete (stores, id, row, g_test_rand_int_range (0, 4) == 0, NULL));
      g_free (row);
    }

  while ((row = pick (stores, "deleted_at IS NOT NULL")) != NULL)
    {
      if (*row == '\0')
        break;
      g_assert_true (test_restore (stores, id, row, NULL));
      g_free (row);
    }
  g_free (row);

  after = test_select (stores->store, tree);
  g_assert_cmpstr (after, ==, before);
}

static gpointer
purge_func (RecessTransaction  *transaction,
            gpointer            user_data,
            GError            **error)
{
  recess_message_rows_purge (transaction, recess_rows_now () + 1, error);
  return NULL;
}

static void
test_purge (TestStores    *stores,
            gconstpointer  data)
{
  g_autofree char *id = test_create (stores, NULL);
  g_autofree char *a = test_add (stores, id, "user", "alpha", NULL);
  g_autofree char *b = test_add (stores, id, "assistant", "beta", NULL);
  g_autofree char *c = test_add (stores, id, "user", "gamma", NULL);
  g_autofree char *d = test_add (stores, id, "assistant", "delta", NULL);
  g_autofree char *count = NULL;
  g_autofree char *path = NULL;
  g_autofree char *index = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_true (test_delete (stores, id, b, FALSE, NULL));
  g_assert_true (test_delete (stores, id, c, FALSE, NULL));
  recess_conversation_store_purge (stores->store);
  g_assert_true (test_restore (stores, id, c, NULL));
  test_write (stores->store, purge_func, NULL, &error);
  g_assert_no_error (error);

  count = test_select (stores->store, "SELECT count (*) FROM messages");
  g_assert_cmpstr (count, ==, "3");
  path = test_path (stores, id);
  g_assert_cmpstr (path, ==, "alpha gamma delta");
  g_assert_true (test_delete (stores, id, c, FALSE, NULL));
  g_assert_true (test_restore (stores, id, c, NULL));
  g_assert_true (test_exec (stores->store, "INSERT INTO search (search) VALUES ('integrity-check')",
                            &error));
  g_assert_no_error (error);
}

static char *
remove_conversation (TestStores  *stores,
                     const char  *id,
                     gboolean     purge,
                     GError     **error)
{
  GAsyncResult *slot = NULL;
  g_autoptr(GAsyncResult) result = NULL;

  recess_conversation_store_delete_async (stores->store, id, purge, NULL, test_result_cb, &slot);
  result = test_wait_result (&slot);
  return recess_store_write_finish (stores->store, result, error);
}

static void
test_delete_conversation (TestStores    *stores,
                          gconstpointer  data)
{
  g_autofree char *id = test_create (stores, "Lost");
  g_autofree char *row = test_add (stores, id, "user", "words", NULL);
  g_autofree char *deleted = remove_conversation (stores, id, FALSE, NULL);
  g_autofree char *list = test_list (stores, NULL);
  g_autofree char *search = test_list (stores, "words");
  g_autofree char *marked = test_get_conversation (stores, id);
  g_autofree char *restored = NULL;
  g_autofree char *purged = NULL;
  g_autofree char *rows = NULL;
  g_autoptr(GError) twice = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  GAsyncResult *slot = NULL;

  test_assert_query (deleted, "$.deleted", "true");
  test_assert_query (list, "$.first_id", "null");
  test_assert_query (search, "$.first_id", "null");
  test_assert_query (marked, "$.deleted", "true");
  g_assert_null (remove_conversation (stores, id, FALSE, &twice));
  g_assert_error (twice, RECESS_API_ERROR, 404);

  recess_conversation_store_restore_async (stores->store, id, NULL, test_result_cb, &slot);
  result = test_wait_result (&slot);
  restored = recess_store_write_finish (stores->store, result, NULL);
  test_assert_query (restored, "$.deleted", "false");

  purged = remove_conversation (stores, id, TRUE, NULL);
  test_assert_query (purged, "$.id", id);
  rows = test_select (stores->store, "SELECT count (*) FROM messages");
  g_assert_cmpstr (rows, ==, "0");
}

static void
test_branch (TestStores    *stores,
             gconstpointer  data)
{
  g_autofree char *id = test_create (stores, "Roots");
  g_autofree char *a = test_add (stores, id, "user", "a", NULL);
  g_autofree char *b = test_add (stores, id, "assistant", "b", NULL);
  g_autofree char *b2 = test_add (stores, id, "assistant", "b2", a);
  g_autofree char *c = test_add (stores, id, "user", "c", b);
  g_autofree char *text = NULL;
  g_autofree char *branch = NULL;
  g_autofree char *path = NULL;
  g_autofree char *found = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GAsyncResult) refused = NULL;
  GAsyncResult *slot = NULL;

  recess_conversation_store_branch_async (stores->store, id, b, NULL, test_result_cb, &slot);
  result = test_wait_result (&slot);
  text = recess_store_write_finish (stores->store, result, NULL);
  branch = test_query (text, "$.id");
  g_assert_cmpstr (branch, !=, id);
  test_assert_query (text, "$.title", "Roots");
  test_assert_query (text, "$.message_count", "2");
  path = test_path (stores, branch);
  g_assert_cmpstr (path, ==, "a b");
  found = test_list (stores, "b");
  test_assert_query (found, "$.data[1].object", "recess.conversation");

  recess_conversation_store_branch_async (stores->store, id, "cmsg_x", NULL, test_result_cb,
                                          &slot);
  refused = test_wait_result (&slot);
  g_assert_null (recess_store_write_finish (stores->store, refused, &error));
  g_assert_error (error, RECESS_API_ERROR, 400);
  g_assert_cmpstr (recess_api_error_get_param (error), ==, "message_id");
}

static void
test_pages (TestStores    *stores,
            gconstpointer  data)
{
  g_autoptr(GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(GString) seen = g_string_new (NULL);
  g_autofree char *after = NULL;
  gboolean more = TRUE;

  for (guint i = 0; i < 7; i++)
    g_ptr_array_add (ids, test_create (stores, "One"));

  while (more)
    {
      RecessPage page = { .limit = 3, .after = after };
      g_autoptr(GAsyncResult) result = NULL;
      g_autofree char *text = NULL;
      g_autofree char *has_more = NULL;
      g_autofree char *newer = test_create (stores, "Newer");
      GAsyncResult *slot = NULL;

      recess_conversation_store_list_async (stores->store, &page, after != NULL ? NULL : "one",
                                            NULL, test_result_cb, &slot);
      result = test_wait_result (&slot);
      g_free (after);
      text = recess_store_read_finish (stores->store, result, NULL);
      after = test_query (text, "$.last_id");
      has_more = test_query (text, "$.has_more");
      more = g_str_equal (has_more, "true");
      g_string_append (seen, text);
    }

  for (guint i = 0; i < ids->len; i++)
    {
      const char *first = strstr (seen->str, g_ptr_array_index (ids, i));

      g_assert_nonnull (first);
    }
  g_assert_null (strstr (seen->str, "Newer"));
}

static void
test_page_backwards (TestStores    *stores,
                     gconstpointer  data)
{
  g_autofree char *a = test_create (stores, "a");
  g_autofree char *b = test_create (stores, "b");
  g_autofree char *c = test_create (stores, "c");
  g_autofree char *d = test_create (stores, "d");
  RecessPage page = { .limit = 2, .before = a };
  RecessPage lost = { .limit = 2, .after = (char *) "conv_x" };
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GAsyncResult) refused = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *text = NULL;
  GAsyncResult *slot = NULL;

  recess_conversation_store_list_async (stores->store, &page, NULL, NULL, test_result_cb, &slot);
  result = test_wait_result (&slot);
  text = recess_store_read_finish (stores->store, result, NULL);
  test_assert_query (text, "$.first_id", c);
  test_assert_query (text, "$.last_id", b);
  test_assert_query (text, "$.has_more", "true");

  recess_conversation_store_list_async (stores->store, &lost, NULL, NULL, test_result_cb, &slot);
  refused = test_wait_result (&slot);
  g_assert_null (recess_store_read_finish (stores->store, refused, &error));
  g_assert_error (error, RECESS_API_ERROR, 400);
  g_assert_cmpstr (recess_api_error_get_param (error), ==, "after");
}

static void
test_page_values (void)
{
  static const struct
  {
    const char *limit, *order, *after, *before, *param;
  } cases[] = {
    { NULL, NULL, NULL, NULL, NULL },
    { "1", "asc", "x", NULL, NULL },
    { "100", "desc", NULL, "x", NULL },
    { "0", NULL, NULL, NULL, "limit" },
    { "101", NULL, NULL, NULL, "limit" },
    { "-1", NULL, NULL, NULL, "limit" },
    { "ten", NULL, NULL, NULL, "limit" },
    { "", NULL, NULL, NULL, "limit" },
    { NULL, "up", NULL, NULL, "order" },
    { NULL, NULL, "x", "y", "before" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      RecessPage page;
      g_autoptr(GError) error = NULL;

      recess_page_init (&page, cases[i].limit, cases[i].order, cases[i].after, cases[i].before,
                        &error);
      g_assert_cmpstr (error != NULL ? recess_api_error_get_param (error) : NULL, ==,
                       cases[i].param);
      recess_page_clear (&page);
    }
}

static void
test_pinned_first (TestStores    *stores,
                   gconstpointer  data)
{
  g_autofree char *a = test_create (stores, "a");
  g_autofree char *b = test_create (stores, "b");
  RecessConversationChange pin = { .pinned = TRUE, .set_pinned = TRUE };
  g_autofree char *pinned = test_change (stores, a, pin, NULL);
  g_autofree char *list = test_list (stores, NULL);
  g_autofree char *row = NULL;
  g_autofree char *c = test_create (stores, "c");
  g_autofree char *moved = NULL;

  test_assert_query (list, "$.data[0].id", a);
  test_assert_query (list, "$.data[1].id", b);
  row = test_add (stores, b, "user", "x", NULL);
  moved = test_list (stores, NULL);
  test_assert_query (moved, "$.data[1].id", b);
  test_assert_query (moved, "$.data[2].id", c);
}

static void
test_long_path (TestStores    *stores,
                gconstpointer  data)
{
  g_autofree char *id = test_create (stores, NULL);
  g_autofree char *fill = NULL;
  g_autofree char *text = NULL;
  g_autofree char *last = NULL;
  g_autoptr(GTimer) timer = NULL;

  fill = g_strdup_printf ("WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n"
                          "  WHERE i < %d)"
                          "INSERT INTO messages (id, conversation, parent, hang, role, content,"
                          "  created_at, updated_at) SELECT 'cmsg_' || i, 1,"
                          "  nullif (i - 1, 0), nullif (i - 1, 0), 'user',"
                          "  json_quote ('Some words of message ' || i), i, i FROM n;"
                          "UPDATE conversations SET head = %d", N_LONG, N_LONG);
  g_assert_true (test_exec (stores->store, fill, NULL));

  timer = g_timer_new ();
  text = test_messages (stores, id);
  g_test_message ("%d messages, %" G_GSIZE_FORMAT " bytes in %.1f ms", N_LONG, strlen (text),
                  g_timer_elapsed (timer, NULL) * 1000);
  test_assert_query (text, "$.first_id", "cmsg_1");
  last = g_strdup_printf ("$.data[%d].content", N_LONG - 1);
  test_assert_query (text, last, "Some words of message 2000");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, func) \
  g_test_add (path, TestStores, NULL, test_stores_set_up, func, test_stores_tear_down)
  ADD ("/conversation/rows", test_rows);
  ADD ("/conversation/content-verbatim", test_content_verbatim);
  g_test_add_func ("/conversation/titles", test_titles);
  ADD ("/conversation/change", test_change_rows);
  ADD ("/conversation/tree", test_tree);
  ADD ("/conversation/edit", test_edit_in_place);
  ADD ("/conversation/put-above", test_put_above);
  ADD ("/conversation/delete/one", test_delete_one);
  ADD ("/conversation/delete/head", test_delete_head);
  ADD ("/conversation/delete/below", test_delete_below);
  ADD ("/conversation/delete/property", test_delete_property);
  ADD ("/conversation/delete/any-order", test_delete_any_order);
  ADD ("/conversation/delete/conversation", test_delete_conversation);
  ADD ("/conversation/purge", test_purge);
  ADD ("/conversation/branch", test_branch);
  ADD ("/conversation/list/pages", test_pages);
  ADD ("/conversation/list/backwards", test_page_backwards);
  ADD ("/conversation/list/pinned-first", test_pinned_first);
  g_test_add_func ("/conversation/list/values", test_page_values);
  ADD ("/conversation/long-path", test_long_path);
#undef ADD

  return g_test_run ();
}
