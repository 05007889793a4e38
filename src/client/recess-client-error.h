/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "recess-client-private.h"
#include "recess-client-watch.h"

G_BEGIN_DECLS

/**
 * recess_client_explain:
 * @message: (nullable): what was sent
 * @begun: whether a part of the answer was here
 *
 * Puts a failure of the transport into words. The code of the result names the sort:
 * "host_not_found", "connection_refused", "connection_lost", "unreachable", "timeout", "tls_error",
 * "not_http", "transport_error". A cancelled operation stays %G_IO_ERROR_CANCELLED.
 */
GError   *recess_client_explain        (RecessClient      *client,
                                        SoupMessage       *message,
                                        RecessClientWatch *watch,
                                        gboolean           begun,
                                        const GError      *error);
/* Whether another try may help. */
gboolean  recess_client_error_passes   (const GError      *explained);

G_END_DECLS
