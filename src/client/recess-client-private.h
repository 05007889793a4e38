/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "recess-client.h"

G_BEGIN_DECLS

/* What the parts of this room, and its tests, need of a client. */

SoupSession        *recess_client_get_session          (RecessClient         *self);
/* The server in a sentence: "http://127.0.0.1:11434". */
const char         *recess_client_get_place            (RecessClient         *self);
gboolean            recess_client_is_socket            (RecessClient         *self);
guint               recess_client_get_max_retries      (RecessClient         *self);
guint               recess_client_get_first_byte_limit (RecessClient         *self);
guint               recess_client_get_idle_limit       (RecessClient         *self);
/* Milliseconds before the first retry; doubled for each further one. */
guint               recess_client_get_retry_base       (RecessClient         *self);
void                recess_client_set_retry_base       (RecessClient         *self,
                                                        guint                 milliseconds);
/* Takes the key out of a text that is going to be shown. */
char               *recess_client_redact               (RecessClient         *self,
                                                        const char           *text);
SoupMessage        *recess_client_make_message         (RecessClient         *self,
                                                        const char           *method,
                                                        GUri                 *uri,
                                                        GBytes               *body,
                                                        GHashTable           *headers,
                                                        GError              **error);
GUri               *recess_client_make_uri             (RecessClient         *self,
                                                        const char           *path,
                                                        GError              **error);

RecessClientStream *recess_client_stream_new           (RecessClient         *client,
                                                        SoupMessage          *message,
                                                        GInputStream         *input);
/* The rest of the body at once; more than @limit bytes is an error. */
void                recess_client_stream_drain_async   (RecessClientStream   *self,
                                                        gsize                 limit,
                                                        GCancellable         *cancellable,
                                                        GAsyncReadyCallback   callback,
                                                        gpointer              user_data);
GBytes             *recess_client_stream_drain_finish  (RecessClientStream   *self,
                                                        GAsyncResult         *result,
                                                        GError              **error);

G_END_DECLS
