/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * RecessChatTurn:
 * @role: who says it
 * @content: the JSON text of the content: a string, an array of parts, or null
 * @tool_calls: (nullable): of an assistant: the JSON text of its calls
 * @tool_call_id: (nullable): of a tool: the call that it answers
 */
typedef struct
{
  const char *role;
  const char *content;
  const char *tool_calls;
  const char *tool_call_id;
} RecessChatTurn;

/**
 * recess_request_builder_build:
 * @settings: the JSON object of a #RecessChatSettings
 * @default_model: (nullable): the model where the settings name none
 * @turns: what is said so far
 * @tools: (nullable): the JSON list of the functions that the model may call
 *
 * The body of a chat completion: the model, the messages with their content as it is, and the
 * parameters that are set, with the digits they were typed with. What is not set is absent.
 *
 * Returns: (transfer full): a JSON text, two blanks deep
 */
char *recess_request_builder_build     (const char           *settings,
                                     const char           *default_model,
                                     const RecessChatTurn *turns,
                                     gsize                 n_turns,
                                     const char           *tools);
/* The same request as a program that makes it; OPENAI_BASE_URL and OPENAI_API_KEY say where. */
char *recess_request_builder_as_curl   (const char           *body);
char *recess_request_builder_as_python (const char           *body);

G_END_DECLS
