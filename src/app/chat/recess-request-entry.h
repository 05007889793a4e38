/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib-object.h>

#include "common/recess-json.h"

G_BEGIN_DECLS

#define RECESS_TYPE_REQUEST_ENTRY (recess_request_entry_get_type ())

/**
 * RecessRequestEntry:
 *
 * A request that was made, or (without an id) the one that would be made next.
 */
G_DECLARE_FINAL_TYPE (RecessRequestEntry, recess_request_entry, RECESS, REQUEST_ENTRY, GObject)

/* @row: (nullable): a row of the log */
RecessRequestEntry *recess_request_entry_new         (JsonObject         *row);
/* Returns: (nullable) */
const char         *recess_request_entry_get_id      (RecessRequestEntry *self);
const char         *recess_request_entry_get_label   (RecessRequestEntry *self);
/* Returns: (nullable): status, time and tokens in a line */
const char         *recess_request_entry_get_summary (RecessRequestEntry *self);

G_END_DECLS
