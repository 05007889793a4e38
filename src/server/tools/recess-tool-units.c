/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>
#include <string.h>

#include "common/recess-json.h"

#include "recess-tool-functions.h"

/* Names stand between bars, the first is how the unit is told. A quantity in a unit is
 * (quantity + offset) * factor in the base unit of its kind. */
typedef struct
{
  const char *names;
  double      factor;
  double      offset;
} Unit;

static const Unit lengths[] = {
  { "|m|meter|metre|", 1 },
  { "|km|kilometer|kilometre|", 1000 },
  { "|dm|decimeter|decimetre|", 0.1 },
  { "|cm|centimeter|centimetre|", 0.01 },
  { "|mm|millimeter|millimetre|", 0.001 },
  { "|µm|μm|um|micrometer|micrometre|micron|", 1e-6 },
  { "|nm|nanometer|nanometre|", 1e-9 },
  { "|mi|mile|", 1609.344 },
  { "|yd|yard|", 0.9144 },
  { "|ft|foot|feet|′|'|", 0.3048 },
  { "|in|inch|inches|″|\"|", 0.0254 },
  { "|nmi|nautical mile|", 1852 },
  { "|au|astronomical unit|", 149597870700 },
  { "|ly|light year|light-year|lightyear|", 9460730472580800 },
  { NULL },
};

static const Unit masses[] = {
  { "|kg|kilogram|kilo|", 1 },
  { "|g|gram|", 0.001 },
  { "|mg|milligram|", 1e-6 },
  { "|µg|μg|ug|microgram|", 1e-9 },
  { "|t|tonne|metric ton|", 1000 },
  { "|lb|lbs|pound|", 0.45359237 },
  { "|oz|ounce|", 0.028349523125 },
  { "|st|stone|", 6.35029318 },
  { "|short ton|us ton|ton|", 907.18474 },
  { "|long ton|imperial ton|", 1016.0469088 },
  { "|ct|carat|", 0.0002 },
  { NULL },
};

static const Unit temperatures[] = {
  { "|K|kelvin|", 1 },
  { "|°C|C|celsius|centigrade|", 1, 273.15 },
  { "|°F|F|fahrenheit|", 5.0 / 9, 459.67 },
  { "|°R|rankine|", 5.0 / 9 },
  { NULL },
};

static const Unit volumes[] = {
  { "|l|L|liter|litre|", 1 },
  { "|ml|milliliter|millilitre|cc|cm³|cm3|cubic centimeter|cubic centimetre|", 0.001 },
  { "|cl|centiliter|centilitre|", 0.01 },
  { "|dl|deciliter|decilitre|", 0.1 },
  { "|hl|hectoliter|hectolitre|", 100 },
  { "|m³|m3|cubic meter|cubic metre|", 1000 },
  { "|gal|gallon|us gallon|", 3.785411784 },
  { "|imp gal|imperial gallon|uk gallon|", 4.54609 },
  { "|qt|quart|", 0.946352946 },
  { "|pt|pint|", 0.473176473 },
  { "|imp pt|imperial pint|uk pint|", 0.56826125 },
  { "|cup|", 0.2365882365 },
  { "|fl oz|floz|fluid ounce|", 0.0295735295625 },
  { "|tbsp|tablespoon|", 0.01478676478125 },
  { "|tsp|teaspoon|", 0.00492892159375 },
  { "|ft³|ft3|cubic foot|cubic feet|", 28.316846592 },
  { "|in³|in3|cubic inch|cubic inches|", 0.016387064 },
  { NULL },
};

static const Unit speeds[] = {
  { "|m/s|mps|meter per second|metre per second|", 1 },
  { "|km/h|kmh|kph|kilometer per hour|kilometre per hour|", 1 / 3.6 },
  { "|mph|mi/h|mile per hour|", 0.44704 },
  { "|kn|kt|knot|", 1852.0 / 3600 },
  { "|ft/s|fps|foot per second|feet per second|", 0.3048 },
  { NULL },
};

static const Unit areas[] = {
  { "|m²|m2|square meter|square metre|", 1 },
  { "|km²|km2|square kilometer|square kilometre|", 1e6 },
  { "|cm²|cm2|square centimeter|square centimetre|", 1e-4 },
  { "|mm²|mm2|square millimeter|square millimetre|", 1e-6 },
  { "|ha|hectare|", 10000 },
  { "|acre|", 4046.8564224 },
  { "|mi²|mi2|square mile|", 2589988.110336 },
  { "|yd²|yd2|square yard|", 0.83612736 },
  { "|ft²|ft2|sq ft|square foot|square feet|", 0.09290304 },
  { "|in²|in2|sq in|square inch|square inches|", 0.00064516 },
  { NULL },
};

static const Unit data_sizes[] = {
  { "|B|byte|", 8 },
  { "|bit|b|", 1 },
  { "|kB|KB|kilobyte|", 8e3 },
  { "|MB|megabyte|", 8e6 },
  { "|GB|gigabyte|", 8e9 },
  { "|TB|terabyte|", 8e12 },
  { "|PB|petabyte|", 8e15 },
  { "|KiB|kibibyte|", 8.0 * 1024 },
  { "|MiB|mebibyte|", 8.0 * 1048576 },
  { "|GiB|gibibyte|", 8.0 * 1073741824 },
  { "|TiB|tebibyte|", 8.0 * 1099511627776 },
  { "|kbit|kb|kilobit|", 1e3 },
  { "|Mbit|Mb|megabit|", 1e6 },
  { "|Gbit|Gb|gigabit|", 1e9 },
  { NULL },
};

static const Unit times[] = {
  { "|s|sec|second|", 1 },
  { "|ms|millisecond|", 1e-3 },
  { "|µs|μs|us|microsecond|", 1e-6 },
  { "|ns|nanosecond|", 1e-9 },
  { "|min|minute|", 60 },
  { "|h|hr|hour|", 3600 },
  { "|d|day|", 86400 },
  { "|week|wk|", 604800 },
  { "|month|", 2629746 },
  { "|year|yr|", 31556952 },
  { NULL },
};

static const struct
{
  const char *name;
  const Unit *units;
} kinds[] = {
  { "length", lengths },
  { "mass", masses },
  { "temperature", temperatures },
  { "volume", volumes },
  { "speed", speeds },
  { "area", areas },
  { "data", data_sizes },
  { "time", times },
};

typedef struct
{
  const Unit *unit;
  guint       kind;
} Found;

static gboolean
has_name (const Unit *unit,
          const char *name,
          gboolean    fold)
{
  g_autofree char *bars = g_strconcat ("|", name, "|", NULL);
  g_autofree char *folded_bars = NULL;
  g_autofree char *folded_names = NULL;

  if (!fold)
    return strstr (unit->names, bars) != NULL;

  folded_bars = g_utf8_casefold (bars, -1);
  folded_names = g_utf8_casefold (unit->names, -1);
  return strstr (folded_names, folded_bars) != NULL;
}

static gboolean
find_name (const char *name,
           gboolean    fold,
           Found      *found)
{
  for (found->kind = 0; found->kind < G_N_ELEMENTS (kinds); found->kind++)
    {
      for (found->unit = kinds[found->kind].units; found->unit->names != NULL; found->unit++)
        {
          if (has_name (found->unit, name, fold))
            return TRUE;
        }
    }

  return FALSE;
}

/* As it is written, else whatever its case, else without the s of a plural ("miles", "meters per
 * second"); "degrees Celsius" is Celsius. */
static gboolean
find_unit (const char *text,
           Found      *found)
{
  g_autofree char *name = g_strstrip (g_strdup (text));
  const char *bare = name;
  char *end;

  if (strchr (name, '|') != NULL || *name == '\0' || strlen (name) > 64)
    return FALSE;

  if (g_ascii_strncasecmp (name, "degrees ", 8) == 0)
    bare += 8;
  else if (g_ascii_strncasecmp (name, "degree ", 7) == 0)
    bare += 7;

  if (find_name (bare, FALSE, found) || find_name (bare, TRUE, found))
    return TRUE;

  end = strstr (name, "s per ");
  if (end == NULL && g_ascii_tolower (name[strlen (name) - 1]) == 's')
    end = name + strlen (name) - 1;
  if (end == NULL)
    return FALSE;

  memmove (end, end + 1, strlen (end));
  return find_name (bare, TRUE, found);
}

static gboolean
require_unit (JsonObject  *arguments,
              const char  *name,
              Found       *found,
              GError     **error)
{
  const char *text = recess_tool_require_text (arguments, name, error);

  if (text == NULL || find_unit (text, found))
    return text != NULL;

  g_set_error (error, RECESS_TOOL_ERROR, RECESS_TOOL_ERROR_ARGUMENTS,
               "The unit '%.40s' is not known. Known are units of length, mass, temperature, "
               "volume, speed, area, data and time, by name or symbol.", text);
  return FALSE;
}

static gboolean
require_number (JsonObject  *arguments,
                double      *value,
                GError     **error)
{
  JsonNode *node = json_object_get_member (arguments, "value");
  GType type = node != NULL && JSON_NODE_HOLDS_VALUE (node) ? json_node_get_value_type (node) : 0;

  if (type == G_TYPE_INT64 || type == G_TYPE_DOUBLE)
    *value = json_node_get_double (node);
  else
    *value = NAN;

  if (isfinite (*value))
    return TRUE;

  g_set_error_literal (error, RECESS_TOOL_ERROR, RECESS_TOOL_ERROR_ARGUMENTS,
                       "The argument 'value' must be given, as a number.");
  return FALSE;
}

static void
append_unit (GString    *json,
             const char *name,
             const Unit *unit)
{
  g_string_append_printf (json, ",\"%s\":", name);
  recess_json_append_string (json, unit->names + 1, (gssize) strcspn (unit->names + 1, "|"));
}

/* What the arithmetic of doubles adds behind the twelfth digit is not told. */
static double
round_off (double value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  return g_ascii_strtod (g_ascii_formatd (text, sizeof text, "%.12g", value), NULL);
}

char *
recess_tool_convert_units (JsonObject  *arguments,
                           GError     **error)
{
  Found from, to;
  double value, base;
  GString *json;

  g_return_val_if_fail (arguments != NULL, NULL);

  if (!require_number (arguments, &value, error) ||
      !require_unit (arguments, "from", &from, error) ||
      !require_unit (arguments, "to", &to, error))
    return NULL;

  if (from.kind != to.kind)
    {
      g_set_error (error, RECESS_TOOL_ERROR, RECESS_TOOL_ERROR_ARGUMENTS,
                   "A unit of %s cannot be converted to a unit of %s.", kinds[from.kind].name,
                   kinds[to.kind].name);
      return NULL;
    }

  base = (value + from.unit->offset) * from.unit->factor;
  if (kinds[from.kind].units == temperatures && base < 0)
    {
      g_set_error_literal (error, RECESS_TOOL_ERROR, RECESS_TOOL_ERROR_ARGUMENTS,
                           "There is no temperature below absolute zero.");
      return NULL;
    }

  json = g_string_new ("{\"value\":");
  recess_json_append_double (json, value);
  append_unit (json, "from", from.unit);
  append_unit (json, "to", to.unit);
  g_string_append (json, ",\"result\":");
  recess_json_append_double (json, round_off (base / to.unit->factor - to.unit->offset));
  g_string_append_c (json, '}');
  return g_string_free (json, FALSE);
}
