/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "recess-practice-trainer.h"

G_BEGIN_DECLS

/**
 * RecessPracticePair:
 * @subject: (nullable): what the reply is about, or %NULL where none fits
 * @previous: (nullable): the user's message before
 * @question: the user's last message
 */
typedef struct
{
  char *subject;
  char *previous;
  char *question;
} RecessPracticePair;

/**
 * RecessPracticeCorpus:
 *
 * What the practice model is made of, as data/practice/README.md describes it: replies by subject,
 * and questions.
 */
typedef struct _RecessPracticeCorpus RecessPracticeCorpus;

RecessPracticeCorpus *recess_practice_corpus_new       (const char            *replies,
                                                        GError               **error);
void                  recess_practice_corpus_free      (RecessPracticeCorpus  *self);

const char           *recess_practice_corpus_get_reply (RecessPracticeCorpus  *self,
                                                        const char            *subject);
const char           *recess_practice_corpus_get_title (RecessPracticeCorpus  *self,
                                                        const char            *subject);
/* Returns: (transfer container) (element-type utf8): all subjects, sorted */
GPtrArray            *recess_practice_corpus_subjects  (RecessPracticeCorpus  *self);

/* Returns: (transfer full) (element-type RecessPracticePair): the lines of a file */
GPtrArray            *recess_practice_corpus_read      (RecessPracticeCorpus  *self,
                                                        const char            *path,
                                                        GError               **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RecessPracticeCorpus, recess_practice_corpus_free)

G_END_DECLS
