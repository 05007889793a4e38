/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <sqlite3.h>

#include "common/recess-json.h"

G_BEGIN_DECLS

/* Members of an object that is written into a GString: each adds its comma where it needs one. A
 * NULL text and a NULL column are null. */

void  recess_row_json_begin        (GString      *json);
void  recess_row_json_end          (GString      *json);
void  recess_row_json_add_string   (GString      *json,
                                    const char   *name,
                                    const char   *text);
/* @text is JSON and is taken as it is. */
void  recess_row_json_add_raw      (GString      *json,
                                    const char   *name,
                                    const char   *text);
void  recess_row_json_add_boolean  (GString      *json,
                                    const char   *name,
                                    gboolean      value);
void  recess_row_json_add_text_column    (GString      *json,
                                          const char   *name,
                                          sqlite3_stmt *statement,
                                          int           column);
void  recess_row_json_add_raw_column     (GString      *json,
                                          const char   *name,
                                          sqlite3_stmt *statement,
                                          int           column);
void  recess_row_json_add_integer_column (GString      *json,
                                          const char   *name,
                                          sqlite3_stmt *statement,
                                          int           column);
void  recess_row_json_add_double_column  (GString      *json,
                                          const char   *name,
                                          sqlite3_stmt *statement,
                                          int           column);

/**
 * recess_row_json_list:
 * @rows: (element-type GString): objects
 * @first_id: (nullable): id of the first row
 * @last_id: (nullable): id of the last row
 *
 * Returns: (transfer full): the text of a list
 */
char *recess_row_json_list         (GPtrArray    *rows,
                                    const char   *first_id,
                                    const char   *last_id,
                                    gboolean      has_more);

/* A call of the array `tool_calls`; @id and @name may be NULL. */
void  recess_row_json_add_call           (GString      *json,
                                          const char   *id,
                                          const char   *name,
                                          const char   *arguments);

G_END_DECLS
