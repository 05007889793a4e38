/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <json-glib/json-glib.h>

#include "http/recess-listener.h"
#include "store/recess-store.h"

G_BEGIN_DECLS

#define RECESS_SCRIPT_PORT 8017

#define RECESS_TYPE_SCRIPT_LISTENER (recess_script_listener_get_type ())

/**
 * RecessScriptListener:
 *
 * The listener for the user's scripts, which Preferences switch on: on loopback, on a port that
 * stays, with a key. Whether it is on is kept in the store, the key in the Secret Service; where
 * there is none a new key is made each time the server starts.
 */
G_DECLARE_FINAL_TYPE (RecessScriptListener, recess_script_listener, RECESS, SCRIPT_LISTENER,
                      GObject)

RecessScriptListener *recess_script_listener_new           (RecessRouter          *router,
                                                            RecessStore           *store);
void                  recess_script_listener_set_origins   (RecessScriptListener  *self,
                                                            const char * const    *origins);
/* Reads what is kept and listens where it is on. Never fails: a port that is taken is told by
 * recess_script_listener_to_json(). */
void                  recess_script_listener_load          (RecessScriptListener  *self);
/* Whether it listens. */
gboolean              recess_script_listener_is_on         (RecessScriptListener  *self);
/* As recess_listener_break_off(). */
gboolean              recess_script_listener_break_off     (RecessScriptListener  *self);
void                  recess_script_listener_close         (RecessScriptListener  *self);
/* {enabled, address, port, key, key_storage, url, error} */
char                 *recess_script_listener_to_json       (RecessScriptListener  *self);
/**
 * recess_script_listener_change_async:
 * @settings: {enabled, port?, new_key?}
 *
 * Completes when the change is on disk. Fails with the %RECESS_API_ERROR that names what is wrong,
 * also where the port is taken; nothing is changed then.
 */
void                  recess_script_listener_change_async  (RecessScriptListener  *self,
                                                            JsonObject            *settings,
                                                            GAsyncReadyCallback    callback,
                                                            gpointer               user_data);
gboolean              recess_script_listener_change_finish (RecessScriptListener  *self,
                                                            GAsyncResult          *result,
                                                            GError               **error);

G_END_DECLS
