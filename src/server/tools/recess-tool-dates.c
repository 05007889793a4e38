/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <stdio.h>
#include <string.h>

#include "common/recess-json.h"

#include "recess-tool-functions.h"

static gboolean
read_date (JsonObject  *arguments,
           const char  *name,
           GDate       *date,
           GError     **error)
{
  const char *text = recess_tool_require_text (arguments, name, error);
  guint year, month, day;
  int length = 0;

  if (text == NULL)
    return FALSE;

  if (strlen (text) == 10 && strspn (text, "0123456789-") == 10 &&
      sscanf (text, "%4u-%2u-%2u%n", &year, &month, &day, &length) == 3 && length == 10 &&
      g_date_valid_dmy ((GDateDay) day, month, (GDateYear) year))
    {
      g_date_set_dmy (date, (GDateDay) day, month, (GDateYear) year);
      return TRUE;
    }

  g_set_error (error, RECESS_TOOL_ERROR, RECESS_TOOL_ERROR_ARGUMENTS,
               "The argument '%s' must be a date that there is, as YYYY-MM-DD, and not '%.40s'.",
               name, text);
  return FALSE;
}

/* Whole months from @start to @end, and the days that are left then. */
static guint
count_months (const GDate *start,
              const GDate *end,
              guint       *days)
{
  guint months = (g_date_get_year (end) - g_date_get_year (start)) * 12u +
                 g_date_get_month (end) - g_date_get_month (start);
  GDate reached = *start;

  g_date_add_months (&reached, months);
  if (g_date_compare (&reached, end) > 0)
    {
      reached = *start;
      g_date_add_months (&reached, --months);
    }

  *days = (guint) g_date_days_between (&reached, end);
  return months;
}

/* Monday to Friday, from @start on, before @end. */
static guint
count_business_days (const GDate *start,
                     const GDate *end)
{
  guint days = (guint) g_date_days_between (start, end);
  guint weekday = g_date_get_weekday (start);
  guint count = days / 7 * 5;

  for (guint i = 0; i < days % 7; i++, weekday = weekday % 7 + 1)
    count += weekday <= 5;

  return count;
}

char *
recess_tool_date_difference (JsonObject  *arguments,
                             GError     **error)
{
  GDate start, end;
  const GDate *first = &start;
  const GDate *last = &end;
  guint months, rest;
  int days;

  g_return_val_if_fail (arguments != NULL, NULL);

  g_date_clear (&start, 1);
  g_date_clear (&end, 1);
  if (!read_date (arguments, "start", &start, error) || !read_date (arguments, "end", &end, error))
    return NULL;

  days = g_date_days_between (&start, &end);
  if (days < 0)
    {
      first = &end;
      last = &start;
    }

  months = count_months (first, last, &rest);
  return g_strdup_printf ("{\"start\":\"%04u-%02u-%02u\",\"end\":\"%04u-%02u-%02u\",\"days\":%d,"
                          "\"in_weeks\":{\"weeks\":%d,\"days\":%d},"
                          "\"in_months\":{\"months\":%u,\"days\":%u},"
                          "\"in_years\":{\"years\":%u,\"months\":%u,\"days\":%u},"
                          "\"business_days\":%u,\"end_is_before_start\":%s}",
                          g_date_get_year (&start), g_date_get_month (&start),
                          g_date_get_day (&start), g_date_get_year (&end),
                          g_date_get_month (&end), g_date_get_day (&end), days,
                          ABS (days) / 7, ABS (days) % 7, months, rest,
                          months / 12, months % 12, rest, count_business_days (first, last),
                          days < 0 ? "true" : "false");
}
