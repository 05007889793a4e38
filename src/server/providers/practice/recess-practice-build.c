/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>
#include <string.h>

#include "recess-practice-build.h"
#include "recess-practice-fill.h"
#include "recess-practice-pattern.h"

#define MOST_DEPTH  12
#define MOST_ITEMS 256
#define MOST_LETTERS 4096

/* How much of what was found is kept, until the value fits */
typedef enum
{
  KEEP_ALL,
  KEEP_REQUIRED,
  KEEP_NOTHING,
} Keep;

typedef struct
{
  GPtrArray    *slots;
  const GArray *filled;
  GDateTime    *now;
  Keep          keep;
} Builder;

static JsonNode *build (const Builder              *builder,
                        const RecessJsonSchemaNode *node,
                        const char                 *path,
                        guint                       item,
                        guint                       depth);

static JsonNode *
number_node (double   number,
             gboolean whole)
{
  if (whole && fabs (number) < 9e18)
    return json_node_init_int (json_node_alloc (), (gint64) number);

  return json_node_init_double (json_node_alloc (), number);
}

/* The number in the range, and of the step, that is nearest. */
static JsonNode *
fit_number (const RecessJsonSchemaNode *node,
            double                      number)
{
  RecessJsonTypes types = recess_json_schema_node_get_types (node);
  gboolean whole = (types & RECESS_JSON_TYPE_NUMBER) == 0;
  RecessJsonRange range;
  double step;

  recess_json_schema_node_get_range (node, &range);
  step = range.step > 0 ? range.step : whole ? 1 : 0;
  if (number < range.min || (range.min_excluded && number <= range.min))
    number = range.min + (range.min_excluded ? (step > 0 ? step : 0.5) : 0);
  if (number > range.max || (range.max_excluded && number >= range.max))
    number = range.max - (range.max_excluded ? (step > 0 ? step : 0.5) : 0);
  if (step > 0 && number != step * round (number / step))
    {
      number = step * round (number / step);
      if (number < range.min || (range.min_excluded && number <= range.min))
        number += step;
      if (number > range.max || (range.max_excluded && number >= range.max))
        number -= step;
    }

  return number_node (number, whole || number == floor (number));
}

static char *
fit_length (const RecessJsonSchemaNode *node,
            const char                 *text)
{
  RecessJsonSizes lengths;
  GString *fitted = g_string_new (text);
  glong n_letters = g_utf8_strlen (text, -1);

  recess_json_schema_node_get_lengths (node, &lengths);
  if ((guint64) n_letters > lengths.max)
    g_string_truncate (fitted, g_utf8_offset_to_pointer (fitted->str, lengths.max) - fitted->str);
  for (; (guint64) n_letters < MIN (lengths.min, MOST_LETTERS); n_letters++)
    g_string_append_c (fitted, '-');

  return g_string_free (fitted, FALSE);
}

static char *
sample_format (const Builder *builder,
               const char    *format)
{
  static const struct
  {
    const char *format;
    const char *sample;
  } samples[] = {
    { "email", "someone@example.com" }, { "idn-email", "someone@example.com" },
    { "uri", "https://example.com/" }, { "iri", "https://example.com/" },
    { "url", "https://example.com/" }, { "uri-reference", "/" }, { "iri-reference", "/" },
    { "uuid", "00000000-0000-4000-8000-000000000000" }, { "hostname", "example.com" },
    { "idn-hostname", "example.com" }, { "ipv4", "127.0.0.1" }, { "ipv6", "::1" },
    { "duration", "PT1H" }, { "json-pointer", "" }, { "regex", ".*" }, { "uri-template", "/" },
    { "relative-json-pointer", "0" },
  };

  if (g_str_equal (format, "date"))
    return g_date_time_format (builder->now, "%Y-%m-%d");
  if (g_str_equal (format, "date-time"))
    return g_date_time_format (builder->now, "%Y-%m-%dT%H:%M:%SZ");
  if (g_str_equal (format, "time"))
    return g_date_time_format (builder->now, "%H:%M:%SZ");

  for (guint i = 0; i < G_N_ELEMENTS (samples); i++)
    {
      if (g_str_equal (samples[i].format, format))
        return g_strdup (samples[i].sample);
    }

  return NULL;
}

static JsonNode *
sample_string (const Builder              *builder,
               const RecessJsonSchemaNode *node)
{
  const char *format = recess_json_schema_node_get_format (node);
  const char *pattern = recess_json_schema_node_get_pattern (node);
  g_autofree char *sample = NULL;
  g_autofree char *fitted = NULL;
  RecessJsonSizes lengths;

  if (pattern != NULL)
    {
      recess_json_schema_node_get_lengths (node, &lengths);
      sample = recess_practice_sample_pattern (pattern, MIN (lengths.min, MOST_LETTERS));
    }
  else if (format != NULL)
    {
      sample = sample_format (builder, format);
    }
  fitted = sample != NULL ? g_strdup (sample) : fit_length (node, "");

  return json_node_init_string (json_node_alloc (), fitted);
}

static JsonNode *
sample_array (const Builder              *builder,
              const RecessJsonSchemaNode *node,
              const char                 *path,
              guint                       depth)
{
  g_autoptr(JsonArray) array = json_array_new ();
  RecessJsonSizes counts;
  guint64 least;

  recess_json_schema_node_get_counts (node, &counts);
  least = MAX (counts.min, recess_json_schema_node_get_n_prefix (node));
  for (guint i = 0; i < MIN (MIN (least, counts.max), MOST_ITEMS); i++)
    {
      const RecessJsonSchemaNode *item = recess_json_schema_node_get_item (node, i);

      if (item != NULL)
        json_array_add_element (array, build (builder, item, "", 0, depth + 1));
      else
        json_array_add_int_element (array, i);
    }

  return json_node_init_array (json_node_alloc (), array);
}

static JsonNode *
empty_object (void)
{
  g_autoptr(JsonObject) object = json_object_new ();

  return json_node_init_object (json_node_alloc (), object);
}

/* A value that no word of the request has given */
static JsonNode *
sample (const Builder              *builder,
        const RecessJsonSchemaNode *node,
        const char                 *path,
        guint                       depth)
{
  RecessJsonTypes types = recess_json_schema_node_get_types (node);
  JsonArray *values = recess_json_schema_node_get_enum (node);
  JsonNode *given = recess_json_schema_node_get_default (node);

  if (given == NULL)
    given = recess_json_schema_node_get_const (node);
  if (given == NULL && values != NULL && json_array_get_length (values) > 0)
    given = json_array_get_element (values, 0);
  if (given != NULL)
    return json_node_copy (given);

  if (types & RECESS_JSON_TYPE_NULL)
    return json_node_init_null (json_node_alloc ());
  if (types & RECESS_JSON_TYPE_STRING || types == 0)
    return sample_string (builder, node);
  if (types & (RECESS_JSON_TYPE_INTEGER | RECESS_JSON_TYPE_NUMBER))
    return fit_number (node, 0);
  if (types & RECESS_JSON_TYPE_BOOLEAN)
    return json_node_init_boolean (json_node_alloc (), FALSE);
  if (types & RECESS_JSON_TYPE_ARRAY)
    return sample_array (builder, node, path, depth);

  return empty_object ();
}

static JsonNode *
fit (const RecessJsonSchemaNode *node,
     JsonNode                   *value)
{
  GType type = JSON_NODE_HOLDS_VALUE (value) ? json_node_get_value_type (value) : G_TYPE_INVALID;
  g_autofree char *text = NULL;

  if (recess_json_schema_node_get_enum (node) != NULL)
    return json_node_copy (value);
  if (type == G_TYPE_INT64 || type == G_TYPE_DOUBLE)
    return fit_number (node, json_node_get_double (value));
  if (type != G_TYPE_STRING)
    return json_node_copy (value);

  text = fit_length (node, json_node_get_string (value));
  return json_node_init_string (json_node_alloc (), text);
}

static const RecessPracticeSlot *
slot_of (const Builder              *builder,
         const RecessPracticeFilled *row)
{
  return g_ptr_array_index (builder->slots, row->slot);
}

static gboolean
is_kept (const Builder              *builder,
         const RecessPracticeFilled *row)
{
  return builder->keep == KEEP_ALL
         || (builder->keep == KEEP_REQUIRED && slot_of (builder, row)->required);
}

/* Whether anything was found for this place or for one within it. */
static gboolean
is_found (const Builder *builder,
          const char    *path,
          guint          item)
{
  gsize length = strlen (path);

  for (guint i = 0; i < builder->filled->len; i++)
    {
      const RecessPracticeFilled *row = &g_array_index (builder->filled, RecessPracticeFilled, i);
      const RecessPracticeSlot *slot = slot_of (builder, row);

      if (is_kept (builder, row) && strncmp (slot->path, path, length) == 0
          && (slot->path[length] == '\0' || slot->path[length] == '/')
          && (strchr (path, '*') == NULL || row->item == item))
        return TRUE;
    }

  return FALSE;
}

static JsonNode *
find (const Builder *builder,
      const char    *path,
      guint          item)
{
  for (guint i = 0; i < builder->filled->len; i++)
    {
      const RecessPracticeFilled *row = &g_array_index (builder->filled, RecessPracticeFilled, i);

      if (is_kept (builder, row) && g_str_equal (slot_of (builder, row)->path, path)
          && row->item == item)
        return row->node;
    }

  return NULL;
}

static JsonNode *
build_object (const Builder              *builder,
              const RecessJsonSchemaNode *node,
              const char                 *path,
              guint                       item,
              guint                       depth)
{
  g_autoptr(JsonObject) object = json_object_new ();

  for (guint i = 0; i < recess_json_schema_node_get_n_properties (node); i++)
    {
      const char *name;
      gboolean required;
      const RecessJsonSchemaNode *property = recess_json_schema_node_get_property (node, i, &name,
                                                                                   &required);
      g_autofree char *inner = g_strconcat (path, *path != '\0' ? "/" : "", name, NULL);

      if (required || is_found (builder, inner, item))
        json_object_set_member (object, name, build (builder, property, inner, item, depth + 1));
    }

  return json_node_init_object (json_node_alloc (), object);
}

static JsonNode *
build_array (const Builder              *builder,
             const RecessJsonSchemaNode *node,
             const char                 *path,
             guint                       item,
             guint                       depth)
{
  g_autofree char *inner = g_strconcat (path, "/*", NULL);
  g_autoptr(JsonArray) array = json_array_new ();
  RecessJsonSizes counts;

  recess_json_schema_node_get_counts (node, &counts);
  for (guint i = 0; i < builder->filled->len && json_array_get_length (array) < counts.max; i++)
    {
      const RecessPracticeFilled *row = &g_array_index (builder->filled, RecessPracticeFilled, i);

      if (is_kept (builder, row) && g_str_equal (slot_of (builder, row)->path, path)
          && (slot_of (builder, row)->list || row->item == item))
        json_array_add_element (array, fit (slot_of (builder, row)->node, row->node));
    }
  for (guint i = 0; is_found (builder, inner, i) && i < counts.max; i++)
    {
      const RecessJsonSchemaNode *next = recess_json_schema_node_get_item (node, i);

      json_array_add_element (array, build (builder, next, inner, i, depth + 1));
    }
  if (json_array_get_length (array) < counts.min)
    return sample_array (builder, node, path, depth);

  return json_node_init_array (json_node_alloc (), array);
}

static JsonNode *
build (const Builder              *builder,
       const RecessJsonSchemaNode *node,
       const char                 *path,
       guint                       item,
       guint                       depth)
{
  const RecessJsonSchemaNode *chosen = recess_practice_slot_node (node);
  RecessJsonTypes types = recess_json_schema_node_get_types (chosen);
  gboolean found = *path != '\0' && is_found (builder, path, item);
  gboolean given = recess_json_schema_node_get_default (node) != NULL
                   || recess_json_schema_node_get_const (node) != NULL;
  JsonNode *value = found ? find (builder, path, item) : NULL;

  if (depth > MOST_DEPTH)
    return json_node_init_null (json_node_alloc ());
  if (types & RECESS_JSON_TYPE_ARRAY && (found || (types & RECESS_JSON_TYPE_NULL) == 0) && !given)
    return build_array (builder, chosen, path, item, depth);
  if (value != NULL)
    return fit (chosen, value);
  if (!found && chosen != node && depth > 0)
    {
      /* Of several choices, null where it is one of them, else the first. */
      for (guint i = 0; i < recess_json_schema_node_get_n_choices (node); i++)
        {
          if (recess_json_schema_node_get_types (recess_json_schema_node_get_choice (node, i))
              == RECESS_JSON_TYPE_NULL)
            return json_node_init_null (json_node_alloc ());
        }
    }
  if (types & RECESS_JSON_TYPE_OBJECT && (found || (types & RECESS_JSON_TYPE_NULL) == 0) && !given)
    return build_object (builder, chosen, path, item, depth);

  return sample (builder, given ? node : chosen, path, depth);
}

JsonNode *
recess_practice_build (RecessJsonSchema *schema,
                       GPtrArray        *slots,
                       const GArray     *filled,
                       GDateTime        *now)
{
  Builder builder = { slots, filled, now, KEEP_ALL };
  JsonNode *first = NULL;

  for (; builder.keep <= KEEP_NOTHING; builder.keep++)
    {
      g_autoptr(JsonNode) value = build (&builder, recess_json_schema_get_root (schema), "", 0, 0);
      g_autoptr(GPtrArray) faults = recess_json_schema_validate (schema, value, "value");

      if (faults->len == 0)
        {
          g_clear_pointer (&first, json_node_unref);
          return g_steal_pointer (&value);
        }
      if (first == NULL)
        first = g_steal_pointer (&value);
    }

  return first;
}
