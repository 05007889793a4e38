/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "recess-store.h"

G_BEGIN_DECLS

/* The few values that are neither rows nor window state: "aliases", "listener". Each is a JSON
 * text of its owner's choice. */

void      recess_settings_store_get_async  (RecessStore          *store,
                                            const char           *name,
                                            GCancellable         *cancellable,
                                            GAsyncReadyCallback   callback,
                                            gpointer              user_data);
/* Returns: (transfer full) (nullable): the text, %NULL without @error where none was set */
char     *recess_settings_store_get_finish (RecessStore          *store,
                                            GAsyncResult         *result,
                                            GError              **error);

/**
 * recess_settings_store_set_async:
 * @value: (nullable): a JSON text, or %NULL to forget it
 * @kind: (nullable): the kind of change that the feed tells, with an empty id: "alias"
 */
void      recess_settings_store_set_async  (RecessStore          *store,
                                            const char           *name,
                                            const char           *value,
                                            const char           *kind,
                                            GCancellable         *cancellable,
                                            GAsyncReadyCallback   callback,
                                            gpointer              user_data);
gboolean  recess_settings_store_set_finish (RecessStore          *store,
                                            GAsyncResult         *result,
                                            GError              **error);

G_END_DECLS
