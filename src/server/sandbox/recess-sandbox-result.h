/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  /* It ended by itself with exit code 0. */
  RECESS_SANDBOX_COMPLETED,
  /* It ended by itself with another exit code or by a signal. */
  RECESS_SANDBOX_FAILED,
  RECESS_SANDBOX_CANCELLED,
  RECESS_SANDBOX_LIMITED,
  /* It did not run: there is no sandbox here. */
  RECESS_SANDBOX_UNAVAILABLE,
} RecessSandboxStatus;

typedef enum
{
  RECESS_SANDBOX_LIMIT_NONE,
  RECESS_SANDBOX_LIMIT_WALL,
  RECESS_SANDBOX_LIMIT_CPU,
  RECESS_SANDBOX_LIMIT_MEMORY,
  RECESS_SANDBOX_LIMIT_PROCESSES,
  RECESS_SANDBOX_LIMIT_OUTPUT,
  RECESS_SANDBOX_LIMIT_FILE,
} RecessSandboxLimit;

/**
 * RecessSandboxWritten:
 * @name: as the program gave it, broken UTF-8 made whole; with folders before it, if it is in some
 * @size: bytes
 * @content: (nullable): NULL where it was too much or could not be read
 *
 * A file that a program has written or changed.
 */
typedef struct
{
  char    *name;
  guint64  size;
  GBytes  *content;
} RecessSandboxWritten;

/**
 * RecessSandboxResult:
 * @exit_code: -1 where a signal or this server ended it, or it did not run
 * @signal: 0 where none ended it
 * @limit: the limit that ended it
 * @message: a sentence for the user; empty where it completed
 * @truncated: output was dropped
 * @peak_bytes: the most memory that was seen in use
 * @written: (nullable) (element-type RecessSandboxWritten): where they were asked for
 */
typedef struct
{
  RecessSandboxStatus status;
  int                 exit_code;
  int                 signal;
  RecessSandboxLimit  limit;
  char               *message;
  guint               duration_ms;
  gboolean            truncated;
  guint64             peak_bytes;
  GPtrArray          *written;
} RecessSandboxResult;

RecessSandboxResult *recess_sandbox_result_new     (void);
void                 recess_sandbox_result_free    (RecessSandboxResult *self);
void                 recess_sandbox_written_free   (RecessSandboxWritten *self);

/* As the API has them: "completed", "failed", "cancelled", "limit", "unavailable". */
const char          *recess_sandbox_status_to_name (RecessSandboxStatus  status);
/* Returns: (nullable): "wall", "cpu", "memory", "processes", "output", "file", or NULL for none */
const char          *recess_sandbox_limit_to_name  (RecessSandboxLimit   limit);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RecessSandboxResult, recess_sandbox_result_free)

G_END_DECLS
