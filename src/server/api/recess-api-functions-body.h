/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <json-glib/json-glib.h>

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

G_END_DECLS
