/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "recess-practice-text.h"

G_BEGIN_DECLS

/**
 * RecessPracticeShape:
 * @letters: what stands between the two numbers
 * @last: the second number of an example
 * @bare: whether the first number may be missing
 *
 * What examples such as "d20, 2d6" tell about how a value is written.
 */
typedef struct
{
  char     *letters;
  double    last;
  gboolean  bare;
} RecessPracticeShape;

/**
 * RecessPracticeSpan:
 * @first: its first token
 * @end: the token behind its last
 *
 * Some tokens that stand together.
 */
typedef struct
{
  guint first;
  guint end;
} RecessPracticeSpan;

/* Returns: (transfer full) (nullable): the shape that a description has an example of */
RecessPracticeShape *recess_practice_shape_new  (const char                *description);
void                 recess_practice_shape_free (RecessPracticeShape       *self);
/* Returns: (transfer full) (nullable): what the tokens from @first to @end say in that shape, be it
 * as it is written or as two numbers with a word behind each; @stems are those of the words that
 * are counted */
char                *recess_practice_shape_read (const RecessPracticeShape *self,
                                                 const RecessPracticeText  *text,
                                                 guint                      first,
                                                 guint                      end,
                                                 GPtrArray                 *stems,
                                                 RecessPracticeSpan        *span);

G_END_DECLS
