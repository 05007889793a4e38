/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "common/recess-json.h"
#include "fuzz.h"

/* What is written is what was read, but for numbers beyond a double. */
static void
check_tree (JsonNode *node)
{
  g_autofree char *text = recess_json_node_to_text (node, FALSE);
  g_autofree char *text_again = NULL;
  g_autoptr(JsonNode) again = recess_json_parse (text, strlen (text), NULL);

  g_assert_nonnull (again);
  text_again = recess_json_node_to_text (again, FALSE);
  g_assert_cmpstr (text_again, ==, text);
}

static void
check_splice (const char *data,
              gsize       size)
{
  g_autoptr(GBytes) bytes = g_bytes_new (data, size);
  g_autoptr(GBytes) spliced = recess_json_set_member (bytes, "model", "\"a/b\"");
  g_autoptr(GBytes) removed = recess_json_set_member (bytes, "model", NULL);
  g_autoptr(GBytes) added = recess_json_set_member (removed, "model", "[1.50]");
  g_autoptr(GBytes) back = recess_json_set_member (added, "model", NULL);
  g_autofree char *model = NULL;
  gsize length;
  const char *text = g_bytes_get_data (spliced, &length);

  g_assert_true (recess_json_check (text, length, NULL));
  model = recess_json_dup_string (text, length, "model");
  g_assert_cmpstr (model, ==, "a/b");

  text = g_bytes_get_data (removed, &length);
  g_assert_true (recess_json_check (text, length, NULL));
  g_assert_false (recess_json_find_member (text, length, "model", NULL));
  g_assert_true (g_bytes_equal (removed, back));
}

/* What the guard lets through can be parsed, written and read again, and keeps its text where one
 * member is spliced; what it refuses, everything refuses. */
void
fuzz_target (const guint8 *data,
             gsize         size)
{
  const char *text = (const char *) data;
  g_autoptr(JsonNode) node = recess_json_parse (text, size, NULL);
  RecessJsonSpan span;
  gboolean found = recess_json_find_member (text, size, "model", &span);

  g_assert_cmpint (node != NULL, ==, recess_json_check (text, size, NULL));
  if (found)
    {
      g_assert_nonnull (node);
      g_assert_true (span.start + span.length <= size);
      g_assert_true (recess_json_check (text + span.start, span.length, NULL));
    }

  if (node == NULL)
    return;

  check_tree (node);
  if (JSON_NODE_HOLDS_OBJECT (node))
    check_splice (text, size);
}
