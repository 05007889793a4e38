/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "recess-functions.h"

G_BEGIN_DECLS

/* @row: a row of the API */
RecessFunction *recess_function_new         (const char     *row,
                                             gsize           length);
gboolean        recess_function_equal       (RecessFunction *self,
                                             RecessFunction *other);
void            recess_function_append_tool (RecessFunction *self,
                                             GString        *tools);

G_END_DECLS
