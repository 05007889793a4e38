/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "recess-page.h"
#include "recess-store.h"

G_BEGIN_DECLS

/* The functions that a model may be told of, as rows: for the threads of the store. */

/**
 * RecessFunction:
 * @parameters: (nullable): JSON text
 * @handler: JSON text
 *
 * What is needed to run a function.
 */
typedef struct
{
  char *name;
  char *parameters;
  char *handler;
} RecessFunction;

RecessFunction *recess_function_new                 (const char           *name,
                                                     const char           *parameters,
                                                     const char           *handler);
void            recess_function_free                (RecessFunction       *self);

/* Returns: (transfer full) (nullable): %NULL also, without an error, where there is none */
RecessFunction *recess_function_rows_find           (sqlite3              *db,
                                                     const char           *name,
                                                     GError              **error);
/* Texts of the API. */
char           *recess_function_rows_get            (sqlite3              *db,
                                                     const char           *id,
                                                     GError              **error);
char           *recess_function_rows_list           (sqlite3              *db,
                                                     const RecessPage     *page,
                                                     GError              **error);
/* Adds those of the ready-made functions whose names are not taken. @ids: (nullable)
 * (element-type utf8): gets theirs */
gboolean        recess_function_rows_add_ready      (sqlite3              *db,
                                                     GPtrArray            *ids,
                                                     GError              **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RecessFunction, recess_function_free)

G_END_DECLS
