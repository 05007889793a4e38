/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "recess-page.h"

G_BEGIN_DECLS

/**
 * recess_search_make_query:
 * @text: what a person typed
 *
 * Every word must be found, the last one at least as a beginning; signs have no meaning.
 *
 * Returns: (transfer full) (nullable): the same for FTS5, or %NULL where there is no word in it
 */
char *recess_search_make_query    (const char        *text);

/* The list of the conversations that @text is found in, each with a snippet. */
char *recess_search_conversations (sqlite3           *db,
                                   const RecessPage  *page,
                                   const char        *text,
                                   GError           **error);

G_END_DECLS
