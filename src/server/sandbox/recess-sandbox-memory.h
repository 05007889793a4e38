/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * recess_sandbox_memory_open:
 * @name: for those who look at the process
 *
 * Returns: a descriptor to read a copy of the bytes from, or -1
 */
int recess_sandbox_memory_open (const char     *name,
                                gconstpointer   bytes,
                                gsize           length,
                                GError        **error);

G_END_DECLS
