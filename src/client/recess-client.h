/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <libsoup/soup.h>

#include "recess-client-stream.h"

G_BEGIN_DECLS

typedef enum
{
  RECESS_AUTH_BEARER,
  RECESS_AUTH_API_KEY,
  RECESS_AUTH_NONE,
} RecessAuth;

#define RECESS_TYPE_CLIENT (recess_client_get_type ())

/**
 * RecessClient:
 *
 * An asynchronous client of one OpenAI-compatible server: a base URL, or a Unix socket with a
 * server of our own behind it. Belongs to the thread that made it.
 *
 * Failures are %RECESS_API_ERROR: with the status and message of the server, or with status 0 and
 * a message that tells a person what to do. Then the code names the sort: "host_not_found",
 * "connection_refused", "connection_lost", "unreachable", "timeout", "tls_error", "not_http",
 * "not_json", "redirected", "too_large", "transport_error", "invalid_url", "invalid_key",
 * "invalid_header". What was cancelled is %G_IO_ERROR_CANCELLED.
 *
 * 429, 408 and 5xx before the first byte, and connections refused or lost before it, are tried
 * again up to twice (recess_client_set_max_retries ()) with backoff and jitter, honouring
 * retry-after-ms, Retry-After and x-should-retry. A server that wants more than 60 s is not asked
 * again: recess_api_error_get_retry_ms () tells. After the first byte nothing is tried again. Where
 * all retries failed, recess_api_error_get_final () is true.
 *
 * Redirects are followed within the same server only, so that no key and no prompt goes to another.
 */
G_DECLARE_FINAL_TYPE (RecessClient, recess_client, RECESS, CLIENT, GObject)

RecessClient       *recess_client_new               (const char           *base_url);
RecessClient       *recess_client_new_for_socket    (const char           *socket_path);

const char         *recess_client_get_base_url      (RecessClient         *self);
void                recess_client_set_auth          (RecessClient         *self,
                                                     RecessAuth            auth,
                                                     const char           *key);
/* Extra headers of every request; replaces the earlier ones. */
void                recess_client_set_headers       (RecessClient         *self,
                                                     GHashTable           *headers);
/* Added to every URL, "api-version=2024-10-21"; %NULL for none. */
void                recess_client_set_query         (RecessClient         *self,
                                                     const char           *query);
void                recess_client_set_max_retries   (RecessClient         *self,
                                                     guint                 max_retries);
/* Milliseconds: to the first byte of an answer, and between bytes. 0 is without limit. The first
 * one counts anew when there is a connection, and again at the headers; a connection has 30 s at
 * most. */
void                recess_client_set_time_limits   (RecessClient         *self,
                                                     guint                 first_byte,
                                                     guint                 idle);

/**
 * recess_client_request_async:
 * @method: "GET", "POST", …
 * @path: below the base URL, encoded, with its query: "/models?limit=5"
 * @body: (nullable): a JSON text
 *
 * One request whose answer is taken whole (64 MiB at most).
 */
void                recess_client_request_async     (RecessClient         *self,
                                                     const char           *method,
                                                     const char           *path,
                                                     GBytes               *body,
                                                     GCancellable         *cancellable,
                                                     GAsyncReadyCallback   callback,
                                                     gpointer              user_data);
/* POST of @body, which is no JSON. */
void                recess_client_upload_async      (RecessClient         *self,
                                                     const char           *path,
                                                     const char           *content_type,
                                                     GBytes               *body,
                                                     GCancellable         *cancellable,
                                                     GAsyncReadyCallback   callback,
                                                     gpointer              user_data);
/* Ends both. Returns: (transfer full): the body of a 2xx answer */
GBytes             *recess_client_request_finish    (RecessClient         *self,
                                                     GAsyncResult         *result,
                                                     GError              **error);

/**
 * recess_client_stream_async:
 * @headers: (nullable): further headers of this request, name to value
 *
 * One request whose answer is read as it comes. Completes when the headers of a 2xx answer are
 * here; every other status is an error with the body read.
 */
void                recess_client_stream_async      (RecessClient         *self,
                                                     const char           *method,
                                                     const char           *path,
                                                     GBytes               *body,
                                                     GHashTable           *headers,
                                                     GCancellable         *cancellable,
                                                     GAsyncReadyCallback   callback,
                                                     gpointer              user_data);
/* Returns: (transfer full): the stream */
RecessClientStream *recess_client_stream_finish     (RecessClient         *self,
                                                     GAsyncResult         *result,
                                                     GError              **error);

G_END_DECLS
