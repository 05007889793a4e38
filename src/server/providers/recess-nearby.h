/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * RecessNearby:
 *
 * A model server of this machine that answers now.
 */
typedef struct
{
  char  *name;
  char  *label;
  char  *base_url;
  char **models;
} RecessNearby;

void recess_nearby_free (RecessNearby *self);

/**
 * recess_nearby_find_async:
 *
 * Asks the usual ports of 127.0.0.1, 300 ms each at once, and no other host. The variable
 * RECESS_NEARBY_PORTS ("ollama=11434 vllm=8000") puts other ports in place of the usual ones.
 */
void       recess_nearby_find_async  (GCancellable         *cancellable,
                                      GAsyncReadyCallback   callback,
                                      gpointer              user_data);
/* Returns: (transfer full) (element-type RecessNearby): in the order of the ports */
GPtrArray *recess_nearby_find_finish (GAsyncResult         *result,
                                      GError              **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RecessNearby, recess_nearby_free)

G_END_DECLS
