/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "sandbox/recess-sandbox.h"

G_BEGIN_DECLS

/* A program that has run, with what it wrote. */
typedef struct
{
  RecessSandboxSpec   *spec;
  GString             *streams[RECESS_SANDBOX_REPLY + 1];
  GCancellable        *cancellable;
  /* Cancels when standard output has this. */
  const char          *cancel_at;
  RecessSandboxResult *result;
} SandboxFixture;

/* Skips the test that runs now, with the reason, where this system has no sandbox. */
gboolean        sandbox_fixture_require    (void);

SandboxFixture *sandbox_fixture_new        (RecessSandboxLanguage      language,
                                            const char                *code);
/* Runs it and waits for the end; then asserts that nothing of it is left. */
void            sandbox_fixture_run        (SandboxFixture            *self);
/* Both at once; limits may be NULL. */
SandboxFixture *sandbox_fixture_run_python (const char                *code,
                                            const RecessSandboxLimits *limits);
SandboxFixture *sandbox_fixture_run_shell  (const char                *code,
                                            const RecessSandboxLimits *limits);
void            sandbox_fixture_free       (SandboxFixture            *self);

/* Processes that were started below this one and have not been reaped: none, after a run. */
guint           sandbox_fixture_count_children (void);

#define sandbox_fixture_assert_printed(self, text)                                                \
  g_assert_cmpstr ((self)->streams[RECESS_SANDBOX_STDOUT]->str, ==, text)
#define sandbox_fixture_assert_ended(self, s, l)                                                  \
  G_STMT_START {                                                                                  \
    if ((self)->result->status != (s) || (self)->result->limit != (l))                            \
      g_test_message ("%s: %s %s", (self)->result->message,                                       \
                      (self)->streams[RECESS_SANDBOX_STDOUT]->str,                                \
                      (self)->streams[RECESS_SANDBOX_STDERR]->str);                               \
    g_assert_cmpstr (recess_sandbox_status_to_name ((self)->result->status), ==,                  \
                     recess_sandbox_status_to_name (s));                                          \
    g_assert_cmpstr (recess_sandbox_limit_to_name ((self)->result->limit), ==,                    \
                     recess_sandbox_limit_to_name (l));                                           \
  } G_STMT_END

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SandboxFixture, sandbox_fixture_free)

G_END_DECLS
