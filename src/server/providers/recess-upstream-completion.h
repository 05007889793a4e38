/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "recess-completion.h"

G_BEGIN_DECLS

#define RECESS_TYPE_UPSTREAM_COMPLETION (recess_upstream_completion_get_type ())

/**
 * RecessUpstreamCompletion:
 *
 * A completion by a provider.
 */
G_DECLARE_FINAL_TYPE (RecessUpstreamCompletion, recess_upstream_completion,
                      RECESS, UPSTREAM_COMPLETION, RecessCompletion)

RecessCompletion *recess_upstream_completion_new (RecessProvider *provider,
                                                  const char     *model,
                                                  GBytes         *body,
                                                  gboolean        stream);

G_END_DECLS
