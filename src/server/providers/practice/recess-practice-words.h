/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* How much a word tells about what is wanted: 0 for "the", little for "show", 1 for most. Words are
 * in small letters. */
float    recess_practice_word_value      (const char *lower);
gboolean recess_practice_word_is_stop    (const char *lower);
gboolean recess_practice_word_leads      (const char *lower);
gboolean recess_practice_word_is_article (const char *lower);
gboolean recess_practice_word_negates    (const char *lower);

/* Returns: (transfer none): the stems of words between blanks, which must be a literal */
GStrv    recess_practice_stems_of        (const char *words);
/* How near two stems are: 1 when equal, less for words of one family or of one meaning, else 0. */
float    recess_practice_stem_kinship    (const char *a,
                                          const char *b);
/* Whether a stem has others of its meaning. */
gboolean recess_practice_stem_has_kin    (const char *stem);
/* Whether two words, in small letters, are names of the same thing: "usd" and "dollars". */
gboolean recess_practice_words_same      (const char *a,
                                          const char *b);
/* How much a preposition tells that what follows is for something whose name has that stem. */
float    recess_practice_preposition_fit (const char *preposition,
                                          const char *stem);

G_END_DECLS
