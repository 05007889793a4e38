/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * recess_practice_piece_length:
 *
 * Where the next piece of a text ends: a word of at most eight letters with the blank before it, a
 * few signs, or white space. Pieces are what the practice model counts and streams.
 *
 * Returns: its bytes; 0 at the end
 */
gsize   recess_practice_piece_length (const char *text);
guint64 recess_practice_count_pieces (const char *text);

G_END_DECLS
