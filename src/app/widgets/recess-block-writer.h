/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "recess-row.h"

G_BEGIN_DECLS

/* Builds the Markdown of blocks that follow each other. */
typedef struct
{
  GString         *text;
  RecessBlockKind  last_kind;
  RecessMessage   *last_message;
} RecessBlockWriter;

void  recess_block_writer_init   (RecessBlockWriter *self);

/* @slice: the text of the row, or what of it is wanted */
void  recess_block_writer_add    (RecessBlockWriter *self,
                                  RecessRow         *row,
                                  const char        *slice);

/* Returns: (transfer full): all that was added */
char *recess_block_writer_finish (RecessBlockWriter *self);

G_END_DECLS
