/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * RecessPracticeRandom:
 *
 * The generator xoshiro256** of Blackman and Vigna. A value: copying it copies the state. The same
 * seed gives the same numbers on every machine.
 */
typedef struct
{
  guint64 state[4];
} RecessPracticeRandom;

void    recess_practice_random_init   (RecessPracticeRandom *self,
                                       guint64               seed);
guint64 recess_practice_random_next   (RecessPracticeRandom *self);
/* Returns: a number in [0, 1) */
double  recess_practice_random_double (RecessPracticeRandom *self);
/* Returns: a number below @limit, which is not 0 */
guint   recess_practice_random_below  (RecessPracticeRandom *self,
                                       guint                 limit);

G_END_DECLS
