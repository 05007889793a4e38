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
 * RecessSandboxVerdict:
 * @limit: the one for which it was ended from outside
 * @exit_code: as bwrap reports it: 128 and the number for a signal; -1 where it reports none
 * @complaint: what bwrap said before the program started
 *
 * What is known about a program that has ended.
 */
typedef struct
{
  const RecessSandboxLimits *limits;
  gboolean                   started;
  gboolean                   cancelled;
  RecessSandboxLimit         limit;
  int                        exit_code;
  const char                *complaint;
  gint64                     duration_us;
  gboolean                   truncated;
  guint64                    peak_bytes;
} RecessSandboxVerdict;

/* Returns: (transfer full): */
RecessSandboxResult *recess_sandbox_verdict_to_result (const RecessSandboxVerdict *verdict);

/* Returns: (transfer full): of a program that did not run; takes @message */
RecessSandboxResult *recess_sandbox_verdict_not_run   (RecessSandboxStatus         status,
                                                       char                       *message);

G_END_DECLS
