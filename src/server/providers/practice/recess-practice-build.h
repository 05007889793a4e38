/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "recess-practice-tool.h"

G_BEGIN_DECLS

/**
 * recess_practice_build:
 * @slots: (element-type RecessPracticeSlot): of @schema
 * @filled: (element-type RecessPracticeFilled): what was found
 * @now: what a date that was not found is
 *
 * Makes a value that fits the schema: of what was found, of what the schema names as default, and
 * where something is required and neither is there, of the plainest value that fits.
 *
 * Returns: (transfer full): the value
 */
JsonNode *recess_practice_build (RecessJsonSchema *schema,
                                 GPtrArray        *slots,
                                 const GArray     *filled,
                                 GDateTime        *now);

G_END_DECLS
