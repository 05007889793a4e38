/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

#include "recess-practice-choice.h"
#include "recess-practice-compose.h"

G_BEGIN_DECLS

/**
 * RecessPracticeAnswer:
 * @text: (nullable): what is said
 * @calls: (nullable) (element-type RecessPracticeAnswerCall): what is called instead
 * @finish_reason: why it ends
 * @n_pieces: what it counts
 */
typedef struct
{
  char       *text;
  GPtrArray  *calls;
  const char *finish_reason;
  guint64     n_pieces;
} RecessPracticeAnswer;

/**
 * recess_practice_answers_new:
 *
 * Returns: (transfer full) (element-type RecessPracticeAnswer): what is answered, one for each
 *   choice that is asked for, cut as the request wants it
 */
GPtrArray *recess_practice_answers_new (const RecessPracticeModel   *model,
                                        const RecessPracticeRequest *request);

G_END_DECLS
