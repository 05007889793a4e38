/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "providers/practice/recess-practice-calibration.h"

G_BEGIN_DECLS

/**
 * PracticeQuality:
 * @model: how the model does
 * @plain: how the nearest question by BM25 does, with the same pairs, and a limit found the same way
 *
 * The figures of one set of questions.
 */
typedef struct
{
  RecessPracticeTally model;
  RecessPracticeTally plain;
} PracticeQuality;

/**
 * practice_quality_measure:
 * @data: the folder data/practice
 * @held_out: what is found on questions that have a reply
 * @unrelated: what is found on questions that have none
 */
gboolean practice_quality_measure (const RecessPracticeModel  *model,
                                   const char                 *data,
                                   PracticeQuality            *held_out,
                                   PracticeQuality            *unrelated,
                                   GError                    **error);

G_END_DECLS
