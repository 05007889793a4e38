/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "recess-json.h"

G_BEGIN_DECLS

typedef enum
{
  RECESS_JSON_TOKEN_ERROR,
  RECESS_JSON_TOKEN_END,
  RECESS_JSON_TOKEN_OBJECT_START,
  RECESS_JSON_TOKEN_OBJECT_END,
  RECESS_JSON_TOKEN_ARRAY_START,
  RECESS_JSON_TOKEN_ARRAY_END,
  RECESS_JSON_TOKEN_NAME,
  RECESS_JSON_TOKEN_STRING,
  RECESS_JSON_TOKEN_NUMBER,
  RECESS_JSON_TOKEN_TRUE,
  RECESS_JSON_TOKEN_FALSE,
  RECESS_JSON_TOKEN_NULL,
} RecessJsonToken;

/**
 * RecessJsonScanner:
 * @start: offset of the token that was read last
 * @end: offset behind it
 * @depth: arrays and objects that are open after it
 * @escaped: whether the string or name holds escapes
 * @integer: whether the number has neither fraction nor exponent
 *
 * The one place that knows the grammar: a pull scanner that lives on the stack and never recurses.
 */
typedef struct
{
  gsize       start;
  gsize       end;
  guint       depth;
  gboolean    escaped;
  gboolean    integer;

  /*< private >*/
  const char *text;
  gsize       length;
  gsize       offset;
  guint       expect;
  guint8      is_object[RECESS_JSON_MAX_DEPTH];
} RecessJsonScanner;

void            recess_json_scanner_init  (RecessJsonScanner *self,
                                           const char        *text,
                                           gsize              length);
RecessJsonToken recess_json_scanner_next  (RecessJsonScanner *self,
                                           GError           **error);

/* Appends what stands between the quotes, unescaped; NUL and half surrogates become U+FFFD. */
void            recess_json_unescape      (GString           *string,
                                           const char        *text,
                                           gsize              length);

G_END_DECLS
