/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "recess-row-content.h"

G_BEGIN_DECLS

/* Some rows of a table. All of one table have the same columns, and scroll sideways together. */
#define RECESS_TYPE_TABLE_CHUNK (recess_table_chunk_get_type ())
G_DECLARE_FINAL_TYPE (RecessTableChunk, recess_table_chunk, RECESS, TABLE_CHUNK, GtkWidget)

GtkWidget *recess_table_chunk_new (void);

G_END_DECLS
