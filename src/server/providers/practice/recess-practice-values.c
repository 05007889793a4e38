/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>
#include <string.h>

#include "recess-practice-values.h"
#include "recess-practice-words.h"

typedef struct
{
  const char *unit;
  const char *kind;
  double      factor;
  const char *words;
} Unit;

static const Unit units[] = {
  { "mm", "length", 0.001, "mm millimeter millimeters millimetre millimetres" },
  { "cm", "length", 0.01, "cm centimeter centimeters centimetre centimetres" },
  { "m", "length", 1, "m meter meters metre metres" },
  { "km", "length", 1000, "km kilometer kilometers kilometre kilometres kms" },
  { "in", "length", 0.0254, "inch inches" },
  { "ft", "length", 0.3048, "ft foot feet" },
  { "mi", "length", 1609.344, "mi mile miles" },
  { "mg", "mass", 0.001, "mg milligram milligrams" },
  { "g", "mass", 1, "g gram grams gramme grammes" },
  { "kg", "mass", 1000, "kg kilo kilos kilogram kilograms" },
  { "lb", "mass", 453.59237, "lb lbs" },
  { "oz", "mass", 28.349523125, "oz ounce ounces" },
  { "ms", "time", 0.001, "ms millisecond milliseconds" },
  { "s", "time", 1, "s sec secs second seconds" },
  { "min", "time", 60, "min mins minute minutes" },
  { "h", "time", 3600, "h hr hrs hour hours" },
  { "d", "time", 86400, "d day days night nights" },
  { "week", "time", 604800, "week weeks" },
  { "month", "time", 2629800, "month months" },
  { "year", "time", 31557600, "year years yr yrs" },
  { "ml", "volume", 0.001, "ml milliliter milliliters millilitre millilitres" },
  { "l", "volume", 1, "l liter liters litre litres" },
  { "gal", "volume", 3.785411784, "gal gallon gallons" },
  { "%", "percent", 1, "% percent percentage" },
  { "kmh", "speed", 1, "kmh kph" },
  { "mph", "speed", 1.609344, "mph" },
  { "kb", "data", 1000, "kb kilobyte kilobytes" },
  { "mb", "data", 1e6, "mb megabyte megabytes" },
  { "gb", "data", 1e9, "gb gigabyte gigabytes" },
  { "\xc2\xb0", "degree", 1, "\xc2\xb0 degree degrees celsius fahrenheit c f" },
  { "$", "money", 1, "$ dollar dollars usd" },
  { "\xe2\x82\xac", "money", 1, "\xe2\x82\xac euro euros eur" },
  { "\xc2\xa3", "money", 1, "\xc2\xa3 gbp pounds" },
  { "\xc2\xa5", "money", 1, "\xc2\xa5 yen jpy" },
};

static const struct
{
  const char *word;
  double      value;
} number_words[] = {
  { "zero", 0 }, { "one", 1 }, { "two", 2 }, { "three", 3 }, { "four", 4 }, { "five", 5 },
  { "six", 6 }, { "seven", 7 }, { "eight", 8 }, { "nine", 9 }, { "ten", 10 }, { "eleven", 11 },
  { "twelve", 12 }, { "thirteen", 13 }, { "fourteen", 14 }, { "fifteen", 15 }, { "sixteen", 16 },
  { "seventeen", 17 }, { "eighteen", 18 }, { "nineteen", 19 }, { "twenty", 20 }, { "thirty", 30 },
  { "forty", 40 }, { "fifty", 50 }, { "sixty", 60 }, { "seventy", 70 }, { "eighty", 80 },
  { "ninety", 90 }, { "half", 0.5 }, { "dozen", 12 }, { "couple", 2 },
};

static const struct
{
  const char *word;
  double      factor;
} magnitudes[] = {
  { "hundred", 100 }, { "thousand", 1e3 }, { "k", 1e3 }, { "million", 1e6 }, { "mn", 1e6 },
  { "billion", 1e9 }, { "bn", 1e9 }, { "dozen", 12 },
};

static const Unit *
find_unit (const char *lower)
{
  for (guint i = 0; i < G_N_ELEMENTS (units); i++)
    {
      g_auto(GStrv) words = g_strsplit (units[i].words, " ", -1);

      if (g_strv_contains ((const char *const *) words, lower))
        return &units[i];
    }

  return NULL;
}

const char *
recess_practice_unit_of (const char *lower)
{
  const Unit *unit = find_unit (lower);

  return unit != NULL ? unit->unit : NULL;
}

static const Unit *
unit_named (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (units); i++)
    {
      if (g_str_equal (units[i].unit, name))
        return &units[i];
    }

  return NULL;
}

gboolean
recess_practice_unit_convert (const char *from,
                              const char *to,
                              double     *number)
{
  const Unit *first = unit_named (from);
  const Unit *second = unit_named (to);

  if (first == NULL || second == NULL || !g_str_equal (first->kind, second->kind))
    return FALSE;

  /* Of digits, the fifteen that a double surely has */
  if (first != second)
    {
      g_autofree char *rounded = g_strdup_printf ("%.15g",
                                                  *number * first->factor / second->factor);

      *number = g_ascii_strtod (rounded, NULL);
    }
  return TRUE;
}

static gboolean
read_small_word (const char *word,
                 double     *value)
{
  for (guint i = 0; i < G_N_ELEMENTS (number_words); i++)
    {
      if (g_str_equal (word, number_words[i].word))
        {
          *value = number_words[i].value;
          return TRUE;
        }
    }

  return FALSE;
}

/* "twenty-one" too */
static gboolean
read_word (const char *lower,
           double     *value)
{
  g_auto(GStrv) parts = g_strsplit (lower, "-", 2);
  double ones = 0;

  if (!read_small_word (parts[0], value))
    return FALSE;
  if (parts[1] == NULL)
    return TRUE;
  if (!read_small_word (parts[1], &ones) || *value < 20 || ones < 1 || ones > 9)
    return FALSE;

  *value += ones;
  return TRUE;
}

static gboolean
read_magnitude (const RecessPracticeText *text,
                guint                     index,
                double                   *factor)
{
  for (guint i = 0; i < G_N_ELEMENTS (magnitudes); i++)
    {
      if (recess_practice_text_is (text, index, magnitudes[i].word))
        {
          *factor = magnitudes[i].factor;
          return TRUE;
        }
    }

  return FALSE;
}

static gboolean
is_countable (const RecessPracticeText *text,
              guint                     index)
{
  const char *lower = recess_practice_text_at (text, index)->lower;
  double factor;

  return recess_practice_unit_of (lower) != NULL || g_str_equal (lower, "dozen")
         || g_str_equal (lower, "couple") || read_magnitude (text, index, &factor);
}

/* Words of a number: "two hundred and five", "a dozen", "half an hour" */
static guint
read_number_words (const RecessPracticeText *text,
                   guint                     index,
                   double                   *number)
{
  const RecessPracticeToken *token = recess_practice_text_at (text, index);
  guint i = index;
  double total = 0;
  double value;
  double factor;

  if (token->kind != RECESS_PRACTICE_TOKEN_WORD)
    return 0;
  if ((g_str_equal (token->lower, "a") || g_str_equal (token->lower, "an"))
      && is_countable (text, index + 1))
    {
      *number = 1;
      if (read_word (recess_practice_text_at (text, index + 1)->lower, number))
        return 2;
      return read_magnitude (text, index + 1, number) ? 2 : 1;
    }

  while (recess_practice_text_at (text, i)->kind == RECESS_PRACTICE_TOKEN_WORD
         && read_word (recess_practice_text_at (text, i)->lower, &value))
    {
      i++;
      while (read_magnitude (text, i, &factor))
        {
          value *= factor;
          i++;
        }
      if (i > index + 1 && total > 0 && value >= total)
        return 0;
      total += value;
      if (recess_practice_text_is (text, i, "and") && total >= 100
          && read_word (recess_practice_text_at (text, i + 1)->lower, &value))
        i++;
    }
  if (i > index && total == 0.5 && (recess_practice_text_is (text, i, "a")
                                    || recess_practice_text_is (text, i, "an")))
    i++;

  *number = total;
  return i - index;
}

guint
recess_practice_read_number (const RecessPracticeText *text,
                             guint                     index,
                             double                   *number)
{
  const RecessPracticeToken *token = recess_practice_text_at (text, index);
  g_autoptr(GString) digits = NULL;
  double factor;
  guint n = 1;

  if (recess_practice_text_is (text, index, "minus"))
    {
      n = recess_practice_read_number (text, index + 1, number);
      *number = -*number;
      return n > 0 ? n + 1 : 0;
    }
  if (token->kind != RECESS_PRACTICE_TOKEN_NUMBER)
    return read_number_words (text, index, number);

  digits = g_string_new (token->lower);
  g_string_replace (digits, ",", "", 0);
  g_string_replace (digits, "\xe2\x88\x92", "-", 0);
  *number = g_ascii_strtod (digits->str, NULL);
  while (read_magnitude (text, index + n, &factor))
    {
      *number *= factor;
      n++;
    }

  return isfinite (*number) ? n : 0;
}

static void
value_clear (gpointer data)
{
  RecessPracticeValue *value = data;

  g_free (value->noun);
  g_free (value->text);
}

/* What is counted follows the number, perhaps behind one more word. */
static void
read_noun (const RecessPracticeText *text,
           RecessPracticeValue      *value)
{
  guint i = value->end;
  const RecessPracticeToken *token = recess_practice_text_at (text, i);

  if (g_str_equal (token->lower, "x") || g_str_equal (token->lower, "of"))
    token = recess_practice_text_at (text, ++i);
  if (token->kind == RECESS_PRACTICE_TOKEN_WORD && !recess_practice_word_is_stop (token->lower))
    value->noun = g_strdup (token->stem);
}

static void
read_unit (const RecessPracticeText *text,
           RecessPracticeValue      *value)
{
  const RecessPracticeToken *before = recess_practice_text_at (text, (int) value->first - 1);
  const RecessPracticeToken *after = recess_practice_text_at (text, value->end);
  const char *unit = after->kind == RECESS_PRACTICE_TOKEN_QUOTED
                       ? NULL : recess_practice_unit_of (after->lower);

  if (unit != NULL && !g_str_equal (unit, "in"))
    {
      value->unit = unit;
      value->end++;
      if (recess_practice_text_is (text, value->end, "and")
          && recess_practice_text_is (text, value->end + 1, "a")
          && recess_practice_text_is (text, value->end + 2, "half"))
        {
          value->number += 0.5;
          value->end += 3;
        }
      if (g_str_equal (unit, "\xc2\xb0")
          && recess_practice_unit_of (recess_practice_text_at (text, value->end)->lower) == unit)
        value->end++;
    }
  else if (before->kind == RECESS_PRACTICE_TOKEN_SIGN
           && (unit = recess_practice_unit_of (before->lower)) != NULL)
    {
      value->unit = unit;
      value->first--;
    }
  else
    {
      read_noun (text, value);
    }
}

static gboolean
read_plain (const RecessPracticeToken *token,
            RecessPracticeValueKind   *kind)
{
  switch (token->kind)
    {
    case RECESS_PRACTICE_TOKEN_EMAIL:
      *kind = RECESS_PRACTICE_VALUE_EMAIL;
      return TRUE;
    case RECESS_PRACTICE_TOKEN_URI:
      *kind = RECESS_PRACTICE_VALUE_URI;
      return TRUE;
    case RECESS_PRACTICE_TOKEN_UUID:
      *kind = RECESS_PRACTICE_VALUE_UUID;
      return TRUE;
    case RECESS_PRACTICE_TOKEN_CODE:
      *kind = RECESS_PRACTICE_VALUE_CODE;
      return TRUE;
    case RECESS_PRACTICE_TOKEN_QUOTED:
      *kind = RECESS_PRACTICE_VALUE_QUOTED;
      return TRUE;
    default:
      return FALSE;
    }
}

/* Returns: the count of tokens, 0 for no value */
static guint
read_value (const RecessPracticeText *text,
            guint                     index,
            GDateTime                *now,
            RecessPracticeValue      *value)
{
  const RecessPracticeToken *token = recess_practice_text_at (text, index);
  guint n;

  value->first = index;
  value->key = index;
  value->end = index + 1;
  if (read_plain (token, &value->kind))
    {
      value->text = recess_practice_text_dup (text, index, index + 1);
    }
  else if ((n = recess_practice_read_time (text, index, &value->text)) > 0)
    {
      value->kind = RECESS_PRACTICE_VALUE_TIME;
      value->end = index + n;
    }
  else if ((n = recess_practice_read_date (text, index, now, &value->text)) > 0)
    {
      value->kind = RECESS_PRACTICE_VALUE_DATE;
      value->end = index + n;
    }
  else if ((n = recess_practice_read_distance (text, index, now, &value->number, &value->unit,
                                               &value->text)) > 0)
    {
      value->kind = RECESS_PRACTICE_VALUE_DATE;
      value->end = index + n;
    }
  else if ((n = recess_practice_read_number (text, index, &value->number)) > 0)
    {
      value->kind = RECESS_PRACTICE_VALUE_NUMBER;
      value->end = index + n;
      read_unit (text, value);
      value->text = recess_practice_text_dup (text, index, index + n);
    }
  else
    {
      return 0;
    }

  return value->end - index;
}

GArray *
recess_practice_values_new (const RecessPracticeText *text,
                            GDateTime                *now)
{
  GArray *values = g_array_new (FALSE, TRUE, sizeof (RecessPracticeValue));
  guint i = 0;

  g_array_set_clear_func (values, value_clear);
  while (i < text->tokens->len)
    {
      RecessPracticeValue value = { 0, };
      guint n = read_value (text, i, now, &value);

      if (n > 0)
        g_array_append_val (values, value);
      i += MAX (n, 1);
    }

  return values;
}
