/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "store/recess-conversation-store.h"
#include "store/recess-message-store.h"

#include "test-store-utils.h"

G_BEGIN_DECLS

/* A data folder with the stores of conversations over it. */
typedef struct
{
  char               *dir;
  RecessStore        *store;
  RecessMessageStore *messages;
} TestStores;

void   test_stores_set_up    (TestStores     *stores,
                              gconstpointer   data);
void   test_stores_tear_down (TestStores     *stores,
                              gconstpointer   data);
/* Closes all and opens it again, as a new server would. */
void   test_stores_reopen    (TestStores     *stores);

/* The first value that a JSONPath finds, a string without its quotes; NULL where there is none. */
char  *test_query            (const char     *json,
                              const char     *path);
#define test_assert_query(json, path, expected) \
  G_STMT_START { \
    g_autofree char *_found = test_query (json, path); \
    g_assert_cmpstr (_found, ==, expected); \
  } G_STMT_END

/* Each waits, and fails the test on an error where @error is not given. */
char  *test_create           (TestStores     *stores,
                              const char     *title);
char  *test_get_conversation (TestStores     *stores,
                              const char     *id);
char  *test_change           (TestStores               *stores,
                              const char               *id,
                              RecessConversationChange  change,
                              GError                  **error);
char  *test_list             (TestStores     *stores,
                              const char     *query);
/* @content is JSON; @parent: NULL is the head, "" is the root, "<ID" is above ID. Returns: the
 * list */
char  *test_add_full         (TestStores     *stores,
                              const char     *conversation,
                              const char     *role,
                              const char     *content,
                              const char     *parent,
                              const char     *answer_model,
                              GError        **error);
/* The id of the new row. */
char  *test_add              (TestStores     *stores,
                              const char     *conversation,
                              const char     *role,
                              const char     *content,
                              const char     *parent);
char  *test_add_answer       (TestStores     *stores,
                              const char     *conversation,
                              const char     *content);
char  *test_messages         (TestStores     *stores,
                              const char     *conversation);
char  *test_get_message      (TestStores     *stores,
                              const char     *conversation,
                              const char     *id);
gboolean test_delete         (TestStores     *stores,
                              const char     *conversation,
                              const char     *id,
                              gboolean        below,
                              GError        **error);
gboolean test_restore        (TestStores     *stores,
                              const char     *conversation,
                              const char     *id,
                              GError        **error);
gboolean test_select_message (TestStores     *stores,
                              const char     *conversation,
                              const char     *id);
char  *test_edit             (TestStores     *stores,
                              const char     *conversation,
                              const char     *id,
                              const char     *content,
                              GError        **error);
/* Contents of the shown path, joined by spaces. */
char  *test_path             (TestStores     *stores,
                              const char     *conversation);

G_END_DECLS
