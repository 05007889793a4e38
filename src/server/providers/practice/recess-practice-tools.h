/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "recess-practice-request.h"

G_BEGIN_DECLS

/* Reads `tools`, `tool_choice` and `parallel_tool_calls`, or the older `functions` and
 * `function_call`; what is wrong is a %RECESS_API_ERROR. */
gboolean recess_practice_tools_read         (RecessPracticeRequest  *request,
                                             JsonObject             *object,
                                             GError                **error);
/* Reads `response_format`. */
gboolean recess_practice_format_read        (RecessPracticeRequest  *request,
                                             JsonObject             *object,
                                             GError                **error);
/* Reads the calls of a message of the assistant. */
gboolean recess_practice_calls_read         (RecessPracticeRequest  *request,
                                             JsonObject             *message,
                                             const char             *place,
                                             GError                **error);

G_END_DECLS
