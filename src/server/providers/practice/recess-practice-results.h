/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "recess-practice-request.h"

G_BEGIN_DECLS

/* Returns: (transfer full): the results of the calls since the user spoke, in their order, as
 * text */
char     *recess_practice_sum_up      (const RecessPracticeRequest *request);
/* Returns: (transfer full) (nullable): what the results say for a slot, the newest first */
JsonNode *recess_practice_from_result (const RecessPracticeRequest *request,
                                       const RecessPracticeSlot    *slot);

G_END_DECLS
