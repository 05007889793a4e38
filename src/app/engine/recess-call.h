/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "client/recess-client.h"
#include "common/recess-api-error.h"
#include "common/recess-json.h"

G_BEGIN_DECLS

/**
 * recess_call_async:
 * @method: "GET", "POST", …
 * @path: below /v1: "/recess/conversations?limit=20"
 * @body: (nullable): a JSON text
 *
 * One request to the engine whose answer is a JSON object. Large answers are checked and parsed in
 * a worker.
 */
void        recess_call_async        (RecessClient         *client,
                                      const char           *method,
                                      const char           *path,
                                      const char           *body,
                                      GCancellable         *cancellable,
                                      GAsyncReadyCallback   callback,
                                      gpointer              user_data);
/* Returns: (transfer full): the answer */
JsonObject *recess_call_finish       (RecessClient         *client,
                                      GAsyncResult         *result,
                                      GError              **error);
/* @bytes: (out): the text of the answer, for what must be kept verbatim */
JsonObject *recess_call_finish_bytes (RecessClient         *client,
                                      GAsyncResult         *result,
                                      GBytes              **bytes,
                                      GError              **error);

/* Cancelled by this program: nothing to tell anyone. */
gboolean    recess_call_cancelled    (const GError         *error);

G_END_DECLS
