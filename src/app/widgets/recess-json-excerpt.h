/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <pango/pango.h>

G_BEGIN_DECLS

/**
 * recess_json_excerpt_format:
 * @text: JSON that was checked
 * @most: about so many bytes are written, then it ends
 *
 * Puts a value on one line where it is short, else on one line for each member. Numbers and strings
 * stay as they are written.
 *
 * Returns: (transfer full): the text
 */
char          *recess_json_excerpt_format     (const char *text,
                                               gsize       length,
                                               gsize       most);

/**
 * recess_json_excerpt_cut:
 * @text: (inout) (transfer full): a text, which is cut behind @bytes bytes or @lines lines
 *
 * Returns: whether something was cut off
 */
gboolean       recess_json_excerpt_cut        (char      **text,
                                               gsize       bytes,
                                               guint       lines);

/**
 * recess_json_excerpt_color:
 * @text: a text, JSON or what may become some
 * @fault: the byte at which it is no JSON, −1 for none
 *
 * Returns: (transfer full): how it looks, in the colours of the code views
 */
PangoAttrList *recess_json_excerpt_color      (const char *text,
                                               gssize      fault);

/* The byte that a message of recess_json_check () names by line and column, −1 without one. */
gssize         recess_json_excerpt_find_fault (const char *text,
                                               const char *message);

G_END_DECLS
