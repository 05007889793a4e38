/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "recess-access.h"
#include "recess-connection.h"
#include "recess-router.h"

G_BEGIN_DECLS

#define RECESS_TYPE_DISPATCHER (recess_dispatcher_get_type ())

/**
 * RecessDispatcher:
 *
 * The way of a request from libsoup to its handler: who may ask, which route, how large, said
 * before already. What is wrong is told before the body is read, and the body then thrown away.
 */
G_DECLARE_FINAL_TYPE (RecessDispatcher, recess_dispatcher, RECESS, DISPATCHER, GObject)

/* Seconds that a client may take; 0 is for ever. */
typedef struct
{
  guint head;
  guint body;
  guint rest;
} RecessPatience;

RecessDispatcher *recess_dispatcher_new          (RecessRouter         *router);
RecessAccess     *recess_dispatcher_get_access   (RecessDispatcher     *self);
void              recess_dispatcher_set_patience (RecessDispatcher     *self,
                                                  const RecessPatience *patience);
/* A request begins on @connection: called for the signal SoupServer::request-started. */
void              recess_dispatcher_begin        (RecessDispatcher     *self,
                                                  SoupServerMessage    *message,
                                                  RecessConnection     *connection);
void              recess_dispatcher_serve        (RecessDispatcher     *self,
                                                  SoupServer           *server);
/* Tells the clients that are being answered that the server ends. Returns: whether there are any */
gboolean          recess_dispatcher_break_off    (RecessDispatcher     *self);

G_END_DECLS
