/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "http/recess-request.h"
#include "providers/recess-provider.h"

G_BEGIN_DECLS

/* Asks a provider for its models, which costs nothing, and replies with how that went. */
void recess_provider_test_start (RecessProvider *provider,
                                 RecessRequest  *request);

G_END_DECLS
