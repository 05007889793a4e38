/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "recess-client-private.h"

G_BEGIN_DECLS

/* One request with its retries and redirects, up to the headers of a 2xx answer. */
void                recess_client_call_async  (RecessClient         *client,
                                               const char           *method,
                                               const char           *path,
                                               GBytes               *body,
                                               GHashTable           *headers,
                                               GCancellable         *cancellable,
                                               GAsyncReadyCallback   callback,
                                               gpointer              user_data);
RecessClientStream *recess_client_call_finish (RecessClient         *client,
                                               GAsyncResult         *result,
                                               GError              **error);

G_END_DECLS
