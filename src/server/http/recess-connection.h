/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <libsoup/soup.h>

#include "recess-client-input.h"

G_BEGIN_DECLS

#define RECESS_TYPE_CONNECTION (recess_connection_get_type ())

/**
 * RecessConnection:
 *
 * A client's connection: sees it leave, and cuts it off when it keeps us waiting.
 * #RecessConnection::gone is emitted when the client has left while it was watched.
 */
G_DECLARE_FINAL_TYPE (RecessConnection, recess_connection, RECESS, CONNECTION, GObject)

RecessConnection *recess_connection_new          (GSocket           *socket,
                                               RecessClientInput *input);
gboolean          recess_connection_is_private   (RecessConnection  *self);
/* While a request is answered nobody reads, so that a client that leaves would not be seen. */
void              recess_connection_watch        (RecessConnection  *self);
void              recess_connection_unwatch      (RecessConnection  *self);
/* Cuts the connection off after @seconds, unless it is set anew; 0 takes the deadline away. */
void              recess_connection_set_deadline (RecessConnection  *self,
                                                  guint              seconds);
void              recess_connection_shut_down    (RecessConnection  *self);
/* Between two requests, of which @last was the first. */
void              recess_connection_rest         (RecessConnection  *self,
                                                  SoupServerMessage *last);
gboolean          recess_connection_is_resting   (RecessConnection  *self);
void              recess_connection_wake         (RecessConnection  *self);

G_END_DECLS
