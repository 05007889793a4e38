/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "widgets/recess-message.h"

G_BEGIN_DECLS

/**
 * recess_answer_check_text:
 * @format: the JSON text of a `response_format`
 * @passed: (out): whether @answer is as it asks
 *
 * Checks an answer; a matter for a worker.
 *
 * Returns: (transfer full) (nullable): what to say, for a person; %NULL where the format asks for
 *   nothing that can be checked
 */
char *recess_answer_check_text  (const char    *answer,
                                 const char    *format,
                                 gboolean      *passed);

/* Checks the answer in a worker, and writes into it what was found, if it is still the same. */
void  recess_answer_check_start (RecessMessage *answer,
                                 const char    *format);

G_END_DECLS
