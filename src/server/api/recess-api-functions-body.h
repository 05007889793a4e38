/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <json-glib/json-glib.h>

#include "store/recess-function-rows.h"
#include "store/recess-function-store.h"

G_BEGIN_DECLS

/* The bodies that functions are made and changed with: #RecessBodyParser functions, whose error is
 * the 400 that names the member. Each returns (transfer full) a #RecessFunctionChange. */

/* For a new one: what is left out has its default. */
gpointer recess_function_parse_new    (JsonObject  *object,
                                       GBytes      *body,
                                       GError     **error);
gpointer recess_function_parse_change (JsonObject  *object,
                                       GBytes      *body,
                                       GError     **error);

/**
 * RecessFunctionTry:
 * @function: what is tried; %NULL where the request names it
 */
typedef struct
{
  char           *arguments;
  RecessFunction *function;
} RecessFunctionTry;

void     recess_function_try_free     (RecessFunctionTry  *self);
/* Returns: (transfer full): a #RecessFunctionTry of a function that is kept: the arguments alone */
gpointer recess_function_parse_try    (JsonObject  *object,
                                       GBytes      *body,
                                       GError     **error);
/* The same of one in the body, which need have no name. */
gpointer recess_function_parse_trial  (JsonObject  *object,
                                       GBytes      *body,
                                       GError     **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RecessFunctionTry, recess_function_try_free)

G_END_DECLS
