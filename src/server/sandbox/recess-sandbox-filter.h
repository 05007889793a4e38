/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * recess_sandbox_filter_open:
 *
 * The system calls that a sandboxed program does not get, as a filter for the kernel: new
 * namespaces and mounts, a look into other processes, keys, io_uring, BPF, sockets other than local
 * and Internet ones, input put into a terminal, and memory that no limit would count.
 *
 * Returns: a descriptor to read the program from, or -1
 */
int recess_sandbox_filter_open (GError **error);

G_END_DECLS
