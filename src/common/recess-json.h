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

/* The guard: every text from outside passes it before anything else looks at it. */
gboolean    recess_json_check          (const char       *text,
                                        gsize             length,
                                        GError          **error);

/* The guard, then json-glib. */
JsonNode   *recess_json_parse          (const char       *text,
                                        gsize             length,
                                        GError          **error);
JsonObject *recess_json_parse_object   (const char       *text,
                                        gsize             length,
                                        GError          **error);

/* Work on checked text without making a tree; member names are compared after unescaping, and of
 * several members with one name the last counts. */
gboolean    recess_json_find_member    (const char       *object,
                                        gsize             length,
                                        const char       *name,
                                        RecessJsonSpan   *value);
char       *recess_json_dup_string     (const char       *object,
                                        gsize             length,
                                        const char       *name);

/* Splice one member: put in place where it stands, else added last; a NULL value removes it. All
 * other bytes stay as they are. */
GBytes     *recess_json_set_member     (GBytes           *object,
                                        const char       *name,
                                        const char       *value);

/* Reading members of a JsonObject that may be absent, null or of another type. */
const char *recess_json_object_get_string  (JsonObject *object, const char *name, const char *fallback);
gint64      recess_json_object_get_int     (JsonObject *object, const char *name, gint64 fallback);
double      recess_json_object_get_double  (JsonObject *object, const char *name, double fallback);
gboolean    recess_json_object_get_boolean (JsonObject *object, const char *name, gboolean fallback);
JsonObject *recess_json_object_get_object  (JsonObject *object, const char *name);
JsonArray  *recess_json_object_get_array   (JsonObject *object, const char *name);

/* Writing: appends text as a JSON string, quotes included; broken UTF-8 becomes U+FFFD. */
void        recess_json_append_string  (GString          *json,
                                        const char       *text,
                                        gssize            length);
void        recess_json_append_double  (GString          *json,
                                        double            value);
char       *recess_json_quote          (const char       *text);
char       *recess_json_node_to_text   (JsonNode         *node,
                                        gboolean          pretty);

G_END_DECLS
