/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>
#include <string.h>

#include "recess-practice-shapes.h"
#include "recess-practice-values.h"
#include "recess-practice-words.h"

#define MOST_LETTERS 3

/* One word such as "2d6", in its parts */
typedef struct
{
  gsize  before;
  gsize  letters;
  gsize  after;
} Parts;

static gboolean
read_parts (const char *word,
            Parts      *parts)
{
  static const char digits[] = "0123456789";

  parts->before = strspn (word, digits);
  parts->letters = 0;
  while (g_ascii_islower (word[parts->before + parts->letters]))
    parts->letters++;
  parts->after = strspn (word + parts->before + parts->letters, digits);

  return parts->letters > 0 && parts->letters <= MOST_LETTERS && parts->after > 0;
}

RecessPracticeShape *
recess_practice_shape_new (const char *description)
{
  g_auto(GStrv) words = NULL;
  RecessPracticeShape *self = NULL;
  gboolean bare = FALSE;

  if (description == NULL)
    return NULL;

  words = g_strsplit_set (description, " ,;:.()\"'", -1);
  for (guint i = 0; words[i] != NULL; i++)
    {
      Parts parts;

      if (!read_parts (words[i], &parts)
          || words[i][parts.before + parts.letters + parts.after] != '\0')
        continue;

      bare |= parts.before == 0;
      if (parts.before > 0 && self == NULL)
        {
          self = g_new0 (RecessPracticeShape, 1);
          self->letters = g_strndup (words[i] + parts.before, parts.letters);
          self->last = g_ascii_strtod (words[i] + parts.before + parts.letters, NULL);
        }
    }

  if (self != NULL)
    self->bare = bare;
  return self;
}

void
recess_practice_shape_free (RecessPracticeShape *self)
{
  if (self == NULL)
    return;

  g_free (self->letters);
  g_free (self);
}

static gboolean
is_sign (const RecessPracticeText *text,
         guint                     index)
{
  return recess_practice_text_is (text, index, "+") || recess_practice_text_is (text, index, "-");
}

/* "3d8 + 2" is one. */
static char *
read_written (const RecessPracticeShape *self,
              const RecessPracticeText  *text,
              guint                      index,
              guint                      end,
              RecessPracticeSpan        *span)
{
  const RecessPracticeToken *token = recess_practice_text_at (text, index);
  g_autofree char *written = NULL;
  g_auto(GStrv) pieces = NULL;
  Parts parts;

  if (token->kind == RECESS_PRACTICE_TOKEN_QUOTED || !read_parts (token->lower, &parts)
      || strlen (self->letters) != parts.letters
      || strncmp (token->lower + parts.before, self->letters, parts.letters) != 0
      || (parts.before == 0 && !self->bare))
    return NULL;

  span->first = index;
  span->end = index + 1;
  while (span->end + 1 < end && is_sign (text, span->end)
         && recess_practice_text_at (text, (int) span->end + 1)->kind
            == RECESS_PRACTICE_TOKEN_NUMBER)
    span->end += 2;

  written = recess_practice_text_dup (text, span->first, span->end);
  pieces = g_strsplit (written, " ", -1);
  return g_strjoinv (NULL, pieces);
}

/* A number and what is counted
 * @part: whether it tells of what each of the others has */
typedef struct
{
  double   number;
  char    *stem;
  guint    end;
  gboolean part;
} Counted;

static gboolean
read_joined (const RecessPracticeToken *token,
             Counted                   *counted)
{
  const char *hyphen = strchr (token->lower, '-');
  g_autofree char *number = NULL;
  g_autoptr(RecessPracticeText) text = NULL;

  if (hyphen == NULL || hyphen[1] == '\0' || token->kind == RECESS_PRACTICE_TOKEN_QUOTED)
    return FALSE;

  number = g_strndup (token->lower, hyphen - token->lower);
  text = recess_practice_text_new (number);
  if (text->tokens->len == 0
      || recess_practice_read_number (text, 0, &counted->number) != text->tokens->len)
    return FALSE;

  counted->stem = recess_practice_stem (hyphen + 1);
  counted->part = TRUE;
  return TRUE;
}

/* "six sides", "six-sided", "20-sided" */
static gboolean
read_counted (const RecessPracticeText *text,
              guint                     index,
              guint                     end,
              gboolean                  begun,
              Counted                  *counted)
{
  const RecessPracticeToken *token = recess_practice_text_at (text, index);
  const RecessPracticeToken *noun;
  guint n;

  counted->end = index + 1;
  if (read_joined (token, counted))
    return TRUE;
  if ((n = recess_practice_read_number (text, index, &counted->number)) == 0)
    return FALSE;

  /* What has a part of its own stands before what is counted: "two six-sided dice". */
  counted->end = index + n;
  noun = recess_practice_text_at (text, (int) counted->end);
  if (counted->end >= end)
    return FALSE;
  if (strchr (noun->lower, '-') == NULL)
    counted->end++;
  counted->stem = g_strdup (strchr (noun->lower, '-') == NULL
                              ? noun->stem
                              : recess_practice_text_at (text, (int) counted->end + 1)->stem);
  counted->part = recess_practice_text_is (text, (int) index - 1, "with")
                  || (begun && recess_practice_text_is (text, (int) index - 1, "of"));
  return noun->kind == RECESS_PRACTICE_TOKEN_WORD || noun->kind == RECESS_PRACTICE_TOKEN_CODE;
}

static gboolean
is_counted (GPtrArray  *stems,
            const char *stem)
{
  for (guint i = 0; i < stems->len; i++)
    {
      if (recess_practice_stem_kinship (g_ptr_array_index (stems, i), stem) >= 0.7f)
        return TRUE;
    }

  return FALSE;
}

static gboolean
is_whole (double number)
{
  return number >= 1 && number < 1e9 && number == floor (number);
}

char *
recess_practice_shape_read (const RecessPracticeShape *self,
                            const RecessPracticeText  *text,
                            guint                      first,
                            guint                      end,
                            GPtrArray                 *stems,
                            RecessPracticeSpan        *span)
{
  double numbers[2] = { 0, 0 };
  char *written;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (text != NULL, NULL);

  for (guint i = first; i < end; i++)
    {
      if ((written = read_written (self, text, i, end, span)) != NULL)
        return written;
    }

  span->first = end;
  for (guint i = first; i < end; i++)
    {
      Counted counted = { 0, };

      if (read_counted (text, i, end, numbers[0] > 0, &counted) && is_whole (counted.number)
          && numbers[counted.part] == 0 && is_counted (stems, counted.stem))
        {
          numbers[counted.part] = counted.number;
          span->first = MIN (span->first, i);
          span->end = counted.end;
          i = counted.end - 1;
        }
      g_free (counted.stem);
    }
  if (numbers[0] == 0 && numbers[1] == 0)
    return NULL;

  if (numbers[0] == 0 && self->bare)
    return g_strdup_printf ("%s%.0f", self->letters, numbers[1]);
  return g_strdup_printf ("%.0f%s%.0f", MAX (numbers[0], 1), self->letters,
                          numbers[1] > 0 ? numbers[1] : self->last);
}
