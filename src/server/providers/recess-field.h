/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

typedef enum
{
  RECESS_FIELD_STRING  = 1 << 0,
  RECESS_FIELD_INTEGER = 1 << 1,
  RECESS_FIELD_NUMBER  = 1 << 2,
  RECESS_FIELD_BOOLEAN = 1 << 3,
  RECESS_FIELD_ARRAY   = 1 << 4,
  RECESS_FIELD_OBJECT  = 1 << 5,
  RECESS_FIELD_NULL    = 1 << 6,
} RecessFieldTypes;

/*
 * Checks of the members of a request. Each answers %FALSE with a 400 whose `param` is the path of
 * the member: @path and @name, or @name alone where @path is %NULL. A member that is absent passes.
 */
gboolean recess_field_check       (JsonObject          *object,
                                   const char          *path,
                                   const char          *name,
                                   RecessFieldTypes     types,
                                   GError             **error);
gboolean recess_field_require     (JsonObject          *object,
                                   const char          *path,
                                   const char          *name,
                                   RecessFieldTypes     types,
                                   GError             **error);
/* A string out of @values, or null. */
gboolean recess_field_check_enum  (JsonObject          *object,
                                   const char          *path,
                                   const char          *name,
                                   const char * const  *values,
                                   GError             **error);
/* A number within bounds, or null. @types is INTEGER or NUMBER. */
gboolean recess_field_check_range (JsonObject          *object,
                                   const char          *path,
                                   const char          *name,
                                   RecessFieldTypes     types,
                                   double               minimum,
                                   double               maximum,
                                   GError             **error);
gboolean recess_field_node_is     (JsonNode            *node,
                                   RecessFieldTypes     types);
/* What a message calls the type of a value: "an integer". */
const char *recess_field_node_kind (JsonNode           *node);

G_END_DECLS
