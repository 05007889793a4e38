/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "providers/recess-provider.h"

G_BEGIN_DECLS

/**
 * recess_provider_answer_check_async:
 * @provider: (nullable): who answered, for messages; %NULL for the practice model
 * @content_type: (nullable): what the answer says it is
 * @want_stream: whether a stream was asked for, so that nothing whole will do
 *
 * Checks that a whole answer is JSON before it is passed on. Broken UTF-8 in it becomes U+FFFD: it
 * would be no JSON otherwise.
 */
void    recess_provider_answer_check_async  (RecessProvider       *provider,
                                             GBytes               *body,
                                             const char           *content_type,
                                             gboolean              want_stream,
                                             GAsyncReadyCallback   callback,
                                             gpointer              user_data);
/**
 * recess_provider_answer_check_finish:
 * @usage: (out) (optional) (nullable): its `usage`, as text
 *
 * Returns: (transfer full): what to pass on, or %NULL with a 502 that says what came
 */
GBytes *recess_provider_answer_check_finish (GAsyncResult         *result,
                                             char                **usage,
                                             GError              **error);

G_END_DECLS
