/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "recess-message.h"

G_BEGIN_DECLS

/**
 * RecessCallLinker:
 *
 * Keeps together what belongs together in a list of #RecessMessage: the calls of an answer, and the
 * messages of role "tool" that follow it with their outputs. A tool message without a call above
 * stays alone.
 */
#define RECESS_TYPE_CALL_LINKER (recess_call_linker_get_type ())
G_DECLARE_FINAL_TYPE (RecessCallLinker, recess_call_linker, RECESS, CALL_LINKER, GObject)

/* Make it before anything that shows @messages: it sees a change first then. */
RecessCallLinker *recess_call_linker_new (GListModel *messages);

G_END_DECLS
