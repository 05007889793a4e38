/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "recess-json-schema-private.h"

G_BEGIN_DECLS

/**
 * RecessJsonSchemaCheck:
 * @faults: (nullable): where faults go; %NULL where only the answer counts, which ends at the first
 * @effort: what is left to spend
 * @depth: parts of schemas that are being looked at
 * @exhausted: (nullable): why nothing more is looked at, as the end of a sentence
 *
 * One validation while it runs. All functions return whether the value fits.
 */
typedef struct
{
  GPtrArray  *faults;
  gint64      effort;
  guint       depth;
  const char *exhausted;
} RecessJsonSchemaCheck;

gboolean recess_json_schema_check_node     (RecessJsonSchemaCheck      *check,
                                            const RecessJsonSchemaNode *node,
                                            JsonNode                   *value,
                                            const RecessJsonPlace      *place);
/* What anyOf and its kind say. */
gboolean recess_json_schema_check_combined (RecessJsonSchemaCheck      *check,
                                            const RecessJsonSchemaNode *node,
                                            JsonNode                   *value,
                                            const RecessJsonPlace      *place);
gboolean recess_json_schema_check_object   (RecessJsonSchemaCheck      *check,
                                            const RecessJsonSchemaNode *node,
                                            JsonObject                 *object,
                                            const RecessJsonPlace      *place);
gboolean recess_json_schema_check_array    (RecessJsonSchemaCheck      *check,
                                            const RecessJsonSchemaNode *node,
                                            JsonArray                  *array,
                                            const RecessJsonPlace      *place);
gboolean recess_json_schema_check_size     (RecessJsonSchemaCheck      *check,
                                            const RecessJsonSizes      *sizes,
                                            guint64                     size,
                                            const char                 *one,
                                            const char                 *several,
                                            const RecessJsonPlace      *place);
gboolean recess_json_schema_has_type       (const RecessJsonSchemaNode *node,
                                            JsonNode                   *value);

/* These return FALSE, but for spend () while there is something left. */
gboolean recess_json_schema_check_fault    (RecessJsonSchemaCheck      *check,
                                            const RecessJsonPlace      *place,
                                            const char                 *format,
                                            ...) G_GNUC_PRINTF (3, 4);
gboolean recess_json_schema_check_exhaust  (RecessJsonSchemaCheck      *check,
                                            const char                 *why);
gboolean recess_json_schema_check_spend    (RecessJsonSchemaCheck      *check,
                                            gint64                      effort);

G_END_DECLS
