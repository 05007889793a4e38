/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "recess-practice-text.h"

G_BEGIN_DECLS

typedef enum
{
  RECESS_PRACTICE_VALUE_NUMBER,
  RECESS_PRACTICE_VALUE_DATE,
  RECESS_PRACTICE_VALUE_TIME,
  RECESS_PRACTICE_VALUE_EMAIL,
  RECESS_PRACTICE_VALUE_URI,
  RECESS_PRACTICE_VALUE_UUID,
  RECESS_PRACTICE_VALUE_CODE,
  RECESS_PRACTICE_VALUE_QUOTED,
} RecessPracticeValueKind;

/**
 * RecessPracticeValue:
 * @first: its first token
 * @end: the token behind its last
 * @key: the token that says it
 * @number: of a number, or of the days that a date is away
 * @unit: (nullable): its unit, a key of recess_practice_unit_convert()
 * @noun: (nullable): the stem of the word that is counted: "people" in "two people"
 * @text: a date as YYYY-MM-DD, a time as HH:MM:SS, else what is written
 *
 * What a text says that has a form of its own.
 */
typedef struct
{
  RecessPracticeValueKind  kind;
  guint                    first;
  guint                    end;
  guint                    key;
  double                   number;
  const char              *unit;
  char                    *noun;
  char                    *text;
} RecessPracticeValue;

/* Returns: (transfer full) (element-type RecessPracticeValue): in the order of the text; @now is
 * what "tomorrow" counts from */
GArray     *recess_practice_values_new      (const RecessPracticeText *text,
                                             GDateTime                *now);

/* Returns: how many tokens from @index on are a date, or a time, 0 for none */
guint       recess_practice_read_date       (const RecessPracticeText *text,
                                             guint                     index,
                                             GDateTime                *now,
                                             char                    **date);
/* "in three days", "two weeks ago": the number and its unit too */
guint       recess_practice_read_distance   (const RecessPracticeText *text,
                                             guint                     index,
                                             GDateTime                *now,
                                             double                   *number,
                                             const char              **unit,
                                             char                    **date);
guint       recess_practice_read_time       (const RecessPracticeText *text,
                                             guint                     index,
                                             char                    **time);
/* Returns: how many tokens from @index on are a number in digits or words */
guint       recess_practice_read_number     (const RecessPracticeText *text,
                                             guint                     index,
                                             double                   *number);

/* Returns: (nullable): the unit of that word or sign */
const char *recess_practice_unit_of         (const char               *lower);
/* Returns: whether both are units of one kind; @number is then changed into the second */
gboolean    recess_practice_unit_convert    (const char               *from,
                                             const char               *to,
                                             double                   *number);

G_END_DECLS
