/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "common/recess-json.h"
#include "fuzz.h"

/* What the guard lets through can be parsed, written and read again, and keeps its text where one
 * member is spliced. */
void
fuzz_target (const guint8 *data,
             gsize         size)
{
  g_autoptr(JsonNode) node = NULL;
  g_autoptr(JsonNode) again = NULL;
  g_autoptr(GBytes) bytes = NULL;
  g_autoptr(GBytes) spliced = NULL;
  g_autofree char *text = NULL;
  g_autofree char *model = NULL;
  RecessJsonSpan span;

  if (!recess_json_check ((const char *) data, size, NULL))
    return;

  node = recess_json_parse ((const char *) data, size, NULL);
  g_assert_nonnull (node);

  text = recess_json_node_to_text (node, FALSE);
  again = recess_json_parse (text, strlen (text), NULL);
  g_assert_nonnull (again);

  if (!JSON_NODE_HOLDS_OBJECT (node))
    return;

  if (recess_json_find_member ((const char *) data, size, "model", &span))
    g_assert_true (span.start + span.length <= size);

  bytes = g_bytes_new (data, size);
  spliced = recess_json_set_member (bytes, "model", "\"a/b\"");
  g_assert_nonnull (spliced);
  g_assert_true (recess_json_check (g_bytes_get_data (spliced, NULL), g_bytes_get_size (spliced),
                                    NULL));
  model = recess_json_dup_string (g_bytes_get_data (spliced, NULL), g_bytes_get_size (spliced),
                                  "model");
  g_assert_cmpstr (model, ==, "a/b");
}
