/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "common/recess-json.h"

#include "test-conversation-utils.h"

void
test_stores_set_up (TestStores    *stores,
                    gconstpointer  data)
{
  stores->dir = test_make_dir ();
  stores->store = test_open (stores->dir);
  stores->messages = recess_message_store_new (stores->store);
}

static void
close_stores (TestStores *stores)
{
  recess_message_store_close (stores->messages);
  recess_store_close (stores->store);
  test_settle_store ();
  g_assert_finalize_object (stores->messages);
  test_close (stores->store);
}

void
test_stores_tear_down (TestStores    *stores,
                       gconstpointer  data)
{
  close_stores (stores);
  test_remove_dir (stores->dir);
  g_free (stores->dir);
}

void
test_stores_reopen (TestStores *stores)
{
  close_stores (stores);
  stores->store = test_open (stores->dir);
  stores->messages = recess_message_store_new (stores->store);
}

char *
test_query (const char *json,
            const char *path)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) root = recess_json_parse (json, strlen (json), &error);
  g_autoptr(JsonNode) found = NULL;
  JsonArray *matches;
  JsonNode *node;

  g_assert_no_error (error);
  found = json_path_query (path, root, &error);
  g_assert_no_error (error);
  matches = json_node_get_array (found);
  if (json_array_get_length (matches) == 0)
    return NULL;

  node = json_array_get_element (matches, 0);
  if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
    return json_node_dup_string (node);

  return recess_json_node_to_text (node, FALSE);
}

typedef char *(*FinishFunc) (gpointer       source,
                             GAsyncResult  *result,
                             GError       **error);

static char *
finish (gpointer        source,
        GAsyncResult  **slot,
        FinishFunc      func,
        GError        **error)
{
  g_autoptr(GAsyncResult) result = test_wait_result (slot);
  g_autoptr(GError) failure = NULL;
  char *text = func (source, result, &failure);

  g_assert_true ((text != NULL) == (failure == NULL));
  if (error == NULL)
    g_assert_no_error (failure);
  else if (failure != NULL)
    g_propagate_error (error, g_steal_pointer (&failure));

  return text;
}

#define FINISH_READ(stores, error) \
  finish ((stores)->store, &slot, (FinishFunc) recess_store_read_finish, error)
#define FINISH_WRITE(stores, error) \
  finish ((stores)->store, &slot, (FinishFunc) recess_store_write_finish, error)
#define FINISH_TEXT(stores, error) \
  finish ((stores)->messages, &slot, (FinishFunc) recess_message_store_text_finish, error)

char *
test_create (TestStores *stores,
             const char *title)
{
  RecessConversationChange *change = g_new0 (RecessConversationChange, 1);
  GAsyncResult *slot = NULL;
  g_autofree char *text = NULL;

  change->title = g_strdup (title);
  recess_conversation_store_create_async (stores->store, change, NULL, NULL, test_result_cb,
                                          &slot);
  text = FINISH_WRITE (stores, NULL);
  return test_query (text, "$.id");
}

char *
test_get_conversation (TestStores *stores,
                       const char *id)
{
  GAsyncResult *slot = NULL;

  recess_conversation_store_get_async (stores->store, id, NULL, test_result_cb, &slot);
  return FINISH_READ (stores, NULL);
}

char *
test_change (TestStores                *stores,
             const char                *id,
             RecessConversationChange   change,
             GError                   **error)
{
  RecessConversationChange *copy = g_memdup2 (&change, sizeof change);
  GAsyncResult *slot = NULL;

  copy->title = g_strdup (change.title);
  copy->settings = g_strdup (change.settings);
  copy->head = g_strdup (change.head);
  recess_conversation_store_change_async (stores->store, id, copy, NULL, test_result_cb, &slot);
  return FINISH_WRITE (stores, error);
}

char *
test_list (TestStores *stores,
           const char *query)
{
  RecessPage page = { .limit = RECESS_PAGE_DEFAULT };
  GAsyncResult *slot = NULL;

  recess_conversation_store_list_async (stores->store, &page, query, NULL, test_result_cb, &slot);
  return FINISH_READ (stores, NULL);
}

char *
test_add_full (TestStores  *stores,
               const char  *conversation,
               const char  *role,
               const char  *content,
               const char  *parent,
               const char  *answer_model,
               GError     **error)
{
  RecessNewMessage *message = g_new0 (RecessNewMessage, 1);
  GAsyncResult *slot = NULL;

  message->role = g_strdup (role);
  message->content = g_strdup (content);
  message->at_root = parent != NULL && *parent == '\0';
  if (parent != NULL && *parent == '<')
    message->before_id = g_strdup (parent + 1);
  else if (parent != NULL && *parent != '\0')
    message->parent_id = g_strdup (parent);
  message->answer_model = g_strdup (answer_model);
  recess_message_store_add_async (stores->messages, conversation, message, NULL, test_result_cb,
                                  &slot);
  return FINISH_TEXT (stores, error);
}

char *
test_add (TestStores *stores,
          const char *conversation,
          const char *role,
          const char *content,
          const char *parent)
{
  g_autofree char *quoted = recess_json_quote (content);
  g_autofree char *text = test_add_full (stores, conversation, role, quoted, parent, NULL, NULL);

  return test_query (text, "$.data[0].id");
}

char *
test_add_answer (TestStores *stores,
                 const char *conversation,
                 const char *content)
{
  g_autofree char *quoted = recess_json_quote (content);
  g_autofree char *text = test_add_full (stores, conversation, "user", quoted, NULL, "practice",
                                         NULL);

  return test_query (text, "$.data[1].id");
}

char *
test_messages (TestStores *stores,
               const char *conversation)
{
  GAsyncResult *slot = NULL;

  recess_message_store_list_async (stores->messages, conversation, FALSE, NULL, test_result_cb,
                                   &slot);
  return FINISH_TEXT (stores, NULL);
}

char *
test_get_message (TestStores *stores,
                  const char *conversation,
                  const char *id)
{
  GAsyncResult *slot = NULL;

  recess_message_store_get_async (stores->messages, conversation, id, NULL, test_result_cb,
                                  &slot);
  return FINISH_TEXT (stores, NULL);
}

gboolean
test_delete (TestStores  *stores,
             const char  *conversation,
             const char  *id,
             gboolean     below,
             GError     **error)
{
  GAsyncResult *slot = NULL;
  g_autofree char *text = NULL;

  recess_message_store_delete_async (stores->messages, conversation, id, below, NULL,
                                     test_result_cb, &slot);
  text = FINISH_TEXT (stores, error);
  return text != NULL;
}

gboolean
test_restore (TestStores  *stores,
              const char  *conversation,
              const char  *id,
              GError     **error)
{
  GAsyncResult *slot = NULL;
  g_autofree char *text = NULL;

  recess_message_store_restore_async (stores->messages, conversation, id, NULL, test_result_cb,
                                      &slot);
  text = FINISH_TEXT (stores, error);
  return text != NULL;
}

gboolean
test_select_message (TestStores *stores,
                     const char *conversation,
                     const char *id)
{
  GAsyncResult *slot = NULL;
  g_autofree char *text = NULL;

  recess_message_store_select_async (stores->messages, conversation, id, NULL, test_result_cb,
                                     &slot);
  text = FINISH_TEXT (stores, NULL);
  return text != NULL;
}

char *
test_edit (TestStores  *stores,
           const char  *conversation,
           const char  *id,
           const char  *content,
           GError     **error)
{
  RecessMessageChange *change = g_new0 (RecessMessageChange, 1);
  GAsyncResult *slot = NULL;

  change->content = g_strdup (content);
  recess_message_store_edit_async (stores->messages, conversation, id, change, NULL,
                                   test_result_cb, &slot);
  return FINISH_TEXT (stores, error);
}

char *
test_path (TestStores *stores,
           const char *conversation)
{
  g_autofree char *json = test_messages (stores, conversation);
  g_autoptr(JsonObject) list = recess_json_parse_object (json, strlen (json), NULL);
  JsonArray *rows = recess_json_object_get_array (list, "data");
  g_autoptr(GString) path = g_string_new (NULL);

  for (guint i = 0; i < json_array_get_length (rows); i++)
    {
      JsonObject *row = json_array_get_object_element (rows, i);

      g_string_append_printf (path, "%s%s", i > 0 ? " " : "",
                              recess_json_object_get_string (row, "content", "?"));
    }

  return g_string_free (g_steal_pointer (&path), FALSE);
}
