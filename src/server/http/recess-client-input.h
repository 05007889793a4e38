/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define RECESS_TYPE_CLIENT_INPUT (recess_client_input_get_type ())

/**
 * RecessClientInput:
 *
 * What a client sends, on its way to libsoup; knows whether libsoup has read the end.
 */
G_DECLARE_FINAL_TYPE (RecessClientInput, recess_client_input, RECESS, CLIENT_INPUT,
                      GFilterInputStream)

gboolean           recess_client_input_has_ended (RecessClientInput *self);

/* Returns: (transfer full): a connection of @socket whose input stream is a #RecessClientInput */
GSocketConnection *recess_client_input_connect   (GSocket           *socket);

G_END_DECLS
