/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "recess-sandbox-result.h"

G_BEGIN_DECLS

/**
 * recess_sandbox_collect:
 * @folder: a descriptor of the folder that a program has written to; nobody writes to it any more
 * @given: (element-type RecessSandboxFile): what was there before: left out where it is the same
 * @max_bytes: how much content is copied, in all
 *
 * Copies out the regular files, also of the folders in it. Links, pipes and devices are left out
 * and never followed. Takes time: not for the main loop.
 *
 * Returns: (transfer full) (element-type RecessSandboxWritten): in the order of their names
 */
GPtrArray *recess_sandbox_collect (int        folder,
                                   GPtrArray *given,
                                   guint64    max_bytes);

G_END_DECLS
