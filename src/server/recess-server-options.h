/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * RecessServerOptions:
 * @addresses: (element-type GSocketAddress): where to listen
 * @key: (nullable): what clients on TCP must send; %NULL asks for none
 * @idle_exit: seconds after which a server without clients ends; 0 is never
 *
 * What the command line says, checked.
 */
typedef struct
{
  GPtrArray  *addresses;
  char       *data_dir;
  char       *key;
  char      **origins;
  char      **providers;
  char      **aliases;
  char       *default_model;
  guint       idle_exit;
  gboolean    version;
} RecessServerOptions;

/* Prints the help and ends the program where that is asked for. Each error says what to do. */
RecessServerOptions *recess_server_options_parse (int                   *argc,
                                                  char                ***argv,
                                                  GError               **error);
void                 recess_server_options_free  (RecessServerOptions   *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RecessServerOptions, recess_server_options_free)

G_END_DECLS
