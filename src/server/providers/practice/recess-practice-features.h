/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define RECESS_PRACTICE_BUCKET_BITS 17
#define RECESS_PRACTICE_BUCKETS     (1u << RECESS_PRACTICE_BUCKET_BITS)

/**
 * RecessPracticeQuery:
 * @system: (nullable): what the system and developer messages say
 * @previous: (nullable): the user's message before
 * @answered: whether an assistant has spoken before
 * @text: the user's last message
 *
 * What a reply is selected for.
 */
typedef struct
{
  const char *system;
  const char *previous;
  gboolean    answered;
  const char *text;
} RecessPracticeQuery;

/**
 * RecessPracticeFeature:
 * @bucket: the row of the table that this piece of the text is hashed to
 * @word: which word of the query it is of
 * @part: which part of the query that is
 * @whole: whether it is the word itself
 * @value: how much it counts
 */
typedef struct
{
  guint32 bucket;
  guint16 word;
  guint8  part;
  guint8  whole;
  float   value;
} RecessPracticeFeature;

typedef enum
{
  RECESS_PRACTICE_TEXT,
  RECESS_PRACTICE_PREVIOUS,
  RECESS_PRACTICE_SYSTEM,
  RECESS_PRACTICE_ANSWERED,
} RecessPracticePart;

#define RECESS_PRACTICE_PARTS 4

/**
 * recess_practice_features_new:
 *
 * Cuts a query into words, pairs of words, and groups of three to five letters.
 *
 * Returns: (transfer full) (element-type RecessPracticeFeature): the features
 */
GArray    *recess_practice_features_new   (const RecessPracticeQuery *query);

/* Returns: (transfer full): the words of a text in small letters, at most @limit of them: the
 * first and the last */
GPtrArray *recess_practice_features_words (const char                *text,
                                           guint                      limit);

G_END_DECLS
