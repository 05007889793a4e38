/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <stdio.h>
#include <string.h>

#include "recess-practice-values.h"

static const char *const days[] = {
  "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
};

static const char *const months[] = {
  "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
  "november", "december",
};

static char *
format_day (GDateTime *day)
{
  return g_date_time_format (day, "%Y-%m-%d");
}

static char *
format_days_from (GDateTime *now,
                  int        days_on)
{
  g_autoptr(GDateTime) day = g_date_time_add_days (now, days_on);

  return day != NULL ? format_day (day) : NULL;
}

/* Returns: the position from 1, or 0 */
static guint
find_name (const char *const *names,
           guint              n_names,
           const char        *lower)
{
  gsize length = strlen (lower);

  for (guint i = 0; i < n_names; i++)
    {
      if (g_str_equal (names[i], lower) || (length == 3 && g_str_has_prefix (names[i], lower))
          || (length == 4 && g_str_equal (lower, "sept") && i == 8))
        return i + 1;
    }

  return 0;
}

/* A day of the month: "4", "4th", "fourth" is left to others. Returns: the count of tokens */
static guint
read_day (const RecessPracticeText *text,
          guint                     index,
          guint                    *day,
          gboolean                 *ordinal)
{
  const RecessPracticeToken *token = recess_practice_text_at (text, index);
  const char *next = recess_practice_text_at (text, index + 1)->lower;
  gint64 number = g_ascii_strtoll (token->lower, NULL, 10);

  *ordinal = g_str_equal (next, "st") || g_str_equal (next, "nd") || g_str_equal (next, "rd")
             || g_str_equal (next, "th");
  if (token->kind != RECESS_PRACTICE_TOKEN_NUMBER || number < 1 || number > 31
      || strspn (token->lower, "0123456789") != strlen (token->lower))
    return 0;

  *day = number;
  return *ordinal ? 2 : 1;
}

/* Returns: the count of tokens of a year, a comma before it included */
static guint
read_year (const RecessPracticeText *text,
           guint                     index,
           int                      *year)
{
  guint comma = recess_practice_text_is (text, index, ",");
  const RecessPracticeToken *token = recess_practice_text_at (text, index + comma);
  gint64 number = g_ascii_strtoll (token->lower, NULL, 10);

  if (token->kind != RECESS_PRACTICE_TOKEN_NUMBER || strlen (token->lower) != 4 || number < 1000)
    return 0;

  *year = number;
  return comma + 1;
}

static char *
date_of (GDateTime *now,
         int        year,
         guint      month,
         guint      day)
{
  g_autoptr(GDateTime) today = g_date_time_new_utc (g_date_time_get_year (now),
                                                    g_date_time_get_month (now),
                                                    g_date_time_get_day_of_month (now), 0, 0, 0);
  g_autoptr(GDateTime) date = g_date_time_new_utc (year != 0 ? year : g_date_time_get_year (now),
                                                   month, day, 0, 0, 0);

  if (date != NULL && year == 0 && g_date_time_compare (date, today) < 0)
    {
      g_autoptr(GDateTime) later = g_date_time_add_years (date, 1);

      return format_day (later);
    }

  return date != NULL ? format_day (date) : NULL;
}

static guint
read_month_and_day (const RecessPracticeText *text,
                    guint                     index,
                    GDateTime                *now,
                    char                    **date)
{
  const RecessPracticeToken *token = recess_practice_text_at (text, index);
  guint month = find_name (months, G_N_ELEMENTS (months), token->lower);
  guint n;
  guint day;
  int year = 0;
  gboolean ordinal;

  if (month > 0 && token->kind == RECESS_PRACTICE_TOKEN_WORD)
    {
      guint the = recess_practice_text_is (text, index + 1, "the");

      if ((n = read_day (text, index + 1 + the, &day, &ordinal)) == 0)
        return 0;
      n += 1 + the;
    }
  else
    {
      if ((n = read_day (text, index, &day, &ordinal)) == 0)
        return 0;
      n += recess_practice_text_is (text, index + n, "of");
      month = find_name (months, G_N_ELEMENTS (months),
                         recess_practice_text_at (text, index + n)->lower);
      if (month == 0)
        return 0;
      n++;
    }

  n += read_year (text, index + n, &year);
  *date = date_of (now, year, month, day);
  return *date != NULL ? n : 0;
}

/* "the 5th" is this month's, or the next month's when that is over. */
static guint
read_ordinal (const RecessPracticeText *text,
              guint                     index,
              GDateTime                *now,
              char                    **date)
{
  guint month = g_date_time_get_month (now);
  int year = g_date_time_get_year (now);
  gboolean ordinal;
  guint day;
  guint n;

  if (!recess_practice_text_is (text, index, "the"))
    return 0;
  if ((n = read_month_and_day (text, index + 1, now, date)) > 0)
    return n + 1;
  if ((n = read_day (text, index + 1, &day, &ordinal)) == 0 || !ordinal)
    return 0;
  if ((int) day < g_date_time_get_day_of_month (now))
    {
      month = month % 12 + 1;
      year += month == 1;
    }
  *date = date_of (now, year, month, day);
  return *date != NULL ? n + 1 : 0;
}

static guint
read_weekday (const RecessPracticeText *text,
              guint                     index,
              GDateTime                *now,
              char                    **date)
{
  const RecessPracticeToken *token = recess_practice_text_at (text, index);
  gboolean led = g_str_equal (token->lower, "next") || g_str_equal (token->lower, "this")
                 || g_str_equal (token->lower, "coming");
  guint day;
  int ahead;

  if (led)
    token = recess_practice_text_at (text, index + 1);
  if (token->kind != RECESS_PRACTICE_TOKEN_WORD || (strlen (token->lower) == 3 && !token->capital)
      || (day = find_name (days, G_N_ELEMENTS (days), token->lower)) == 0)
    return 0;

  ahead = ((int) day - g_date_time_get_day_of_week (now) + 6) % 7 + 1;
  *date = format_days_from (now, ahead);
  return led ? 2 : 1;
}

static const struct
{
  const char *words[4];
  int         days;
} relative[] = {
  { { "the", "day", "after", "tomorrow" }, 2 },
  { { "day", "after", "tomorrow" }, 2 },
  { { "the", "day", "before", "yesterday" }, -2 },
  { { "today" }, 0 },
  { { "tonight" }, 0 },
  { { "this", "morning" }, 0 },
  { { "this", "afternoon" }, 0 },
  { { "this", "evening" }, 0 },
  { { "tomorrow" }, 1 },
  { { "yesterday" }, -1 },
  { { "next", "week" }, 7 },
  { { "a", "week", "from", "now" }, 7 },
};

static guint
read_relative (const RecessPracticeText *text,
               guint                     index,
               GDateTime                *now,
               char                    **date)
{
  for (guint i = 0; i < G_N_ELEMENTS (relative); i++)
    {
      guint n = 0;

      while (n < 4 && relative[i].words[n] != NULL
             && recess_practice_text_is (text, index + n, relative[i].words[n]))
        n++;
      if (n == 4 || relative[i].words[n] == NULL)
        {
          *date = format_days_from (now, relative[i].days);
          return *date != NULL ? n : 0;
        }
    }

  return 0;
}

/* "in three days", "two weeks ago" */
guint
recess_practice_read_distance (const RecessPracticeText  *text,
                               guint                      index,
                               GDateTime                 *now,
                               double                    *number,
                               const char               **unit,
                               char                     **date)
{
  gboolean ahead = recess_practice_text_is (text, index, "in");
  gboolean ago;
  int length;
  guint n = recess_practice_read_number (text, index + ahead, number);

  if (n == 0 || *number < 0 || *number > 10000)
    return 0;
  n += ahead;
  *unit = recess_practice_unit_of (recess_practice_text_at (text, index + n)->lower);
  length = g_strcmp0 (*unit, "d") == 0 ? 1 : g_strcmp0 (*unit, "week") == 0 ? 7 : 0;
  ago = recess_practice_text_is (text, index + n + 1, "ago");
  if (length == 0 || ahead == ago)
    return 0;

  *date = format_days_from (now, (ago ? -1 : 1) * (int) *number * length);
  return *date != NULL ? n + 1 + ago : 0;
}

static guint
read_digits (const RecessPracticeToken *token,
             GDateTime                 *now,
             char                     **date)
{
  int a;
  int b;
  int year;
  char sign;

  if (token->lower[4] == '-')
    {
      *date = g_utf8_strup (token->lower, -1);
      return 1;
    }
  if (sscanf (token->lower, "%2d%c%2d%*c%4d", &a, &sign, &b, &year) != 4)
    return 0;

  /* With points the day is first; with strokes the month, as far as it can be one. */
  if (sign == '.' || a > 12)
    *date = date_of (now, year < 100 ? year + 2000 : year, b, a);
  else
    *date = date_of (now, year < 100 ? year + 2000 : year, a, b);
  return *date != NULL ? 1 : 0;
}

guint
recess_practice_read_date (const RecessPracticeText  *text,
                           guint                      index,
                           GDateTime                 *now,
                           char                     **date)
{
  const RecessPracticeToken *token = recess_practice_text_at (text, index);
  guint n;

  if (token->kind == RECESS_PRACTICE_TOKEN_DATE)
    return read_digits (token, now, date);
  if ((n = read_relative (text, index, now, date)) > 0
      || (n = read_month_and_day (text, index, now, date)) > 0
      || (n = read_ordinal (text, index, now, date)) > 0)
    return n;

  return read_weekday (text, index, now, date);
}

/* Returns: the count of tokens of "am" or "pm"; @hour is changed */
static guint
read_half (const RecessPracticeText *text,
           guint                     index,
           int                      *hour)
{
  const char *lower = recess_practice_text_at (text, index)->lower;
  gboolean pm = g_str_equal (lower, "pm") || g_str_equal (lower, "p.m");
  gboolean am = g_str_equal (lower, "am") || g_str_equal (lower, "a.m");
  guint n = 1;

  if ((!am && !pm) || *hour < 1 || *hour > 12)
    {
      if (!recess_practice_text_is (text, index, "in")
          || !recess_practice_text_is (text, index + 1, "the") || *hour < 1 || *hour > 12)
        return 0;
      lower = recess_practice_text_at (text, index + 2)->lower;
      pm = g_str_equal (lower, "afternoon") || g_str_equal (lower, "evening");
      if (!pm && !g_str_equal (lower, "morning"))
        return 0;
      n = 3;
    }

  *hour = *hour % 12 + (pm ? 12 : 0);
  return n;
}

static char *
format_time (int hour,
             int minute,
             int second)
{
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59)
    return NULL;

  return g_strdup_printf ("%02d:%02d:%02d", hour, minute, second);
}

/* "half past seven", "quarter to nine" */
static guint
read_past (const RecessPracticeText *text,
           guint                     index,
           char                    **time)
{
  int minutes = recess_practice_text_is (text, index, "half") ? 30 : 15;
  gboolean past = recess_practice_text_is (text, index + 1, "past");
  double hour;
  guint n;

  if ((minutes == 15 && !recess_practice_text_is (text, index, "quarter"))
      || (!past && (minutes == 30 || !recess_practice_text_is (text, index + 1, "to")))
      || (n = recess_practice_read_number (text, index + 2, &hour)) == 0)
    return 0;

  if (hour < 1 || hour > 12)
    return 0;
  *time = past ? format_time ((int) hour, minutes, 0) : format_time ((int) hour - 1, 45, 0);
  return n + 2;
}

guint
recess_practice_read_time (const RecessPracticeText  *text,
                           guint                      index,
                           char                     **time)
{
  const RecessPracticeToken *token = recess_practice_text_at (text, index);
  int hour = 0;
  int minute = 0;
  int second = 0;
  guint n = 1;

  if (token->kind == RECESS_PRACTICE_TOKEN_TIME)
    {
      sscanf (token->lower, "%d:%d:%d", &hour, &minute, &second);
      n += read_half (text, index + 1, &hour);
    }
  else if (token->kind == RECESS_PRACTICE_TOKEN_NUMBER && strlen (token->lower) <= 2)
    {
      guint half;

      hour = g_ascii_strtoll (token->lower, NULL, 10);
      half = read_half (text, index + 1, &hour);
      if (half == 0 && (recess_practice_text_is (text, index + 1, "o'clock")
                        || recess_practice_text_is (text, index + 1, "oclock")))
        half = 1;
      if (half == 0)
        return 0;
      n += half;
      half = read_half (text, index + n, &hour);
      n += half;
    }
  else if (token->kind == RECESS_PRACTICE_TOKEN_WORD
           && (g_str_equal (token->lower, "noon") || g_str_equal (token->lower, "midnight")))
    {
      hour = g_str_equal (token->lower, "noon") ? 12 : 0;
    }
  else
    {
      return read_past (text, index, time);
    }

  *time = format_time (hour, minute, second);
  return *time != NULL ? n : 0;
}
