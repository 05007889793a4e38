/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtksourceview/gtksource.h>

#include "common/recess-block.h"

G_BEGIN_DECLS

/**
 * RecessCodeBuffer:
 *
 * The code of a block in a source buffer. It is given only what was added. A line that is too long
 * to be laid out is broken for the eye; offsets are bytes of the code all the same.
 */
#define RECESS_TYPE_CODE_BUFFER (recess_code_buffer_get_type ())
G_DECLARE_FINAL_TYPE (RecessCodeBuffer, recess_code_buffer, RECESS, CODE_BUFFER, GtkSourceBuffer)

RecessCodeBuffer *recess_code_buffer_new        (void);

/* Code that is too much to be highlighted stays plain. */
void              recess_code_buffer_set_language (RecessCodeBuffer *self,
                                                   GtkSourceLanguage *language);

/* Takes in what @block, the same one as before, has gained. */
void              recess_code_buffer_feed       (RecessCodeBuffer  *self,
                                                 RecessBlock       *block);

/* The bytes of its longest line. */
guint             recess_code_buffer_get_longest (RecessCodeBuffer *self);
gsize             recess_code_buffer_get_offset (RecessCodeBuffer  *self,
                                                 const GtkTextIter *iter);
void              recess_code_buffer_select     (RecessCodeBuffer  *self,
                                                 gsize              start,
                                                 gsize              end,
                                                 const GdkRGBA     *color);

G_END_DECLS
