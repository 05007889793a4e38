/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/*
 * Pieces are what the practice model counts and streams: tokens of o200k_base, whose table is
 * mapped once the model is loaded.
 */

/**
 * recess_practice_pieces_new:
 *
 * Returns: (transfer full) (element-type gsize): the bytes of each piece of @text. Tokens that end
 *   within a character are one piece with what completes it.
 */
GArray  *recess_practice_pieces_new   (const char *text);
guint64  recess_practice_count_pieces (const char *text);
/* What a request asks with, as recess_token_count_request () has it. */
guint64  recess_practice_count_prompt (JsonObject *request);
/**
 * recess_practice_cut_pieces:
 * @text: (inout): text of which at most @most tokens stay, and no half characters
 *
 * Returns: whether there were more
 */
gboolean recess_practice_cut_pieces   (char       *text,
                                       guint       most);

G_END_DECLS
