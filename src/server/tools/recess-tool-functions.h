/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* The ready-made functions. Each gets its arguments, of which nothing is certain, and returns its
 * output as JSON text (transfer full), or sets an error whose message tells the model what is wrong
 * with them. None keeps a state: they may run in any thread. */

#define RECESS_TOOL_ERROR (recess_tool_error_quark ())

typedef enum
{
  RECESS_TOOL_ERROR_ARGUMENTS,
} RecessToolError;

GQuark recess_tool_error_quark      (void);

/**
 * recess_tool_compute:
 * @function: "calculate" and so on
 * @notes: (nullable): what `search_notes` looks through
 * @arguments: JSON text of an object
 *
 * Runs the ready-made function of that name.
 */
char  *recess_tool_compute          (const char  *function,
                                     const char  *notes,
                                     const char  *arguments,
                                     GError     **error);

char  *recess_tool_get_current_time (JsonObject  *arguments,
                                     GError     **error);
/* The same at another time, for tests. @now: seconds since 1970 */
char  *recess_tool_tell_time        (const char  *timezone,
                                     gint64       now,
                                     GError     **error);
char  *recess_tool_convert_units    (JsonObject  *arguments,
                                     GError     **error);
char  *recess_tool_calculate        (JsonObject  *arguments,
                                     GError     **error);
char  *recess_tool_roll_dice        (JsonObject  *arguments,
                                     GError     **error);
char  *recess_tool_date_difference  (JsonObject  *arguments,
                                     GError     **error);
char  *recess_tool_search_notes     (JsonObject  *arguments,
                                     const char  *notes,
                                     GError     **error);

/* Returns: (nullable): the text of a member that must be there; an error where it is missing */
const char *recess_tool_require_text (JsonObject  *arguments,
                                      const char  *name,
                                      GError     **error);

G_END_DECLS
