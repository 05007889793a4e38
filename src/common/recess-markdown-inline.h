/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "recess-block.h"

G_BEGIN_DECLS

/**
 * recess_inline_new:
 * @source: the Markdown of one paragraph, at most a few KB
 *
 * Emphasis, code, links, images, strikethrough, TeX between "$$", "\(…\)" or "\[…\]". A newline
 * stays one. HTML is text, but for "<br>". References to link definitions are text.
 */
RecessInline *recess_inline_new         (const char     *source);
RecessInline *recess_inline_new_literal (const char     *source,
                                         RecessRunFlags  flags);
void          recess_inline_free        (RecessInline   *self);

G_END_DECLS
