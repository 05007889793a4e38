/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "recess-connection.h"
#include "recess-request.h"
#include "recess-router-private.h"

G_BEGIN_DECLS

RecessRequest     *recess_request_new          (SoupServerMessage *message,
                                                RecessConnection  *connection);
SoupServerMessage *recess_request_get_message  (RecessRequest     *self);
RecessConnection  *recess_request_get_connection (RecessRequest   *self);
/* @origin: (nullable): the web page that may read the reply */
void               recess_request_set_origin   (RecessRequest     *self,
                                                const char        *origin);
/* Takes what @match found. */
void               recess_request_set_match    (RecessRequest     *self,
                                                RecessMatch       *match);
/* Returns: FALSE where the query cannot be decoded */
gboolean           recess_request_read_query   (RecessRequest     *self);
const RecessRoute *recess_request_get_route    (RecessRequest     *self);
gboolean           recess_request_is_deployment (RecessRequest    *self);

gsize              recess_request_get_body_limit (RecessRequest   *self);
/* Bytes that came, taken or not. */
gint64             recess_request_get_received (RecessRequest     *self);
void               recess_request_set_received (RecessRequest     *self,
                                                gint64             received);
/* The body as it comes in. Returns: FALSE when it is over the limit. */
gboolean           recess_request_take_chunk   (RecessRequest     *self,
                                                GBytes            *chunk);
void               recess_request_drop_body    (RecessRequest     *self);
gboolean           recess_request_is_body_paused (RecessRequest   *self);
/* Lets the handler of an upload get ready for the body. */
void               recess_request_begin        (RecessRequest     *self);
void               recess_request_set_body     (RecessRequest     *self,
                                                GBytes            *body);
void               recess_request_finish_body  (RecessRequest     *self);

/* Calls the handler. Where it does not reply at once the answer waits. */
void               recess_request_dispatch     (RecessRequest     *self);
/* Keeps the client waiting without having called the handler. */
void               recess_request_hold         (RecessRequest     *self);
gboolean           recess_request_is_replied   (RecessRequest     *self);

/**
 * RecessReplyFunc:
 * @status: 0 where the request ends without a reply
 * @body: (nullable): %NULL for an answer that is streamed
 *
 * Sees the reply, also where the client has left. Called exactly once.
 */
typedef void (*RecessReplyFunc) (RecessRequest *request,
                                 guint          status,
                                 const char    *content_type,
                                 GBytes        *body,
                                 gpointer       user_data);

void               recess_request_set_reply_func (RecessRequest   *self,
                                                  RecessReplyFunc  func,
                                                  gpointer         user_data);
/* The server ends: tells the client, and drops what the handler says from now on. */
void               recess_request_break_off    (RecessRequest     *self);
/* Everything is sent, or the connection has ended. */
void               recess_request_finish       (RecessRequest     *self);

G_END_DECLS
