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

#define ZONE_TABLE "/usr/share/zoneinfo/zone.tab"

/* Returns: (element-type utf8 utf8): the city of each zone, in small letters → its name; no name
 * where several zones are called so */
static GHashTable *
read_cities (void)
{
  GHashTable *cities = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autofree char *contents = NULL;
  g_auto(GStrv) lines = NULL;

  if (!g_file_get_contents (ZONE_TABLE, &contents, NULL, NULL))
    return cities;

  lines = g_strsplit (contents, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_auto(GStrv) columns = g_strsplit (lines[i], "\t", -1);
      const char *slash = *lines[i] != '#' && g_strv_length (columns) > 2
                            ? strrchr (columns[2], '/') : NULL;
      char *city;

      if (slash == NULL)
        continue;

      city = g_ascii_strdown (slash + 1, -1);
      g_hash_table_replace (cities, city,
                            g_hash_table_contains (cities, city) ? NULL : g_strdup (columns[2]));
    }

  return cities;
}

/* Returns: (nullable): the zone of "New York" */
static const char *
find_city (const char *name)
{
  static GHashTable *cities;
  g_autofree char *city = g_strdelimit (g_ascii_strdown (name, -1), " ", '_');

  if (g_once_init_enter (&cities))
    g_once_init_leave (&cities, read_cities ());

  return g_hash_table_lookup (cities, city);
}

static GTimeZone *
find_zone (const char  *timezone,
           GError     **error)
{
  GTimeZone *zone = NULL;
  const char *city;

  if (timezone == NULL)
    return g_time_zone_new_local ();

  if (is_name (timezone))
    zone = g_time_zone_new_identifier (timezone);
  if (zone == NULL && (city = find_city (timezone)) != NULL)
    zone = g_time_zone_new_identifier (city);

  if (zone == NULL)
    g_set_error (error, RECESS_TOOL_ERROR, RECESS_TOOL_ERROR_ARGUMENTS,
                 "There is no time zone named '%.64s'. Names are those of the IANA database, such "
                 "as Europe/Berlin, America/New_York or UTC; of many, the city alone will do.",
                 timezone);
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
