/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "recess-server-lock.h"
#include "recess-server-options.h"

G_BEGIN_DECLS

#define RECESS_TYPE_SERVER (recess_server_get_type ())

/**
 * RecessServer:
 *
 * The engine as a whole: the store, the providers, the resources and the listeners.
 * #RecessServer::ready is emitted with a line of JSON once it listens, #RecessServer::ended with an
 * error or %NULL once everything is on disk.
 */
G_DECLARE_FINAL_TYPE (RecessServer, recess_server, RECESS, SERVER, GObject)

RecessServer *recess_server_new   (const RecessServerOptions  *options);
/* Opens the store, which blocks, and goes on in the main loop. What is wrong with the command line
 * is a %G_OPTION_ERROR. */
gboolean      recess_server_start (RecessServer               *self,
                                   GError                    **error);
/* Ends in order: streams are told, then everything is written. */
void          recess_server_end   (RecessServer               *self);

G_END_DECLS
