/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "recess-json-place.h"
#include "recess-json-schema.h"

G_BEGIN_DECLS

typedef enum
{
  RECESS_JSON_FORMAT_NONE,
  RECESS_JSON_FORMAT_DATE,
  RECESS_JSON_FORMAT_DATE_TIME,
  RECESS_JSON_FORMAT_DURATION,
  RECESS_JSON_FORMAT_EMAIL,
  RECESS_JSON_FORMAT_HOSTNAME,
  RECESS_JSON_FORMAT_IPV4,
  RECESS_JSON_FORMAT_IPV6,
  RECESS_JSON_FORMAT_JSON_POINTER,
  RECESS_JSON_FORMAT_REGEX,
  RECESS_JSON_FORMAT_TIME,
  RECESS_JSON_FORMAT_URI,
  RECESS_JSON_FORMAT_URI_REFERENCE,
  RECESS_JSON_FORMAT_UUID,
} RecessJsonFormat;

typedef enum
{
  RECESS_JSON_PATTERN_NO_MATCH,
  RECESS_JSON_PATTERN_MATCH,
  RECESS_JSON_PATTERN_TOO_LONG,
  RECESS_JSON_PATTERN_TOO_HARD,
} RecessJsonPatternResult;

typedef struct
{
  const char                 *name;
  const RecessJsonSchemaNode *node;
} RecessJsonProperty;

typedef struct
{
  GRegex                     *regex;
  const char                 *source;
  const RecessJsonSchemaNode *node;
} RecessJsonPatternProperty;

/* A number without loss: an integer, where @value is only near it, else a double. */
typedef struct
{
  gboolean is_integer;
  gint64   integer;
  double   value;
} RecessJsonNumber;

typedef struct
{
  RecessJsonNumber number;
  gboolean         excluded;
} RecessJsonLimit;

/* The lists are NULL where the schema does not have them; JSON and texts belong to the tree. */
struct _RecessJsonSchemaNode
{
  JsonNode                   *json;
  RecessJsonTypes             types;
  RecessJsonFormat            format;
  guint                       never : 1;
  guint                       unique : 1;

  JsonNode                   *constant;
  char                       *canonical_constant;
  JsonArray                  *enumeration;
  GPtrArray                  *sorted_enum;

  const RecessJsonSchemaNode *ref;
  const RecessJsonSchemaNode *negated;
  GPtrArray                  *all;
  GPtrArray                  *any;
  GPtrArray                  *one;

  GArray                     *properties;
  GHashTable                 *properties_by_name;
  GPtrArray                  *required;
  GArray                     *pattern_properties;
  const RecessJsonSchemaNode *additional;

  GPtrArray                  *prefix;
  const RecessJsonSchemaNode *items;

  RecessJsonLimit             min;
  RecessJsonLimit             max;
  RecessJsonNumber            step;
  RecessJsonSizes             lengths;
  RecessJsonSizes             item_counts;
  RecessJsonSizes             member_counts;
  GRegex                     *pattern;
  const char                 *pattern_source;
};

struct _RecessJsonSchema
{
  gatomicrefcount             ref_count;
  char                       *text;
  JsonNode                   *tree;
  GPtrArray                  *nodes;
  GPtrArray                  *unchecked;
  const RecessJsonSchemaNode *root;
};

typedef void (*RecessJsonNodeFunc) (const RecessJsonSchemaNode *node,
                                    gpointer                    user_data);

RecessJsonSchemaNode   *recess_json_schema_node_new     (JsonNode                   *json);
void                    recess_json_schema_node_free    (RecessJsonSchemaNode       *self);
/* Calls @func for the parts that look at the same value: $ref, allOf, anyOf, oneOf, not. */
void                    recess_json_schema_node_foreach_same
                                                        (const RecessJsonSchemaNode *self,
                                                         RecessJsonNodeFunc          func,
                                                         gpointer                    user_data);

/* Fills @schema, of which only the tree is there; what is wrong is added to @faults. */
void                    recess_json_schema_compile_tree (RecessJsonSchema           *schema,
                                                         const char                 *name,
                                                         GPtrArray                  *faults);

/* Returns: NONE for a name that is not known */
RecessJsonFormat        recess_json_format_from_name    (const char                 *name);
gboolean                recess_json_format_check        (RecessJsonFormat            format,
                                                         const char                 *text);
/* Returns: (nullable): an example, and words for what it is: "a date such as 2026-11-22" */
const char             *recess_json_format_describe     (RecessJsonFormat            format);

/* @source is a pattern of ECMA 262, as JSON Schema asks for. */
GRegex                 *recess_json_pattern_new         (const char                 *source,
                                                         GError                    **error);
/* @effort: (inout): what is left to spend; grows smaller */
RecessJsonPatternResult recess_json_pattern_match       (GRegex                     *pattern,
                                                         const char                 *text,
                                                         gint64                     *effort);

/* The value as text that is equal where JSON Schema calls values equal: members sorted, 1.0 as 1.
 */
char                   *recess_json_canonical           (JsonNode                   *value);
RecessJsonNumber        recess_json_get_number          (JsonNode                   *value);
/* Returns: less than, equal to or greater than 0 */
int                     recess_json_compare_numbers     (const RecessJsonNumber     *a,
                                                         const RecessJsonNumber     *b);
gboolean                recess_json_is_multiple         (const RecessJsonNumber     *number,
                                                         const RecessJsonNumber     *step);
/* Returns: exactly one type; INTEGER for numbers without a fraction */
RecessJsonTypes         recess_json_get_type            (JsonNode                   *value);
/* Returns: "a string" or "a string, a number or null" */
char                   *recess_json_types_describe      (RecessJsonTypes             types);
/* Returns: 0 for what is no name of a type */
RecessJsonTypes         recess_json_type_from_name      (const char                 *name);
/* Returns: (transfer none) (nullable): what "#/$defs/name" names in @tree */
JsonNode               *recess_json_find_target         (JsonNode                   *tree,
                                                         const char                 *ref);

G_END_DECLS
