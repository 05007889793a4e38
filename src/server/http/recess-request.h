/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <json-glib/json-glib.h>
#include <libsoup/soup.h>

#include "recess-event-stream.h"

G_BEGIN_DECLS

#define RECESS_TYPE_REQUEST (recess_request_get_type ())

/**
 * RecessRequest:
 *
 * One request to this server and its reply. A handler may keep a reference and reply later; it
 * replies exactly once. #RecessRequest::gone is emitted when the client has left before the reply
 * was complete.
 */
G_DECLARE_FINAL_TYPE (RecessRequest, recess_request, RECESS, REQUEST, GObject)

const char        *recess_request_get_id          (RecessRequest  *self);
const char        *recess_request_get_method      (RecessRequest  *self);
/* As it came, encoded. */
const char        *recess_request_get_path        (RecessRequest  *self);
/* A decoded piece of the path: "model" of "/models/{model}". */
const char        *recess_request_get_param       (RecessRequest  *self,
                                                   const char     *name);
/* Returns: (nullable): a decoded value of the query, the last of several */
const char        *recess_request_get_query       (RecessRequest  *self,
                                                   const char     *name);
const char        *recess_request_get_header      (RecessRequest  *self,
                                                   const char     *name);
/* Never %NULL, empty where there was none. */
GBytes            *recess_request_get_body        (RecessRequest  *self);
gboolean           recess_request_is_gone         (RecessRequest  *self);
/* TRUE when it came over the private socket, from this user's own window. */
gboolean           recess_request_is_private      (RecessRequest  *self);


/**
 * RecessChunkFunc:
 * @chunk: a piece of the body
 *
 * Takes the body of an upload as it comes.
 */
typedef void       (*RecessChunkFunc)             (RecessRequest  *request,
                                                   GBytes         *chunk,
                                                   gpointer        chunk_data);
/* For the @begin of recess_router_add_upload(). @chunk_data_free is called when the body is refused
 * for its size, and else at the end of the request. */
void               recess_request_set_chunk_func  (RecessRequest  *self,
                                                   RecessChunkFunc func,
                                                   gpointer        chunk_data,
                                                   GDestroyNotify  chunk_data_free);
gpointer           recess_request_get_chunk_data  (RecessRequest  *self);
/* Back-pressure: nothing more is read until it goes on. */
void               recess_request_pause_body      (RecessRequest  *self);
void               recess_request_resume_body     (RecessRequest  *self);

/* Returns: FALSE after having replied with a 415, where the body says that it is no JSON */
gboolean           recess_request_require_json    (RecessRequest  *self);
/* The checked body as an object, or %NULL after having replied with the 400 or 415 that says what
 * is wrong with it. An empty body is an empty object.
 *
 * Returns: (transfer full) (nullable): */
JsonObject        *recess_request_require_object  (RecessRequest  *self);

void               recess_request_set_reply_header (RecessRequest *self,
                                                    const char    *name,
                                                    const char    *value);
/* The one reply helper. */
void               recess_request_reply           (RecessRequest  *self,
                                                   guint           status,
                                                   const char     *content_type,
                                                   GBytes         *body);
/* Takes @json. */
void               recess_request_reply_json      (RecessRequest  *self,
                                                   guint           status,
                                                   char           *json);
/* The one error helper: %RECESS_API_ERROR keeps its status, JSON errors are 400, others 500. */
void               recess_request_reply_error     (RecessRequest  *self,
                                                   const GError   *error);
void               recess_request_reply_problem   (RecessRequest  *self,
                                                   guint           status,
                                                   const char     *param,
                                                   const char     *code,
                                                   const char     *format,
                                                   ...) G_GNUC_PRINTF (5, 6);
/* Sends the headers of a streamed answer at once. @content_type is mostly "text/event-stream".
 *
 * Returns: (transfer full): closed already when the client has left */
RecessEventStream *recess_request_reply_stream    (RecessRequest  *self,
                                                   guint           status,
                                                   const char     *content_type);

G_END_DECLS
