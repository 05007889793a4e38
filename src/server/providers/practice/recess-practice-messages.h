/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "recess-practice-request.h"

G_BEGIN_DECLS

/**
 * recess_practice_messages_read:
 *
 * Checks all messages, and reads of them what a reply is selected for into @request.
 */
gboolean recess_practice_messages_read (RecessPracticeRequest  *request,
                                        JsonArray              *messages,
                                        GError                **error);

G_END_DECLS
