/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "recess-completion.h"

G_BEGIN_DECLS

#define RECESS_TYPE_PRACTICE_COMPLETION (recess_practice_completion_get_type ())

/**
 * RecessPracticeCompletion:
 *
 * A completion by the practice model. It thinks in a worker thread and streams as fast as it is
 * read.
 */
G_DECLARE_FINAL_TYPE (RecessPracticeCompletion, recess_practice_completion,
                      RECESS, PRACTICE_COMPLETION, RecessCompletion)

RecessCompletion *recess_practice_completion_new (RecessProviders *providers,
                                                  GBytes          *body,
                                                  gboolean         stream);

G_END_DECLS
