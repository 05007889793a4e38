/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "recess-router.h"

G_BEGIN_DECLS

#define RECESS_TYPE_LISTENER (recess_listener_get_type ())

/**
 * RecessListener:
 *
 * One address that is listened on: lets in who may ask, caps what they send, and hands their
 * requests to the router. On a Unix socket only this user is let in, and no key is asked for.
 *
 * The property "n-clients" counts the connections.
 */
G_DECLARE_FINAL_TYPE (RecessListener, recess_listener, RECESS, LISTENER, GObject)

RecessListener *recess_listener_new           (RecessRouter        *router);
/* @key: (nullable): %NULL asks for none */
void            recess_listener_set_key       (RecessListener      *self,
                                               const char          *key);
/* @origins: (nullable): the web pages whose scripts may ask, as browsers name them:
 * "https://example.org" */
void            recess_listener_set_origins   (RecessListener      *self,
                                               const char * const  *origins);
/**
 * recess_listener_set_patience:
 * @head: seconds in which a client on TCP sends the head of a request
 * @body: seconds after which it sends more of a body
 * @rest: seconds after which it begins another request
 * @max_clients: how many there may be
 */
void            recess_listener_set_patience  (RecessListener      *self,
                                               guint                head,
                                               guint                body,
                                               guint                rest,
                                               guint                max_clients);
/**
 * recess_listener_listen:
 * @address: a #GInetSocketAddress, where port 0 takes a free one, or a #GUnixSocketAddress, at
 *   whose path nothing must be
 *
 * Listens in the thread-default main context. A port that is taken is %G_IO_ERROR_ADDRESS_IN_USE.
 */
gboolean        recess_listener_listen        (RecessListener      *self,
                                               GSocketAddress      *address,
                                               GError             **error);
/* Stops listening, and tells those who are being answered that the server ends.
 *
 * Returns: whether there are any, who need a moment before recess_listener_close() */
gboolean        recess_listener_break_off     (RecessListener      *self);
/* Stops listening, and cuts off who is there. */
void            recess_listener_close         (RecessListener      *self);
/* "http://127.0.0.1:8017/v1", or "unix:/path"; %NULL before it listens. */
const char     *recess_listener_get_url       (RecessListener      *self);
guint           recess_listener_get_port      (RecessListener      *self);
guint           recess_listener_get_n_clients (RecessListener      *self);

G_END_DECLS
