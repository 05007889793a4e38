/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n.h>
#include <math.h>

#include "recess-format.h"

#define UNKNOWN "–"

static int
day_number (GDateTime *time)
{
  GDate date;

  g_date_clear (&date, 1);
  g_date_set_dmy (&date, g_date_time_get_day_of_month (time), g_date_time_get_month (time),
                  g_date_time_get_year (time));

  return g_date_get_julian (&date);
}

char *
recess_format_when (double when,
                    double now)
{
  g_autoptr(GDateTime) then_time = g_date_time_new_from_unix_local ((gint64) when);
  g_autoptr(GDateTime) now_time = g_date_time_new_from_unix_local ((gint64) now);
  int days;

  if (then_time == NULL || now_time == NULL)
    return g_strdup (UNKNOWN);

  days = day_number (now_time) - day_number (then_time);
  if (now - when < 60)
    return g_strdup (_("just now"));
  if (days <= 0)
    return g_date_time_format (then_time, "%H:%M");
  if (days == 1)
    return g_strdup (_("yesterday"));
  if (days < 7)
    return g_date_time_format (then_time, "%A");
  if (g_date_time_get_year (then_time) == g_date_time_get_year (now_time))
    return g_date_time_format (then_time, "%-d %b");

  return g_date_time_format (then_time, "%-d %b %Y");
}

char *
recess_format_duration (gint64 milliseconds)
{
  if (milliseconds < 0)
    return g_strdup (UNKNOWN);
  if (milliseconds < 1000)
    return g_strdup_printf (_("%.2f s"), milliseconds / 1000.0);
  if (milliseconds < 10 * 1000)
    return g_strdup_printf (_("%.1f s"), milliseconds / 1000.0);
  if (milliseconds < 60 * 1000)
    return g_strdup_printf (_("%d s"), (int) (milliseconds / 1000));

  return g_strdup_printf (_("%d min %d s"), (int) (milliseconds / 60000),
                          (int) (milliseconds / 1000 % 60));
}

char *
recess_format_count (gint64 count)
{
  if (count < 0)
    return g_strdup (UNKNOWN);

  return g_strdup_printf ("%'" G_GINT64_FORMAT, count);
}

char *
recess_format_cost (double dollars)
{
  if (dollars < 0)
    return g_strdup ("–");
  if (dollars == 0)
    return g_strdup ("$0");
  if (dollars < 0.0001)
    return g_strdup (_("under $0.0001"));

  /* Two digits that say something, as long as there are no dollars. */
  return g_strdup_printf (dollars < 0.01 ? "$%.4f" : dollars < 1 ? "$%.3f" : "$%.2f", dollars);
}

char *
recess_format_number (double value)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  for (int digits = 1; digits <= 17; digits++)
    {
      char format[8];

      g_snprintf (format, sizeof format, "%%.%dg", digits);
      g_ascii_formatd (buffer, sizeof buffer, format, value);
      /* Thirty is "30", however few digits say it. */
      if (g_ascii_strtod (buffer, NULL) == value &&
          (strchr (buffer, 'e') == NULL || ABS (value) < 1e-4 || ABS (value) >= 1e15))
        break;
    }

  return g_strdup (buffer);
}

char *
recess_format_id (const char *id)
{
  gsize length = strlen (id);

  if (length < 18)
    return g_strdup (id);

  return g_strdup_printf ("%.9s…%s", id, id + length - 4);
}
