/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "recess-practice-random.h"

static guint64
rotate_left (guint64 value,
             guint   bits)
{
  return (value << bits) | (value >> (64 - bits));
}

void
recess_practice_random_init (RecessPracticeRandom *self,
                             guint64               seed)
{
  g_return_if_fail (self != NULL);

  /* SplitMix64: near seeds become states that have nothing in common. */
  for (guint i = 0; i < G_N_ELEMENTS (self->state); i++)
    {
      guint64 mixed = seed += G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);

      mixed = (mixed ^ (mixed >> 30)) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
      mixed = (mixed ^ (mixed >> 27)) * G_GUINT64_CONSTANT (0x94d049bb133111eb);
      self->state[i] = mixed ^ (mixed >> 31);
    }
}

guint64
recess_practice_random_next (RecessPracticeRandom *self)
{
  guint64 *state = self->state;
  guint64 result = rotate_left (state[1] * 5, 7) * 9;
  guint64 shifted = state[1] << 17;

  state[2] ^= state[0];
  state[3] ^= state[1];
  state[1] ^= state[2];
  state[0] ^= state[3];
  state[2] ^= shifted;
  state[3] = rotate_left (state[3], 45);

  return result;
}

double
recess_practice_random_double (RecessPracticeRandom *self)
{
  return (recess_practice_random_next (self) >> 11) * 0x1.0p-53;
}

guint
recess_practice_random_below (RecessPracticeRandom *self,
                              guint                 limit)
{
  g_return_val_if_fail (limit > 0, 0);

  return (guint) (recess_practice_random_double (self) * limit);
}
