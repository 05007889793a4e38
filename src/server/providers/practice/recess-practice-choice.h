/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "recess-practice-model.h"
#include "recess-practice-request.h"

G_BEGIN_DECLS

/**
 * recess_practice_choose:
 *
 * Selects a reply for each choice that is asked for. The classes are %RECESS_PRACTICE_NONE where
 * the model is not sure enough of any.
 *
 * Returns: (transfer full) (element-type guint): the classes
 */
GArray *recess_practice_choose  (const RecessPracticeModel   *model,
                                 const RecessPracticeRequest *request);

/**
 * recess_practice_abstain:
 *
 * Returns: (transfer full): what is said when no reply fits: that it selects and does not write,
 *   three things near the question that it can tell, and that there are other models
 */
char   *recess_practice_abstain (const RecessPracticeModel   *model,
                                 const RecessPracticeRequest *request);

G_END_DECLS
