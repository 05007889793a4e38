/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "recess-message.h"

G_BEGIN_DECLS

/**
 * RecessCallState:
 * @RECESS_CALL_WRITING: the model still writes its arguments
 * @RECESS_CALL_UNANSWERED: there is no row for its output
 * @RECESS_CALL_WAITING: its output is awaited
 * @RECESS_CALL_RUNNING: its handler runs
 * @RECESS_CALL_COMPLETE: it has its output
 * @RECESS_CALL_FAILED: its handler failed; the output tells the model
 * @RECESS_CALL_INTERRUPTED: the engine ended while its handler ran
 * @RECESS_CALL_STOPPED: the user stopped its handler
 */
typedef enum
{
  RECESS_CALL_WRITING,
  RECESS_CALL_UNANSWERED,
  RECESS_CALL_WAITING,
  RECESS_CALL_RUNNING,
  RECESS_CALL_COMPLETE,
  RECESS_CALL_FAILED,
  RECESS_CALL_INTERRUPTED,
  RECESS_CALL_STOPPED,
} RecessCallState;

/**
 * RecessCallHandler:
 * @RECESS_CALL_HANDLER_UNKNOWN: not asked yet
 * @RECESS_CALL_HANDLER_MISSING: there is no function of this name
 * @RECESS_CALL_HANDLER_ASK: the user types the output
 * @RECESS_CALL_HANDLER_RUNS: the engine can compute it
 */
typedef enum
{
  RECESS_CALL_HANDLER_UNKNOWN,
  RECESS_CALL_HANDLER_MISSING,
  RECESS_CALL_HANDLER_ASK,
  RECESS_CALL_HANDLER_RUNS,
} RecessCallHandler;

/* What of a card is edited. */
typedef enum
{
  RECESS_CALL_EDIT_NONE,
  RECESS_CALL_EDIT_ARGUMENTS,
  RECESS_CALL_EDIT_OUTPUT,
} RecessCallEdit;

/**
 * RecessToolCall:
 *
 * A function that a model wants to be called. The row that holds its output is a message of its
 * own: the call tells of it as if it were its own.
 *
 * Signals: `appended ()`, the arguments have grown; `changed ()`, anything else is another.
 */
#define RECESS_TYPE_TOOL_CALL (recess_tool_call_get_type ())
G_DECLARE_FINAL_TYPE (RecessToolCall, recess_tool_call, RECESS, TOOL_CALL, GObject)

RecessToolCall    *recess_tool_call_new                  (const char        *id,
                                                          const char        *name);
const char        *recess_tool_call_get_id               (RecessToolCall    *self);
const char        *recess_tool_call_get_name             (RecessToolCall    *self);
const char        *recess_tool_call_get_arguments        (RecessToolCall    *self);
gsize              recess_tool_call_get_arguments_length (RecessToolCall    *self);

/* Each may be NULL. A name that is there already stays. */
void               recess_tool_call_append               (RecessToolCall    *self,
                                                          const char        *id,
                                                          const char        *name,
                                                          const char        *arguments);

/* Replaces all; what only adds to the arguments counts as appended. */
void               recess_tool_call_set                  (RecessToolCall    *self,
                                                          const char        *id,
                                                          const char        *name,
                                                          const char        *arguments);
void               recess_tool_call_set_writing          (RecessToolCall    *self,
                                                          gboolean           writing);

/**
 * recess_tool_call_get_fault:
 *
 * Returns: (transfer none) (nullable): why the arguments are no JSON object, with the place, once
 *   they are all there; %NULL where they are one
 */
const char        *recess_tool_call_get_fault            (RecessToolCall    *self);

/* The message of role "tool" that answers it. */
RecessMessage     *recess_tool_call_get_answer           (RecessToolCall    *self);
void               recess_tool_call_set_answer           (RecessToolCall    *self,
                                                          RecessMessage     *answer);
RecessCallState    recess_tool_call_get_state            (RecessToolCall    *self);
const char        *recess_tool_call_get_output           (RecessToolCall    *self);
const char        *recess_tool_call_get_log              (RecessToolCall    *self);
const char        *recess_tool_call_get_error            (RecessToolCall    *self);
int                recess_tool_call_get_duration_ms      (RecessToolCall    *self);
RecessCallHandler  recess_tool_call_get_handler          (RecessToolCall    *self);
void               recess_tool_call_set_handler          (RecessToolCall    *self,
                                                          RecessCallHandler  handler);

/* What its card wants to find again: what is edited, and the text that is not saved yet. */
RecessCallEdit     recess_tool_call_get_edit             (RecessToolCall    *self);
void               recess_tool_call_set_edit             (RecessToolCall    *self,
                                                          RecessCallEdit     edit);
GObject           *recess_tool_call_get_draft            (RecessToolCall    *self);
void               recess_tool_call_set_draft            (RecessToolCall    *self,
                                                          GObject           *draft);

/* Returns: (transfer full): the call and its output as a text to copy */
char              *recess_tool_call_dup_text             (RecessToolCall    *self);

G_END_DECLS
