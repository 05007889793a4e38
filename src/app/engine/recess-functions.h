/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "recess-engine.h"

G_BEGIN_DECLS

#define RECESS_TYPE_FUNCTION (recess_function_get_type ())

/**
 * RecessFunction:
 *
 * A function that models may be told of, as it is kept now; it never changes, another one takes its
 * place.
 */
G_DECLARE_FINAL_TYPE (RecessFunction, recess_function, RECESS, FUNCTION, GObject)

const char *recess_function_get_id          (RecessFunction *self);
const char *recess_function_get_name        (RecessFunction *self);
const char *recess_function_get_description (RecessFunction *self);
/* Returns: (nullable): the JSON Schema as it was written */
const char *recess_function_get_parameters  (RecessFunction *self);
gboolean    recess_function_get_strict      (RecessFunction *self);
/* Returns: a JSON text: {"type": "ask"}, … */
const char *recess_function_get_handler     (RecessFunction *self);
/* Returns: "ask", "fixed", "python" or "ready" */
const char *recess_function_get_kind        (RecessFunction *self);
/* Returns: (transfer full): the body that makes this function again */
char       *recess_function_dup_body        (RecessFunction *self);

#define RECESS_TYPE_FUNCTIONS (recess_functions_get_type ())

/**
 * RecessFunctions:
 *
 * All functions as a #GListModel of #RecessFunction, oldest first, kept fresh by the feed.
 * Property: `loaded`.
 */
G_DECLARE_FINAL_TYPE (RecessFunctions, recess_functions, RECESS, FUNCTIONS, GObject)

RecessFunctions *recess_functions_new        (RecessEngine    *engine);
RecessEngine    *recess_functions_get_engine (RecessFunctions *self);
gboolean         recess_functions_get_loaded (RecessFunctions *self);
/* Returns: (nullable) (transfer none) */
RecessFunction  *recess_functions_find       (RecessFunctions *self,
                                              const char      *name);
/**
 * recess_functions_dup_tools:
 * @names: (nullable): the JSON text of a list of names
 *
 * Returns: (transfer full) (nullable): those that are there, as the `tools` of a request, each on a
 *   line of its own; the text of their parameters is as it was written. %NULL for none.
 */
char            *recess_functions_dup_tools  (RecessFunctions *self,
                                              const char      *names);

G_END_DECLS
