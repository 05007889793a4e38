/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>
#include <sqlite3.h>

G_BEGIN_DECLS

/* What is written of an answer while it comes: its row is claimed, grows by deltas that stand
 * beside it (so that a long answer is not written anew each second), and is settled at its end. */

/* Settles as `interrupted`, with the text that is there, what the last server left behind. */
gboolean recess_answer_rows_recover (sqlite3  *db,
                                     GError  **error);

G_END_DECLS
