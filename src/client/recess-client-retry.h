/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

#define RECESS_CLIENT_MAX_RETRY_MS (60 * 1000)

/* Whether another try may help: by the status, or by what x-should-retry says. */
gboolean recess_client_retry_allowed (guint               status,
                                      SoupMessageHeaders *headers);
/* What the server asks to wait by retry-after-ms or Retry-After. Returns: milliseconds or -1 */
gint64   recess_client_retry_told    (SoupMessageHeaders *headers,
                                      GDateTime          *now);
/* What to wait where the server says nothing: doubled with each attempt, with jitter. */
guint    recess_client_retry_delay   (guint               base,
                                      guint               attempt);

G_END_DECLS
