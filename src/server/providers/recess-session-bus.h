/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/*
 * The session bus, where the Secret Service is. The bus goes when the user logs out, or earlier;
 * the server lives on without it.
 */

/* Sees to it that the end of the bus does not end the program; before anything else uses it. */
void      recess_session_bus_outlive      (void);

/* Whether somebody has @name on the bus; who can be started for it is started. */
void      recess_session_bus_find_async   (const char           *name,
                                           GCancellable         *cancellable,
                                           GAsyncReadyCallback   callback,
                                           gpointer              user_data);
gboolean  recess_session_bus_find_finish  (GAsyncResult         *result,
                                           GError              **error);

G_END_DECLS
