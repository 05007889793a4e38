/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "recess-row-content.h"

G_BEGIN_DECLS

/**
 * RecessRowPool:
 *
 * The widgets that rows are shown in while no row needs them, by their type, and the shells that
 * show a row now.
 */
#define RECESS_TYPE_ROW_POOL (recess_row_pool_get_type ())
G_DECLARE_FINAL_TYPE (RecessRowPool, recess_row_pool, RECESS, ROW_POOL, GObject)

/* Signal `created (RecessRowContent *content)`: a widget is new, for whoever connects to it. */
RecessRowPool    *recess_row_pool_new        (void);

/* Returns: (transfer full): a widget that can show @row */
RecessRowContent *recess_row_pool_take       (RecessRowPool    *self,
                                              RecessRow        *row);

/* Whether @content is of the type that shows @row. */
gboolean          recess_row_pool_fits       (RecessRowPool    *self,
                                              RecessRowContent *content,
                                              RecessRow        *row);
void              recess_row_pool_give       (RecessRowPool    *self,
                                              RecessRowContent *content);

/* (element-type RecessMessageRow): the shells that show a row */
GPtrArray        *recess_row_pool_get_shells (RecessRowPool    *self);

G_END_DECLS
