/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "recess-function-rows.h"
#include "recess-page.h"
#include "recess-store.h"

G_BEGIN_DECLS

/* The functions that a model may be told of, as JSON texts of the API. A reading function is ended
 * by recess_store_read_finish(), a writing one by recess_store_write_finish(): the text, in both
 * cases (transfer full), or a %RECESS_API_ERROR. The feed tells "function". */

/**
 * RecessFunctionChange:
 * @name: (nullable): %NULL leaves it
 * @handler: (nullable): JSON text; %NULL leaves it
 * @description: (nullable): taken where @set_description
 * @parameters: (nullable): JSON text, taken where @set_parameters
 *
 * What to make a function of, or to change of it.
 */
typedef struct
{
  char     *name;
  char     *handler;
  char     *description;
  char     *parameters;
  gboolean  strict;
  guint     set_description : 1;
  guint     set_parameters : 1;
  guint     set_strict : 1;
} RecessFunctionChange;

void recess_function_change_free           (RecessFunctionChange *self);

/* The newest first, unless @page says otherwise. */
void recess_function_store_list_async      (RecessStore          *store,
                                            const RecessPage     *page,
                                            GCancellable         *cancellable,
                                            GAsyncReadyCallback   callback,
                                            gpointer              user_data);
void recess_function_store_get_async       (RecessStore          *store,
                                            const char           *id,
                                            GCancellable         *cancellable,
                                            GAsyncReadyCallback   callback,
                                            gpointer              user_data);
/* The same, to run it. */
void            recess_function_store_find_async  (RecessStore          *store,
                                                   const char           *id,
                                                   GCancellable         *cancellable,
                                                   GAsyncReadyCallback   callback,
                                                   gpointer              user_data);
RecessFunction *recess_function_store_find_finish (RecessStore          *store,
                                                   GAsyncResult         *result,
                                                   GError              **error);
/* Takes @change, which has a name. A name that another one has is a 400 with param "name". */
void recess_function_store_create_async    (RecessStore          *store,
                                            RecessFunctionChange *change,
                                            GCancellable         *cancellable,
                                            GAsyncReadyCallback   callback,
                                            gpointer              user_data);
/* Takes @change. */
void recess_function_store_change_async    (RecessStore          *store,
                                            const char           *id,
                                            RecessFunctionChange *change,
                                            GCancellable         *cancellable,
                                            GAsyncReadyCallback   callback,
                                            gpointer              user_data);
void recess_function_store_delete_async    (RecessStore          *store,
                                            const char           *id,
                                            GCancellable         *cancellable,
                                            GAsyncReadyCallback   callback,
                                            gpointer              user_data);
/* Adds the ready-made ones that are missing; the text is the list of all, as far as the longest
 * page. */
void recess_function_store_add_ready_async (RecessStore          *store,
                                            GCancellable         *cancellable,
                                            GAsyncReadyCallback   callback,
                                            gpointer              user_data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RecessFunctionChange, recess_function_change_free)

G_END_DECLS
