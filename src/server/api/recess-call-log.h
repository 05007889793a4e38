/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "http/recess-request.h"
#include "store/recess-store.h"

G_BEGIN_DECLS

/**
 * RecessCallLog:
 *
 * The row of one call in the log of requests, begun when the call is known to be well formed and
 * ended once.
 */
typedef struct _RecessCallLog RecessCallLog;

RecessCallLog *recess_call_log_new        (RecessStore    *store,
                                           RecessRequest  *request,
                                           const char     *model,
                                           const char     *provider,
                                           const char     *message_id,
                                           gboolean        stream);
/* Ends it with status 0 where nobody did. */
void           recess_call_log_free       (RecessCallLog  *self);

/* The first byte from the provider is here. */
void           recess_call_log_first_byte (RecessCallLog  *self);
/* Milliseconds since the request came. */
gint64         recess_call_log_get_elapsed (RecessCallLog *self);
/* What goes to the client. */
void           recess_call_log_add        (RecessCallLog  *self,
                                           GBytes         *bytes);
void           recess_call_log_set_usage  (RecessCallLog  *self,
                                           const char     *usage);
/* Returns: (nullable): what was set */
const char    *recess_call_log_get_usage  (RecessCallLog  *self);
/* Dollars */
void           recess_call_log_set_cost   (RecessCallLog  *self,
                                           double          cost);
void           recess_call_log_end        (RecessCallLog  *self,
                                           guint           status,
                                           const char     *content_type,
                                           const GError   *error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RecessCallLog, recess_call_log_free)

G_END_DECLS
