/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * fuzz_target:
 * @data: (array length=size): any bytes, in a block of exactly that size
 * @size: their count
 *
 * What a fuzz program defines: it feeds the bytes to what it tests, and aborts where a promise is
 * broken. Whatever the bytes are, it returns.
 */
void fuzz_target (const guint8 *data,
                  gsize         size);

G_END_DECLS
