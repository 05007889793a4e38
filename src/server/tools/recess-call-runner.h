/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "recess-handler.h"
#include "store/recess-message-store.h"

G_BEGIN_DECLS

#define RECESS_TYPE_CALL_RUNNER (recess_call_runner_get_type ())

/**
 * RecessCallRunner:
 *
 * Runs the calls that #RecessMessageStore begins: the handler's log grows in the row of the call,
 * and its output, or what the model is told where there is none, is the content at the end.
 */
G_DECLARE_FINAL_TYPE (RecessCallRunner, recess_call_runner, RECESS, CALL_RUNNER, GObject)

#define RECESS_CALL_MAX_LOG (64u * 1024)

RecessCallRunner *recess_call_runner_new     (RecessMessageStore *messages,
                                              RecessSandbox      *sandbox);

/**
 * recess_call_runner_cut_log:
 * @size: bytes of the log so far
 *
 * Returns: (transfer full) (nullable): what of @text the log takes, with a note where it is cut
 */
char             *recess_call_runner_cut_log (const char         *text,
                                              gsize               size);

G_END_DECLS
