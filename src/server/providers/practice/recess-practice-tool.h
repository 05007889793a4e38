/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "recess-practice-slots.h"

G_BEGIN_DECLS

/**
 * RecessPracticeTool:
 * @name: what it is called by
 * @schema: what its arguments must be; that of any object where the request has none
 * @slots: (element-type RecessPracticeSlot): the places for its arguments
 * @cues: stem → how much that word tells that it is meant, as a float
 * @core: (element-type utf8): the stems of its name and of what is said first about it
 *
 * A function that may be called.
 */
typedef struct
{
  char             *name;
  RecessJsonSchema *schema;
  GPtrArray        *slots;
  GHashTable       *cues;
  GPtrArray        *core;
} RecessPracticeTool;

/* Returns: (transfer full): the tool, or %NULL with #RECESS_JSON_SCHEMA_ERROR or #RECESS_JSON_ERROR
 * where @parameters is no schema */
RecessPracticeTool *recess_practice_tool_new     (const char                *name,
                                                  const char                *description,
                                                  JsonNode                  *parameters,
                                                  GError                   **error);
void                recess_practice_tool_free    (RecessPracticeTool        *self);
/* How much a stem tells that the tool is meant: 0 to 1 */
float               recess_practice_tool_cue     (const RecessPracticeTool  *self,
                                                  const char                *stem);
/* Whether a stem is a word of the tool itself, and of no argument */
gboolean            recess_practice_tool_is_core (const RecessPracticeTool  *self,
                                                  const char                *stem);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RecessPracticeTool, recess_practice_tool_free)

G_END_DECLS
