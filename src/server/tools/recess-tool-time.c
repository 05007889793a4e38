/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "common/recess-json.h"

#include "recess-tool-functions.h"

#define NAME_CHARACTERS \
  "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_+-/"

/* Names are paths below the folder of the time zones: none leads out of it. */
static gboolean
is_name (const char *timezone)
{
  return *timezone != '\0' && *timezone != '/' && strlen (timezone) <= 64 &&
         timezone[strspn (timezone, NAME_CHARACTERS)] == '\0';
}

static GTimeZone *
find_zone (const char  *timezone,
           GError     **error)
{
  GTimeZone *zone = NULL;

  if (timezone == NULL)
    return g_time_zone_new_local ();

  if (is_name (timezone))
    zone = g_time_zone_new_identifier (timezone);

  if (zone == NULL)
    g_set_error (error, RECESS_TOOL_ERROR, RECESS_TOOL_ERROR_ARGUMENTS,
                 "There is no time zone named '%.64s'. Names are those of the IANA database, such "
                 "as Europe/Berlin, America/New_York or UTC.", timezone);
  return zone;
}

static void
append_format (GString    *json,
               const char *name,
               GDateTime  *time,
               const char *format)
{
  g_autofree char *text = g_date_time_format (time, format);

  g_string_append_printf (json, ",\"%s\":\"%s\"", name, text);
}

char *
recess_tool_tell_time (const char  *timezone,
                       gint64       now,
                       GError     **error)
{
  static const char *const weekdays[] = {
    "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"
  };
  g_autoptr(GTimeZone) zone = find_zone (timezone, error);
  g_autoptr(GDateTime) utc = NULL;
  g_autoptr(GDateTime) time = NULL;
  GString *json;

  if (zone == NULL)
    return NULL;

  utc = g_date_time_new_from_unix_utc (now);
  time = g_date_time_to_timezone (utc, zone);
  json = g_string_new ("{\"timezone\":");
  recess_json_append_string (json, g_time_zone_get_identifier (zone), -1);
  append_format (json, "datetime", time, "%Y-%m-%dT%H:%M:%S%:z");
  append_format (json, "date", time, "%Y-%m-%d");
  append_format (json, "time", time, "%H:%M:%S");
  g_string_append_printf (json, ",\"weekday\":\"%s\"",
                          weekdays[g_date_time_get_day_of_week (time) - 1]);
  append_format (json, "utc_offset", time, "%:z");
  g_string_append_c (json, '}');

  return g_string_free (json, FALSE);
}

char *
recess_tool_get_current_time (JsonObject  *arguments,
                              GError     **error)
{
  const char *timezone;

  g_return_val_if_fail (arguments != NULL, NULL);

  timezone = recess_json_object_get_string (arguments, "timezone", NULL);
  return recess_tool_tell_time (timezone, g_get_real_time () / G_USEC_PER_SEC, error);
}
