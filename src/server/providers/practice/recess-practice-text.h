/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define RECESS_PRACTICE_MOST_TEXT (48 * 1024)

typedef enum
{
  RECESS_PRACTICE_TOKEN_WORD,
  RECESS_PRACTICE_TOKEN_NUMBER,
  RECESS_PRACTICE_TOKEN_DATE,
  RECESS_PRACTICE_TOKEN_TIME,
  RECESS_PRACTICE_TOKEN_CODE,
  RECESS_PRACTICE_TOKEN_EMAIL,
  RECESS_PRACTICE_TOKEN_URI,
  RECESS_PRACTICE_TOKEN_UUID,
  RECESS_PRACTICE_TOKEN_QUOTED,
  RECESS_PRACTICE_TOKEN_SIGN,
  RECESS_PRACTICE_TOKEN_BREAK,
} RecessPracticeTokenKind;

/**
 * RecessPracticeToken:
 * @start: offset in the text
 * @end: offset behind it
 * @lower: in small letters; of what is quoted, the words within as they are
 * @stem: without endings
 * @capital: whether it begins with a capital letter
 * @first: whether a sentence begins with it
 */
typedef struct
{
  RecessPracticeTokenKind  kind;
  gsize                    start;
  gsize                    end;
  char                    *lower;
  char                    *stem;
  gboolean                 capital;
  gboolean                 first;
} RecessPracticeToken;

/**
 * RecessPracticeText:
 * @text: what is read; of very long texts the beginning and the end
 * @tokens: (element-type RecessPracticeToken): its words, numbers, signs
 */
typedef struct
{
  char   *text;
  GArray *tokens;
} RecessPracticeText;

RecessPracticeText        *recess_practice_text_new   (const char               *text);
void                       recess_practice_text_free  (RecessPracticeText       *self);
/* Returns: the token at @index; one of kind BREAK beyond the ends */
const RecessPracticeToken *recess_practice_text_at    (const RecessPracticeText *self,
                                                       int                       index);
/* Whether the token at @index is the word @lower. */
gboolean                   recess_practice_text_is    (const RecessPracticeText *self,
                                                       int                       index,
                                                       const char               *lower);
/* Returns: (transfer full): the text of the tokens from @first to before @end, as it is written */
char                      *recess_practice_text_dup   (const RecessPracticeText *self,
                                                       guint                     first,
                                                       guint                     end);

/* Returns: (transfer full): a word without its ending */
char                      *recess_practice_stem       (const char               *word);
/* Returns: (transfer full) (element-type utf8): the stems of a name such as "fooBar" */
GPtrArray                 *recess_practice_name_stems (const char               *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RecessPracticeText, recess_practice_text_free)

G_END_DECLS
