/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "recess-provider.h"

G_BEGIN_DECLS

void       recess_model_info_free   (RecessModelInfo  *self);

/**
 * recess_model_list_parse:
 * @body: what a server answers to `GET /models`
 *
 * Rows without an id are left out; of what servers tell beyond the published form, the length of
 * the context is read under the names that are in use. May run in any thread.
 *
 * Returns: (transfer full) (element-type RecessModelInfo): %NULL where it is no list
 */
GPtrArray *recess_model_list_parse  (GBytes           *body,
                                     GError          **error);
gboolean   recess_model_list_equal  (GPtrArray        *a,
                                     GPtrArray        *b);

G_END_DECLS
