/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define RECESS_SANDBOX_MIB (1024u * 1024)

/**
 * RecessSandboxLimits:
 * @wall_ms: milliseconds from the start of the program to its end
 * @cpu_s: seconds of processor time, of all its processes together
 * @memory_bytes: memory of all its processes together, what they share counted once
 * @processes: processes and threads at a time
 * @file_bytes: the largest file, and all files in /mnt/data together
 * @output_bytes: of both streams together; what comes after it is dropped, and a program that does
 *   not stop writing is ended
 *
 * A 0 stands for the default; what is beyond the most that is allowed becomes that.
 */
typedef struct
{
  guint   wall_ms;
  guint   cpu_s;
  guint64 memory_bytes;
  guint   processes;
  guint64 file_bytes;
  guint64 output_bytes;
} RecessSandboxLimits;

extern const RecessSandboxLimits recess_sandbox_default_limits;
extern const RecessSandboxLimits recess_sandbox_highest_limits;

typedef enum
{
  RECESS_SANDBOX_PYTHON,
  RECESS_SANDBOX_SHELL,
} RecessSandboxLanguage;

/**
 * RecessSandboxSpec:
 *
 * A program to run, and what it is given. It runs in /mnt/data, which is empty but for the files
 * added here, writable, and gone with the program; the whole system is read-only, without network,
 * home, or environment.
 */
typedef struct _RecessSandboxSpec RecessSandboxSpec;

/* @code is any bytes, of any size; it is run as a file, Python without buffering its output. */
RecessSandboxSpec *recess_sandbox_spec_new        (RecessSandboxLanguage      language,
                                                   GBytes                    *code);
RecessSandboxSpec *recess_sandbox_spec_ref        (RecessSandboxSpec         *self);
void               recess_sandbox_spec_unref      (RecessSandboxSpec         *self);
/* What the program reads; without it, and after it, the stream is at its end. */
void               recess_sandbox_spec_set_stdin  (RecessSandboxSpec         *self,
                                                   GBytes                    *bytes);
void               recess_sandbox_spec_set_limits (RecessSandboxSpec         *self,
                                                   const RecessSandboxLimits *limits);
/* Opens descriptor 3 in the program: what it writes there comes as %RECESS_SANDBOX_REPLY, apart
 * from what it prints. */
void               recess_sandbox_spec_set_reply  (RecessSandboxSpec         *self,
                                                   gboolean                   reply);

/* Copies out the files that the program has written or changed in /mnt/data, when it has ended
 * otherwise than by being cancelled: up to @max_bytes in all, and 256. 0 copies none. */
void               recess_sandbox_spec_set_collect (RecessSandboxSpec        *self,
                                                    guint64                   max_bytes);

/**
 * recess_sandbox_spec_add_file:
 * @name: a file name without folders, UTF-8
 * @content: kept by reference until the run has begun
 *
 * Returns: FALSE where the name is none, is there already, or there are too many files
 *   (%G_IO_ERROR_INVALID_ARGUMENT, with words)
 */
gboolean           recess_sandbox_spec_add_file   (RecessSandboxSpec         *self,
                                                   const char                *name,
                                                   GBytes                    *content,
                                                   GError                   **error);

/* Returns: (transfer full): "512 MiB", for a message; @bytes is a limit, mostly round */
char              *recess_sandbox_format_size     (guint64                    bytes);
/* Puts defaults in place of zeros and keeps to the highest. */
void               recess_sandbox_limits_resolve  (RecessSandboxLimits       *limits);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RecessSandboxSpec, recess_sandbox_spec_unref)

G_END_DECLS
