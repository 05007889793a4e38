/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

#define RECESS_JSON_MAX_DEPTH 512

/**
 * RECESS_JSON_ERROR:
 *
 * Text that is no JSON, or JSON that this program refuses. The message names the line and column.
 */
#define RECESS_JSON_ERROR (recess_json_error_quark ())

typedef enum
{
  RECESS_JSON_ERROR_SYNTAX,
  RECESS_JSON_ERROR_ENCODING,
  RECESS_JSON_ERROR_DEPTH,
} RecessJsonError;

/**
 * RecessJsonSpan:
 * @start: offset of the first byte of a value in its text
 * @length: bytes of the value, without white space around it
 */
typedef struct
{
  gsize start;
  gsize length;
} RecessJsonSpan;

GQuark      recess_json_error_quark    (void);

/**
 * recess_json_check:
 * @text: (array length=length): bytes, not necessarily terminated
 *
 * The guard: every text from outside passes it before anything else looks at it. Lets through what
 * RFC 8259 calls JSON: one value in UTF-8, without a byte order mark, and here at most
 * %RECESS_JSON_MAX_DEPTH deep. Escapes of half surrogates and of NUL are JSON and pass; whoever
 * unescapes them gets U+FFFD in their place, so that no text is cut off there. Numbers of any size
 * pass.
 */
gboolean    recess_json_check          (const char       *text,
                                        gsize             length,
                                        GError          **error);

/* The guard, and a tree. Integers that a gint64 cannot hold become the nearest double; of several
 * members with one name the last counts. */
JsonNode   *recess_json_parse          (const char       *text,
                                        gsize             length,
                                        GError          **error);
/* Returns: (transfer full): the object; any other value is an error */
JsonObject *recess_json_parse_object   (const char       *text,
                                        gsize             length,
                                        GError          **error);

/* Work on text without making a tree; member names are compared after unescaping, and of several
 * members with one name the last counts. Text that is no JSON object has no members. @value may be
 * NULL; its offset counts from @object. */
gboolean    recess_json_find_member    (const char       *object,
                                        gsize             length,
                                        const char       *name,
                                        RecessJsonSpan   *value);
/* Returns: (nullable): the member, unescaped; NULL where it is absent or no string */
char       *recess_json_dup_string     (const char       *object,
                                        gsize             length,
                                        const char       *name);

/* @item: the text of an item, not terminated */
typedef void (*RecessJsonItemFunc)             (const char       *item,
                                                gsize             length,
                                                gpointer          user_data);
/* Calls @func for the items of an array, in order; none for text that is no JSON array. */
void        recess_json_foreach_item           (const char       *array,
                                                gsize             length,
                                                RecessJsonItemFunc func,
                                                gpointer          user_data);

/**
 * recess_json_set_member:
 * @object: text of an object
 * @name: name of the member, not escaped
 * @value: (nullable): JSON text of the value
 *
 * Splices one member: put in place where it stands (the last, where there are several of that
 * name), else added last; a %NULL value removes it (all of that name). All other bytes stay as they
 * are.
 *
 * Returns: (transfer full) (nullable): the new text, or %NULL where @object is no object
 */
GBytes     *recess_json_set_member     (GBytes           *object,
                                        const char       *name,
                                        const char       *value);

/* Reading members of a JsonObject that may be absent, null or of another type. */
const char *recess_json_object_get_string  (JsonObject   *object,
                                            const char   *name,
                                            const char   *fallback);
gint64      recess_json_object_get_int     (JsonObject   *object,
                                            const char   *name,
                                            gint64        fallback);
double      recess_json_object_get_double  (JsonObject   *object,
                                            const char   *name,
                                            double        fallback);
gboolean    recess_json_object_get_boolean (JsonObject   *object,
                                            const char   *name,
                                            gboolean      fallback);
JsonObject *recess_json_object_get_object  (JsonObject   *object,
                                            const char   *name);
JsonArray  *recess_json_object_get_array   (JsonObject   *object,
                                            const char   *name);

/* Writing: appends text as a JSON string, quotes included; broken UTF-8 becomes U+FFFD. With a
 * length of -1 the text ends at NUL. */
void        recess_json_append_string  (GString          *json,
                                        const char       *text,
                                        gssize            length);
/* The shortest number that reads back the same; what is no finite number becomes null. */
void        recess_json_append_double  (GString          *json,
                                        double            value);
/* Returns: (transfer full): @text as a JSON string; "null" for NULL */
char       *recess_json_quote          (const char       *text);
/* Returns: (transfer full): the value as text, on one line or indented by two spaces */
char       *recess_json_node_to_text   (JsonNode         *node,
                                        gboolean          pretty);

G_END_DECLS
