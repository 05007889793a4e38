/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "recess-sandbox-result.h"
#include "recess-sandbox-spec.h"

G_BEGIN_DECLS

/**
 * RecessSandboxWatch:
 *
 * Lets a program go when it can be seen, and ends it with everything that it started when it uses
 * more than it may. It has a thread of its own, so that a busy main loop does not matter.
 */
typedef struct _RecessSandboxWatch RecessSandboxWatch;

/**
 * recess_sandbox_watch_new:
 * @pid: the first process of the sandbox: all others end with it
 * @parent: the parent that it must have, to be the one that is meant
 * @gate: a descriptor to write a line to when the program may start; taken by the watch
 *
 * Returns: (nullable): NULL where there is no such process, or no way to hold on to it
 */
RecessSandboxWatch *recess_sandbox_watch_new         (int                        pid,
                                                      int                        parent,
                                                      int                        gate,
                                                      const RecessSandboxLimits *limits);
/* Waits for the thread, which ends at once. */
void                recess_sandbox_watch_free        (RecessSandboxWatch        *self);
/* Ends the program and everything that it started. May be called twice. */
void                recess_sandbox_watch_kill        (RecessSandboxWatch        *self);
/* A descriptor that becomes readable when all of it has ended; stays with the watch. */
int                 recess_sandbox_watch_get_fd      (RecessSandboxWatch        *self);
/* A descriptor of the user's folder, which outlives the program; stays with the watch. -1 where the
 * program was not let go. */
int                 recess_sandbox_watch_get_folder  (RecessSandboxWatch        *self);
/* The limit for which it was ended, or none. */
RecessSandboxLimit  recess_sandbox_watch_get_limit   (RecessSandboxWatch        *self);
/* Whether the program was let go. */
gboolean            recess_sandbox_watch_has_started (RecessSandboxWatch        *self);
/* Microseconds of the monotonic clock when the program was let go, or 0. */
gint64              recess_sandbox_watch_get_start   (RecessSandboxWatch        *self);
guint64             recess_sandbox_watch_get_peak    (RecessSandboxWatch        *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RecessSandboxWatch, recess_sandbox_watch_free)

G_END_DECLS
