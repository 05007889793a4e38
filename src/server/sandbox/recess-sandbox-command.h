/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "recess-sandbox-spec.h"

G_BEGIN_DECLS

/**
 * RecessSandboxPipes:
 * @status: bwrap's own words about the run, as JSON lines
 * @gate: the program starts when a line is written here; closed before, there is none
 * @reply: what the program writes to its descriptor 3, or -1
 *
 * The ends that stay in this process.
 */
typedef struct
{
  int status;
  int gate;
  int reply;
} RecessSandboxPipes;

#define RECESS_SANDBOX_PYTHON_PATH "/usr/bin/python3"
/* The place of the user's files in the sandbox. */
#define RECESS_SANDBOX_FOLDER "mnt/data"

/**
 * recess_sandbox_command_spawn:
 * @bwrap: path of the program
 * @pipes: (out caller-allocates): to be closed by the caller
 *
 * Starts bwrap with pipes for the three standard streams. Everything that the program gets is in
 * its arguments and descriptors: no other descriptor is inherited, and no environment.
 *
 * Returns: (transfer full) (nullable): the process
 */
GSubprocess *recess_sandbox_command_spawn       (RecessSandboxSpec   *spec,
                                                 const char          *bwrap,
                                                 RecessSandboxPipes  *pipes,
                                                 GError             **error);
void         recess_sandbox_pipes_close         (RecessSandboxPipes  *pipes);

/* Returns: (transfer full): a sentence for the user that says why bwrap did not start a program */
char        *recess_sandbox_command_explain     (const char          *complaint);

G_END_DECLS
