/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "common/recess-json-schema.h"
#include "fuzz.h"

static void
look_at (const RecessJsonSchemaNode *node)
{
  RecessJsonRange range;
  RecessJsonSizes sizes;
  const char *name;
  gboolean required;

  recess_json_schema_node_get_range (node, &range);
  recess_json_schema_node_get_counts (node, &sizes);
  recess_json_schema_node_get_description (node);
  recess_json_schema_node_get_enum (node);
  recess_json_schema_node_get_item (node, 0);
  recess_json_schema_node_get_types (node);

  for (guint i = 0; i < recess_json_schema_node_get_n_properties (node); i++)
    {
      recess_json_schema_node_get_property (node, i, &name, &required);
      g_assert_nonnull (recess_json_schema_node_find_property (node, name));
      g_assert_cmpint (required, ==, recess_json_schema_node_is_required (node, name));
    }
  for (guint i = 0; i < recess_json_schema_node_get_n_choices (node); i++)
    recess_json_schema_node_get_choice (node, i);
}

/* Every fault can be shown, and its place be found in the text. */
static void
check_faults (GPtrArray  *faults,
              const char *text,
              gsize       length)
{
  g_assert_cmpuint (faults->len, <=, RECESS_JSON_SCHEMA_MAX_FAULTS + 1);
  for (guint i = 0; i < faults->len; i++)
    {
      const RecessJsonFault *fault = g_ptr_array_index (faults, i);
      RecessJsonSpan span;
      guint line;

      g_assert_true (g_utf8_validate (fault->message, -1, NULL));
      g_assert_true (g_utf8_validate (fault->place, -1, NULL));
      if (!recess_json_locate (text, length, fault->pointer, &span, &line))
        continue;
      g_assert_true (span.start + span.length <= length);
      g_assert_true (recess_json_check (text + span.start, span.length, NULL));
    }
}

/* The first line is the schema, the rest the value: whatever they are, compiling and checking end. */
void
fuzz_target (const guint8 *data,
             gsize         size)
{
  const char *text = (const char *) data;
  const char *newline = size > 0 ? memchr (text, '\n', size) : NULL;
  gsize length = newline != NULL ? (gsize) (newline - text) : size;
  const char *value = newline != NULL ? newline + 1 : text;
  gsize value_length = newline != NULL ? size - length - 1 : size;
  g_autoptr (GPtrArray) faults = NULL;
  g_autoptr (GPtrArray) misfits = NULL;
  g_autoptr (GPtrArray) warnings = NULL;
  g_autoptr (RecessJsonSchema) schema = NULL;

  schema = recess_json_schema_compile (text, length, "schema", &faults);
  g_assert_cmpint (schema == NULL, ==, faults->len > 0);
  check_faults (faults, text, length);
  if (schema == NULL)
    return;

  look_at (recess_json_schema_get_root (schema));
  check_faults (recess_json_schema_get_unchecked (schema), text, length);
  warnings = recess_json_schema_check_strict (schema, "schema");
  check_faults (warnings, text, length);
  misfits = recess_json_schema_validate_text (schema, value, value_length, "value");
  check_faults (misfits, value, value_length);
  g_assert_cmpint (recess_json_schema_check_text (schema, value, value_length, "value", NULL), ==,
                   misfits->len == 0);
}
