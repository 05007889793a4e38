/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "recess-json-schema-check.h"

#define MAX_DEPTH 2000
#define EFFORT 4000000
#define MAX_LISTED 12
#define MAX_SHOWN 200

gboolean
recess_json_schema_check_fault (RecessJsonSchemaCheck *check,
                                const RecessJsonPlace *place,
                                const char            *format,
                                ...)
{
  g_autofree char *predicate = NULL;
  va_list args;

  if (check->faults == NULL || check->faults->len >= RECESS_JSON_SCHEMA_MAX_FAULTS)
    return FALSE;

  va_start (args, format);
  predicate = g_strdup_vprintf (format, args);
  va_end (args);
  g_ptr_array_add (check->faults, recess_json_place_new_fault (place, predicate));
  return FALSE;
}

/* Nothing after this is looked at; the fault is told once, by whoever began. */
gboolean
recess_json_schema_check_exhaust (RecessJsonSchemaCheck *check,
                                  const char            *why)
{
  if (check->exhausted == NULL)
    check->exhausted = why;

  return FALSE;
}

gboolean
recess_json_schema_check_spend (RecessJsonSchemaCheck *check,
                                gint64                 effort)
{
  check->effort -= effort;
  if (check->effort >= 0 && check->exhausted == NULL)
    return TRUE;

  return recess_json_schema_check_exhaust (check, "takes too much work to check: the schema "
                                                  "branches too often, or the value is too large.");
}

static gboolean
check_type (RecessJsonSchemaCheck      *check,
            const RecessJsonSchemaNode *node,
            JsonNode                   *value,
            const RecessJsonPlace      *place)
{
  g_autofree char *wanted = NULL;
  g_autofree char *found = NULL;

  if (recess_json_schema_has_type (node, value))
    return TRUE;

  if (check->faults != NULL)
    {
      wanted = recess_json_types_describe (node->types);
      found = recess_json_excerpt (value);
    }
  return recess_json_schema_check_fault (check, place, "must be %s, not %s.", wanted, found);
}

static char *
show_value (JsonNode *value)
{
  g_autofree char *text = recess_json_node_to_text (value, FALSE);

  return recess_json_shorten (text, MAX_SHOWN);
}

static char *
list_values (JsonArray *values)
{
  guint length = json_array_get_length (values);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < length && i < MAX_LISTED; i++)
    {
      g_autofree char *value = show_value (json_array_get_element (values, i));

      if (i > 0)
        g_string_append (text, i + 1 == length ? " or " : ", ");
      g_string_append (text, value);
    }
  if (length > MAX_LISTED)
    g_string_append_printf (text, " or one of %u more", length - MAX_LISTED);

  return g_string_free (text, FALSE);
}

static int
compare_texts (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static gboolean
check_values (RecessJsonSchemaCheck      *check,
              const RecessJsonSchemaNode *node,
              JsonNode                   *value,
              const RecessJsonPlace      *place)
{
  g_autofree char *canonical = NULL;
  g_autofree char *wanted = NULL;
  g_autofree char *found = NULL;

  if (node->constant == NULL && node->enumeration == NULL)
    return TRUE;

  canonical = recess_json_canonical (value);
  if (!recess_json_schema_check_spend (check, strlen (canonical) / 8))
    return FALSE;

  if ((node->constant == NULL || strcmp (canonical, node->canonical_constant) == 0) &&
      (node->enumeration == NULL ||
       bsearch (&canonical, node->sorted_enum->pdata, node->sorted_enum->len, sizeof (gpointer),
                compare_texts) != NULL))
    return TRUE;

  if (check->faults != NULL)
    {
      wanted = node->constant != NULL ? show_value (node->constant)
                                      : list_values (node->enumeration);
      found = recess_json_excerpt (value);
    }
  return recess_json_schema_check_fault (check, place, "must be %s, not %s.", wanted, found);
}

static gboolean
tell_number (RecessJsonSchemaCheck  *check,
             const char             *wanted,
             const RecessJsonNumber *limit,
             JsonNode               *value,
             const RecessJsonPlace  *place)
{
  g_autoptr (GString) number = g_string_new (NULL);
  g_autofree char *found = recess_json_excerpt (value);

  if (limit->is_integer)
    g_string_printf (number, "%" G_GINT64_FORMAT, limit->integer);
  else
    recess_json_append_double (number, limit->value);
  return recess_json_schema_check_fault (check, place, "must be %s %s, not %s.", wanted,
                                         number->str, found);
}

static gboolean
check_number (RecessJsonSchemaCheck      *check,
              const RecessJsonSchemaNode *node,
              JsonNode                   *value,
              const RecessJsonPlace      *place)
{
  const RecessJsonLimit *min = &node->min;
  const RecessJsonLimit *max = &node->max;
  RecessJsonNumber number = recess_json_get_number (value);
  int order = recess_json_compare_numbers (&number, &min->number);

  if (order < 0 || (order == 0 && min->excluded))
    return tell_number (check, min->excluded ? "greater than" : "at least", &min->number, value,
                        place);

  order = recess_json_compare_numbers (&number, &max->number);
  if (order > 0 || (order == 0 && max->excluded))
    return tell_number (check, max->excluded ? "less than" : "at most", &max->number, value,
                        place);

  if (node->step.value > 0 && !recess_json_is_multiple (&number, &node->step))
    return tell_number (check, "a multiple of", &node->step, value, place);

  return TRUE;
}

static gboolean
check_pattern (RecessJsonSchemaCheck *check,
               GRegex                *pattern,
               const char            *source,
               const char            *text,
               const RecessJsonPlace *place)
{
  g_autofree char *shown = NULL;

  switch (recess_json_pattern_match (pattern, text, &check->effort))
    {
    case RECESS_JSON_PATTERN_MATCH:
      return TRUE;
    case RECESS_JSON_PATTERN_NO_MATCH:
      shown = recess_json_shorten (source, MAX_SHOWN);
      return recess_json_schema_check_fault (check, place, "must match the pattern %s", shown);
    case RECESS_JSON_PATTERN_TOO_LONG:
      return recess_json_schema_check_fault (check, place, "is too long to be matched with a "
                                                           "pattern; 4,096 bytes are the most.");
    case RECESS_JSON_PATTERN_TOO_HARD:
    default:
      return recess_json_schema_check_exhaust (check, "takes too much work to check: a pattern of "
                                                      "the schema does not come to an end.");
    }
}

gboolean
recess_json_schema_check_size (RecessJsonSchemaCheck *check,
                               const RecessJsonSizes *sizes,
                               guint64                size,
                               const char            *one,
                               const char            *several,
                               const RecessJsonPlace *place)
{
  gboolean too_small = size < sizes->min;
  guint64 limit = too_small ? sizes->min : sizes->max;

  if (!too_small && size <= sizes->max)
    return TRUE;

  return recess_json_schema_check_fault (check, place,
                                         "must have at %s %" G_GUINT64_FORMAT " %s, not %"
                                         G_GUINT64_FORMAT ".", too_small ? "least" : "most", limit,
                                         limit == 1 ? one : several, size);
}

static gboolean
check_string (RecessJsonSchemaCheck      *check,
              const RecessJsonSchemaNode *node,
              JsonNode                   *value,
              const RecessJsonPlace      *place)
{
  const char *text = json_node_get_string (value);
  g_autofree char *found = NULL;
  gboolean fits;

  if (!recess_json_schema_check_spend (check, strlen (text) /
                                              (node->format != RECESS_JSON_FORMAT_NONE ? 8 : 32)))
    return FALSE;

  fits = recess_json_schema_check_size (check, &node->lengths, g_utf8_strlen (text, -1),
                                        "character", "characters", place);

  if (fits && node->pattern != NULL)
    fits = check_pattern (check, node->pattern, node->pattern_source, text, place);

  if (fits && !recess_json_format_check (node->format, text))
    {
      found = recess_json_excerpt (value);
      fits = recess_json_schema_check_fault (check, place, "must be %s, not %s.",
                                             recess_json_format_describe (node->format), found);
    }

  return fits;
}

static gboolean
check_by_type (RecessJsonSchemaCheck      *check,
               const RecessJsonSchemaNode *node,
               JsonNode                   *value,
               const RecessJsonPlace      *place)
{
  switch (recess_json_get_type (value))
    {
    case RECESS_JSON_TYPE_STRING:
      return check_string (check, node, value, place);
    case RECESS_JSON_TYPE_INTEGER:
    case RECESS_JSON_TYPE_NUMBER:
      return check_number (check, node, value, place);
    case RECESS_JSON_TYPE_ARRAY:
      return recess_json_schema_check_array (check, node, json_node_get_array (value), place);
    case RECESS_JSON_TYPE_OBJECT:
      return recess_json_schema_check_object (check, node, json_node_get_object (value), place);
    case RECESS_JSON_TYPE_BOOLEAN:
    case RECESS_JSON_TYPE_NULL:
    default:
      return TRUE;
    }
}

gboolean
recess_json_schema_check_node (RecessJsonSchemaCheck      *check,
                               const RecessJsonSchemaNode *node,
                               JsonNode                   *value,
                               const RecessJsonPlace      *place)
{
  gboolean fits;

  if (!recess_json_schema_check_spend (check, 1))
    return FALSE;

  if (node->never)
    return recess_json_schema_check_fault (check, place, "must not be there.");

  if (check->depth == MAX_DEPTH)
    return recess_json_schema_check_exhaust (check, "is nested too deeply to be checked.");

  /* A value of another type has no other faults. */
  if (!check_type (check, node, value, place))
    return FALSE;

  check->depth++;
  fits = check_values (check, node, value, place);
  if (fits || check->faults != NULL)
    fits = check_by_type (check, node, value, place) && fits;
  if (fits || check->faults != NULL)
    fits = recess_json_schema_check_combined (check, node, value, place) && fits;
  check->depth--;

  return fits && check->exhausted == NULL;
}

GPtrArray *
recess_json_schema_validate (RecessJsonSchema *self,
                             JsonNode         *value,
                             const char       *name)
{
  RecessJsonPlace place = { NULL, name, 0 };
  RecessJsonSchemaCheck check = { .effort = EFFORT };

  g_return_val_if_fail (self != NULL && value != NULL && name != NULL, NULL);

  check.faults = recess_json_faults_new ();
  recess_json_schema_check_node (&check, self->root, value, &place);

  if (check.exhausted != NULL)
    g_ptr_array_insert (check.faults, 0, recess_json_place_new_fault (&place, check.exhausted));

  return check.faults;
}
