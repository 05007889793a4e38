/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "recess-json-fault.h"

G_BEGIN_DECLS

#define RECESS_JSON_SCHEMA_MAX_BYTES (256 * 1024)
#define RECESS_JSON_SCHEMA_MAX_FAULTS 20

/**
 * RECESS_JSON_SCHEMA_ERROR:
 *
 * A text that is no JSON Schema, or one that this program refuses. The message names the place.
 */
#define RECESS_JSON_SCHEMA_ERROR (recess_json_schema_error_quark ())

typedef enum
{
  RECESS_JSON_SCHEMA_ERROR_INVALID,
  RECESS_JSON_SCHEMA_ERROR_TOO_LARGE,
  RECESS_JSON_SCHEMA_ERROR_MISFIT,
} RecessJsonSchemaError;

/**
 * RecessJsonSchema:
 *
 * A compiled JSON Schema (2020-12, and what older drafts write otherwise: `definitions`, `items` as
 * an array). It never changes, and can be used by several threads at once.
 *
 * Checked are type, enum, const; properties, required, additionalProperties, patternProperties,
 * minProperties, maxProperties; items, prefixItems, additionalItems, minItems, maxItems,
 * uniqueItems; minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf; minLength,
 * maxLength, pattern, format; anyOf, oneOf, allOf, not; $ref within the schema. What else there is
 * but annotations is listed by recess_json_schema_get_unchecked ().
 */
typedef struct _RecessJsonSchema RecessJsonSchema;

/**
 * RecessJsonSchemaNode:
 *
 * A part of a schema that describes one value: a view that belongs to its #RecessJsonSchema.
 */
typedef struct _RecessJsonSchemaNode RecessJsonSchemaNode;

typedef enum
{
  RECESS_JSON_TYPE_NULL = 1 << 0,
  RECESS_JSON_TYPE_BOOLEAN = 1 << 1,
  RECESS_JSON_TYPE_INTEGER = 1 << 2,
  RECESS_JSON_TYPE_NUMBER = 1 << 3,
  RECESS_JSON_TYPE_STRING = 1 << 4,
  RECESS_JSON_TYPE_ARRAY = 1 << 5,
  RECESS_JSON_TYPE_OBJECT = 1 << 6,
} RecessJsonTypes;

/**
 * RecessJsonRange:
 * @min: least value, -INFINITY for none
 * @max: greatest value, INFINITY for none
 * @min_excluded: whether the value must be greater than @min
 * @max_excluded: whether the value must be less than @max
 * @step: what the value must be a multiple of, 0 for none
 */
typedef struct
{
  double   min;
  double   max;
  gboolean min_excluded;
  gboolean max_excluded;
  double   step;
} RecessJsonRange;

/**
 * RecessJsonSizes:
 * @min: least count
 * @max: greatest count, %G_MAXUINT64 for none
 *
 * Of the code points of a string, the items of an array, the members of an object.
 */
typedef struct
{
  guint64 min;
  guint64 max;
} RecessJsonSizes;

GQuark            recess_json_schema_error_quark   (void);

/**
 * recess_json_schema_new:
 * @text: (array length=length): the schema, not necessarily terminated
 *
 * Compiles a schema. Large ones take a while (some 10 ms for the largest): not in the main loop.
 *
 * Returns: (transfer full) (nullable): the schema; %NULL with #RECESS_JSON_ERROR where @text is no
 *   JSON, and with #RECESS_JSON_SCHEMA_ERROR where it is no schema
 */
RecessJsonSchema *recess_json_schema_new           (const char                  *text,
                                                    gsize                        length,
                                                    GError                     **error);
/**
 * recess_json_schema_compile:
 * @name: how places begin, "parameters"
 * @faults: (out) (element-type RecessJsonFault): everything that is wrong with it, at most
 *   %RECESS_JSON_SCHEMA_MAX_FAULTS; empty where it is a schema
 *
 * Like recess_json_schema_new (), for editors.
 */
RecessJsonSchema *recess_json_schema_compile       (const char                  *text,
                                                    gsize                        length,
                                                    const char                  *name,
                                                    GPtrArray                  **faults);
RecessJsonSchema *recess_json_schema_ref           (RecessJsonSchema            *self);
void              recess_json_schema_unref         (RecessJsonSchema            *self);

/* Returns: the text it was made from, as it was written */
const char       *recess_json_schema_get_text      (RecessJsonSchema            *self);
/* Returns: (element-type RecessJsonFault): the keywords that are not checked, with their places */
GPtrArray        *recess_json_schema_get_unchecked (RecessJsonSchema            *self);

/**
 * recess_json_schema_validate:
 * @value: a value; of one thread at a time
 * @name: how places begin, "arguments"
 *
 * Checks a value. Effort is bounded: where a schema branches so often, or has such patterns, that
 * the limit is reached, a fault says so.
 *
 * Returns: (transfer full) (element-type RecessJsonFault): what is wrong, at most
 *   %RECESS_JSON_SCHEMA_MAX_FAULTS; empty where it fits
 */
GPtrArray        *recess_json_schema_validate      (RecessJsonSchema            *self,
                                                    JsonNode                    *value,
                                                    const char                  *name);
/* The same for text, which may be no JSON. */
GPtrArray        *recess_json_schema_validate_text (RecessJsonSchema            *self,
                                                    const char                  *text,
                                                    gsize                        length,
                                                    const char                  *name);
/* Whether @text fits; the first faults are the message of @error, which is
 * RECESS_JSON_SCHEMA_ERROR_MISFIT. */
gboolean          recess_json_schema_check_text    (RecessJsonSchema            *self,
                                                    const char                  *text,
                                                    gsize                        length,
                                                    const char                  *name,
                                                    GError                     **error);

/**
 * recess_json_schema_check_strict:
 *
 * What a provider refuses in a schema for strict output: objects that do not say
 * `additionalProperties: false` or have properties that are not required, a root that is no object,
 * keywords and sizes beyond its subset.
 *
 * Returns: (transfer full) (element-type RecessJsonFault): warnings; empty where there are none
 */
GPtrArray        *recess_json_schema_check_strict  (RecessJsonSchema            *self,
                                                    const char                  *name);

/* Returns: whether @name is [A-Za-z0-9_-]{1,64} */
gboolean          recess_json_schema_is_name       (const char                  *name);
/**
 * recess_json_schema_check_function:
 * @name: name of a function
 * @parameters: (nullable): its parameters
 *
 * Checks what every function needs: a name that providers take, and parameters that are the schema
 * of an object, which may be none.
 *
 * Returns: (transfer full) (element-type RecessJsonFault): what is wrong; the places begin with
 *   "name" or "parameters"
 */
GPtrArray        *recess_json_schema_check_function (const char                 *name,
                                                     const char                 *parameters,
                                                     gsize                       length);

/* Views. Each tells what the part itself says, else what its $ref or the only part of its allOf
 * says: a part that only refers is as good as its target. */
const RecessJsonSchemaNode *recess_json_schema_get_root (RecessJsonSchema *self);

/* Returns: the types that can fit, by type, else by const and enum, else by what is said about
 * properties or items; 0 where nothing is said */
RecessJsonTypes   recess_json_schema_node_get_types       (const RecessJsonSchemaNode  *node);
/* Returns: (nullable): as it is written */
const char       *recess_json_schema_node_get_title       (const RecessJsonSchemaNode  *node);
const char       *recess_json_schema_node_get_description (const RecessJsonSchemaNode  *node);
const char       *recess_json_schema_node_get_format      (const RecessJsonSchemaNode  *node);
const char       *recess_json_schema_node_get_pattern     (const RecessJsonSchemaNode  *node);
/* Returns: (transfer none) (nullable) */
JsonNode         *recess_json_schema_node_get_default     (const RecessJsonSchemaNode  *node);
JsonNode         *recess_json_schema_node_get_const       (const RecessJsonSchemaNode  *node);
JsonArray        *recess_json_schema_node_get_enum        (const RecessJsonSchemaNode  *node);
JsonArray        *recess_json_schema_node_get_examples    (const RecessJsonSchemaNode  *node);
/* The JSON of this part itself, $ref not followed. */
JsonNode         *recess_json_schema_node_get_json        (const RecessJsonSchemaNode  *node);

void              recess_json_schema_node_get_range       (const RecessJsonSchemaNode  *node,
                                                           RecessJsonRange             *range);
void              recess_json_schema_node_get_lengths     (const RecessJsonSchemaNode  *node,
                                                           RecessJsonSizes             *sizes);
void              recess_json_schema_node_get_counts      (const RecessJsonSchemaNode  *node,
                                                           RecessJsonSizes             *sizes);
gboolean          recess_json_schema_node_get_unique      (const RecessJsonSchemaNode  *node);

/* The properties in the order in which they are written. */
guint             recess_json_schema_node_get_n_properties (const RecessJsonSchemaNode *node);
const RecessJsonSchemaNode *
                  recess_json_schema_node_get_property     (const RecessJsonSchemaNode *node,
                                                            guint                       position,
                                                            const char                **name,
                                                            gboolean                   *required);
/* Returns: (nullable): the property of that name, where it is described */
const RecessJsonSchemaNode *
                  recess_json_schema_node_find_property    (const RecessJsonSchemaNode *node,
                                                            const char                 *name);
gboolean          recess_json_schema_node_is_required      (const RecessJsonSchemaNode *node,
                                                            const char                 *name);
/* Returns: (nullable): what every other member must be; NULL where nothing is said */
const RecessJsonSchemaNode *
                  recess_json_schema_node_get_additional   (const RecessJsonSchemaNode *node);

/* Returns: (nullable): what the item at @position must be, of prefixItems, else of items */
const RecessJsonSchemaNode *
                  recess_json_schema_node_get_item         (const RecessJsonSchemaNode *node,
                                                            guint                       position);
guint             recess_json_schema_node_get_n_prefix     (const RecessJsonSchemaNode *node);

/* anyOf, else oneOf. */
guint             recess_json_schema_node_get_n_choices    (const RecessJsonSchemaNode *node);
const RecessJsonSchemaNode *
                  recess_json_schema_node_get_choice       (const RecessJsonSchemaNode *node,
                                                            guint                       position);
/* allOf */
guint             recess_json_schema_node_get_n_parts      (const RecessJsonSchemaNode *node);
const RecessJsonSchemaNode *
                  recess_json_schema_node_get_part         (const RecessJsonSchemaNode *node,
                                                            guint                       position);
/* Returns: whether nothing fits it (the schema false) */
gboolean          recess_json_schema_node_is_never         (const RecessJsonSchemaNode *node);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RecessJsonSchema, recess_json_schema_unref)

G_END_DECLS
