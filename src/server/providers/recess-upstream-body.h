/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum
{
  /* As the client has it */
  RECESS_STREAM_OPTIONS_KEEP,
  /* With include_usage, for our own books */
  RECESS_STREAM_OPTIONS_USAGE,
  /* For providers that refuse them */
  RECESS_STREAM_OPTIONS_DROP,
} RecessStreamOptions;

/**
 * recess_upstream_body:
 * @body: a checked request
 * @model: (nullable): the name to put in place of the client's
 *
 * Makes what is sent upstream: nothing but these members is touched. May run in any thread.
 *
 * Returns: (transfer full): @body itself where nothing changes
 */
GBytes *recess_upstream_body        (GBytes               *body,
                                     const char           *model,
                                     RecessStreamOptions   options);
/* The same, in a worker thread where the body is large. */
void    recess_upstream_body_async  (GBytes               *body,
                                     const char           *model,
                                     RecessStreamOptions   options,
                                     GAsyncReadyCallback   callback,
                                     gpointer              user_data);
GBytes *recess_upstream_body_finish (GAsyncResult         *result);

G_END_DECLS
