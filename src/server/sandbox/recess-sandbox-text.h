/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * RecessSandboxText:
 *
 * Makes UTF-8 of bytes that come in pieces: a character cut between two pieces is put together, and
 * each byte that is part of none, and NUL, becomes U+FFFD. Begins as zeros.
 */
typedef struct
{
  guint8 tail[4];
  guint  n_tail;
} RecessSandboxText;

void recess_sandbox_text_push (RecessSandboxText *self,
                               const guint8      *bytes,
                               gsize              length,
                               GString           *text);
/* What is cut off at the end is broken. */
void recess_sandbox_text_end  (RecessSandboxText *self,
                               GString           *text);

G_END_DECLS
