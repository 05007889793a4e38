/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "recess-block.h"

G_BEGIN_DECLS

/**
 * RecessMarkdown:
 *
 * Parts a text that grows at its end into blocks. What was finished by a line is never looked at
 * again; only the block that is open, at most a few KB of it, is made anew by an append, and code
 * grows in place. So an append costs what it adds, however long the text is. The blocks do not
 * depend on the pieces in which the text came.
 *
 * CommonMark with tables, strikethrough, autolinks, task lists, and TeX as source. Where it
 * differs: definitions of links are shown as they are, HTML is text, a newline within a
 * paragraph stays, a paragraph over 2 KB and a table of more than 12 rows are parted, and what is
 * nested deeper than 24 times is text.
 */
typedef struct _RecessMarkdown RecessMarkdown;

/**
 * recess_markdown_new:
 * @literal: whether the text is what somebody typed: only fences are seen
 */
RecessMarkdown *recess_markdown_new          (gboolean        literal);
void            recess_markdown_free         (RecessMarkdown *self);

/**
 * recess_markdown_append:
 * @text: what is added; not valid UTF-8 is replaced
 * @length: its bytes, −1 where it ends with a nul
 *
 * Returns: the first block that is new or changed; those before it are as they were
 */
guint           recess_markdown_append       (RecessMarkdown *self,
                                              const char     *text,
                                              gssize          length);
guint           recess_markdown_get_n_blocks (RecessMarkdown *self);

/**
 * recess_markdown_get_block:
 *
 * Returns: (transfer none): a block
 */
RecessBlock    *recess_markdown_get_block    (RecessMarkdown *self,
                                              guint           position);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RecessMarkdown, recess_markdown_free)

G_END_DECLS
