/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A line of Markdown that is eaten from its front, tabs being worth up to four columns, and what
 * may stand there. */
typedef struct
{
  const char *p;
  const char *end;
  guint       column;
  guint       tab_rest;
} RecessLine;

typedef struct
{
  char     delimiter;
  guint    number;
  guint    padding;
  gboolean empty;
} RecessListMarker;

void     recess_line_init             (RecessLine       *self,
                                       const char       *text,
                                       gsize             length);

/* The columns of white space that come next. */
guint    recess_line_get_indent       (const RecessLine *self);
gboolean recess_line_is_blank         (const RecessLine *self);

/* The first character that is not white space, '\0' for a blank line. */
char     recess_line_peek             (const RecessLine *self);

/* Eats up to @columns columns of white space. */
void     recess_line_skip_columns     (RecessLine       *self,
                                       guint             columns);
void     recess_line_skip_blanks      (RecessLine       *self);

/* What is left, a half eaten tab as spaces. */
char    *recess_line_dup_rest         (const RecessLine *self);

/* These look at the line after its white space; where they return TRUE or a count, the line is of
 * that kind. */
gboolean recess_line_is_rule          (const RecessLine *self);
guint    recess_line_heading_level    (const RecessLine *self);
char     recess_line_setext_char      (const RecessLine *self,
                                       guint            *n);
guint    recess_line_fence            (const RecessLine *self,
                                       char             *fence);
gboolean recess_line_closes_fence     (const RecessLine *self,
                                       char              fence,
                                       guint             length);

/* Eats the marker and the white space after it. */
gboolean recess_line_take_list_marker (RecessLine       *self,
                                       gboolean          in_paragraph,
                                       RecessListMarker *marker);

/* The text that ends the HTML block that begins here, "" where an empty line does, else NULL. */
const char *recess_line_html_end      (const RecessLine *self);

/* The text that ends the TeX that begins here and does not end on this line, else NULL. */
const char *recess_line_math_end      (const RecessLine *self);

gboolean recess_line_contains         (const RecessLine *self,
                                       const char       *needle);

/* The cells of a row of a table. */
char   **recess_line_split_cells      (const RecessLine *self);

G_END_DECLS
