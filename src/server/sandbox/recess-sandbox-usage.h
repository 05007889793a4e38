/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * RecessSandboxUsage:
 * @processes: processes and threads
 * @memory_bytes: of all of them; shared memory is counted once where it matters
 * @cpu_ms: of all of them and of those that have ended
 * @files: files and folders in memory
 *
 * What a sandbox uses now, without the process that bwrap keeps in it.
 */
typedef struct
{
  guint   processes;
  guint64 memory_bytes;
  guint64 cpu_ms;
  guint64 files;
} RecessSandboxUsage;

/**
 * recess_sandbox_usage_open:
 * @pid: first process of the sandbox, as it is seen here
 *
 * Returns: a descriptor of the sandbox's root folder, or -1 as long as it is not all set up, or
 *   where the kernel does not let us look
 */
int      recess_sandbox_usage_open (int                 pid);
/**
 * recess_sandbox_usage_read:
 * @enough: memory beyond which it matters how much of it is shared, which takes time to find out
 *
 * Returns: FALSE when nothing can be seen (any more)
 */
gboolean recess_sandbox_usage_read (int                 root,
                                    guint64             enough,
                                    RecessSandboxUsage *usage);
/* Returns: the parent of a process of this system, or -1 */
int      recess_sandbox_usage_get_parent (int           pid);

G_END_DECLS
